"""Signing a commitment: the versioned text, as it was shown, by the person themself (R08; A34)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction

from yushu.casework.letters import speaker
from yushu.kernel.clock import day_of
from yushu.kernel.crypto import canonical, digest
from yushu.kernel.errors import Forbidden, Invalid, Refusal
from yushu.kernel.words import Words
from yushu.law.tables import Table, read
from yushu.ledger import book
from yushu.people.persons import standing
from yushu.training.models import Commitment

if TYPE_CHECKING:
    from yushu.people.actors import Actor
    from yushu.people.models import Person

TEXTS = Path(__file__).parent / "texts" / "commitments.toml"
IN_PERSON = Words("承诺只能由本人签署", "A commitment is signed by the person alone")
SIGN_IN = Words(
    "由本人登录后签署，任何人不能代签", "Let the person sign in and sign it; nobody signs for another"
)


@dataclass(frozen=True)
class Text:
    """One version of a commitment."""

    version: str
    purpose: str
    since: date
    title: Words
    lines: tuple[Words, ...]

    def digest(self, algorithm: str) -> str:
        """The fingerprint of the text in both languages."""
        rows = [[line.zh, line.en] for line in self.lines]
        return digest(algorithm, canonical({"version": self.version, "title": [*self.title], "lines": rows}))


@dataclass(frozen=True)
class Shown:
    """A text as somebody read it: which version, in which language, for what."""

    text: Text
    language: str
    about: str

    def digest(self, algorithm: str) -> str:
        """The fingerprint of the page that was read: what the form sends back."""
        lines = [line.pick(self.language) for line in self.text.lines]
        seen = {
            "version": self.text.version,
            "about": self.about,
            "title": self.text.title.pick(self.language),
            "lines": lines,
        }
        return digest(algorithm, canonical(seen))


@cache
def texts() -> tuple[Text, ...]:
    """Every version of every commitment, the oldest first."""
    file = read(TEXTS)
    found = tuple(_text(name, file.table(name)) for name in file.names())
    file.close()
    return tuple(sorted(found, key=lambda text: text.since))


def _text(version: str, table: Table) -> Text:
    pairs = zip(table.texts("zh"), table.texts("en"), strict=True)
    text = Text(
        version,
        table.text("purpose"),
        table.day("since"),
        table.words("title_zh", "title_en"),
        tuple(Words(zh, en) for zh, en in pairs),
    )
    table.close()
    return text


def text_on(purpose: str, day: date) -> Text:
    """The version in force on a day."""
    valid = [text for text in texts() if text.purpose == purpose and text.since <= day]
    if valid:
        return valid[-1]
    wrong = Words("{d}还没有承诺文本", "There was no text on {d}").fill(d=day)
    raise Refusal(wrong, Words("选后来的日期", "Choose a later day"), cites="R08")


@transaction.atomic
def sign(
    shown: Shown, person: Person, chain_id: UUID, *, seen: str, actor: Actor, at: datetime
) -> Commitment:
    """Keep that a person has promised a text, for one case. `seen` is the fingerprint of the page they read.

    Raises Forbidden when anybody else presses, Invalid when another text is in force by now.
    """
    if actor.person is None or actor.post is not None or standing(actor.person) != standing(person):
        raise Forbidden(IN_PERSON, SIGN_IN, cites="A34")
    algorithm = book.algorithm()
    if shown.digest(algorithm) != seen:
        wrong = Words("你读到的承诺不是现行文本", "The text you read is not the one in force")
        raise Invalid(wrong, Words("重新读一遍再签", "Read it again, then sign"), field="agreed", cites="R08")
    text = shown.text
    try:
        with transaction.atomic():
            kept = Commitment.objects.create(
                person=standing(person),
                purpose=text.purpose,
                version=text.version,
                algorithm=algorithm,
                text_digest=text.digest(algorithm),
                shown_digest=seen,
                signed_at=at,
                chain_id=chain_id,
            )
    except IntegrityError:
        return Commitment.objects.get(chain_id=chain_id, purpose=text.purpose, person=standing(person))
    facts = {"purpose": text.purpose, "version": text.version, "text": kept.text_digest, "shown": seen}
    book.append(
        chain_id,
        "commit",
        facts,
        actor=actor,
        at=at,
        happened_on=day_of(at),
        basis="self",
        who=speaker(actor),
    )
    return kept
