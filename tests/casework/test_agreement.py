"""A row changed behind the one door is named, although the record itself still proves."""

from __future__ import annotations

import pytest

from tests.casework.makers import certificate, reported
from tests.cast import Cast
from tests.certification.makers import three_hands
from yushu.casework.agreement import disagreements
from yushu.certification.models import Batch, LevelCertificate
from yushu.ledger.audit import verify_everything
from yushu.ledger.erasure import erase
from yushu.ledger.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]


def strays() -> list[tuple[str, str]]:
    return [(stray.kind, stray.what) for stray in disagreements()]


def test_cases_that_went_through_the_door_agree_with_their_records(cast: Cast) -> None:
    three_hands(reported(cast), "forward", cast, "2024-09-26")
    certificate(cast)
    assert strays() == []


def test_a_state_written_past_the_door_is_named(cast: Cast) -> None:
    batch = reported(cast)
    Batch.objects.filter(pk=batch.pk).update(state="FORWARDED")
    assert strays() == [("batch", "state")]
    assert verify_everything().sound


@pytest.mark.parametrize("change", [{"theory": 990}, {"absent": True, "theory": None, "practice": None}])
def test_a_score_changed_after_the_report_is_named(cast: Cast, change: dict[str, object]) -> None:
    batch = reported(cast)
    batch.candidates.filter(seq=1).update(**change)
    assert strays() == [("batch", "evidence")]


def test_a_holder_changed_on_a_certificate_is_named(cast: Cast) -> None:
    mine = certificate(cast)
    LevelCertificate.objects.filter(pk=mine.pk).update(holder="别人")
    assert strays() == [("certificate", "evidence")]


def test_where_a_body_was_erased_nothing_is_claimed(cast: Cast) -> None:
    batch = reported(cast)
    last = Entry.objects.filter(chain_id=batch.pk).latest("seq")
    from_whom = {"actor": cast.colleague("PROVINCE").actor, "at": last.at, "happened_on": last.happened_on}
    erase(last, reason="保存期满", **from_whom)
    Batch.objects.filter(pk=batch.pk).update(state="FORWARDED")
    assert strays() == []
