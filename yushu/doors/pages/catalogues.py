"""The open catalogues: occupations, who teaches and who assesses, the standards, the cities' lists."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yushu.catalogue.levels import Level
from yushu.catalogue.models import CityEntry, Edition, Listing, ListingKind, Occupation, Split, Standard
from yushu.catalogue.models.occupations import name_of
from yushu.doors.asking import DeskRequest
from yushu.doors.guard import EVERYBODY, desk
from yushu.doors.pages import speech
from yushu.doors.pages.catalogue_rows import (
    UNCONFIRMED,
    catalogue_tabs,
    listing_table,
    standard_columns,
    standard_row,
)
from yushu.doors.pages.forms_catalogue import OnDay, OnDayAndOccupation
from yushu.doors.pages.paging import cut
from yushu.doors.pages.shapes import Cell, Column, Fact, Link, Row, Sheet, Table
from yushu.doors.pages.shelves import state_cell
from yushu.kernel.words import NOTHING, Words
from yushu.people.actors import PUBLIC

COPIED = Words(
    "本目录照抄国家公布的名单，写明出处和日期；以国家公布的为准。",
    "A copy of the national lists, with source and dates. What the nation publishes counts.",
)


@desk(*EVERYBODY)
@require_safe
def occupations(request: DeskRequest) -> HttpResponse:
    """Every occupation of the programme with its codes, and how many teach and assess it today."""
    standing = Q(listings__in=Listing.objects.on(request.today))
    found = Occupation.objects.prefetch_related("codes").annotate(
        teach=Count("listings", distinct=True, filter=standing & Q(listings__kind=ListingKind.TEACHES)),
        assess=Count("listings", distinct=True, filter=standing & Q(listings__kind=ListingKind.ASSESSES)),
    )
    rows = [_occupation_row(occupation) for occupation in found.order_by("place", "key")]
    listed = Words("{n}个职业及其编码", "{n} occupations and their codes").fill(n=len(rows))
    table = Table(OCCUPATION_COLUMNS, rows)
    return _page(request, "occupations", Words("职业目录", "Occupations"), table, listed=listed)


OCCUPATION_COLUMNS = [
    Column(Words("职业", "Occupation"), phone="first"),
    Column(Words("2022年版", "Code 2022"), "mono", "whole"),
    Column(Words("2015年版", "Code 2015"), "mono", "whole"),
    Column(Words("领域", "Field"), phone="whole"),
    Column(Words("培训机构", "Teach it"), "num"),
    Column(Words("评价机构", "Assess it"), "num"),
]


def _occupation_row(occupation: Any) -> Row:
    codes = {code.edition: code.code for code in occupation.codes.all()}
    return Row(
        [
            Cell(occupation.words, reverse("occupation", args=[occupation.key])),
            Cell(codes.get(Edition.OF_2022, "")),
            Cell(codes.get(Edition.OF_2015, "")),
            Cell(occupation.short if occupation.field else ""),
            Cell(occupation.teach or None),
            Cell(occupation.assess or None),
        ]
    )


@desk(*EVERYBODY)
@require_safe
def occupation(request: DeskRequest, key: str) -> HttpResponse:
    """One occupation: codes, directions by level, standards, and who teaches and assesses it on a day."""
    found = get_object_or_404(Occupation, key=key)
    form = OnDay.of(request)
    day = form.day(request.today)
    context = {
        "crumbs": [Link(Words("职业目录", "Occupations"), reverse("occupations")), Link(found.short, "")],
        "heading": found.words,
        "about": Words("专业技术类新职业", "A new occupation of professional technology"),
        "levels": levels(found, day),
        "tables": [_standards_of(found), *_bodies(found, day)],
        "facts": _codes(found),
        "filters": form,
    }
    return render(request, "catalogue/occupation.html", context)


def levels(found: Occupation, day: date) -> list[Fact]:
    """For each level its directions, that it has none, or that nobody has read it."""
    read = {standard.level: standard.split for standard in Standard.objects.on(day).filter(occupation=found)}
    return [Fact(level.words, _directions(found, level, read.get(level))) for level in Level]


def _directions(found: Occupation, level: Level, split: str | None) -> Words:
    directions = [direction.words for direction in found.directions_at(level)]
    if directions:
        return Words("、".join(d.zh for d in directions), ", ".join(d.en for d in directions))
    if split is None:
        return Words("没有国家职业标准", "no national standard")
    if split == Split.WHOLE:
        return Words("不分方向", "not divided into directions")
    return Words("分不分方向，尚未核实", "whether it is divided has not been read")


def _codes(found: Occupation) -> list[Fact]:
    codes = {code.edition: code for code in found.codes.all()}
    labels = (
        (Edition.OF_2022, Words("2022年版", "2022 edition")),
        (Edition.OF_2015, Words("2015年版", "2015 edition")),
    )
    rows = []
    for edition, label in labels:
        code = codes.get(edition)
        unread = Words("尚未核实", "not read")
        rows.append(Fact(label, code.code if code else unread, "mono" if code else "quiet"))
        if code:
            rows.append(Fact(Words("出处", "Source"), code.source))
    return rows


def _standards_of(found: Occupation) -> Sheet:
    rows = [standard_row(standard) for standard in found.standards.select_related("occupation", "direction")]
    empty = Words("没有读到这个职业的国家职业标准", "No national standard of this occupation was read")
    return Sheet(
        "standards", Words("国家职业标准", "National standards"), Table(standard_columns(), rows, empty)
    )


def _bodies(found: Occupation, day: date) -> list[Sheet]:
    """Who stands on each list that day."""
    standing = list(Listing.objects.on(day).filter(occupation=found).select_related("office", "occupation"))
    titles = {
        ListingKind.TEACHES: Words("谁能培训", "Who may teach it"),
        ListingKind.ASSESSES: Words("谁能评价", "Who may assess it"),
        ListingKind.SITE: Words("考核站点", "Examination sites"),
    }
    about = Words("{day}在名单上", "on the list on {day}").fill(day=speech.full_day(day))
    empty = Words("没有读到在名单上的机构", "No body was read on the list")
    return [
        Sheet(
            kind.lower(),
            title,
            listing_table([row for row in standing if row.kind == kind], empty),
            about,
        )
        for kind, title in titles.items()
        if kind != ListingKind.SITE or any(row.kind == kind for row in standing)
    ]


@desk(*EVERYBODY)
@require_safe
def institutions(request: DeskRequest) -> HttpResponse:
    """Who may teach what on a day, as copied from the national list."""
    heading = Words("培训机构目录", "Training institutions")
    return _listings(request, "institutions", heading, [ListingKind.TEACHES])


@desk(*EVERYBODY)
@require_safe
def evaluators(request: DeskRequest) -> HttpResponse:
    """Who may assess what on a day, with the examination sites."""
    heading = Words("评价机构目录", "Evaluation bodies")
    return _listings(request, "evaluators", heading, [ListingKind.ASSESSES, ListingKind.SITE])


def _listings(request: DeskRequest, name: str, heading: Words, wanted: list[str]) -> HttpResponse:
    form = OnDayAndOccupation.of(request)
    day = form.day(request.today)
    found = Listing.objects.on(day).filter(kind__in=wanted).select_related("office", "occupation")
    if (key := form.chosen()) is not None:
        found = found.filter(occupation__key=key)
    total = found.count()
    shown, pager = cut(request, found, total)
    table = listing_table(shown, kind=len(wanted) > 1, occupation=True)
    listed = Words("{day}在名单上的{n}项", "{n} entries on the list on {day}").fill(
        day=speech.full_day(day), n=total
    )
    return _page(request, name, heading, table, listed=listed, filters=form, pager=pager)


@desk(*EVERYBODY)
@require_safe
def standards(request: DeskRequest) -> HttpResponse:
    """The national standards, dated, what is unconfirmed marked as such."""
    found = Standard.objects.select_related("occupation", "direction")
    total = found.count()
    shown, pager = cut(request, found, total)
    rows = [standard_row(standard, named=True) for standard in shown]
    table = Table(standard_columns(named=True), rows)
    listed = Words("{n}项标准", "{n} standards").fill(n=total)
    return _page(
        request,
        "standards",
        Words("国家职业标准", "National standards"),
        table,
        listed=listed,
        pager=pager,
        source=UNCONFIRMED,
    )


@desk(*EVERYBODY)
@require_safe
def cities(request: DeskRequest) -> HttpResponse:
    """What the cities have put into their catalogues, city by city."""
    found = CityEntry.objects.visible_to(PUBLIC).select_related("city", "institution", "occupation")
    ordered = found.order_by("city__area", "occupation__place", "-listed_on")
    total = ordered.count()
    shown, pager = cut(request, ordered, total)
    table = Table(CITY_COLUMNS, [_city_row(entry) for entry in shown], NO_PROJECT)
    listed = Words("{n}个项目", "{n} projects").fill(n=total)
    note = {"note": CITIES_ADJUST, "note_cites": "R14", "source": NOTHING}
    return _page(request, "cities", CITY_CATALOGUES, table, listed=listed, pager=pager, **note)


CITY_CATALOGUES = Words("各市培训项目目录", "City catalogues")
CITIES_ADJUST = Words(
    "各市把符合条件的培训列入本地目录，随时调整", "Cities list what qualifies and adjust their lists"
)
NO_PROJECT = Words("还没有市把项目列入目录", "No city has listed a project yet")
CITY_COLUMNS = [
    Column(Words("项目", "Project"), phone="first"),
    Column(Words("市", "City")),
    Column(Words("培训机构", "Institution")),
    Column(Words("列入日期", "Listed on")),
    Column(Words("文号", "Document number")),
    Column(Words("状态", "State"), "tag", "verdict"),
]


def _city_row(entry: CityEntry) -> Row:
    return Row(
        [
            Cell(entry.project),
            Cell(name_of(entry.city)),
            Cell(name_of(entry.institution)),
            Cell(entry.listed_on),
            Cell(entry.document_no),
            state_cell(entry.process, entry.state),
        ]
    )


def _page(
    request: DeskRequest,
    name: str,
    heading: Words,
    table: Table,
    *,
    listed: Words,
    source: Words = COPIED,
    **more: Any,
) -> HttpResponse:
    context = {
        "heading": heading,
        "table": table,
        "listed": listed,
        "tabs": catalogue_tabs(name, officer=request.actor.post is not None),
        "source": source,
        **more,
    }
    return render(request, "catalogue/list.html", context)
