"""Paper from the house: a template, what it is to say, and the PDF that comes of it.

The same words give the same bytes: the fonts come out of wheels and the time in the file is a day of
the certificate's own. One compiler a process, one sheet at a time: a page takes some twenty
milliseconds, and who waits longer than `PATIENCE` is told to come again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any

import pylopdf_fonts_jp
import pylopdf_fonts_zh_cn
import segno
import typst
from django.http import HttpResponse

from yushu.kernel.errors import Refusal
from yushu.kernel.words import Words

TEMPLATES = Path(__file__).resolve().parent / "typst"
SYSTEM_FONTS = (Path("/usr/share/fonts/truetype/hanazono"), Path("/usr/share/fonts/opentype/noto"))
"""Where Debian puts what knows the characters that the wheels do not."""
STANDARD = "a-2b"
PATIENCE = 5.0
MOST_SAID = 64 * 1024
LARGEST = 2 * 1024 * 1024
NO_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed')
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")

_press = Lock()


class Busy(Exception):
    """Others print; the press was not free in time."""


@cache
def _compiler() -> Any:
    wheels = {wheel.serif_path().parent for wheel in (pylopdf_fonts_jp, pylopdf_fonts_zh_cn)}
    places = [*sorted(wheels), *(place for place in SYSTEM_FONTS if place.is_dir())]
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(place) for place in places])
    return typst.Compiler(root=str(TEMPLATES), font_paths=fonts)


def typeset(template: str, said: Mapping[str, Any], *, day: date) -> bytes:
    """The PDF of a template with what it says. `day` is the date inside the file.

    Raises Refusal naming the character no font here can draw (a sheet never shows an empty box for a
    name), and for more than a sheet can say; Busy when the press was not free in time.
    """
    text = json.dumps(said, ensure_ascii=False, sort_keys=True)
    if len(text) > MOST_SAID:
        wrong = Words("要打印的内容太长", "There is too much to print")
        raise Refusal(wrong, Words("用下载办件材料", "Take the file of the case instead"))
    if not _press.acquire(timeout=PATIENCE):
        raise Busy
    try:
        made: bytes = _compiler().compile(
            input=str(TEMPLATES / template),
            format="pdf",
            sys_inputs={"said": text},
            pdf_standards=STANDARD,
            timestamp=datetime.combine(day, time(), UTC),
        )
    except typst.TypstError as error:
        raise _undrawable(error) from error
    finally:
        _press.release()
    if len(made) > LARGEST:
        raise ValueError(f"{template} came out with {len(made)} bytes")
    return made


def _undrawable(error: Any) -> Exception:
    found = NO_GLYPH.search(f"{error}")
    if found is None:
        return RuntimeError(f"a sheet could not be set: {error}")
    wrong = Words("本机没有能印“{t}”的字体", "No font on this machine can print “{t}”").fill(
        t=_unescaped(found[1])
    )
    mend = Words("请管理员安装fonts-hanazono后再打印", "Ask the administrator to install fonts-hanazono")
    return Refusal(wrong, mend)


def _unescaped(text: str) -> str:
    """Characters that the compiler would not print in its own message come as their numbers."""
    return ESCAPED.sub(lambda found: f"U+{found[1].upper()}", text)


def picture(address: str) -> str:
    """The address as a QR code, an SVG of black squares."""
    stream = BytesIO()
    made: Any = segno.make(address, error="m", micro=False)
    made.save(stream, kind="svg", border=2, xmldecl=False, svgns=True, light="#fff")
    return stream.getvalue().decode("ascii")


def as_paper(content: bytes, name: str) -> HttpResponse:
    """A PDF as the answer to a request, kept by nobody on the way. The name is plain ASCII."""
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer
