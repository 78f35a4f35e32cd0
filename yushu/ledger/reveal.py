"""Showing a masked number in full: only with a reason, and never without a trace."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from yushu.kernel.errors import Refusal
from yushu.kernel.words import Words
from yushu.ledger.book import append, chain_for
from yushu.people.actors import Actor
from yushu.people.models import IdDocument

REVEAL = "reveal"
PERSON = "person"
SHORTEST_REASON, LONGEST_REASON = 4, 200


@transaction.atomic
def reveal(
    document: IdDocument,
    *,
    actor: Actor,
    at: datetime,
    happened_on: date,
    reason: str,
    case_chain: UUID | None = None,
) -> str:
    """The full number, after writing who saw it and why: on the person's chain, and the case's if given.

    If the writing fails the number is not given.
    """
    reason = reason.strip()
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        raise Refusal(
            Words("没有写明查看的事由", "No reason for looking is given"),
            Words("写明事由，4至200字", "Write the reason in 4 to 200 characters"),
            field="reason",
        )
    facts = {
        "document": document.pk,
        "kind": document.kind,
        "masked": document.masked,
        "name": document.person.name,
        "reason": reason,
    }
    person_chain = chain_for(PERSON, document.person_id, at).pk
    # The same order for every caller: the case, if any, is held before the person.
    for chain_id in filter(None, (case_chain, person_chain)):
        append(chain_id, REVEAL, facts, actor=actor, at=at, happened_on=happened_on)
    number: str = document.number
    return number
