from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.ledger.makers import MORNING, TODAY, first_fault, make_chain
from yushu.kernel.errors import Refusal
from yushu.ledger.book import history
from yushu.ledger.models import Body, Chain, Entry
from yushu.ledger.reveal import reveal
from yushu.people.models import DocumentKind, IdDocument, Person
from yushu.people.roles import Role

pytestmark = pytest.mark.django_db
NUMBER = "149900200001011015"


@pytest.fixture
def document() -> IdDocument:
    person = Person.objects.create(name="学员丙")
    return IdDocument.objects.create(
        person=person,
        kind=DocumentKind.RESIDENT,
        number=NUMBER,
        number_index="ab" * 32,
        masked="1499**********1015",
    )


def test_the_number_is_shown_and_the_person_s_chain_says_to_whom_and_why(cast: Cast, document: IdDocument):
    officer = cast.actor(Role.PROVINCE)
    shown = reveal(document, actor=officer, at=MORNING, happened_on=TODAY, reason="核对同名")

    (line,) = history([document.person_id])
    assert shown == NUMBER
    assert (line.verb, line.who) == ("reveal", "省人社厅甲·经办人甲")
    assert line.facts is not None
    assert line.facts["reason"] == "核对同名"
    assert line.facts["masked"] == "1499**********1015"
    assert Chain.objects.get(pk=document.person_id).kind == "person"
    assert first_fault() is None


def test_the_case_in_which_it_was_looked_at_says_so_too(cast: Cast, document: IdDocument):
    case = make_chain(entries=0)
    actor = cast.actor(Role.PROVINCE)
    reveal(document, actor=actor, at=MORNING, happened_on=TODAY, reason="核对同名", case_chain=case.pk)
    reveal(document, actor=actor, at=MORNING, happened_on=TODAY, reason="再次核对")

    assert [line.verb for line in history([case.pk])] == ["reveal"]
    assert len(history([document.person_id])) == 2


def test_the_ledger_never_holds_the_number(cast: Cast, document: IdDocument):
    reveal(document, actor=cast.actor(Role.CITY), at=MORNING, happened_on=TODAY, reason="核对同名")

    assert not Body.objects.filter(payload__contains=NUMBER).exists()


@pytest.mark.parametrize("reason", ["", "看看", "   查  ", "x" * 201])
def test_without_a_reason_nothing_is_shown(cast: Cast, document: IdDocument, reason: str):
    with pytest.raises(Refusal) as refusal:
        reveal(document, actor=cast.actor(Role.CITY), at=MORNING, happened_on=TODAY, reason=reason)

    assert refusal.value.field == "reason"
    assert not Entry.objects.exists()


def test_what_cannot_be_written_down_is_not_shown(cast: Cast, document: IdDocument):
    with pytest.raises(Chain.DoesNotExist):
        reveal(
            document,
            actor=cast.actor(Role.CITY),
            at=MORNING,
            happened_on=TODAY,
            reason="核对同名",
            case_chain=document.pk,
        )
