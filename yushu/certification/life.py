"""The life of a level certificate: valid until due process says otherwise (A37).

Notice, statement and defence, decision. Nothing changes for the holder before the decision.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from yushu.casework import letters
from yushu.casework.process import (
    DISPATCHED_ON,
    REASON,
    SIGNED_NO,
    Ask,
    Process,
    Says,
    Step,
    Taken,
)
from yushu.kernel.words import Words
from yushu.law.pack import term
from yushu.people.roles import Role


class L(models.TextChoices):
    """Where a certificate stands. NOTIFIED and HEARD are still valid in the eyes of the public."""

    VALID = "VALID", "有效"
    NOTIFIED = "NOTIFIED", "已告知，待陈述申辩"
    HEARD = "HEARD", "陈述申辩完毕，待决定"
    SUSPENDED = "SUSPENDED", "暂停"
    REVOKED = "REVOKED", "已撤销"
    SUPERSEDED = "SUPERSEDED", "已换发"


GROUNDS = (
    ("TARGET", Words("不符合培育对象条件", "Not within the target group")),
    ("COMMITMENT", Words("承诺不实", "False commitment")),
    ("EXAM", Words("考核违规", "Breach of examination rules")),
    ("ERROR", Words("证书数据有误", "Wrong certificate data")),
)
"""Public categories only: nothing about the person is published beside a revoked certificate."""

SERVED = {
    L.REVOKED: Words(
        "等级证书{n}已于{d}撤销，理由和文号见办理记录",
        "Certificate {n} was revoked on {d}; the record says why",
    ),
    L.SUSPENDED: Words(
        "等级证书{n}已于{d}暂停，理由和文号见办理记录",
        "Certificate {n} is on hold since {d}; the record says why",
    ),
    L.VALID: Words("等级证书{n}不予撤销，仍然有效", "Certificate {n} is not revoked and stays valid"),
    L.SUPERSEDED: Words(
        "等级证书{n}已于{d}换发，以新证为准", "Certificate {n} was replaced on {d}; the new one counts"
    ),
}
"""What the holder is told of a decision, by the state it leads to."""

GROUND = Ask("ground", Words("原因类别（公开）", "Ground (published)"), "choice", choices=GROUNDS)
STATEMENT = Ask(
    "statement",
    Words("陈述和申辩", "Statement and defence"),
    "note",
    Words(
        "写你认为哪里不对、有什么证明。会原样进入办理记录。",
        "Say what is wrong and what proves it. Kept as written.",
    ),
)


def note_ground(certificate: Any, taken: Taken) -> None:
    """Keep the category that may be published, and the day the holder was told."""
    certificate.ground = taken.facts.get("ground", certificate.ground)
    certificate.notified_on = taken.happened_on


def serve(certificate: Any, taken: Taken) -> None:
    """The decision is served on the holder, whatever it is (A37)."""
    words = SERVED[L(taken.step.to)].fill(n=certificate.number, d=taken.happened_on)
    letters.tell_person(certificate, certificate.person, words, at=taken.at)


def clear_ground(certificate: Any, taken: Taken) -> None:
    """The matter is dropped: no ground stands beside the certificate any more, and the holder is told."""
    certificate.ground = ""
    serve(certificate, taken)


def replace(certificate: Any, taken: Taken) -> None:
    """A corrected certificate takes this one's place, with a code and a serial of its own."""
    certificate.issue_replacement(taken)
    serve(certificate, taken)


DECIDE = (SIGNED_NO, DISPATCHED_ON)

# fmt: off
LIFE = Process(
    name=Words("等级证书", "Level certificate"),
    kind="certificate",
    states=L,
    start=L.VALID,
    ends=(L.VALID, L.REVOKED, L.SUPERSEDED),
    opened_by=(Role.EVALUATOR, Role.PROVINCE),
    cites="R11",
    path=("notify", "defend", "revoke"),
    steps=(
        Step("notify", L.VALID, L.NOTIFIED, by=Role.PROVINCE, cites="A37", asks=(GROUND, REASON, *DECIDE), hands=3,
             power=True, then=note_ground,
             says=Says(Words("告知拟撤销", "Notify of intended revocation"),
                       Words("告知后：证书仍然有效；持证人可以陈述和申辩，期满再作决定。",
                             "The certificate stays valid; the holder may state a defence before any decision."))),
        Step("defend", L.NOTIFIED, L.HEARD, by=Role.TRAINEE, cites="A37", within=term("H-defence"),
             counts_from="notified_on", asks=(STATEMENT,), recorded_by=Role.PROVINCE,
             says=Says(Words("陈述和申辩", "State my defence"),
                       Words("提交后：省人社厅看到原文再作决定。", "The province reads it before deciding."))),
        Step("lapse", L.NOTIFIED, L.HEARD, by=Role.TIME, cites="A37", within=term("H-defence"),
             counts_from="notified_on",
             says=Says(Words("期满未陈述", "No defence in time"))),
        Step("revoke", (L.HEARD, L.SUSPENDED), L.REVOKED, by=Role.PROVINCE, cites="A37",
             asks=(REASON, *DECIDE), hands=3, then=serve,
             says=Says(Words("决定撤销证书", "Decide to revoke"),
                       Words("签发后：证书立即失效，查验页显示原因类别；职称备注和学时随之冲回。",
                             "The certificate ends at once; verification shows the category of the ground."))),
        Step("suspend", L.HEARD, L.SUSPENDED, by=Role.PROVINCE, cites="A37",
             asks=(REASON, *DECIDE), hands=3, power=True, then=serve,
             says=Says(Words("决定暂停证书", "Decide to suspend"),
                       Words("签发后：证书暂停，查明后恢复或撤销。", "On hold until the matter is cleared up."))),
        Step("restore", (L.HEARD, L.SUSPENDED), L.VALID, by=Role.PROVINCE, cites="A37",
             asks=(REASON, *DECIDE), hands=3, power=True, then=clear_ground,
             says=Says(Words("不予撤销，恢复有效", "Leave it valid"),
                       Words("签发后：证书有效，事情了结。", "The certificate is valid and the matter is closed."))),
        Step("supersede", L.VALID, L.SUPERSEDED, by=Role.EVALUATOR, cites="R11", asks=(REASON,), power=True,
             recorded_by=Role.PROVINCE, then=replace,
             says=Says(Words("换发更正后的证书", "Replace with a corrected certificate"),
                       Words("换发后：本证失效，另发一张内容更正的证书。", "This one ends; another is issued."))),
    ),
)
# fmt: on
