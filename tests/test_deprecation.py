"""What is taken back works on, and warns where it is used, of what to use instead."""

import inspect
import pickle
import warnings
from pathlib import Path

import attrs
import pytest

import linkage_rules as lr
from linkage_rules.deprecation import deprecated, deprecated_parameter
from tests.waiting import waited_for

SINCE = {"since": "0.2", "removal": "0.4", "instead": "new()"}


@deprecated(**SINCE)
def old(value: int) -> int:
    """What it does."""
    return value + 1


@deprecated(**SINCE)
async def old_async(value: int) -> int:
    return value + 1


class Owner:
    @deprecated(**SINCE)
    def method(self) -> str:
        return "done"

    @property
    @deprecated(**SINCE)
    def attribute(self) -> str:
        return "had"

    @classmethod
    @deprecated(**SINCE)
    def made(cls) -> "Owner":
        return cls()


@deprecated(**SINCE)
@attrs.frozen
class Old:
    value: int


@deprecated_parameter("b", **SINCE)
def some(a: int, b: int = 0, *, c: int = 0) -> tuple[int, int, int]:
    return a, b, c


@deprecated_parameter("day", since="0.2", removal="0.4", instead="as_of", renamed="as_of")
def ask(*, as_of: int) -> int:
    return as_of


USES = {
    "a function": (lambda: old(1), 2),
    "a coroutine": (lambda: waited_for(old_async(1)), 2),
    "a method": (lambda: Owner().method(), "done"),
    "a property": (lambda: Owner().attribute, "had"),
    "a class method": (lambda: type(Owner.made()), Owner),
    "a class": (lambda: Old(1).value, 1),
    "a parameter by name": (lambda: some(1, b=2), (1, 2, 0)),
    "a parameter by place": (lambda: some(1, 2), (1, 2, 0)),
    "a parameter that has another name now": (lambda: ask(day=3), 3),
}


@pytest.mark.parametrize(("use", "result"), USES.values(), ids=USES)
def test_it_works_on_and_warns_in_both_languages(use, result):
    with pytest.warns(lr.DeprecatedWarning) as told:
        assert use() == result
    (warning,) = told
    said = str(warning.message)
    for word in ("deprecated", "弃用", "0.2", "0.4", warning.message.instead):
        assert word in said


@pytest.mark.parametrize("name", [name for name in USES if name != "a coroutine"])
def test_the_warning_is_at_the_place_of_use(name):
    use, _ = USES[name]
    with pytest.warns(lr.DeprecatedWarning) as told:
        use()
    (warning,) = told
    assert Path(warning.filename) == Path(__file__)
    assert warning.lineno == inspect.getsourcelines(use)[1]


def test_what_is_not_deprecated_does_not_warn():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert some(1, c=2) == (1, 0, 2)
        assert ask(as_of=3) == 3


def test_it_is_a_deprecation_that_python_and_pytest_know():
    assert issubclass(lr.DeprecatedWarning, DeprecationWarning)
    with warnings.catch_warnings():
        warnings.simplefilter("error", lr.DeprecatedWarning)
        with pytest.raises(lr.DeprecatedWarning, match="new"):
            old(1)


def test_name_text_and_signature_stay():
    assert (old.__name__, old.__doc__) == ("old", "What it does.")
    assert [*inspect.signature(old).parameters] == ["value"]
    assert inspect.iscoroutinefunction(old_async)


def test_a_class_stays_itself():
    with pytest.warns(lr.DeprecatedWarning):
        one = Old(1)
    assert isinstance(one, Old)
    with pytest.warns(lr.DeprecatedWarning):
        assert one == Old(1)
    assert pickle.loads(pickle.dumps(one)) == one


def test_whoever_derives_from_a_class_is_warned_once_and_where_it_is_defined():
    with pytest.warns(lr.DeprecatedWarning) as told:

        class New(Old):
            pass

    assert Path(told[0].filename) == Path(__file__)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert New(2).value == 2


def test_a_parameter_is_not_given_under_both_names():
    with pytest.raises(TypeError, match="as_of"):
        ask(day=1, as_of=2)
