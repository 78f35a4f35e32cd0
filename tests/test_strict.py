"""The tests' own guards refuse what they are there to refuse."""

from __future__ import annotations

import pytest
from django.db import connection
from django.http import HttpResponse
from django.template import Context, Origin, Template, engines
from django.test import RequestFactory

from tests.strict import OURS, ReadingWritesNothing, Undefined, WroteWhileReading
from yushu.ledger.guards import missing
from yushu.people.models import Person


def write_a_person(request):
    Person.objects.create(name="学员甲")
    return HttpResponse()


def test_a_request_that_only_reads_may_not_write(db):
    door = ReadingWritesNothing(write_a_person)

    with pytest.raises(WroteWhileReading, match="people_person"):
        door(RequestFactory().get("/"))


def test_a_request_that_changes_may_write(db):
    assert ReadingWritesNothing(write_a_person)(RequestFactory().post("/")).status_code == 200


def test_an_undefined_variable_of_ours_fails():
    engine = engines["django"].engine
    ours = Origin(str(OURS / "doors" / "pages" / "templates" / "none.html"))
    template = Template("{{ nothing_like_it }}", origin=ours, engine=engine)

    with pytest.raises(Undefined, match="nothing_like_it"):
        template.render(Context())


def test_an_undefined_variable_of_a_package_is_an_empty_place():
    template = Template("{{ nothing_like_it }}", engine=engines["django"].engine)

    assert template.render(Context()) == ""


def test_calls_run_together_and_their_answers_stay_in_order(together):
    def fail():
        raise ValueError

    answers = together([lambda: Person.objects.create(name="学员甲"), fail, Person.objects.count])

    assert isinstance(answers[0], Person)
    assert isinstance(answers[1], ValueError)
    assert answers[2] in (0, 1)


def test_after_a_test_with_real_transactions_the_tables_are_empty(transactional_db):
    assert Person.objects.count() == 0


def test_after_a_reset_the_ledger_is_guarded_again(transactional_db):
    assert missing(connection) == []
