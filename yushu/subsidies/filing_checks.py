"""What the machine has looked at before a settlement is filed, decided, or carried on by itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from yushu.casework.authority import pending
from yushu.casework.models import Act
from yushu.casework.process import Check, Taken
from yushu.kernel.words import Words
from yushu.people.models import Bar, BarKind
from yushu.people.persons import same_person_ids
from yushu.subsidies import debts, freezing
from yushu.subsidies.employment_rules import KIND_WORDS
from yushu.subsidies.models.employment import EmploymentFact
from yushu.subsidies.settling import S
from yushu.training.classing import S as Class
from yushu.training.models import TrainingCertificate
from yushu.training.training_life import L

if TYPE_CHECKING:
    from yushu.subsidies.models import Settlement

REGISTERED = "REGISTERED"
PAID_ALREADY = Words("这个订单已经结算过，一单一结", "The order was settled already: once an order")
NOT_REGISTERED = Words("{c}不在补贴项目库", "{c} is not in the catalogue of subsidised projects")
NOT_ENDED = Words(
    "还有{k}个班没有结业，订单一次结清", "{k} classes have not ended; an order is settled at once"
)
NOBODY = Words("没有可计付的人，不能申领", "Nobody can be paid for: it cannot be claimed")
NOTHING_DUE = Words("本次没有应付的金额", "Nothing is to be paid now")
CLOSE_IT = Words(
    "本次没有应付的金额；不再申领的，在项目页办理结清关闭",
    "Nothing is to be paid now; if nothing more will be claimed, close the project on its page",
)
OWING = Words("追回{n}还没有退清，退清以后再申领", "Recovery {n} is not paid back yet: claim after that")
BARRED = Words("机构被限制申请补贴：{w}", "The institution is barred from claiming: {w}")
FOUND = Words("参加培训{n}人，可计付{b}人", "{n} joined, {b} can be paid for")
WAITS = Words(
    "{k}是否计入就业没有口径：不计入{a}元，计入{b}元；有口径以前不拨付差异",
    "Whether {k} count is not settled: {a} yuan if not, {b} if so; nothing is paid before a ruling",
)
NEAR = Words(
    "就业率接近门槛，须由另一人二次核实", "Near the threshold: another person checks employment first"
)
NEAR_DONE = Words("就业情况已由另一人二次核实", "Another person has checked employment")
SAME_PERSON = Words(
    "你二次核实过就业，不能再经办审核", "You made the second check and may not handle the decision"
)
REVOKED = Words("{k}人的培训合格证书已失效，退回重新核算", "{k} certificates are no longer valid: return it")
FACTS = Words(
    "申领以后有{k}条就业记录变动，必要时退回重新核算", "{k} facts of employment are newer than the claim"
)
NEW_FINDING = Words(
    "有异议已成立而没有计入，退回重新核算", "An objection was upheld and is not counted: return it"
)
SOUND = Words("证书、就业记录与申领时一致", "Certificates and facts are as they were claimed")
GIVES_NOTHING = Words("没有应付的金额，决定不予拨付", "Nothing is to be paid: refuse it")
GIVES_LESS = Words("应付低于已付，按程序追回", "Less is owed than was paid: it is asked back by due process")
NOT_RESTATED = Words("不是重新核算的件，由培训机构申领", "It restates nothing: the institution claims it")
NOT_BELOW = Words("应付不低于已付，先审核和公示", "Not less is owed than was paid: decide and publish it")


def filing_checks(settlement: Settlement) -> Iterable[Check]:
    """R16, R18, R20: whether it may be claimed."""
    scheme = settlement.scheme
    if scheme.state != REGISTERED and not settlement.replaces_id:
        yield Check("no", NOT_REGISTERED.fill(c=scheme.called), "R14")
    if settlement.order_id:
        yield from _order_checks(settlement)
    barred = Bar.objects.on(settlement.claim_day).filter(office=settlement.institution, kind=BarKind.SUBSIDY)
    if bar := barred.first():
        yield Check("no", BARRED.fill(w=bar.reason), "R24")
    if not settlement.base:
        yield Check("no", NOBODY, "R18")
    elif settlement.now_yuan <= 0:
        yield Check("no", CLOSE_IT if settlement.project_id else NOTHING_DUE, "R20")
    else:
        yield Check("ok", FOUND.fill(n=settlement.people, b=settlement.base), "R18")
    if owing := debts.running(settlement):
        yield Check("no", OWING.fill(n=owing.number), "A37")
    yield from _waits(settlement)


def _order_checks(settlement: Settlement) -> Iterable[Check]:
    left = settlement.scheme.classes().exclude(state=Class.COMPLETED).count()
    if left:
        yield Check("no", NOT_ENDED.fill(k=left), "R20")
    paid = type(settlement).objects.filter(order=settlement.order_id, state=S.PAID)  # seen: with the order
    if paid.exists() and not settlement.replaces_id:
        yield Check("no", PAID_ALREADY, "R20")


def _waits(settlement: Settlement) -> Iterable[Check]:
    """A33: both results, where an undecided kind makes them differ."""
    if settlement.kinds:
        kinds = [KIND_WORDS[kind] for kind in settlement.kinds]
        named = Words("、".join(one.zh for one in kinds), ", ".join(one.en for one in kinds))
        sums = {"a": f"{settlement.due_yuan:,}", "b": f"{settlement.otherwise_yuan:,}"}
        yield Check("look", WAITS.fill(k=named, **sums), "A33")


def decision_checks(settlement: Settlement) -> Iterable[Check]:
    """R18: whether what was claimed still stands."""
    if settlement.now_yuan <= 0:
        yield Check("no", GIVES_NOTHING if settlement.now_yuan == 0 else GIVES_LESS, "A37")
    gone = TrainingCertificate.objects.filter(
        member__in=settlement.lines.filter(certified=True).values("member"), replaced_by=None
    )
    lost = gone.filter(state=L.REVOKED).values("member").distinct().count()
    if lost:
        yield Check("no", REVOKED.fill(k=lost), "R06")
    if {str(one.pk) for one in freezing.upheld(settlement)} - set(settlement.findings):
        yield Check("no", NEW_FINDING, "A38")
    newer = (
        EmploymentFact.objects.filter(  # seen: with the settlement
            person__in=settlement.lines.values("person"), known_since__gt=settlement.claimed_at
        ).count()
        if settlement.claimed_at
        else 0
    )
    if newer:
        yield Check("look", FACTS.fill(k=newer), "A37")
    if not lost and not newer:
        yield Check("ok", SOUND, "R18")
    yield from _waits(settlement)


def threshold_checks(settlement: Settlement, taken: Taken | None) -> Iterable[Check]:
    """R18: near the threshold, the second look by another person."""
    if not settlement.near:
        return
    if settlement.state != S.VERIFIED:
        yield Check("no", NEAR, "H-near-threshold")
        return
    yield Check("ok", NEAR_DONE, "H-near-threshold")
    if taken is None or taken.actor.person is None or pending(settlement, taken.step):
        return
    checked = Act.objects.filter(chain_id=settlement.pk, step="check_employment", final=True).last()
    if checked is not None and checked.person_id in same_person_ids(taken.actor.person):
        yield Check("no", SAME_PERSON, "A36")


def restated_checks(settlement: Settlement) -> Iterable[Check]:
    """A37: whether it takes the place of another."""
    if settlement.replaces_id is None:
        yield Check("no", NOT_RESTATED, "A37")


def recovery_checks(settlement: Settlement) -> Iterable[Check]:
    """A37: whether something is to come back."""
    if settlement.replaces_id is None or settlement.now_yuan >= 0:
        yield Check("no", NOT_BELOW, "A37")
