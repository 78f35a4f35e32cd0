"""What the machine sees in an announcement before it is published, check by check (R04, R05, R22–R25)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from yushu.casework.process import Check
from yushu.catalogue.levels import Level
from yushu.catalogue.models import PlanCell, Standard
from yushu.catalogue.models.occupations import listing_checks, name_of
from yushu.kernel.words import Words
from yushu.people.areas import city_of
from yushu.people.models import Bar, BarKind
from yushu.training.wording import CLAUSE, Finding

if TYPE_CHECKING:
    from yushu.training.models import Announcement


def institution_checks(announcement: Announcement, day: date) -> Iterable[Check]:
    """R22, R25: on the list that day, and teaching in Shanxi."""
    yield from listing_checks([(announcement.institution, announcement.occupation)], day)
    if not city_of(announcement.venue_area):
        yield Check("no", Words("培训地点不在山西省", "The venue is not in Shanxi"), "R25")


def bar_checks(announcement: Announcement, day: date) -> Iterable[Check]:
    """R24: the integrity register bars nobody that day."""
    if Bar.objects.on(day).filter(kind=BarKind.TRAINING, office=announcement.institution).exists():
        text = Words("{o}在登记簿中不得承担培训", "{o} is barred from training")
        yield Check("no", text.fill(o=name_of(announcement.institution)), "R24")


def day_checks(announcement: Announcement, day: date) -> Iterable[Check]:
    """R04: time enough to enrol, and a class after it."""
    if announcement.enrol_until < day:
        text = Words("报名截止{d}已过", "Enrolment would have ended on {d}")
        yield Check("no", text.fill(d=announcement.enrol_until), "R04")
    elif announcement.opens_on < announcement.enrol_until:
        text = Words("开班{o}早于报名截止{d}", "The class opens on {o}, before enrolment ends on {d}")
        yield Check("no", text.fill(o=announcement.opens_on, d=announcement.enrol_until), "R04")
    else:
        text = Words("报名到{d}，{o}开班", "Enrolment until {d}, class from {o}")
        yield Check("ok", text.fill(d=announcement.enrol_until, o=announcement.opens_on), "R04")


def seat_checks(announcement: Announcement) -> Iterable[Check]:
    """A39: within the cell, in the plan year of the opening. Outside the plan nothing is subsidised (A23)."""
    if announcement.cell_id is None:
        text = Words("计划外的班，学员不享受补贴", "Outside the plan: nobody in it is subsidised")
        yield Check("look", text, "A23")
        return
    cell = PlanCell.objects.select_related("plan").get(pk=announcement.cell_id)
    if cell.plan.year != announcement.opens_on.year:
        text = Words("{d}开班，不归{y}年度计划", "A class of {d} does not belong to the plan of {y}")
        yield Check("no", text.fill(d=announcement.opens_on, y=cell.plan.year), "A39")
    free, wanted = cell.seats - cell.announced, announcement.seats - announcement.booked
    if wanted > free:
        text = Words("计划还剩{f}个名额，这次要{n}个", "{f} seats left in the plan, {n} asked for")
        yield Check("no", text.fill(f=max(free, 0), n=wanted), "A39")
    else:
        text = Words("计划还剩{f}个名额，够用", "{f} seats left in the plan: enough")
        yield Check("ok", text.fill(f=free), "A39")


def direction_checks(announcement: Announcement) -> Iterable[Check]:
    """4.2: a direction where the level has one, and none where it has none."""
    known = announcement.occupation.directions_at(announcement.level)
    if announcement.direction_id is None and known.exists():
        text = Words("{c}分方向，要写明方向", "{c} is divided: name the direction")
        yield Check("no", text.fill(c=announcement.course), "R05")
    if announcement.direction_id is not None and not known.filter(pk=announcement.direction_id).exists():
        text = Words("{l}没有这个方向", "The {l} level has no such direction")
        yield Check("no", text.fill(l=Level(announcement.level).words), "R05")


def hour_checks(announcement: Announcement) -> Iterable[Check]:
    """R05: hours there are, and not fewer than a standard that somebody has read."""
    if announcement.hours == 0:
        yield Check("no", Words("没有写学时", "No hours are given"), "R05")
        return
    day, direction = announcement.opens_on, announcement.direction
    found = Standard.objects.for_class(announcement.occupation, announcement.level, direction, day).first()
    if found is None:
        text = Words("没有“{c}”的国家职业标准", "There is no national standard for {c}")
        yield Check("no", text.fill(c=announcement.course), "R05")
    elif found.hours is None or not found.confirmed:
        text = Words("共{n}学时；标准学时没有核对过", "{n} hours; those of the standard are unconfirmed")
        yield Check("look", text.fill(n=announcement.hours), "R05")
    elif announcement.hours < found.hours:
        text = Words("共{n}学时，标准要{s}学时", "{n} hours; the standard asks for {s}")
        yield Check("no", text.fill(n=announcement.hours, s=found.hours), "R05")
    else:
        yield Check(
            "ok",
            Words("共{n}学时，不少于标准", "{n} hours: not below the standard").fill(n=announcement.hours),
            "R05",
        )


def fee_checks(announcement: Announcement) -> Iterable[Check]:
    """R22: a fee comes with the cost it covers."""
    if announcement.fee_yuan and not announcement.cost_basis.strip():
        yield Check("no", Words("收费没有写依据", "The fee does not say what it pays for"), "R22")


def promise_checks(findings: list[Finding]) -> Iterable[Check]:
    """R23: each finding in its own words, with an honest way to say it."""
    for finding in findings:
        words = Words("“{x}”：{f}。{h}", "“{x}”: {f}. {h}")
        text = words.fill(x=finding.excerpt, f=finding.family.label, h=finding.family.honest)
        yield Check("no" if finding.blocks else "look", text, CLAUSE)
    if not findings:
        yield Check("ok", Words("没有查到禁止的承诺", "No forbidden promise was found"), CLAUSE)
