"""Output that suits where it goes."""

import io

import pytest

from linkage_rules.presenting.terminal import console, safe


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("甲村 a\n乙村", "甲村 a\n乙村"),
        ("\x1b[31m", "\\x1b[31m"),
        ("\u202e", "\\u202e"),
        ("a\r\tb\x00", "a\\r\\tb\\x00"),
        ("全\u3000角\u00a0空格", "全\u3000角\u00a0空格"),
        ("\ud800", "\\ud800"),
    ],
)
def test_what_does_not_print_is_escaped(text, shown):
    assert safe(text) == shown


def test_texts_are_taken_literally():
    out = console(io.StringIO())
    out.print("[bold]:smile: 12[/bold]")
    assert out.file.getvalue() == "[bold]:smile: 12[/bold]\n"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("file", "environment", "coloured"),
    [
        (Terminal(), {"TERM": "xterm"}, True),
        (Terminal(), {"TERM": "xterm", "NO_COLOR": "1"}, False),
        (io.StringIO(), {"TERM": "xterm"}, False),
    ],
)
def test_only_a_terminal_has_colours_and_only_if_they_are_wanted(
    monkeypatch, file, environment, coloured
):
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    console(file).print("不得", style="red")
    assert ("\x1b[31m" in file.getvalue()) is coloured


def test_the_width_is_the_one_that_is_given(monkeypatch):
    monkeypatch.setenv("COLUMNS", "72")
    assert console(io.StringIO()).width == 72
