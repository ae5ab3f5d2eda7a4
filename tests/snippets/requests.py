"""Requests on a page as ``curl`` makes them, and what of the answer it shows."""

import json
import re
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import httpx

from tests.snippets.pages import Block, Page

_SERVER = re.compile(r"http://127\.0\.0\.1:8000")


def ask(page: Page, words: list[str]) -> str:
    """What is answered by whatever the page is about, as its fixture ``server`` knows."""
    server = page.fixture("server")
    method, headers, data, files, url = None, {}, None, {}, ""
    with ExitStack() as opened:
        given = iter(words)
        for word in given:
            match word:
                case "-X":
                    method = next(given)
                case "-H":
                    name, _, value = next(given).partition(":")
                    headers[name.strip()] = value.strip()
                case "-d":
                    data = next(given).encode()
                case "-F":
                    name, _, path = next(given).partition("=@")
                    file = opened.enter_context(Path(page.folder / path).open("rb"))
                    files[name] = (Path(path).name, file)
                case _:
                    assert _SERVER.match(word), f"curl with {word}"
                    url = _SERVER.sub("", word).replace("$(date +%F)", f"{date.today()}")
        method = method or ("POST" if data or files else "GET")
        request = httpx.Request(
            method, f"http://localhost{url}", content=data, files=files or None, headers=headers
        )
        request.read()
    return f"{server(request)}\n"


def answered(page: Page, block: Block) -> None:
    """At least this is in the last answer."""
    *_, last = page.said(block).splitlines()
    found: dict[str, Any] = json.loads(last)
    shown = json.loads(block.source)
    now = {name: found.get(name) for name in shown}
    if now != shown:
        page.renew(block, json.dumps(now, ensure_ascii=False) + "\n")
