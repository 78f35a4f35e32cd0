"""Sentences the engine writes to desks and people: whose turn it is, what was decided.

Rows only. The outbox worker sends them on; losing one loses no right, since the desk shows the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from yushu.casework.models import Case, Deadline, Notice, Outbox
from yushu.casework.process import Taken
from yushu.kernel.words import Words
from yushu.people.roles import Role

if TYPE_CHECKING:
    from yushu.people.actors import Actor
    from yushu.people.models import Office, Person

TURN = Words("{case}：等你办理“{step}”", "{case}: “{step}” waits for you")
TURN_DUE = Words("{case}：{due}前请办理“{step}”", "{case}: “{step}” is due by {due}")
HANDED_BACK = Words("{case}：“{step}”退回经办", "{case}: “{step}” was handed back")
NEXT_HAND = Words("{case}：前一手已办，等下一手“{step}”", "{case}: the next hand of “{step}” is due")
MOVED_DUE = Words("{case}：“{step}”的到期日改为{due}", "{case}: “{step}” is now due on {due}")


def speaker(actor: Actor) -> str:
    """Who pressed, as the ledger prints it: office and title, the person and their part, or time."""
    if actor.post is not None:
        return f"{actor.post.office.name}·{actor.post.title}"
    role = str(Role(actor.role).label)
    return f"{actor.person.name}·{role}" if actor.person is not None else role


def turns_begun(case: Case, opened: Iterable[Deadline], *, at: datetime) -> None:
    """Tell each holder whose clock has just started."""
    for clock in opened:
        text = TURN if clock.due_on is None else TURN_DUE
        words = text.fill(case=case.title(), step=_label(case, clock.step), due=clock.due_on)
        _tell(case, clock, words, f"turn:{clock.pk}:{case.rev}", at=at)


def after_step(case: Case, taken: Taken, opened: Iterable[Deadline]) -> None:
    """The notices that follow a whole step."""
    turns_begun(case, opened, at=taken.at)


def your_turn(case: Case, taken: Taken, clock: Deadline) -> None:
    """Tell the office that the next hand of a step is due."""
    words = NEXT_HAND.fill(case=case.title(), step=_label(case, taken.step.name))
    _tell(case, clock, words, f"hand:{clock.pk}:{case.rev}", at=taken.at)


def handed_back(case: Case, taken: Taken, clock: Deadline) -> None:
    """Tell the office that a step waits for its first hand again."""
    words = HANDED_BACK.fill(case=case.title(), step=_label(case, taken.step.name))
    _tell(case, clock, words, f"back:{clock.pk}:{case.rev}", at=taken.at)


def due_moved(case: Case, clock: Deadline, *, at: datetime) -> None:
    """Tell the holder that a newly published calendar moved a due day."""
    words = MOVED_DUE.fill(case=case.title(), step=_label(case, clock.step), due=clock.due_on)
    _tell(case, clock, words, f"due:{clock.pk}:{clock.due_on}:{at.isoformat()}", at=at)


def tell_person(case: Case, person: Person, words: Words, *, at: datetime) -> None:
    """Tell a person what an act of another has brought them, such as a seat that became free."""
    notice = Notice.objects.create(chain_id=case.pk, person=person, zh=words.zh, en=words.en, at=at)
    _send(notice, f"told:{notice.pk}", at=at)


def tell_office(case: Case, office: Office, words: Words, *, at: datetime) -> None:
    """Tell an office what an act of another has brought it, such as a decision that is served on it."""
    notice = Notice.objects.create(chain_id=case.pk, office=office, zh=words.zh, en=words.en, at=at)
    _send(notice, f"told:{notice.pk}", at=at)


def _label(case: Case, step: str) -> Words:
    """What a step is called without figures: when a case opens its rows are not there to be counted."""
    row = case.process.find(case.state, step) or case.process.named(step)
    return row.called


def _tell(case: Case, clock: Deadline, words: Words, once: str, *, at: datetime) -> None:
    if clock.office_id is None and clock.person_id is None:
        return
    notice = Notice.objects.create(
        chain_id=case.pk,
        office_id=clock.office_id,
        person_id=clock.person_id,
        zh=words.zh,
        en=words.en,
        at=at,
    )
    _send(notice, once, at=at)


def _send(notice: Notice, once: str, *, at: datetime) -> None:
    Outbox.objects.create(kind="notice", payload={"notice": notice.pk}, once=once, created_at=at)
