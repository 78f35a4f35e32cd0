"""The record of a case for the screen: its own entries, and those of the case it was split from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from yushu.casework.models import Case
from yushu.casework.process import Process
from yushu.casework.rails import BY_ITSELF
from yushu.doors.pages.panels import sees_hands
from yushu.doors.pages.shapes import LedgerLine, Sealed
from yushu.doors.pages.verbs import answers, counted, role_words, verb_words
from yushu.kernel.clock import day_of
from yushu.kernel.words import NOTHING, Words
from yushu.ledger.audit import verify_chain
from yushu.ledger.book import Line, history
from yushu.ledger.models import Seal
from yushu.people.actors import Actor
from yushu.people.roles import Role

ROW_WHY = Words("其中{n}行写明了问题", "{n} rows say what is wrong")
FOR = Words("代{who}登记", "recorded for {who}")
LENT = Words("受委托", "by delegation")
SPLIT = Words("{k}，另成{number}", "{k}, now {number}")
SPLIT_OFF = Words("{k}，原件{number}", "{k}, from {number}")
MOVED = Words("由{before}改为{after}", "from {before} to {after}")
MENDED = Words("序号{n}，理由：{reason}", "No. {n}. Reason: {reason}")
LOOKED = Words("{name}，事由：{reason}", "{name}. Reason: {reason}")


def lines_of(case: Case) -> list[Line]:
    """Entries of a case newest first, followed by those of the case it was split from, up to the split."""
    chains: list[UUID] = [case.pk]
    parent = case.split_from
    while parent is not None:
        chains.append(parent.pk)
        parent = parent.split_from
    by_chain: dict[UUID, list[Line]] = {pk: [] for pk in chains}
    for line in history(chains):
        by_chain[line.chain_id].append(line)
    kept: list[Line] = []
    for pk in chains:
        kept += _until(by_chain[pk], _head_at_split(kept))
    return kept


def _head_at_split(later: list[Line]) -> str:
    """The digest at which the history of a sibling leaves that of its origin."""
    return str((later[-1].facts or {}).get("head", "")) if later else ""


def _until(lines: list[Line], head: str) -> list[Line]:
    if not head:
        return lines
    places = [place for place, line in enumerate(lines) if line.digest == head]
    return lines[places[0] :] if places else []


def ledger(case: Case, lines: list[Line], actor: Actor) -> list[LedgerLine]:
    """The lines as a page shows them. Hands before the last are shown inside their office only."""
    shown = [line for line in lines if "." not in line.verb or sees_hands(line.role, actor)]
    return [_line(case.process, line) for line in shown]


def _line(process: Process, line: Line) -> LedgerLine:
    return LedgerLine(
        verb=verb_words(process.kind, line.verb),
        who=_who(process, line),
        at=line.at,
        said=said(process, line),
        on=line.happened_on if line.happened_on != day_of(line.at) else None,
        digest=line.digest,
        algorithm="SM3" if line.algorithm == "sm3" else "SHA-256",
        erased=line.facts is None,
    )


def _who(process: Process, line: Line) -> Words | str:
    """Whoever pressed; what followed from another act was done by nobody, and no term had ended."""
    follows = any(step.name == line.verb and step.follows for step in process.steps)
    return BY_ITSELF if follows and line.basis == "time" else line.who


def sealed(case: Case, lines: list[Line], *, check: str, verify: bool) -> Sealed:
    """How far the record is sealed; with `verify`, whether its chain proves."""
    own = sum(line.chain_id == case.pk for line in lines)
    through = Seal.objects.order_by("-day").values_list("day", flat=True).first()  # seen: seals are public
    result = verify_chain(case.pk) is None if verify else None
    return Sealed(own, through, check, result)


def said(process: Process, line: Line) -> Words:
    """A sentence from the body of an entry: on what basis, and the facts that were given."""
    facts = line.facts or {}
    parts = [
        _basis(line, facts),
        *_engine(process.kind, line.verb, facts),
        *_answers(process, line.verb, facts),
        _rows(process.kind, facts),
    ]
    shown = [part for part in parts if part.zh]
    return Words("；".join(part.zh for part in shown), "; ".join(part.en for part in shown))


def _basis(line: Line, facts: Mapping[str, Any]) -> Words:
    if line.basis == "record" and facts.get("for") in Role.values:
        return FOR.fill(who=role_words(facts["for"]))
    return LENT if line.basis == "delegation" else NOTHING


def _engine(kind: str, verb: str, facts: Mapping[str, Any]) -> list[Words]:
    if verb in ("split", "split_off"):
        text = SPLIT if verb == "split" else SPLIT_OFF
        return [text.fill(k=counted(kind, len(facts.get("rows", []))), number=facts.get("number", ""))]
    if verb == "due_moved":
        return [MOVED.fill(before=facts.get("before", ""), after=facts.get("after", ""))]
    if verb == "mend":
        return [MENDED.fill(n=facts.get("row", ""), reason=facts.get("reason", ""))]
    if verb == "reveal":
        return [LOOKED.fill(name=facts.get("name", ""), reason=facts.get("reason", ""))]
    return []


def _answers(process: Process, verb: str, facts: Mapping[str, Any]) -> list[Words]:
    """The facts a step asked for, by the labels it asked with."""
    name = verb.partition(".")[0]
    asks = {ask.name: ask for step in process.steps if step.name == name for ask in step.asks}
    return answers(tuple(asks.values()), facts)


def _rows(kind: str, facts: Mapping[str, Any]) -> Words:
    rows = facts.get("rows")
    if isinstance(rows, dict) and any("why" in row for row in rows.values()):
        return ROW_WHY.fill(n=sum(bool(row.get("why")) for row in rows.values()))
    return counted(kind, len(facts["chosen"])) if facts.get("chosen") else NOTHING
