"""What comes of a batch: a serial, a code, a place in the public log; and what the database refuses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from tests.casework.makers import DECISION, approved, certificate, reported
from tests.cast import Cast
from tests.certification.makers import make_batch, make_candidate, moment, take, three_hands
from yushu.casework.moving import Given
from yushu.certification.issuance import S
from yushu.certification.models import Batch, LevelCertificate
from yushu.certification.registering import statement
from yushu.kernel.crypto import CODE_ALPHABET, CODE_LENGTH, canonical, digest
from yushu.kernel.errors import Refusal
from yushu.ledger.audit import verify_everything
from yushu.ledger.models import LogLeaf
from yushu.people.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]


def forwarded(cast: Cast, **kwargs: Any) -> Batch:
    return three_hands(reported(cast, **kwargs), "forward", cast, "2024-09-10")


def answer(batch: Batch, cast: Cast, *, rows: tuple[str, ...] | None = None, numbers: Any = None) -> Batch:
    """The national office's approval, recorded."""
    said = {key: {"national_cert_no": number} for key, number in (numbers or {}).items()}
    given = Given(DECISION, rows, said)
    return take(batch, "approve", cast.owner(Role.PROVINCE), "2024-09-30", legal="2024-09-27", given=given)


def issue(batch: Batch, cast: Cast) -> Batch:
    return take(batch, "issue", cast.owner(Role.EVALUATOR), "2024-10-08")


def test_only_those_who_passed_both_parts_get_one(cast: Cast) -> None:
    """59.5 is not 60, and nobody is rounded up."""
    batch = approved(cast, scores=((600, 600), (1000, 595), (595, 1000), (None, None)))
    issue(batch, cast)
    assert list(LevelCertificate.objects.values_list("candidate__seq", flat=True)) == [1]


def test_serials_run_and_codes_do_not(cast: Cast) -> None:
    issue(approved(cast), cast)
    issue(approved(cast, first=10), cast)
    made = LevelCertificate.objects.order_by("number")
    assert [one.number for one in made] == [f"YS-2024-L-{n:05d}" for n in (1, 2, 3, 4)]
    codes = {one.code for one in made}
    assert len(codes) == 4
    assert all(len(code) == CODE_LENGTH and set(code) <= set(CODE_ALPHABET) for code in codes)


def test_what_a_certificate_states_stands_in_the_public_log(cast: Cast) -> None:
    mine = certificate(cast)
    stated = statement(
        mine.number,
        mine.code,
        mine.issued_on.isoformat(),
        {
            name: getattr(mine, name)
            for name in (
                "holder",
                "masked",
                "occupation",
                "direction",
                "level",
                "evaluator",
                "examined_on",
                "national_cert_no",
            )
        },
    )
    assert mine.digest == digest("sha256", canonical(stated))
    assert LogLeaf.objects.get(pk=mine.leaf_id).payload_digest == digest("sha256", canonical(stated))
    assert verify_everything().fault is None


def test_it_states_no_whole_identity_number(cast: Cast) -> None:
    mine = certificate(cast)
    assert mine.masked == mine.candidate.document.masked
    assert mine.candidate.document.number not in str(mine.__dict__)
    assert "*" in mine.masked


def test_the_holder_the_evaluator_and_the_province_are_its_parties(cast: Cast) -> None:
    mine = certificate(cast)
    assert {(p.role, p.office_id or p.person_id) for p in mine.chain.parties.all()} == {
        (Role.EVALUATOR, cast.owner(Role.EVALUATOR).office.pk),
        (Role.PROVINCE, cast.owner(Role.PROVINCE).office.pk),
        (Role.TRAINEE, mine.person_id),
    }


class TestNationalNumbers:
    def test_what_the_nation_gave_is_kept_and_nothing_is_made_up(self, cast: Cast) -> None:
        batch = forwarded(cast)
        first = batch.row_keys()[0]
        issue(answer(batch, cast, numbers={first: "国ZC2024-0001"}), cast)
        made = LevelCertificate.objects.order_by("candidate__seq").values_list("national_cert_no", flat=True)
        assert list(made) == ["国ZC2024-0001", ""]

    def test_one_number_is_one_persons(self, cast: Cast) -> None:
        batch = forwarded(cast)
        first, second = batch.row_keys()[:2]
        with pytest.raises(Refusal) as refused:
            answer(batch, cast, numbers={first: "国ZC2024-0001", second: "国ZC2024-0001"})
        assert (refused.value.field, refused.value.cites) == ("national_cert_no", "R10")
        batch.refresh_from_db()
        assert (batch.state, set(batch.candidates.values_list("national_cert_no", flat=True))) == (
            S.FORWARDED,
            {""},
        )

    def test_nor_is_it_anothers_of_an_earlier_batch(self, cast: Cast) -> None:
        before = forwarded(cast)
        answer(before, cast, numbers={before.row_keys()[0]: "国ZC2024-0001"})
        now = forwarded(cast, first=10)
        with pytest.raises(Refusal):
            answer(now, cast, numbers={now.row_keys()[0]: "国ZC2024-0001"})

    def test_those_not_accepted_go_on_waiting(self, cast: Cast) -> None:
        batch = forwarded(cast)
        sibling = answer(batch, cast, rows=(batch.row_keys()[0],))
        batch.refresh_from_db()
        assert (sibling.state, batch.state, sibling.size()) == (S.APPROVED, S.FORWARDED, 1)
        issue(sibling, cast)
        assert LevelCertificate.objects.count() == 1


def second_first(cast: Cast) -> None:
    """A second certificate for one candidate that replaces none."""
    mine = certificate(cast)
    taken = LevelCertificate.objects.exclude(pk=mine.pk).first()
    LevelCertificate.objects.filter(pk=taken.pk).update(candidate=mine.candidate)


def certified(cast: Cast, **fields: Any) -> None:
    LevelCertificate.objects.filter(pk=certificate(cast).pk).update(**fields)


def batched(cast: Cast, **fields: Any) -> None:
    Batch.objects.filter(pk=make_batch(cast).pk).update(**fields)


def candidate(cast: Cast, **fields: Any) -> None:
    make_batch(cast).candidates.filter(seq=1).update(**fields)


def listed_twice(cast: Cast) -> None:
    make_candidate(make_batch(cast), 1, 600, 600)


def numbered_twice(cast: Cast) -> None:
    make_batch(cast, first=10)
    batched(cast, number=Batch.objects.first().number)


BROKEN: dict[str, Callable[[Cast], Any]] = {
    "batch_state_known": lambda cast: batched(cast, state="LOST"),
    "batch_level_known": lambda cast: batched(cast, level="MASTER"),
    "batch_received_after_exam": lambda cast: batched(cast, received_on=date(2024, 9, 9)),
    "batch_notice_after_approval": lambda cast: batched(
        cast, approved_on=date(2024, 9, 28), notice_received_on=date(2024, 9, 27)
    ),
    "batch_number_once": numbered_twice,
    "candidate_once_per_batch": listed_twice,
    "candidate_theory_within_hundred": lambda cast: candidate(cast, theory=1001),
    "candidate_practice_within_hundred": lambda cast: candidate(cast, practice=1001),
    "candidate_absent_without_scores": lambda cast: candidate(cast, absent=True),
    "candidate_national_no_once": lambda cast: make_batch(cast).candidates.update(national_cert_no="国1"),
    "certificate_state_known": lambda cast: certified(cast, state="LOST"),
    "certificate_level_known": lambda cast: certified(cast, level="MASTER"),
    "certificate_issued_after_exam": lambda cast: certified(cast, issued_on=date(2024, 8, 31)),
    "certificate_serial_once": lambda cast: (
        certificate(cast),
        LevelCertificate.objects.update(number="YS-1"),
    ),
    "certificate_one_first_per_candidate": second_first,
}


@pytest.mark.parametrize("constraint", BROKEN)
def test_the_database_refuses(cast: Cast, constraint: str) -> None:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        BROKEN[constraint](cast)
    model, named = next(
        (model, found)
        for model in apps.get_app_config("certification").get_models()
        for found in model._meta.constraints
        if found.name == constraint
    )
    # SQLite names the columns of a unique constraint instead of the constraint.
    columns = [
        f"{model._meta.db_table}.{model._meta.get_field(f).column}" for f in getattr(named, "fields", ())
    ]
    assert constraint in str(refused.value) or all(c in str(refused.value) for c in columns or [constraint])


def test_no_constraint_of_the_room_is_left_out() -> None:
    """Those of batches and certificates; sittings and applications are told in test_scores."""
    models = apps.get_app_config("certification").get_models()
    here = [model for model in models if model.__module__.endswith(".batches")]
    assert {found.name for model in here for found in model._meta.constraints} == set(BROKEN)


def test_a_second_issue_of_one_batch_is_refused_by_the_database_too(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even a door beside the door gives nobody two certificates."""
    batch = approved(cast)
    issue(batch, cast)
    Batch.objects.filter(pk=batch.pk).update(state=S.APPROVED)
    with pytest.raises(IntegrityError), transaction.atomic():
        issue(batch, cast)
    assert LevelCertificate.objects.count() == 2
    assert moment("2024-10-08").date() == LevelCertificate.objects.first().issued_on
