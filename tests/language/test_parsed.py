"""What was parsed before is not parsed again, and the answers are the same."""

from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest

from linkage_rules.language.reading import parser
from linkage_rules.language.reading.parsed import Parsed
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.policy.loading.packages import load_package
from linkage_rules.testing.generation.mistakes import with_mistakes, words_of

FIRST = 'policy p "P"\n\nbearer county  # of all\n\n'
SECOND = "record R\n  n: number\n\n"
THIRD = "fact f of R\n  means n > 3\n"
WHOLE = FIRST + SECOND + THIRD


@pytest.fixture
def trees(monkeypatch):
    """The declarations that were parsed, as they begin."""
    seen = []

    def noted(chunk, _made=parser._tree):
        seen.append(chunk.code.split()[0])
        return _made(chunk)

    monkeypatch.setattr(parser, "_tree", noted)
    return seen


def read(text, parsed, name="a.pol"):
    return parser.parse(SourceFile(name, text), parsed)


def test_only_what_was_changed_is_parsed_again(trees):
    parsed = Parsed()
    first = read(WHOLE, parsed)
    assert trees == ["policy", "bearer", "record", "fact"]
    assert read(WHOLE, parsed) == first
    read(f"# more\n\n{WHOLE.replace('n > 3', 'n > 30')}", parsed)
    assert trees[4:] == ["fact"]
    read(WHOLE, parsed, "b.pol")
    read(WHOLE.replace("of all", "of six"), parsed)
    assert trees[5:] == []


def test_without_it_everything_is_parsed(trees):
    assert read(WHOLE, None) == read(WHOLE, None)
    assert trees == ["policy", "bearer", "record", "fact"] * 2


def test_places_are_those_of_the_text_that_is_asked_for():
    parsed = Parsed()
    for text in (WHOLE, f"# 甲\n\n{WHOLE}", FIRST + THIRD + SECOND, f"{WHOLE}\nnorm\n\n{THIRD}"):
        for name in ("a.pol", "b.pol"):
            again, problems = read(text, parsed, name)
            anew, same = read(text, None, name)
            assert again == anew
            assert [d.span for d in again.declarations] == [d.span for d in anew.declarations]
            assert [(p.code, p.excerpt) for p in problems] == [(p.code, p.excerpt) for p in same]


def test_what_was_used_longest_ago_goes_first(trees):
    parsed = Parsed(most=2 * len(THIRD))
    others = [THIRD.replace("3", number) for number in "45"]
    for text in (THIRD, others[0], others[1]):
        read(text, parsed)
    read(others[1], parsed)
    assert len(trees) == 3
    read(THIRD, parsed)
    assert len(trees) == 4


def test_threads_may_share_one():
    parsed = Parsed(most=400)
    texts = [WHOLE.replace("3", str(number)) for number in range(40)] * 3
    with ThreadPoolExecutor(4) as pool:
        found = [*pool.map(lambda text: read(text, parsed), texts)]
    assert found == [read(text, None) for text in texts]


@pytest.mark.parametrize("seed", range(3))
def test_a_policy_that_is_edited_again_and_again_is_told_what_it_is_told_anew(seed):
    loaded, parsed, dice = load_package("example_award"), Parsed(), Random(seed)
    words = words_of(loaded)
    files = {file.name.rpartition("/")[2]: file.text for file, _ in loaded.files}
    for _ in range(4):
        name = dice.choice([*files])
        files[name] = with_mistakes(files[name], words, dice)
        again = load_package("example_award", files, parsed)
        anew = load_package("example_award", files)
        assert [p.render("en") for p in again.diagnostics] == [
            p.render("en") for p in anew.diagnostics
        ]
        assert (again.package, again.references) == (anew.package, anew.references)
