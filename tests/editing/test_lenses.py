"""What stands above a line says what is so of the policy, or what was so before it had problems."""

import random

import attrs
import pytest
from lsprotocol.types import CodeLens

from linkage_rules.editing import exercising, lenses, running, sentences
from linkage_rules.editing.answers import Answer, DeclinedError
from linkage_rules.editing.server import Carried
from linkage_rules.engines.reference import Evaluation
from linkage_rules.policy.loading.packages import load_package

from .conftest import RULES, Desk

NAME = "20_rules.pol"
SECOND = """
示例 "不深的井" 关于 水井
  给定 深度：12，井的种类：深井
  截至 2024年6月1日
  期望 打井 无规定
"""


def shown(desk: Desk, name: str = NAME) -> list[tuple[str, str]]:
    """The first words of each line that something stands above, and what that is."""
    lines = desk.text(name).split("\n")
    found = lenses.lenses(desk.known, desk.path(name))
    return [(lines[one.range.start.line].split("“")[0].strip(), title(one)) for one in found]


def title(lens: CodeLens) -> str:
    assert lens.command
    return lens.command.title


def said_of(desk: Desk, words: str, name: str = NAME) -> list[str]:
    return [said for line, said in shown(desk, name) if line.startswith(words)]


def answer(desk: Desk, words: str, name: str = NAME) -> Answer:
    """What the command behind a line says."""
    commands = {
        running.RUN: running.run,
        lenses.EXERCISE: lenses.shown_examples,
        sentences.SENTENCES: sentences.shown_sentences,
    }
    lines = desk.text(name).split("\n")
    for lens in lenses.lenses(desk.known, desk.path(name)):
        if lines[lens.range.start.line].strip().startswith(words) and lens.command:
            uri, line = lens.command.arguments or ()
            assert uri == desk.path(name).as_uri()
            return commands[lens.command.command](desk.known, desk.path(name), (line,))
    raise AssertionError(f"nothing stands above {words}")


def test_a_norm_says_in_how_many_examples_it_applies_and_as_what(desk: Desk) -> None:
    assert said_of(desk, "规范") == ["1个示例中适用，0个中不适用：生效1个"]
    desk.write(NAME, RULES + SECOND)
    assert said_of(desk, "规范") == ["1个示例中适用，1个中不适用：生效1个"]


def test_examples_of_a_day_on_which_the_norm_is_not_in_force_do_not_exercise_it(
    desk: Desk,
) -> None:
    before = RULES.replace("截至 2024年6月1日", "截至 2023年6月1日").partition("  期望")[0]
    desk.write(NAME, before + "  期望 打井 无规定\n")
    assert said_of(desk, "规范") == ["没有示例用到这条规范"]
    told = answer(desk, "规范")
    assert not told.passed


def test_an_example_in_which_it_is_unknown_is_counted_apart(desk: Desk) -> None:
    desk.write(NAME, RULES + SECOND.replace("深度：12，", ""))
    (said,) = said_of(desk, "规范")
    assert "1个中不确定" in said


def test_the_examples_of_a_norm_are_named_with_their_places(desk: Desk) -> None:
    desk.write(NAME, RULES + SECOND)
    told = answer(desk, "规范")
    assert told.passed
    assert told.text.split("\n") == [
        "过深不得打（no_deep）: 1个示例中适用，1个中不适用：生效1个",
        "适用：",
        "  过深的井  20_rules.pol:14",
        "不适用：",
        "  不深的井  20_rules.pol:19",
    ]


def test_a_citation_says_whether_its_sentence_is_quoted_in_whole(desk: Desk) -> None:
    assert said_of(desk, "依据") == ["本句已全部引用"] * 2
    desk.write(NAME, RULES.replace("深度超过100米的，为过深", "为过深"))
    assert said_of(desk, "依据 一") == ["本句已引用25%，其余没有规范用语"]
    desk.write(NAME, RULES.replace('"过深的井，不得打"', '"过深的井"'))
    assert said_of(desk, "依据 二") == ["本句已引用57%，尚未引用：“不得”"]


def test_the_sentence_of_a_citation_is_shown_with_what_rests_on_it(desk: Desk) -> None:
    told = answer(desk, "依据 二")
    assert told.passed
    assert told.text.split("\n")[0] == "二 [4]  【过深的井，不得打】。"
    assert "过深不得打" in told.text


def test_the_line_of_the_official_text_leads_to_its_open_sentences(desk: Desk) -> None:
    (said,) = said_of(desk, "原文", "00_policy.pol")
    assert "未处理：1" in said
    told = answer(desk, "原文", "00_policy.pol")
    assert not told.passed
    assert told.text == "二 [5]  须报县里同意。"


def test_a_quote_that_stands_nowhere_is_said_nothing_of(desk: Desk) -> None:
    desk.write(NAME, RULES.replace('依据 二 "过深的井', '依据 二 "太深的井'))
    assert said_of(desk, "依据 二") == []


def test_while_there_are_problems_what_is_said_is_marked_as_older(desk: Desk) -> None:
    assert desk.known.sound
    desk.write(NAME, RULES.replace("当 过深", "当 过探"))
    assert said_of(desk, "规范") == ["1个示例中适用，0个中不适用：生效1个（出错前）"]
    assert said_of(desk, "依据 二") == ["本句已全部引用（出错前）"]


def test_a_policy_that_never_was_without_problems_is_told_nothing_of(desk: Desk) -> None:
    desk.session._known.clear()
    desk.write(NAME, RULES.replace("当 过深", "当 过探"))
    assert desk.known.sound is None
    assert [said for _, said in shown(desk)] == ["▶ 运行这个示例"]


@pytest.mark.parametrize("asked", [(), ("3",), (None,)])
def test_a_command_without_a_line_is_refused(desk: Desk, asked: tuple[object, ...]) -> None:
    with pytest.raises(DeclinedError, match="a line"):
        lenses.shown_examples(desk.known, desk.path(NAME), asked)


@pytest.mark.parametrize("command", [lenses.shown_examples, sentences.shown_sentences, running.run])
def test_a_line_that_is_no_longer_there_is_told(desk: Desk, command: Carried) -> None:
    assert not command(desk.known, desk.path(NAME), (999,)).passed


# Examples that are run


def test_each_example_can_be_run_where_it_stands(desk: Desk) -> None:
    assert said_of(desk, "示例") == ["▶ 运行这个示例"]
    assert answer(desk, "示例") == Answer("符合期望：过深的井")


def test_an_example_that_fails_says_what_was_found_and_why(desk: Desk) -> None:
    desk.write(NAME, RULES.replace("深度：120", "深度：12"))
    told = answer(desk, "示例")
    assert not told.passed
    assert "应为" in told.text
    assert "实为" in told.text


def test_no_example_is_run_while_there_are_problems(desk: Desk) -> None:
    desk.write(NAME, RULES.replace("当 过深", "当 （过深"))
    assert "还有错误" in answer(desk, "示例").text


# What is kept from one moment to the next


def test_what_an_example_gave_is_worked_out_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked_out: list[str] = []

    class Counting(Evaluation):
        def norm_outcome(self, name: str):  # type: ignore[no-untyped-def]
            worked_out.append(name)
            return super().norm_outcome(name)

    monkeypatch.setattr(exercising, "Evaluation", Counting)
    shown(desk)
    assert worked_out == ["no_deep"]
    desk.write(NAME, "# 另一条注释\n" + RULES)
    shown(desk)
    assert worked_out == ["no_deep"]
    desk.write(NAME, RULES + SECOND)
    shown(desk)
    assert worked_out == ["no_deep"] * 2
    desk.write(NAME, RULES.replace("过深不得打", "太深不得打") + SECOND)
    shown(desk)
    assert worked_out == ["no_deep"] * 2
    desk.write(NAME, RULES.replace("> 100", "> 110") + SECOND)
    shown(desk)
    assert worked_out == ["no_deep"] * 4


@pytest.mark.parametrize("name", ["example_award", "example_fund"])
def test_what_was_kept_is_what_is_found_afresh(name: str) -> None:
    """Norms change their conditions, examples their days; whatever was kept still holds."""
    package = load_package(name).package
    kept, chance = exercising.Exercises(), random.Random(1)
    for _ in range(12):
        for norm in package.norms.values():
            afresh = exercising.Exercises().of(norm, package)
            assert kept.of(norm, package).by == afresh.by
        norms, examples = [*package.declared_norms], [*package.examples]
        at, other = chance.randrange(len(norms)), chance.randrange(len(norms))
        if norms[at].record_type == norms[other].record_type:
            norms[at] = attrs.evolve(norms[at], when=norms[other].when)
        at, other = chance.randrange(len(examples)), chance.randrange(len(examples))
        examples[at] = attrs.evolve(examples[at], as_of=examples[other].as_of)
        package = attrs.evolve(package, declared_norms=tuple(norms), examples=tuple(examples))
