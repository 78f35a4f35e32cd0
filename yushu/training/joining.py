"""Leaving a class, and taking a vacated place before a fifth of the hours is over (A26)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Max

from yushu.catalogue import seats
from yushu.kernel.clock import day_of
from yushu.kernel.errors import Refusal
from yushu.kernel.words import Words
from yushu.training import deskwork
from yushu.training.classing import S
from yushu.training.enrolling import S as E
from yushu.training.following import follow
from yushu.training.hours import may_be_refilled
from yushu.training.models import Enrolment, Member, TrainingClass

if TYPE_CHECKING:
    from yushu.people.actors import Actor


def still_refilled(case: TrainingClass, at: datetime) -> bool:
    """Whether a vacated place may still be taken at this moment."""
    gone, whole = case.progress(at)
    return may_be_refilled(gone, whole, case.opens_on)


@transaction.atomic
def leave_class(member: Member, reason: str, *, actor: Actor, at: datetime) -> None:
    """Somebody leaves. Early enough, the seat goes to the first who waits; later it stays used."""
    case = member.training_class
    deskwork.teaches(case, actor)
    why, day = deskwork.reason_of(reason, 100), day_of(at)
    case.claim_first()
    deskwork.claim(case, (S.RUNNING, S.STOPPED))
    if Member.objects.filter(pk=member.pk, left_on=None).update(left_on=day, left_why=why) != 1:
        raise Refusal(Words("已经离班", "Has left already"), deskwork.LOOK_AGAIN, cites="A26")
    follow(member.enrolment, "leave", at, day)
    early = still_refilled(case, at)
    if early:
        if case.cell is not None:
            seats.vacate(case.cell, 1)
        _give_on(case, at)
    facts = {"member": member.seq, "reason": why, "seat": "free" if early else "used"}
    deskwork.write(case, "leave_class", facts, actor=actor, at=at)


def _give_on(case: TrainingClass, at: datetime) -> None:
    """The seat of the announcement goes to the first who waits, as long as a place may be refilled."""
    announcement = case.announcement
    type(announcement).objects.filter(pk=announcement.pk, held__gte=1).update(held=F("held") - 1)
    announcement.pass_on(at=at, day=day_of(at), until=case.ends_on)


@transaction.atomic
def join_class(case: TrainingClass, enrolment: Enrolment, *, actor: Actor, at: datetime) -> Member:
    """Take a vacated place of a running class. What was missed until now is made up."""
    deskwork.teaches(case, actor)
    day = day_of(at)
    case.claim_first()
    deskwork.claim(case, (S.RUNNING,))
    _refuse_late_or_full(case, at)
    enrolment.refresh_from_db()
    if enrolment.announcement_id != case.announcement_id or enrolment.state != E.HELD:
        wrong = Words("没有这份公告的名额", "No seat of this announcement")
        raise Refusal(wrong, Words("先接受候补名额", "Accept the offered seat first"), cites="A26")
    if case.cell is not None:
        seats.take(case.cell, 1, on=day)
    follow(enrolment, "enrol", at, day)
    last = case.members.aggregate(last=Max("seq"))["last"] or 0
    member = Member.objects.create(
        training_class=case, enrolment=enrolment, person=enrolment.person, seq=last + 1, joined_on=day
    )
    deskwork.write(case, "join_class", {"member": member.seq}, actor=actor, at=at)
    return member


def _refuse_late_or_full(case: TrainingClass, at: datetime) -> None:
    if not still_refilled(case, at):
        wrong = Words("已上满两成学时，不能再补人", "A fifth of the hours is over: nobody can join any more")
        raise Refusal(wrong, Words("编入下一个班", "Take the next class"), cites="A26")
    if case.present_members().count() >= case.opened_with:
        wrong = Words("没有空出的位置", "No place is vacant")
        raise Refusal(wrong, Words("开班人数不能增加", "A class grows no larger than it opened"), cites="A26")
