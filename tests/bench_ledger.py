"""What the ledger costs: writing an act, proving everything, proving one leaf to an outsider."""

import pytest

from tests.ledger.makers import KEYS, MORNING, SIGNER, TODAY
from yushu.ledger.audit import verify_everything
from yushu.ledger.book import Item, append, bulk_append, history, open_chain
from yushu.ledger.log import checkpoint, inclusion, log_leaf
from yushu.people.actors import PUBLIC

FACTS = {
    "reason": "两名学员的考核记录缺第二位考评员签名",
    "rows": [3, 17],
    "document_no": "晋人社函〔2024〕9号",
}
MANY = [Item("sign", FACTS)] * 2000


@pytest.mark.django_db
def test_writing_and_proving(figures):
    chain, long = open_chain("case", at=MORNING), open_chain("case", at=MORNING)
    when = {"actor": PUBLIC, "at": MORNING, "happened_on": TODAY}
    figures.cost("writing one act", lambda: append(chain.pk, "sign", FACTS, **when))
    figures.cost(f"writing {len(MANY)} acts at once", lambda: bulk_append(long.pk, MANY, **when))
    figures.cost("reading the last 20 lines of a case", lambda: history([chain.pk], limit=20))
    proved = verify_everything(keys=KEYS)
    each = figures.cost(f"proving {proved.entries} entries", lambda: verify_everything(keys=KEYS))
    figures.say("entries proved a second", f"{proved.entries / each:,.0f}")


@pytest.mark.django_db
def test_the_public_log(figures):
    leaves = [log_leaf("certificate", {"code": str(n)}, chain_id=None, at=MORNING) for n in range(3000)]
    checkpoint(MORNING, SIGNER)
    figures.cost(
        "stating one leaf", lambda: log_leaf("certificate", {"code": "x"}, chain_id=None, at=MORNING)
    )
    figures.cost(f"proving one leaf of {len(leaves)}", lambda: inclusion(leaves[1234]))
