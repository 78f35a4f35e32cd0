"""The life of a training certificate: valid until due process says otherwise (R06, A37)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from yushu.casework.due_process import DueProcess, serve
from yushu.casework.process import REASON, Ask, Check, Process, Says, Step, Taken
from yushu.kernel.words import Words
from yushu.people.roles import Role


class L(models.TextChoices):
    """Where a training certificate stands. NOTIFIED and HEARD are still valid in the eyes of the public."""

    VALID = "VALID", "有效"
    NOTIFIED = "NOTIFIED", "已告知，待陈述申辩"
    HEARD = "HEARD", "陈述申辩完毕，待决定"
    REVOKED = "REVOKED", "已撤销"
    SUPERSEDED = "SUPERSEDED", "已换发"


FALSE_COMMITMENT = "COMMITMENT"
GROUNDS = (
    (FALSE_COMMITMENT, Words("承诺不实", "False commitment")),
    ("TARGET", Words("不符合培训对象条件", "Not within the target group")),
    ("HOURS", Words("学时不实", "Hours that were not attended")),
    ("EXAM", Words("结业考核违规", "Breach of the completion exam's rules")),
    ("ERROR", Words("证书数据有误", "Wrong certificate data")),
)
"""Public categories only: nothing about the person is published beside a revoked certificate."""
OUTSIDE = (FALSE_COMMITMENT, "TARGET")
"""Grounds by which the holder was never of the target group, so that nothing was to be paid for them (R03, A22)."""

GROUND = Ask("ground", Words("原因类别（公开）", "Ground (published)"), "choice", choices=GROUNDS)


def commitment_was_signed(certificate: Any, taken: Taken | None) -> Iterable[Check]:
    """A37: nobody is reproached with a false commitment who has signed none."""
    yield from certificate.commitment_checks(taken)


def note_ground(certificate: Any, taken: Taken) -> None:
    """Keep the category that may be published."""
    certificate.ground = taken.facts.get("ground", certificate.ground)


def clear_ground(certificate: Any, _taken: Taken) -> None:
    """The matter is dropped: no ground stands beside the certificate any more."""
    certificate.ground = ""


def replace(certificate: Any, taken: Taken) -> None:
    """A corrected certificate takes this one's place, with a code and a serial of its own."""
    certificate.issue_replacement(taken)
    serve(certificate, Role.TRAINEE, SUPERSEDED, taken)


HEARING = DueProcess(by=Role.PROVINCE, heard=Role.TRAINEE, notified=L.NOTIFIED, defended=L.HEARD)

REVOKED = Words(
    "培训合格证书{n}已于{d}撤销，理由和文号见办理记录",
    "Training certificate {n} was revoked on {d}; the record says why",
)
RESTORED = Words(
    "培训合格证书{n}不予撤销，仍然有效", "Training certificate {n} is not revoked and stays valid"
)
SUPERSEDED = Words(
    "培训合格证书{n}已于{d}换发，以新证为准",
    "Training certificate {n} was replaced on {d}; the new one counts",
)

# fmt: off
TRAINING_LIFE = Process(
    name=Words("培训合格证书", "Training certificate"),
    kind="training_certificate",
    states=L,
    start=L.VALID,
    ends=(L.VALID, L.REVOKED, L.SUPERSEDED),
    opened_by=(Role.INSTITUTION, Role.PROVINCE),
    cites="R06",
    path=("notify", "defend", "revoke"),
    steps=(
        HEARING.notice(L.VALID, asks=(GROUND,), requires=(commitment_was_signed,), then=note_ground,
                       says=Says(Words("告知拟撤销", "Notify of intended revocation"),
                                 Words("告知后：证书仍然有效；持证人可以陈述和申辩，期满再作决定。",
                                       "It stays valid; the holder may state a defence before any decision."))),
        *HEARING.hearing(Words("提交后：省人社厅看到原文再作决定。", "The province reads it before deciding.")),
        HEARING.decision("revoke", L.REVOKED, serves=REVOKED,
                         says=Says(Words("决定撤销证书", "Decide to revoke"),
                                   Words("签发后：证书立即失效，查验页显示原因类别；由它登记的学时随之冲回。",
                                         "It ends at once; verification shows the category; its hours are reversed."))),
        HEARING.decision("restore", L.VALID, power=True, then=clear_ground, serves=RESTORED,
                         says=Says(Words("不予撤销，恢复有效", "Leave it valid"),
                                   Words("签发后：证书有效，事情了结。",
                                         "The certificate is valid and the matter is closed."))),
        Step("supersede", L.VALID, L.SUPERSEDED, by=Role.INSTITUTION, cites="R06", asks=(REASON,), power=True,
             recorded_by=Role.PROVINCE, then=replace,
             says=Says(Words("换发更正后的证书", "Replace with a corrected certificate"),
                       Words("换发后：本证失效，另发一张内容更正的证书。", "This one ends; another is issued."))),
    ),
)
# fmt: on
