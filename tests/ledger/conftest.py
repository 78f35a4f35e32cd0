"""The ledger's tests sign with a key of their own."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from tests.ledger.makers import MORNING, NEXT_NIGHT, SIGNER, TODAY, make_chain
from yushu.ledger.erasure import erase
from yushu.ledger.guards import guarded
from yushu.ledger.models import Chain, LogNode
from yushu.ledger.seals import close_day
from yushu.people.actors import PUBLIC

# Each database has ways of its own past a trigger; the other one's are not asked of it.
collect_ignore = [
    f"test_guards_{vendor}.py" for vendor in ("sqlite", "postgresql") if vendor != connection.vendor
]


@pytest.fixture(autouse=True)
def log_key(settings: Settings) -> None:
    settings.YUSHU_LOG_KEY = bytes(range(32))
    settings.YUSHU_LOG_RETIRED = ()
    settings.YUSHU_DIGEST = "sha256"


@pytest.fixture
def full() -> Chain:
    """A ledger with a row in every table."""
    chain = make_chain()
    entry = chain.entries.get(seq=1)
    erase(entry, actor=PUBLIC, at=MORNING, happened_on=TODAY, reason="本人申请删除")
    close_day(TODAY, NEXT_NIGHT, SIGNER)
    with transaction.atomic():
        LogNode.objects.get_or_create(level=1, position=0, hash="ab" * 32)
    for model in guarded():
        assert model.objects.exists(), f"no {model.__name__} to protect"
    return Chain.objects.get(pk=chain.pk)
