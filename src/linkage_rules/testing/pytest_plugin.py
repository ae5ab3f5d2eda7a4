"""A pytest plugin: the examples and properties of ``.pol`` files as test items.

pytest loads this module in every project where the library is installed, so nothing of the library
is imported before a ``.pol`` file is met.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from linkage_rules.model.package import Example, Property
    from linkage_rules.policy.loading.packages import LoadedPackage
    from linkage_rules.words.keywords import Language

_LANGUAGES: Final = ("zh", "en")
_SEED: Final = 1
_RECORDS: Final = 50
_ASKED: Final = "linkage-rules engines asked"
_UNASKED: Final = "linkage-rules engine not asked"


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("linkage-rules", "policies (.pol)")
    group.addoption(
        "--pol-language",
        choices=_LANGUAGES,
        help="language of failures of policies (otherwise LINKAGE_RULES_LANGUAGE or the locale)",
    )
    group.addoption(
        "--pol-examples",
        type=int,
        metavar="N",
        help=f"generated records to try every property on (default {_RECORDS}; 0 for none)",
    )
    group.addoption(
        "--pol-seed",
        type=int,
        metavar="N",
        help=f"where the generated records start (default {_SEED}, so that runs can be repeated)",
    )
    parser.addini("pol_language", "language of failures of policies: zh or en")
    parser.addini("pol_examples", "generated records to try every property on")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "PolicyFile | None":
    if file_path.suffix != ".pol":
        return None
    collected: PolicyFile = PolicyFile.from_parent(parent, path=file_path)
    return collected


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Tell on which engines the properties were tried, and on which not, so that they may fail
    there.

    The items put this into their reports, which also come back from other processes.
    """
    told = [
        (name, str(text))
        for stats in terminalreporter.stats.values()
        for report in stats
        if isinstance(report, pytest.TestReport) and report.when == "call"
        for name, text in report.user_properties
        if name in (_ASKED, _UNASKED)
    ]
    if not told:
        return
    terminalreporter.section("linkage-rules")
    for engines, times in Counter(text for name, text in told if name == _ASKED).items():
        terminalreporter.line(_asked(engines, times, _language(terminalreporter.config)))
    for line in dict.fromkeys(text for name, text in told if name == _UNASKED):
        terminalreporter.line(line)


def _asked(engines: str, times: int, language: "Language") -> str:
    if language == "zh":
        return f"{times}条性质已核对，所询问的引擎：{engines.replace(', ', '、')}"
    properties = "1 property was" if times == 1 else f"{times} properties were"
    return f"{properties} tried, on the engines {engines}"


class PolicyFile(pytest.File):
    """One file of a policy; a policy of several files is loaded once."""

    def collect(self) -> Iterator["ExampleItem | PropertyItem"]:
        from linkage_rules.language.diagnostics import PolicyError

        place = _policy_of(self.path)
        loaded = _Loaded.of(self.config)
        package = loaded.package(place)
        if package.diagnostics:
            if loaded.is_first_report(place):
                raise PolicyError(package.diagnostics)
            return
        here = [
            (item, said)
            for item, declared in (
                (ExampleItem, package.package.examples),
                (PropertyItem, package.package.properties),
            )
            for said in declared
            if Path(said.span.file).resolve() == self.path.resolve()
        ]
        for name, (kind, said) in zip(_names(said.title for _, said in here), here, strict=True):
            yield kind.from_parent(self, name=name, loaded=package, declared=said)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        from linkage_rules.language.diagnostics import PolicyError

        if isinstance(excinfo.value, PolicyError):
            return excinfo.value.render(_language(self.config))
        return super().repr_failure(excinfo)


class _Item(pytest.Item):
    """A claim of a policy as a test item; failures are shown as words, without a traceback."""

    def __init__(self, *, loaded: "LoadedPackage", declared: Any, **rest: Any) -> None:
        super().__init__(**rest)
        self.loaded = loaded
        self.declared = declared
        # Other plugins take it that every item is a function with fixtures: pytest-lsp fails on
        # those that are none.
        self.funcargs: dict[str, object] = {}

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.declared.span.line - 1, self.name

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        from linkage_rules.extras import MissingExtraError

        if isinstance(excinfo.value, MissingExtraError):
            return excinfo.value.render(_language(self.config))
        if isinstance(excinfo.value, PolicyFailed):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)


class PolicyFailed(AssertionError):  # noqa: N818 - a failure, as pytest calls it, and no error
    """An example or a property does not hold; the message says why."""


class ExampleItem(_Item):
    """An example: every expectation, and every property on its record."""

    declared: "Example"

    def runtest(self) -> None:
        from linkage_rules.testing.examples import run_example
        from linkage_rules.testing.failures import example_failure

        result = run_example(self.loaded.package, self.declared)
        if not result.passed:
            raise PolicyFailed(example_failure(result, _language(self.config)))


class PropertyItem(_Item):
    """A property: a search for a record that refutes it."""

    declared: "Property"

    def runtest(self) -> None:
        number = _number(self.config, "pol_examples", _RECORDS)
        if number <= 0:
            pytest.skip("--pol-examples 0")
        from linkage_rules.extras import required
        from linkage_rules.testing.failures import property_failure

        required("hypothesis", "testing")
        from linkage_rules.testing.properties import try_property
        from linkage_rules.testing.trials import open_trial, unasked_engines

        seed = _number(self.config, "pol_seed", _SEED)
        trial = try_property(self.loaded.package, self.declared, number, seed)
        if trial.asked:
            self.user_properties.append((_ASKED, ", ".join(trial.asked)))
        for line in unasked_engines([trial]):
            self.user_properties.append((_UNASKED, line.render(_language(self.config))))
        if trial.counterexample:
            raise PolicyFailed(property_failure(trial, _language(self.config)))
        if trial.is_open():
            raise PolicyFailed(open_trial(trial).render(_language(self.config)))


class _Loaded:
    """The policies of a test run, each loaded once; what several of them use is parsed once."""

    def __init__(self) -> None:
        from linkage_rules.language.reading.parsed import Parsed

        self.packages: dict[Path, LoadedPackage] = {}
        self.parsed = Parsed()
        self.reported: set[Path] = set()

    @classmethod
    def of(cls, config: pytest.Config) -> "_Loaded":
        return config.stash.setdefault(_LOADED, cls())

    def package(self, place: Path) -> "LoadedPackage":
        from linkage_rules.policy.loading.packages import load_package

        if place not in self.packages:
            self.packages[place] = load_package(place, parsed=self.parsed)
        return self.packages[place]

    def is_first_report(self, place: Path) -> bool:
        """Whether the problems of a policy were not yet reported with another of its files."""
        if place in self.reported:
            return False
        self.reported.add(place)
        return True


_LOADED: Final = pytest.StashKey[_Loaded]()


def _policy_of(path: Path) -> Path:
    """The policy that a file belongs to: its folder, unless every file there is a policy of its
    own."""
    beside = sorted(path.parent.glob("*.pol"))
    alone = len(beside) == 1 or all(_declares_policy(other) for other in beside)
    return path if alone else path.parent


def _declares_policy(path: Path) -> bool:
    from linkage_rules.words.keywords import LANGUAGES, spelling

    heads = tuple(f"{spelling('POLICY', language)} " for language in LANGUAGES)
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as lines:
            return any(line.startswith(heads) for line in lines)
    except OSError:
        return False


def _names(titles: Iterator[str]) -> Iterator[str]:
    """The titles as unique names of items, without the separators of test ids."""
    seen: dict[str, int] = {}
    for title in titles:
        name = title.replace("::", ":")
        seen[name] = seen.get(name, 0) + 1
        yield name if seen[name] == 1 else f"{name} ({seen[name]})"


def _number(config: pytest.Config, name: str, default: int) -> int:
    given = config.getoption(name)
    if given is None and name == "pol_examples":
        given = config.getini(name) or None
    try:
        return default if given is None else int(given)
    except ValueError:
        raise pytest.UsageError(f"{name}: a whole number is needed, not {given}") from None


def _language(config: pytest.Config) -> "Language":
    from linkage_rules.words.keywords import preferred_language

    asked: Language | None = config.getoption("pol_language") or config.getini("pol_language")
    if asked and asked not in _LANGUAGES:
        raise pytest.UsageError(f"pol_language: zh or en is needed, not {asked}")
    return asked or preferred_language()
