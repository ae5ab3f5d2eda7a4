"""Claims about the digest of a record, by which a filed decision names its input."""

import hashlib
from datetime import date
from fractions import Fraction

import pytest

from linkage_rules.model.values import Period
from linkage_rules.records import digest, validate

RECORD = {
    "name": "油茶种植",
    "operating": True,
    "households": 120,
    "dividend_share": "1.5%",
    "investment": "200万元",
    "approved_on": "2022-12-07",
    "term": Period(months=36, days=1),
    "funds": [{"type": "other", "amount": None}, None],
}
CANONICAL = (
    '{"approved_on":{"$date":"2022-12-07"},"dividend_share":{"$number":"3/200"},'
    '"funds":[{"type":"other"},null],"households":120,"investment":200000000,'
    '"name":"\\u6cb9\\u8336\\u79cd\\u690d","operating":true,"term":{"$period":[36,1]}}'
)
DIGEST = "2d11f47cfd8d3d19cd5ebb68a25dca3db63acb6504c18c3e9620c4caa92fd417"


def test_the_digest_of_a_record_is_the_same_in_every_version(project):
    assert digest(validate(RECORD, project)) == DIGEST


def test_the_digest_is_the_sha256_of_the_canonical_text(project):
    assert hashlib.sha256(CANONICAL.encode()).hexdigest() == digest(validate(RECORD, project))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"x": 1}, {"x": 1, "y": None}),
        ({"x": 1, "y": 2}, {"y": 2, "x": 1}),
        ({"x": 2}, {"x": Fraction(2)}),
        ({"x": {"y": None}}, {"x": {}}),
    ],
)
def test_records_that_say_the_same_have_one_digest(one, other):
    assert digest(one) == digest(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"x": 1}, {"x": True}),
        ({"x": 1}, {"y": 1}),
        ({"x": "2022-12-07"}, {"x": date(2022, 12, 7)}),
        ({"x": "1/3"}, {"x": Fraction(1, 3)}),
        ({"x": Period(months=12)}, {"x": Period(days=12)}),
        ({"x": None}, {"x": ()}),
        ({"x": None}, {"x": {}}),
        ({"x": (None,)}, {"x": ()}),
        ({"x": (1, 2)}, {"x": (2, 1)}),
    ],
)
def test_records_that_say_different_things_have_different_digests(one, other):
    assert digest(one) != digest(other)
