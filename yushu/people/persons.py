"""A person once, however they are spelled, whichever paper they show, whoever was first to type them in."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from yushu.kernel.errors import Refusal
from yushu.kernel.words import Words
from yushu.people.documents import DocumentKind, Paper, read_paper
from yushu.people.models import Account, IdDocument, Merge, Person
from yushu.people.names import person_name

_RESIDENT_NATION = "156"


def find_person(kind: str, number: str) -> Person | None:
    """Whoever holds this paper, however the number is spelled."""
    paper = read_paper(kind, number)
    document = _document(paper)
    return standing(document.person) if document else None


def find_or_create_person(
    *,
    kind: str,
    number: str,
    name: str,
    phone: str = "",
    email: str = "",
    home_area: str = "",
    nationality_code: str = "",
    today: date | None = None,
) -> Person:
    """The person of this paper, made if nobody has shown it yet.

    Two requests at once end with one person: the unique index decides, the loser reads what
    the winner wrote. A paper that is known under another name is refused. Contact details
    fill gaps and never overwrite.
    """
    paper = read_paper(kind, number, today=today)
    called = person_name(name)
    given = {"phone": phone, "email": email, "home_area": home_area}
    known = _document(paper)
    if known is None:
        try:
            return _create(paper, called, nationality_code, given)
        except IntegrityError:
            known = _document(paper)
            if known is None:
                raise
    return _fill_gaps(_same_name(standing(known.person), called), given)


def add_document(person: Person, *, kind: str, number: str, today: date | None = None) -> IdDocument:
    """One more paper of somebody known. A paper of somebody else is refused: that is a merge."""
    paper = read_paper(kind, number, today=today)
    try:
        with transaction.atomic():
            return _keep(person, paper)
    except IntegrityError:
        known = _document(paper)
        if known is None:
            raise
    if standing(known.person) == standing(person):
        return known
    wrong = Words("这个证件已登记在另一人名下", "This document is recorded for somebody else")
    mend = Words(
        "核对证件；确是同一人，就合并两条记录", "Check the document; if both are one person, merge them"
    )
    raise Refusal(wrong, mend, field="number")


def standing(person: Person) -> Person:
    """The person a merged record stands for now; anybody else is themselves."""
    while person.merged_into is not None:
        person = person.merged_into
    return person


def same_person_ids(person: Person) -> list[UUID]:
    """The keys of every record that was found to be this person: rooms above search by these."""
    found: list[UUID] = []
    layer = [standing(person).pk]
    while layer:
        found += layer
        layer = list(Person.objects.filter(merged_into__in=layer).values_list("pk", flat=True))
    return found


@transaction.atomic
def merge(
    kept: Person, gone: Person, *, reason: str, merged_on: date, merged_by: Account | None = None
) -> Merge:
    """Record that two persons are one. Papers move to the one kept; the other record stays, pointing on.

    Nothing else is rewritten: cases of the other record keep naming it, and who asks for a
    person's cases asks for `same_person_ids`. Accounts stay where they are and act for the
    standing person, so that one person with two sign-ins is never two hands.
    """
    if len(reason.strip()) < 4:
        wrong = Words("没有写合并的理由", "The reason for the merge is missing")
        raise Refusal(wrong, Words("至少写4个字", "Write at least four characters"), field="reason")
    for pk in sorted({kept.pk, gone.pk}):
        _hold(pk)
    if kept.pk == gone.pk:
        raise _not_mergeable()
    Person.objects.filter(pk=gone.pk).update(merged_into=kept)
    gone.merged_into = kept
    IdDocument.objects.filter(person=gone).update(person=kept)
    return Merge.objects.create(
        kept=kept, gone=gone, reason=reason.strip(), merged_on=merged_on, merged_by=merged_by
    )


def _hold(pk: UUID) -> None:
    """Hold a standing record until the transaction ends; an update does so on every engine."""
    if not Person.objects.standing().filter(pk=pk).update(merged_into=None):
        raise _not_mergeable()


def _not_mergeable() -> Refusal:
    wrong = Words("这两条记录不能合并", "These two records cannot be merged")
    mend = Words("刷新后核对：其中一条可能已经合并", "Reload and check: one of them may be merged already")
    return Refusal(wrong, mend)


def _document(paper: Paper) -> IdDocument | None:
    rows = IdDocument.objects.select_related("person")
    return rows.filter(kind=paper.kind, number_index=paper.index).first()


def _keep(person: Person, paper: Paper) -> IdDocument:
    return IdDocument.objects.create(
        person=person, kind=paper.kind, number=paper.number, number_index=paper.index, masked=paper.masked
    )


@transaction.atomic
def _create(paper: Paper, name: str, nationality_code: str, given: dict[str, str]) -> Person:
    resident = paper.kind == DocumentKind.RESIDENT
    person = Person.objects.create(
        name=name,
        sex=paper.sex,
        born=paper.born,
        nationality_code=nationality_code or (_RESIDENT_NATION if resident else ""),
        **given,
    )
    _keep(person, paper)
    return person


def _same_name(person: Person, called: str) -> Person:
    if person.name == called:
        return person
    wrong = Words("这个证件号码已登记在另一个姓名下", "This number is recorded under another name")
    mend = Words(
        "对照证件核对姓名和号码；改过名的，由省人社厅更正",
        "Compare both with the document; a changed name is corrected by the province",
    )
    raise Refusal(wrong, mend, field="name")


def _fill_gaps(person: Person, given: dict[str, str]) -> Person:
    gaps = [name for name, value in given.items() if value and not getattr(person, name)]
    for name in gaps:
        setattr(person, name, given[name])
    if gaps:
        person.save(update_fields=gaps)
    return person
