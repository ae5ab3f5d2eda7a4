"""Whether the first sentence of a clause is its heading."""

from __future__ import annotations

import re

from linkage_rules.sources.paragraphs import LONGEST_HEADING

_ENDED = ("。", "！", "？", "!", "?", ":", ";")
_RUN_IN_HEADING = re.compile(r"[^,;:。！？!?…]{2,30}。")
_NORMATIVE_WORDS = re.compile("不得|不准|不予|应|须|可以|禁止|严禁|鼓励|原则上")


def is_heading(sentence: str, in_article: bool) -> bool:
    """Whether the folded first sentence of a clause that says more heads the rest of it.

    It does when it stands without a full stop, or when it is short and undivided and holds no word
    that makes a norm. An article and its items have no heading that ends in a full stop: there
    even a short sentence says something.

    >>> is_heading("加强统筹协调。", in_article=False), is_heading("不得挪用。", in_article=False)
    (True, False)
    """
    if not sentence.endswith(_ENDED):
        return len(sentence) <= LONGEST_HEADING
    return (
        not in_article
        and _RUN_IN_HEADING.fullmatch(sentence) is not None
        and not _NORMATIVE_WORDS.search(sentence)
    )
