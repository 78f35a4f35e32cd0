"""Random walks over the whole chain of money: after each step it is all there, and nobody is paid twice (R17–R19; A37).

A walk that fails prints its seed and every step up to there; `YUSHU_WALK_SEED` begins with another seed.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import Sum

from tests.cast import Cast
from tests.measuring import Figures
from tests.subsidies import walking
from tests.subsidies.walking import Walk, World, begin_paid, make_world
from yushu.casework.agreement import disagreements
from yushu.casework.models import Act, Deadline, Notice
from yushu.kernel.crypto import digest
from yushu.kernel.errors import Refusal
from yushu.ledger.audit import verify_everything
from yushu.ledger.models import Entry
from yushu.subsidies import ending, guarding
from yushu.subsidies import models as s
from yushu.subsidies.books import by_member
from yushu.subsidies.paying import P
from yushu.subsidies.rules import year_bar
from yushu.subsidies.settling import S
from yushu.training.models import Member, TrainingCertificate

STEPS = 90
AGREE = 10
"""Every so many steps all cases are compared with their records."""
FILED = (S.CLAIMED, S.ACCEPTED, S.VERIFIED, S.PUBLICISED, S.PAYABLE)
REACHED = {
    "paid": lambda: s.Payment.objects.filter(state=P.PAID).exists(),
    "refused by the bank": lambda: s.PaymentLine.objects.filter(outcome="FAILED").exists(),
    "objection decided": lambda: s.Objection.objects.exclude(state="RECEIVED").exists(),
    "recovery decided": lambda: s.Recovery.objects.filter(owed_yuan__gt=0).exists(),
    "recovered": lambda: s.PaidShare.objects.filter(yuan__lt=0).exists(),
    "refused by the city": lambda: s.Settlement.objects.filter(state=S.REFUSED).exists(),
    "barred by the year": lambda: s.SettlementLine.objects.filter(barred=True).exists(),
    "certificate revoked": lambda: TrainingCertificate.objects.filter(state="REVOKED").exists(),
    "ended unpaid": lambda: s.Recovery.objects.filter(state__in=("WRITTEN_OFF", "COURT")).exists(),
}
"""What a walk may come to."""


class Undone(Exception):
    """Everything a walk wrote is taken back."""


def everything() -> str:
    """A digest of every row that money, its steps and its clocks are kept in, and how long the record is."""
    kept = [*apps.get_app_config("subsidies").get_models(), Act, Deadline, Notice, TrainingCertificate]
    rows = [list(model._default_manager.order_by("pk").values_list()) for model in kept]
    return digest("sha256", repr((Entry.objects.count(), rows)).encode())


def books_balance() -> None:
    """R18, R19, A37: person by person; what was paid is what the payments say, what came back what arrived."""
    found = by_member(s.SettlementLine.objects.values_list("member", flat=True).distinct())
    assert not {key: one for key, one in found.items() if not one.balanced}
    paid = dict(
        s.Payment.objects.filter(state=P.PAID).values_list("settlement").annotate(y=Sum("yuan")).order_by()
    )
    shares = dict(s.PaidShare.objects.values_list("source").annotate(y=Sum("yuan")).order_by())
    come = s.Receipt.objects.exclude(arrived_on=None).values_list("recovery")
    back = {key: -yuan for key, yuan in come.annotate(y=Sum("yuan")).order_by()}
    assert {key: yuan for key, yuan in shares.items() if yuan} == {**paid, **back}


def nobody_twice() -> None:
    """R17: of the classes somebody is, or is about to be, paid for, none opens in the year of another."""
    newest: dict[int, int] = {}
    rows = s.SettlementLine.objects.filter(settlement__state__in=(*FILED, S.PAID))
    for line in rows.order_by("settlement__chain__opened_at", "pk"):
        newest[line.member_id] = line.due_yuan
    live: dict[Any, list[Any]] = defaultdict(list)
    for member in Member.objects.select_related("training_class").filter(
        pk__in=[k for k, v in newest.items() if v]
    ):
        case = member.training_class
        live[member.person_id, case.occupation_id, case.level].append(case)
    for key, classes in live.items():
        for one, two in combinations(sorted(classes, key=lambda case: case.opens_on), 2):
            assert not year_bar(one.examined_on, two.opens_on).barred, f"{key}: {one.number} and {two.number}"


def cases_agree() -> None:
    """A37: every case is as its record left it. The classes were written past their steps."""
    kinds = ("settlement", "objection", "payment", "payment_run", "recovery", "payee", "order", "project")
    assert not [str(one) for one in disagreements() if one.kind in kinds]


def checked(place: int) -> None:
    """What holds after each step."""
    books_balance()
    nobody_twice()
    if place % AGREE == 0:
        cases_agree()


@contextmanager
def told(walk: Walk) -> Iterator[None]:
    """Whatever goes wrong, how it came about is printed."""
    try:
        yield
    except Exception:
        print(f"seed {walk.seed}, step {len(walk.steps)}", *walk.steps, sep="\n  ")
        raise


def walked(world: World, seed: int, steps: int) -> tuple[Walk, list[str]]:
    """One walk, checked after each step, and undone. Gives back what it reached."""
    walk, reached = Walk(world, seed), []
    with told(walk):
        try:
            with transaction.atomic():
                if seed % 2:
                    begin_paid(walk)
                before = everything()
                for place in range(steps):
                    if walk.step():
                        checked(place)
                        before = everything()
                    else:
                        assert everything() == before, "a refused step has changed something"
                cases_agree()
                assert verify_everything().fault is None
                reached = [name for name, is_so in REACHED.items() if is_so()]
                raise Undone
        except Undone:
            pass
    return walk, reached


@pytest.mark.race
@pytest.mark.django_db
@pytest.mark.usefixtures("calendar")
def test_whatever_is_done_in_whatever_order_the_books_balance(cast: Cast, figures: Figures, scale: int):
    world, first = make_world(cast), int(os.environ.get("YUSHU_WALK_SEED", "1"))
    reached: Counter[str] = Counter()
    taken: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    for seed in range(first, first + scale // 4):
        walk, names = walked(world, seed, STEPS)
        reached.update(names)
        taken += walk.taken
        refused += walk.refused
    figures.say("walks over the chain of money", scale // 4)
    figures.say("steps taken / refused", f"{taken.total()} / {refused.total()}")
    for name in REACHED:
        figures.say(f"walks that reached: {name}", reached[name])
    assert {"paid", "recovery decided", "barred by the year", "objection decided"} <= set(reached)


def _loses_a_share(monkeypatch: pytest.MonkeyPatch) -> None:
    real = ending.note_paid

    def lossy(settlement: Any, taken: Any, model: Any) -> None:
        real(settlement, taken, model)
        model.objects.filter(settlement=settlement).last().delete()

    monkeypatch.setattr(ending, "note_paid", lossy)


def _bars_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarding, "year_bar", lambda *days: replace(year_bar(*days), barred=False))


def _writes_and_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    real = walking.move

    def careless(case: Any, *rest: Any, **terms: Any) -> Any:
        try:
            return real(case, *rest, **terms)
        except Refusal:
            type(case).objects.filter(pk=case.pk).update(entered_on=date(2020, 1, 1))
            raise

    monkeypatch.setattr(walking, "move", careless)


def _passes_the_door_by(monkeypatch: pytest.MonkeyPatch) -> None:
    real = walking.sweep

    def rash(*rest: Any, **terms: Any) -> Any:
        s.Settlement.objects.filter(state=S.PAID).update(state=S.PAYABLE)
        return real(*rest, **terms)

    monkeypatch.setattr(walking, "sweep", rash)


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.usefixtures("calendar")
@pytest.mark.parametrize("fault", [_loses_a_share, _bars_nobody, _writes_and_refuses, _passes_the_door_by])
def test_a_walk_sees_it_when_a_protection_is_off(cast: Cast, monkeypatch: pytest.MonkeyPatch, fault: Any):
    world = make_world(cast)
    fault(monkeypatch)
    with pytest.raises(AssertionError):
        _walk_on(world)


def _walk_on(world: World) -> None:
    for seed in range(1, 10, 2):
        walked(world, seed, STEPS)
