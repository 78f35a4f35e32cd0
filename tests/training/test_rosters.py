"""The roster report: thirty days from the completion exam, by rows; prints know when they are old (R07; A6, A30)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cast import Cast
from tests.catalogue.makers import take
from tests.training import classmakers as make
from yushu.casework.models import Deadline
from yushu.casework.moving import Given
from yushu.people.roles import Role
from yushu.training import models as m
from yushu.training.reporting import S

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]


def reported(cast: Cast, on: str = "2024-10-20") -> m.RosterReport:
    """Signed and sent."""
    return make.hand_in(make.report(cast), cast, on)


def test_thirty_days_count_from_the_completion_exam_and_roll_off_a_sunday(cast: Cast):
    case = make.report(cast)
    clock = Deadline.objects.running().get(chain_id=case.pk)
    assert (clock.starts_on, clock.nominal_on, clock.due_on) == (
        date(2024, 10, 10),
        date(2024, 11, 9),
        date(2024, 11, 11),
    )


def test_a_late_report_is_taken_and_stays_late(cast: Cast):
    case = reported(cast, "2024-11-12")
    take(case, "accept", cast.owner(Role.PROVINCE), "2024-11-13")
    case.refresh_from_db()
    clock = Deadline.objects.get(chain_id=case.pk, step="report")
    assert (case.state, clock.late_since) == (S.ACCEPTED, date(2024, 11, 12))


def test_a_report_is_frozen_as_it_was_signed(cast: Cast):
    case = reported(cast)
    sheet = case.current_sheet()
    assert sheet is not None
    first = sheet.content["lines"][0]
    assert (first["hours"]["practice_offline"], first["theory"], first["serial"]) == (
        4,
        820,
        "YS-2024-P-00001",
    )
    assert len(sheet.code) == 16


def test_rows_go_back_alone_and_the_old_print_is_known_to_be_outdated(cast: Cast):
    case = reported(cast)
    old = case.current_sheet()
    assert old is not None
    key = case.row_keys()[0]
    back = Given({"reason": "证件号与附件不符"}, rows=(key,), row_facts={key: {"why": "缺证件复印件"}})
    sent = take(case, "return", cast.owner(Role.PROVINCE), "2024-10-24", back)
    case.refresh_from_db()

    assert (case.state, case.size()) == (S.REPORTED, 1)
    assert (sent.state, sent.size(), sent.lines.get().why) == (S.RETURNED, 1, "缺证件复印件")
    assert not m.RosterSheet.objects.get(pk=old.pk).is_current()

    again = make.hand_in(m.RosterReport.objects.get(pk=sent.pk), cast, "2024-10-28")
    assert again.lines.get().why == ""
    assert again.current_sheet() is not None
    take(case, "accept", cast.owner(Role.PROVINCE), "2024-10-29")
    assert case.sheets.last().is_current()


def test_a_new_report_says_what_has_changed_since(cast: Cast):
    case = reported(cast)
    old = case.current_sheet()
    assert old is not None
    take(case, "return", cast.owner(Role.PROVINCE), "2024-10-24", make.given(reason="姓名不符"))
    found = m.TrainingCertificate.objects.get(member__seq=1)
    take(found, "supersede", cast.owner(Role.INSTITUTION), "2024-10-25", make.given(reason="姓名更正"))
    make.hand_in(case, cast, "2024-10-28")
    assert [sheet.is_current() for sheet in case.sheets.all()][-1]
    assert not m.RosterSheet.objects.get(pk=old.pk).is_current()
    assert case.current_sheet().content["lines"][0]["serial"] == "YS-2024-P-00003"
