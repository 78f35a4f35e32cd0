"""The browser the journeys are tested in: Debian's chromium, with a Chinese font."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache

from tools import debian

ABSENT = "no chromium on this machine, so the browser journeys did not run"
NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@cache
def chromium() -> str | None:
    """Where the browser is, if it is."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def has_chinese_font() -> bool:
    """Whether a page in Chinese would show more than boxes."""
    if not shutil.which("fc-list"):
        return False
    listed = subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, check=False)
    return bool(listed.stdout.strip())


def ready() -> bool:
    """Install what is missing where we may; whether the journeys can run now."""
    wanted = [] if chromium() else ["chromium"]
    if not has_chinese_font():
        wanted += ["fonts-noto-cjk", "fontconfig"]
    if wanted:
        debian.install(*wanted)
        chromium.cache_clear()
    return chromium() is not None
