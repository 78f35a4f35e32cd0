"""Announcements: published by themselves when clean, by a person when not; seats of the plan held and given back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.cast import Cast
from tests.catalogue.makers import moment
from tests.training.makers import (
    ON,
    TERMS,
    draft,
    enrol_self,
    make_applicant,
    make_cell,
    press,
    publish,
    states,
)
from yushu.casework.models import Deadline, Notice
from yushu.casework.moving import Given
from yushu.casework.stepping import checks
from yushu.casework.timely import sweep
from yushu.kernel.errors import Forbidden, Refusal
from yushu.people.models import Bar, BarKind
from yushu.people.roles import Role
from yushu.training.announcing import ANNOUNCEMENT
from yushu.training.models import Announcement
from yushu.training.opening import Course, draft_announcement

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]
WHY = Given({"reason": "场地调整，改在二号楼"})
DOUBTFUL = "结业后推荐就业，去年学员月薪多在六千元以上。"


def amended(**terms: Any) -> Given:
    return Given({**TERMS, **terms, **WHY.facts})


def announced(case: Announcement) -> int:
    case.cell.refresh_from_db()
    return case.cell.announced


def test_a_clean_text_publishes_itself_and_holds_its_seats(cast: Cast):
    made = publish(cast)
    assert (made.state, made.version, made.booked, announced(made)) == ("PUBLISHED", 1, 20, 20)
    assert made.versions.get().says["opens_on"] == "2024-10-08"


def test_a_forbidden_promise_goes_nowhere_and_hears_the_clause_and_an_honest_wording(cast: Cast):
    made = draft(cast, body="本班包 过，不过退费。")
    for step in ("publish", "submit"):
        with pytest.raises(Refusal) as refused:
            press(made, step, cast.owner(Role.INSTITUTION))
        assert refused.value.cites == "R23"
        assert "不写通过率" in refused.value.wrong.zh
    assert len([c for c in checks(made, ANNOUNCEMENT.named("publish")) if c.cites == "R23"]) == 2


def test_a_doubtful_text_is_judged_by_the_province(cast: Cast):
    made = draft(cast, body=DOUBTFUL)
    with pytest.raises(Refusal, match="need a person"):
        press(made, "publish", cast.owner(Role.INSTITUTION))
    press(made, "submit", cast.owner(Role.INSTITUTION))
    press(made, "return", cast.owner(Role.PROVINCE), given=Given({"reason": "删去薪酬一句，R23"}))
    press(made, "submit", cast.owner(Role.INSTITUTION))
    press(made, "approve", cast.owner(Role.PROVINCE))
    assert (made.state, made.booked) == ("PUBLISHED", 20)


def test_nobody_reads_what_is_clean(cast: Cast):
    with pytest.raises(Refusal, match="publish it"):
        press(draft(cast), "submit", cast.owner(Role.INSTITUTION))


NOT_PUBLISHABLE = {
    "A39 more than the cell has": ({"seats": 61}, "A39"),
    "A39 a class of next year": ({"opens_on": "2025-01-06", "ends_on": "2025-02-06"}, "A39"),
    "R04 a class before enrolment ends": ({"opens_on": "2024-09-29"}, "R04"),
    "R04 enrolment that is over": ({"enrol_from": "2024-08-01", "enrol_until": "2024-09-01"}, "R04"),
    "R25 a venue outside Shanxi": ({"venue_area": "110105"}, "R25"),
    "R05 no hours": (
        {"theory_online": 0, "theory_offline": 0, "practice_online": 0, "practice_offline": 0},
        "R05",
    ),
    "R22 a fee for nothing": ({"fee_yuan": 1200, "cost_basis": " "}, "R22"),
}


@pytest.mark.parametrize("name", NOT_PUBLISHABLE)
def test_what_keeps_an_announcement_back(name: str, cast: Cast):
    terms, cites = NOT_PUBLISHABLE[name]
    with pytest.raises(Refusal) as refused:
        publish(cast, **terms)
    assert refused.value.cites == cites


def test_who_is_not_listed_or_barred_announces_nothing(cast: Cast):
    made = draft(cast)
    office = made.institution
    bar = Bar.objects.create(
        office=office,
        kind=BarKind.TRAINING,
        since=date(2024, 9, 1),
        reason="虚假培训",
        source="晋人社监〔2024〕1号",
    )
    with pytest.raises(Refusal, match="barred"):
        press(made, "publish", cast.owner(Role.INSTITUTION))
    bar.delete()
    office.listings.update(since=date(2024, 1, 1), until=date(2024, 9, 1))
    with pytest.raises(Refusal, match="not on the list"):
        press(made, "publish", cast.owner(Role.INSTITUTION))


def test_nobody_announces_the_seats_of_another(cast: Cast):
    cell, stranger = make_cell(cast), cast.stranger(Role.INSTITUTION)
    with pytest.raises(Forbidden):
        draft_announcement(
            Course(cell.occupation, "JUNIOR", cell=cell),
            TERMS,
            province=cast.owner(Role.PROVINCE).office,
            actor=stranger.actor,
            at=moment(ON),
        )


@pytest.mark.parametrize(
    ("terms", "field"),
    [({"seats": 0}, "seats"), ({"fee_yuan": -1}, "fee_yuan"), ({"ends_on": "2024-10-07"}, "ends_on")],
)
def test_numbers_and_days_that_cannot_be_are_refused_in_words(terms: dict[str, Any], field: str, cast: Cast):
    with pytest.raises(Refusal) as refused:
        draft(cast, **terms)
    assert refused.value.field == field


class TestAmending:
    def test_a_new_version_is_kept_beside_the_old(self, cast: Cast):
        made = publish(cast)
        press(
            made, "amend", cast.owner(Role.INSTITUTION), "2024-09-03", amended(venue="太原市小店区学府街2号")
        )
        assert [version.says["venue"][-2:] for version in made.versions.all()] == ["1号", "2号"]

    def test_more_seats_are_offered_to_those_who_wait(self, cast: Cast):
        made = publish(cast, seats=1)
        for number in (700, 701, 702):
            enrol_self(make_applicant(number), made)
        press(made, "amend", cast.owner(Role.INSTITUTION), "2024-09-03", amended(seats=2))
        assert states(made) == "HELD OFFERED WAITING"
        assert (made.booked, announced(made)) == (2, 2)

    def test_never_fewer_than_have_a_seat(self, cast: Cast):
        made = publish(cast, seats=3)
        for number in (700, 701):
            enrol_self(make_applicant(number), made)
        with pytest.raises(Refusal, match="have a seat"):
            press(made, "amend", cast.owner(Role.INSTITUTION), "2024-09-03", amended(seats=1))
        press(made, "amend", cast.owner(Role.INSTITUTION), "2024-09-03", amended(seats=2))
        assert announced(made) == 2

    @pytest.mark.parametrize("body", ["保证就业", DOUBTFUL])
    def test_the_text_is_read_again(self, cast: Cast, body: str):
        made = publish(cast)
        with pytest.raises(Refusal):
            press(made, "amend", cast.owner(Role.INSTITUTION), "2024-09-03", amended(body=body))
        assert made.versions.count() == 1

    def test_a_case_read_before_the_rush_does_not_write_an_old_count(self, cast: Cast):
        made = publish(cast)
        stale = Announcement.objects.get(pk=made.pk)
        enrol_self(make_applicant(700), made)
        stale.save()
        made.refresh_from_db()
        assert (made.held, made.entries) == (1, 1)


class TestTheEnd:
    def test_enrolment_closes_by_itself_and_free_seats_go_back_to_the_plan(self, cast: Cast):
        made = publish(cast, enrol_until="2024-09-29")
        enrol_self(make_applicant(700), made)
        clock = Deadline.objects.get(chain_id=made.pk, step="close", closed_at=None)
        # A Sunday that is worked; a window would not roll off a holiday either (A40).
        assert (clock.due_on, clock.limit) == (date(2024, 9, 29), None)
        sweep(date(2024, 9, 30), at=moment("2024-09-30"))
        made.refresh_from_db()
        assert (made.state, made.booked, announced(made)) == ("CLOSED", 1, 1)

    def test_a_window_that_ends_in_a_holiday_ends_there(self, cast: Cast):
        made = publish(cast, enrol_until="2024-10-05")
        clock = Deadline.objects.get(chain_id=made.pk, step="close", closed_at=None)
        assert clock.due_on == date(2024, 10, 5)

    def test_a_seat_given_up_after_the_close_goes_to_who_waits_and_else_to_the_plan(self, cast: Cast):
        made = publish(cast, seats=2)
        mine = [enrol_self(make_applicant(number), made) for number in (700, 701, 702)]
        sweep(date(2024, 10, 1), at=moment("2024-10-01"))
        press(mine[0], "withdraw", make_applicant(700), "2024-10-01")
        assert states(made) == "WITHDRAWN HELD OFFERED"
        press(mine[1], "withdraw", make_applicant(701), "2024-10-01")
        assert announced(made) == 1

    def test_a_withdrawal_ends_every_enrolment_and_tells_each(self, cast: Cast):
        made = publish(cast, seats=1)
        for number in (700, 701):
            enrol_self(make_applicant(number), made)
        press(made, "withdraw", cast.owner(Role.INSTITUTION), "2024-09-03", WHY)
        assert states(made) == "CANCELLED CANCELLED"
        assert (made.held, made.booked, announced(made)) == (0, 0, 0)
        told = Notice.objects.filter(chain_id__in=made.enrolments.values("pk"), zh__contains="公告已撤回")
        assert told.count() == 2

    def test_the_province_can_order_it_down(self, cast: Cast):
        made = publish(cast)
        press(made, "stop", cast.owner(Role.PROVINCE), "2024-09-03", Given({"reason": "宣传与公告不符，R23"}))
        assert made.state == "WITHDRAWN"

    def test_what_leads_into_a_class_is_not_withdrawn(self, cast: Cast):
        made = publish(cast)
        mine = enrol_self(make_applicant(700), made)
        type(mine).objects.filter(pk=mine.pk).update(state="ENROLLED")
        with pytest.raises(Refusal, match="in class"):
            press(made, "withdraw", cast.owner(Role.INSTITUTION), "2024-09-03", WHY)


def test_the_city_sees_what_is_published_in_its_area_and_no_draft(cast: Cast):
    ours, drafted = publish(cast), draft(cast)
    city, neighbour = cast.actor(Role.CITY), cast.stranger(Role.CITY).actor

    assert list(Announcement.objects.visible_to(city)) == [ours]
    assert drafted not in Announcement.objects.visible_to(city)
    assert not Announcement.objects.visible_to(neighbour)
