"""The mappings that come with the package."""

from importlib.resources import files

from linkage_rules.model.types import RecordType
from linkage_rules.records.tables.mapping import ColumnMapping, plain_mapping
from linkage_rules.records.tables.mapping_files import MappingError, parse_mapping


def shipped_texts() -> tuple[tuple[str, str], ...]:
    """Names and texts of the shipped mapping files."""
    folder = files("linkage_rules.records").joinpath("mappings")
    found = [one for one in folder.iterdir() if one.name.endswith(".toml")]
    return tuple((one.name, one.read_text("utf-8")) for one in sorted(found, key=lambda f: f.name))


def mappings_for(record_type: RecordType) -> tuple[ColumnMapping, ...]:
    """The one by labels and names, and the shipped mappings for records of a type.

    A shipped mapping belongs to the vocabulary that comes with it; for a record type that lacks
    its fields it is left out.
    """
    fitting = []
    for name, text in shipped_texts():
        try:
            fitting.append(parse_mapping(text, name, record_type))
        except MappingError:
            continue
    return (plain_mapping(record_type), *fitting)
