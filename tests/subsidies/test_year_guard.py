"""One person, one occupation, one level, one year: the first to file holds them, whoever presses at once (R17)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import transaction

from tests.cast import Cast
from tests.catalogue.makers import moment, take, three_hands
from tests.subsidies import makers
from tests.subsidies import settlementmakers as make
from yushu.casework.moving import move
from yushu.kernel.errors import Refusal
from yushu.people.persons import merge
from yushu.people.roles import Duty, Role
from yushu.subsidies import freezing, guarding
from yushu.subsidies import models as s
from yushu.subsidies.guarding import Wanted
from yushu.subsidies.settling import S
from yushu.training import models as m

Together = Callable[[list[Callable[[], Any]]], list[Any]]
CITIES = 11
SAME = 700
"""The sequence of the person whom everybody claims."""


def one_of(cast: Cast, place: int, opens: str = "2024-10-08") -> m.TrainingClass:
    """A finished class of one, the same person every time, taught by its own teacher."""
    case = makers.completed_class(cast, 1, 2, first=SAME + place, opens=opens)
    person = m.Member.objects.get(training_class=case).person
    return claimed_for(case, person, cast)


def claimed_for(case: m.TrainingClass, person: Any, cast: Cast) -> m.TrainingClass:
    """The class as if it had been this cast's one person's."""
    if "same person" in cast.made:
        person = cast.made["same person"]
        m.Member.objects.filter(training_class=case).update(person=person)
    else:
        cast.made["same person"] = person
        makers.employ(cast, person)
    return case


def drafts(cast: Cast, many: int) -> list[s.Settlement]:
    """So many settlements of projects of their own, each about the same person, handled and waiting to be signed."""
    made = []
    for place in range(many):
        project = makers.registered_project(cast, one_of(cast, place), name=f"项目{place}")
        case = make.draft(project, cast)
        take(case, "claim", cast.owner(Role.INSTITUTION), make.DAY)
        made.append(case)
    return made


def signing(cast: Cast, case: s.Settlement) -> Callable[[], Any]:
    """The signer, with the page open."""
    mine = s.Settlement.objects.get(pk=case.pk)
    actor = cast.colleague(Role.INSTITUTION, Duty.SIGN).actor
    return partial(move, mine, "claim", actor=actor, at=moment(make.DAY), rev=mine.rev)


def paid_for(cases: list[s.Settlement]) -> int:
    """How many of them would pay for the person."""
    rows = s.SettlementLine.objects.filter(settlement__in=cases, settlement__state=S.CLAIMED, due_yuan__gt=0)
    return rows.count()


@pytest.mark.race
@pytest.mark.usefixtures("calendar")
class TestElevenCitiesAtOnce:
    def test_exactly_one_is_paid(self, together: Together, cast: Cast):
        cases = drafts(cast, CITIES)
        answers = together([signing(cast, case) for case in cases])
        refused = [one for one in answers if isinstance(one, Exception)]
        assert [type(one) for one in refused] == [Refusal] * (CITIES - 1)
        assert paid_for(cases) == 1
        assert s.YearHold.objects.filter(released_on=None).count() == 1

    def test_without_the_guard_all_of_them_are(
        self, together: Together, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ):
        """The negative control: everybody looks, finds nobody there, and only then files."""
        cases = drafts(cast, CITIES)

        def look_then_file(_wanted: Any, _same: Any, _law: Any, *, chain: Any, at: Any) -> Any:
            return {}

        monkeypatch.setattr(guarding, "take", look_then_file)
        answers = together([signing(cast, case) for case in cases])
        assert not [one for one in answers if isinstance(one, Exception)]
        assert paid_for(cases) == CITIES


@pytest.mark.race
@pytest.mark.usefixtures("calendar")
class TestTheUpdateIsTheReferee:
    """The guard itself, without the pages around it: each look is followed by a write of its own."""

    def wanted(self, cast: Cast, many: int) -> list[tuple[s.Settlement, list[Wanted]]]:
        found = []
        for case in drafts(cast, many):
            line = case.lines.get()
            of = line.training_class
            one = Wanted(
                line.member_id, line.person_id, of.occupation_id, of.level, of.pk, of.opens_on, of.examined_on
            )
            found.append((case, [one]))
        return found

    def race(self, together: Together, cast: Cast, take_it: Callable[..., Any]) -> int:
        chosen = self.wanted(cast, 6)
        law = freezing.rulings.ruled()

        def press(case: s.Settlement, wanted: list[Wanted]) -> Any:
            same = guarding.aliases_of([wanted[0].person])
            return take_it(wanted, same, law, chain=case.pk, at=moment(make.DAY))

        together([partial(press, case, wanted) for case, wanted in chosen])
        return s.YearHold.objects.filter(released_on=None).count()

    def test_one_holds_the_person(self, together: Together, cast: Cast):
        assert self.race(together, cast, transaction.atomic(guarding.take)) == 1

    def test_look_then_write_lets_everybody_in(self, together: Together, cast: Cast):
        gate = Barrier(6)

        def careless(wanted: Any, same: Any, law: Any, *, chain: Any, at: Any) -> Any:
            barred = guarding.look(wanted, same, law)
            gate.wait(timeout=30)
            if not barred:
                guard, _ = s.YearGuard.objects.get_or_create(
                    person_id=wanted[0].person, occupation_id=wanted[0].occupation, level=wanted[0].level
                )
                one = wanted[0]
                s.YearHold.objects.create(
                    guard=guard,
                    training_class_id=one.training_class,
                    member_id=one.member,
                    opened_on=one.opened,
                    ended_on=one.ended,
                    taken_by_id=chain,
                    taken_at=at,
                )

        assert self.race(together, cast, careless) == 6


@pytest.mark.django_db
@pytest.mark.usefixtures("calendar")
class TestOneYear:
    def second(self, cast: Cast, opens: str, day: str) -> s.Settlement:
        """A later class of the same person, computed on a day."""
        project = makers.registered_project(cast, one_of(cast, 1, opens), name="项目乙")
        return make.draft(project, cast, day)

    def first(self, cast: Cast) -> s.Settlement:
        """2024-10-08 to the exam on 2024-10-10, claimed."""
        return make.claimed(cast, makers.registered_project(cast, one_of(cast, 0)))

    def test_to_the_last_day_of_the_year_the_later_class_is_barred(self, cast: Cast):
        self.first(cast)
        case = self.second(cast, "2025-10-10", "2025-11-12")
        line = case.lines.get()
        assert (line.barred, case.base, case.due_yuan) == (True, 0, 0)
        assert "2025-10-10" in line.why.zh

    def test_the_day_after_it_is_free(self, cast: Cast):
        self.first(cast)
        case = self.second(cast, "2025-10-13", "2025-11-12")
        assert (case.lines.get().barred, case.base) == (False, 1)

    def test_the_year_runs_from_whichever_class_opened_first(self, cast: Cast):
        """The class that opened later is claimed first: the earlier one is barred by it, not the other way about."""
        make.claimed(cast, makers.registered_project(cast, one_of(cast, 0, "2024-10-21")))
        early = self.second(cast, "2024-10-08", make.DAY)
        assert early.lines.get().barred

    def test_later_stages_of_the_same_class_keep_the_person(self, cast: Cast):
        case = make.pay(make.payable(cast, makers.registered_project(cast, one_of(cast, 0))))
        again = make.draft(case.project, cast, "2024-12-02") if case.now_yuan == 0 else None
        assert again is None
        lines = s.YearHold.objects.filter(released_on=None)
        assert lines.count() == 1

    def test_refused_the_person_is_free_for_another_claim(self, cast: Cast):
        case = self.first(cast)
        reason = {"reason": "材料不实，核查属实"}
        three_hands(case, "refuse", cast, "2024-11-13", Role.CITY, **reason)
        assert not s.YearHold.objects.filter(released_on=None).exists()
        assert not self.second(cast, "2024-10-21", "2024-11-14").lines.get().barred

    def test_withdrawn_too(self, cast: Cast):
        take(self.first(cast), "withdraw", cast.owner(Role.INSTITUTION), "2024-11-13")
        assert not s.YearHold.objects.filter(released_on=None).exists()

    def test_returned_for_correction_the_person_stays_held(self, cast: Cast):
        take(
            self.first(cast), "return", cast.owner(Role.CITY), "2024-11-13", make.given(reason="缺合同复印件")
        )
        assert s.YearHold.objects.filter(released_on=None).count() == 1

    def test_two_records_of_one_person_are_one(self, cast: Cast):
        self.first(cast)
        other = makers.completed_class(cast, 1, 2, first=SAME + 5, opens="2024-10-21")
        gone = m.Member.objects.get(training_class=other).person
        merge(cast.made["same person"], gone, reason="同一人两次登记", merged_on=date(2024, 11, 11))
        case = make.draft(makers.registered_project(cast, other, name="项目丙"), cast)
        assert case.lines.get().barred

    def test_a_looking_draft_holds_nobody(self, cast: Cast):
        make.draft(makers.registered_project(cast, one_of(cast, 0)), cast)
        assert not s.YearHold.objects.exists()

    def test_signed_is_only_what_was_seen(self, cast: Cast):
        """Another claim came first between draft and signature: the signer is told, and nothing is filed."""
        first, second = drafts(cast, 2)
        sign = cast.colleague(Role.INSTITUTION, Duty.SIGN)
        take(first, "claim", sign, make.DAY)
        with pytest.raises(Refusal) as told:
            take(second, "claim", sign, make.DAY)
        assert "变为0元" in told.value.wrong.zh
