"""Recording for a party that does not sign in (A34): the legal day counts, the day of recording stands beside it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.casework.makers import DECISION, altered, clock, reported, running
from tests.cast import Cast
from tests.certification.makers import make_batch, moment, take, three_hands
from yushu.casework.models import Act
from yushu.casework.moving import Given
from yushu.casework.process import BrokenTable
from yushu.casework.timely import sweep
from yushu.kernel.errors import Forbidden, Invalid, Refusal
from yushu.ledger.book import history
from yushu.people.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]

PAPER = Given({"paper": "评价机构甲2024年9月12日报送函"})


def record(batch, cast: Cast, on: str, legal: str, given: Given = PAPER):
    return take(batch, "report", cast.owner(Role.PROVINCE), on, legal=legal, given=given)


def forwarded(cast: Cast):
    return three_hands(reported(cast), "forward", cast, "2024-09-10")


def test_the_legal_day_moves_the_clocks_and_the_moment_of_recording_is_kept(cast: Cast) -> None:
    batch = record(make_batch(cast), cast, "2024-09-24", "2024-09-12")
    assert (batch.entered_on, batch.received_on, running(batch).starts_on) == (date(2024, 9, 12),) * 3
    assert clock(batch, "report").closed_on == date(2024, 9, 12)
    act = Act.objects.get(step="report")
    assert (act.basis, act.happened_on, act.at) == ("record", date(2024, 9, 12), moment("2024-09-24"))


def test_the_ledger_says_whose_step_it_was_who_pressed_and_on_what_paper(cast: Cast) -> None:
    batch = record(make_batch(cast), cast, "2024-09-24", "2024-09-12")
    line = history([batch.pk])[0]
    assert (line.verb, line.basis, line.role, line.happened_on) == (
        "report",
        "record",
        Role.PROVINCE,
        date(2024, 9, 12),
    )
    assert (line.facts["for"], line.facts["paper"]) == ("EVALUATOR", PAPER.facts["paper"])
    assert line.who == "省人社厅甲·经办人甲"


def test_a_record_names_the_paper_it_rests_on(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        record(make_batch(cast), cast, "2024-09-24", "2024-09-12", Given())
    assert refused.value.field == "paper"


def test_a_record_that_asks_for_a_document_number_needs_no_other_paper(cast: Cast) -> None:
    batch = forwarded(cast)
    take(batch, "approve", cast.owner(Role.PROVINCE), "2024-09-30", legal="2024-09-27", given=Given(DECISION))
    assert Act.objects.get(step="approve").facts["document_no"] == DECISION["document_no"]


def test_who_acts_for_oneself_names_no_paper(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        take(make_batch(cast), "report", cast.owner(Role.EVALUATOR), "2024-09-24", given=PAPER)
    assert refused.value.field == "paper"


@pytest.mark.parametrize("legal", ["2024-09-25", "2024-09-09"])
def test_the_legal_day_lies_between_the_last_step_and_today(cast: Cast, legal: str) -> None:
    batch = make_batch(cast, examined="2024-09-10")
    with pytest.raises(Invalid) as refused:
        record(batch, cast, "2024-09-24", legal)
    assert refused.value.field == "happened_on"
    assert "2024-09-10" in refused.value.mend.zh
    assert "2024-09-24" in refused.value.mend.zh


@pytest.mark.parametrize("legal", ["2024-09-10", "2024-09-24"])
def test_both_ends_of_that_span_are_right(cast: Cast, legal: str) -> None:
    batch = make_batch(cast, examined="2024-09-10")
    assert record(batch, cast, "2024-09-24", legal).state == "REPORTED"


def test_paper_that_came_in_time_is_in_time_although_the_sweep_could_not_know(cast: Cast) -> None:
    batch = make_batch(cast, examined="2024-07-01")
    sweep(date(2024, 8, 5), at=moment("2024-08-05", 1))
    assert clock(batch, "report").late_since == date(2024, 8, 1)
    record(batch, cast, "2024-08-06", "2024-07-30")
    assert (clock(batch, "report").late_since, clock(batch, "report").closed_on) == (None, date(2024, 7, 30))


def test_paper_that_came_late_stays_late(cast: Cast) -> None:
    batch = make_batch(cast, examined="2024-07-01")
    sweep(date(2024, 8, 5), at=moment("2024-08-05", 1))
    record(batch, cast, "2024-08-06", "2024-08-02")
    assert clock(batch, "report").late_since == date(2024, 8, 1)


def test_only_the_recorder_named_in_the_row_records(cast: Cast) -> None:
    for stranger in (cast.stranger(Role.PROVINCE), cast.owner(Role.INSTITUTION), cast.owner(Role.CITY)):
        with pytest.raises(Forbidden):
            take(make_batch(cast), "report", stranger, "2024-09-24", given=PAPER)


def test_recording_is_handling(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        take(make_batch(cast), "report", cast.colleague(Role.PROVINCE), "2024-09-24", given=PAPER)


def test_what_is_done_in_person_is_never_recorded(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """A commitment is made by the one who is bound by it."""
    batch = make_batch(cast)
    with pytest.raises(BrokenTable):
        altered(monkeypatch, "report", personal=True)
    altered(monkeypatch, "report", recorded_by=None, personal=True)
    with pytest.raises(Forbidden):
        record(batch, cast, "2024-09-24", "2024-09-12")


def test_the_answer_of_the_nation_has_its_day_and_the_day_it_came(cast: Cast) -> None:
    """A8: both are kept; the thirty days count from the second."""
    batch = forwarded(cast)
    take(batch, "approve", cast.owner(Role.PROVINCE), "2024-09-30", legal="2024-09-27", given=Given(DECISION))
    batch.refresh_from_db()
    assert (batch.approved_on, batch.notice_received_on) == (date(2024, 9, 27), date(2024, 9, 28))
    assert running(batch).starts_on == date(2024, 9, 28)


def test_an_answer_does_not_come_before_it_is_given(cast: Cast) -> None:
    batch = forwarded(cast)
    with pytest.raises(Refusal) as refused:
        take(
            batch,
            "approve",
            cast.owner(Role.PROVINCE),
            "2024-09-30",
            legal="2024-09-29",
            given=Given(DECISION),
        )
    assert refused.value.cites == "A8"


def test_an_answer_that_has_not_come_cannot_be_recorded(cast: Cast) -> None:
    batch = forwarded(cast)
    tomorrow = Given({**DECISION, "received_on": "2024-10-01"})
    with pytest.raises(Invalid) as refused:
        take(batch, "approve", cast.owner(Role.PROVINCE), "2024-09-30", legal="2024-09-27", given=tomorrow)
    assert refused.value.field == "received_on"


def test_a_clock_does_not_end_before_it_begins(cast: Cast) -> None:
    """Issued, says the paper, on the day of the decision, one day before the notice came."""
    batch = forwarded(cast)
    take(batch, "approve", cast.owner(Role.PROVINCE), "2024-09-30", legal="2024-09-27", given=Given(DECISION))
    take(batch, "issue", cast.owner(Role.PROVINCE), "2024-09-30", legal="2024-09-27", given=PAPER)
    assert clock(batch, "issue").closed_on == date(2024, 9, 28)
