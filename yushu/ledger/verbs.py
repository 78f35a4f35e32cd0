"""What the ledger's own acts are called on screen. Steps of a process bring their own words."""

from __future__ import annotations

from yushu.kernel.words import Words
from yushu.ledger.erasure import ERASE
from yushu.ledger.reveal import REVEAL

VERBS = {
    REVEAL: Words("查看完整证件号", "Viewed the full document number"),
    ERASE: Words("删除正文", "Erased a text"),
}
