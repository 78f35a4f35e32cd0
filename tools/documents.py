"""Write again the pages of docs/ that are made from the code. A test says when one is stale."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import django

os.environ.setdefault("YUSHU_MODE", "demonstration")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yushu.config.settings")
django.setup()

from tools import drawing, mapping  # noqa: E402 the models need a prepared Django
from yushu.casework.registry import kinds  # noqa: E402 the same

PROJECT = Path(__file__).resolve().parent.parent


def pages() -> dict[str, Callable[[], str]]:
    """Path under docs/ → the function that writes its text. Needs a prepared Django."""
    processes = {
        f"processes/{kind}.md": partial(drawing.page, model.process) for kind, model in kinds().items()
    }
    return {"clauses.md": mapping.page, **processes}


def stale() -> list[str]:
    """The pages that say something else than the code."""
    return [name for name, write in pages().items() if _on_disk(name) != write()]


def _on_disk(name: str) -> str:
    path = PROJECT / "docs" / name
    return path.read_text(encoding="utf-8") if path.exists() else ""


def main() -> int:
    """Write what is stale and say which."""
    for name in stale():
        path = PROJECT / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(pages()[name](), encoding="utf-8")
        print(f"docs: wrote docs/{name}")
    print(f"docs: {len(pages())} generated pages are fresh")
    return 0


if __name__ == "__main__":
    sys.exit(main())
