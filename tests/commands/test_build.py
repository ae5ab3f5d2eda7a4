"""`linkage-rules build`: what it writes can be given wherever a policy can."""

import pytest
from click.testing import CliRunner, Result

from linkage_rules.commands.cli import main
from tests.places import SMALL_WORKS


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments), "--language", "en"])


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory):
    path = tmp_path_factory.mktemp("built") / "works.json"
    done = run("build", SMALL_WORKS, "-o", path)
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith(f"{path}: small_works ")
    return path


@pytest.mark.parametrize("command", ["check", "test", "source", "document", "coverage", "audit"])
def test_commands_say_of_it_what_they_say_of_the_policy(built, command):
    of_file, of_policy = run(command, built), run(command, SMALL_WORKS)
    assert of_file.exit_code == of_policy.exit_code
    places = [str(SMALL_WORKS), "tests/small_policies/small_works"]
    said = of_policy.stdout
    for place in places:
        said = said.replace(place, "small_works")
    assert of_file.stdout == said


def test_records_are_reviewed_with_it(built, tmp_path):
    (tmp_path / "a.json").write_text("[]", "utf-8")
    of_file, of_policy = (
        run("review", policy, tmp_path / "a.json", "--as-of", "2023-05-01")
        for policy in (built, SMALL_WORKS)
    )
    assert of_file.exit_code == of_policy.exit_code
    assert of_file.stdout.replace(str(built), str(SMALL_WORKS)) == of_policy.stdout


def test_check_tells_whether_it_is_what_would_be_written(built, tmp_path):
    assert run("build", SMALL_WORKS, "-o", built, "--check").exit_code == 0
    stale = tmp_path / "works.json"
    stale.write_bytes(built.read_bytes()[:-1])
    before = stale.read_bytes()
    assert run("build", SMALL_WORKS, "-o", stale, "--check").exit_code == 1
    assert stale.read_bytes() == before
    assert run("build", SMALL_WORKS, "-o", tmp_path / "none.json", "--check").exit_code == 1


def test_a_policy_with_mistakes_is_not_built_and_an_older_file_stays(tmp_path):
    wrong, out = tmp_path / "a.pol", tmp_path / "a.json"
    wrong.write_text("policy a\nuse nothing\n", "utf-8")
    out.write_bytes(b"older")
    assert run("build", wrong, "-o", out).exit_code == 2
    assert out.read_bytes() == b"older"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json", "a.pol"]


def test_the_ending_is_asked_for(tmp_path):
    done = run("build", SMALL_WORKS, "-o", tmp_path / "works.pol")
    assert done.exit_code == 2
    assert ".json" in done.stderr


def test_fmt_leaves_it_alone(built):
    before = built.read_bytes()
    done = run("fmt", built)
    assert done.exit_code == 2
    assert ".pol files" in done.stderr
    assert built.read_bytes() == before
