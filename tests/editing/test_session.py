"""What is known of a policy at one moment goes when the next one comes."""

import gc
from collections import deque
from collections.abc import Iterable, Iterator
from types import SimpleNamespace
from weakref import ref

import pytest
from lsprotocol import types

from linkage_rules.editing.server import FEATURES

from .conftest import RULES, Desk

NAME = "20_rules.pol"
ASKED = (
    types.TEXT_DOCUMENT_HOVER,
    types.TEXT_DOCUMENT_DEFINITION,
    types.TEXT_DOCUMENT_COMPLETION,
    types.TEXT_DOCUMENT_CODE_LENS,
    types.TEXT_DOCUMENT_INLAY_HINT,
    types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL,
    types.TEXT_DOCUMENT_CODE_ACTION,
    types.TEXT_DOCUMENT_DOCUMENT_SYMBOL,
    types.TEXT_DOCUMENT_FORMATTING,
)


@pytest.fixture
def without_a_collector() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.usefixtures("without_a_collector")
def test_what_was_known_before_goes_by_itself(desk: Desk, asked: str) -> None:
    known, at = desk.known, desk.at(NAME, "过深")
    params = SimpleNamespace(
        position=at,
        range=types.Range(start=at, end=at),
        context=types.CodeActionContext(diagnostics=[]),
    )
    answered = FEATURES[asked].answer(known, desk.path(NAME), params)
    if isinstance(answered, Iterable):
        deque(answered, maxlen=0)
    before = ref(known)
    del known, answered
    desk.write(NAME, f"# 另一条注释\n{RULES}")
    assert not desk.known.loaded.diagnostics
    assert before() is None
