"""Texts whose characters are set in different ways: a number with a raised note mark behind it, or
one that is struck through with the new one beside it."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import IO, Final

_RAISED: Final = str.maketrans("0123456789+-()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾")
_LOWERED: Final = str.maketrans("0123456789+-()", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎")
_STROKE: Final = "\u0336"
_OFF: Final = ("0", "false", "none")


def texts_as_set(part: IO[bytes]) -> Iterator[tuple[int, str]]:
    """The shared texts of a workbook in which some characters are raised, lowered or struck
    through, by their number, written with characters that say so: 120¹, 1̶0̶0̶120."""
    number = 0
    for _, element in ET.iterparse(part):
        if _name(element) != "si":
            continue
        text = text_as_set(element)
        if text is not None:
            yield number, text
        number += 1
        element.clear()


def text_as_set(element: ET.Element) -> str | None:
    """The text of one element with such characters; None if there are none in it."""
    texts = [_as_set(run) for run in element if _name(run) == "r"]
    if not any(changed for _, changed in texts):
        return None
    return "".join(text for text, _ in texts)


def _as_set(run: ET.Element) -> tuple[str, bool]:
    text = "".join(child.text or "" for child in run if _name(child) == "t")
    settings = [one for child in run if _name(child) == "rPr" for one in child]
    for one in settings:
        value = one.get("val", "")
        if _name(one) == "vertAlign" and value in ("superscript", "subscript"):
            return text.translate(_RAISED if value == "superscript" else _LOWERED), True
        if _name(one) == "strike" and value not in _OFF:
            return "".join(character + _STROKE for character in text), True
    return text, False


def _name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]
