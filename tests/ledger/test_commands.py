from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.ledger.makers import make_chain, tampering
from yushu.ledger.guards import missing, remove
from yushu.ledger.models import Checkpoint, Seal

pytestmark = pytest.mark.django_db


def said_by(command: str, *options: str) -> str:
    out = StringIO()
    call_command(command, *options, stdout=out)
    return out.getvalue()


def test_the_ledger_is_proved_from_the_command_line():
    make_chain()

    assert "3 entries" in said_by("verify_ledger")


def test_the_first_fault_ends_the_command_with_its_place():
    chain = make_chain()
    with tampering():
        chain.entries.filter(seq=2).update(verb="other")

    with pytest.raises(CommandError, match=rf"chain {chain.pk}, entry 2: 这一条被改动过"):
        call_command("verify_ledger", stdout=StringIO())


def test_lost_guards_are_named_and_restored_on_request():
    remove(connection)
    with pytest.raises(CommandError, match="guard_ledger_entry"):
        call_command("verify_ledger", stdout=StringIO())

    said_by("verify_ledger", "--restore-guards")
    assert missing(connection) == []


def test_yesterday_is_sealed_and_what_to_keep_outside_is_printed():
    make_chain()
    printed = said_by("seal")

    seal, root = Seal.objects.get(), Checkpoint.objects.get()
    assert seal.digest in printed
    assert root.root in printed
    assert root.signature in printed
    assert said_by("seal") == printed
