"""专业技术等级证书核发 as a table: thirty days, ten days, the national office, thirty days (R09–R11).

It stands under the model and imports none: guards and effects ask the batch they are given.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from yushu.casework.process import (
    DISPATCHED_ON,
    DOCUMENT_NO,
    REASON,
    RECEIVED_ON,
    SIGNED_NO,
    Ask,
    Check,
    Mark,
    Process,
    Says,
    Step,
    Taken,
)
from yushu.kernel.words import Words
from yushu.law.pack import term
from yushu.people.roles import Role


class S(models.TextChoices):
    """Where a batch stands."""

    EXAMINED = "EXAMINED", "考核结束，待报送"
    REPORTED = "REPORTED", "已报送，待确认"
    RETURNED = "RETURNED", "已退回，待补正"
    FORWARDED = "FORWARDED", "已报审，待审核结果"
    APPROVED = "APPROVED", "审核通过，待颁发"
    ISSUED = "ISSUED", "已颁发"
    CLOSED = "CLOSED", "无人合格，已存查"
    VOID = "VOID", "已终止"


NATIONAL_NO = Ask(
    "national_cert_no",
    Words("国家证书号", "National certificate number"),
    hint=Words("以来文为准；来文没有就留空，平台不代编", "As in the document; leave empty if it gives none"),
    required=False,
    longest=60,
)
ROW_REASON = Ask(
    "why",
    Words("这一行的问题", "What is wrong with this row"),
    hint=Words("写清缺什么、怎么补", "Say what is missing and how to mend it"),
    required=False,
)


def everyone_is_trained(batch: Any, _taken: Taken | None) -> Iterable[Check]:
    """R06, R08: a training certificate earned before the examination."""
    count = batch.count_without_training()
    good = Words(
        "{n}人都有培训合格证书，且考核在结业之后",
        "All {n} hold a training certificate earned before the exam",
    )
    bad = Words(
        "{k}人没有有效的培训合格证书，或考核早于结业",
        "{k} have no training certificate that stands, or sat before completing",
    )
    yield Check("no" if count else "ok", (bad if count else good).fill(n=batch.size(), k=count), "R06")


def everyone_has_committed(batch: Any, _taken: Taken | None) -> Iterable[Check]:
    """R08: the notice and commitment, signed in person."""
    count = batch.count_without_commitment()
    good = Words("{n}份告知承诺书都由本人签署", "All {n} commitments were signed in person")
    bad = Words(
        "{k}人缺告知承诺书签署时间，也没有证明材料", "{k} have neither a signed commitment nor proofs"
    )
    yield Check("no" if count else "ok", (bad if count else good).fill(n=batch.size(), k=count), "R08")


def numbers_are_right(batch: Any, _taken: Taken | None) -> Iterable[Check]:
    """R09: identity numbers were read when entered; here only that nobody stands twice."""
    twice = batch.count_doubles()
    good = Words("{n}个证件号校验位正确，没有重复", "{n} identity numbers pass the check digit, none twice")
    bad = Words("{k}人在名单里出现两次", "{k} people stand in the list twice")
    yield Check("no" if twice else "ok", (bad if twice else good).fill(n=batch.size(), k=twice), "R09")


def nobody_was_employed(batch: Any, _taken: Taken | None) -> Iterable[Check]:
    """R03, A22: insurance on the opening day. It bars a subsidy, not a certificate: so it only warns."""
    known, employed = batch.insured_on_opening()
    if not known:
        text = Words("开班日参保情况还没有核对", "Insurance on the opening day has not been checked")
    elif employed:
        text = Words(
            "{k}人在开班日有用人单位参保，需要核对", "{k} were insured by an employer on the opening day"
        )
    else:
        text = Words(
            "{n}人在开班日都没有用人单位参保", "None of the {n} was insured by an employer on the opening day"
        )
    mark: Mark = "ok" if known and not employed else "look"
    yield Check(mark, text.fill(n=batch.size(), k=employed), "R03")


def scores_are_complete(batch: Any, _taken: Taken | None) -> Iterable[Check]:
    """R09: every candidate has two scores or is marked absent."""
    missing = batch.count_unscored()
    if missing:
        text = Words("{k}人没有成绩，也没有记缺考", "{k} have neither scores nor a mark of absence")
        yield Check("no", text.fill(k=missing), "R09")


def some_did_not_pass(batch: Any, _taken: Taken | None) -> Iterable[Check]:
    """Who gets no certificate, said before the names go out."""
    failed, absent = batch.count_failed(), batch.count_absent()
    if failed or absent:
        text = Words(
            "{f}人有一科不到60分，{a}人缺考，这{k}人不出证",
            "{f} below 60 in a part, {a} absent: these {k} get no certificate",
        )
        yield Check("look", text.fill(f=failed, a=absent, k=failed + absent), "R09")


def somebody_passed(batch: Any, _taken: Taken | None) -> Iterable[Check]:
    """Nothing can be forwarded for an empty list."""
    if not batch.count_passed():
        yield Check("no", Words("没有人合格，不能报审；可以存查", "Nobody passed: file it instead"), "R10")


def nobody_passed(batch: Any, _taken: Taken | None) -> Iterable[Check]:
    """A batch with a pass must go on."""
    if batch.count_passed():
        yield Check("no", Words("有人合格，不能存查", "Somebody passed: it cannot be filed away"), "R10")


def received_after_decision(_batch: Any, taken: Taken | None) -> Iterable[Check]:
    """A8: the notice comes when the decision has been made, not before."""
    came = str(taken.facts.get("received_on", "")) if taken else ""
    if taken and came < taken.happened_on.isoformat():
        text = Words("收文日期{c}早于审核日期{d}", "Received on {c}, decided only on {d}")
        yield Check("no", text.fill(c=came, d=taken.happened_on), "A8")


def receive(batch: Any, taken: Taken) -> None:
    """A7: the first submission of a round that passes the checks starts the province's ten days."""
    batch.receive(taken.happened_on)


def note_reasons(batch: Any, taken: Taken) -> None:
    """Keep what was wrong with each returned row beside the row."""
    batch.note_reasons(taken.facts.get("rows", {}))


def start_new_round(batch: Any, taken: Taken) -> None:
    """A7: a return by the national office opens a fresh ten days."""
    batch.round += 1
    batch.note_reasons(taken.facts.get("rows", {}))


def note_approval(batch: Any, taken: Taken) -> None:
    """A8: both the day of approval and the day the notice came; the second starts the clock."""
    batch.note_approval(taken)


def issue_certificates(batch: Any, taken: Taken) -> None:
    """R11: one certificate for each who passed, entered in the public log."""
    batch.issue_certificates(taken)


REPORTING = (everyone_is_trained, everyone_has_committed, numbers_are_right, scores_are_complete)
CONFIRMING = (
    everyone_is_trained,
    everyone_has_committed,
    numbers_are_right,
    nobody_was_employed,
    some_did_not_pass,
    somebody_passed,
)
SAY_REPORT = Says(
    Words("报送{n}人的证书数据", "Report certificate data of {n} people"),
    Words(
        "报送后：省人社厅从收到之日起10日内确认并报审；名单和成绩不能再改，要改须先被退回。",
        "Then the province has ten days to confirm and forward. List and scores are fixed until it is returned.",
    ),
    Words("报送证书数据", "Report certificate data"),
)

# fmt: off
ISSUANCE = Process(
    name=Words("证书核发", "Certificate issuance"),
    kind="batch",
    states=S,
    start=S.EXAMINED,
    ends=(S.ISSUED, S.CLOSED, S.VOID),
    opened_by=(Role.EVALUATOR, Role.PROVINCE),
    cites="R09",
    path=("report", "forward", "approve", "issue"),
    steps=(
        Step("report", S.EXAMINED, S.REPORTED, by=Role.EVALUATOR, cites="R09", within=term("R09"),
             counts_from="examined_on", requires=REPORTING, recorded_by=Role.PROVINCE, then=receive, says=SAY_REPORT),
        Step("forward", S.REPORTED, S.FORWARDED, by=Role.PROVINCE, cites="R10", within=term("R10"),
             counts_from="received_on", requires=CONFIRMING, asks=(SIGNED_NO, DISPATCHED_ON), hands=3,
             says=Says(Words("确认{p}人，报协调小组办公室", "Confirm {p} and forward to the national office"),
                       Words("签发后：协调小组办公室收到{p}人的证书数据，办理时限停止计算，办理记录添一笔。",
                             "Once signed, the national office receives the data of {p} people and the clock stops."),
                       Words("确认并报审", "Confirm and forward"))),
        Step("return", S.REPORTED, S.RETURNED, by=Role.PROVINCE, cites="R10", asks=(REASON,), pauses=True, rows=True,
             row_asks=(ROW_REASON,), then=note_reasons,
             says=Says(Words("退回补正", "Return for correction"),
                       Words("退回后：选中的人另成一件退回，其余照常办理；办理时限暂停，已用的日数保留，补正期间不计入。",
                             "Those chosen go back as a case of their own; the rest goes on. Days used stay used."))),
        Step("close", S.REPORTED, S.CLOSED, by=Role.PROVINCE, cites="R10", requires=(nobody_passed,), power=True,
             says=Says(Words("无人合格，存查", "Nobody passed: file it"),
                       Words("存查后：本件办结，没有证书。", "The case ends without a certificate."))),
        Step("report", S.RETURNED, S.REPORTED, by=Role.EVALUATOR, cites="R09", requires=REPORTING,
             recorded_by=Role.PROVINCE, then=receive, says=SAY_REPORT),
        Step("withdraw", S.RETURNED, S.VOID, by=Role.EVALUATOR, cites="R09", asks=(REASON,), power=True,
             says=Says(Words("撤回，不再报送", "Withdraw"),
                       Words("撤回后：名单上的人不再由本件取得证书。", "Nobody on the list gets a certificate here."))),
        Step("approve", S.FORWARDED, S.APPROVED, by=Role.NATION, cites="R10", recorded_by=Role.PROVINCE,
             requires=(received_after_decision,), asks=(DOCUMENT_NO, RECEIVED_ON), rows=True, row_asks=(NATIONAL_NO,),
             then=note_approval,
             says=Says(Words("登记审核通过", "Record the approval"),
                       Words("登记后：评价机构从收文日期起30日内颁发证书；没选中的人仍待审核结果。",
                             "The evaluator has thirty days from the day received. People not chosen go on waiting."))),
        Step("refuse", S.FORWARDED, S.RETURNED, by=Role.NATION, cites="R10", recorded_by=Role.PROVINCE,
             asks=(DOCUMENT_NO, REASON), rows=True, row_asks=(ROW_REASON,), then=start_new_round,
             says=Says(Words("登记审核退回", "Record a refusal"),
                       Words("登记后：选中的人退回评价机构补正，重新报送后省人社厅另有10日。",
                             "The chosen people go back to the evaluator; a new submission opens a fresh ten days."))),
        Step("issue", S.APPROVED, S.ISSUED, by=Role.EVALUATOR, cites="R11", within=term("R11"),
             counts_from="notice_received_on", recorded_by=Role.PROVINCE, then=issue_certificates,
             says=Says(Words("颁发{p}人的等级证书", "Issue {p} level certificates"),
                       Words("颁发后：{p}张证书进入公开登记，任何人可以查验，本人收到通知。",
                             "{p} certificates enter the public log; anybody can verify them; the holders are told."),
                       Words("颁发等级证书", "Issue level certificates"))),
        Step("void", (S.EXAMINED, S.REPORTED, S.RETURNED), S.VOID, by=Role.PROVINCE, cites="R24",
             asks=(REASON, SIGNED_NO), hands=3, power=True,
             says=Says(Words("终止本批次", "Void the batch"),
                       Words("终止后：本件办结，没有证书。须写明理由和文号。", "The case ends; no certificate."))),
    ),
)
# fmt: on
