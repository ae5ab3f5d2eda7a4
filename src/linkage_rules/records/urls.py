"""Recognising URLs that name a table in a database."""

import re
from typing import Final

URL: Final = re.compile(r"([A-Za-z][A-Za-z0-9]*)(?:\+[A-Za-z0-9]+)?:/{2,}")


def is_url(text: str) -> bool:
    """Whether a text is a URL that names a table in a database, and not a file.

    >>> is_url("sqlite:///a.db?table=t"), is_url("projects.json"), is_url("C:/projects.json")
    (True, False, False)
    """
    return URL.match(text) is not None
