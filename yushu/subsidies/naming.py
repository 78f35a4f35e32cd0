"""How an institution names the account it is to be paid to (R16, A36)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, transaction

from yushu.casework.opening import open_case
from yushu.kernel.crypto import blind_index
from yushu.kernel.errors import Forbidden, Invalid, Refusal
from yushu.kernel.identifiers import mask_id
from yushu.kernel.words import Words
from yushu.people.roles import Duty, Role
from yushu.subsidies.models.payees import PayeeAccount
from yushu.subsidies.models.payments import finance_of

if TYPE_CHECKING:
    from yushu.people.actors import Actor

ACCOUNT = re.compile(r"[0-9]{8,30}")
LONGEST = 100


@dataclass(frozen=True)
class Named:
    """What an institution says of its account."""

    holder: str
    bank: str
    account: str


def read(holder: str, bank: str, account: str) -> Named:
    """Trimmed and checked. Raises Invalid naming the field."""
    number = "".join(account.split()).replace("-", "")
    if not ACCOUNT.fullmatch(number):
        raise Invalid(
            Words("账号应为8至30位数字", "An account number has 8 to 30 digits"),
            Words("对照开户许可证填写", "Copy it from the bank's permit"),
            field="account",
        )
    for field, text in (("holder", holder), ("bank", bank)):
        if not 2 <= len(text.strip()) <= LONGEST:
            raise Invalid(
                Words("应为2至{n}字", "From 2 to {n} characters").fill(n=LONGEST),
                Words("对照开户许可证填写", "Copy it from the bank's permit"),
                field=field,
            )
    return Named(holder.strip(), bank.strip(), number)


def name_account(named: Named, *, actor: Actor, at: datetime) -> PayeeAccount:
    """Begin an account of the actor's institution; a second person of it hands it in (A36).

    Raises Forbidden for anybody else, Refusal while another account is being named.
    """
    if actor.role != Role.INSTITUTION or actor.office is None or actor.duty != Duty.HANDLE:
        raise Forbidden(
            Words("收款账户由培训机构经办人填报", "The one who handles at the institution names its account"),
            Words("换经办人填报", "Let that person name it"),
            cites="A36",
        )
    institution = actor.office.parent or actor.office
    finance = finance_of(institution.area)
    try:
        with transaction.atomic():
            return open_case(
                PayeeAccount,
                actor=actor,
                at=at,
                parties=[(Role.INSTITUTION, institution), (Role.FINANCE, finance)],
                facts={"holder": named.holder, "bank": named.bank, "account": mask_id(named.account)},
                institution=institution,
                finance=finance,
                holder=named.holder,
                bank=named.bank,
                account=named.account,
                masked=mask_id(named.account),
                number_index=blind_index(settings.YUSHU_INDEX_KEY, "bank account", named.account),
            )
    except IntegrityError as error:
        raise Refusal(
            Words("已有一个账户在填报或待核对", "An account is being named or checked already"),
            Words("先办完或撤回那一件", "Finish or withdraw that one first"),
            cites="A36",
        ) from error
