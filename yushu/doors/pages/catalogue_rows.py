"""Rows of the open catalogues: a listing, a standard, a state."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from yushu.catalogue.levels import Level
from yushu.catalogue.models import Listing, ListingKind, Split, Standard
from yushu.catalogue.models.occupations import name_of
from yushu.doors.pages.shapes import Cell, Column, Link, Row, Table
from yushu.kernel.words import NOTHING, Words

TABS = (
    ("occupations", Words("职业", "Occupations")),
    ("institutions", Words("培训机构", "Institutions")),
    ("evaluators", Words("评价机构", "Evaluation bodies")),
    ("standards", Words("国家职业标准", "Standards")),
    ("cities", Words("各市目录", "City catalogues")),
)
REQUESTS = ("requests", Words("申请", "Requests"))
UNCONFIRMED = Words(
    "学时、考核时长等没有读到原文，留空，不估计；标“待核”的，还没有对照原文。",
    "Hours and lengths of examinations were not read and are left empty, not estimated. What is marked “unconfirmed” "
    "has not been compared with the original.",
)
NOT_READ = Words("未读到", "not read")
CHECKED, UNCHECKED = Words("已核", "confirmed"), Words("待核", "unconfirmed")
KINDS = {
    ListingKind.TEACHES: Words("培训机构", "training institution"),
    ListingKind.ASSESSES: Words("评价机构", "evaluation body"),
    ListingKind.SITE: Words("考核站点", "examination site"),
}
SPLITS = {
    Split.DIVIDED: Words("分方向", "divided"),
    Split.WHOLE: Words("不分方向", "not divided"),
    Split.UNKNOWN: NOT_READ,
}
BODY = Column(Words("机构", "Body"), phone="first")
KIND = Column(Words("类别", "Kind"))
OCCUPATION = Column(Words("职业", "Occupation"), phone="plain")
LISTED = (
    Column(Words("自", "Since")),
    Column(Words("至", "Until")),
    Column(Words("出处", "Source"), phone="whole"),
    Column(Words("核对", "Checked"), "tag", "verdict"),
)
STANDARD_COLUMNS = [
    Column(Words("方向", "Split")),
    Column(Words("施行日期", "Since")),
    Column(Words("培训学时", "Hours"), "num"),
    Column(Words("合格线", "Pass"), "num"),
    Column(Words("出处", "Source"), phone="whole"),
    Column(Words("核对", "Checked"), "tag", "verdict"),
]


def standard_columns(*, named: bool = False) -> list[Column]:
    """The columns of a standard; the first that names it heads a row on a phone."""
    level = Column(Words("等级", "Level"), phone="plain" if named else "first")
    name = [Column(OCCUPATION.label, phone="first")] if named else []
    return [*name, level, *STANDARD_COLUMNS]


def catalogue_tabs(current: str, *, officer: bool = False) -> list[Link]:
    """The catalogues, the present one marked; for officers also what is asked to be changed in them."""
    shown = (*TABS, REQUESTS) if officer else TABS
    return [Link(label, reverse(name), current=name == current) for name, label in shown]


def checked_cell(*, confirmed: bool) -> Cell:
    """Whether somebody has compared a row with its source."""
    return Cell(CHECKED, tone="done") if confirmed else Cell(UNCHECKED, tone="soon")


def listing_table(
    listings: Iterable[Listing], empty: Words = NOTHING, *, kind: bool = False, occupation: bool = False
) -> Table:
    """Who stands on a list for what, from when to when, and where that was read."""
    columns = [BODY, *([KIND] if kind else []), *([OCCUPATION] if occupation else []), *LISTED]
    rows = []
    for listing in listings:
        what = listing.occupation
        address = reverse("occupation", args=[what.key])
        cells = [
            Cell(name_of(listing.office)),
            *([Cell(KINDS[ListingKind(listing.kind)])] if kind else []),
            *([Cell(what.short, address)] if occupation else []),
        ]
        rows.append(Row([*cells, *_standing(listing)]))
    return Table(columns, rows, empty)


def _standing(listing: Listing) -> list[Cell]:
    number = f"，{listing.list_no}" if listing.list_no else ""
    return [
        Cell(listing.since or NOT_READ),
        Cell(listing.until),
        Cell(f"{listing.source}{number}"),
        checked_cell(confirmed=listing.confirmed),
    ]


def standard_row(standard: Standard, *, named: bool = False) -> Row:
    """What a standard asks at one level; what nobody has read says so."""
    direction = standard.direction.words if standard.direction else SPLITS[Split(standard.split)]
    cells = [
        Cell(Level(standard.level).words),
        Cell(direction),
        Cell(standard.since or NOT_READ),
        Cell(standard.hours if standard.hours is not None else NOT_READ),
        Cell(standard.pass_mark),
        Cell(standard.source),
        checked_cell(confirmed=standard.confirmed),
    ]
    occupation = standard.occupation
    name = [Cell(occupation.short, reverse("occupation", args=[occupation.key]))] if named else []
    return Row([*name, *cells])
