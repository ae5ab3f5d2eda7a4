"""Checking ends in messages whatever mistakes a policy has, and what has none of them works."""

import random
from datetime import date
from functools import cache

import pytest

from linkage_rules.engines.reference import evaluate
from linkage_rules.policy.loading.packages import LoadedPackage, load_package
from linkage_rules.testing.generation import policy_texts
from linkage_rules.testing.generation.mistakes import (
    in_turn,
    rechecked,
    with_mistakes,
    words_of,
)
from linkage_rules.testing.generation.seeded import on_seed
from linkage_rules.words.nearness import nearest
from tests.policies import read

from .reading import PROJECT

SHIPPED = (
    "vocabulary",
    "xiangtan_2022",
    "example_county",
    "example_successor",
    "example_award",
    "example_fund",
)


@cache
def shipped(name: str) -> tuple[LoadedPackage, list[str]]:
    loaded = load_package(name)
    assert not loaded.diagnostics
    return loaded, words_of(loaded)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_policy_with_mistakes_ends_in_messages_or_works(name, seed):
    loaded, words = shipped(name)
    dice = random.Random(f"{name} {seed}")
    for _ in range(12):
        number = dice.randrange(len(loaded.files))
        text = with_mistakes(loaded.files[number][0].text, words, dice)
        found = rechecked(loaded, number, text)
        for problem in found.diagnostics:
            assert problem.render("zh").strip()
            assert problem.render("en").strip()
        if not found.diagnostics:
            for record_type in found.package.record_types.values():
                empty = {field.name: None for field in record_type.fields}
                evaluate(found.package, record_type, empty, date(2023, 5, 1))


@pytest.mark.slow
@pytest.mark.parametrize("number", range(3))
def test_a_word_that_nobody_knows_in_any_place_ends_in_messages(number):
    def try_out(data):
        for _, text in in_turn(data.draw(policy_texts())):
            for problem in read(text).diagnostics:
                assert problem.render("zh").strip()

    on_seed(number, try_out)


GOVERNED = """\
policy p "P"
record R
  start: date
  amount: money
bearer county
parameter limit: money
  = 1元 from 2020-01-01
  = 2元 from 2021-01-01
"""

FAULTY = {
    "a fact that a governed norm reads": (
        "fact bad of R means amount > 3\nfact worse of R means bad or amount > limit\n"
        "action act of R\nnorm n for R when worse governed by start county must act\n",
        ["POL-303"],
    ),
    "a fact that a fact of a governed norm cannot be read without": (
        "fact bad of R means amount >\nfact worse of R means bad or amount > limit\n"
        "action act of R\nnorm n for R when worse governed by start county must act\n",
        ["POL-101"],
    ),
    "a parameter that a governed norm reads": (
        "parameter bad: mony\n  = 3\naction act of R\n"
        "norm n for R when amount > bad governed by start county must act\n",
        ["POL-202"],
    ),
    "a fact below the done-condition of a governed action": (
        "fact bad of R means amount > 3\naction act of R done when bad\n"
        "norm n for R governed by start county must act\n",
        ["POL-303"],
    ),
    "an action on a keyword": (
        "action act of in\nnorm n for R governed by start county must act\n",
        ["POL-104"],
    ),
    "an action on an unknown type beside a sound one": (
        "action act of Q\naction sound of R\nnorm m for R governed by start county must sound\n"
        "norm n for R governed by start county must act overrides m\n"
        "norm o for R when n applies county may sound\n",
        ["POL-202"],
    ),
    "a norm with a fault that others override and ask for": (
        "action act of R done when amount is known\n"
        "norm bad for R when amunt > 1元 county must act\n"
        "norm n for R governed by start county may act overrides bad\n"
        "fact f of R means bad is violated\n",
        ["POL-202"],
    ),
    "an action on an unknown type whose norm is asked for": (
        "action act of Q\nnorm n for R governed by start county must act\n"
        "fact f of R means n is violated\nfact g of R means n applies or n is performed\n",
        ["POL-202"],
    ),
    "an action on an unknown type whose norm is asked for by a deadline": (
        "action act of Q done on start\naction rest of R\n"
        "norm n for R county must act within 3 days after start\n"
        "norm m for R when n is overdue or n is late county must rest\n",
        ["POL-202"],
    ),
    "a parameter with two values for all days that a governed norm reads": (
        "parameter twice: money\n  = 1元\n  = 2元\naction act of R\n"
        "norm n for R when amount > twice governed by start county must act\n",
        ["POL-401"],
    ),
    "a norm that cannot be read and alone rests on a reading": (
        'reading of_one "one"\n  asks "?"\n  = "a" because "b"\n  or "c" because "d"\n'
        "action act of R\nnorm m for R county must act\n"
        "norm n for R\n  under reading of_one\n  when amount > )\n  county must act\n",
        ["POL-101"],
    ),
    "record types in a circle": (
        "record A\n  b: B\nrecord B\n  a: A\naction act of A\n"
        "norm n for A governed by start county must act\n",
        ["POL-208"],
    ),
}


@pytest.mark.parametrize("name", FAULTY)
def test_one_fault_gives_one_message_whatever_rests_on_it(name):
    text, codes = FAULTY[name]
    assert read(GOVERNED + text).codes == codes


@pytest.mark.slow
def test_a_long_chain_of_facts_on_a_faulty_one_takes_no_more_work_than_a_sound_one():
    lines = ["fact f0 of Project: money means budget + 3\n"]
    lines += [f"fact f{n} of Project: money means f{n - 1} + 1元\n" for n in range(1, 3_000)]
    assert read(PROJECT, "".join(reversed(lines))).codes == ["POL-302"]


def test_the_nearest_of_very_many_names_is_found_by_comparing_few():
    many = [f"a_field_of_some_length_{number:05}" for number in range(30_000)]
    assert nearest("a_field_of_some_lenght_00007", many) == ["a_field_of_some_length_00007"]


@pytest.mark.parametrize(
    ("word", "known", "found"),
    [
        ("经营姓", ["经营性", "已完工"], ["经营性"]),
        ("", ["a"], []),
        ("abc", [], []),
        ("a" * 65, ["a" * 64], []),
        ("xyz", ["abc"], []),
        ("amount", ["mount", "amounts", "count"], ["amounts"]),
    ],
)
def test_near_names(word, known, found):
    assert nearest(word, known) == found
