"""Whatever stands in a policy file, reading it ends soon and with messages, never with an error."""

import random
import sys
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkage_rules.language.reading.parser import MAX_DECLARATION, MAX_UNREADABLE, parse
from linkage_rules.language.reading.source import MAX_CHARACTERS, SourceFile
from linkage_rules.words.keywords import KEYWORDS
from tests.policies import Reading, package_of, read

from .reading import PROJECT

DEEP = 100_000

NESTED = {
    "brackets": ("fact x of Project means " + "(" * DEEP + "operating" + ")" * DEEP, "POL-010"),
    "open brackets": ("fact x of Project means " + "(" * 50_000, "POL-108"),
    "not": ("fact x of Project means " + "not " * 20_000 + "operating", "POL-108"),
    "minus": ("fact x of Project: money means " + "-" * 90_000 + "budget", "POL-108"),
    "implies": ("fact x of Project means " + "operating implies " * 5_000 + "idle", "POL-108"),
    "some": ("fact x of Project means " + "some x in funds has " * 4_000 + "idle", "POL-108"),
    "if": (
        "fact x of Project means " + "if idle then " * 3_000 + "idle" + " else idle" * 3_000,
        "POL-108",
    ),
    "condition of if": (
        "fact x of Project means " + "if " * 3_000 + "idle" + " then idle else idle" * 3_000,
        "POL-108",
    ),
    "sum": ("fact x of Project: money means " + "budget + " * 9_000 + "budget", "POL-108"),
    "product": ("fact x of Project: number means " + "ratio * " * 9_000 + "ratio", "POL-108"),
    "dots": ("fact x of Project means main" + ".main" * 15_000, "POL-108"),
    "list of": ("record R\n  a: " + "list of " * 12_000 + "money", "POL-108"),
    "lists": (
        'example "e" of Project\n given numbers: ' + "[" * 40_000 + "]" * 40_000,
        "POL-108",
    ),
    "records": ('example "e" of Project\n given main: ' + "{main: " * 14_000, "POL-108"),
    "aggregates": ("fact x of Project means " + "count(" * 16_000, "POL-108"),
    "too long": ("fact x of Project means " + "not " * 100_000 + "operating", "POL-010"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", NESTED)
def test_deep_nesting_is_refused_with_one_message(name):
    text, code = NESTED[name]
    assert read(PROJECT + text).codes == [code]


def test_long_chains_of_and_and_or_are_no_nesting():
    text = " and ".join(["operating"] * 5_000) + " or " + " or ".join(["idle"] * 3_000)
    means = package_of(f"{PROJECT}fact x of Project means {text}").facts["x"].means
    assert len(means.operands) == 3_001


ON_ONE_LINE = {
    "quotation marks": '"' * 900_000,
    "escaped quotation marks": '"' + '\\"' * 450_000,
    "opening Chinese quotation marks": "“" * 900_000,
    "Chinese quotation marks opened in turn": "“a" * 450_000,
    "Chinese quotation marks in quotation marks": "“" + "“a”" * 300_000,
    "opening corner brackets": "「" * 900_000,
    "corner brackets without an end": "norm 「" + "a" * 90_000,
    "a name of spaces": "norm 「" + " " * 90_000 + "」",
    "a corner bracket in corner brackets": "norm 「" + "a" * 90_000 + "「」",
    "comment marks": "#" * 900_000,
    "digits": "use " + "1" * 90_000,
    "digits and a letter": "use " + "1" * 90_000 + "a",
    "a number with a thousand groups": "parameter x: money = " + "1," * 40_000,
    "dashes": "use " + "2022-" * 18_000,
    "one long word": "资" * 900_000,
    "spaces": " " * 900_000,
    "opening brackets": "({[" * 300_000,
    "commas": "enum e " + "," * 90_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", ON_ONE_LINE)
def test_a_long_line_is_read_in_one_go(name):
    reading = read(ON_ONE_LINE[name])
    assert len(reading.diagnostics) <= 2
    assert len(reading.rendered) < 5_000


MANY_LINES = {
    "lines of nonsense": "x\n" * 499_000,
    "comments": "# a\n" * 240_000,
    "comment marks": "#\n" * 499_000,
    "line breaks": "\n" * 999_000,
    "open quotation marks": '"\n' * 499_000,
    "declarations without a name": "norm\n" * 190_000,
    "misspelt declarations": "nrom x for Project\n" * 50_000,
    "unknown names": "fact x of Project means budgte > 3\n" * 2_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", MANY_LINES)
def test_a_file_of_many_faults_lists_a_bounded_number_of_unreadable_declarations(name):
    source = SourceFile("a.pol", MANY_LINES[name])
    _, problems = parse(source)
    assert len(problems) <= MAX_UNREADABLE + 1


@pytest.mark.slow
def test_many_unknown_names_among_many_known_ones_are_all_reported():
    fields = "".join(f"  field_{n}x: money\n" for n in range(2_000))
    unknown = "".join(
        f"fact f{n} of R means " + " and ".join(f"fieldd_{n}_{m}" for m in range(50)) + "\n"
        for n in range(60)
    )
    reading = read(f'policy p "P"\nrecord R\n{fields}{unknown}')
    assert reading.codes == ["POL-202"] * 3_000


@pytest.mark.slow
def test_a_chain_of_five_thousand_facts_is_put_in_order():
    lines = ["fact f0 of Project: money means budget\n"]
    lines += [f"fact f{n} of Project: money means f{n - 1} + 1元\n" for n in range(1, 5_000)]
    package = package_of(PROJECT, "".join(reversed(lines)))
    facts = [step.name for step in package.order if step.name.startswith("f")]
    assert facts == [f"f{n}" for n in range(5_000)]


@pytest.mark.slow
def test_a_circle_of_five_thousand_facts_is_shown_in_part():
    lines = [f"fact f{n} of Project means f{(n + 1) % 5_000}\n" for n in range(5_000)]
    reading = read(PROJECT, "".join(lines))
    assert reading.codes == ["POL-207"]
    assert "fact f0 → fact f1 → " in reading.rendered
    assert "… → fact f0" in reading.rendered
    assert len(reading.rendered) < 1_000


def test_facts_that_square_one_another_are_refused_where_they_pass_the_limit():
    lines = ["fact f0 of Project: number means ratio * ratio\n"]
    lines += [f"fact f{n} of Project: number means f{n - 1} * f{n - 1}\n" for n in range(1, 9)]
    reading = read(PROJECT, "".join(lines))
    assert reading.places == [("POL-310", "f6")]


@pytest.mark.slow
@pytest.mark.parametrize("count", [3_000])
def test_thousands_of_norms_load(count):
    norms = "".join(
        f'norm q{n} "规范{n}" for Project\n  cites 三.3 "没有建立联农带农机制"\n'
        f"  when operating and not (households > {n} and colour = red)\n  county must not build\n"
        for n in range(count)
    )
    assert len(package_of(PROJECT, norms).norms) == count


def calls(text: str) -> int:
    """How many functions are called to read a policy: a measure of the work without a clock."""
    counted = Counter[str]()
    sys.setprofile(lambda frame, event, argument: counted.update((event,)))
    try:
        read(text)
    finally:
        sys.setprofile(None)
    return counted["call"] + counted["c_call"]


REPEATED = {
    "norms": "norm q{n} for Project when operating and idle county must build\n",
    "facts": "fact f{n} of Project means some x{n} in funds has x{n}.amount > {n}元\n",
    "overriding norms": "norm q{n} for Project county may build overrides q0\n",
    "fields": "record R{n}\n  a{n}: money at least 0元\n  b{n}: list of kind\n",
    "parameters": "parameter p{n}: money\n  = {n}元 from 2022-01-01\n",
    "examples": 'example "{n}" of Project given operating: yes as of 2023-01-01 expect idle\n',
    "errors": "fact f{n} of Project means unheard_of_{n}\n",
    "unreadable declarations": "fact f{n} means\n",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", REPEATED)
def test_twice_as_many_declarations_take_about_twice_the_work(name):
    def text(count: int) -> str:
        return PROJECT + "".join(REPEATED[name].replace("{n}", str(n)) for n in range(count))

    read(text(1))
    nothing = calls(PROJECT)
    once, twice = calls(text(80)) - nothing, calls(text(160)) - nothing
    assert twice < 2.3 * once


# Anything at all

words = st.one_of(
    st.sampled_from([spelling for keyword in KEYWORDS for spelling in keyword.spellings]),
    st.sampled_from(["operating", "经营性", "budget", "funds", "x", "Project", "项目", "county"]),
    st.sampled_from(["build", "n1", "red", "kind", "「a b」", "as_of", "main", "Fund", "f"]),
    st.sampled_from(list("()[]{}（）｛｝，,、:：.=<>≠≤≥+-−*×/÷;；。#\t'\"“”「」")),
    st.sampled_from(["3", "0.5", "30%", "200万元", "2022-12-07", "2022年12月7日", "3年", "0元"]),
    st.sampled_from(['"文字"', "“a“b”c”", '"', "“", "\n", "\n  ", "\nnorm ", "\nfact ", "三.3"]),
    st.text(max_size=4),
)
soup = st.lists(words, max_size=60).map(" ".join) | st.lists(words, max_size=60).map("".join)


def ends_in_messages(reading: Reading) -> None:
    for diagnostic in reading.diagnostics:
        for language in ("en", "zh"):
            lines = diagnostic.render(language).split("\n")
            assert len(lines) <= 12
            assert all(line.isprintable() or "\u3000" in line for line in lines)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300))
def test_any_text_ends_in_messages(text):
    ends_in_messages(read(text))


@given(soup)
def test_any_words_of_the_language_end_in_messages(text):
    ends_in_messages(read(text, PROJECT))


@pytest.mark.slow
@given(soup)
def test_any_words_in_the_place_of_a_condition_end_in_messages(text):
    ends_in_messages(read(PROJECT, f"norm n for Project\n  when {text}\n  county must build\n"))


@given(soup)
def test_any_words_in_the_place_of_data_end_in_messages(text):
    ends_in_messages(
        read(PROJECT, f'example "e" of Project\n  given {text}\n  as of 2023-01-01\n expect idle')
    )


VALID = (
    PROJECT
    + """
parameter limit "限额": money
  = 100万元 from 2022-01-01 to 2022-12-31
  = 200万元 from 2023-01-01
fact big "大" of Project
  means budget > limit and some f in funds has f.amount >= 10元 and f.type in {red, blue}
fact total of Project: money
  means sum(f.amount over f in funds where f.type = red) + (if idle then 0元 else budget * 30%)
fact old of Project
  means years between start and as_of > 3 or start + 3 years < as_of and note is known
norm n1 "规一" for Project
  when big unless idle
  county must in principle build
norm n2 "规二" for Project
  when n1 is violated or build is forbidden
  overrides n1
  in force 2022-01-01 to 2025-12-31
  county may rectify
example "例" of Project
  given operating: yes, funds: [{amount: 3元, type: 红}, {amount: unknown}], colours: [red]
  as of 2023-05-01
  expect build is required by n1
  expect missing funds[1].amount, idle
property "总" for Project
  always big implies not (rectify is permitted)
statement 三.3 "要" because "口号"
"""
)


def test_the_policy_that_is_mutated_has_one_fault():
    assert read(VALID).codes == ["POL-207"]


@pytest.mark.slow
@settings(max_examples=150)
@given(st.data())
def test_any_change_of_a_policy_ends_in_messages(data):
    text = VALID
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 12)))
        text = text[:start] + data.draw(words) + text[end:]
    ends_in_messages(read(text))


@pytest.mark.slow
@settings(max_examples=100)
@given(st.data())
def test_a_policy_without_some_of_its_lines_ends_in_messages(data):
    lines = VALID.split("\n")
    kept = data.draw(st.lists(st.booleans(), min_size=len(lines), max_size=len(lines)))
    ends_in_messages(read("\n".join(line for line, keep in zip(lines, kept, strict=True) if keep)))


def test_a_megabyte_of_random_characters_ends_in_messages():
    dice = random.Random(7)
    text = "".join(dice.choices([*map(chr, range(1, 0x3000)), "\n"], k=MAX_CHARACTERS - 1))
    ends_in_messages(read(text))


def test_a_megabyte_of_random_words_ends_in_messages():
    dice = random.Random(7)
    spellings = [spelling for keyword in KEYWORDS for spelling in keyword.spellings]
    text = " ".join(dice.choices([*spellings, "x", "项目", "3", "\n", "\n  ", '"a"'], k=150_000))
    ends_in_messages(read(text))


def test_a_file_of_ten_million_characters_is_refused():
    assert read("#" * 10_000_000).codes[:1] == ["POL-003"]


def test_a_declaration_may_be_as_long_as_the_limit():
    filler = " " * (MAX_DECLARATION - len("bearer x y") - 10)
    assert read(f'bearer x{filler}"县"\npolicy p "P"').codes == []
    assert read(f'bearer x{filler * 2}"县"\npolicy p "P"').codes == ["POL-010"]
