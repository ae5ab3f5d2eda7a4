"""An analysis as plain data: JSON for programs, SARIF 2.1.0 for code scanning."""

import json
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from linkage_rules.analysis.consistency import Analysis, Finding
from linkage_rules.commands.analysis_example import shown_example
from linkage_rules.model.findings import FindingKind
from linkage_rules.model.package import Package
from linkage_rules.model.spans import Span
from linkage_rules.model.values import Record, Value
from linkage_rules.plain.writing import FORMATS, chosen, plain
from linkage_rules.words.finding_words import FINDING_NAMES
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import say

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_ERRORS: Final = frozenset(
    {
        FindingKind.CONFLICTING_NORMS,
        FindingKind.CONTRADICTORY_BOUNDS,
        FindingKind.NEVER_APPLIES,
        FindingKind.PROPERTY_REFUTED,
    }
)


def analysis_json(found: Analysis, package: Package) -> str:
    """The analysis as JSON text: findings with spans and witnesses, properties, what is open.

    In a witness amounts are whole fen, numbers that are not whole texts ``n/d``, dates ISO 8601;
    fields that are not known are left out.
    """
    data = {
        **FORMATS["analysis"].head,
        "policy": chosen(package, "name", "label"),
        "findings": [_finding(one) for one in found.findings],
        "properties": [
            {
                "title": one.property.title,
                "holds": "for all records" if one.list_bound is None else "for lists up to",
                "list_bound": one.list_bound,
                **plain(one.property.span),
            }
            for one in found.proved
        ],
        "undecided": [
            {**chosen(one, "kind", "names"), **plain(one.span)} for one in found.undecided
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def _finding(one: Finding) -> dict[str, Any]:
    return {
        **chosen(one, "kind", "names"),
        "message": plain(one.words),
        **plain(one.span),
        "list_bound": one.list_bound,
        "witness": None
        if one.shown is None
        else {
            "record_type": one.shown.witness.record_type.name,
            "record": _known(one.shown.witness.record),
            "as_of": plain(one.shown.witness.as_of),
        },
        "answered_by": None if one.answered_by is None else one.answered_by.title,
    }


def _known(record: Record) -> dict[str, Any]:
    """What is known of a record, at every level."""
    return {name: _of_known(value) for name, value in record.items() if value is not None}


def _of_known(value: Value) -> Any:
    if isinstance(value, Mapping):
        return _known(value)
    return [_of_known(element) for element in value] if isinstance(value, tuple) else plain(value)


def analysis_sarif(found: Analysis, package: Package, language: Language) -> str:
    """The analysis as a SARIF 2.1.0 log, with messages in one language.

    A finding that the policy answers is a suppressed result.
    """
    kinds = list(dict.fromkeys(one.kind for one in found.findings))
    driver = {
        "name": "linkage-rules",
        "version": version("linkage-rules"),
        "rules": [_rule(kind, language) for kind in kinds],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, kinds, package, language) for one in found.findings],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2)


def _rule(kind: FindingKind, language: Language) -> dict[str, Any]:
    return {
        "id": kind.value,
        "shortDescription": {"text": say(FINDING_NAMES[kind], language).replace("_", " ")},
        "defaultConfiguration": {"level": _level(kind)},
    }


def _level(kind: FindingKind) -> str:
    return "error" if kind in _ERRORS else "warning"


def _result(
    one: Finding, kinds: list[FindingKind], package: Package, language: Language
) -> dict[str, Any]:
    text = say(one.words, language)
    if one.shown is not None:
        text = f"{text}\n\n{shown_example(one, package, language)}"
    result: dict[str, Any] = {
        "ruleId": one.kind.value,
        "ruleIndex": kinds.index(one.kind),
        "level": _level(one.kind),
        "message": {"text": _literally(text)},
        "locations": [_location(one.span)],
        "partialFingerprints": {"names/v1": ",".join((one.kind.value, *sorted(one.names)))},
    }
    if one.answered_by is not None:
        title = one.answered_by.title
        result["suppressions"] = [{"kind": "inSource", "justification": title}]
    return result


def _literally(text: str) -> str:
    """Words as SARIF 2.1.0 (3.11.5 and 3.11.6) has them, where ``{0}`` and ``[…](…)`` mean more."""
    return text.replace("{", "{{").replace("}", "}}").replace("](", "\\](")


def _location(span: Span) -> dict[str, Any]:
    region = {
        "startLine": span.line,
        "startColumn": span.column,
        "charOffset": span.start,
        "charLength": span.end - span.start,
    }
    artifact = {"uri": _uri(span.file)}
    return {"physicalLocation": {"artifactLocation": artifact, "region": region}}


def _uri(file: str) -> str:
    """Relative to the working folder, where the file is inside it."""
    path = Path(file)
    if path.is_absolute():
        try:
            path = path.relative_to(Path.cwd())
        except ValueError:
            return path.as_uri()
    return quote(path.as_posix())
