"""A small year through the whole chain: what must hold holds, and what is broken is named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from tests.ledger.makers import tampering
from tests.replay.conftest import Played
from tests.replay.money_tamperings import MONEY
from yushu.casework.models import Act, Deadline
from yushu.catalogue.board import build_board
from yushu.catalogue.models import Plan, PlanCell
from yushu.certification.models import Application, Batch, Candidate, LevelCertificate, ScoreVersion, Sitting
from yushu.certification.progress import progress_of
from yushu.doors.nightly.management.commands import year as command
from yushu.doors.replay.attending import FAILS, MISSING, MISTAKEN, RESITS
from yushu.doors.replay.invariants import INVARIANTS, look
from yushu.doors.replay.kinds import ADMITTED, REFUSED
from yushu.doors.replay.seasons import FULL, INVENTED, LARGE, SMALL
from yushu.doors.replay.story import perform
from yushu.entitlements.models import HourEntry
from yushu.kernel.clock import BEIJING, day_of
from yushu.ledger.models import Entry
from yushu.people.roles import Role
from yushu.training import models as m

pytestmark = pytest.mark.django_db


# What holds


def test_everything_that_must_hold_holds(year: Played):
    assert [str(answer) for answer in look(SMALL) if not answer.holds] == []


def test_about_sixty_people_come_and_every_kind_outside_the_target_group_is_refused(year: Played):
    refused = year.figures["refused"]

    assert 60 <= year.figures["applicants"] <= 70
    assert sum(refused[f"enrolment: {what} ({cites})"] for what, (_, cites) in REFUSED.items()) == 12
    assert year.play.refusals.total() == 71


def test_a_played_database_is_kept_as_it_is(year: Played):
    assert perform(lambda _line: None, SMALL) is None


# What happened in it


def trouble() -> m.TrainingClass:
    return m.TrainingClass.objects.get(institution__name=INVENTED, name="1期")


def member(seq: int) -> m.Member:
    return trouble().members.get(seq=seq)


def test_an_offer_nobody_accepts_is_ended_by_a_night_after_its_term(year: Played):
    lapsed = Act.objects.filter(step="lapse", chain__kind="enrolment").get()
    offered = Act.objects.get(chain_id=lapsed.chain_id, step="offer")

    assert lapsed.person is None
    assert lapsed.at.astimezone(BEIJING).hour == 3
    assert lapsed.happened_on == day_of(lapsed.at) > offered.happened_on


def test_who_lacks_hours_gets_no_certificate_and_who_was_corrected_does(year: Played):
    case = trouble()
    done = case.minutes_of()

    assert case.lacking(done[member(MISSING).pk]) == {"theory_offline": 4}
    assert not member(MISSING).results.exists()
    assert not member(MISSING).certificates.exists()
    assert member(MISTAKEN).certificates.exists()


def test_of_two_who_failed_one_passes_the_resit(year: Played):
    assert [row.passed for row in member(RESITS).results.order_by("attempt")] == [False, True]
    assert [row.passed for row in member(FAILS).results.order_by("attempt")] == [False, False]
    assert not member(FAILS).certificates.exists()


def test_a_vacated_place_is_taken_before_a_fifth_of_the_hours(year: Played):
    left = trouble().members.exclude(left_on=None).get()
    last = trouble().members.order_by("-seq")[0]

    assert left.left_on == last.joined_on == trouble().opens_on
    assert last.certificates.exists()


def test_the_city_was_late_and_the_roster_was_late_and_both_stay_so(year: Played):
    case = trouble()
    report = m.RosterReport.objects.get(training_class=case, split_from=None)
    approval = Deadline.objects.get(chain_id=case.pk, step="approve", late_since__isnull=False)
    clock = Deadline.objects.get(chain_id=report.pk, step="report")

    assert approval.late_since < approval.closed_on
    assert clock.late_since == clock.due_on + timedelta(days=1)
    assert m.RosterReport.objects.get(split_from=report).state == "ACCEPTED"


def test_the_seats_of_a_dissolved_class_stay_used_and_its_people_stay_counted(year: Played):
    plan = Plan.objects.get(year=2024)
    total = build_board(plan.cells.named(), progress_of(plan)).total

    assert total.enrolled == total.opened == 44


def test_the_second_class_was_stopped_and_dissolved(year: Played):
    case = m.TrainingClass.objects.get(institution__name=INVENTED, name="2期")

    assert case.state == "DISSOLVED"
    assert set(case.members.values_list("enrolment__state", flat=True)) == {"LEFT"}


def test_applications_end_in_every_way(year: Played):
    found = Application.objects.filter(sitting__evaluator__name="评价机构乙").values_list("state", flat=True)

    assert {"GRADED", "REFUSED", "WITHDRAWN", "LAPSED"} == set(found)
    assert Application.objects.filter(way="PROOFS", state="GRADED").exists()


def test_a_score_is_corrected_by_a_new_version_of_two_persons(year: Played):
    old, new = ScoreVersion.objects.filter(application__scores__number=2).order_by("number")

    assert (new.theory, new.practice) == (880, 915) != (old.theory, old.practice)
    assert new.entered_by != new.confirmed_by
    assert Candidate.objects.get(application=new.application_id).theory == 880


def test_a_row_stays_with_the_evaluator_while_the_others_are_issued(year: Played):
    kept = Batch.objects.exclude(split_from=None).get()

    assert (kept.state, kept.split_from.state) == ("RETURNED", "ISSUED")


def test_a_revoked_training_certificate_takes_its_hours_along(year: Played):
    revoked = m.TrainingCertificate.objects.get(state="REVOKED", institution__name=INVENTED)

    assert Act.objects.filter(chain_id=revoked.pk, step="lapse").exists()
    assert HourEntry.objects.get(certificate=revoked).reversed_on is not None
    assert LevelCertificate.objects.filter(state="REVOKED").count() == 1


def test_nobody_is_surprised_by_the_exam_every_verdict_was_told_at_enrolment(year: Played):
    marks = m.Enrolment.objects.values_list("verdict__exam__mark", "verdict__subsidy__mark")

    assert {"ok", "look", "no"} == {exam for exam, _ in marks}
    assert {"ok", "no"} <= {subsidy for _, subsidy in marks}
    assert len(ADMITTED) == 9


# What is broken is named


def take_a_seat_more() -> None:
    PlanCell.objects.filter(announced__gt=0).update(announced=F("announced") + 1)


def forget_a_seat() -> None:
    m.Announcement.objects.filter(held__gt=0).update(held=F("held") - 1)


def empty_a_room() -> None:
    Sitting.objects.filter(seated__gt=0).update(seated=0)


def forget_that_it_is_late() -> None:
    clock = Deadline.objects.filter(closed_at=None, paused_on=None).exclude(role=Role.TIME).first()
    Deadline.objects.filter(pk=clock.pk).update(due_on=F("starts_on"), late_since=None)


def let_time_wait() -> None:
    clock = Deadline.objects.filter(role=Role.TIME).exclude(closed_at=None).first()
    Deadline.objects.filter(pk=clock.pk).update(
        due_on=F("starts_on"), closed_at=None, closed_on=None, paused_on=None
    )


def move_a_case_behind_the_door() -> None:
    case = m.Enrolment.objects.filter(state="FINISHED").first()
    m.Enrolment.objects.filter(pk=case.pk).update(state="LEFT")


def do_without_writing() -> None:
    act = Act.objects.filter(final=True).first()
    act.pk, act.at, act.live = None, act.at + timedelta(hours=1), False
    act.save(force_insert=True)


def write_without_doing() -> None:
    Act.objects.filter(pk=Act.objects.filter(final=True, step="publish").first().pk).delete()


def rewrite_the_ledger() -> None:
    with tampering():
        entry = Entry.objects.filter(verb="approve").first()
        Entry.objects.filter(pk=entry.pk).update(verb="refuse")


def take_hours_away() -> None:
    certified = m.TrainingCertificate.objects.first().member_id
    m.Attendance.objects.filter(member=certified).update(minutes=0)


def unpass() -> None:
    m.CompletionResult.objects.filter(passed=True).update(passed=False)


def lower_a_score() -> None:
    certificate = LevelCertificate.objects.first()
    Candidate.objects.filter(pk=certificate.candidate_id).update(theory=595)


def give_the_hours_back() -> None:
    HourEntry.objects.exclude(reversed_on=None).update(reversed_on=None)


def lose_an_entry_of_hours() -> None:
    HourEntry.objects.filter(reversed_on=None).first().delete()


def close_what_waits_for_the_trainee() -> None:
    waiting = Deadline.objects.filter(role=Role.TRAINEE, closed_at=None)
    waiting.update(closed_at=SMALL.ends, closed_on=F("starts_on"))


TAMPERINGS = [
    (take_a_seat_more, "seats announced and taken lie within the plan"),
    (forget_a_seat, "people enrolled lie within the seats announced"),
    (empty_a_room, "sittings hold no more people than seats"),
    (forget_that_it_is_late, "no overdue deadline is unmarked, and nothing that time decides waits"),
    (let_time_wait, "no overdue deadline is unmarked, and nothing that time decides waits"),
    (move_a_case_behind_the_door, "every case is as its record left it"),
    (do_without_writing, "every act is in the ledger, and nothing is in it that was not done"),
    (write_without_doing, "every act is in the ledger, and nothing is in it that was not done"),
    (rewrite_the_ledger, "the ledger proves"),
    (take_hours_away, "no training certificate without all hours and a passed exam"),
    (unpass, "no training certificate without all hours and a passed exam"),
    (lower_a_score, "no level certificate without both scores and training"),
    (give_the_hours_back, entitled := "one entry of hours a training certificate, one note a level certificate, "
     "and none for those that ended"),
    (lose_an_entry_of_hours, entitled),
    (close_what_waits_for_the_trainee, "everybody who can sign in finds something waiting"),
    *MONEY,
]  # fmt: skip


@pytest.mark.parametrize(
    ("tamper", "name"), TAMPERINGS, ids=lambda value: value.__name__ if callable(value) else ""
)
def test_what_is_broken_is_named(year: Played, tamper: Callable[[], None], name: str):
    tamper()

    assert name in {answer.name for answer in look(SMALL) if not answer.holds}


def test_every_invariant_has_something_that_breaks_it():
    stated = {"the plan page says what the season says"}

    assert set(INVARIANTS) == {name for _, name in TAMPERINGS} | stated


def test_the_command_prints_each_and_ends_with_a_refusal_when_one_is_broken(
    year: Played, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(command, "perform", lambda _say, _season: year.play)
    told = StringIO()
    call_command("year", season="small", stdout=told)
    take_a_seat_more()

    with pytest.raises(CommandError, match="1 of what must hold does not"):
        call_command("year", season="small", stdout=told)
    assert told.getvalue().count("✓") == 2 * len(INVARIANTS) - 1
    assert "✕ seats announced and taken lie within the plan" in told.getvalue()


def test_the_command_wants_an_empty_database(year: Played):
    with pytest.raises(CommandError, match="needs an empty database"):
        call_command("year", season="small", stdout=StringIO())


# The seasons by their own sums

REVOKED_IN_LIVES = ("the third of the first batch",)


def test_the_demonstration_adds_up_to_the_figures_it_was_drawn_with():
    opened = [term for term in FULL.terms if term.days()[0] < FULL.ends.date()]
    done = [term for term in opened if term.examined_on < FULL.ends.date()]
    issued = sum(story.people - len(story.failed) for story in FULL.stories if story.issued)

    assert (
        500,
        sum(term.seats for term in FULL.terms),
        sum(term.people for term in FULL.terms),
        sum(term.people for term in opened),
        sum(term.people - term.fails - term.untrue for term in done),
        issued - len(REVOKED_IN_LIVES),
    ) == FULL.board


def test_the_large_year_is_five_hundred_people_and_carries_every_class_to_its_end():
    people = sum(term.people + term.waiting for term in LARGE.terms)
    troubled = sum(one.term.people + one.term.waiting + one.stopped.people for one in LARGE.troubles)

    assert people + troubled >= 480
    assert all(term.reported_on < LARGE.ends.date() for term in LARGE.terms)
    assert all(15 <= term.people <= 54 for term in LARGE.terms if term.people > 14)
