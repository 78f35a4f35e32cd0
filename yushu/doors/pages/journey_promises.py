"""What the person has signed, as it was shown then, and what is still to be signed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from yushu.certification.models import Way
from yushu.doors.pages.enrolling import language
from yushu.doors.pages.journey_facts import Facts
from yushu.doors.pages.shapes import Link
from yushu.kernel.words import NOTHING, Words
from yushu.training.committing import Shown, Text, text_on, texts
from yushu.training.enrolling import STANDING
from yushu.training.models import Commitment, Purpose

NOT_YET = Words("还没到", "not yet")
PROOFS = Words("改交证明材料，没有签承诺", "proofs were handed in instead")
SAME = Words("与你签署时看到的一致", "the same as you read when you signed")
BY_VERSION = Words("按签署的版本显示", "shown by the version that was signed")
ABOUT = {
    Purpose.IDENTITY: Words("本人报名，信息真实", "enrolling in person, all said is true"),
    Purpose.EXAM: Words("符合所报等级的条件，信息真实", "the conditions are met, all said is true"),
}


@dataclass(frozen=True)
class Promise:
    """One commitment: its name, its lines in the language they were read in, when it was signed, or the way to it."""

    key: str
    title: Words
    about: Words
    lines: tuple[str, ...]
    lang: str
    version: str
    signed_at: datetime | None = None
    remark: Words = NOTHING
    link: Link | None = None


def promises_of(facts: Facts) -> list[Promise]:
    """The identity commitment, then one for each application; then what is still to come."""
    signed = [_signed(facts, one) for one in facts.commitments]
    purposes = {one.purpose for one in facts.commitments}
    return [*signed, *_to_come(facts, purposes)]


def _signed(facts: Facts, kept: Commitment) -> Promise:
    text = next((one for one in texts() if one.version == kept.version), None)
    about = _about(facts, kept)
    read = next((tongue for tongue in ("zh-hans", "en") if text and _is_it(text, tongue, about, kept)), "")
    tongue = read or language()
    return Promise(
        f"promise-{kept.pk}",
        text.title if text else Words(kept.version, kept.version),
        ABOUT[Purpose(kept.purpose)],
        _lines(text, tongue),
        _lang(tongue),
        kept.version,
        kept.signed_at,
        SAME if read else BY_VERSION,
    )


def _is_it(text: Text, tongue: str, about: str, kept: Commitment) -> bool:
    """Whether this is the page the person read: its fingerprint was kept."""
    return Shown(text, tongue, about).digest(kept.algorithm) == kept.shown_digest


def _about(facts: Facts, kept: Commitment) -> str:
    """What the page named that was signed: the announcement, or the exam of a sitting."""
    if kept.purpose == Purpose.IDENTITY:
        return f"announcement {facts.enrolment.announcement.code}"
    one = next((it for it in facts.applications if it.pk == kept.chain_id), None)
    return f"sitting {one.sitting.number} {one.occupation.key} {one.level}" if one else ""


def _to_come(facts: Facts, purposes: Iterable[str]) -> list[Promise]:
    made = []
    if Purpose.IDENTITY not in purposes and facts.enrolment.state in STANDING:
        sign = Link(Words("去签署", "Sign it"), reverse("enrolment_commit", args=[facts.enrolment.pk]))
        made.append(
            _ahead(facts, Purpose.IDENTITY, Words("入班以前由你本人签", "by you, before the class"), sign)
        )
    if Purpose.EXAM not in purposes:
        last = facts.application
        by_proofs = last is not None and last.way == Way.PROOFS
        when = (
            PROOFS
            if by_proofs
            else Words("申报等级考核时由你本人签", "by you, when you apply for the level exam")
        )
        made.append(_ahead(facts, Purpose.EXAM, when, None, remark=NOTHING if by_proofs else NOT_YET))
    return made


def _ahead(
    facts: Facts, purpose: Purpose, about: Words, link: Link | None, *, remark: Words = NOT_YET
) -> Promise:
    """A text that is not signed yet, as it stands today."""
    text, tongue = text_on(purpose, facts.today), language()
    key = f"promise-{purpose.lower()}"
    return Promise(
        key, text.title, about, _lines(text, tongue), _lang(tongue), text.version, None, remark, link
    )


def _lines(text: Text | None, tongue: str) -> tuple[str, ...]:
    return tuple(line.pick(tongue) for line in text.lines) if text else ()


def _lang(tongue: str) -> str:
    return "en" if tongue == "en" else "zh-CN"
