"""Why the system failed is said in the words of the user, wherever it is said."""

import errno
import re
from socket import gaierror

import pytest

from linkage_rules.words.system_failures import why_failed
from tests.places import ROOT


@pytest.mark.parametrize("number", sorted(errno.errorcode))
def test_no_words_of_the_system_are_shown(number: int) -> None:
    error = OSError(number, "the words of the system")
    said = why_failed(error)
    assert "words of the system" not in said.en + said.zh
    assert not re.search(r"[a-z]{2,}", said.zh)
    assert said.en.isascii()


def test_a_name_of_a_machine_that_nobody_knows_is_no_number() -> None:
    assert why_failed(gaierror(-2, "Name or service not known")).zh == "无法识别这个主机名"


def test_nobody_shows_what_the_system_says_of_itself() -> None:
    telling = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "src").rglob("*.py")
        if re.search(r"\w\.strerror\b(?!\()", path.read_text("utf-8"))
    }
    # It hands an error on, with the path that was asked for.
    assert telling == {"src/linkage_rules/presenting/atomic.py"}
