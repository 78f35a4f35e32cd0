from __future__ import annotations

import json

import pytest

from tests.cast import Cast
from tests.ledger.makers import MORNING, TODAY, first_fault, make_chain, tampering
from yushu.kernel.errors import Refusal
from yushu.ledger import faults
from yushu.ledger.audit import verify_everything
from yushu.ledger.book import history
from yushu.ledger.entries import commitment
from yushu.ledger.erasure import erase
from yushu.ledger.faults import Fault
from yushu.ledger.models import Body, Entry, Erasure
from yushu.ledger.verbs import VERBS
from yushu.people.actors import PUBLIC
from yushu.people.roles import Role

pytestmark = pytest.mark.django_db
WHY = "本人申请，保存期已满"


def erase_second(chain, reason: str = WHY, actor=PUBLIC) -> Erasure:
    return erase(chain.entries.get(seq=2), actor=actor, at=MORNING, happened_on=TODAY, reason=reason)


def test_the_text_goes_with_its_salt_and_the_chain_still_proves():
    chain = make_chain()
    erase_second(chain)

    assert not Body.objects.filter(entry__chain=chain, entry__seq=2).exists()
    report = verify_everything()
    assert (report.sound, report.erased, report.entries) == (True, 1, 4)


def test_the_erasure_is_written_down_with_who_and_why(cast: Cast):
    chain = make_chain()
    erase_second(chain, actor=cast.actor(Role.PROVINCE))

    line = history([chain.pk])[0]
    assert (line.verb, line.who) == ("erase", "省人社厅甲·经办人甲")
    assert line.facts == {"seq": 2, "verb": "note", "reason": WHY}
    assert VERBS[line.verb].zh == "删除正文"


def test_a_screen_shows_what_is_left_of_an_erased_entry():
    chain = make_chain()
    erase_second(chain)

    erased = history([chain.pk])[2]
    assert (erased.seq, erased.facts, erased.who) == (2, None, "公众")


def test_nobody_can_guess_an_erased_text_back():
    """Without its salt the right guess looks like any wrong one."""
    chain = make_chain()
    body = Body.objects.get(entry__chain=chain, entry__seq=2)
    guess = body.payload
    erase_second(chain)

    entry = chain.entries.get(seq=2)
    assert commitment(entry.algorithm, body.salt, guess) == entry.commitment
    assert commitment(entry.algorithm, "", guess) != entry.commitment
    assert body.salt not in json.dumps(list(Entry.objects.values("digest", "commitment", "previous")))


@pytest.mark.parametrize("reason", ["", "  无 ", "x" * 201])
def test_an_erasure_without_a_reason_is_refused(reason: str):
    chain = make_chain()
    with pytest.raises(Refusal) as refusal:
        erase_second(chain, reason=reason)

    assert refusal.value.field == "reason"
    assert Body.objects.count() == 3


def test_a_text_is_erased_once():
    chain = make_chain()
    erase_second(chain)
    with pytest.raises(Refusal, match="already erased"):
        erase_second(chain)


def test_the_record_of_an_erasure_stays():
    chain = make_chain()
    told_by = erase_second(chain).told_by
    with pytest.raises(Refusal, match="cannot be erased"):
        erase(told_by, actor=PUBLIC, at=MORNING, happened_on=TODAY, reason=WHY)


def test_an_erased_text_put_back_is_named():
    chain = make_chain()
    body = Body.objects.get(entry__chain=chain, entry__seq=2)
    erase_second(chain)
    body.save(force_insert=True)

    assert first_fault() == Fault(faults.ERASED_AND_THERE, chain.pk, 2)


def test_an_erasure_told_of_another_entry_is_named():
    chain = make_chain()
    erasure = erase_second(chain)
    with tampering():
        Erasure.objects.filter(pk=erasure.pk).update(entry=chain.entries.get(seq=3))
        Body.objects.filter(entry__chain=chain, entry__seq=3).delete()

    assert first_fault() == Fault(faults.BODY_GONE, chain.pk, 2)


def test_an_erasure_told_in_another_chain_is_named():
    chain, other = make_chain(), make_chain()
    erasure, elsewhere = erase_second(chain), erase_second(other)
    with tampering():
        Erasure.objects.filter(pk=elsewhere.pk).delete()
        Erasure.objects.filter(pk=erasure.pk).update(told_by=elsewhere.told_by)
        other.entries.filter(seq=2)

    found = first_fault()
    assert found in (Fault(faults.ERASURE_UNTOLD, chain.pk, 2), Fault(faults.BODY_GONE, other.pk, 2))
