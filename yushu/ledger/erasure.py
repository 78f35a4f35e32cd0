"""Taking a text out of the ledger while the chain still proves."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from yushu.kernel.errors import Refusal
from yushu.kernel.words import Words
from yushu.ledger.book import append
from yushu.ledger.models import Body, Entry, Erasure
from yushu.people.actors import Actor

ERASE = "erase"
LONGEST_REASON = 200


@transaction.atomic
def erase(entry: Entry, *, actor: Actor, at: datetime, happened_on: date, reason: str) -> Erasure:
    """Delete what an entry says, with its salt, and write down that it was done.

    The entry itself stays: who acted, when and how is still proved, what was said is gone.
    The record of an erasure cannot be erased in its turn.
    """
    reason = reason.strip()
    _refuse_without_reason(reason)
    _refuse_if_beyond_erasure(entry)
    facts = {"seq": entry.seq, "verb": entry.verb, "reason": reason}
    told_by = append(entry.chain_id, ERASE, facts, actor=actor, at=at, happened_on=happened_on)
    erasure = Erasure.objects.create(entry=entry, told_by=told_by, reason=reason, at=at)
    Body.objects.filter(entry=entry).delete()
    return erasure


def _refuse_without_reason(reason: str) -> None:
    if not 4 <= len(reason) <= LONGEST_REASON:
        raise Refusal(
            Words("没有写明删除正文的理由", "No reason for the erasure is given"),
            Words("写明理由，4至200字", "Write the reason in 4 to 200 characters"),
            field="reason",
        )


def _refuse_if_beyond_erasure(entry: Entry) -> None:
    if entry.verb == ERASE:
        raise Refusal(
            Words("删除正文的记录本身不能删", "The record of an erasure cannot be erased"),
            Words("理由里不要写个人信息", "Keep personal data out of the reason"),
        )
    if Erasure.objects.filter(entry=entry).exists():
        raise Refusal(
            Words("这一条的正文已经删除", "The text of this entry is already erased"),
            Words("无须再删", "There is nothing left to do"),
        )
