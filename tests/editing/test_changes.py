"""What an editor offers to change leaves a policy that checks and means what was meant."""

import json
import sys
from collections.abc import Iterator

import pytest
from lsprotocol import types

from linkage_rules.editing import lacking, recording, reworking
from linkage_rules.editing.answers import Answer, DeclinedError, Search
from linkage_rules.editing.folders import Known
from linkage_rules.testing.examples import run_examples

from .conftest import RULES, Desk
from .test_features import changed

NAME = "20_rules.pol"
TWO_DUTIES = RULES.replace(
    "  县农业农村局 不得 打井\n",
    "  县农业农村局 不得 打井\n  县农业农村局 应当 报备  # 报备\n",
).replace("行为 drill", '行为 report "报备" 关于 水井\n\n行为 drill')


def at_head(desk: Desk, words: str, name: str = NAME) -> types.Range:
    there = desk.at(name, words, into=0)
    return types.Range(start=there, end=there)


def made(desk: Desk, edit: types.WorkspaceEdit | None) -> Known:
    """The policy after an edit, which has no problems."""
    assert edit is not None
    for name, text in changed(desk, edit).items():
        desk.write(name, text)
    assert [one.render("zh") for one in desk.known.loaded.diagnostics] == []
    return desk.known


def failing(known: Known) -> list[str]:
    results = run_examples(known.loaded.package)
    return [result.example.title for result in results if not result.passed]


# Examples that lack


def searched(desk: Desk, words: str) -> Answer:
    """What the action on a declaration comes to, looked for in full."""
    (action,) = lacking.offers(desk.known, desk.path(NAME), at_head(desk, words))
    assert action.command
    uri, *asked = action.command.arguments or ()
    assert (action.command.command, uri) == (lacking.WRITE, desk.path(NAME).as_uri())
    search = lacking.write(desk.known, desk.path(NAME), tuple(asked))
    assert isinstance(search, Search)
    return search.then(desk.known, search.look(lambda: False))


def test_the_examples_that_a_norm_lacks_are_written_behind_it_and_its_examples(desk: Desk) -> None:
    before = desk.known.loaded.package
    told = searched(desk, "规范 no_deep")
    assert told.text.startswith("已为“过深不得打”补写示例")
    after = made(desk, told.edit)
    assert failing(after) == []
    package = after.loaded.package
    assert package.norms == before.norms
    added = [one for one in package.examples if one not in before.examples]
    assert added
    assert package.examples[0].title == "过深的井"
    assert searched(desk, "规范 no_deep").edit is None


def test_a_search_that_is_ended_writes_nothing(desk: Desk) -> None:
    line = at_head(desk, "规范 no_deep").start.line
    search = lacking.write(desk.known, desk.path(NAME), (line,))
    assert isinstance(search, Search)
    told = search.then(desk.known, search.look(lambda: True))
    assert told == Answer("查找已停止", passed=False)


def test_examples_are_found_for_the_policy_as_it_was_and_written_only_where_they_hold(
    desk: Desk,
) -> None:
    line = at_head(desk, "规范 no_deep").start.line
    search = lacking.write(desk.known, desk.path(NAME), (line,))
    assert isinstance(search, Search)
    found = search.look(lambda: False)
    desk.write(NAME, RULES.replace("当 过深", "当 非 过深").partition("示例")[0])
    told = search.then(desk.known, found)
    assert told.edit is None
    assert "政策已改动" in told.text
    desk.write(NAME, RULES.partition("规范")[0])
    assert "这一行已经没有" in search.then(desk.known, found).text


def test_examples_are_not_looked_for_while_one_fails_or_the_policy_has_problems(
    desk: Desk,
) -> None:
    desk.write(NAME, RULES.replace("深度：120", "深度：12"))
    told = searched(desk, "规范 no_deep")
    assert not told.passed
    assert told.edit is None
    desk.write(NAME, RULES.replace("当 过深", "当 过探"))
    assert [*lacking.offers(desk.known, desk.path(NAME), at_head(desk, "规范 no_deep"))] == []
    with pytest.raises(DeclinedError, match="problems"):
        lacking.write(desk.known, desk.path(NAME), (6,))


# Records


RECORD = {"编号": "W-7", "depth": 130, "kind": "深井"}


def selected(desk: Desk, text: str) -> list[types.CodeAction]:
    desk.write(NAME, RULES + "\n" + text)
    start, end = desk.at(NAME, text, into=0), desk.at(NAME, text, into=len(text))
    return [*recording.offers(desk.known, desk.path(NAME), types.Range(start=start, end=end))]


def test_the_record_that_is_selected_becomes_an_example_of_its_type(desk: Desk) -> None:
    assert desk.known.sound
    (action,) = selected(desk, json.dumps(RECORD, ensure_ascii=False, indent=2) + "\n")
    assert action.title == "把这条记录改写成“水井”的示例"
    after = made(desk, action.edit)
    assert failing(after) == []
    example = after.loaded.package.examples[-1]
    assert (example.title, str(example.as_of)) == ("水井W-7", "2024-06-01")
    assert example.given["depth"] == 130
    assert "期望 打井 被禁止 依照 过深不得打" in desk.text(NAME)


@pytest.mark.parametrize(
    "text",
    ["# {", "{}", '{"depth": 1', '{"depth": 1, "depth": 2}', '{"depth": -1}', '{"nothing": 1}'],
)
def test_what_is_no_record_is_offered_nothing(desk: Desk, text: str) -> None:
    assert desk.known.sound
    assert selected(desk, text) == []


@pytest.mark.parametrize(
    "asked",
    [
        (RECORD,),
        (json.dumps(RECORD),),
        (RECORD, "水井"),
        (RECORD, "Well", "2025-01-02"),
        (RECORD, None, "2025-01-02"),
    ],
)
def test_a_record_that_is_given_becomes_an_example_at_the_end(
    desk: Desk, asked: tuple[object, ...]
) -> None:
    told = recording.write(desk.known, desk.path(NAME), asked)
    assert told.text == "已写成示例：水井W-7"
    after = made(desk, told.edit)
    assert failing(after) == []
    example = after.loaded.package.examples[-1]
    assert str(example.as_of) == (asked[2] if len(asked) > 2 else "2024-06-01")


def test_two_records_of_one_name_get_two_titles(desk: Desk) -> None:
    for _ in range(2):
        made(desk, recording.write(desk.known, desk.path(NAME), (RECORD,)).edit)
    titles = [one.title for one in desk.known.loaded.package.examples]
    assert titles == ["过深的井", "水井W-7", "水井W-7，2"]


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ((), "参数"),
        ((3,), "参数"),
        ((RECORD, 3), "参数"),
        ((RECORD, None, "昨天"), "参数"),
        ((RECORD, "Village"), "没有记录类型 Village"),
        (({"depth": -1},), "不小于"),
        (("{",), "字段名"),
        (('{"depth": 1} x',), "参数"),
    ],
)
def test_what_cannot_become_an_example_is_refused_with_the_reason(
    desk: Desk, asked: tuple[object, ...], why: str
) -> None:
    with pytest.raises(DeclinedError) as refused:
        recording.write(desk.known, desk.path(NAME), asked)
    assert why in refused.value.words.zh


# A norm with several duties


def split(desk: Desk, words: str) -> Iterator[types.CodeAction]:
    return reworking.splits(desk.known, desk.path(NAME), at_head(desk, words))


def test_each_duty_of_a_norm_gets_a_norm_with_all_its_conditions(desk: Desk) -> None:
    before = desk.known.loaded.package.norms["no_deep"]
    desk.write(NAME, TWO_DUTIES)
    (action,) = split(desk, "县农业农村局 应当")
    assert action.diagnostics
    after = made(desk, action.edit)
    first, second = after.loaded.package.norms.values()
    assert first == before
    assert (second.name, second.label, second.action) == ("no_deep_2", "过深不得打2", "report")
    assert (second.when, second.citations) == (first.when, first.citations)
    assert failing(after) == []
    assert "# 报备" in desk.text(NAME)


def test_three_duties_become_three_norms_whose_names_are_free(desk: Desk) -> None:
    text = TWO_DUTIES.replace("行为 drill", '行为 no_deep_2 "封井" 关于 水井\n\n行为 drill')
    desk.write(NAME, text.replace("  # 报备\n", "\n  县农业农村局 应当 封井\n"))
    (action,) = split(desk, "县农业农村局 应当")
    norms = made(desk, action.edit).loaded.package.norms
    assert [*norms] == ["no_deep", "no_deep_3", "no_deep_4"]
    assert [norm.action for norm in norms.values()] == ["drill", "report", "no_deep_2"]


def test_other_problems_do_not_keep_a_norm_from_being_split(desk: Desk) -> None:
    desk.write(NAME, TWO_DUTIES.replace("深度 > 100", "深渡 > 100"))
    before = len(desk.known.loaded.diagnostics)
    (action,) = split(desk, "县农业农村局 应当")
    assert action.edit
    for name, text in changed(desk, action.edit).items():
        desk.write(name, text)
    assert len(desk.known.loaded.diagnostics) == before - 1


def test_a_norm_with_one_duty_is_not_split(desk: Desk) -> None:
    assert [*split(desk, "县农业农村局 不得")] == []


# Less than the text


@pytest.mark.parametrize(
    ("text", "words", "said"),
    [
        (RULES, "规范 no_deep", "待写明：略去了什么，为什么"),
        (RULES.replace('"过深的井，不得打"', '"过深的井"'), "规范 no_deep", "没有写入规则：不得打"),
        (RULES, "事实 too_deep", "待写明：略去了什么，为什么"),
    ],
)
def test_a_norm_or_a_fact_says_what_it_leaves_out(
    desk: Desk, text: str, words: str, said: str
) -> None:
    desk.write(NAME, text)
    before = desk.known.loaded.package
    (action,) = reworking.simplifications(desk.known, desk.path(NAME), at_head(desk, words))
    package = made(desk, action.edit).loaded.package
    assert [one.simplified for one in package.simplified.values()] == [said]
    assert package.norms.keys() == before.norms.keys()
    assert f'  简化 因为 "{said}"' in desk.text(NAME)
    assert [*reworking.simplifications(desk.known, desk.path(NAME), at_head(desk, words))] == []


def test_without_the_solver_it_is_said_how_to_install_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "z3", None)
    line = at_head(desk, "规范 no_deep").start.line
    told = lacking.write(desk.known, desk.path(NAME), (line,))
    assert isinstance(told, Answer)
    assert 'pip install "linkage-rules[analysis]"' in told.text
