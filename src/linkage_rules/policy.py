"""`Policy`, the face users hold: a checked model with its engines.

Engines, readers and analyses are imported by the methods that first need them, so that holding a
policy costs little.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from attrs import field, frozen

from linkage_rules.decisions import Decision
from linkage_rules.model.package import Package
from linkage_rules.model.types import RecordType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkage_rules.engines.compiled import Program
    from linkage_rules.records.sweep import Sweep
    from linkage_rules.sources import Source

DEFAULT_RECORD_TYPE: Final = "Project"

Engine: TypeAlias = Literal["compiled", "reference"]


@frozen
class Policy:
    """A policy that was checked and can be asked. Get one from `linkage_rules.load`.

    ``package`` is its model, ``digest`` the SHA-256 of its text and of all it uses, ``source`` the
    official text it cites, if it names one.
    """

    package: Package
    digest: str
    source: Source | None = field(default=None, repr=False)
    _readers: dict[str, Sweep] = field(factory=dict, init=False, repr=False, eq=False)
    _programs: dict[str, Program] = field(factory=dict, init=False, repr=False, eq=False)

    @property
    def name(self) -> str:
        return self.package.name

    @property
    def label(self) -> str | None:
        return self.package.label

    def record_type(self, name: str) -> RecordType:
        """The record type of that name or label.

        Raises `RecordError` when the policy has none, with the near names.

        >>> import linkage_rules as lr
        >>> lr.load("xiangtan_2022").record_type("项目").name
        'Project'
        """
        for record_type in self.package.record_types.values():
            if name in (record_type.name, record_type.label):
                return record_type
        from linkage_rules.records import RecordError
        from linkage_rules.records.findings import no_record_type

        raise RecordError((no_record_type(name, self.package.record_types.values()),))

    def evaluate(
        self,
        record: object,
        *,
        as_of: date,
        record_type: str = DEFAULT_RECORD_TYPE,
        engine: Engine = "compiled",
    ) -> Decision:
        """Judge one record: a mapping, or an attrs or dataclass instance.

        Fields may be named in ASCII or by label; an absent field is unknown, which is never an
        error. Amounts are whole fen or texts with a unit. ``as_of`` is the day to judge by. The
        compiled engine is the fast one; the reference engine, which gives the same answers, is
        the meaning of the language.

        Raises `RecordError` with every problem of the record.

        >>> import linkage_rules as lr
        >>> policy = lr.load("xiangtan_2022")
        >>> record = {
        ...     "id": "P-1",
        ...     "operating": True,
        ...     "funds": [{"type": "bridging_subsidy", "amount": "120万元"}],
        ...     "mechanism_established": False,
        ... }
        >>> decision = policy.evaluate(record, as_of=date(2023, 5, 1))
        >>> decision.verdicts["enter_library"].status.value
        'forbidden'
        """
        shape = self.record_type(record_type)
        valid = self._reader(shape).read(record)
        if engine == "reference":
            from linkage_rules.engines import reference

            outcome = reference.evaluate(self.package, shape, valid, as_of)
        else:
            outcome = self._program(shape).outcome(valid, as_of)
        return Decision(self.package, self.digest, shape, valid, outcome)

    def evaluate_table(
        self,
        table: object,
        *,
        as_of: date,
        record_type: str = DEFAULT_RECORD_TYPE,
        keep: Sequence[str] | None = None,
    ) -> Any:
        """Judge every row of a table: one query, worked out when the result is asked for.

        ``table`` is an Ibis table of any backend, a Polars or pandas frame, a pyarrow table or
        dataset, or the path of Parquet files, which may be a folder or a pattern. Columns are
        named like the fields of the record type or by their labels; lists and records are list
        and struct columns. NULL is unknown, at every level, and so is a column that is not there.
        Amounts are whole fen. Rows are taken to be valid.

        The result is an Ibis table with a row for each row of ``table``. It has the columns named
        in ``keep`` (by default those that the record type requires, such as its ``id``), for each
        action ``verdict_ACTION`` and ``by_ACTION``, the norms that decide it, for each norm
        ``status_NORM``, and ``missing``, the fields on which what is undetermined rests, without
        positions in lists.

        Raises `TableError` where the extra ``tables`` is not installed, a column does not fit its
        field, or numbers could outgrow what a table holds exactly.

        >>> import linkage_rules as lr
        >>> import pyarrow as pa
        >>> rows = pa.table({"id": ["P-1"], "operating": [True], "mechanism_established": [None]})
        >>> policy = lr.load("xiangtan_2022")
        >>> result = policy.evaluate_table(rows, as_of=date(2023, 5, 1))
        >>> result.verdict_enter_library.to_pyarrow().to_pylist()
        ['undetermined']
        """
        from linkage_rules.engines import tabular

        shape = self.record_type(record_type)
        return tabular.evaluate(self.package, shape, table, as_of, keep)

    def _reader(self, shape: RecordType) -> Sweep:
        reader = self._readers.get(shape.name)
        if reader is None:
            from linkage_rules.records.sweep import Sweep

            reader = self._readers.setdefault(shape.name, Sweep(shape))
        return reader

    def _program(self, shape: RecordType) -> Program:
        program = self._programs.get(shape.name)
        if program is None:
            from linkage_rules.engines.compiled import Program

            program = self._programs.setdefault(shape.name, Program(self.package, shape))
        return program
