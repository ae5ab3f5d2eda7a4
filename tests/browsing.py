"""A browser for the tests of pages, usable on a busy machine.

Tests ask what a page holds (`texts`, `to_have_text`), not what has been painted so far: what lies
outside the window is laid out when it comes into sight, and `innerText` leaves it out until then.
"""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
from attrs import Factory, define
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    WebSocketRoute,
    expect,
    sync_playwright,
)

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

# Milliseconds to wait for an expectation, and for what is to be clicked or filled in: what is there
# is met at once, other things may need time on a busy machine.
PATIENCE = 120_000


@contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium until the end of the block, with animations switched off."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-dev-shm-usage",
                # Days are written as the page says, as in browsers of its language.
                "--enable-blink-features=LangAttributeAwareFormControlUI",
            ],
            timeout=PATIENCE,
        )
        browser.on("context", lambda context: context.set_default_timeout(PATIENCE))
        yield browser
        browser.close()


def texts(found: Locator) -> list[str]:
    """The words of each element, painted or not, with single spaces."""
    return [" ".join(text.split()) for text in found.all_text_contents()]


Message = dict[str, Any]


@define
class Said:
    """What a page has asked of its program so far, by method, and what is held back of it."""

    asked: list[str] = Factory(list)
    chosen: int = 0
    held: list[Callable[[], None]] | None = Factory(list)

    def hold(self, hand_on: Callable[[], None]) -> None:
        """Hand something on once what is held back is let go."""
        if self.held is None:
            hand_on()
        else:
            self.held.append(hand_on)

    def let_go(self) -> None:
        """Hand on what is held back, in its order; what of it has not come yet is handed on when it
        comes. Raises AssertionError where nothing is held back."""
        assert self.chosen
        held, self.held = self.held or [], None
        for hand_on in held:
            hand_on()


def questions_held(page: Page | BrowserContext, which: Callable[[Message], bool]) -> Said:
    """Hold back those questions of a page that is opened after this; they are heard late."""
    return _between(page, which, lambda _: False)


def answers_held(page: Page | BrowserContext, which: Callable[[Message], bool]) -> Said:
    """Hold back the answers to those questions of a page that is opened after this: they are of
    the time when they were asked, and come late."""
    return _between(page, lambda _: False, which)


def _between(
    page: Page | BrowserContext,
    questions: Callable[[Message], bool],
    answers: Callable[[Message], bool],
) -> Said:
    said = Said()
    awaited: list[object] = []

    def carry(way: WebSocketRoute) -> None:
        program = way.connect_to_server()

        def ask(message: str | bytes) -> None:
            asked = json.loads(message)
            said.asked.append(asked.get("method", ""))
            if "id" in asked and answers(asked):
                said.chosen += 1
                awaited.append(asked["id"])
            if questions(asked):
                said.chosen += 1
                said.hold(partial(program.send, message))
            else:
                program.send(message)

        def answer(message: str | bytes) -> None:
            told = json.loads(message)
            if "method" not in told and told["id"] in awaited:
                said.hold(partial(way.send, message))
            else:
                way.send(message)

        way.on_message(ask)
        program.on_message(answer)

    page.route_web_socket(re.compile("^ws:"), carry)
    return said
