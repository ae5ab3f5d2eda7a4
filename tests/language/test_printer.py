"""What is printed reads back as what it was printed from, and looks the one canonical way."""

import inspect
import re
from itertools import product

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from linkage_rules.language import syntax
from linkage_rules.language.reading.parser import parse
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.language.syntax import LiteralKind
from linkage_rules.language.writing.layout import WIDTH
from linkage_rules.language.writing.printer import print_expression, print_file
from linkage_rules.words.keywords import KEYWORDS, LANGUAGES, words_in_their_place
from linkage_rules.words.wrapping import display_width

from .syntax_strategies import (
    WRAPPERS,
    declarations_of_each_kind,
    deep_expressions,
    expressions,
    files,
)

languages = st.sampled_from(LANGUAGES)
thorough = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def read(text: str) -> syntax.File:
    file, diagnostics = parse(SourceFile("a.pol", text))
    assert [d.render("en") for d in diagnostics] == []
    return file


def read_expressions(*texts: str) -> list[syntax.Expression]:
    file = read("".join(f'property "p" for R\n  always {text}\n' for text in texts))
    clauses = [declaration.clauses[0] for declaration in file.declarations]
    return [clause.expression for clause in clauses if isinstance(clause, syntax.Always)]


# Laws


@thorough
@given(files, languages)
def test_reading_a_printed_file_gives_the_file_back(file, language):
    assert read(print_file(file, language)) == file


@thorough
@given(expressions | deep_expressions(), languages)
def test_reading_a_printed_expression_gives_the_expression_back(expression, language):
    assert read_expressions(print_expression(expression, language)) == [expression]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_expression_reads_back_from_inside_every_other(language):
    nested = [outer(inner(syntax.Name("x"))) for outer, inner in product(WRAPPERS, WRAPPERS)]
    assert read_expressions(*(print_expression(e, language) for e in nested)) == nested


@thorough
@given(files, languages, languages)
def test_printing_what_was_read_changes_nothing_more(file, first, second):
    printed = print_file(read(print_file(file, first)), second)
    assert print_file(read(printed), second) == printed


@pytest.mark.slow
def test_the_generated_files_hold_every_construct_of_the_language():
    abstract = {syntax.Node, syntax.Line, syntax.DeclarationBase}
    constructs = {
        kind
        for _, kind in inspect.getmembers(syntax, inspect.isclass)
        if issubclass(kind, syntax.Node) and kind not in abstract
    }
    found: set[type] = set()

    def gather(declaration):
        found.update(type(node) for node in syntax.descendants(declaration))

    few = settings(thorough, database=None, max_examples=20)
    # What a distribution says in one line is only ever read by people.
    for attempt in range(25):
        if constructs - found == {syntax.Distributed}:
            break
        for declarations in declarations_of_each_kind:
            seed(attempt)(few(given(declarations)(gather)))()
    assert constructs - found == {syntax.Distributed}


# Brackets


def without_brackets(text: str, opening: int) -> str:
    depth = 0
    for closing in range(opening, len(text)):
        depth += (text[closing] == "(") - (text[closing] == ")")
        if depth == 0:
            return text[:opening] + text[opening + 1 : closing] + text[closing + 1 :]
    raise AssertionError(f"unbalanced: {text}")


def test_brackets_stand_only_where_the_meaning_would_change_without_them():
    """But around “years between … and …”, which would be hard to follow inside another phrase."""
    superfluous = []
    for outer, inner in product(WRAPPERS, WRAPPERS):
        expression = outer(inner(syntax.Name("x")))
        printed = print_expression(expression, "en")
        for bracket in re.finditer(r"(?<!\w)\((?!years between)", printed):
            bare = without_brackets(printed, bracket.start())
            file, problems = parse(SourceFile("a", f'property "p" for R\n  always {bare}'))
            if not problems and file.declarations[0].clauses[0].expression == expression:
                superfluous.append((printed, bare))
    assert superfluous == []


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("a and b or c and d", "a 且 b 或 c 且 d"),
        ("(a or b) and (c or d)", "（a 或 b）且（c 或 d）"),
        ("not (a and b)", "非（a 且 b）"),
        ("not not a", "非 非 a"),
        ("not a = b", "非 a = b"),
        ("(a and b) and c", "（a 且 b）且 c"),
        ("(a = b) = c", "（a = b）= c"),
        ("a and some f in fs has f.x or b", "a 且 存在 f 属于 fs 满足 f.x 或 b"),
        ("a and (some f in fs has f.x) or b", "a 且（存在 f 属于 fs 满足 f.x）或 b"),
        ("a implies b implies c", "a 蕴含 b 蕴含 c"),
        ("(a implies b) implies c", "（a 蕴含 b）蕴含 c"),
        ("(if a then 1 else 2) + 3", "（如果 a 那么 1 否则 2）+ 3"),
        ("1 + (if a then 1 else 2)", "1 +（如果 a 那么 1 否则 2）"),
        ("a - (b - c) - d * -e / (f * 2)", "a -（b - c）- d × -e ÷（f × 2）"),
        ("-(a + b) <= --c", "-（a + b）≤ --c"),
        ("a != b and c >= d", "a ≠ b 且 c ≥ d"),
        ("x between 1 and 2.0 and y", "x 介于 1 至 2.0 且 y"),
        ("years between (a + 1 day).b and as_of >= 3", "周年数（a + 1天）.b 至 基准日 ≥ 3"),
        ("x in {a, 30%, yes} and y in ys", "x 属于 {a、30%、是} 且 y 属于 ys"),
        ("count(xs) + count(x in xs where x.ok)", "计数（xs）+ 计数（x 属于 xs 其中 x.ok）"),
        ("sum(f.x * 2 over f in fs where a or b)", "合计（f.x × 2 遍历 f 属于 fs 其中 a 或 b）"),
        ("duty is violated and a is known", "duty 被违反 且 a 已知"),
        ("duty applies or act is forbidden", "duty 适用 或 act 被禁止"),
        ("1.5 million yuan - 12.5 yuan > 0 yuan", "150万元 - 12.5元 > 0元"),
        ("as_of - 6 months < 2022-12-07", "基准日 - 6个月 < 2022年12月7日"),
        ("(3).a", "（3）.a"),
        (
            "every q in years from d to d + 3 years has a",
            "每个 q 属于 自 d 至 d + 3年 的各年度 满足 a",
        ),
        ("count(months from d to e - 1 day) + 1 = 2", "计数（自 d 至 e - 1天 的各月）+ 1 = 2"),
    ],
)
def test_an_expression_has_one_spelling_in_each_language(english, chinese):
    (from_english,), (from_chinese,) = read_expressions(english), read_expressions(chinese)
    assert from_english == from_chinese
    assert print_expression(from_english, "en") == english
    assert print_expression(from_chinese, "zh") == chinese


# Words


@pytest.mark.parametrize(
    ("kind", "written", "printed"),
    [
        (LiteralKind.DECIMAL, "5.0", "5.0"),
        (LiteralKind.DECIMAL, "0.50", "0.5"),
        (LiteralKind.WHOLE, "007", "7"),
        (LiteralKind.PERCENT, "12.50 %", "12.5%"),
        (LiteralKind.MONEY, "1 yuan", "1元"),
        (LiteralKind.MONEY, "10000 yuan", "1万元"),
        (LiteralKind.MONEY, "1.5 million yuan", "150万元"),
        (LiteralKind.DATE, "2022年 12月 7日", "2022年12月7日"),
        (LiteralKind.PERIOD, "24 months", "2年"),
        (LiteralKind.PERIOD, "25 months", "25个月"),
        (LiteralKind.TEXT, '“他说"好"”', '"他说\\"好\\""'),
        (LiteralKind.TEXT, r'"\a\\"', r'"a\\"'),
        (LiteralKind.TEXT, '"统称为“帮扶资金”"', '"统称为“帮扶资金”"'),
    ],
)
def test_a_literal_keeps_its_kind(kind, written, printed):
    (literal,) = read_expressions(written)
    assert isinstance(literal, syntax.Literal)
    assert literal.kind is kind
    assert print_expression(literal, "zh") == printed


def test_a_literal_with_a_value_of_another_kind_is_refused():
    with pytest.raises(ValueError, match="'x' is no money"):
        print_expression(syntax.Literal(LiteralKind.MONEY, "x"), "en")


def test_negative_data_is_printed_with_a_minus_sign():
    text = "parameter p: list of money\n  = [-3 yuan, -0.5, -10%, unknown, {}, []]\n"
    assert print_file(read(text), "en") == text


@pytest.mark.parametrize(
    "word", sorted(w for k in KEYWORDS for s in k.spellings for w in s.split())
)
def test_a_name_that_is_a_word_of_a_keyword_can_stand_anywhere(word):
    quoted = f"「{word}」"
    text = f"""\
record {quoted} "r"
  {quoted}: {quoted} at least 3
  {quoted}: whole number
norm {quoted} for {quoted}
  when {quoted} between {quoted} and 3 and {quoted}.{quoted} and {quoted} applies
  {quoted} must {quoted}
example "e" of {quoted}
  given {quoted}: 3, {quoted}: {quoted}
  expect missing {quoted}[0].{quoted}
"""
    file = read(text)
    assert read(print_file(file, "en")) == file
    assert read(print_file(file, "zh")) == file


@pytest.mark.parametrize("word", sorted(words_in_their_place()))
@pytest.mark.parametrize(
    "line",
    [
        "norm n for R\n  when x >= 3\n  {w} must 「{w}」",
        "norm n for R\n  when x >= {w}\n  {w} must a",
        "norm n for R\n  when {{a, b}} 中至少 {w} 项\n  {w} must a",
        "record R\n  x: {w}\n  {w}: whole number at most 3 {w} “l”: list of {w}",
        "set t for R by {w}\n  {w}: 3\n  {w} or a: 4\n  at least 3: {w}\n  {w}, {w}: 5",
        'example "e" of R\n  given {w}: 3 {w}: {{ {w}: 3 {w}: [3] }}\n  expect {w}',
        'property "p" for R\n  always exactly 2 「{w}」 in xs has {w}.x = 3',
        'property "p" for R\n  always 至少 2 个 {w} in xs has {w}.x = 3',
    ],
)
def test_a_word_that_counts_is_a_name_where_there_is_nothing_to_count(word, line):
    file = read(line.format(w=word))
    for language in LANGUAGES:
        assert read(print_file(file, language)) == file


@pytest.mark.parametrize(
    "text",
    [
        "set t for R by calendar\n  a: 3",
        "set t for R by a, calendar\n  a, b: 3",
        "override t because “r” by calendar\n  a: 3",
        "fact f “f” of R: money by calendar\n  a: 3元",
        "fact f of R by calendar\n  a: 3 by calendar calendar",
        "fact f of R: money progressive by calendar\n  above 3: calendar",
        "record R\n  rs: has many R by calendar\n  calendar: number",
        "distribution d of R\n  among h in hs\n  total t\n  by calendar\n  to 1元",
        "distribution d of R\n  among h in hs\n  by calendar\n  total t",
        "distribution d of R\n  among h in hs\n  base b\n  by calendar * 2 total t\n  by calendar",
        "distribution d of R\n  base b by calendar calendar\n  by calendar",
        "norm n for R\n  when a in force\n  in force 2023-01-01\n  county must act",
        "norm n for R\n  when a in force and b in force in force 2023-01-01",
        "fact f of R\n  means some x in xs has many and a in force",
        "fact f of R\n  means round up to 1元 = round up up to 1元",
        "fact f of R\n  means round down + 3元 to 1元 = a",
        *(f"bearer b “b” is {word} of R" for word in ("late", "due", "open", "known")),
        "bearer b is late of R, due of R",
        "norm n for R\n  when 逾期未履行 逾期未履行 且 限期\n  限期 应当 完成之日\n  限期 限期",
        "norm n for R\n  为期 a\n  为期 和 限期 应当 向 为期 完成之日\n  为期 为期",
        "norm n for R\n  限期 或 为期 或 b 应当 向 限期 为期",
        "norm n for R\n  within or b must within to b",
        "fact f of R by a, b\n  a, b: years from 2023-01-01\n  any, b: months from 2023-01-01",
        "fact f of R\n  means exactly 2 「days」 in xs has days and at least 3 「元」 in xs has 元",
        "action a of R\n  完成之日 完成之日",
        "action a of R\n  历次完成之日 x.完成之日 遍历 x 属于 历次完成之日",
        "record R\n  x: number 可改\n  可改: 可改 可改\n  限期: 限期",
        "record R\n  x: number 可改\n  可改 “l”: 可改 可改\n  改动代价 “c”: number\n  改动代价: 数",
        "record R\n  x: number 改动代价 3\n  改动代价 “c”: number 改动代价 3",
        'record R\n  x: text\n  y: text change costs ""\n  changeable: changeable changeable',
    ],
)
def test_a_keyword_that_cannot_be_one_where_it_stands_is_a_name(text):
    file = read(text)
    for language in LANGUAGES:
        printed = print_file(file, language)
        assert read(printed) == file, printed


def test_names_are_quoted_only_where_they_would_be_read_as_something_else():
    text = """\
record 「记录」 "日期"
  日期：日期
  金额：「金额」
  years：多个 「whole」
  year：数
  「县 级」：数

事实 x 关于 「记录」
  指 「years」 = 金额.years 且 whole 且 year = quarter 且 month = 3
"""
    assert print_file(read(text), "zh") == text.replace("record", "记录")


# Layout

LAYOUTS = {
    "a short condition stays on one line": """\
norm n for R
  when a and (b or c)
""",
    "a long condition is broken before its operators, the inner ones deeper": """\
norm entry "入库" for Project
  when operating
    and not (mechanism_established and effects_clear)
    and (the_first_reason_of_all
      or the_second_reason_of_all
      or the_third_reason_of_all and some_condition_that_belongs_to_the_third_reason)
""",
    "a long body of a quantifier stands below it": """\
norm entry for Project
  when some f in funds has
    f.kind in {bridging_subsidy, agriculture_fund} and f.amount > 20000 yuan and f.in_use
""",
    "a long choice has a line for each branch": """\
fact share of Project: money
  means if exemption_documented_by_the_county and exemption_published_by_the_county
    then sum(f.amount over f in funds where f.kind = bridging_subsidy)
    else 200000 yuan
""",
    "a long implication is broken before its consequence": """\
property "p" for Project
  always operating and assistance_funded and mechanism_established = no and effects_clear = no
    implies enter_library is forbidden
""",
    "a long aggregate is broken before its parts": """\
fact share of Project: money
  means sum(f.amount_paid_out_to_households
    over f in funds_of_every_kind_and_every_year
    where f.kind = bridging_subsidy)
""",
    "a long sum is broken before its signs": """\
fact score of Project: number
  means 30% * score_of_the_first_criterion
    + 25% * score_of_the_second_criterion
    - 20% * score_of_the_third_criterion
""",
    "a long set has a line for each choice": """\
fact f of Project
  means kind in {
    the_first_kind_with_a_long_name,
    the_second_kind_with_a_long_name,
    the_third_kind_with_a_long_name
  }
""",
    "a long record has a line for each entry": """\
example "e" of Project
  given
    operating: yes,
    funds: [{kind: bridging_subsidy, amount: 200000 yuan}, {kind: agriculture_fund}],
    households: [
      {name: "张三", share: 20%, contract: {signed: 2022-12-07, ends: 2025-12-31}},
      {name: "李四", share: unknown}
    ]
""",
    "a long list of names has a line for each": """\
norm n for Project
  overrides the_first_norm_with_a_rather_long_name,
    the_second_norm_with_a_rather_long_name,
    the_third_norm_with_a_rather_long_name
""",
    "a long expectation names the deciding norms below": """\
example "e" of Project
  expect enter_library_of_projects_for_the_coming_year is forbidden
    by no_mechanism_no_entry_into_the_library
""",
    "a long statement gives its reason below": """\
statement 二.(三) "要把联农带农作为帮扶项目实施的前置条件，推动产业发展与农户增收有机结合起来。"
  because "说明目的，不规定任何主体的行为"
""",
    "bearers and uses form lists, other declarations stand apart": """\
use vocabulary
use other

bearer county
bearer operator "经营主体"

action a of R

action b of R
""",
}


@pytest.mark.parametrize("text", LAYOUTS.values(), ids=LAYOUTS)
def test_layout(text):
    each_clause_on_one_line = re.sub(r"\n(?: {3,}| {2}(?=}))", " ", text)
    assert print_file(read(each_clause_on_one_line), "en") == text
    assert max(map(display_width, text.split("\n"))) <= WIDTH


@pytest.mark.parametrize("length", range(30, 60))
@pytest.mark.parametrize(
    "text",
    [
        "action act of R\n  done when {a} and {b}\n",
        "fact f of R\n  means {a} implies {b}\n",
        "fact f of R\n  means some f in fs has {a} in {{{b}}}\n",
        "norm n for R\n  overrides {a}, {b}\n",
        'example "e" of R\n  given {a}: {{b: {b}}}\n',
        'example "e" of R\n  expect {a} by {b}\n',
        "事实 f 关于 R\n  指 非（{a} 且 {b}）\n",
    ],
)
def test_a_line_is_broken_exactly_when_it_is_wider_than_the_limit(text, length):
    """One name of varying length, at the end of what may be broken."""
    one_line = text.format(a="a" * 30, b="b" * length)
    language = "zh" if "指" in text else "en"
    printed = print_file(read(one_line), language)
    fits = max(map(display_width, one_line.split("\n"))) <= WIDTH
    assert (printed == one_line) == fits
    assert max(map(display_width, printed.split("\n"))) <= WIDTH


def test_an_empty_file_prints_as_nothing():
    assert print_file(read(""), "zh") == ""
