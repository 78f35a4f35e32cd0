"""What an auditor can find wrong, in words that name the place."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from yushu.kernel.words import Words


@dataclass(frozen=True)
class Fault:
    """The first thing that does not hold: what is wrong, and where it stands."""

    what: Words
    chain_id: UUID | None = None
    seq: int | None = None
    day: date | None = None
    index: int | None = None

    def __str__(self) -> str:
        places = {"chain": self.chain_id, "entry": self.seq, "day": self.day, "leaf": self.index}
        where = ", ".join(f"{name} {value}" for name, value in places.items() if value is not None)
        return f"{where}: {self.what.zh} · {self.what.en}"


@dataclass
class Report:
    """What was looked at, and the first fault if there is one."""

    chains: int = 0
    entries: int = 0
    erased: int = 0
    seals: int = 0
    leaves: int = 0
    checkpoints: int = 0
    fault: Fault | None = None
    unguarded: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether everything holds and is guarded."""
        return self.fault is None and not self.unguarded

    def __str__(self) -> str:
        looked_at = (
            f"{self.chains} chains, {self.entries} entries ({self.erased} erased), "
            f"{self.seals} seals, {self.leaves} leaves, {self.checkpoints} signed roots"
        )
        wrong = [str(self.fault)] if self.fault else []
        if self.unguarded:
            wrong.append(f"not guarded: {'; '.join(self.unguarded)}")
        return "\n".join([looked_at, *(wrong or ["Everything holds."])])


REMOVED = Words("这一条不见了", "This entry is gone")
OUT_OF_PLACE = Words("这一条不该在这里", "This entry does not belong here")
NOT_FOLLOWING = Words("这一条接不上前一条", "This entry does not follow the one before it")
ENTRY_ALTERED = Words("这一条被改动过", "This entry was altered")
BODY_ALTERED = Words("这一条的正文被改动过", "The text of this entry was altered")
BODY_GONE = Words("正文不见了，又没有删除记录", "The text is gone and no erasure says why")
ERASURE_UNTOLD = Words("正文已删，链上却没有相应记录", "The text was erased and the chain does not say so")
ERASED_AND_THERE = Words("已登记删除，正文却还在", "The text is recorded as erased and is still there")
HEAD_ALTERED = Words("链头与最后一条对不上", "The chain's head is not its last entry")
CHAIN_GONE = Words("记录还在，链不见了", "The entry is there and its chain is gone")

SEAL_ALTERED = Words("封存记录被改动过", "The seal was altered")
SEAL_NOT_FOLLOWING = Words("封存接不上前一次", "The seal does not follow the one before it")
SEAL_ROOT = Words("封存的链头清单被改动过", "The seal's list of heads was altered")
SEAL_TORN = Words("封存时的这一条已不见或被换掉", "The entry sealed that day is gone or replaced")
SEAL_COUNT = Words("封存时有{then}条，现有{now}条", "{then} entries were sealed, {now} are there")
SEAL_GONE = Words("公开登记过的一次封存不见了", "A seal the public log states is gone")
SEAL_MISSTATED = Words("公开登记里的封存与此不同", "The public log states another seal")

LEAF_GONE = Words("公开登记的这一条不见了", "This leaf of the public log is gone")
LEAF_ALTERED = Words("公开登记的这一条被改动过", "This leaf of the public log was altered")
ROOT_DIFFERS = Words("公开登记与签过名的根摘要不符", "The public log does not give the signed root")
SIGNATURE = Words("根摘要的签名不对，或签名的钥匙不认得", "The signature is wrong or its key is unknown")
