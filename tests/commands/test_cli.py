"""The program as a whole: help, languages, mistakes on the command line, and how it ends."""

import contextlib
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from typing import IO

import click
import pytest

from linkage_rules.commands.cli import main, unwinding
from linkage_rules.commands.commands import Argument, Option
from linkage_rules.words.wrapping import display_width

COMMANDS = main.list_commands(click.Context(main))
Output = int | IO[str]
CHINESE = range(0x4E00, 0x9FFF)


def start(
    *words: object,
    stdout: Output = subprocess.PIPE,
    stderr: Output = subprocess.PIPE,
    **environment: str,
) -> "subprocess.Popen[str]":
    """The program in a process of its own, writing into pipes if nothing else is said."""
    return subprocess.Popen(
        [sys.executable, "-m", "linkage_rules", *map(str, words)],
        stdout=stdout,
        stderr=stderr,
        text=True,
        encoding="utf-8",
        env={**os.environ, "LINKAGE_RULES_LANGUAGE": "zh", **environment},
    )


def is_chinese(text: str) -> bool:
    return any(ord(character) in CHINESE for character in text)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_in_both_languages(run, name):
    english = run(name, "--help", language="en").stdout
    chinese = run(name, "--help", language="zh").stdout
    assert english.startswith(f"Usage: linkage-rules {name} ")
    assert chinese.startswith(f"用法：linkage-rules {name} ")
    assert not is_chinese(english)
    for option in ("--help", "--language"):
        assert option in english
        assert option in chinese


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_and_argument_says_what_it_is_about_in_both_languages(name):
    command = main.get_command(click.Context(main), name)
    assert command is not None
    for parameter in command.params:
        assert isinstance(parameter, Option | Argument)
        assert parameter.about.en
        assert is_chinese(parameter.about.zh)


@pytest.mark.parametrize("columns", [60, 100])
@pytest.mark.parametrize("name", ["review", "fmt"])
def test_help_fits_the_page(run, name, columns):
    for language in ("zh", "en"):
        page = run(name, "--help", language=language, columns=columns).stdout
        assert max(map(display_width, page.splitlines())) <= columns


def test_the_module_is_the_program_by_name_and_by_status():
    refused = start("reveiw", LINKAGE_RULES_LANGUAGE="en")
    _, said = refused.communicate()
    assert refused.returncode == 2
    assert said.startswith("error: there is no command reveiw; did you mean review?\n")
    assert "linkage-rules --help shows more" in said


def test_the_help_of_the_program_lists_every_command(run):
    page = run("--help").stdout
    assert [line.split()[0] for line in page.partition("命令：\n")[2].splitlines()] == COMMANDS


@pytest.mark.parametrize(
    "words",
    [
        ("--language", "en", "check", "--help"),
        ("check", "--language", "en", "--help"),
        ("check", "--help", "--language", "en"),
    ],
)
def test_the_language_may_be_asked_for_anywhere(run, words):
    assert run(*words, language="zh").stdout.startswith("Usage: ")


def test_the_version_is_the_installed_one(run):
    found = run("--version")
    assert found.stdout == f"linkage-rules {version('linkage-rules')}\n"
    assert found.exit_code == 0


@pytest.mark.parametrize(
    ("words", "english", "chinese"),
    [
        ((), "say which command", "请写明要运行的命令"),
        (("reveiw",), "did you mean review?", "是否想写 review？"),
        (("review", "p"), "RECORDS is missing", "缺少记录文件"),
        (("review", "p", "r", "x"), "one too many: x", "多出一项：x"),
        (("review", "p", "r", "--frmat"), "did you mean --format?", "是否想写 --format？"),
        (("review", "p", "r", "--as-of"), "--as-of needs a value", "--as-of 后面要写一个值"),
        (("review", "p", "r", "--all=1"), "--all takes no value", "--all 后面不写值"),
        (
            ("review", "p", "r", "--format", "xml"),
            "--format is one of overview, table, json, html, csv",
            "--format 应为 overview、table、json、html、csv 之一",
        ),
        (
            ("review", "p", "r", "--as-of", "2023-02-30"),
            "--as-of 2023-02-30: no such day in the calendar",
            "--as-of 2023-02-30：日历上没有这一天",
        ),
        (
            ("review", "p", "r", "--as-of", "May"),
            "--as-of May: not a date; write 2023-05-01",
            "--as-of May：不是日期，请写成 2023-05-01 或 2023年5月1日",
        ),
        (("check", "--language", "fr", "p"), "--language is one of en, zh", "应为 en、zh 之一"),
    ],
)
def test_a_mistake_on_the_command_line_is_named_with_the_usage(run, words, english, chinese):
    for language, message, usage in (("en", english, "Usage: "), ("zh", chinese, "用法：")):
        found = run(*words, language=language)
        assert found.exit_code == 2
        assert found.stdout == ""
        assert message in found.stderr
        assert usage in found.stderr
        assert "--help" in found.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("review", "nowhere", "records.json"),
        ("explain", "nowhere", "records.json", "--action", "x"),
        ("check", "nowhere"),
        ("test", "nowhere"),
        ("fmt", "nowhere"),
    ],
)
def test_a_policy_that_is_not_there_is_refused(run, tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    found = run(*words)
    assert found.exit_code == 2
    assert "nowhere" in found.stderr


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("missing.json", None, "没有这个文件"),
        ("notes.txt", b"x", "无法识别的文件类型"),
        ("notes.json", b"{'id': 1}", "不是有效的 JSON"),
        ("bytes.json", b"\xff\xfe[]", "不是 UTF-8 编码"),
        ("number.json", b"12", "内容不是记录"),
    ],
)
def test_a_file_without_records_is_refused_with_the_reason(
    run, library_entry, tmp_path, name, content, message
):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    for words in (
        ("review", "policy.pol", path),
        ("explain", "policy.pol", path, "--action", "入库"),
    ):
        found = run(*words)
        assert found.exit_code == 2
        assert found.stdout == ""
        assert message in found.stderr


def test_an_output_that_was_closed_from_the_start_is_told_where_something_goes_there(
    library_entry, tmp_path, monkeypatch, capsys
):
    def ended(*words: str) -> int:
        monkeypatch.setattr(sys, "stdout", None)
        with pytest.raises(SystemExit) as found:
            main(words)
        sys.stdout.close()
        return found.value.code

    written = str(tmp_path / "review.csv")
    judged = ("review", "policy.pol", "projects.json", "--as-of", "2023-05-01", "--language", "en")
    assert ended(*judged) == 2
    assert "the output cannot be written" in capsys.readouterr().err
    assert ended("schema", "policy.pol", "--out", written) == 0
    assert (tmp_path / "review.csv").stat().st_size


@pytest.mark.parametrize("form", ["json", "table"])
def test_a_reader_who_has_seen_enough_gets_no_complaint(library_entry, tmp_path, form):
    path = tmp_path / "many.ndjson"
    path.write_text('{"id": "A-1", "planned": false, "urgent": false}\n' * 400, "utf-8")
    with start("review", "policy.pol", path, "--format", form) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == 141


def test_an_interrupt_ends_without_a_traceback(library_entry, tmp_path):
    records = tmp_path / "records.ndjson"
    records.write_text("".join(f'{{"id": "A-{n}"}}\n' for n in range(5_000)), "utf-8")
    words = ("review", "policy.pol", records, "--as-of", "2023-05-01", "--format", "csv")
    with start(*words) as process:
        # A pipe holds less than all rows, so the program is at work until the others are read.
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate()
    assert process.returncode == 130
    assert "Traceback" not in errors


def test_while_a_file_is_written_the_terminal_counts_the_records(library_entry, tmp_path):
    terminal, errors = pty.openpty()
    with (tmp_path / "review.txt").open("w") as output:
        words = ("review", "policy.pol", "projects.json", "--as-of", "2023-05-01")
        with start(*words, stdout=output, stderr=errors, TERM="xterm"):
            os.close(errors)
    assert "已审核5条" in os.read(terminal, 100_000).decode()
    os.close(terminal)
    assert "共5个项目" in (tmp_path / "review.txt").read_text("utf-8")


def test_while_other_files_are_written_the_terminal_shows_how_far_the_table_was_read(
    library_entry, tmp_path
):
    table = tmp_path / "projects.csv"
    table.write_text("编号,名称\n" + "".join(f"A-{n},水渠\n" for n in range(50)), "utf-8")
    terminal, errors = pty.openpty()
    words = ("review", "policy.pol", str(table), "--as-of", "2023-05-01")
    out = tmp_path / "review.csv"
    with start(*words, "--out", str(out), stderr=errors, TERM="xterm", COLUMNS="200"):
        os.close(errors)
        shown = ""
        while "共51行：记录50行" not in shown:
            shown += os.read(terminal, 100_000).decode(errors="replace")
    os.close(terminal)
    assert "已审核50条" in shown
    assert "━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━" in shown
    assert f"已写出：{out}" in shown


@pytest.mark.slow
def test_what_is_piped_is_plain_and_has_no_trailing_blanks(library_entry):
    words = ("review", "policy.pol", "projects.json", "--as-of", "2023-05-01")
    with start(*words, COLUMNS="90") as process:
        output, errors = process.communicate()
    assert errors == ""
    assert "\x1b" not in output
    assert [line for line in output.splitlines() if line != line.rstrip()] == []


@pytest.mark.slow
def test_a_terminal_that_lacks_characters_gets_question_marks(library_entry):
    words = ("review", "policy.pol", "projects.json", "--as-of", "2023-05-01")
    with start(*words, PYTHONIOENCODING="ascii") as process:
        output, errors = process.communicate()
    assert errors == ""
    assert "?" in output
    assert process.returncode == 2


class Rude(str):
    """A name that is interrupted as it is compared, which the interpreter forgets."""

    __slots__ = ("number",)
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        os.kill(os.getpid(), self.number)
        return False


def forgotten_by_a_look_up(number: int) -> None:
    name = Rude("real")
    name.number = number
    assert getattr(5, name, None) is None


def forgotten_by_a_destructor(number: int) -> None:
    class Dying:
        def __del__(self) -> None:
            os.kill(os.getpid(), number)

    Dying()


def turned_into_an_error(number: int) -> None:
    try:
        os.kill(os.getpid(), number)
    except BaseException:
        raise AttributeError("real") from None


def turned_into_an_error_later(number: int) -> None:
    with contextlib.suppress(AttributeError):
        turned_into_an_error(number)


@pytest.fixture
def _untouched_signals() -> Iterator[None]:
    """Whoever runs the tests may have these signals ignored, as `nohup` does."""
    usual = {
        signal.SIGINT: signal.default_int_handler,
        signal.SIGTERM: signal.SIG_DFL,
        signal.SIGHUP: signal.SIG_DFL,
    }
    before = {number: signal.signal(number, handler) for number, handler in usual.items()}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("_untouched_signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize(
    "lost",
    [
        forgotten_by_a_look_up,
        forgotten_by_a_destructor,
        turned_into_an_error,
        turned_into_an_error_later,
    ],
)
@pytest.mark.parametrize("goes_on", [True, False])
def test_an_interruption_is_never_lost_nor_taken_for_something_else(
    number: int, lost: Callable[[int], None], goes_on: bool
) -> None:
    before = [signal.getsignal(s) for s in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]
    tidied = []

    def interrupted() -> None:
        with unwinding():
            try:
                lost(number)
                # A signal that is not taken fails the claim; it does not hold it up for ever.
                until = time.monotonic() + 60
                while goes_on and time.monotonic() < until:
                    pass
            finally:
                # The moment at which a lost one is raised again.
                if sys.exception():
                    signal.raise_signal(signal.SIGALRM)
                tidied.append(True)

    with pytest.raises((SystemExit, KeyboardInterrupt)) as raised:
        interrupted()
    assert tidied
    if number == signal.SIGINT:
        assert raised.type is KeyboardInterrupt
    else:
        assert raised.value.code == 128 + number
    assert [signal.getsignal(s) for s in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)] == before
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
