"""Employment facts: confirmed by the employer, recorded on paper, known since when, corrected (A13, A34)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.cast import Cast
from tests.catalogue.makers import moment, take
from tests.subsidies import makers as make
from tests.subsidies.refusing import refuses
from tests.training import classmakers
from tests.training.makers import make_applicant
from yushu.casework.moving import Given
from yushu.kernel.errors import Forbidden, Invalid, Refusal, Stale
from yushu.ledger import book
from yushu.people.persons import merge
from yushu.people.roles import Duty, Role
from yushu.subsidies import models as s
from yushu.subsidies.employing import S
from yushu.subsidies.recording import (
    Asked,
    Proof,
    Said,
    ask_employer,
    correct_fact,
    record_fact,
    withdraw_fact,
)
from yushu.subsidies.standings import of_second_group, spells, standings
from yushu.training.models import Member, TrainingClass

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]
PAPER = Proof("某公司2024年11月来函", date(2024, 11, 11))
SAID = Said("LICENCE", date(2024, 10, 15))


@pytest.fixture
def done(cast: Cast) -> TrainingClass:
    """A class of three that has ended."""
    return make.completed_class(cast, 3)


def person_of(case: TrainingClass, seq: int = 1) -> Any:
    return case.members.get(seq=seq).person


# The employer's own word


def test_an_employer_confirms_everybody_in_one_go_under_its_own_sign_in(cast: Cast, done):
    check = make.make_check(cast, done)
    take(check, "confirm", cast.owner(Role.EMPLOYER), "2024-11-12")
    check.refresh_from_db()
    facts = s.EmploymentFact.objects.all()

    assert (check.state, facts.count()) == (S.CONFIRMED, 3)
    assert {fact.source for fact in facts} == {s.FactSource.EMPLOYER}
    assert {(fact.employer, fact.known_since, fact.record_id) for fact in facts} == {
        (cast.owner(Role.EMPLOYER).office, moment("2024-11-12"), check.pk)
    }
    assert [row.fact.person for row in check.rows.all()] == [member.person for member in done.members.all()]


def test_some_are_confirmed_and_the_others_still_wait(cast: Cast, done):
    check = make.make_check(cast, done)
    chosen = tuple(check.row_keys()[:2])
    sibling = take(check, "confirm", cast.owner(Role.EMPLOYER), "2024-11-12", Given(rows=chosen))
    check.refresh_from_db()

    assert (sibling.state, sibling.size(), check.state, check.size()) == (S.CONFIRMED, 2, S.ASKED, 1)
    assert s.EmploymentFact.objects.count() == 2


def test_a_denial_says_why_for_each_and_records_nothing(cast: Cast, done):
    check = make.make_check(cast, done)
    one, two, _ = check.row_keys()
    given = Given({"reason": "以下人员未录用"}, (one, two), {one: {"why": "9月已离职"}})
    denied = take(check, "deny", cast.owner(Role.EMPLOYER), "2024-11-12", given)

    assert [row.why for row in denied.rows.all()] == ["9月已离职", "以下人员未录用"]
    assert (denied.state, s.EmploymentFact.objects.count()) == (S.DENIED, 0)


def test_the_city_records_an_answer_that_came_on_paper_and_names_it(cast: Cast, done):
    check = make.make_check(cast, done)
    with pytest.raises(Invalid):
        take(check, "confirm", cast.owner(Role.CITY), "2024-11-12")
    take(check, "confirm", cast.owner(Role.CITY), "2024-11-12", Given({"paper": "某公司2024年11月11日回函"}))
    fact = s.EmploymentFact.objects.first()

    assert (fact.source, fact.document) == (s.FactSource.DOCUMENT, "某公司2024年11月11日回函")


@pytest.mark.parametrize("role", [Role.INSTITUTION, Role.PROVINCE])
def test_whoever_claims_cannot_confirm(cast: Cast, done, role):
    with pytest.raises(Forbidden):
        take(
            make.make_check(cast, done),
            "confirm",
            cast.owner(role),
            "2024-11-12",
            Given({"paper": "回函一份"}),
        )


def test_nobody_confirms_a_day_that_has_not_come(cast: Cast, done):
    check = make.make_check(cast, done, since="2024-11-13")
    with pytest.raises(Refusal) as refused:
        take(check, "confirm", cast.owner(Role.EMPLOYER), "2024-11-12")
    assert refused.value.cites == "A13"

    take(check, "confirm", cast.owner(Role.EMPLOYER), "2024-11-13")
    assert s.EmploymentFact.objects.count() == 3


def ask(cast: Cast, *asked: Asked) -> s.EmploymentCheck:
    offices = {"city": Role.CITY, "province": Role.PROVINCE}
    return ask_employer(
        cast.owner(Role.EMPLOYER).office,
        asked,
        **{name: cast.owner(role).office for name, role in offices.items()},
        actor=classmakers.hand(cast),
        at=moment("2024-11-11"),
    )


def test_nobody_is_asked_about_twice_nobody_at_all_and_no_stranger(cast: Cast, done):
    row = Asked(done.members.first(), s.Kind.CONTRACT, date(2024, 10, 15))
    insured = Asked(done.members.first(), s.Kind.INSURANCE, date(2024, 10, 15))
    for rows, wrong in (((), Refusal), ((row, row), Refusal)):
        with pytest.raises(wrong):
            ask(cast, *rows)
    with pytest.raises(Forbidden):
        ask(cast.neighbours(), row)
    assert ask(cast, row, insured).size() == 2


def test_an_employer_sees_only_what_it_is_asked_and_its_own_facts(cast: Cast, done):
    check = make.make_check(cast, done)
    take(check, "confirm", cast.owner(Role.EMPLOYER), "2024-11-12")
    make.make_fact(cast, person_of(done), "INSURANCE")
    seen = {
        side: (
            s.EmploymentCheck.objects.visible_to(member.actor).count(),
            s.EmploymentFact.objects.visible_to(member.actor).count(),
        )
        for side, member in (("own", cast.owner(Role.EMPLOYER)), ("other", cast.stranger(Role.EMPLOYER)))
    }

    assert seen == {"own": (1, 3), "other": (0, 0)}
    assert not Member.objects.visible_to(cast.owner(Role.EMPLOYER).actor)


# On paper


def test_a_city_records_a_document_and_the_ledger_says_so_without_a_name(cast: Cast, done):
    fact = make.make_fact(cast, person_of(done))
    entry = book.history([fact.record_id])[0]

    assert (fact.source, entry.verb, entry.basis) == (s.FactSource.DOCUMENT, "record_fact", "record")
    assert person_of(done).name not in str(entry.facts)
    assert entry.facts["fact"] == fact.pk


@pytest.mark.parametrize(
    ("said", "proof", "field"),
    [
        ({"kind": "LUCK"}, {}, "kind"),
        ({"since": date(2024, 11, 12)}, {}, "since"),
        ({"until": date(2024, 10, 14)}, {}, "until"),
        ({}, {"document": " "}, "document"),
        ({}, {"received_on": date(2024, 11, 12)}, "received_on"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(cast: Cast, done, said, proof, field):
    fact = Said(**{"kind": "CONTRACT", "since": date(2024, 10, 15), **said})
    paper = Proof(**{"document": "合同", "received_on": date(2024, 11, 11), **proof})
    with pytest.raises(Invalid) as refused:
        record_fact(person_of(done), fact, paper, actor=cast.owner(Role.CITY).actor, at=moment("2024-11-11"))
    assert refused.value.field == field


def test_only_officers_who_handle_record_and_only_for_trainees_they_see(cast: Cast, done):
    trainee, nobody = person_of(done), make_applicant(900).person
    for who, member, refused in (
        (trainee, cast.owner(Role.INSTITUTION), Forbidden),
        (trainee, cast.owner(Role.EMPLOYER), Forbidden),
        (trainee, cast.colleague(Role.CITY, Duty.SIGN), Forbidden),
        (trainee, cast.stranger(Role.CITY), Refusal),
        (nobody, cast.owner(Role.CITY), Refusal),
    ):
        with pytest.raises(refused):
            record_fact(who, SAID, PAPER, actor=member.actor, at=moment("2024-11-11"))
    assert not s.EmploymentFact.objects.exists()


# Known since when


def test_a_correction_is_another_fact_and_what_was_known_before_stays_known(cast: Cast, done):
    fact = make.make_fact(cast, person_of(done), "CONTRACT", "2024-10-15")
    left = Said("CONTRACT", date(2024, 10, 15), date(2024, 11, 30), employer_name="某公司")
    by: dict[str, Any] = {"actor": cast.owner(Role.CITY).actor, "at": moment("2024-12-02")}
    another = correct_fact(fact, left, Proof("离职证明", date(2024, 12, 2)), "11月底已离职", **by)

    assert [*s.EmploymentFact.objects.known(moment("2024-12-01"))] == [fact]
    assert [*s.EmploymentFact.objects.known(moment("2024-12-02"))] == [another]
    assert not s.EmploymentFact.objects.known(moment("2024-11-10"))
    assert (another.replaces, another.why) == (fact, "11月底已离职")


def test_a_withdrawn_fact_says_nothing_any_more_and_stays_on_record(cast: Cast, done):
    fact = make.make_fact(cast, person_of(done))
    by: dict[str, Any] = {"actor": cast.owner(Role.CITY).actor, "at": moment("2024-12-02")}
    withdraw_fact(fact, Proof("某公司声明", date(2024, 12, 2)), "合同系伪造", **by)

    assert s.EmploymentFact.objects.known(moment("2024-12-01")).count() == 1
    assert not s.EmploymentFact.objects.known(moment("2024-12-02"))
    assert s.EmploymentFact.objects.count() == 2


def test_a_fact_is_corrected_once_and_then_its_correction(cast: Cast, done):
    fact = make.make_fact(cast, person_of(done))
    said = Said("CONTRACT", date(2024, 10, 16), employer_name="某公司")
    by: dict[str, Any] = {"actor": cast.owner(Role.CITY).actor, "at": moment("2024-12-02")}
    another = correct_fact(fact, said, PAPER, "起始日更正", **by)
    with pytest.raises(Stale):
        correct_fact(fact, said, PAPER, "起始日更正", **by)
    with pytest.raises(Refusal):
        correct_fact(another, said, PAPER, "错", **by)
    assert correct_fact(another, said, PAPER, "再次更正", **by).replaces == another


def test_an_employer_corrects_what_it_said_itself_and_nothing_else(cast: Cast, done):
    check = make.make_check(cast, done)
    take(check, "confirm", cast.owner(Role.EMPLOYER), "2024-11-12")
    own, foreign = s.EmploymentFact.objects.first(), make.make_fact(cast, person_of(done), "INSURANCE")
    said = Said("CONTRACT", own.since, date(2024, 11, 30), own.employer)
    by: dict[str, Any] = {"actor": cast.owner(Role.EMPLOYER).actor, "at": moment("2024-12-02")}
    another = correct_fact(own, said, PAPER, "11月底已离职", **by)

    assert another.source == s.FactSource.EMPLOYER
    with pytest.raises(Forbidden):
        correct_fact(foreign, said, PAPER, "11月底已离职", **by)
    with pytest.raises(Forbidden):
        correct_fact(
            another,
            said,
            PAPER,
            "11月底已离职",
            actor=cast.stranger(Role.EMPLOYER).actor,
            at=moment("2024-12-02"),
        )


def test_a_fact_is_never_rewritten(cast: Cast, done):
    fact = make.make_fact(cast, person_of(done))
    fact.since = date(2024, 9, 1)
    with pytest.raises(TypeError):
        fact.save()


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"kind": "LUCK"}, "fact_kind_known"),
        ({"source": "HEARSAY"}, "fact_source_known"),
        ({"until": date(2024, 10, 14)}, "fact_ends_after_it_begins"),
        ({"document": ""}, "fact_names_its_document"),
        ({"void": True}, "fact_replaces_with_a_reason"),
    ],
)
def test_the_database_refuses_a_fact_that_contradicts_itself(cast: Cast, done, change, name):
    fact = make.make_fact(cast, person_of(done))
    with refuses(name):
        s.EmploymentFact.objects.filter(pk=fact.pk).update(**change)


def test_the_database_refuses_the_same_line_twice_and_a_second_replacement(cast: Cast, done):
    fact, other, third = (make.make_fact(cast, person_of(done, seq)) for seq in (1, 2, 3))
    rows = s.EmploymentFact.objects
    rows.filter(pk=other.pk).update(mark="x")
    with refuses("mark"):
        rows.filter(pk=fact.pk).update(mark="x")
    with refuses("fact_replaces_with_a_reason"):
        rows.filter(pk=other.pk).update(replaces=fact)
    rows.filter(pk=other.pk).update(replaces=fact, why="更正起始日")
    with refuses("replaces"):
        rows.filter(pk=third.pk).update(replaces=fact, why="更正起始日")


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"kind": "ARMY"}, "employment_row_askable"),
        ({"until": date(2024, 10, 14)}, "employment_row_ends_after_it_begins"),
        ({"member": 1}, "employment_row_once"),
    ],
)
def test_the_database_refuses_a_row_an_employer_cannot_answer(cast: Cast, done, change, name):
    check = make.make_check(cast, done)
    if "member" in change:
        change = {"member": check.rows.get(seq=1).member}
    with refuses(name):
        check.rows.filter(seq=2).update(**change)
    with refuses("employment_state_known"):
        s.EmploymentCheck.objects.filter(pk=check.pk).update(state="NOWHERE")


# Put to the rule


def test_a_class_is_put_to_the_rule_with_the_facts_known_then(cast: Cast, done):
    make.employ(cast, person_of(done))
    make.make_fact(cast, person_of(done, 2))
    members = list(done.members.select_related("person", "enrolment"))

    def said(claim: str, at: str) -> list[bool]:
        found = standings(done, members, claim_day=date.fromisoformat(claim), at=moment(at))
        return [found[member.pk].yes for member in members]

    assert said("2024-11-15", "2024-11-15") == [True, False, False]
    assert said("2024-11-15", "2024-11-10") == [False, False, False]


def test_who_left_school_and_had_a_job_on_the_opening_day_is_outside(cast: Cast, done):
    make.employ(cast, person_of(done), since="2024-09-01")
    members = list(done.members.select_related("person", "enrolment"))
    for second, outside in ((True, True), (False, False)):
        make.regroup(done, second=second)
        members = list(done.members.select_related("person", "enrolment"))
        found = standings(done, members, claim_day=date(2024, 11, 15), at=moment("2024-11-15"))
        assert found[members[0].pk].outside is outside


def test_the_group_is_read_from_the_verdict_of_the_enrolment(cast: Cast, done):
    verdict = done.members.first().enrolment.verdict
    assert not of_second_group(verdict)
    assert of_second_group(
        {"target": {"reasons": [{"cites": "A20", "mark": "no"}, {"cites": "A21", "mark": "ok"}]}}
    )
    assert of_second_group({})


def test_facts_of_a_record_that_was_merged_are_found_under_either(cast: Cast, done):
    one, two = person_of(done, 1), person_of(done, 2)
    fact = make.make_fact(cast, two)
    merge(one, two, reason="同一人两次登记", merged_on=date(2024, 11, 12))
    one.refresh_from_db()
    two.refresh_from_db()
    found = spells([one, two], moment("2024-11-12"))

    assert [spell.key for spell in found[one.pk]] == [spell.key for spell in found[two.pk]] == [str(fact.pk)]


def test_the_facts_of_fifty_people_cost_as_many_queries_as_those_of_two(
    cast: Cast, django_assert_num_queries
):
    case = make.completed_class(cast, 5)
    members = list(case.members.select_related("person", "enrolment"))
    for some in (members[:2], members):
        with django_assert_num_queries(6):
            standings(case, some, claim_day=date(2024, 11, 15), at=moment("2024-11-15"))
