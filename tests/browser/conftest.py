"""A real browser on the site under test. A page that errs, breaks the content policy or overflows fails."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, sync_playwright

from tests.cast import Member
from tools import browser as programs

SHOTS = Path(__file__).resolve().parents[2] / "shots"
SIZES = {"desk": (1280, 900), "phone": (390, 844)}
WIDTHS = (360, 768, 1024, 1600)
AXE_OPTIONS = {"resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the session; every test gets a context of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=programs.chromium(), args=programs.ARGUMENTS)
        yield browser
        browser.close()


class Visitor:
    """Somebody at a browser. `page` is Playwright's; the rest is what every journey asks of a page."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.faults: list[str] = []
        page.set_default_timeout(15_000)
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("response", self._answered)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.faults.append(message.text)

    def _answered(self, response: Response) -> None:
        if response.status >= 500:
            self.faults.append(f"{response.status} at {response.url}")

    def go(self, path: str) -> Page:
        """Open a page of the site."""
        self.page.goto(self.address + path)
        return self.page

    def sign_in(self, member: Member) -> None:
        """Carry the session of one of the cast; signing in itself has journeys of its own."""
        cookie = member.client().cookies[settings.SESSION_COOKIE_NAME]
        self.page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.address}])

    def fits(self) -> None:
        """Nothing sticks out sideways at any width the design names."""
        # A click returns before its page has come; an unfinished page has no width to measure.
        self.page.wait_for_load_state("load")
        self.page.wait_for_selector("html body")
        kept = self.page.viewport_size
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{self.page.url} is {wide} px wide in a window of {width} px"
        if kept:
            self.page.set_viewport_size(kept)

    def is_accessible(self) -> None:
        """No serious or critical finding of axe."""
        found: list[dict[str, Any]] = Axe().run(self.page, options=AXE_OPTIONS).response["violations"]
        grave = [rule for rule in found if rule["impact"] in ("serious", "critical")]
        assert not grave, [(rule["id"], [node["html"][:120] for node in rule["nodes"][:3]]) for rule in grave]

    def shoot(self, name: str) -> None:
        """Keep a picture to look at, when somebody asked for pictures (YUSHU_SHOTS=1)."""
        if os.environ.get("YUSHU_SHOTS"):
            SHOTS.mkdir(exist_ok=True)
            self.page.screenshot(path=SHOTS / f"{name}.png", full_page=True)


@pytest.fixture
def visit(chromium: Browser, live_server: Any) -> Iterator[Callable[..., Visitor]]:
    """Open a browser window: `visit()`, `visit(size="phone")`, `visit(scripts=False)`."""
    visitors: list[Visitor] = []

    def window(*, size: str = "desk", scripts: bool = True, language: str = "zh-CN") -> Visitor:
        width, height = SIZES[size]
        context = chromium.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=scripts, locale=language
        )
        visitors.append(Visitor(context.new_page(), live_server.url))
        return visitors[-1]

    yield window
    faults = [fault for visitor in visitors for fault in visitor.faults]
    for visitor in visitors:
        visitor.page.context.close()
    assert not faults, faults
