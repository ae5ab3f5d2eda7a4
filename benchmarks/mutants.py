"""Does a test notice when the library itself is changed? Small changes of its core, one at a time.

    python benchmarks/mutants.py --sample 400 --seed 1
    python benchmarks/mutants.py --module model/values.py --module model/truth.py --sample 0

Needs the extra `mutation` and what the tests need, and Linux. The changes are those that mutmut
makes; `--sample N` draws N of them, from every module its share (`0`: all), and a larger sample
with the same seed holds the smaller one. Each is written into a copy of the tree, never into the
checkout, and the tests that run the changed line are run there until one fails: the quick ones of
the suite, those that are likeliest to notice first. Each runs in a process that has the other
libraries loaded but nothing of this one, so that what is changed is what is used.

Which test runs which line is measured once (coverage), by test file. Everything is kept in the
folder `--session`, so that a run that was stopped goes on where it was; after a change of
the tests only these are measured again, and what no test had noticed is tried again. After a change
of the core a new session is needed. Of the tests of a mutant as many are run as take `--budget`
seconds of CPU. One whose tests use more than `--patience` seconds and five times what they use
otherwise is ended and counts as noticed. At the end every test that noticed
something is run without any change: one that fails there as well ends the run with exit code 2.

What no test notices is read by people, and either a test is added, or the change makes no
difference that anyone could rely on. The latter stand with the reason in `mutants_answered.toml`
beside this file and are left out of the score, which is shown with them as well. `--at-least 85`
ends with exit code 1 below that.
"""

import argparse
import difflib
import fnmatch
import hashlib
import importlib
import json
import math
import os
import random
import resource
import shutil
import signal
import sys
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from types import FrameType

import pytest
from attrs import asdict, evolve, frozen
from machine import described, markdown
from platformdirs import user_cache_path

# No module of the library may be loaded here, or forked processes would use it instead of the
# mutant.
try:
    import coverage
    import libcst as cst
    from libcst.metadata import MetadataWrapper, PositionProvider
    from mutmut.mutation.file_mutation import MutationVisitor
    from mutmut.mutation.mutators import mutation_operators
    from mutmut.mutation.pragma_handling import get_ignored_lines
except ImportError as error:
    sys.exit(f"{error}; run pip install 'linkage-rules[mutation,dev]'")

ROOT = Path(__file__).resolve().parents[1]
ANSWERED = Path(__file__).with_name("mutants_answered.toml")
PACKAGE = Path("src/linkage_rules")
CORE = ("model", "engines", "language/checking")
TESTS = (
    *("src/linkage_rules/model", "src/linkage_rules/engines", "src/linkage_rules/language"),
    *("tests/model", "tests/operations", "tests/engines", "tests/language", "tests/differential"),
    *("tests/decisions", "tests/analysis", "tests/testing", "tests/policy", "tests/plain"),
)
WITHOUT = (
    *("test_postgres.py", "test_spark.py", "test_printer.py", "test_spelling.py"),
    *("test_translate.py", "test_unparse.py", "test_reference.py"),
)
"""Test files that test little of the core: databases, Spark, the writing of policies."""
TOGETHER = ("tests/language/test_messages.py",)
"""Test files that are slow only as a whole: many quick tests."""
LOADED = (
    "attrs",
    "click",
    "duckdb",
    "hypothesis",
    "ibis",
    "jinja2",
    "lark",
    "pyarrow",
    "rich",
    "z3",
)
"""The libraries that are loaded before a process is forked: all slow ones, except our own."""

FIRST = 0.25
"""The part of the budget that the first round may use, in which most mutants are noticed."""
MOST_FILES = 6
"""The most test files that are run in the first round."""


# The mutants


@frozen
class Mutant:
    """One change; ``number`` counts the changes of a module, ``line`` is where the change
    begins."""

    module: str
    number: int
    line: int
    function: str
    """The name with its class; ``""`` outside of any function."""
    before: str
    after: str
    """The lines that differ, without the blanks around each."""


class Visitor(MutationVisitor):
    """Mutants of functions with decorators, too: each is written down as a text of its own.

    mutmut itself leaves them out, since it keeps all mutants of a function side by side.
    """

    def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.FunctionDef):
            node = node.with_changes(decorators=())
        return bool(super()._skip_node_and_children(node))


class Source:
    """A module with all its mutants."""

    def __init__(self, root: Path, module: str) -> None:
        self.module = module
        self.text = (root / PACKAGE / module).read_text("utf-8")
        wrapper = MetadataWrapper(cst.parse_module(self.text))
        visitor = Visitor(mutation_operators, get_ignored_lines(module, self.text, wrapper))
        self.tree = wrapper.visit(visitor)
        self.changes = visitor.mutations
        self._places = wrapper.resolve(PositionProvider)

    def mutated(self, number: int) -> str:
        """The text of the module with that change."""
        change = self.changes[number]
        return self.tree.deep_replace(change.original_node, change.mutated_node).code

    def mutant(self, number: int) -> Mutant:
        """What is changed, in words that stay the same when something else changes."""
        old, new = self.text.splitlines(), self.mutated(number).splitlines()
        blocks = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        parts = [(a, b, c, d) for tag, a, b, c, d in blocks if tag != "equal"]
        before = " ".join(line.strip() for a, b, _, _ in parts for line in old[a:b])
        after = " ".join(line.strip() for _, _, c, d in parts for line in new[c:d])
        line = parts[0][0] + 1 if parts else 1
        return Mutant(self.module, number, line, self._function(number), before, after)

    def lines(self, number: int) -> range:
        """The lines of the changed statement; Python gives no line numbers for a text within it."""
        place = self._places.get(self.changes[number].original_node)
        if place is None:
            line = self.mutant(number).line
            return range(line, line + 1)
        around = [
            (own.end.line - own.start.line, own)
            for one, own in self._places.items()
            if isinstance(one, cst.SimpleStatementLine)
            and own.start.line <= place.start.line <= place.end.line <= own.end.line
        ]
        _, place = min(around, key=lambda one: one[0], default=(0, place))
        return range(place.start.line, place.end.line + 1)

    def _function(self, number: int) -> str:
        node = self.changes[number].original_node
        lines = self.lines(number)
        names: list[tuple[int, str]] = []
        for one, place in self._places.items():
            if (
                isinstance(one, cst.FunctionDef | cst.ClassDef)
                and place.start.line <= lines[0] <= lines[-1] <= place.end.line
                and one is not node
            ):
                names.append((place.start.line, one.name.value))
        return ".".join(name for _, name in sorted(names))


def modules(root: Path, named: Iterable[str]) -> list[str]:
    """The modules of these names or in these folders, below the package."""
    base = root / PACKAGE
    found = {file for name in named for file in [base / name, *(base / name).rglob("*.py")]}
    return sorted(str(file.relative_to(base)) for file in found if file.is_file())


def drawn(counts: dict[str, int], sample: int, seed: int) -> list[tuple[str, int]]:
    """Which mutants of which modules: from each module its share, 0 takes all.

    The mutants of a module are shuffled and spread evenly over the unit interval; the first of all
    are taken. So a larger sample of the same seed holds the smaller one.

    >>> drawn({"a.py": 4, "b.py": 2}, 3, 1) == drawn({"a.py": 4, "b.py": 2}, 0, 1)[:3]
    True
    >>> sorted(Counter(module for module, _ in drawn({"a.py": 40, "b.py": 20}, 6, 1)).items())
    [('a.py', 4), ('b.py', 2)]
    """
    spread: list[tuple[float, str, int]] = []
    for module, count in sorted(counts.items()):
        chance = random.Random(f"{seed} {module}")
        numbers = list(range(count))
        chance.shuffle(numbers)
        offset = chance.random()
        spread += [((k + offset) / count, module, number) for k, number in enumerate(numbers)]
    return [(module, number) for _, module, number in sorted(spread)][: sample or None]


# Processes


@cache
def load_others() -> None:
    """Load the slow libraries once, before the first process is forked."""
    for name in LOADED:
        try:
            importlib.import_module(name)
        except ImportError:
            _tell(f"not installed: {name}; tests that need it say nothing")


PASSED, NO_TESTS, ENDED = 0, 5, -1
"""The exit status of a process: that of pytest, or -1 if it was ended from outside."""


def forked(work: Callable[[], int], output: Path, cpu: float | None = None) -> int:
    """Run something in a forked process within so much CPU, and give its exit status."""
    load_others()
    child = os.fork()
    if child == 0:
        try:
            with output.open("wb") as file:
                os.dup2(file.fileno(), 1)
                os.dup2(file.fileno(), 2)
            os.setsid()
            if cpu is not None:
                limit = math.ceil(cpu)
                resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
            # Compiled code may be reused by the next process, except for what was changed, see
            # `_forget`.
            sys.dont_write_bytecode = False
            status = work()
            sys.stdout.flush()
        except BaseException:
            sys.excepthook(*sys.exc_info())
            sys.stderr.flush()
            os._exit(1)
        os._exit(status)
    # A process that waits uses no CPU, so it is ended by the clock, late enough for a busy machine.
    deadline = time.monotonic() + 600 + 10 * (cpu or 600)
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended and os.WIFEXITED(status):
            return os.WEXITSTATUS(status)
        if ended:
            limits = (signal.SIGXCPU, signal.SIGKILL)
            return ENDED if os.WTERMSIG(status) in limits else 128 + os.WTERMSIG(status)
        if time.monotonic() > deadline:
            os.killpg(child, signal.SIGKILL)
        time.sleep(0.02)


class Chosen:
    """Runs the chosen tests in the order of the choice, and writes down which failed first.

    Hypothesis does not look for the smallest example that fails.
    """

    def __init__(self, tests: Sequence[str] | None, failed: Path) -> None:
        self.rank = None if tests is None else {test: rank for rank, test in enumerate(tests)}
        self.failed = failed

    def pytest_configure(self) -> None:
        from hypothesis import Phase, settings

        settings.register_profile(
            "mutants", settings.default, phases=(Phase.explicit, Phase.generate)
        )
        settings.load_profile("mutants")

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        if self.rank is None:
            items[:] = [item for item in items if _is_quick(item)]
        else:
            asked = [item for item in items if item.nodeid in self.rank]
            items[:] = sorted(asked, key=lambda item: self.rank[item.nodeid])

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self._write(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self._write(f"reading {report.nodeid}")

    def _write(self, name: str) -> None:
        with self.failed.open("a", encoding="utf-8") as file:
            file.write(name + "\n")


def _is_quick(item: pytest.Item) -> bool:
    return item.nodeid.startswith(TOGETHER) or item.get_closest_marker("slow") is None


class Lines:
    """Measures which test runs which line of the core, and how much CPU it takes."""

    def __init__(self, measuring: coverage.Coverage) -> None:
        self.measuring = measuring
        self.seconds: dict[str, float] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.measuring.switch_context(item.nodeid)
        started = time.process_time()
        try:
            return (yield)
        finally:
            self.seconds[item.nodeid] = time.process_time() - started
            self.measuring.switch_context("")


def run_tests(tree: Path, files: Iterable[str], plugins: list[object], *more: str) -> int:
    """pytest, in this process, on the copy: `linkage_rules` is found there and nowhere else."""
    os.chdir(tree)
    sys.path[:0] = [str(tree), str(tree / "src")]
    os.environ["PYTHONPATH"] = str(tree / "src")
    arguments = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", *more]
    arguments += ["-W", "ignore::pytest.PytestAssertRewriteWarning", *files]
    status = pytest.main(arguments, plugins=plugins)
    used = sys.modules["linkage_rules"].__file__
    if not Path(used).is_relative_to(tree):
        raise RuntimeError(f"the tests used {used}, not the copy")
    return int(status)


# A session


@frozen
class Outcome:
    """The outcome for a mutant; ``by`` is the test that noticed it."""

    mutant: Mutant
    outcome: str
    """killed, timeout, survived, or without a test that runs it."""
    by: str = ""
    tests: int = 0
    seconds: float = 0.0
    suite: str = ""
    """The name of the suite of tests that it was tried with."""


@frozen
class Measured:
    """The quick tests of one file: their seconds of CPU, and those that fail unchanged."""

    key: str
    seconds: dict[str, float]
    failing: list[str]


@frozen
class Suite:
    """The tests that there are, by file, and how many seconds of CPU a mutant may have of them.

    A mutant is ended when it uses ``patience`` and five times what its tests use otherwise.
    """

    files: dict[str, Measured]
    budget: float
    patience: float
    name: str
    """The name of the suite, which changes whenever a test changes."""

    @property
    def seconds(self) -> dict[str, float]:
        return {test: cpu for file in self.files.values() for test, cpu in file.seconds.items()}


class Session:
    """Everything that is kept in a folder between runs."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.root = root
        self.folder = folder
        self.tree = folder / "tree"
        self.lines = folder / "lines"
        self.results = folder / "mutants.jsonl"
        self.lines.mkdir(parents=True, exist_ok=True)
        self._contexts: dict[tuple[str, str], dict[int, list[str]]] = {}

    def prepare(self) -> None:
        """Copy the tree as it is now; refuse when the package is not what was measured."""
        digest = _digest(self.root / PACKAGE)
        kept = self.folder / "package.sha256"
        if kept.exists() and kept.read_text() != digest:
            sys.exit(f"{PACKAGE} has changed: start anew with another --session, or delete it")
        shutil.rmtree(self.tree, ignore_errors=True)
        skipped = shutil.ignore_patterns(".*", "__pycache__", "dist", "build")
        shutil.copytree(self.root, self.tree, ignore=skipped, symlinks=True)
        kept.write_text(digest)

    def counts(self) -> dict[str, int]:
        """How many mutants each module of the core has; finding them takes a while."""
        kept = self.folder / "counts.json"
        if not kept.exists():
            _tell("making the mutants")
            made = {name: len(Source(self.tree, name).changes) for name in modules(self.tree, CORE)}
            kept.write_text(json.dumps(made))
        return dict(json.loads(kept.read_text()))

    def test_files(self, below: Sequence[str]) -> list[str]:
        """Every test file, and every module for its doctests, below these folders."""
        found: set[Path] = set()
        for name in below:
            place = self.tree / name
            files = place.rglob("*.py") if place.is_dir() else [place]
            found |= {
                file
                for file in files
                if file.name.startswith("test_")
                or (name.startswith("src") and ">>>" in file.read_text())
            }
        left = [file.relative_to(self.tree) for file in found]
        return sorted(str(file) for file in left if not {*file.parts} & {*WITHOUT})

    def measure(self, files: Sequence[str]) -> dict[str, Measured]:
        """Run each file once, unless that was done and neither it nor its helpers changed."""
        tests = self.tree / "tests"
        helpers = _digest(tests, lambda f: f.suffix == ".py" and not f.name.startswith("test_"))
        found: dict[str, Measured] = {}
        for number, file in enumerate(files, 1):
            text = (self.tree / file).read_bytes()
            golden = _digest((self.tree / file).parent / "golden") if b"golden" in text else ""
            key = hashlib.sha256(text + helpers.encode() + golden.encode()).hexdigest()
            kept = self.lines / f"{file.replace('/', '.')}.json"
            said = json.loads(kept.read_text("utf-8")) if kept.exists() else {}
            if said.get("key") != key:
                _tell(f"measuring {number} of {len(files)}: {file}")
                said = {"key": key, **self._measure(file, kept.with_suffix(".coverage"))}
                kept.write_text(json.dumps(said), "utf-8")
            found[file] = Measured(**said)
        return found

    def _measure(self, file: str, data: Path) -> dict[str, object]:
        data.unlink(missing_ok=True)
        answer, failed = self.folder / "answer.json", self.folder / "failed.txt"
        answer.unlink(missing_ok=True)
        failed.unlink(missing_ok=True)

        def work() -> int:
            core = [f"{self.tree / PACKAGE / part}/*" for part in CORE]
            measuring = coverage.Coverage(data_file=str(data), include=core, config_file=False)
            lines = Lines(measuring)
            measuring.start()
            status = run_tests(self.tree, [file], [lines, Chosen(None, failed)])
            measuring.stop()
            measuring.save()
            answer.write_text(json.dumps(lines.seconds), "utf-8")
            return status

        forked(work, self.folder / "output.txt")
        if not answer.exists():
            sys.exit(f"{file} did not come to an end, see {self.folder / 'output.txt'}")
        failing = failed.read_text("utf-8").splitlines() if failed.exists() else []
        for test in failing:
            _tell(f"  left out, it fails in the copy without any change: {test}")
        return {"seconds": json.loads(answer.read_text("utf-8")), "failing": failing}

    def running(self, file: str, module: str, lines: range) -> set[str]:
        """The tests of a file that run one of these lines; ``""`` stands for reading the module."""
        known = self._contexts.get((file, module))
        if known is None:
            data = coverage.CoverageData(str(self.lines / f"{file.replace('/', '.')}.coverage"))
            data.read()
            known = data.contexts_by_lineno(str(self.tree / PACKAGE / module))
            self._contexts[file, module] = known
        return {test for line in lines for test in known.get(line, ())}

    def forget(self) -> None:
        """Who runs which line of the last module is not asked any more."""
        self._contexts.clear()

    def select(self, module: str, lines: range, suite: Suite) -> list[list[str]]:
        """First the tests that run the line and are near the module; then the rest of their files.

        What is made once for many tests is run by the first alone, so the others of its file
        are asked too. A line that is run when the module is read belongs to every test that runs
        anything of the module.
        """
        near: dict[str, set[str]] = {}
        for file, tests in suite.files.items():
            here = self.running(file, module, lines)
            if "" in here:
                here = self.running(file, module, range(1, 10_000))
            if here := here & tests.seconds.keys() - {*tests.failing}:
                near[file] = here
        order = sorted(near, key=lambda file: (-_likeness(file, module), -len(near[file]), file))
        first: list[tuple[float, str]] = []
        for file in order[:MOST_FILES]:
            first += ((suite.files[file].seconds[test], test) for test in near[file])
        chosen = _within(FIRST * suite.budget, sorted(first))
        rest: list[tuple[bool, float, str]] = []
        for file in order:
            tests = suite.files[file]
            for test in tests.seconds.keys() - {*tests.failing, *chosen}:
                rest.append((test not in near[file], tests.seconds[test], test))
        others = [(seconds, test) for _, seconds, test in sorted(rest)]
        rounds = [chosen, _within((1 - FIRST) * suite.budget, others)]
        return [tests for tests in rounds if tests]

    def done(self) -> dict[tuple[str, int], Outcome]:
        """What was found before; of what was tried more than once, the last."""
        if not self.results.exists():
            return {}
        found: dict[tuple[str, int], Outcome] = {}
        for line in self.results.read_text("utf-8").splitlines():
            row = json.loads(line)
            outcome = Outcome(Mutant(**row.pop("mutant")), **row)
            found[outcome.mutant.module, outcome.mutant.number] = outcome
        return found

    def keep(self, outcome: Outcome) -> None:
        with self.results.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(outcome), ensure_ascii=False) + "\n")

    def attempt(self, source: Source, number: int, suite: Suite, place: Path) -> Outcome:
        """Write the mutant into the copy at that place, run its tests, and undo it."""
        mutant, started = source.mutant(number), time.monotonic()
        rounds = self.select(source.module, source.lines(number), suite)
        outcome = Outcome(mutant, "survived" if rounds else "no test", suite=suite.name)
        target, seconds = place / PACKAGE / source.module, suite.seconds
        failed, output = place.parent / "failed.txt", place.parent / "output.txt"
        _forget(target)
        target.write_text(source.mutated(number), "utf-8")
        try:
            for tests in rounds:
                failed.unlink(missing_ok=True)
                files = dict.fromkeys(test.partition("::")[0] for test in tests)

                def work(tests: list[str] = tests, files: dict[str, None] = files) -> int:
                    return run_tests(place, files, [Chosen(tests, failed)], "-x")

                limit = suite.patience + 5 * sum(seconds[test] for test in tests)
                status = forked(work, output, limit)
                outcome = evolve(outcome, tests=outcome.tests + len(tests))
                # A test that is named by what was changed is not there any more: that is no notice.
                if status not in (PASSED, NO_TESTS):
                    by = failed.read_text("utf-8").splitlines() if failed.exists() else []
                    ended = "timeout" if status == ENDED else "killed"
                    by_whom = by[0] if by else "reading the tests"
                    outcome = evolve(outcome, outcome=ended, by=by_whom)
                    break
        finally:
            target.write_text(source.text, "utf-8")
            _forget(target)
        return evolve(outcome, seconds=round(time.monotonic() - started, 1))

    def unchanged(self, tests: Iterable[str]) -> list[str]:
        """Those of these tests that fail without any change; what passed once is not run again."""
        kept = self.folder / "passed.json"
        passed: dict[str, str] = json.loads(kept.read_text("utf-8")) if kept.exists() else {}
        by_file: dict[str, dict[str, str]] = defaultdict(dict)
        for test in sorted(tests):
            file = test.partition("::")[0]
            if "::" in test:
                text = hashlib.sha256((self.tree / file).read_bytes()).hexdigest()
                if passed.get(test) != text:
                    by_file[file][test] = text
        failed = self.folder / "failed.txt"
        wrong: list[str] = []
        for file, some in by_file.items():
            failed.unlink(missing_ok=True)

            def work(file: str = file, some: tuple[str, ...] = tuple(some)) -> int:
                return run_tests(self.tree, [file], [Chosen(some, failed)])

            if forked(work, self.folder / "output.txt") == PASSED:
                passed |= some
            else:
                wrong += failed.read_text("utf-8").splitlines() if failed.exists() else [file]
        kept.write_text(json.dumps(passed), "utf-8")
        return wrong


def _within(budget: float, tests: Iterable[tuple[float, str]]) -> list[str]:
    """As many as fit into so many seconds of CPU, the first always."""
    found: list[str] = []
    for seconds, test in tests:
        budget -= seconds + 0.002
        if found and budget < 0:
            break
        found.append(test)
    return found


def _likeness(file: str, module: str) -> int:
    """How many words the paths of a test file and a module share."""
    words = [
        {word for part in Path(path).with_suffix("").parts for word in part.split("_")}
        for path in (file, module)
    ]
    return len(words[0] & words[1])


def _forget(module: Path) -> None:
    """Python takes what it compiled for current when size and second are the same."""
    for kept in (module.parent / "__pycache__").glob(f"{module.stem}.*"):
        kept.unlink()


def _digest(folder: Path, which: Callable[[Path], bool] = lambda file: True) -> str:
    found = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts and which(file):
            found.update(f"{file.relative_to(folder)}\0".encode() + file.read_bytes() + b"\0")
    return found.hexdigest()


def _tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


# The command


@frozen
class Answer:
    """Why a change makes no difference; `*` in a word stands for anything."""

    module: str
    function: str
    before: str
    after: str
    reason: str

    def fits(self, mutant: Mutant) -> bool:
        pairs = [(mutant.module, self.module), (mutant.function, self.function)]
        pairs += [(mutant.before, self.before), (mutant.after, self.after)]
        return all(_fits(found, asked) for found, asked in pairs)


def _fits(found: str, asked: str) -> bool:
    """Brackets stand for themselves, which they do not in the patterns of files."""
    return fnmatch.fnmatchcase(found, asked.replace("[", "[[]"))


def answers(file: Path) -> list[Answer]:
    """What people said of the mutants that no test notices."""
    return [Answer(**row) for row in tomllib.loads(file.read_text("utf-8")).get("answered", [])]


def interval(part: int, whole: int) -> tuple[float, float]:
    """Wilson's interval of 95 % for a share that was found in a sample.

    >>> [round(end, 3) for end in interval(85, 100)]
    [0.767, 0.907]
    """
    if not whole:
        return 0.0, 1.0
    z, share = 1.959964, part / whole
    middle = share + z * z / (2 * whole)
    width = z * math.sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    base = 1 + z * z / whole
    return (middle - width) / base, (middle + width) / base


def package_of(module: str) -> str:
    """The part of the core that a module belongs to; a module of another package stands alone."""
    return next((part for part in CORE if module.startswith(part + "/")), module)


NOTICED = ("killed", "timeout")


def table(outcomes: Sequence[Outcome], answered: Sequence[Answer]) -> Iterator[str]:
    """The figures, by package, in Markdown."""
    head = ("package", "mutants", "killed", "timeout", "answered", "survived", "no test")
    rows: list[tuple[str, ...]] = [(*head, "score", "interval of 95 %", "without answers")]
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for one in outcomes:
        groups[package_of(one.mutant.module)].append(one)
    for name, some in [*sorted(groups.items()), ("all", [*outcomes])]:
        counts = Counter(
            "answered"
            if one.outcome not in NOTICED and any(answer.fits(one.mutant) for answer in answered)
            else one.outcome
            for one in some
        )
        noticed = sum(counts[kind] for kind in NOTICED)
        asked = len(some) - counts["answered"]
        low, high = interval(noticed, asked)
        figures = [f"{len(some):,}", *(f"{counts[kind]:,}" for kind in head[2:])]
        score = f"{noticed / asked:.1%}" if asked else "–"
        plain = f"{noticed / len(some):.1%}" if some else "–"
        rows.append((name, *figures, score, f"{low:.1%} – {high:.1%}", plain))
    yield from markdown(rows)


def survivors(outcomes: Iterable[Outcome], answered: Sequence[Answer]) -> Iterator[str]:
    """What no test noticed and nobody answered."""
    for one in sorted(outcomes, key=lambda one: (one.mutant.module, one.mutant.line)):
        mutant = one.mutant
        if one.outcome in NOTICED or any(answer.fits(mutant) for answer in answered):
            continue
        yield f"{mutant.module}:{mutant.line} {mutant.function} ({one.outcome}, {one.tests} tests)"
        yield f"  - {mutant.before}"
        yield f"  + {mutant.after}"


def work_through(
    session: Session, asked: Sequence[tuple[str, int]], suite: Suite, place: Path
) -> None:
    """Try these mutants in a copy, and write down what became of each."""
    order = sorted(asked)
    source: Source | None = None
    for count, (module, number) in enumerate(order, 1):
        if source is None or source.module != module:
            source = Source(session.tree, module)
            session.forget()
        outcome = session.attempt(source, number, suite, place)
        session.keep(outcome)
        mutant = outcome.mutant
        found = f"{outcome.outcome} {outcome.by} {outcome.seconds} s"
        _tell(f"{count}/{len(order)} {module}:{mutant.line} {found}")


def run(options: argparse.Namespace) -> int:
    session = Session(options.root.resolve(), options.session.resolve())
    answered = answers(options.answered)
    session.prepare()
    counts = session.counts()
    if options.module:
        named = set(modules(session.tree, options.module))
        if not named or not named <= counts.keys():
            sys.exit(f"not of the core: {', '.join(options.module)}")
        counts = {module: counts[module] for module in named}
    asked = drawn(counts, options.sample, options.seed)
    measured = session.measure(session.test_files(options.tests or TESTS))
    keys = " ".join(one.key for one in measured.values())
    name = hashlib.sha256(keys.encode()).hexdigest()[:12]
    suite = Suite(measured, options.budget, options.patience, name)
    done = session.done()
    quiet = [one for one in done.values() if one.outcome not in NOTICED and one.suite != name]
    again = {
        (one.mutant.module, one.mutant.number)
        for one in quiet
        if not options.once and not any(answer.fits(one.mutant) for answer in answered)
    }
    left = [key for key in asked if key not in done or key in again]
    _tell(f"{len(asked):,} of {sum(counts.values()):,} mutants, {len(left):,} to try")
    _in_parallel(session, left, suite, options.jobs)
    done = session.done()
    outcomes = [done[key] for key in asked]
    for line in survivors(outcomes, answered):
        print(line)
    print()
    for line in table(outcomes, answered):
        print(line)
    drawing = f"a sample of {len(asked):,} (seed {options.seed})" if options.sample else "all"
    print(
        f"\n{drawing} of {sum(counts.values()):,} mutants of {len(counts)} modules. {described()}"
    )
    if wrong := session.unchanged({one.by for one in outcomes if one.outcome == "killed"}):
        print("\nThese tests fail without any change, what they noticed is no evidence:")
        print("\n".join(wrong))
        return 2
    score = _score(outcomes, answered)
    return int(options.at_least is not None and 100 * score < options.at_least)


def _score(outcomes: Sequence[Outcome], answered: Sequence[Answer]) -> float:
    noticed = sum(one.outcome in NOTICED for one in outcomes)
    silent = [one for one in outcomes if one.outcome not in NOTICED]
    open_ones = [one for one in silent if not any(answer.fits(one.mutant) for answer in answered)]
    return noticed / max(1, noticed + len(open_ones))


def _in_parallel(
    session: Session, left: Sequence[tuple[str, int]], suite: Suite, jobs: int
) -> None:
    if not left:
        return
    load_others()
    children: list[int] = []
    for job in range(jobs):
        folder = session.folder / f"job-{job}"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(session.tree, folder / "tree", symlinks=True)
        child = os.fork()
        if child == 0:
            try:
                share = sorted(left)[job * len(left) // jobs : (job + 1) * len(left) // jobs]
                work_through(session, share, suite, folder / "tree")
            except BaseException:
                sys.excepthook(*sys.exc_info())
                os._exit(1)
            os._exit(0)
        children.append(child)

    def end(number: int, frame: FrameType | None) -> None:
        for child in children:
            os.kill(child, signal.SIGTERM)
        sys.exit(128 + number)

    signal.signal(signal.SIGTERM, end)
    ends = [os.waitpid(child, 0)[1] for child in children]
    if any(ends):
        sys.exit("a process that tried mutants failed, see above")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--module", action="append", help="only this module or folder, repeatable")
    parser.add_argument("--sample", type=int, default=400, help="so many mutants; 0: all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--budget", type=float, default=30, help="seconds of CPU for the tests")
    parser.add_argument("--patience", type=float, default=6, help="seconds of CPU, see above")
    parser.add_argument("--tests", action="append", help="test files or folders instead of usual")
    parser.add_argument("--once", action="store_true", help="what survived is not tried again")
    parser.add_argument("--at-least", type=float, help="a score in percent that has to be reached")
    parser.add_argument("--root", type=Path, default=ROOT, help="another tree than this one")
    parser.add_argument("--answered", type=Path, default=ANSWERED, help="what people answered")
    parser.add_argument(
        "--session",
        type=Path,
        default=user_cache_path("linkage_rules") / "mutants",
        help="the folder that keeps the copy of the tree and what was found",
    )
    return run(parser.parse_args())


if __name__ == "__main__":
    sys.exit(main())
