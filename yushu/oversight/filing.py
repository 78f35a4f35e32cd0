"""What anybody may do with a complaint: file it, look it up, ask for it back; and who may see the contact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from yushu.casework.letters import speaker
from yushu.casework.models import Case, Party, offices_of
from yushu.casework.opening import open_case
from yushu.kernel.clock import day_of
from yushu.kernel.crypto import blind_index, code_for, random_code
from yushu.kernel.errors import Forbidden, Refusal
from yushu.kernel.words import NOTHING, Words
from yushu.ledger import book
from yushu.ledger.reveal import LONGEST_REASON, REVEAL, SHORTEST_REASON
from yushu.oversight.complaining import CATEGORIES, UNDER_WAY, S
from yushu.oversight.models import Complaint, house_of
from yushu.people.actors import PUBLIC
from yushu.people.models import Office, Person
from yushu.people.roles import Duty, Role

if TYPE_CHECKING:
    from yushu.people.actors import Actor

SHORTEST, LONGEST = 10, 3000
"""Characters of a complaint."""
CONTACT = Words("投诉人姓名和联系方式", "Name and contact of the complainant")
OPEN = (S.RECEIVED.value, *UNDER_WAY)


@dataclass(frozen=True)
class Said:
    """A complaint as it is made: what kind, the words, and what was left of oneself, which may be nothing."""

    category: str
    text: str
    name: str = ""
    contact: str = ""


@dataclass(frozen=True)
class About:
    """Whom and what it is about: an office, and the case from whose page it was made."""

    against: Office | None = None
    case: Case | None = None
    called: Words = NOTHING


def address_of(against: Office | None) -> Office:
    """The office a complaint is addressed to: the city of whoever is complained of, else the province."""
    city = None
    if against is not None and against.role != Role.CITY:
        city = house_of(Role.CITY, against.area)
    found = city or house_of(Role.PROVINCE, against.area if against else "")
    if found is None:
        wrong = Words("没有可以受理投诉的部门", "There is no office that takes complaints")
        raise Refusal(wrong, Words("过一天再试", "Try again another day"), cites="R24")
    return found


def index_of(key: bytes, code: str) -> str:
    """The keyed fingerprint a code is kept as."""
    return blind_index(key, "complaint", code)


def file_complaint(
    said: Said, about: About, *, key: bytes, at: datetime, person: Person | None = None, sending: str = ""
) -> tuple[Complaint, str]:
    """Take a complaint in: the case, and the code under which its answer is looked up, given this once.

    It is written down as the public's, whoever is signed in; a person becomes a party only when given. `sending` is
    what the form was given when it was opened: the same words sent twice from it are one complaint with one code.
    """
    _refuse_unreadable(said)
    against = about.against.pk if about.against else ""
    code = code_for(key, "sending", f"{sending}\0{against}\0{said}") if sending else random_code()
    try:
        return by_code(key, code) or _open(said, about, code, key=key, at=at, person=person), code
    except IntegrityError:
        if (first := by_code(key, code)) is None:
            raise
        return first, code


@transaction.atomic
def _open(
    said: Said, about: About, code: str, *, key: bytes, at: datetime, person: Person | None
) -> Complaint:
    people = [(Role.TRAINEE, person)] if person is not None else []
    return open_case(
        Complaint,
        actor=PUBLIC,
        at=at,
        parties=[(Role.CITY, address_of(about.against)), *people],
        facts={"category": said.category, "about": about.called.zh},
        category=said.category,
        against=about.against,
        about=about.case.chain if about.case else None,
        about_zh=about.called.zh[:160],
        about_en=about.called.en[:240],
        text=said.text.strip(),
        name=said.name.strip(),
        contact=said.contact.strip(),
        code_index=index_of(key, code),
        received_on=day_of(at),
    )


def _refuse_unreadable(said: Said) -> None:
    if said.category not in dict(CATEGORIES):
        wrong = Words("没有选投诉事项", "The subject is missing")
        raise Refusal(wrong, Words("从所列各项中选一项", "Choose one of those listed"), field="category")
    if not SHORTEST <= len(said.text.strip()) <= LONGEST:
        wrong = Words("投诉内容应为{a}至{b}字", "A complaint has {a} to {b} characters")
        mend = Words("写清时间、地点、谁、做了什么", "Say when, where, who and what")
        raise Refusal(wrong.fill(a=SHORTEST, b=LONGEST), mend, field="text")


def by_code(key: bytes, code: str) -> Complaint | None:
    """The complaint with that code. Whoever holds the code made it, or was given it."""
    return Complaint.objects.filter(code_index=index_of(key, code)).first() if code else None


@transaction.atomic
def ask_back(complaint: Complaint, *, at: datetime) -> None:
    """Whoever has the code no longer wants an answer. The office closes it; it is bound to nothing."""
    today: date = day_of(at)
    still = Complaint.objects.filter(pk=complaint.pk, state__in=OPEN, wants_back_on=None)
    if still.update(wants_back_on=today) != 1:
        wrong = Words("这件投诉不能撤回", "This complaint cannot be withdrawn")
        raise Refusal(wrong, Words("看它现在的状态", "See how it stands now"), cites="R24")
    complaint.refresh_from_db()
    book.append(
        complaint.pk, "ask_back", {}, actor=PUBLIC, at=at, happened_on=today, who=str(Role.PUBLIC.label)
    )


@transaction.atomic
def reveal_contact(complaint: Complaint, *, actor: Actor, at: datetime, reason: str) -> tuple[str, str]:
    """Name and contact, after writing who saw them and why. Only for an officer of the office that handles it."""
    mine = Party.objects.filter(chain_id=complaint.pk, role=Role.CITY, office_id__in=offices_of(actor))
    if actor.duty in (None, Duty.VIEW) or not mine.exists():
        wrong = Words("只有承办单位能看联系方式", "Only the office that handles it sees the contact")
        raise Forbidden(wrong, Words("由承办单位联系", "Let that office get in touch"), cites="R24")
    said = reason.strip()
    if not SHORTEST_REASON <= len(said) <= LONGEST_REASON:
        wrong = Words("没有写明查看的事由", "No reason for looking is given")
        mend = Words("写明事由，4至200字", "Write the reason in 4 to 200 characters")
        raise Refusal(wrong, mend, field="reason")
    facts = {"name": CONTACT.zh, "reason": said}
    book.append(
        complaint.pk,
        REVEAL,
        facts,
        actor=actor,
        at=at,
        happened_on=day_of(at),
        basis="own",
        who=speaker(actor),
    )
    return str(complaint.name), str(complaint.contact)
