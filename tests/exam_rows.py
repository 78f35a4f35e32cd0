"""How the lists of sittings and applications get their rows."""

from __future__ import annotations

from itertools import count
from typing import Any

from tests.aims import application, training_certificate
from tests.cast import Cast
from tests.certification import exammakers
from tests.targets import many
from tests.training.makers import make_applicant
from yushu.casework.models import Party
from yushu.certification.models import Application, Sitting
from yushu.ledger import book
from yushu.people.roles import Role

FIRST = 600


def fresh(cast: Cast) -> int:
    """A number nobody else of this cast has."""
    return next(cast.made.setdefault("exam numbers", count(FIRST)))


@many("sittings", Role.EVALUATOR)
def sittings(cast: Cast, n: int) -> None:
    exammakers.catalogue(cast)
    for _ in range(n):
        exammakers.draft(cast, assessors=())


@many("applications", Role.EVALUATOR)
@many("case#sitting", Role.EVALUATOR)
@many("scores", Role.EVALUATOR)
def applied(cast: Cast, n: int) -> None:
    first: Any = application(cast, True)
    Sitting.objects.filter(pk=first.sitting_id).update(state="EXAMINED")
    for _ in range(n):
        add_application(first, fresh(cast))


@many("sitting_confirm", Role.EVALUATOR)
def waiting(cast: Cast, n: int) -> None:
    first: Any = application(cast, True)
    for _ in range(n):
        add_application(first, fresh(cast))
    first.sitting.applications.update(state="APPLIED", seat=None)


def add_application(like: Application, number: int) -> Application:
    """One more, written past the rules: the list asks for rows, not for how they came to be."""
    chain = book.open_chain("application", at=exammakers.moment(exammakers.DRAFTED))
    kept = {f.attname: getattr(like, f.attname) for f in like._meta.concrete_fields if not f.primary_key}
    made = Application.objects.create(
        **kept | {"person_id": make_applicant(number).person.pk, "seq": number, "seat": number,
                  "number": f"2024-{number}", "state": "CONFIRMED"}, chain=chain,
    )  # fmt: skip
    Party.objects.create(chain=chain, role=Role.EVALUATOR, office=like.sitting.evaluator)
    return made


@many("exams", Role.TRAINEE)
def exams(cast: Cast, n: int) -> None:
    exammakers.catalogue(cast)
    for _ in range(n):
        made = exammakers.draft(cast, assessors=())
        day = exammakers.moment("2024-10-14").date()
        Sitting.objects.filter(pk=made.pk).update(state="OPEN", apply_from=day, apply_until="2099-12-30",
                                                  held_on="2099-12-31")  # fmt: skip


@many("brings", Role.TRAINEE)
def brings(cast: Cast, n: int) -> None:
    first = training_certificate(cast, True)
    for _ in range(n):
        number = fresh(cast)
        chain = book.open_chain("training_certificate", at=exammakers.moment(exammakers.DRAFTED))
        kept = {
            f.attname: getattr(first, f.attname) for f in first._meta.concrete_fields if not f.primary_key
        }
        again = {"number": f"YS-{number}", "code": f"CODE{number}", "replaces_id": None}
        member = first.member
        member.pk, member.seq, member.left_on, member.left_why = None, number, "2024-10-09", "测试"
        member.save(force_insert=True)
        type(first).objects.create(**kept | again | {"member_id": member.pk}, chain=chain)
        Party.objects.create(chain=chain, role=Role.TRAINEE, person=cast.owner(Role.TRAINEE).person)
