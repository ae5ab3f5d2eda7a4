"""A policy is checked though one that it uses has errors; what rests on those is not told again."""

import pytest

from linkage_rules.policy.loading.packages import load_package

SHARED = """\
policy shared "S"
  in force 2020-01-01 to 2030-12-31
enum kind "种类"
  good "好"
  bad "坏"
record Case "案件"
  n "数": number
  k "类": kind
  day "日": date
bearer county "县"
calendar office "办公日历"
  covers 2021-01-01 to 2024-12-31
  weekend sunday
parameter least "最低": number
  tunable
  = 3
reading sum_of_all "合计"
  asks "?"
  tunable
  = "a" because "b"
  or "c" because "d"
fact large "大" of Case
  means n > least
action enter "进入" of Case
  done on day
norm stop "停" for Case
  under reading sum_of_all
  when large
  county must not enter
norm go "行" for Case
  when k = good
  county must enter
"""
EVERYTHING = """\
fact very_large of Case
  means large and n > least + 3 and k = bad
action leave of Case
  done on day
norm rest for Case
  under reading sum_of_all
  when very_large and go is violated and stop applies and enter is permitted
  county must leave within 3 working days after day by calendar office
norm rather for Case
  county may enter
  overrides go
example "e" of Case
  given n: 4
  as of 2024-01-01
  expect rest applies by rest
"""
USING = f'policy mine "M"\nuse shared\n{EVERYTHING}'
AMENDING = """policy mine "M"
  in force 2021-01-01 to 2022-12-31
amend shared
set least
  = 4
set sum_of_all
  = "c" because "d"
override large because "law"
  means n > 7
override go because "law"
  when k = good
  county must enter
loosens stop because "law"
repeal stop because "law"
adjust calendar office because "law"
  workday 2021-02-07 "补班"
""" + EVERYTHING.replace("stop applies and", "large and")
OWN = "fact odd of Case\n  means n > yes\n"


def codes(shared, mine):
    """What is told of the shared policy, and of the one that rests on it."""
    found = load_package("mine", {"../shared/s.pol": shared, "m.pol": mine})
    told = {"shared": [], "mine": []}
    for problem in found.diagnostics:
        told["mine" if "mine" in problem.span.file else "shared"].append(problem.code)
    return told["shared"], told["mine"]


FAULTS = {
    "an enum": ('enum kind "种类"', 'enum kind "种类" of'),
    "a member": ('  bad "坏"', '  bad "坏": text'),
    "a record type": ('record Case "案件"', 'record Case "案件" of'),
    "a field": ('n "数": number', 'n "数": numbr'),
    "a field of an unknown enum": ('k "类": kind', 'k "类": kinds'),
    "a bearer": ('bearer county "县"', 'bearer county "县" is n of'),
    "a tie of a bearer": ('bearer county "县"', 'bearer county "县" is n of Case'),
    "a calendar": ("weekend sunday", "weekend sundy"),
    "the value of a parameter": ("  = 3\n", "  = three\n"),
    "the type of a parameter": ('"最低": number', '"最低": numbr'),
    "what may be set": ("  tunable\n  = 3", "  tunable at least yes\n  = 3"),
    "a choice": ('= "a" because "b"', "= 3"),
    "an alternative": ('or "c" because', "or 3 because"),
    "a definition": ("means n > least", "means n > day"),
    "a definition that cannot be read": ("means n > least", "means n >"),
    "a definition in a circle": ("means n > least", "means not large"),
    "the day of an action": ("done on day", "done on n"),
    "an action that cannot be read": ("done on day", "done on"),
    "the record type of an action": ('"进入" of Case', '"进入" of Csae'),
    "a condition": ("  when k = good\n", "  when k = god\n"),
    "a duty": ("  county must enter\n", "  county must entr\n"),
    "a bearer of a duty": ("  county must enter\n", "  conty must enter\n"),
    "a norm that cannot be read": ("  when large\n", "  when large and\n"),
    "the head of a norm": ('norm go "行" for Case', 'norm go "行" for'),
    "a name declared twice": ("fact large", "fact least of Case\n  means yes\nfact large"),
    "a label declared twice": ('enum kind "种类"', 'enum kind "案件"'),
}


@pytest.mark.parametrize("mine", [USING, AMENDING], ids=["use", "amend"])
@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_of_a_used_policy_is_told_once_and_its_own_faults_are_told_too(name, mine):
    assert codes(SHARED, mine) == ([], [])
    before, after = FAULTS[name]
    assert SHARED.count(before) == 1
    shared = SHARED.replace(before, after)
    alone = [problem.code for problem in load_package("shared", {"s.pol": shared}).diagnostics]
    assert alone
    assert codes(shared, mine) == (alone, ["POL-008"])
    told, own = codes(shared, mine + OWN)
    assert (told, own[0]) == (alone, "POL-008")
    if name not in ("a record type", "a field"):
        assert own[1:] == ["POL-303"]


def test_what_a_used_policy_that_cannot_be_read_holds_is_not_known():
    assert codes(SHARED + "\ud800", USING + OWN) == (["POL-002"], ["POL-008"])
    assert codes(SHARED + "use nothing\n", USING + OWN) == (["POL-006"], ["POL-008"])


def test_a_fault_two_policies_below_is_told_once():
    lowest = SHARED.replace("n > least", "n > day")
    found = load_package(
        "mine",
        {
            "../shared/s.pol": lowest,
            "../middle/b.pol": 'policy middle "B"\nuse shared\nfact mid of Case\n  means large\n',
            "m.pol": 'policy mine "M"\nuse middle\nuse shared\nfact top of Case\n  means mid\n'
            + OWN,
        },
    )
    assert [p.code for p in found.diagnostics] == ["POL-303", "POL-008", "POL-008", "POL-303"]
