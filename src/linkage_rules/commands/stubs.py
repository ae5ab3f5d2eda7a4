"""``linkage-rules stubs``: the types of a policy as a Python module, for type checkers.

The module is made of what the policy declares: a ``TypedDict`` for each record type, the names of
enums, actions, norms and facts as ``Literal``, and the policy and its decisions as classes that
know these names. Type checkers see these classes; a running program sees the library's own.
"""

import builtins
import keyword
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from unicodedata import normalize

from attrs import Factory, define, frozen

from linkage_rules.commands.kept import kept_command
from linkage_rules.model.norms import Fact
from linkage_rules.model.package import Package
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.types import EnumType, Field, ListType, RecordType, Scalar, Type
from linkage_rules.policy.policy import Policy
from linkage_rules.records import RecordError
from linkage_rules.records.schema import bounds_told
from linkage_rules.words.called import Named
from linkage_rules.words.messages import Phrase
from linkage_rules.words.showing import printable

_HEAD: Final = """\
{docstring}

# Written by "linkage-rules stubs"; do not edit.
# 由 "linkage-rules stubs" 生成，请勿手工修改。
# ruff: noqa
# pyright: reportIncompatibleMethodOverride=false, reportIncompatibleVariableOverride=false

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    Literal,
    Never,
    Protocol,
    Required,
    TypeAlias,
    TypedDict,
    cast,
    overload,
)

import linkage_rules as lr

if TYPE_CHECKING:
    from linkage_rules.decisions.explanation import Node
    from linkage_rules.model.outcomes import Derivation, NormOutcome, Verdict
    from linkage_rules.model.values import Period, Value

# 这些类型所据的政策文本 / The text of the policy that the types are made from
DIGEST: str = "{digest}"

# 值，各写法均可 / Values, in each form that is taken
YesNo: TypeAlias = bool | Literal["yes", "no", "是", "否"]
Number: TypeAlias = int | float | Decimal | Fraction | str
# 分，或带单位的文本 / Whole fen, or a text with its unit: "120万元"
Money: TypeAlias = int | Decimal | str
Day: TypeAlias = date | str
Span: TypeAlias = "Period | str"
"""

_CLASSES: Final = '''

if TYPE_CHECKING:

    class DataclassLike(Protocol):
        """An instance of a dataclass."""

        __dataclass_fields__: ClassVar[dict[str, Any]]

    class AttrsLike(Protocol):
        """An instance of an attrs class."""

        __attrs_attrs__: ClassVar[Any]

    class ModelLike(Protocol):
        """A model of pydantic."""

        __pydantic_fields__: ClassVar[dict[str, Any]]

    class RowLike(Protocol):
        """A named tuple, or a row of a database."""

        def _asdict(self) -> dict[str, Any]: ...

    Held: TypeAlias = DataclassLike | AttrsLike | ModelLike | RowLike
'''

_USED: Final = frozenset(
    (
        *re.findall(r"\w+", _HEAD.partition("from collections")[2] + _CLASSES),
        *dir(builtins),
        *keyword.kwlist,
        *keyword.softkwlist,
        "Policy",
        "load",
        "DIGEST",
        "ActionName",
        "NormName",
        "FactName",
        "RecordTypeName",
        "StatusName",
        "VerdictStatusName",
    )
)
"""Names with a meaning in the module, which nothing of the policy may have."""


_IN_FIELDS: Final = frozenset(
    [
        "YesNo",
        "Number",
        "Money",
        "Day",
        "Span",
        "Required",
        "Sequence",
        "list",
        "tuple",
        "int",
        "str",
    ]
)
"""Names that the types of fields use."""


def stubs(policy: Policy) -> str:
    """The module as text: it needs nothing but the library, and is the same for the same policy."""
    package = policy.package
    called = [text for text in (package.label, f"({package.name})") if text]
    head = _HEAD.format(
        docstring=_docstring(" ".join(["政策类型 / Types of the policy", *called])),
        digest=policy.digest,
    )
    writer = _Writer(package)
    lines = [*writer.declared(), *writer.names(), _CLASSES.rstrip("\n")]
    judged = [*writer.decisions()]
    lines += [*(line for one in judged for line in one.lines), *_policy(policy, judged)]
    return head + "\n".join(lines) + "\n"


@frozen
class _Judged:
    """What the module contains on decisions about records of one type."""

    shape: RecordType
    record: str
    decision: str
    lines: tuple[str, ...]


@define
class _Writer:
    """Writes the declarations of one policy, each under a unique Python name."""

    package: Package
    taken: set[str] = Factory(lambda: set(_USED))
    by_type: dict[str, str] = Factory(dict)

    def python_name(self, name: str) -> str:
        """A Python name that nothing else in the module has."""
        found = re.sub(r"\W", "_", normalize("NFKC", name))
        if not found.isidentifier():
            found = f"_{found}"
        while found in self.taken:
            found += "_"
        self.taken.add(found)
        return found

    # What records are made of

    def declared(self) -> Iterator[str]:
        """Enums and record types, each after those that it contains."""
        for shape in self.package.record_types.values():
            yield from self._type(shape)

    def _type(self, type_: Type) -> Iterator[str]:
        match type_:
            case ListType(element):
                yield from self._type(element)
            case EnumType(name=name) if name not in self.by_type:
                self.by_type[name] = self.python_name(name)
                members = type_.members
                labels = (m.label for m in members if m.label)
                spelled = {**{m.name: m.label for m in members}, **dict.fromkeys(labels)}
                yield ""
                yield from _comment(type_.label)
                yield from _literal(self.by_type[name], spelled)
            case RecordType(name=name) if name not in self.by_type:
                for field in type_.fields:
                    yield from self._type(field.type)
                self.by_type[name] = self.python_name(name)
                yield from self._record(type_, self.by_type[name])

    def _record(self, type_: RecordType, name: str) -> Iterator[str]:
        yield "\n"
        # In a class a field would hide anything else of its name.
        hiding = _IN_FIELDS.union(self.by_type.values())
        if all(_is_field_name(f.name) and f.name not in hiding for f in type_.fields):
            yield f"class {name}(TypedDict, total=False):"
            yield f"    {_docstring(type_.label or type_.name)}"
            for field in type_.fields:
                yield ""
                yield from _comment(_told(field), "    ")
                yield f"    {field.name}: {self._annotation(field)}"
            return
        yield from _comment(type_.label)
        yield f"{name} = TypedDict("
        yield f"    {_text(name)},"
        yield "    {"
        for field in type_.fields:
            yield from _comment(_told(field), "        ")
            yield f"        {_text(field.name)}: {self._annotation(field)},"
        yield "    },"
        yield "    total=False,"
        yield ")"

    def _annotation(self, field: Field) -> str:
        taken = self._taken(field.type)
        if field.required:
            return f"Required[{taken}]"
        return f'"{taken} | None"' if field.type is Scalar.PERIOD else f"{taken} | None"

    def _taken(self, type_: Type) -> str:
        match type_:
            case Scalar():
                return _TAKEN[type_]
            case ListType(Scalar.TEXT):
                return "list[str] | list[str | None] | tuple[str | None, ...]"
            case ListType(element):
                return f"Sequence[{self._taken(element)} | None]"
            case EnumType(name=name) | RecordType(name=name):
                return self.by_type[name]

    # Names

    def names(self) -> Iterator[str]:
        """The names of everything that a policy answers, and of the possible answers."""
        package = self.package
        yield "\n\n# 全部名称 / All names"
        everything: dict[str, Iterable[Named]] = {
            "RecordTypeName": package.record_types.values(),
            "ActionName": package.actions.values(),
            "NormName": package.norms.values(),
            "FactName": [one for one in package.stated_facts.values() if one.is_told],
        }
        for name, named in everything.items():
            yield from _literal(name, _labels(named))
        yield from _literal("StatusName", dict.fromkeys(one.value for one in Status))
        yield from _literal("VerdictStatusName", dict.fromkeys(one.value for one in VerdictStatus))

    # Decisions

    def decisions(self) -> Iterator[_Judged]:
        """The record types that norms, actions or facts are about, with their decisions."""
        package = self.package
        for shape in package.record_types.values():
            told = (one for one in package.stated_facts.values() if one.is_told)
            facts = [one for one in told if one.record_type == shape.name]
            kinds: dict[str, list[Named]] = {
                "Action": [a for a in package.actions.values() if a.record_type == shape.name],
                "Norm": [n for n in package.norms.values() if n.record_type == shape.name],
                "Fact": [*facts],
            }
            if any(kinds.values()):
                yield self._decision(shape, self.by_type[shape.name], kinds, facts)

    def _decision(
        self,
        shape: RecordType,
        record: str,
        kinds: Mapping[str, list[Named]],
        found: list[Fact],
    ) -> _Judged:
        lines: list[str] = ["\n"]
        names: dict[str, str] = {}
        for kind, named in kinds.items():
            names[kind] = self.python_name(f"{record}{kind}")
            lines += _literal(names[kind], _labels(named))
            names[f"{kind}Label"] = self.python_name(f"{record}{kind}Label")
            labels = dict.fromkeys(one.label for one in named if one.label)
            lines += _literal(names[f"{kind}Label"], labels)
        verdicts, outcomes, facts, decision = (
            self.python_name(f"{record}{what}")
            for what in ("Verdicts", "Norms", "Facts", "Decision")
        )
        asked = " | ".join(names.values())
        lines += ["", "if TYPE_CHECKING:", ""]
        lines += _mapping(verdicts, "Action", names, "Verdict")
        lines += _mapping(outcomes, "Norm", names, "NormOutcome")
        lines += self._facts(facts, names, found)
        lines += [
            f"    class {decision}(lr.Decision):",
            f"        {_docstring(shape.label or shape.name)}",
            "",
            "        @property",
            f"        def verdicts(self) -> {verdicts}: ...  # type: ignore[override]",
            "        @property",
            f"        def norms(self) -> {outcomes}: ...  # type: ignore[override]",
            "        @property",
            f"        def facts(self) -> {facts}: ...  # type: ignore[override]",
            "        def explain(  # type: ignore[override]",
            f'            self, name: {asked}, language: Literal["zh", "en"] = "zh"',
            "        ) -> str: ...",
            "        def explanation(  # type: ignore[override]",
            f"            self, name: {asked}",
            "        ) -> Node: ...",
            "        def derivation(  # type: ignore[override]",
            f"            self, name: {asked}",
            "        ) -> Derivation: ...",
            "",
            "else:",
            f"    {decision} = lr.Decision",
        ]
        return _Judged(shape, record, decision, tuple(lines))

    def _facts(self, name: str, names: Mapping[str, str], facts: list[Fact]) -> Iterator[str]:
        by_answer: dict[str, list[Fact]] = {}
        for fact in facts:
            by_answer.setdefault(self._given(fact.type), []).append(fact)
        yield f"    class {name}(Mapping[{names['Fact']}, Value]):"
        if len(by_answer) > 1:
            for answer, group in by_answer.items():
                spelled = [s for fact in group for s in (fact.name, fact.label) if s]
                yield "        @overload"
                yield "        def __getitem__("
                yield "            self,"
                yield "            name: Literal["
                yield from (f"                {_text(spelling)}," for spelling in spelled)
                yield "            ],"
                yield "            /,"
                yield f"        ) -> {answer}: ..."
            yield "        @overload"
            yield f"        def __getitem__(self, name: {names['Fact']}, /) -> Value: ..."
            yield "        def __getitem__(self, name: Any, /) -> Any: ..."
        else:
            answer = next(iter(by_answer), "Value")
            spelled_by = f"{names['Fact']} | {names['FactLabel']}"
            yield f"        def __getitem__(self, name: {spelled_by}, /) -> {answer}: ..."
        yield ""

    def _given(self, type_: Type) -> str:
        """The Python type of a fact of a type, in a decision."""
        match type_:
            case Scalar():
                return f"{_GIVEN[type_]} | None"
            case EnumType(members=members):
                return f"Literal[{', '.join(_text(m.name) for m in members)}] | None"
            case ListType(element):
                return f"tuple[{self._given(element)}, ...] | None"
            case RecordType():
                return "Mapping[str, Value] | None"


_TAKEN: Final[Mapping[Scalar, str]] = {
    Scalar.YES_NO: "YesNo",
    Scalar.WHOLE: "int",
    Scalar.NUMBER: "Number",
    Scalar.MONEY: "Money",
    Scalar.DATE: "Day",
    Scalar.PERIOD: "Span",
    Scalar.TEXT: "str",
}
_GIVEN: Final[Mapping[Scalar, str]] = {
    Scalar.YES_NO: "bool",
    Scalar.WHOLE: "int",
    Scalar.NUMBER: "int | Fraction",
    Scalar.MONEY: "int | Fraction",
    Scalar.DATE: "date",
    Scalar.PERIOD: "Period",
    Scalar.TEXT: "str",
}


def _mapping(name: str, kind: str, names: Mapping[str, str], answer: str) -> Iterator[str]:
    spelled = f"{names[kind]} | {names[f'{kind}Label']}"
    yield f"    class {name}(Mapping[{names[kind]}, {answer}]):"
    yield f"        def __getitem__(self, name: {spelled}, /) -> {answer}: ..."
    yield ""


_ASKED: Final = (
    "as_of: date",
    "record_type: {record_type}",
    'engine: Literal["compiled", "reference"] = "compiled"',
    'outside: Literal["warn", "raise", "allow"] = "warn"',
    'extra: Literal["forbid", "ignore"] = "forbid"',
)
_WAYS: Final = (
    ("{record} | Held", ("from_attributes: Literal[False] = False",)),
    ("object", ("from_attributes: Literal[True]",)),
    ("Mapping[str, object]", ("assume_valid: Literal[True]",)),
)
"""The types of a record, with the parameters that go with each."""


def _policy(policy: Policy, judged: list[_Judged]) -> Iterator[str]:
    """The class of the policy, and how it is loaded."""
    package = policy.package
    yield "\n"
    yield "if TYPE_CHECKING:"
    yield ""
    yield "    class Policy(lr.Policy):"
    yield f"        {_docstring(package.label or package.name)}"
    if judged:
        meant = _meant(policy)
        yield ""
        yield from _method("evaluate", "record: {given}", (), "{decision}", judged, meant)
        refused = "refused: Callable[[int, lr.RecordError], object] | None = None"
        several = ("records: Iterable[{given}]", (refused,), "Iterator[{decision}]")
        yield from _method("evaluate_many", *several, judged, meant)
    yield ""
    yield "else:"
    yield "    Policy = lr.Policy"
    yield "\n"
    yield f"def load(policy: str | Path = {_text(package.name)}) -> Policy:"
    yield '    """The policy, known by its names; from another place where it does not lie here."""'
    yield "    return cast(Policy, lr.load(policy))"


def _meant(policy: Policy) -> str | None:
    """The record type that is used without a name, if there is one."""
    try:
        return policy.record_type().name
    except RecordError:
        return None


def _method(
    name: str,
    first: str,
    more: tuple[str, ...],
    answer: str,
    judged: list[_Judged],
    meant: str | None,
) -> Iterator[str]:
    for number, (one, (given, said)) in enumerate((j, w) for j in judged for w in _WAYS):
        spelled = [_text(s) for s in (one.shape.name, one.shape.label) if s]
        record_type = f"Literal[{', '.join(spelled)}]"
        if one.shape.name == meant:
            record_type += " | None = None"
        parameters = (*_ASKED, *said, *more)
        taken = first.format(given=given.format(record=one.record))
        ignored = "  # type: ignore[override]" if number == 0 else ""
        yield f"        @overload{ignored}"
        yield f"        def {name}("
        yield "            self,"
        yield f"            {taken},"
        yield "            *,"
        yield from (f"            {p.format(record_type=record_type)}," for p in parameters)
        yield f"        ) -> {answer.format(decision=one.decision)}: ..."
    yield f"        def {name}(self, *given: Any, **asked: Any) -> Any: ..."


def _labels(named: Iterable[Named]) -> dict[str, str | None]:
    return {one.name: one.label for one in named}


def _literal(name: str, spelled: Mapping[str, str | None]) -> Iterator[str]:
    """An alias for literal texts, each with a comment; without any text, for ``Never``."""
    if not spelled:
        yield f"{name}: TypeAlias = Never"
        return
    yield f"{name}: TypeAlias = Literal["
    for text, label in spelled.items():
        comment = f"  # {printable(label)}" if label else ""
        yield f"    {_text(text)},{comment}"
    yield "]"


def _is_field_name(name: str) -> bool:
    """Whether a class can have a field of that name; Python alters some names."""
    named = name.isidentifier() and normalize("NFKC", name) == name
    return named and not keyword.iskeyword(name) and not name.startswith("__")


def _told(field: Field) -> str | None:
    said = [field.label or "", *(bound.zh for bound in bounds_told(field))]
    return "，".join(text for text in said if text)


def _comment(text: str | None, indent: str = "") -> Iterator[str]:
    if text:
        yield f"{indent}# {printable(text)}"


def _docstring(text: str) -> str:
    """A docstring of one line, whatever the text contains."""
    plain = printable(text)
    return f'"""{plain}"""' if not set(plain) & {'"', "\\"} else repr(plain)


def _text(text: str) -> str:
    """A text as a Python literal."""
    safe = text.isprintable() and not set(text) & {'"', "\\"}
    return f'"{text}"' if safe else repr(text)


command: Final = kept_command(
    "stubs",
    about=Phrase(
        "write the types of a policy as a Python module, so that type checkers know its names",
        "写出政策的类型（Python 模块），类型检查器据此认得其中的名称",
    ),
    write=stubs,
)
