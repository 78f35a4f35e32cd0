"""Take the pictures of README.md and README.zh.md: a demonstration site, a browser, three pages, two languages."""

from __future__ import annotations

import hashlib
import os
import re
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tools import browser

PROJECT = Path(__file__).resolve().parent.parent
FOLDER = PROJECT / "docs" / "pictures"
STAMP = FOLDER / "made-from.txt"
LOOKS = PROJECT / "yushu" / "doors" / "pages"
SIZE: ViewportSize = {"width": 1280, "height": 860}
SCALE = 0.5
LANGUAGES = {"zh": "zh-hans", "en": "en"}


def made_from() -> str:
    """What the pictures depend on: the sheets and the templates."""
    seen = hashlib.sha256()
    for path in sorted([*LOOKS.rglob("*.css"), *LOOKS.rglob("*.html")]):
        seen.update(path.read_bytes())
    return seen.hexdigest()


@contextmanager
def _site() -> Iterator[str]:
    """A demonstration site of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    with tempfile.TemporaryDirectory(prefix="yushu-pictures-") as home:
        env = {**os.environ, "PORT": port, "YUSHU_HOME": home, "YUSHU_DATABASE_URL": ""}
        with subprocess.Popen(
            [sys.executable, "-m", "tools.site"], env=env, stdout=subprocess.PIPE, text=True
        ) as run:
            for line in run.stdout or ():
                print(line, end="", flush=True)
                if line.startswith("ready "):
                    break
            try:
                yield f"http://127.0.0.1:{port}"
            finally:
                run.terminate()
                # Read to its end, so that it can say that it stops.
                for line in run.stdout or ():
                    print(line, end="", flush=True)


def _stand_at_the_province(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    page.locator(".demo details").evaluate("bar => { bar.open = true }")
    choice = page.locator("#demo-as optgroup").first.locator("option").first
    page.select_option("#demo-as", choice.get_attribute("value"))
    page.locator(".demo form[action*=stand] button").click()


def _batch(page: Page) -> str:
    """The address of the batch the design was drawn after."""
    page.goto(re.sub(r"(https?://[^/]+).*", r"\1/batches/", page.url))
    return (
        page.locator('a[href^="/cases/batch/"]', has_text="2024-009").first.get_attribute("href") or "/desk/"
    )


def _shoot(chromium: Browser, address: str, name: str, language: str) -> None:
    context = chromium.new_context(viewport=SIZE, device_scale_factor=SCALE)
    context.add_cookies([{"name": "yushu_language", "value": language, "url": address}])
    page = context.new_page()
    _stand_at_the_province(page, address)
    for title, path in {"desk": "/desk/", "case": _batch(page), "plan": "/plan/2024/"}.items():
        page.goto(address + path)
        page.screenshot(path=FOLDER / f"{title}.{name}.png")
        print(f"pictures: docs/pictures/{title}.{name}.png", flush=True)
    context.close()


def main() -> int:
    """Take all of them again."""
    if not browser.ready():
        print(f"pictures: {browser.ABSENT}")
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    with _site() as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.chromium(), args=browser.ARGUMENTS)
        for name, language in LANGUAGES.items():
            _shoot(chromium, address, name, language)
        chromium.close()
    STAMP.write_text(made_from() + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
