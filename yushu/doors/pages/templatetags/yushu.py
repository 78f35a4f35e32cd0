"""What templates say and draw: `{% load yushu %}`.

Filters say a value in the language of the page. Tags that need to know today, or draw a
partial, take the context. Nothing here asks the database.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from yushu.casework.dials import Dial, Node
from yushu.doors.pages import figures, navigation, speech
from yushu.doors.pages.exhibits import Tile
from yushu.doors.pages.shapes import Link
from yushu.kernel.clock import BEIJING, day_of
from yushu.kernel.identifiers import mask_id
from yushu.kernel.words import Words
from yushu.law.entries import Entry, Kind
from yushu.law.pack import pack
from yushu.people.models import Office

register = template.Library()

NOTHING = "—"
HOUSE = Words("内部规定", "House rule")
READING = Words("口径{id}", "Reading {id}")


def _language() -> str:
    return get_language() or "zh-hans"


def _request(context: Context) -> Any:
    """The request of the page, also inside a partial that was given nothing else."""
    return getattr(context, "request", None) or context.get("request")


def _this_year(context: Context) -> int | None:
    request = _request(context)
    today = getattr(request, "today", None)
    return today.year if today else None


# words ──────────────────────────────────────────────────────────────────────


@register.filter
def say(value: Any) -> str:
    """`Words` in the language of the page; a plain label through the catalogue; nothing for nothing."""
    if isinstance(value, Words):
        return value.pick(_language())
    return gettext(str(value)) if value else ""


@register.filter
def named(office: Office) -> str:
    """The name of an office, in English where it has one."""
    return say(Words(office.name, office.name_en or office.name))


@register.simple_tag
def page_language() -> str:
    """The value of `html lang`."""
    return "en" if _language().startswith("en") else "zh-CN"


@register.filter
def number(value: int | None) -> str:
    """A whole number with thousands commas; a dash for nothing."""
    return NOTHING if value is None else speech.thousands(int(value))


@register.filter
def signed(value: int | None) -> str:
    """A difference with its sign; a dash for nothing."""
    return NOTHING if value is None else speech.with_sign(int(value))


@register.filter
def yuan(value: int | None) -> str:
    """Whole yuan with the unit; a dash for nothing."""
    return NOTHING if value is None else say(speech.yuan(int(value)))


@register.filter
def maskid(value: str) -> str:
    """An identity number with its middle hidden."""
    return mask_id(value)


@register.filter
def percent(part: int, whole: int) -> str:
    """A share in whole per cent; nothing unfinished reads 100 %."""
    if not whole:
        return NOTHING
    share = (part * 200 + whole) // (whole * 2)
    return f"{min(share, 99) if part < whole else share}%"


@register.filter
def pieces(digest: str) -> list[str]:
    """A digest in groups of eight, for comparing by eye."""
    return [digest[i : i + 8] for i in range(0, len(digest), 8)]


@register.filter
def glimpse(digest: str) -> str:
    """The ends of a digest, enough to tell two apart."""
    return f"{digest[:4]} {digest[4:8]}…{digest[-4:]}" if len(digest) > 12 else digest


# days ───────────────────────────────────────────────────────────────────────


def _as_day(value: date | datetime) -> date:
    return day_of(value) if isinstance(value, datetime) else value


def _time(value: date | datetime, words: str) -> SafeString:
    stamp = (
        value.astimezone(BEIJING).isoformat("T", "minutes")
        if isinstance(value, datetime)
        else value.isoformat()
    )
    return format_html('<time datetime="{}">{}</time>', stamp, words)


@register.simple_tag(takes_context=True)
def day(context: Context, value: date | datetime | None) -> str | SafeString:
    """9月26日, 26 Sep; with the year when it is not this one."""
    if value is None:
        return NOTHING
    on = _as_day(value)
    return _time(on, say(speech.short_day(on, _this_year(context) or 0)))


@register.simple_tag
def fullday(value: date | datetime | None) -> str | SafeString:
    """2024年9月26日, 26 September 2024."""
    if value is None:
        return NOTHING
    on = _as_day(value)
    return _time(on, say(speech.full_day(on)))


@register.simple_tag
def fulldayweek(value: date) -> SafeString:
    """2024年9月26日 星期四; Thursday, 26 September 2024."""
    return _time(value, say(speech.full_day_of_week(value)))


@register.simple_tag(takes_context=True)
def moment(context: Context, value: datetime | None) -> str | SafeString:
    """A day and the time of day in Beijing."""
    if value is None:
        return NOTHING
    on = say(speech.short_day(day_of(value), _this_year(context) or 0))
    return _time(value, f"{on} {speech.clock_time(value)}")


@register.simple_tag(takes_context=True)
def dayweek(context: Context, value: date | datetime, *, year: bool = False) -> SafeString:
    """9月26日 周四, Thu 26 Sep; `year` says the year even when it is this one."""
    on = _as_day(value)
    return _time(on, say(speech.day_of_week(on, 0 if year else _this_year(context) or 0)))


@register.filter
def weekday(value: date | datetime) -> str:
    """周四, Thu."""
    return say(speech.week_day(_as_day(value)))


@register.filter
def month(value: date) -> str:
    """9月, September."""
    return say(speech.month_name(value))


@register.simple_tag(takes_context=True)
def show(context: Context, value: Any) -> str | SafeString:
    """Any value of a table cell or a fact, as its kind is written; a dash for nothing."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, datetime):
        return moment(context, value)
    if isinstance(value, date):
        return day(context, value)
    if isinstance(value, int) and not isinstance(value, bool):
        return speech.thousands(value)
    return say(value)


# law ────────────────────────────────────────────────────────────────────────


def _clause_label(entry: Entry) -> Words:
    if entry.kind is Kind.READING:
        return READING.fill(id=entry.id)
    return pack().clauses[entry.clause].label if entry.kind is Kind.RULE and entry.clause else HOUSE


@register.simple_tag
def clause(cites: str, *, plain: bool = False) -> str | SafeString:
    """A link to the text behind a rule: its place, or dashed when the house made it.

    `plain` writes no link, for use inside a summary, whose proof then carries the link.
    """
    if not cites:
        return ""
    return _clause_mark(pack().entry(cites), plain=plain)


@register.simple_tag
def clauses(cites: Iterable[str]) -> SafeString:
    """The clauses behind a line; rules of one and the same place are shown once."""
    by_place = {_clause_label(entry): entry for entry in map(pack().entry, reversed(list(cites)))}
    return format_html_join(" ", "{}", ((_clause_mark(e),) for e in reversed(by_place.values())))


def _clause_mark(entry: Entry, *, plain: bool = False) -> SafeString:
    kind = "clause clause--house" if entry.house else "clause"
    words, title = say(_clause_label(entry)), say(entry.label)
    if plain:
        return format_html('<span class="{}">{}</span>', kind, words)
    address = reverse("clause", args=[entry.id])
    return format_html('<a class="{}" href="{}" title="{}">{}</a>', kind, address, title, words)


# drawings ───────────────────────────────────────────────────────────────────


@register.inclusion_tag("parts/clock.html", takes_context=True)
def dial(context: Context, value: Dial, note: Any = "") -> dict[str, Any]:
    """The clock of a case: state in words, bar, due day, days used, clause. `note` replaces the last line."""
    return {
        "dial": value,
        "parts": figures.clock_parts(value),
        "note": note,
        "request": _request(context),
    }


@register.inclusion_tag("parts/rail.html", takes_context=True)
def rail(context: Context, nodes: Iterable[Node], label: Any = "", kind: str = "") -> dict[str, Any]:
    """A process from its first step to its last. `kind` may be "rail--down rail--bare"."""
    return {"nodes": nodes, "label": label, "kind": kind, "request": _request(context)}


@register.inclusion_tag("parts/weave.html")
def weave(digest: str) -> dict[str, str]:
    """摘要纹: the 64 digits of a digest as 64 bars."""
    return {"path": figures.weave_path(digest)}


@register.inclusion_tag("parts/bar.html")
def bar(parts: Iterable[tuple[str, int]], whole: int, height: int = 10) -> dict[str, Any]:
    """A bar of parts end to end, each a class and a width, in a field `whole` wide."""
    return {"parts": figures.laid(parts), "whole": whole, "height": height}


@register.inclusion_tag("parts/tilemap.html")
def tilemap(tiles: Iterable[Tile], title: Any) -> dict[str, Any]:
    """Eleven cities as tiles, darker with the figure, and the legend of the shades."""
    tiles = list(tiles)
    bands = figures.bands(max((tile.number for tile in tiles), default=0))
    rows = []
    for tile in tiles:
        x, y = figures.TILES[tile.code[:4]]
        shade = sum(tile.number >= low for low, _ in bands) + 1
        rows.append({"tile": tile, "x": x, "y": y, "shade": shade, "inverse": shade > 3})
    return {"rows": rows, "title": title, "bands": bands, "least": bands[0][0]}


# forms and frame ────────────────────────────────────────────────────────────


@register.inclusion_tag("parts/field.html")
def field(bound: BoundField, hint: Any = "", *, optional: bool = True) -> dict[str, Any]:
    """A form field with label, hint and errors, tied to it for readers.

    `hint` overrides the help text; `optional=False` keeps quiet about what may be left empty.
    """
    helped = hint or bound.help_text
    ids = [f"{bound.auto_id}_helptext"] * bool(helped) + [f"{bound.auto_id}_error"] * bool(bound.errors)
    attrs: dict[str, str | bool] = (
        {"aria-describedby": " ".join(ids)} if ids and not bound.use_fieldset else {}
    )
    tick = isinstance(bound.field.widget, CheckboxInput)
    return {
        "field": bound,
        "hint": helped,
        "widget": bound.as_widget(attrs=attrs),
        "tick": tick,
        "optional": optional and not tick and not bound.field.required,
    }


@register.simple_tag(takes_context=True)
def navlinks(context: Context) -> list[Link]:
    """The navigation of this page."""
    request = _request(context)
    return navigation.links(request) if request else []
