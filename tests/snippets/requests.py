"""Requests on a page as ``curl`` makes them, and what of the answer it shows."""

import json
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import httpx

from tests.snippets.pages import Block, Page
from tests.snippets.servers import ADDRESS

_PATIENCE = 60


def ask(page: Page, words: list[str]) -> str:
    """What the server answers that the page has started."""
    server = page.stand_ins.get(ADDRESS)
    assert server, f"nothing above it listens at {ADDRESS}"
    method, headers, data, files, url = None, {}, None, {}, ""
    with ExitStack() as opened:
        given = iter(words)
        for word in given:
            match word:
                case "-s":
                    pass
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
                    assert word.startswith(server), f"curl with {word}"
                    url = word.replace("$(date +%F)", f"{date.today()}")
        answer = httpx.request(
            method or ("POST" if data or files else "GET"),
            url,
            content=data,
            files=files or None,
            headers=headers,
            timeout=_PATIENCE,
        )
    return f"{answer.text}\n"


def answered(page: Page, block: Block) -> None:
    """At least this is in the last answer."""
    *_, last = page.said(block).splitlines()
    found: dict[str, Any] = json.loads(last)
    shown = json.loads(block.source)
    now = {name: found.get(name) for name in shown}
    if now != shown:
        page.renew(block, json.dumps(now, ensure_ascii=False) + "\n")
