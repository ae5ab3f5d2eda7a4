"""`linkage-rules mutate`: which small changes no example notices, and the example to add."""

from itertools import count

import pytest

from linkage_rules.commands import mutate as mutating
from linkage_rules.testing.mutation import surveying, telling

POLICY = """
policy limits "限额"

record Project "项目"
  amount "投资额": money at least 0元

bearer county "县级主管部门"

action enter "入库" of Project
  permitted by default

norm large "大额不得入库" for Project
  when amount >= 100万元
  county must not enter

example "大额" of Project
  given amount: 200万元
  as of 2023-01-01
  expect enter is forbidden by large

example "小额" of Project
  given amount: 1元
  as of 2023-01-01
  expect enter is permitted
"""
MISSING = """
example "到限额" of Project
  given amount: 100万元
  as of 2023-01-01
  expect enter is forbidden by large

example "差一分" of Project
  given amount: 999999.99元
  as of 2023-01-01
  expect enter is permitted

example "无规范" of Project
  given amount: unknown
  as of 2023-01-01
  expect enter is undetermined
"""


@pytest.fixture
def limits(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def written(text):
        (tmp_path / "limits.pol").write_text(text, "utf-8")
        return "limits.pol"

    return written


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_not_noticed_comes_with_the_example_to_write(run, golden, limits, language):
    found = run("mutate", limits(POLICY), language=language)
    assert found.exit_code == 1
    golden(f"mutate.{language}.txt", found.stdout)


def test_when_every_change_is_noticed_the_status_is_0(run, limits):
    found = run("mutate", limits(POLICY + MISSING), language="en")
    assert found.exit_code == 0
    assert found.stdout.endswith("9 changes tried, the examples notice all\n")


def test_one_declaration_can_be_chosen(run, limits):
    found = run("mutate", limits(POLICY), "--only", "enter", language="en")
    assert found.stdout.startswith("1 changes tried, the examples notice all")


@pytest.mark.parametrize(
    ("text", "options", "words"),
    [
        (POLICY, ["--only", "larg"], "declares nothing called larg"),
        (
            POLICY.replace("given amount: 1元", "given amount: 300万元"),
            [],
            "example of the policy fails: 小额",
        ),
        (POLICY.replace("amount >=", "amonut >="), [], "amonut"),
    ],
)
def test_what_cannot_be_tried_is_refused(run, limits, text, options, words):
    found = run("mutate", limits(text), *options, language="en")
    assert found.exit_code == 2
    assert words in found.stderr


@pytest.mark.parametrize(
    ("condition", "extra", "status", "words"),
    [
        # Nothing that an example could show is missing: that is well.
        ("amount < 5元 and amount < 3元", [], 0, "proved: it changes no answer on any record"),
        # A change of which nothing is known was not looked into, and that is not well.
        ("amount < 5元 and amount < 3元", ["--records", "0"], 1, "undecided: no record was found"),
    ],
)
def test_only_what_is_proved_counts_as_well(
    run, limits, monkeypatch, condition, extra, status, words
):
    monkeypatch.setattr(telling, "HAS_SOLVER", not extra)
    examples = """
example "少" of Project
  given amount: 2.99元
  as of 2023-01-01
  expect enter is forbidden by large

example "三元" of Project
  given amount: 3元
  as of 2023-01-01
  expect enter is permitted

example "未知" of Project
  given amount: unknown
  as of 2023-01-01
  expect enter is undetermined
"""
    text = POLICY.partition("example ")[0].replace("amount >= 100万元", condition) + examples
    found = run("mutate", limits(text), *extra, language="en")
    assert words in found.stdout
    assert found.exit_code == status


def test_when_the_time_is_up_the_rest_is_named_and_counts(run, limits, monkeypatch):
    clock = count(0, 200)
    monkeypatch.setattr(mutating, "monotonic", lambda: next(clock))
    monkeypatch.setattr(surveying, "monotonic", lambda: next(clock))
    found = run("mutate", limits(POLICY + MISSING), "--stop-after", "300", language="en")
    assert found.exit_code == 1
    assert "stopped after 300 seconds: the other changes were not tried" in found.stdout
