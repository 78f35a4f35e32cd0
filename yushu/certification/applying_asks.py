"""What somebody says of themselves when applying, and what an evaluator is asked about an application."""

from __future__ import annotations

from yushu.casework.process import NOTE, Ask
from yushu.kernel.words import Words
from yushu.training.routes import LEVELS_HELD, STUDIES, TITLES

YES_NO = (("yes", Words("是", "yes")), ("no", Words("否", "no")))
MOST_PROOFS = 500

STUDY = Ask(
    "study",
    Words("学历", "Study"),
    "choice",
    Words("已取得的或在读的最高学历", "The highest, finished or under way"),
    choices=tuple((study.value, words) for study, words in STUDIES.items()),
)
RELATED = Ask(
    "related", Words("专业与本职业相关", "Major related to the occupation"), "choice", choices=YES_NO
)
GRADUATES_ON = Ask(
    "graduates_on",
    Words("毕业日期", "Diploma"),
    "day",
    Words("毕业证上的日期；在读的填预计日期", "The day on the diploma, or the expected one"),
    required=False,
)
WORKS_SINCE = Ask("works_since", Words("从事本职业起", "In the occupation since"), "date", required=False)
TITLE = Ask(
    "title",
    Words("职称", "Professional title"),
    "choice",
    choices=tuple((title.value, words) for title, words in TITLES.items()),
)
TITLE_SINCE = Ask("title_since", Words("取得职称日期", "Title since"), "date", required=False)
HELD = Ask(
    "held",
    Words("已有的本职业等级证书", "Level certificate held"),
    "choice",
    Words("本平台颁发的自动带出", "One issued here is found by itself"),
    choices=tuple((held.value, words) for held, words in LEVELS_HELD.items()),
)
HELD_SINCE = Ask("held_since", Words("等级证书取得日期", "Level held since"), "date", required=False)
PROOFS = Ask(
    "proofs",
    Words("证明材料", "Proofs"),
    "note",
    Words(
        "逐项写名称、编号和日期；现场出示原件。选告知承诺的空着",
        "Name, number and date of each; originals are shown. Empty with a commitment",
    ),
    required=False,
    longest=MOST_PROOFS,
)
RECORD = (STUDY, RELATED, GRADUATES_ON, WORKS_SINCE, TITLE, TITLE_SINCE, HELD, HELD_SINCE)
RESUBMITS = (*RECORD, PROOFS, NOTE)

SEEN = Ask(
    "seen",
    Words("原件核对", "Originals seen"),
    "note",
    Words("交证明材料的，写核对了哪些原件", "For proofs: which originals were compared"),
    required=False,
)
PAID_ON = Ask("paid_on", Words("缴费日期", "Paid on"), "date")
SCORE_HINT = Words("0到100，最多一位小数；缺考的空着", "0 to 100, one decimal at most; empty when absent")
THEORY = Ask("theory", Words("理论知识", "Theory"), hint=SCORE_HINT, required=False, longest=6)
PRACTICE = Ask("practice", Words("专业能力", "Practice"), hint=SCORE_HINT, required=False, longest=6)
ABSENT = Ask("absent", Words("缺考", "Absent"), "choice", choices=YES_NO)
