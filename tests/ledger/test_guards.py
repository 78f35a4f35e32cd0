"""The guards refuse what slips past an ordinary trigger; with the guards lifted it succeeds and is found."""

from __future__ import annotations

import pytest
from django.core import checks
from django.db import connection, models
from django.test import override_settings

from tests.ledger.guarding import FROZEN, longer_column, refused
from tests.ledger.makers import (
    NEXT_NIGHT,
    first_fault,
    tampering,
    write,
)
from yushu.kernel.errors import Misconfigured
from yushu.ledger import faults
from yushu.ledger.faults import Fault
from yushu.ledger.guards import guarded, install, lifted, missing, refuse_if_unguarded, remove
from yushu.ledger.models import Body, Chain, Entry, Erasure

pytestmark = pytest.mark.django_db


def test_every_table_of_the_room_is_guarded():
    assert {model.__name__ for model in guarded()} >= {model.__name__ for model in [*FROZEN, Chain, Body]}
    assert missing(connection) == []


@pytest.mark.parametrize("model", FROZEN)
def test_a_row_is_neither_changed_nor_deleted(full: Chain, model: type[models.Model]):
    column = next(
        f.name for f in model._meta.local_concrete_fields if not f.primary_key and not f.is_relation
    )
    with refused():
        model.objects.update(**{column: models.F(column)})
    with refused():
        model.objects.all()._raw_delete(connection.alias)
    with tampering():
        model.objects.update(**{column: models.F(column)})


def test_a_body_is_never_changed_and_goes_only_with_an_erasure(full: Chain):
    with refused():
        Body.objects.filter(entry__seq=2).update(payload="{}")
    with refused():
        Body.objects.filter(entry__seq=2)._raw_delete(connection.alias)
    with tampering():
        Body.objects.filter(entry__seq=2)._raw_delete(connection.alias)

    assert first_fault() == Fault(faults.BODY_GONE, full.pk, 2)


@pytest.mark.parametrize(
    "change",
    [{"kind": "person"}, {"opened_at": NEXT_NIGHT}, {"algorithm": "sm3"}, {"length": 1}],
    ids=lambda change: next(iter(change)),
)
def test_a_chain_only_grows(full: Chain, change: dict[str, object]):
    with refused():
        Chain.objects.filter(pk=full.pk).update(**change)
    with refused():
        Chain.objects.filter(pk=full.pk)._raw_delete(connection.alias)
    write(full.pk)
    with tampering():
        Chain.objects.filter(pk=full.pk).update(**change)

    assert first_fault() is not None


# Guards that are not there


def test_lifting_restores_every_guard_however_it_ends():
    with tampering():
        assert len(missing(connection)) >= 2 * len(guarded())
    assert missing(connection) == []

    with pytest.raises(RuntimeError), tampering():
        raise RuntimeError("in the middle of it")
    assert missing(connection) == []


@override_settings(YUSHU_MODE="production")
def test_guards_are_not_lifted_in_production():
    with pytest.raises(Misconfigured), lifted(connection):
        pass


def test_a_site_without_a_guard_does_not_start():
    refuse_if_unguarded()
    remove(connection)
    with pytest.raises(Misconfigured, match=r"guard_ledger_entry.*verify_ledger --restore-guards"):
        refuse_if_unguarded(connection)
    install(connection)
    refuse_if_unguarded(connection)


def test_djangos_check_names_every_missing_guard():
    assert database_errors() == []
    remove(connection)
    found = database_errors()
    install(connection)

    assert {error.id for error in found} == {"ledger.E001"}
    assert any("guard_ledger_body" in error.msg for error in found)


def database_errors() -> list[checks.CheckMessage]:
    found = checks.run_checks(databases=["default"], tags=[checks.Tags.database])
    return [error for error in found if (error.id or "").startswith("ledger.")]


@pytest.mark.parametrize(("model", "name"), [(Entry, "verb"), (Erasure, "reason"), (Chain, "kind")])
def test_a_migration_that_brackets_its_change_keeps_the_guards(
    transactional_db: None, model: type[models.Model], name: str
):
    with longer_column(model, name, bracketed=True):
        assert missing(connection) == []


def test_a_database_without_the_tables_is_said_to_have_none(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(connection.introspection, "table_names", lambda cursor: [])

    assert "ledger_entry: no such table" in missing(connection)


def test_another_kind_of_database_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(connection, "vendor", "oracle")
    with pytest.raises(Misconfigured, match="oracle"):
        install(connection)
