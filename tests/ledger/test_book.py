from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from tests.cast import Cast
from tests.ledger.makers import MORNING, TODAY, first_fault, make_chain, write
from yushu.kernel.errors import Misconfigured
from yushu.kernel.words import Words
from yushu.ledger.audit import verify_chain
from yushu.ledger.book import Item, append, bulk_append, chain_for, history, open_chain
from yushu.ledger.entries import plain
from yushu.ledger.models import Body, Chain, Entry
from yushu.people.actors import PUBLIC, TIME
from yushu.people.roles import Role

pytestmark = pytest.mark.django_db


def test_entries_count_from_one_and_each_follows_the_one_before():
    chain = make_chain(entries=3)
    entries = list(chain.entries.order_by("seq"))

    assert [entry.seq for entry in entries] == [1, 2, 3]
    assert [entry.previous for entry in entries[1:]] == [entry.digest for entry in entries[:-1]]
    assert (chain.length, chain.head) == (3, entries[-1].digest)
    assert first_fault() is None


def test_an_empty_chain_proves():
    open_chain("case", at=MORNING)

    assert first_fault() is None


def test_an_entry_says_whose_step_it_was_and_who_pressed(cast: Cast):
    officer = cast.owner(Role.PROVINCE)
    chain = open_chain("case", at=MORNING)
    append(
        chain.pk, "forward", {"document_no": "晋人社函〔2024〕9号"},
        actor=officer.actor, at=MORNING, happened_on=date(2024, 9, 23), basis="经办",
    )  # fmt: skip

    (line,) = history([chain.pk])

    assert line.who == "省人社厅甲·经办人甲"
    assert (line.role, line.verb, line.basis) == (Role.PROVINCE, "forward", "经办")
    assert (line.at, line.happened_on) == (MORNING, date(2024, 9, 23))
    assert line.facts == {"document_no": "晋人社函〔2024〕9号"}
    entry = Entry.objects.get()
    assert (entry.office_id, entry.account_id, entry.post_id) == (
        officer.office.pk,
        officer.account.pk,
        officer.post.pk,
    )


def test_a_person_the_public_and_time_are_named_without_a_post(cast: Cast):
    chain = open_chain("case", at=MORNING)
    for actor in (cast.owner(Role.TRAINEE).actor, PUBLIC, TIME):
        write(chain.pk, actor=actor)

    assert [line.who for line in history([chain.pk])] == ["期限届满", "公众", "学员甲"]


def test_the_writer_may_say_who_it_was_on_behalf_of():
    chain = open_chain("case", at=MORNING)
    append(chain.pk, "approve", {}, actor=PUBLIC, at=MORNING, happened_on=TODAY, who="国家办（省人社厅代录）")

    assert history([chain.pk])[0].who == "国家办（省人社厅代录）"


def test_outside_a_transaction_nothing_is_written(transactional_db: None):
    chain = open_chain("case", at=MORNING)

    with pytest.raises(transaction.TransactionManagementError):
        write(chain.pk)
    assert not Entry.objects.exists()


def test_a_transaction_that_fails_leaves_no_gap(transactional_db: None):
    chain = open_chain("case", at=MORNING)
    with pytest.raises(RuntimeError):
        fail_after_writing(chain)
    with transaction.atomic():
        write(chain.pk)

    assert list(chain.entries.values_list("seq", flat=True)) == [1]
    assert first_fault() is None


@transaction.atomic
def fail_after_writing(chain: Chain) -> None:
    write(chain.pk)
    raise RuntimeError("the act itself failed")


def test_a_chain_that_was_never_opened_is_refused():
    with pytest.raises(Chain.DoesNotExist):
        write(uuid4())


def test_an_entry_costs_five_statements(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries):
    chain, actor = open_chain("case", at=MORNING), cast.actor(Role.PROVINCE)

    with django_assert_num_queries(5):
        write(chain.pk, actor=actor, reason="材料齐全")


def test_many_entries_cost_no_more_than_one(django_assert_num_queries: DjangoAssertNumQueries):
    chain = make_chain(entries=2)
    items = [Item("sign", {"row": row}, basis=f"第{row}行") for row in range(60)]

    with django_assert_num_queries(5):
        entries = bulk_append(chain.pk, items, actor=PUBLIC, at=MORNING, happened_on=TODAY)

    assert [entry.seq for entry in entries] == list(range(3, 63))
    assert [json.loads(entry.body.payload)["facts"]["row"] for entry in entries] == list(range(60))
    assert verify_chain(chain.pk) is None


def test_no_acts_write_nothing():
    chain = open_chain("case", at=MORNING)

    assert bulk_append(chain.pk, [], actor=PUBLIC, at=MORNING, happened_on=TODAY) == []
    assert Chain.objects.get(pk=chain.pk).length == 0


def test_a_history_is_one_query_whatever_its_length():
    short, long = make_chain(entries=1), make_chain(entries=5)
    counts = []
    for chains in ([short.pk], [short.pk, long.pk]):
        with CaptureQueriesContext(connection) as queries:
            history(chains)
        counts.append(len(queries))

    assert counts == [1, 1]


def test_a_history_of_several_things_is_newest_first_and_can_be_cut():
    first, second = make_chain(entries=0), make_chain(entries=0)
    for chain, verb in ((first, "a"), (second, "b"), (first, "c")):
        write(chain.pk, verb)

    both = [first.pk, second.pk]
    assert [line.verb for line in history(both)] == ["c", "b", "a"]
    assert [line.verb for line in history(both, limit=2)] == ["c", "b"]


def test_a_line_shows_the_ends_of_its_digest():
    chain = make_chain(entries=1)
    (line,) = history([chain.pk])

    assert line.fragment == f"SHA-256 {chain.head[:4]} {chain.head[4:8]}…{chain.head[-4:]}"


def test_the_chain_of_a_thing_is_opened_once():
    key = uuid4()

    assert chain_for("person", key, MORNING) == chain_for("person", key, MORNING)
    with pytest.raises(ValueError, match="history of a person"):
        chain_for("office", key, MORNING)


def test_sm3_by_setting_and_a_chain_may_change_over(settings):
    chain = make_chain(entries=2)
    settings.YUSHU_DIGEST = "sm3"
    write(chain.pk)

    algorithms = chain.entries.order_by("seq").values_list("algorithm", flat=True)
    assert list(algorithms) == ["sha256", "sha256", "sm3"]
    assert history([chain.pk])[0].fragment.startswith("SM3 ")
    assert first_fault() is None


def test_an_unknown_algorithm_is_refused(settings):
    settings.YUSHU_DIGEST = "md5"
    with pytest.raises(Misconfigured, match="YUSHU_DIGEST"):
        open_chain("case", at=MORNING)


def test_equal_facts_are_committed_to_differently():
    chain = open_chain("case", at=MORNING)
    one, two = write(chain.pk, said="同样"), write(chain.pk, said="同样")

    assert one.body.payload == two.body.payload
    assert one.commitment != two.commitment
    assert len(set(Body.objects.values_list("salt", flat=True))) == 2


def test_facts_are_written_as_json_holds_them():
    key = uuid4()
    facts = {
        "day": TODAY,
        "moment": MORNING,
        "key": key,
        "role": Role.CITY,
        "label": Words("退回", "Return"),
        "rows": (1, 2),
        "ids": {"b", "a"},
        "yuan": 18700,
        "full": False,
        "none": None,
    }

    assert plain(facts) == {
        "day": "2024-09-24",
        "moment": "2024-09-24T01:12:00.000000+00:00",
        "key": str(key),
        "role": "CITY",
        "label": {"zh": "退回", "en": "Return"},
        "rows": [1, 2],
        "ids": ["a", "b"],
        "yuan": 18700,
        "full": False,
        "none": None,
    }


@pytest.mark.parametrize("fact", [0.8, Decimal("0.8"), object()])
def test_a_fact_without_an_exact_form_is_refused(fact: object):
    with pytest.raises(TypeError):
        plain({"rate": fact})
