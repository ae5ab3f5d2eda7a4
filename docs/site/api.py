"""The pages of the Python reference: every public name with its signature and its docstring.

What is public is what `tests/public_api.py` says, by which its snapshot is made. Docstrings are in
English; api.zh.toml says the same in Chinese of every function and class, and of what classes have.
"""

from __future__ import annotations

import enum
import inspect
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path

import attrs
from pages import ROOT, Page
from parts import block, paragraph, table

from linkage_rules.words.keywords import LANGUAGES, Language
from linkage_rules.words.messages import Phrase, say

sys.path.insert(0, str(ROOT))
from tests import public_api

FOLDER = "reference/api"
GIVEN = "others"
"""The page of the classes that no module offers by name, but that public functions give."""


@cache
def in_chinese() -> Mapping[str, str]:
    """A Chinese sentence on every public function and class, by full name."""
    found: Mapping[str, str] = tomllib.loads(
        Path(__file__).with_name("api.zh.toml").read_text("utf-8")
    )
    return found


def _said_in_chinese(name: str) -> str:
    if name not in in_chinese():
        raise LookupError(f"docs/site/api.zh.toml has no sentence on {name}")
    return in_chinese()[name]


def generated() -> Iterator[Page]:
    """A page for each public module, and one for the classes that their functions give."""
    homes = _homes()
    for module in (*public_api.MODULES, GIVEN):
        texts = {each: "\n".join(_page(module, homes, each)) + "\n" for each in LANGUAGES}
        yield Page(f"{FOLDER}/{module}", texts, {})


def _names(module: str) -> dict[str, object]:
    if module != GIVEN:
        home = import_module(module)
        return {name: getattr(home, name) for name in sorted(home.__all__)}
    named = {
        getattr(import_module(each), name)
        for each in public_api.MODULES
        for name in import_module(each).__all__
        if inspect.isclass(getattr(import_module(each), name))
    }
    given = public_api.given_by(named | {*map(public_api.named, public_api.GIVEN)})
    found = {*given, *map(public_api.named, public_api.GIVEN)}
    return {each.__name__: each for each in sorted(found, key=lambda each: each.__name__)}


def _homes() -> dict[int, str]:
    """The place where each function and class is described, by ``id``: the full name under which it
    is first met."""
    homes: dict[int, str] = {}
    for module in (*public_api.MODULES, GIVEN):
        for name, value in _names(module).items():
            if inspect.isclass(value) or inspect.isfunction(inspect.unwrap(value)):  # type: ignore[arg-type]
                homes.setdefault(id(value), f"{module}.{name}")
    return homes


def _page(module: str, homes: Mapping[int, str], language: Language) -> Iterator[str]:
    if module == GIVEN:
        yield from paragraph(
            say(Phrase("# What these give and hold", "# 以上各项给出和包含的类"), language)
        )
        yield say(
            Phrase(
                "Classes that nobody asks for by name, but that public functions and fields give.",
                "不必按名称取用、由公开的函数和字段给出的类。",
            ),
            language,
        )
    else:
        yield from paragraph(f"# {module}")
        if language == "zh":
            yield (
                f"`import {module}` 之后可用的名称。每个函数、类和类的每个方法、属性先用中文说明，"
                "签名之后是程序里的英文说明和例子。"
            )
        else:
            yield from _text(inspect.getdoc(import_module(module)) or "", homes, first=True)
    yield ""
    for name, value in _names(module).items():
        yield from _entry(module, name, value, homes, language)


def _entry(
    module: str, name: str, value: object, homes: Mapping[int, str], language: Language
) -> Iterator[str]:
    full = f"{module}.{name}"
    yield from paragraph(f"## {name} {{ #{full} }}")
    home = homes.get(id(value))
    if home is not None and home != full:
        yield from paragraph(say(Phrase("See", "见"), language) + f" {_link(home)}")
        return
    if inspect.ismodule(value):
        known = value.__name__ in public_api.MODULES
        yield from paragraph(
            say(Phrase("The module", "模块"), language)
            + " "
            + (f"[`{value.__name__}`]({value.__name__}.md)" if known else f"`{value.__name__}`")
        )
    elif home is None:
        yield from paragraph(f"`{name}: {type(value).__name__}`")
        if isinstance(value, int | str) and name != "__version__":
            yield from paragraph(f"`{value!r}`")
    else:
        yield from _described(full, name, value, homes, language)


def _described(
    full: str, name: str, value: object, homes: Mapping[int, str], language: Language
) -> Iterator[str]:
    if language == "zh":
        yield from paragraph(_said_in_chinese(full))
    if not inspect.isclass(value):
        function = inspect.unwrap(value)  # type: ignore[arg-type]
        yield from _signature(f"def {name}{public_api.signature_of(function)}")
        yield from _text(inspect.getdoc(function) or "", homes)
        return
    if "__init__" in dir(value) and any(
        "__init__" in vars(base) for base in value.__mro__ if public_api.is_ours(base)
    ):
        yield from paragraph(f'<a id="{full}.__init__"></a>')
        yield from _signature(f"class {name}{public_api.signature_of(value.__init__)}")
    else:
        yield from _signature(f"class {name}")
    yield from _text(inspect.getdoc(value) or "", homes)
    yield from _fields(full, value, language)
    for member, found in public_api.members_of(value):
        if not isinstance(found, attrs.Attribute):
            yield from _member(full, _told_at(full, value, member, homes), found, homes, language)


def _fields(full: str, owner: type, language: Language) -> Iterator[str]:
    rows = [
        (member, public_api.signature_of(found) or "")
        for member, found in public_api.members_of(owner)
        if isinstance(found, attrs.Attribute)
    ]
    if issubclass(owner, enum.Enum):
        rows += [(member.name, repr(member.value)) for member in owner]
    if rows:
        head = Phrase("field|type or value", "字段|类型或值")
        yield from table(
            say(head, language).split("|"),
            (
                (
                    f'<a id="{full}.{member}"></a>`{member}`',
                    f"<code>{shown.replace('<', '&lt;')}</code>",
                )
                for member, shown in rows
            ),
        )


def _told_at(full: str, owner: type, member: str, homes: Mapping[int, str]) -> str:
    """The link to a member at the class that defines it first, where that class is public."""
    first = next((base for base in owner.__mro__ if member in vars(base)), owner)
    return f"{homes.get(id(first), full)}.{member}"


def _member(
    full: str, told_at: str, found: object, homes: Mapping[int, str], language: Language
) -> Iterator[str]:
    member = told_at.rpartition(".")[2]
    yield from paragraph(f"### {member} {{ #{full}.{member} }}")
    if language == "zh":
        yield from paragraph(_said_in_chinese(told_at))
    signature = public_api.signature_of(found)
    if signature is not None:
        method = isinstance(found, staticmethod | classmethod) or inspect.isfunction(found)
        mark = type(found).__name__ + " " if isinstance(found, staticmethod | classmethod) else ""
        yield from _signature(f"{mark}{'def ' if method else ''}{member}{signature}")
    about = found.__func__ if isinstance(found, staticmethod | classmethod) else found
    yield from _text(inspect.getdoc(about) or "", homes)


def _signature(text: str) -> Iterator[str]:
    """A signature, one parameter a line where it is long."""
    yield "```python"
    if len(text) > 90 and "(" in text:
        before, _, rest = text.partition("(")
        inside, _, after = rest.rpartition(")")
        yield f"{before}("
        yield from (f"    {each.strip()}," for each in _parted(inside))
        yield f"){after}"
    else:
        yield text
    yield from paragraph("```")


def _parted(text: str) -> Iterator[str]:
    """The parts of a text between commas that are in no brackets and no quotes."""
    depth, quoted, begun = 0, "", 0
    for at, character in enumerate(text):
        if quoted:
            quoted = "" if character == quoted else quoted
        elif character in "'\"":
            quoted = character
        elif character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
        elif character == "," and depth == 0:
            yield text[begun:at]
            begun = at + 1
    yield text[begun:]


def _text(docstring: str, homes: Mapping[int, str], first: bool = False) -> Iterator[str]:
    """A docstring: paragraphs with links to what they name, examples as blocks of code."""
    known = {home: home for home in homes.values()}
    known |= {home.removeprefix("linkage_rules."): home for home in homes.values()}

    def linked(found: re.Match[str]) -> str:
        home = known.get(found[1])
        return found[0] if home is None else _link(home)

    for text in docstring.split("\n\n")[: 1 if first else None]:
        if text.lstrip().startswith(">>>"):
            yield from block("pycon", inspect.cleandoc(text))
        else:
            parts = re.split(r"(``.+?``|`.+?`)", text, flags=re.DOTALL)
            for at in range(0, len(parts), 2):
                parts[at] = parts[at].replace("<", "&lt;").replace("*", "\\*")
            yield from paragraph(re.sub(r"(?<!`)`([\w.]+)`(?!`)", linked, "".join(parts)))


def _link(home: str) -> str:
    module = next(
        each
        for each in sorted((*public_api.MODULES, GIVEN), key=len, reverse=True)
        if home.startswith(f"{each}.")
    )
    return f"[`{home.removeprefix(f'{GIVEN}.')}`]({module}.md#{home})"
