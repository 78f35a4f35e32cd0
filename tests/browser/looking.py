"""What every journey of an officer asks of each page it reaches: it fits, it is accessible, in both languages."""

from __future__ import annotations

from collections.abc import Iterable

from tests.browser.conftest import Visitor
from yushu.doors.standing import LANGUAGE_COOKIE

SIZES = ((1440, 900), (390, 844))


def look(visitor: Visitor, name: str) -> None:
    """No page sticks out at 1440 or 390, and axe finds nothing grave. Pictures, when somebody asked for them."""
    visitor.page.wait_for_load_state("load")
    kept = visitor.page.viewport_size
    for width, height in SIZES:
        visitor.page.set_viewport_size({"width": width, "height": height})
        wide = visitor.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{visitor.page.url} is {wide} px wide in a window of {width} px"
        visitor.shoot(f"{name}-{width}")
    if kept:
        visitor.page.set_viewport_size(kept)
    visitor.is_accessible()


def read_in_english(visitor: Visitor, paths: Iterable[str], name: str) -> None:
    """The same pages in English fit as well."""
    visitor.page.context.add_cookies([{"name": LANGUAGE_COOKIE, "value": "en", "url": visitor.address}])
    for number, path in enumerate(paths):
        visitor.go(path)
        look(visitor, f"{name}-en-{number}")
    visitor.page.context.clear_cookies(name=LANGUAGE_COOKIE)
