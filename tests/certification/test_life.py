"""The life of a certificate (A37): notice, statement and defence, decision; nothing moves before the decision."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests.casework.makers import certificate, clock, running
from tests.cast import Cast, Member
from tests.certification.makers import DISPATCH, moment, take, three_hands
from yushu.casework.models import Act, Notice
from yushu.casework.moving import Given
from yushu.casework.timely import sweep
from yushu.certification.life import L
from yushu.certification.models import LevelCertificate
from yushu.kernel.errors import Forbidden, Invalid, Refusal, Stale
from yushu.ledger.audit import verify_everything
from yushu.ledger.book import history
from yushu.people.models import Person
from yushu.people.roles import Duty, Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]

TOLD = "2024-10-10"
FIRST = Given({"ground": "TARGET", "reason": "开班日已有用人单位参保"})
WHY = Given({"reason": "查实"})
STATEMENT = Given({"statement": "保险是后来才参的"})


def notified(cast: Cast) -> LevelCertificate:
    return three_hands(certificate(cast), "notify", cast, TOLD, first=FIRST)


def holder(mine: LevelCertificate) -> Member:
    """The holder, signed in."""
    return Member(None, Person.objects.get(pk=mine.person_id))


def heard(cast: Cast) -> LevelCertificate:
    mine = notified(cast)
    return take(mine, "defend", holder(mine), "2024-10-12", given=STATEMENT)


def suspended(cast: Cast) -> LevelCertificate:
    return three_hands(heard(cast), "suspend", cast, "2024-10-14", first=WHY)


def restored(mine: LevelCertificate, cast: Cast, on: str) -> LevelCertificate:
    return three_hands(mine, "restore", cast, on, first=WHY)


def public(mine: LevelCertificate) -> dict[str, Any]:
    """What anybody is told."""
    return Client().get(f"/api/certificates/{mine.code}").json()


class TestBeforeTheDecision:
    def test_the_public_sees_no_difference(self, cast: Cast) -> None:
        mine = certificate(cast)
        before = public(mine)
        assert before["state"] == "valid"
        three_hands(mine, "notify", cast, TOLD, first=FIRST)
        assert public(mine) == before
        take(mine, "defend", holder(mine), "2024-10-12", given=STATEMENT)
        assert public(mine) == before

    def test_the_holder_is_told_once_it_is_signed_and_not_before(self, cast: Cast) -> None:
        mine = certificate(cast)
        take(mine, "notify", cast.owner(Role.PROVINCE), TOLD, given=FIRST)
        take(mine, "notify", cast.colleague(Role.PROVINCE), TOLD)
        assert not Notice.objects.filter(person=mine.person).exists()
        signed = Given({**DISPATCH, "dispatched_on": TOLD})
        take(mine, "notify", cast.colleague(Role.PROVINCE, Duty.SIGN), TOLD, given=signed)
        notice = Notice.objects.get(person=mine.person)
        assert "2024-10-16前" in notice.zh

    def test_the_notice_keeps_its_ground_and_its_day(self, cast: Cast) -> None:
        mine = notified(cast)
        assert (mine.ground, mine.notified_on) == ("TARGET", date(2024, 10, 10))

    @pytest.mark.parametrize("step", ["revoke", "suspend", "restore"])
    def test_nothing_is_decided_before_the_defence(self, cast: Cast, step: str) -> None:
        mine = notified(cast)
        with pytest.raises(Stale):
            take(mine, step, cast.owner(Role.PROVINCE), "2024-10-11", given=WHY)
        mine.refresh_from_db()
        assert mine.state == L.NOTIFIED

    @pytest.mark.parametrize("step", ["defend", "revoke", "suspend", "restore"])
    def test_without_a_notice_there_is_nothing_to_decide(self, cast: Cast, step: str) -> None:
        with pytest.raises(Stale):
            take(certificate(cast), step, cast.owner(Role.PROVINCE), "2024-10-11", given=WHY)

    @pytest.mark.parametrize("ground", ["", "SMOKING"])
    def test_a_ground_is_one_of_those_that_may_be_published(self, cast: Cast, ground: str) -> None:
        given = Given({"ground": ground, "reason": "查实"})
        with pytest.raises(Invalid) as refused:
            take(certificate(cast), "notify", cast.owner(Role.PROVINCE), TOLD, given=given)
        assert refused.value.field == "ground"


class TestTheDefence:
    def test_the_holder_states_it_in_person(self, cast: Cast) -> None:
        mine = heard(cast)
        act = Act.objects.get(step="defend")
        assert (mine.state, act.basis, act.facts, act.person_id) == (
            L.HEARD,
            "self",
            STATEMENT.facts,
            mine.person_id,
        )
        assert history([mine.pk])[0].facts["statement"] == STATEMENT.facts["statement"]

    def test_it_needs_words(self, cast: Cast) -> None:
        mine = notified(cast)
        with pytest.raises(Invalid) as refused:
            take(mine, "defend", holder(mine), "2024-10-12", given=Given({"statement": "  "}))
        assert refused.value.field == "statement"

    def test_on_paper_it_is_recorded_with_its_day_and_the_paper(self, cast: Cast) -> None:
        mine = notified(cast)
        given = Given({**STATEMENT.facts, "paper": "本人2024年10月12日来信"})
        take(mine, "defend", cast.owner(Role.PROVINCE), "2024-10-15", legal="2024-10-12", given=given)
        act = Act.objects.get(step="defend")
        assert (act.basis, act.happened_on, act.facts["paper"]) == (
            "record",
            date(2024, 10, 12),
            "本人2024年10月12日来信",
        )

    def test_after_five_working_days_it_lapses(self, cast: Cast) -> None:
        mine = notified(cast)
        assert sweep(date(2024, 10, 17), at=moment("2024-10-17", 1)) == (1, 0)
        mine.refresh_from_db()
        assert (mine.state, mine.entered_on) == (L.HEARD, date(2024, 10, 17))
        assert running(mine).step == "revoke"
        assert clock(mine, "defend").late_since is None

    def test_nobody_defends_the_certificate_of_another(self, cast: Cast) -> None:
        mine = notified(cast)
        for member in (cast.owner(Role.TRAINEE), cast.stranger(Role.TRAINEE), cast.owner(Role.EVALUATOR)):
            with pytest.raises(Forbidden):
                take(mine, "defend", member, "2024-10-12", given=STATEMENT)

    def test_nobody_sees_the_certificate_of_another(self, cast: Cast) -> None:
        mine = notified(cast)
        seen = LevelCertificate.objects.visible_to
        assert seen(holder(mine).actor).get() == mine
        assert not seen(cast.owner(Role.TRAINEE).actor).exists()
        assert not seen(cast.stranger(Role.EVALUATOR).actor).exists()
        assert seen(cast.owner(Role.EVALUATOR).actor).count() == 2


class TestTheDecision:
    def test_three_hands_revoke_and_the_public_is_told_the_category_alone(self, cast: Cast) -> None:
        mine = three_hands(heard(cast), "revoke", cast, "2024-10-16", first=WHY)
        told = public(mine)
        assert (mine.state, told["state"]) == (L.REVOKED, "revoked")
        assert "查实" not in str(told)
        people = Act.objects.filter(chain_id=mine.pk, step="revoke").values_list("person", flat=True)
        assert len(set(people)) == 3

    @pytest.mark.parametrize("step", ["notify", "revoke", "suspend"])
    def test_nobody_does_it_without_three_hands(self, cast: Cast, step: str) -> None:
        mine = certificate(cast) if step == "notify" else heard(cast)
        before = mine.state
        given = FIRST if step == "notify" else WHY
        take(mine, step, cast.owner(Role.PROVINCE), "2024-10-16", given=given)
        for again in (cast.owner(Role.PROVINCE), cast.colleague(Role.PROVINCE, Duty.SIGN)):
            with pytest.raises(Forbidden):
                take(mine, step, again, "2024-10-16")
        take(mine, step, cast.colleague(Role.PROVINCE), "2024-10-16")
        mine.refresh_from_db()
        assert mine.state == before

    @pytest.mark.parametrize("missing", ["document_no", "dispatched_on"])
    def test_a_decision_bears_a_number_and_a_day(self, cast: Cast, missing: str) -> None:
        mine = heard(cast)
        take(mine, "revoke", cast.owner(Role.PROVINCE), "2024-10-16", given=WHY)
        take(mine, "revoke", cast.colleague(Role.PROVINCE), "2024-10-16")
        facts = {**DISPATCH, "dispatched_on": "2024-10-16"}
        facts.pop(missing)
        with pytest.raises(Invalid) as refused:
            take(mine, "revoke", cast.colleague(Role.PROVINCE, Duty.SIGN), "2024-10-16", given=Given(facts))
        assert refused.value.field == missing

    def test_suspended_is_neither_valid_nor_gone(self, cast: Cast) -> None:
        mine = suspended(cast)
        assert (mine.state, public(mine)["state"], running(mine).step) == (
            L.SUSPENDED,
            "suspended",
            "revoke",
        )

    def test_a_suspended_certificate_is_restored_and_its_ground_is_gone(self, cast: Cast) -> None:
        mine = restored(suspended(cast), cast, "2024-10-20")
        assert (mine.state, mine.ground, public(mine)["state"]) == (L.VALID, "", "valid")
        assert not mine.chain.deadlines.filter(closed_at=None).exists()

    def test_a_suspended_certificate_is_revoked(self, cast: Cast) -> None:
        mine = three_hands(suspended(cast), "revoke", cast, "2024-10-20", first=WHY)
        assert mine.state == L.REVOKED

    def test_a_matter_that_is_dropped_can_be_taken_up_again_with_a_fresh_term(self, cast: Cast) -> None:
        mine = restored(heard(cast), cast, "2024-10-14")
        three_hands(mine, "notify", cast, "2024-10-21", first=FIRST)
        assert running(mine, "defend").due_on == date(2024, 10, 28)

    def test_what_is_revoked_stays_revoked(self, cast: Cast) -> None:
        mine = three_hands(heard(cast), "revoke", cast, "2024-10-16", first=WHY)
        for step in sorted({row.name for row in LevelCertificate.process.steps}):
            with pytest.raises((Stale, Forbidden)):
                take(mine, step, cast.owner(Role.PROVINCE), "2024-10-20", given=WHY)
        assert LevelCertificate.process.leaving(L.REVOKED) == ()

    def test_the_whole_matter_stands_in_the_ledger(self, cast: Cast) -> None:
        mine = three_hands(heard(cast), "revoke", cast, "2024-10-16", first=WHY)
        assert [line.verb for line in reversed(history([mine.pk]))] == [
            "open",
            "notify.handle",
            "notify.check",
            "notify",
            "defend",
            "revoke.handle",
            "revoke.check",
            "revoke",
        ]
        assert verify_everything().fault is None


class TestReplacing:
    def replaced(self, cast: Cast) -> tuple[LevelCertificate, LevelCertificate]:
        mine = certificate(cast)
        take(
            mine,
            "supersede",
            cast.owner(Role.EVALUATOR),
            "2024-10-09",
            given=Given({"reason": "更正姓名用字"}),
        )
        mine.refresh_from_db()
        return mine, LevelCertificate.objects.get(replaces=mine)

    def test_a_corrected_certificate_takes_its_place(self, cast: Cast) -> None:
        old, new = self.replaced(cast)
        assert (old.state, new.state, new.replaces_id) == (L.SUPERSEDED, L.VALID, old.pk)
        assert new.number > old.number
        assert new.code != old.code
        assert (new.candidate, new.person, new.level, new.examined_on) == (
            old.candidate,
            old.person,
            old.level,
            old.examined_on,
        )
        assert (public(old)["state"], public(new)["state"]) == ("superseded", "valid")

    def test_it_bears_the_name_and_the_paper_of_today(self, cast: Cast) -> None:
        mine = certificate(cast)
        Person.objects.filter(pk=mine.person_id).update(name="学员丙丙")
        mine.candidate.document.masked = "1499**********9999"
        mine.candidate.document.save()
        take(mine, "supersede", cast.owner(Role.EVALUATOR), "2024-10-09", given=Given({"reason": "更正"}))
        new = LevelCertificate.objects.get(replaces=mine)
        assert (new.holder, new.masked) == ("学员丙丙", "1499**********9999")
        mine.refresh_from_db()
        assert mine.holder != new.holder

    def test_one_certificate_of_a_candidate_is_in_force(self, cast: Cast) -> None:
        old, new = self.replaced(cast)
        in_force = LevelCertificate.objects.issued_by(date(2024, 12, 31)).filter(candidate=old.candidate)
        assert list(in_force) == [new]

    def test_a_certificate_under_notice_is_not_replaced(self, cast: Cast) -> None:
        """A corrected copy would outlive the decision."""
        mine = notified(cast)
        with pytest.raises(Stale):
            take(mine, "supersede", cast.owner(Role.EVALUATOR), "2024-10-11", given=WHY)

    def test_the_holder_does_not_issue_one(self, cast: Cast) -> None:
        mine = certificate(cast)
        with pytest.raises(Forbidden):
            take(mine, "supersede", holder(mine), "2024-10-09", given=WHY)

    def test_a_replacement_is_replaced_again(self, cast: Cast) -> None:
        _, new = self.replaced(cast)
        take(new, "supersede", cast.owner(Role.EVALUATOR), "2024-10-10", given=WHY)
        assert LevelCertificate.objects.filter(candidate=new.candidate, state=L.VALID).count() == 1


def test_one_who_handled_does_not_sign_although_the_duty_is_lent(cast: Cast) -> None:
    mine = heard(cast)
    take(mine, "revoke", cast.owner(Role.PROVINCE), "2024-10-16", given=WHY)
    cast.owner(Role.PROVINCE).post.duty = Duty.CHECK
    with pytest.raises(Refusal, match="earlier hand"):
        take(mine, "revoke", cast.owner(Role.PROVINCE), "2024-10-16")


@pytest.mark.parametrize(
    ("step", "said"), [("revoke", "已于2024-10-14撤销"), ("suspend", "暂停"), ("restore", "仍然有效")]
)
def test_every_decision_is_served_on_the_holder(cast: Cast, step: str, said: str):
    mine = three_hands(heard(cast), step, cast, "2024-10-14", first=WHY)

    last = Notice.objects.filter(chain_id=mine.pk, person=mine.person_id).latest("pk")
    assert said in last.zh
    assert "保险" not in last.zh + last.en
