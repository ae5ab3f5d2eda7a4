"""The worked documents that are shipped: quoted whole, tested whole, and the same in English."""

import random
from functools import cache

import pytest
from click.testing import CliRunner

from linkage_rules.analysis.witnesses import Witness
from linkage_rules.commands.cli import main
from linkage_rules.language.writing.translate import format_text
from linkage_rules.policy.loading.packages import LoadedPackage, load_package
from linkage_rules.testing.examples import run_examples
from linkage_rules.testing.mutation.killing import fates
from linkage_rules.testing.mutation.mutants import mutants
from linkage_rules.testing.mutation.telling import telling_record
from tests.policies import read

DOCUMENTS = ("example_award", "example_fund")

loaded = cache(load_package)


@pytest.fixture(params=DOCUMENTS)
def name(request: pytest.FixtureRequest) -> str:
    shown: str = request.param
    return shown


@pytest.fixture
def document(name: str) -> LoadedPackage:
    return loaded(name)


def test_a_worked_document_says_in_its_text_that_it_is_made_up(document: LoadedPackage) -> None:
    assert document.source
    assert "本文本为虚构" in document.source.text
    assert "虚构" in document.source.text.splitlines()[0]


def test_a_worked_document_checks_and_all_its_examples_hold(document: LoadedPackage) -> None:
    assert document.diagnostics == ()
    assert document.remarks == ()
    assert [one.example.title for one in run_examples(document.package) if not one.passed] == []


ASKED = (("check", "--strict"), ("source", "--check"), ("coverage", "--min-conditions", "100"))


@pytest.mark.parametrize("asked", ASKED, ids=lambda one: one[0])
def test_every_sentence_is_quoted_and_every_condition_exercised(
    name: str, asked: tuple[str, ...]
) -> None:
    command, *options = asked
    found = CliRunner().invoke(main, [command, name, *options, "--language", "en"])
    assert found.exit_code == 0, found.output
    if command == "coverage":
        assert {line.split()[-1] for line in found.stdout.splitlines()[2:5]} == {"100%"}


def test_a_worked_document_is_written_in_canonical_form_and_means_the_same_in_english(
    document: LoadedPackage,
) -> None:
    english = []
    for file, _ in document.files:
        assert format_text(file, "zh", document.references) == file.text
        english.append(format_text(file, "en", document.references))
    found = read(*english, uses=tuple(used.package for used in document.uses))
    assert found.codes == []
    assert found.package == document.package


@pytest.mark.slow
def test_its_examples_notice_a_sample_of_mutants(document: LoadedPackage) -> None:
    sample = random.Random(1).sample(list(mutants(document.package)), 60)
    # One that is proved to alter nothing needs no example.
    left = [fate.mutant for fate in fates(document.package, sample) if fate.noticed_by is None]
    unnoticed = [
        (one.name, one.change.zh)
        for one in left
        if isinstance(telling_record(document.package, one, 0, 1), Witness)
    ]
    assert unnoticed == []
