"""Python on a page: prompts with their answers, or lines that are run; names last for the page.

All of a page runs in one thread of its own: a browser that other tests hold open keeps a loop
running in theirs, beside which a page could start none.
"""

import doctest
import traceback
from contextlib import redirect_stdout
from io import StringIO
from types import CodeType
from typing import Any

from tests.snippets.pages import Block, Page


def run(page: Page, block: Block) -> None:
    page.thread.submit(_run, page, block).result()


def _run(page: Page, block: Block) -> None:
    if ">>> " in block.source:
        page.renew(block, _answered(page, block.source))
        return
    printed = StringIO()
    try:
        with redirect_stdout(printed):
            exec(_compiled(page, block), page.namespace)
    except Exception as error:
        raise AssertionError("".join(traceback.format_exception(error))) from error
    page.says(block, printed.getvalue)


def read(page: Page, block: Block) -> None:
    _compiled(page, block)


def _compiled(page: Page, block: Block) -> CodeType:
    above = page.text.count("\n", 0, block.place.start)
    try:
        return compile("\n" * above + block.source, page.path, "exec")
    except SyntaxError as error:
        raise AssertionError(str(error)) from error


class _Answers(doctest.DocTestRunner):
    """Notes what is answered where it is not what stands there."""

    def __init__(self) -> None:
        super().__init__(verbose=False, optionflags=doctest.ELLIPSIS)
        self.found: dict[int, str] = {}

    def report_failure(self, out: Any, test: Any, example: doctest.Example, got: str) -> None:
        self.found[example.lineno] = got

    def report_unexpected_exception(
        self, out: Any, test: Any, example: doctest.Example, exc_info: Any
    ) -> None:
        told = "".join(traceback.format_exception_only(*exc_info[:2]))
        self.found[example.lineno] = f"Traceback (most recent call last):\n{told}"


def _answered(page: Page, source: str) -> str:
    """The block with the answers that are given now."""
    examples = doctest.DocTestParser().get_examples(source, page.path)
    test = doctest.DocTest(examples, {}, page.path, page.path, 0, source)
    test.globs = page.namespace
    runner = _Answers()
    runner.run(test, out=lambda told: None, clear_globs=False)
    lines = source.splitlines(keepends=True)
    for example in reversed(examples):
        if (found := runner.found.get(example.lineno)) is not None:
            first = example.lineno + example.source.count("\n")
            lines[first : first + example.want.count("\n")] = found.splitlines(keepends=True)
    return "".join(lines)
