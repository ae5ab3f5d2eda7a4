"""A browser for the tests of pages, usable on a busy machine.

Tests ask what a page holds (`texts`, `to_have_text`), not what has been painted so far: what lies
outside the window is laid out when it comes into sight, and `innerText` leaves it out until then.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Locator, expect, sync_playwright

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
