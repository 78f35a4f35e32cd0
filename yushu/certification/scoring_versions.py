"""Versions of scores: published by a second person, corrected with a reason, void after a false commitment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F

from yushu.casework import letters
from yushu.casework.models import Act
from yushu.casework.process import Taken
from yushu.casework.stepping import take
from yushu.certification.applying import BEFORE
from yushu.certification.applying_checks import IN_HAND
from yushu.certification.models.batches import Batch, Candidate
from yushu.certification.rules import has_passed, pass_mark, points, tenths
from yushu.kernel.errors import Invalid, Stale
from yushu.kernel.words import Words
from yushu.ledger import book
from yushu.people.actors import TIME

if TYPE_CHECKING:
    from yushu.certification.models import Application, ScoreVersion, Sitting

PASSED = Words("合格", "passed")
FAILED = Words("不合格", "not passed")
PUBLISHED = Words("{c}成绩：{s}", "{c}: {s}")
CORRECTED = Words("{c}成绩已更正：{s}。{r}", "{c}, corrected: {s}. {r}")
CALLED_OFF = Words(
    "{d}的考核取消，申报一并取消", "The examination of {d} is cancelled, and your application ends"
)
ABSENT = Words("缺考", "absent")
SHOWN = Words("理论知识{t}，专业能力{p}，{v}", "theory {t}, practice {p}, {v}")


def verdict(score: ScoreVersion, mark: int) -> Words:
    """What scores mean, in a word."""
    if score.absent:
        return ABSENT
    return PASSED if has_passed(score.theory, score.practice, mark) else FAILED


def shown(score: ScoreVersion, mark: int) -> Words:
    """Scores in words, with the verdict."""
    if score.absent or score.theory is None or score.practice is None:
        return ABSENT
    return SHOWN.fill(t=points(score.theory), p=points(score.practice), v=verdict(score, mark))


def announce(sitting: Sitting, taken: Taken) -> None:
    """Confirm every score as the person who signs, carry every application on, tell everybody."""
    mark = pass_mark(sitting.held_on)
    for application in sitting.seated_applications():
        score = application.scores.get(number=1)
        score.confirmed_by, score.confirmed_at = taken.actor.person, taken.at
        score.save()
        take(
            application, "grade", actor=TIME, at=taken.at, rev=application.rev, happened_on=taken.happened_on
        )
        words = PUBLISHED.fill(c=application.course, s=shown(score, mark))
        letters.tell_person(application, application.person, words, at=taken.at)


def call_off(sitting: Sitting, taken: Taken) -> None:
    """End every application that waits or has a seat, and tell everybody."""
    words = CALLED_OFF.fill(d=sitting.held_on)
    for application in sitting.applications.filter(state__in=BEFORE):
        take(
            application, "cancel", actor=TIME, at=taken.at, rev=application.rev, happened_on=taken.happened_on
        )
        letters.tell_person(application, application.person, words, at=taken.at)
    sitting.refresh_from_db(fields=["seated"])


def correct(application: Application, taken: Taken) -> None:
    """A new version beside the old one. The first hand enters it, the second confirms it."""
    values = marks_from(taken.facts)
    before = application.score()
    version = application.scores.create(
        number=(before.number if before else 0) + 1,
        reason=taken.facts["reason"][:200],
        entered_by=_first_hand(application, taken),
        entered_at=taken.at,
        confirmed_by=taken.actor.person,
        confirmed_at=taken.at,
        **values,
    )
    _carry(application, values, taken)
    mark = pass_mark(application.held_on)
    words = CORRECTED.fill(c=application.course, s=shown(version, mark), r=version.reason[:80])
    letters.tell_person(application, application.person, words, at=taken.at)


def marks_from(facts: Any) -> dict[str, Any]:
    """Theory, practice and absence as they are kept. Raises Invalid for what contradicts itself."""
    absent = str(facts.get("absent", "")) == "yes"
    found = {part: _tenths(part, facts.get(part)) for part in ("theory", "practice")}
    given = [value for value in found.values() if value is not None]
    if absent and given:
        wrong = Words("记了缺考，又有成绩", "Marked absent, yet there are scores")
        raise Invalid(wrong, Words("留下其中一个", "Keep one of the two"), field="absent", cites="R09")
    if not absent and len(given) < 2:
        missing = next(part for part, value in found.items() if value is None)
        wrong = Words("缺一科成绩", "A score is missing")
        mend = Words("两科都填，或记缺考", "Give both, or mark the absence")
        raise Invalid(wrong, mend, field=missing, cites="R09")
    return {**found, "absent": absent}


def _tenths(part: str, value: Any) -> int | None:
    text = str(value if value is not None else "").strip()
    if not text:
        return None
    found = tenths(text)
    if found is None:
        wrong = Words("“{v}”不是成绩", "“{v}” is not a score").fill(v=text[:20])
        mend = Words("填0到100，最多一位小数", "Give 0 to 100, with one decimal at most")
        raise Invalid(wrong, mend, field=part, cites="R09")
    return found


def _first_hand(application: Application, taken: Taken) -> Any:
    acts = Act.objects.filter(chain_id=application.pk, step=taken.step.name, hand=1).order_by("-pk")
    return acts.select_related("person")[0].person


def void(application: Application, taken: Taken) -> None:
    """Every subject of the sitting falls; a list in hand keeps the row, and says that it is void."""
    _carry(application, {"void": True}, taken)


def _carry(application: Application, values: dict[str, Any], taken: Taken) -> None:
    """Write the same into the row of a batch, as long as the list is in hand; and into the batch's record."""
    row = application.candidacy()
    if row is None:
        return
    mine = Batch.objects.filter(pk=row.batch_id, state__in=IN_HAND)
    if mine.update(rev=F("rev") + 1) != 1:
        wrong = Words("发证批次已经变了", "The batch has changed")
        raise Stale(wrong, Words("打开最新的再办", "Open it again"))
    before = {name: getattr(row, name) for name in values}
    Candidate.objects.filter(pk=row.pk).update(**values)
    facts = {"row": row.seq, "reason": taken.facts["reason"], "before": before, "after": values}
    facts |= Batch.objects.get(pk=row.batch_id).standing()
    who = letters.speaker(taken.actor)
    book.append(
        row.batch_id,
        "mend",
        facts,
        actor=taken.actor,
        at=taken.at,
        happened_on=taken.happened_on,
        basis="own",
        who=who,
    )
