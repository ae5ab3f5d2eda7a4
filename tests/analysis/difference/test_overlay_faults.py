"""Overlays with one known fault each: what they loosen is found, and of the repair nothing is.

A city's rules of every modality and strength, and what a county may do to each of them without a
word: the first of two overlays loosens the norm that is named and no other, the second one is the
same but for the fault.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from linkage_rules.analysis.difference import loosened
from linkage_rules.model.norms import Norm
from linkage_rules.model.outcomes import Outcome
from linkage_rules.model.package import Package
from tests.policies import policy_in

CITY = """
policy city "市政策"
  in force 2022-12-07 to 2025-12-31
record Fund "资金"
  amount "金额": money at least 0元
  granted "已拨付": yes/no
record Project "项目"
  operating "经营性": yes/no
  aided "受助": yes/no
  poor "困难": yes/no
  people "人数": whole number at least 0
  rate "分红比例": number at least 0 at most 1
  signed_on "签约日期": date
  paid_on "分红日期": date
  published "已公开": yes/no
  funds "资金来源": list of Fund
bearer operator "经营主体"
bearer village "村集体"
bearer county "县级主管部门"
parameter least "最低人数": whole number
  = 10
  tunable at least 0 at most 100
parameter fair "应分比例": number
  = 50%
  tunable at least 0 at most 1
parameter grace "宽限天数": period
  = 30 days
  tunable
fact needy "需要帮扶" of Project
  means poor or people < 5
fact shown "公开到位" of Project
  means published and people >= 1
action pay "分红" of Project
  done on paid_on
action publish "公开" of Project
  done when shown
action enter "入库" of Project
action carry "带动" of Project
  done when people >= 10
action lend "出借" of Project
action transfer "转让" of Project
action help "帮扶" of Project
action share "按比例分红" of Project
  done when rate >= fair
norm paid "应分红" for Project
  when operating and aided
  within grace after signed_on
  operator must pay to village
norm published_yearly "应公开" for Project
  when aided
  operator and village must publish
norm carried "原则上应带动" for Project
  when operating
  operator must in principle carry
norm no_entry "不得入库" for Project
  when people < least
  county must not enter
norm no_loan "原则上不得出借" for Project
  when aided
  village must in principle not lend
norm no_transfer "三年内不得转让" for Project
  holds for 3 years after signed_on
  operator must not transfer
norm helped "鼓励帮扶" for Project
  when needy
  village encouraged to help
norm may_transfer "可以转让" for Project
  when not aided
  operator may transfer
norm shared "应按比例" for Project
  when sum(f.amount over f in funds) > 10元
  operator must share
"""
COUNTY = """
policy county_rules "县细则"
  in force 2023-06-01 to 2025-12-31
amend city
"""

FAULTS: dict[str, tuple[str, str, str]] = {
    "a strict duty has a condition more": (
        "paid",
        'override paid because "x"\n  when operating and aided and poor\n'
        "  within grace after signed_on\n  operator must pay to village\n",
        'override paid because "x"\n  when operating and (aided or poor)\n'
        "  within grace after signed_on\n  operator must pay to village\n",
    ),
    "a strict duty has an exception": (
        "published_yearly",
        'override published_yearly because "x"\n  when aided\n  unless poor and people > 3\n'
        "  operator and village must publish\n",
        'override published_yearly because "x"\n  when aided\n  unless poor and people < 0\n'
        "  operator and village must publish\n",
    ),
    "one of two has to do it, not both": (
        "published_yearly",
        'override published_yearly because "x"\n  when aided\n  operator or village must publish\n',
        'override published_yearly because "x"\n  when aided\n'
        "  operator, village and county must publish\n",
    ),
    "another party has to do it": (
        "published_yearly",
        'override published_yearly because "x"\n  when aided\n  village must publish\n',
        'override published_yearly because "x"\n  when aided or poor\n'
        "  village and operator must publish\n",
    ),
    "it is owed to another party": (
        "paid",
        'override paid because "x"\n  when operating and aided\n  within grace after signed_on\n'
        "  operator must pay to county\n",
        'override paid because "x"\n  when operating\n  within grace after signed_on\n'
        "  operator must pay to village\n",
    ),
    "a deadline is longer": (
        "paid",
        'override paid because "x"\n  when operating and aided\n  within 31 days after signed_on\n'
        "  operator must pay to village\n",
        'override paid because "x"\n  when operating and aided\n  within 29 days after signed_on\n'
        "  operator must pay to village\n",
    ),
    "the time of a deadline is set longer": (
        "paid",
        "set grace\n  = 31 days\n",
        "set grace\n  = 30 days\n",
    ),
    "a threshold that is to be reached is lower": (
        "shared",
        "set fair\n  = 49%\n",
        "set fair\n  = 51%\n",
    ),
    "a threshold is raised by a table for some": (
        "no_entry",
        "set least for Project by poor, people\n  yes, at least 5: 9\n  else: 10\n",
        "set least for Project by poor, people\n  yes, below 5: 5\n  else: 11\n",
    ),
    "a strict duty is only owed above a higher amount": (
        "shared",
        'override shared because "x"\n  when sum(f.amount over f in funds where f.granted) > 10元\n'
        "  operator must share\n",
        'override shared because "x"\n  when sum(f.amount over f in funds) > 9元\n'
        "  operator must share\n",
    ),
    "a duty in principle is narrowed": (
        "carried",
        'override carried because "x"\n  when operating and people > 0\n'
        "  operator must in principle carry\n",
        'override carried because "x"\n  when operating or people > 0\n'
        "  operator must in principle carry\n",
    ),
    "a duty in principle becomes an encouragement": (
        "carried",
        'override carried because "x"\n  when operating\n  operator encouraged to carry\n',
        'override carried because "x"\n  when operating\n  operator must carry\n',
    ),
    "a duty in principle is repealed": (
        "carried",
        'repeal carried because "x"\n',
        'repeal carried because "x"\nnorm carried_now "应带动" for Project\n  when operating\n'
        "  operator must in principle carry\n",
    ),
    "a duty in principle gives way to a weaker norm": (
        "carried",
        "norm left_to_it for Project\n  when poor\n  overrides carried\n"
        "  operator encouraged to carry\n",
        "norm asked_of_it for Project\n  when poor\n  overrides carried\n  operator must carry\n",
    ),
    "a ban in principle gives way to a permission": (
        "no_loan",
        "norm may_lend for Project\n  when aided and poor\n  overrides no_loan\n"
        "  village may lend\n",
        "norm may_lend for Project\n  when not aided\n  overrides no_loan\n  village may lend\n",
    ),
    "a ban in principle has an exception": (
        "no_loan",
        'override no_loan because "x"\n  when aided\n  unless people > 100\n'
        "  village must in principle not lend\n",
        'override no_loan because "x"\n  when aided or people > 100\n'
        "  village must in principle not lend\n",
    ),
    "a strict ban lasts less long": (
        "no_transfer",
        'override no_transfer because "x"\n  holds for 35 months after signed_on\n'
        "  operator must not transfer\n",
        'override no_transfer because "x"\n  holds for 37 months after signed_on\n'
        "  operator must not transfer\n",
    ),
    "a strict ban ends on a day": (
        "no_transfer",
        'override no_transfer because "x"\n  when as_of < 2025-01-01\n'
        "  holds for 3 years after signed_on\n  operator must not transfer\n",
        'override no_transfer because "x"\n  when as_of <= 2025-12-31\n'
        "  holds for 3 years after signed_on\n  operator must not transfer\n",
    ),
    "an encouragement is dropped": (
        "helped",
        'repeal helped because "x"\n',
        'repeal helped because "x"\nnorm helping for Project\n  when poor or people <= 5\n'
        "  village must in principle help\n",
    ),
    "an encouragement rests on a fact that is narrowed": (
        "helped",
        'override needy because "x"\n  means poor and people < 5\n',
        'override needy because "x"\n  means needy__city or aided\n',
    ),
    "what fulfils a duty is widened": (
        "published_yearly",
        'override shown because "x"\n  means published\n',
        'override shown because "x"\n  means published and people >= 2\n',
    ),
    "a permission is widened": (
        "may_transfer",
        'override may_transfer because "x"\n  when not aided or poor\n  operator may transfer\n',
        'override may_transfer because "x"\n  when not aided and poor\n  operator may transfer\n',
    ),
    "a permission is given to another party too": (
        "may_transfer",
        'override may_transfer because "x"\n  when not aided\n  operator or village may transfer\n',
        'override may_transfer because "x"\n  when not aided and not poor\n'
        "  operator may transfer\n",
    ),
    "a field that is new empties a duty": (
        "carried",
        'extend Project\n  listed "在册": yes/no\noverride carried because "x"\n'
        "  when operating and listed\n  operator must in principle carry\n",
        'extend Project\n  listed "在册": yes/no\noverride carried because "x"\n'
        "  when operating or listed\n  operator must in principle carry\n",
    ),
    "a date that is new, and never where it is blank, ends a ban": (
        "no_entry",
        'extend Project\n  cleared_on "销号日期": date blank means never\n'
        'override no_entry because "x"\n  when people < least and cleared_on > as_of\n'
        "  county must not enter\n",
        'extend Project\n  cleared_on "销号日期": date blank means never\n'
        'override no_entry because "x"\n  when people < least or cleared_on > as_of\n'
        "  county must not enter\n",
    ),
    "a norm of the past governs a duty": (
        "carried",
        'override carried because "x"\n  governed by signed_on\n  when operating\n'
        "  operator must in principle carry\n",
        'override carried because "x"\n  in force 2023-06-01 to 2025-12-31\n  when operating\n'
        "  operator must in principle carry\n",
    ),
}
"""What is done, with the norm that it loosens, the overlay, and the one in which it is not done."""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Package:
    return policy_in(tmp_path_factory.mktemp("city"), city=CITY).package


@pytest.fixture
def on_top(tmp_path: Path) -> Callable[[str], Package]:
    return lambda overlay: policy_in(tmp_path, city=CITY, county_rules=COUNTY + overlay).package


@pytest.mark.parametrize(("norm", "faulty", "repaired"), FAULTS.values(), ids=FAULTS)
def test_what_is_loosened_is_found_and_nothing_in_the_repair(
    city: Package, on_top: Callable[[str], Package], norm: str, faulty: str, repaired: str
) -> None:
    overlay = on_top(faulty)
    found, undecided = loosened(city, overlay)
    assert ([one.norm.name for one in found], undecided) == ([norm], ())
    (one,) = found
    assert said(one.norm, one.shown.old, city) != said(one.norm, one.shown.new, overlay)
    assert loosened(city, on_top(repaired)) == ((), ())


def said(norm: Norm, outcome: Outcome, package: Package) -> tuple[object, ...]:
    """What a policy says of a norm for a record: who has to do what for whom, and how it stands."""
    found = package.norms.get(norm.name)
    verdict = outcome.verdicts[norm.action].status
    if found is None:
        return (verdict,)
    return (
        found.bearers,
        found.bearing,
        found.counterparty,
        outcome.norms[norm.name].status,
        verdict,
    )
