"""Where the page finds a declaration: a file of the folder, and the line in it."""

from pathlib import Path
from typing import Any

from attrs import frozen

from linkage_rules.editing.folders import path_of
from linkage_rules.model.package import Package
from linkage_rules.model.spans import Span
from linkage_rules.sources import ClauseTree, QuoteFound, find_quote


@frozen
class Placing:
    """Where the things of a policy stand: declarations in the files of ``folder``, quotes in the
    sentences of ``text``, which are counted from 1 as the page does."""

    folder: Path
    package: Package
    text: ClauseTree | None

    def at(self, span: Span) -> dict[str, Any] | None:
        """The file of a place, named as the page names it, with line and column from 1; None for
        what does not stand in a file of the folder."""
        path = path_of(span.file)
        if not span.line or not path.is_relative_to(self.folder):
            return None
        name = path.relative_to(self.folder).as_posix()
        return {"path": name, "line": span.line, "column": span.column}

    def sentences(self, clause: str, quote: str) -> list[int]:
        """The numbers of the sentences that a quote stands in; none where it is of another text."""
        found = find_quote(self.text, clause, quote) if self.text else None
        if self.text is None or not isinstance(found, QuoteFound):
            return []
        numbers = {sentence: n for n, sentence in enumerate(self.text.sentences, 1)}
        return [numbers[sentence] for sentence in found.sentences]
