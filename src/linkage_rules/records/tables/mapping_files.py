"""Mapping files in TOML, checked so that all mistakes are reported at once."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Final

from attrs import Factory, define

from linkage_rules.model.types import EnumType, ListType, RecordType, Scalar, Type, element_of
from linkage_rules.model.values import Value
from linkage_rules.records import scalars
from linkage_rules.records.json_files import not_utf8, opened
from linkage_rules.records.problems import FileProblem, InputError, Problem
from linkage_rules.records.refusals import RefusedValueError, described, did_you_mean, wrong_type
from linkage_rules.records.tables.headings import folded_path
from linkage_rules.records.tables.limits import MAX_HEADER_DEPTH, MAX_MAPPING_BYTES
from linkage_rules.records.tables.mapping import (
    Column,
    ColumnMapping,
    Fixed,
    Target,
    labelled,
    plain_mapping,
    resolve,
)
from linkage_rules.records.tables.units import KINDS_OF, unit_of
from linkage_rules.words.messages import Phrase, Reason, reason
from linkage_rules.words.showing import printable, shown

_TOP: Final = (
    "name", "record_type", "sheet", "heading_rows", "by_label", "column", "fixed", "rows",
)  # fmt: skip
_COLUMN: Final = (
    "heading", "headings", "field", "fields", "unit", "unit_as", "spellings", "needed",
    "otherwise", "month",
)  # fmt: skip
_ROWS: Final = ("totals", "notes")
_ROW_NUMBER: Final = "row number"

_TOML: Final = Phrase("a mapping file in TOML", "TOML 格式的列对应文件")
_MONTHS: Final = ("first", "last")
_NO_MONTH: Final = reason(
    "MAP-201", "not said of a month in a column of days", "只能在日期列写明如何读年月"
)
_MONTH: Final = Phrase(
    'in a column of days: "first" or "last", the day that a month without a day stands for',
    "日期列写 “first” 或 “last”：只有年月时，按当月第一天还是最后一天",
)
_UNKNOWN_KEY: Final = reason("MAP-202", "unknown entry", "没有这一项")
_TEXT: Final = Phrase("a text in quotes", "引号中的文本")
_TEXTS: Final = Phrase("a text, or a list of texts", "文本，或文本的列表")
_FIELD_PATH: Final = Phrase(
    'a field path such as "name" or "funds[fiscal].amount"',
    "字段路径，如 “name”“funds[fiscal].amount”",
)
_A_COLUMN: Final = Phrase(
    "at least one [[column]] with headings and a field", "至少有一个 [[column]]，写明表头和字段"
)
_NOT_GIVEN: Final = reason("MAP-203", "missing", "缺少这一项")
_NO_QUANTITY: Final = reason(
    "MAP-204",
    "a unit for a field that is no amount and no number",
    "字段不是金额，也不是数，不应有单位",
)
_NO_UNIT: Final = reason("MAP-205", "no such unit", "没有这个单位")
UNITS: Final = {
    Scalar.MONEY: ("元", "千元", "万元", "百万元", "亿元"),
    Scalar.WHOLE: ("户", "人", "万户", "万人"),
    Scalar.NUMBER: ("%", "‰", "亩", "万亩"),
}
"""Units that columns often have, by the type of their field."""
_NO_UNIT_THERE: Final = Phrase("leave the unit out", "去掉 unit")
_TWICE: Final = reason("MAP-206", "given by two columns", "由两列同时填写")
_HEADED_TWICE: Final = reason("MAP-207", "two columns are headed so", "两列使用同一表头")
_ONE_EACH: Final = Phrase("each once", "各写一次")
_NO_SUCH_HEADING: Final = reason("MAP-208", "no column is headed so", "没有这样表头的列")
_A_HEADING: Final = Phrase("a heading of another column", "另一列的表头")
_A_TABLE: Final = Phrase("a table of names and values", "由名称和值组成的表")
_TRUE_FALSE: Final = Phrase("true or false", "true 或 false")
_OTHERWISE: Final = Phrase(f'"{_ROW_NUMBER}", for a text field', f"“{_ROW_NUMBER}”，只用于文本字段")
_HEADING_ROWS: Final = Phrase(
    f"the first and the last row of the headings, such as [2, 3]; at most {MAX_HEADER_DEPTH} rows",
    f"表头的首行和末行，如 [2, 3]，最多{MAX_HEADER_DEPTH}行",
)
_SPELLINGS: Final = Phrase(
    "for a column of listed values or of yes and no: the word in the table = the value",
    "只用于取值固定或是/否的列：表中写法 = 取值",
)


class MappingError(InputError):
    """A mapping file that cannot be used; ``problems`` are all that is wrong with it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems[0])
        self.args = (problems,)
        self.problems = problems


def read_mapping(path: Path, record_type: RecordType) -> ColumnMapping:
    """A mapping file for records of a type. Raises `MappingError` with all problems."""
    name = printable(str(path))
    with opened(path) as file:
        content = file.read(MAX_MAPPING_BYTES + 1)
    if len(content) > MAX_MAPPING_BYTES:
        why = reason(
            "MAP-209", f"more than {MAX_MAPPING_BYTES} bytes", f"超过{MAX_MAPPING_BYTES}字节"
        )
        raise MappingError((FileProblem(name, "", why, _TOML),))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise MappingError((FileProblem(name, "", not_utf8(error), _TOML),)) from None
    return parse_mapping(text, name, record_type)


def parse_mapping(text: str, name: str, record_type: RecordType) -> ColumnMapping:
    """The mapping in a text; ``name`` is what messages call the file."""
    try:
        data = tomllib.loads(text.replace("\r\n", "\n"), parse_float=Decimal)
    # Python may fail on numbers that are too long or exponents that are too large.
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise MappingError((_not_toml(name, text, error),)) from None
    check = _Check(name, record_type, text)
    mapping = check.mapping(data)
    if check.problems:
        raise MappingError(tuple(check.problems))
    return mapping


@define
class _Check:
    """Checks one mapping. Parts that are wrong are reported and left out of the result."""

    file: str
    record_type: RecordType
    text: str
    problems: list[Problem] = Factory(list)

    def mapping(self, data: dict[str, object]) -> ColumnMapping:
        self._known_keys("", data, _TOP)
        if (given := data.get("record_type")) is not None:
            self._check_record_type(given)
        columns = data.get("column")
        if not isinstance(columns, list) or not columns:
            self._report("column", "", _NOT_GIVEN, _A_COLUMN)
            columns = []
        read = [self._column(f"column {i}", given) for i, given in enumerate(columns, 1)]
        kept = tuple(column for column in read if column)
        self._check_once(kept)
        rows = self._table("rows", data.get("rows"))
        self._known_keys("rows", rows, _ROWS)
        fixed = self._fixed(self._table("fixed", data.get("fixed")))
        if not self.problems:
            self._check_required(kept, fixed)
        if self._truth("by_label", data.get("by_label", False)):
            kept += labelled(self.record_type, kept)
        return ColumnMapping(
            self._text("name", data.get("name")) or self.file,
            self.record_type,
            kept,
            fixed,
            self._text("sheet", data.get("sheet")),
            self._heading_rows(data.get("heading_rows")),
            self._texts("rows.totals", rows.get("totals", [])),
            self._texts("rows.notes", rows.get("notes", [])),
        )

    def _check_record_type(self, given: object) -> None:
        names = tuple(s for s in (self.record_type.name, self.record_type.label) if s)
        if given not in names:
            why = reason(
                "MAP-210", "the mapping is for another record type", "该列对应文件用于另一记录类型"
            )
            self._report("record_type", shown(given), why, Phrase(names[0], names[-1]))

    def _column(self, at: str, given: object) -> Column | None:
        if not isinstance(given, dict):
            self._report(at, shown(given), wrong_type(given).why, _A_COLUMN)
            return None
        self._known_keys(at, given, _COLUMN)
        headings = self._either(at, given, "heading", "headings", _TEXTS)
        paths = self._either(at, given, "field", "fields", _FIELD_PATH)
        # Two columns for the same ``funds[]`` fill one element each.
        paths = tuple(path.replace("[]", f"[{at}]") for path in paths)
        targets = tuple(filter(None, (self._target(f"{at}.field", path) for path in paths)))
        otherwise = given.get("otherwise")
        texts = all(target.field.type is Scalar.TEXT for target in targets)
        if otherwise is not None and (otherwise != _ROW_NUMBER or not texts):
            self._report(f"{at}.otherwise", shown(otherwise), _UNKNOWN_KEY, _OTHERWISE)
        return Column(
            headings,
            targets,
            self._unit(f"{at}.unit", given.get("unit"), targets),
            self._text(f"{at}.unit_as", given.get("unit_as")),
            self._spellings(f"{at}.spellings", given.get("spellings"), targets),
            self._truth(f"{at}.needed", given.get("needed", False)),
            otherwise == _ROW_NUMBER,
            self._month_ends(at, given.get("month"), targets),
        )

    def _month_ends(self, at: str, month: object, targets: tuple[Target, ...]) -> bool:
        days = all(element_of(target.field.type) is Scalar.DATE for target in targets)
        if month is not None and (month not in _MONTHS or not days):
            self._report(f"{at}.month", shown(month), _NO_MONTH, _MONTH)
        return month == "last"

    def _either(
        self, at: str, given: dict[str, object], one: str, several: str, expected: Phrase
    ) -> tuple[str, ...]:
        value = given.get(one, given.get(several))
        if value is None:
            self._report(f"{at}.{one}", "", _NOT_GIVEN, expected)
            return ()
        return self._texts(f"{at}.{one}", value, expected)

    def _target(self, at: str, path: str) -> Target | None:
        try:
            return resolve(path, self.record_type)
        except RefusedValueError as refusal:
            self._report(at, shown(path), refusal.why, _FIELD_PATH, refusal.hint)
            return None

    def _unit(self, at: str, unit: object, targets: tuple[Target, ...]) -> str | None:
        if unit is None:
            return None
        types = [element_of(target.field.type) for target in targets]
        measured = next((t for t in types if isinstance(t, Scalar) and t in UNITS), None)
        if targets and measured is None:
            self._report(
                at, shown(unit), _NO_QUANTITY, described(targets[0].field.type), _NO_UNIT_THERE
            )
            return None
        known = UNITS[measured or Scalar.MONEY]
        found = unit_of(unit) if isinstance(unit, str) else None
        if found is None or found.kind not in KINDS_OF[measured or Scalar.MONEY]:
            near = did_you_mean(unit, known) if isinstance(unit, str) else None
            expected = Phrase(", ".join(known), "、".join(known))
            self._report(at, shown(unit), _NO_UNIT, expected, near)
        else:
            return str(unit)
        return None

    def _spellings(
        self, at: str, given: object, targets: tuple[Target, ...]
    ) -> Mapping[str, str | bool]:
        spellings: dict[str, str | bool] = {}
        types = [element_of(target.field.type) for target in targets]
        for word, value in self._table(at, given).items():
            for type_ in types:
                try:
                    if isinstance(type_, EnumType):
                        spellings[word.strip()] = scalars.read_enum(value, type_)
                    elif type_ is Scalar.YES_NO:
                        spellings[word.strip()] = scalars.read_yes_no(value)
                    else:
                        raise RefusedValueError(_UNKNOWN_KEY)
                except RefusedValueError as refusal:
                    listed = isinstance(type_, EnumType) or type_ is Scalar.YES_NO
                    expected = described(type_) if listed else _SPELLINGS
                    self._report(f"{at}.{word}", shown(value), refusal.why, expected, refusal.hint)
        return spellings

    def _fixed(self, given: dict[str, object]) -> tuple[Fixed, ...]:
        fixed = []
        for path, value in given.items():
            at = f"fixed.{path}"
            target = self._target(at, path)
            if target is None:
                continue
            type_ = target.field.type
            try:
                fixed.append(Fixed(target, _fixed_value(value, type_)))
            except RefusedValueError as refusal:
                self._report(at, shown(value), refusal.why, described(type_), refusal.hint)
        return tuple(fixed)

    def _heading_rows(self, given: object) -> tuple[int, int] | None:
        if given is None:
            return None
        if (
            isinstance(given, list)
            and len(given) == 2
            and all(type(row) is int for row in given)
            and 1 <= given[0] <= given[1] < given[0] + MAX_HEADER_DEPTH
        ):
            return given[0], given[1]
        self._report("heading_rows", shown(given), wrong_type(given).why, _HEADING_ROWS)
        return None

    def _check_once(self, columns: tuple[Column, ...]) -> None:
        fields: set[str] = set()
        headings: set[str] = set()
        for number, column in enumerate(columns, 1):
            for target in column.targets:
                if target.path in fields:
                    self._report(f"column {number}.field", shown(target.path), _TWICE, _ONE_EACH)
                fields.add(target.path)
            for key, rank in column.ranks.items():
                if key in headings:
                    heading = shown(column.headings[rank])
                    self._report(f"column {number}.heading", heading, _HEADED_TWICE, _ONE_EACH)
            headings.update(column.ranks)
        for number, column in enumerate(columns, 1):
            if column.unit_as is not None and folded_path(column.unit_as) not in headings:
                hint = did_you_mean(column.unit_as, tuple(h for c in columns for h in c.headings))
                at = f"column {number}.unit_as"
                self._report(at, shown(column.unit_as), _NO_SUCH_HEADING, _A_HEADING, hint)

    def _check_required(self, columns: tuple[Column, ...], fixed: tuple[Fixed, ...]) -> None:
        targets = [*(t for c in columns for t in c.targets), *(f.target for f in fixed)]
        given = {target.steps[0].name for target in targets}
        for field in self.record_type.fields:
            if field.required and field.name not in given:
                why = reason(
                    "MAP-211",
                    f"no column for the required field {field.name}",
                    f"必填字段“{field.label or field.name}”没有对应的列",
                )
                self._report("column", "", why, _A_COLUMN)

    def _known_keys(self, at: str, given: dict[str, object], known: tuple[str, ...]) -> None:
        for key in given:
            if key not in known:
                place = f"{at}.{key}" if at else key
                expected = Phrase(", ".join(known), "、".join(known))
                self._report(place, "", _UNKNOWN_KEY, expected, did_you_mean(key, known))

    def _table(self, at: str, given: object) -> dict[str, object]:
        if given is None or isinstance(given, dict):
            return given or {}
        self._report(at, shown(given), wrong_type(given).why, _A_TABLE)
        return {}

    def _truth(self, at: str, given: object) -> bool:
        if not isinstance(given, bool):
            self._report(at, shown(given), wrong_type(given).why, _TRUE_FALSE)
        return given is True

    def _text(self, at: str, given: object) -> str | None:
        if given is None or isinstance(given, str):
            return given
        self._report(at, shown(given), wrong_type(given).why, _TEXT)
        return None

    def _texts(self, at: str, given: object, expected: Phrase = _TEXTS) -> tuple[str, ...]:
        texts = given if isinstance(given, list) else [given]
        if texts and all(isinstance(text, str) and text.strip() for text in texts):
            return tuple(texts)
        if given != []:
            self._report(at, shown(given), wrong_type(given).why, expected)
        return ()

    def _report(
        self, at: str, value: str, why: Reason, expected: Phrase, hint: Phrase | None = None
    ) -> None:
        place = f"{self.file}: {printable(at)}"
        if match := re.match(r"column ([0-9]+)", at):
            line = _line_of_column(self.text, int(match[1]))
            place = f"{self.file}:{line}: {printable(at)}" if line else place
        self.problems.append(FileProblem(place, value, why, expected, hint))


def _fixed_value(value: object, type_: Type) -> Value:
    if isinstance(type_, EnumType):
        return scalars.read_enum(value, type_)
    if isinstance(type_, Scalar):
        return scalars.READERS[type_](value)
    if isinstance(type_, ListType) and isinstance(value, list):
        return tuple(_fixed_value(element, type_.element) for element in value)
    raise wrong_type(value if not isinstance(value, date) else str(value))


def _line_of_column(text: str, number: int) -> int | None:
    """The line of the n-th ``[[column]]``, if the columns are written so."""
    found = [
        line
        for line, written in enumerate(text.splitlines(), 1)
        if re.match(r"\s*\[\[\s*column\s*\]\]", written)
    ]
    return found[number - 1] if number <= len(found) else None


_TOML_SYNTAX: Final = (
    ("'=' after a key", Phrase("“=” is missing after a name", "名称后面缺少“=”")),
    ("Expected newline", Phrase("something follows on the same line", "同一行后面还有内容")),
    ("Invalid statement", Phrase("this is no line of a mapping", "这一行无法识别")),
    ("Cannot declare", Phrase("a section is there twice", "同一节写了两次")),
    ("Cannot overwrite", Phrase("a name is given twice", "同一名称写了两次")),
    ("Cannot mutate", Phrase("a section is continued that is complete", "已经写完的一节又被续写")),
    ("Cannot redefine", Phrase("a section is there twice", "同一节写了两次")),
    ("Duplicate inline", Phrase("a name is given twice", "同一名称写了两次")),
    ("']'", Phrase("a closing bracket “]” is missing", "缺少右括号“]”")),
    ("']]'", Phrase("a closing bracket “]]” is missing", "缺少右括号“]]”")),
    ("Unclosed array", Phrase("a list is not closed by “]”", "列表没有以“]”结束")),
    ("Unclosed inline", Phrase("a table is not closed by “}”", "内联表没有以“}”结束")),
    ("initial character", Phrase("a name is missing, or needs quotes", "缺少名称，或名称须加引号")),
    ("Unescaped", Phrase("a backslash without a meaning", "反斜杠后的内容无法识别")),
    ("hex value", Phrase("a backslash without a meaning", "反斜杠后的内容无法识别")),
    ("Unicode scalar", Phrase("half of a character", "有半个字符")),
    ("Unterminated string", Phrase("a text has no closing quote", "文本缺少右引号")),
    ("Illegal character", Phrase("a control character in a text", "文本中有控制字符")),
    ("invalid character", Phrase("a control character in a text", "文本中有控制字符")),
    ("Invalid date", Phrase("a day that is none", "日期无法识别")),
    ("Invalid value", Phrase("a value is missing, or needs quotes", "缺少值，或文本没有加引号")),
    ("Expected", Phrase("a sign is missing here", "此处缺少符号")),
)
"""What Python says of a wrong TOML file, by signs of it, in the words of those who write one."""
_NOT_UNDERSTOOD: Final = Phrase("this cannot be understood", "此处无法识别")

_TOO_LARGE_FOR_TOML: Final = reason("MAP-212", "a number has too many digits", "数字位数过多")


def _not_toml(name: str, text: str, error: Exception) -> Problem:
    if not isinstance(error, tomllib.TOMLDecodeError | RecursionError):
        return FileProblem(name, "", _TOO_LARGE_FOR_TOML, _TOML)
    message = str(error)
    match = re.search(r"\(at line ([0-9]+), column ([0-9]+)\)", message)
    place = f"{name}:{match[1]}:{match[2]}" if match else f"{name}:{len(text.splitlines())}"
    said = next((words for sign, words in _TOML_SYNTAX if sign in message), _NOT_UNDERSTOOD)
    why = reason("MAP-213", f"not TOML: {said.en}", f"不是有效的 TOML：{said.zh}")
    return FileProblem(place, "", why, _TOML)


def shipped_texts() -> tuple[tuple[str, str], ...]:
    """Names and texts of the shipped mapping files."""
    folder = files("linkage_rules.records").joinpath("mappings")
    found = [one for one in folder.iterdir() if one.name.endswith(".toml")]
    return tuple((one.name, one.read_text("utf-8")) for one in sorted(found, key=lambda f: f.name))


def mappings_for(record_type: RecordType) -> tuple[ColumnMapping, ...]:
    """The mapping by labels and names, and the shipped mappings for records of a type.

    Shipped mappings belong to the shipped vocabulary; one whose fields the record type lacks is
    left out.
    """
    fitting = []
    for name, text in shipped_texts():
        try:
            fitting.append(parse_mapping(text, name, record_type))
        except MappingError:
            continue
    return (plain_mapping(record_type), *fitting)
