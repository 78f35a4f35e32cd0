"""The issuance of level certificates, day by day, as the clauses say it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cast import Cast
from tests.certification.makers import make_batch, moment, take, three_hands
from yushu.casework.calendar import working_calendar
from yushu.casework.clocks import dial
from yushu.casework.models import Act, Deadline
from yushu.casework.moving import Given, move
from yushu.certification.issuance import S
from yushu.certification.models import LevelCertificate
from yushu.kernel.errors import Forbidden, Invalid, Refusal, Stale
from yushu.people.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]

APPROVAL = {"document_no": "协调办函〔2024〕7号", "received_on": "2024-10-20"}


def running(case: object) -> Deadline:
    return Deadline.objects.get(chain_id=case.pk, closed_at=None)


def test_the_province_has_ten_days_and_a_holiday_moves_the_last_one(cast: Cast) -> None:
    batch = make_batch(cast, examined="2024-09-10")
    take(batch, "report", cast.owner(Role.EVALUATOR), on="2024-09-21")
    clock = running(batch)
    assert (clock.step, clock.due_on, clock.cites) == ("forward", date(2024, 10, 8), "R10")


def test_the_case_of_the_mock_shows_its_clocks_day_by_day(cast: Cast) -> None:
    batch = make_batch(cast, examined="2024-09-10")
    take(batch, "report", cast.owner(Role.EVALUATOR), on="2024-09-21")
    report = Deadline.objects.get(chain_id=batch.pk, step="report")
    calendar, today = working_calendar(), date(2024, 9, 26)

    done, now = dial(report, today, calendar), dial(running(batch), today, calendar)

    assert (done.state, done.used, done.limit) == ("done", 11, 30)
    assert (now.state, now.head.zh, now.used, now.limit, now.roll, now.scale) == (
        "ok",
        "还剩12日",
        5,
        10,
        7,
        17,
    )


@pytest.mark.parametrize(
    ("received", "head", "due"),
    [
        ("2024-09-12", "超期3日", date(2024, 9, 23)),
        ("2024-09-14", "超期2日", date(2024, 9, 24)),
        ("2024-09-16", "今天到期", date(2024, 9, 26)),
        ("2024-09-18", "还剩3日", date(2024, 9, 29)),
    ],
)
def test_the_other_batches_of_the_desk_stand_as_on_the_mock(
    cast: Cast, received: str, head: str, due: date
) -> None:
    batch = make_batch(cast, examined="2024-09-01")
    take(batch, "report", cast.owner(Role.EVALUATOR), on=received)
    clock = running(batch)
    assert (dial(clock, date(2024, 9, 26), working_calendar()).head.zh, clock.due_on) == (head, due)


def test_a_return_keeps_the_days_used_and_a_resubmission_runs_on(cast: Cast) -> None:
    batch = make_batch(cast, examined="2024-09-01")
    take(batch, "report", cast.owner(Role.EVALUATOR), on="2024-09-05")
    take(
        batch,
        "return",
        cast.owner(Role.PROVINCE),
        on="2024-09-11",
        given=Given({"reason": "缺承诺书签署时间"}),
    )
    held = Deadline.objects.get(chain_id=batch.pk, step="forward")
    shown = dial(held, date(2024, 9, 26), working_calendar())
    assert (shown.state, shown.head.zh, shown.side.zh, shown.used) == (
        "held",
        "已暂停15日",
        "补正后还有4日",
        6,
    )

    take(batch, "report", cast.owner(Role.EVALUATOR), on="2024-09-26")
    clock = running(batch)
    assert (clock.pk, clock.due_on) == (held.pk, date(2024, 9, 30))


def test_returning_when_nothing_remains_leaves_the_next_working_day_and_stays_late(cast: Cast) -> None:
    batch = make_batch(cast, examined="2024-09-01")
    take(batch, "report", cast.owner(Role.EVALUATOR), on="2024-09-05")
    take(
        batch,
        "return",
        cast.owner(Role.PROVINCE),
        on="2024-09-20",
        given=Given({"reason": "缺承诺书签署时间"}),
    )
    take(batch, "report", cast.owner(Role.EVALUATOR), on="2024-09-26")
    clock = running(batch)
    assert (clock.due_on, clock.late_since) == (date(2024, 9, 27), date(2024, 9, 19))


def test_only_the_chosen_rows_go_back_and_nobody_else_waits(cast: Cast) -> None:
    batch = make_batch(cast)
    take(batch, "report", cast.owner(Role.EVALUATOR), on="2024-09-21")
    row = batch.row_keys()[1]
    given = Given({"reason": "缺签署时间"}, rows=(row,), row_facts={row: {"why": "补签署时间"}})

    sibling = take(batch, "return", cast.owner(Role.PROVINCE), on="2024-09-24", given=given)

    batch.refresh_from_db()
    assert (batch.state, sibling.state, sibling.split_from_id) == (S.REPORTED, S.RETURNED, batch.pk)
    assert (batch.size(), sibling.size(), sibling.candidates.get().why) == (2, 1, "补签署时间")
    held = Deadline.objects.get(chain_id=sibling.pk, step="forward")
    assert (held.used_before, held.paused_on) == (3, date(2024, 9, 24))


def test_three_different_hands_forward_within_the_one_term(cast: Cast) -> None:
    batch = make_batch(cast)
    take(batch, "report", cast.owner(Role.EVALUATOR), on="2024-09-21")
    forwarded = three_hands(batch, "forward", cast, "2024-09-26")
    people = set(Act.objects.filter(chain_id=batch.pk, step="forward").values_list("person", flat=True))
    clock = Deadline.objects.get(chain_id=batch.pk, step="forward")
    assert (forwarded.state, len(people), clock.closed_on) == (S.FORWARDED, 3, date(2024, 9, 26))


def test_nobody_gives_two_hands(cast: Cast) -> None:
    batch = make_batch(cast)
    take(batch, "report", cast.owner(Role.EVALUATOR), on="2024-09-21")
    take(batch, "forward", cast.owner(Role.PROVINCE), on="2024-09-24")
    with pytest.raises(Forbidden):
        take(batch, "forward", cast.owner(Role.PROVINCE), on="2024-09-24")


def test_the_whole_chain_ends_in_certificates_for_those_who_passed(cast: Cast) -> None:
    batch = make_batch(cast)
    take(batch, "report", cast.owner(Role.EVALUATOR), on="2024-09-21")
    three_hands(batch, "forward", cast, "2024-09-26")
    take(batch, "approve", cast.owner(Role.PROVINCE), "2024-10-21", legal="2024-10-18", given=Given(APPROVAL))
    batch.refresh_from_db()
    assert (batch.approved_on, batch.notice_received_on) == (date(2024, 10, 18), date(2024, 10, 20))
    assert running(batch).due_on == date(2024, 11, 19)

    take(batch, "issue", cast.owner(Role.EVALUATOR), on="2024-11-01")

    issued = LevelCertificate.objects.order_by("number")
    assert [c.number for c in issued] == ["YS-2024-L-00001", "YS-2024-L-00002"]
    assert not Deadline.objects.filter(chain_id=batch.pk, closed_at=None).exists()
    assert all(len(c.code) >= 16 and c.national_cert_no == "" for c in issued)


def test_a_refusal_by_the_nation_opens_a_fresh_ten_days(cast: Cast) -> None:
    batch = make_batch(cast)
    take(batch, "report", cast.owner(Role.EVALUATOR), on="2024-09-21")
    three_hands(batch, "forward", cast, "2024-09-26")
    facts = {"document_no": "协调办函〔2024〕8号", "reason": "照片不清"}
    take(batch, "refuse", cast.owner(Role.PROVINCE), "2024-10-15", legal="2024-10-12", given=Given(facts))
    take(batch, "report", cast.owner(Role.EVALUATOR), on="2024-10-16")
    batch.refresh_from_db()
    clock = running(batch)
    assert (batch.round, clock.starts_on, clock.due_on) == (2, date(2024, 10, 16), date(2024, 10, 28))


def test_a_late_report_is_accepted_and_stays_late(cast: Cast) -> None:
    batch = make_batch(cast, examined="2024-07-01")
    take(batch, "report", cast.owner(Role.EVALUATOR), on="2024-08-05")
    clock = Deadline.objects.get(chain_id=batch.pk, step="report")
    assert (batch.state, clock.late_since) == (S.REPORTED, date(2024, 8, 1))


def test_paper_received_earlier_counts_from_the_day_it_came(cast: Cast) -> None:
    batch = make_batch(cast)
    paper = Given({"paper": "评价机构甲2024年9月20日报送函"})
    take(batch, "report", cast.owner(Role.PROVINCE), "2024-09-24", legal="2024-09-21", given=paper)
    batch.refresh_from_db()
    assert (batch.received_on, running(batch).due_on) == (date(2024, 9, 21), date(2024, 10, 8))


def test_acting_for_oneself_cannot_be_dated_back(cast: Cast) -> None:
    batch = make_batch(cast)
    with pytest.raises(Invalid) as refused:
        take(batch, "report", cast.owner(Role.EVALUATOR), "2024-09-24", legal="2024-09-21")
    assert refused.value.field == "happened_on"


def test_a_stranger_may_not_take_the_step(cast: Cast) -> None:
    batch = make_batch(cast)
    with pytest.raises(Forbidden):
        take(batch, "report", cast.stranger(Role.EVALUATOR), on="2024-09-21")


def test_a_form_opened_before_a_return_cannot_be_sent_after_it(cast: Cast) -> None:
    batch = make_batch(cast)
    take(batch, "report", cast.owner(Role.EVALUATOR), on="2024-09-21")
    old = type(batch).objects.get(pk=batch.pk)
    take(batch, "return", cast.owner(Role.PROVINCE), on="2024-09-23", given=Given({"reason": "缺一行"}))
    take(batch, "report", cast.owner(Role.EVALUATOR), on="2024-09-24")
    from_old = old.rev
    old.refresh_from_db()
    with pytest.raises(Stale):
        move(old, "forward", actor=cast.owner(Role.PROVINCE).actor, at=moment("2024-09-25"), rev=from_old)


def test_a_missing_commitment_blocks_the_report(cast: Cast) -> None:
    batch = make_batch(cast)
    batch.candidates.filter(seq=1).update(committed_at=None)
    with pytest.raises(Refusal) as refused:
        take(batch, "report", cast.owner(Role.EVALUATOR), on="2024-09-21")
    assert refused.value.cites == "R08"
