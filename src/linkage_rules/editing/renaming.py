"""Another ASCII name, or another label, wherever a policy writes it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lsprotocol import types

from linkage_rules.editing.answers import DeclinedError
from linkage_rules.editing.folders import Known, path_of
from linkage_rules.editing.names import Declared, Written, names_of
from linkage_rules.editing.placing import sound_after
from linkage_rules.language.fixes import Edit
from linkage_rules.words.messages import Phrase
from linkage_rules.words.names import (
    write_name,
    write_name_in_place,
    write_shared_name,
    write_type_name,
    write_value_name,
)

_LABEL: Final = re.compile(r'[^「」"“”\\\n]+')
_NO_NAME: Final = Phrase("there is no name here", "这里不是名称")
_OF_ANOTHER: Final = Phrase(
    "{name} is declared in another policy, {file}; rename it there",
    "{name} 是在另一个政策（{file}）中声明的，请到那里改名",
)
_OF_THE_LANGUAGE: Final = Phrase(
    "{name} belongs to the language itself and cannot be renamed",
    "{name} 是政策语言自带的名称，不能改名",
)
_FAULTS: Final = Phrase(
    "the policy has problems: put them right first, so that every place is found",
    "政策还有错误：请先改正，才能找全所有写到它的地方",
)
_NOT_ASCII: Final = Phrase(
    "an ASCII name is a word of letters, digits and “_” that begins with no digit",
    "英文名由字母、数字和“_”组成，不以数字开头",
)
_NOT_A_LABEL: Final = Phrase(
    "a label is some text on one line, without quotation marks of any kind",
    "中文名是一行文字，不含任何引号",
)
_WRONG_AFTERWARDS: Final = Phrase(
    "with this name the policy has a problem: {why}", "改成这个名称后政策会出错：{why}"
)


def renamed_range(known: Known, path: Path, position: types.Position) -> types.Range:
    """What is renamed at a place. Raises `DeclinedError` where nothing can be."""
    found, _ = _renamed(known, path, position)
    return known.range(found.span)


def rename(known: Known, path: Path, position: types.Position, name: str) -> types.WorkspaceEdit:
    """The changes that put another name in the place of the one at a place: the ASCII name or the
    label, whichever stands there.

    Raises `DeclinedError` where it cannot be renamed, or the policy would be wrong afterwards.
    """
    found, declared = _renamed(known, path, position)
    written = _text(known, found)
    is_label = written.strip("「」") != declared.name.text
    name = name.strip().removeprefix("「").removesuffix("」")
    # A declaration without a label may be named in Chinese, as a label is.
    is_ascii = not is_label and declared.name.text.isascii()
    if is_ascii and not (name.isascii() and name.isidentifier()):
        raise DeclinedError(_NOT_ASCII)
    if not is_ascii and not _LABEL.fullmatch(name):
        raise DeclinedError(_NOT_A_LABEL)
    edits = [*_edits(known, declared, is_label, name)]
    sound_after(known, edits, _WRONG_AFTERWARDS)
    return known.workspace_edit(edits)


def _renamed(known: Known, path: Path, position: types.Position) -> tuple[Written, Declared]:
    found = names_of(known).at(path, known.offset(path, position))
    if found is None:
        raise DeclinedError(_NO_NAME)
    declared = found.declared
    if declared is None:
        raise DeclinedError(_OF_THE_LANGUAGE.filled(name=found.reference.name))
    home = path_of(declared.name.span.file)
    if home not in known.own:
        raise DeclinedError(_OF_ANOTHER.filled(name=found.reference.name, file=str(home)))
    if known.loaded.diagnostics:
        raise DeclinedError(_FAULTS)
    return found, declared


def _edits(known: Known, declared: Declared, is_label: bool, name: str) -> Iterator[Edit]:
    """A change for each place that has the spelling which is renamed."""
    old = declared.label if is_label else declared.name.text
    if not is_label:
        yield Edit(declared.name.span, _written(name))
    elif declared.label_at is not None:
        yield Edit(declared.label_at, name)
    for one in names_of(known).standing_for(declared):
        if _text(known, one).strip("「」") == old:
            yield Edit(one.span, _written(name))


def _text(known: Known, written: Written) -> str:
    span = written.span
    return known.document(path_of(span.file)).read[span.start : span.end]


def _written(name: str) -> str:
    """A name as it can stand anywhere."""
    ways = (write_name, write_value_name, write_shared_name, write_type_name, write_name_in_place)
    return next((written for way in ways if (written := way(name)) != name), name)
