"""The rows of the table of stages from the application to the level certificate."""

from __future__ import annotations

from yushu.doors.pages.journey_stages import (
    ANSWER,
    BODY,
    DECIDES,
    NATION,
    PROVINCE,
    UNTIL_CERTIFIED,
    YOU,
    Stage,
)
from yushu.kernel.words import Words

REVIEWS = Words(
    "接着由协调小组办公室审核，再由{body}颁发。", "Then the national office reviews it and {body} issues."
)
IN_ISSUE = Words("你的等级证书在核发中", "Your level certificate is being issued")
ISSUES = Words("接着由{body}颁发等级证书。", "Then {body} issues the level certificate.")
ELSEWHERE = Words("可以另报考核场次。", "You may apply for another sitting.")

TO_THE_LEVEL: dict[str, Stage] = {
    # The application and the exam
    "APPLIED": Stage(
        6,
        Words("已申报，等资格确认", "Applied; confirmation is awaited"),
        Words("资格确认", "Confirming"),
        BODY,
        Words(
            "核对条件，安排座位。{held}考核，到那天没有确认的申报失效。",
            "Checks the conditions, gives seats. The exam is on {held}; what is unconfirmed by then lapses.",
        ),
        Words("确认后你收到座位号。", "Then you are told your seat."),
        "application",
        ("expire",),
        "application",
    ),
    "RETURNED": Stage(
        6,
        Words("申报已退回，等你补正", "Your application was returned"),
        Words("待你补正", "For you to mend"),
        YOU,
        Words(
            "看退回理由，补正后再交。{held}考核。", "Read why, mend it, send it again. The exam is on {held}."
        ),
        Words("接着由{body}重新核对。", "Then {body} checks it again."),
        "application",
        ("expire",),
        "resubmit",
    ),
    "CONFIRMED": Stage(
        6,
        Words("资格已确认，等考核", "Confirmed; the exam is next"),
        Words("待考核", "Exam ahead"),
        BODY,
        Words(
            "{held}{time}考核，{site}{room}，{seat}号座位。带身份证件。",
            "Exam on {held}, {time}, {site} {room}, seat {seat}. Bring your identity paper.",
        ),
        Words(
            "理论、能力各{pass}分合格。考后由{body}公布成绩。",
            "{pass} points in each part pass. Then {body} publishes the scores.",
        ),
        "sitting",
        ("hold", "close"),
        "application",
    ),
    "EXAMINED": Stage(
        6,
        Words("已考核，等成绩", "Examined; scores are awaited"),
        Words("评卷，公布成绩", "Scoring"),
        BODY,
        Words(
            "{held}考完，成绩由两人录入和确认后公布。",
            "Held on {held}; two persons enter and confirm the scores.",
        ),
        Words("合格的，接着报送证书数据。", "Who passed goes on to the certificate."),
        "sitting",
        ("announce",),
        "application",
    ),
    "GRADED": Stage(
        7,
        Words("等级考核合格", "You have passed the level exam"),
        Words("待转证书核发", "To be handed on"),
        BODY,
        Words("{scores}。把合格的人转入证书核发。", "{scores}. It hands those who passed on to issuance."),
        REVIEWS,
        "sitting",
        ("finish",),
        "application",
    ),
    "FAILED": Stage(
        6,
        Words("等级考核没有合格，可以再报", "Level exam not passed; you may apply again"),
        Words("未合格", "Not passed"),
        YOU,
        Words(
            "{scores}。现在有{sittings}场可以申报。", "{scores}. {sittings} sittings take applications now."
        ),
        ELSEWHERE,
        act="exams",
    ),
    "A_NOTIFIED": Stage(
        6,
        Words("拟认定承诺不实，等你陈述", "A false commitment is alleged"),
        Words("待你陈述和申辩", "For you to answer"),
        YOU,
        ANSWER,
        DECIDES,
        "application",
        ("defend",),
        "defend_application",
    ),
    "A_HEARD": Stage(
        6,
        Words("承诺是否属实待决定", "A decision on your commitment is due"),
        Words("待决定", "Decision"),
        BODY,
        Words(
            "看过陈述和申辩，作出决定。决定之前成绩有效。",
            "Reads the defence and decides. Until then the scores stand.",
        ),
        DECIDES,
        "application",
        ("void",),
        "application",
    ),
    "A_WITHDRAWN": Stage(
        6,
        Words("申报已撤回", "Application withdrawn"),
        Words("已撤回", "Withdrawn"),
        YOU,
        Words(
            "你在{since}撤回了申报。本年度这项考核再报，须交证明材料。",
            "You withdrew on {since}. To apply again this year, hand in proofs.",
        ),
        ELSEWHERE,
        act="exams",
    ),
    "A_REFUSED": Stage(
        6,
        Words("申报未获确认", "Application refused"),
        Words("不予确认", "Refused"),
        YOU,
        Words("{body}在{since}不予确认，理由见申报。", "{body} refused it on {since}; the case says why."),
        ELSEWHERE,
        act="exams",
    ),
    "A_LAPSED": Stage(
        6,
        Words("申报已失效", "Application lapsed"),
        Words("已失效", "Lapsed"),
        YOU,
        Words("到{held}考核日没有确认，申报失效。", "It was not confirmed by the exam day, {held}."),
        ELSEWHERE,
        act="exams",
    ),
    "A_CANCELLED": Stage(
        6,
        Words("考核场次已取消", "The sitting was cancelled"),
        Words("场次取消", "Cancelled"),
        YOU,
        Words("{body}在{since}取消了{held}的场次。", "{body} cancelled the sitting of {held} on {since}."),
        ELSEWHERE,
        act="exams",
    ),
    "A_VOID": Stage(
        6,
        Words("申报已作废", "Application void"),
        Words("已作废", "Void"),
        YOU,
        Words(
            "{since}认定承诺不实，本场成绩作废，理由见申报。以后申报须交证明材料。",
            "Void since {since} for a false commitment; the case says why. From now on hand in proofs.",
        ),
        ELSEWHERE,
        act="exams",
    ),
    # The batch
    "B_EXAMINED": Stage(
        7,
        IN_ISSUE,
        Words("待报送证书数据", "Data to be reported"),
        BODY,
        Words("{scores}。向省人社厅报送证书数据。", "{scores}. It reports the data to the province."),
        REVIEWS,
        "batch",
        ("report",),
    ),
    "B_REPORTED": Stage(
        7,
        IN_ISSUE,
        Words("待确认并报审", "Confirming and forwarding"),
        PROVINCE,
        Words(
            "确认证书数据，报协调小组办公室。", "Confirms the data and forwards it to the national office."
        ),
        REVIEWS,
        "batch",
        ("forward",),
    ),
    "B_RETURNED": Stage(
        7,
        IN_ISSUE,
        Words("已退回，待补正", "Returned for correction"),
        BODY,
        Words("补正证书数据，重新报送。{remark}", "Mends the data and reports again. {remark}"),
        REVIEWS,
        "batch",
        ("report", "forward"),
    ),
    "B_FORWARDED": Stage(
        7,
        IN_ISSUE,
        Words("待审核结果", "Under national review"),
        NATION,
        Words("审核证书数据。文件没有规定审核期限。", "Reviews the data. The document sets no term for it."),
        ISSUES,
        "batch",
        ("approve",),
    ),
    "B_APPROVED": Stage(
        7,
        IN_ISSUE,
        Words("审核通过，待颁发", "Approved, to be issued"),
        BODY,
        Words("颁发等级证书。", "Issues the level certificate."),
        Words(
            "颁发后你收到通知，当晚登记职称备注。",
            "You are told, and the note on titles is entered that night.",
        ),
        "batch",
        ("issue",),
    ),
    "B_ENDED": Stage(
        7,
        Words("证书核发已终止", "Issuance has ended"),
        Words("已终止", "Ended"),
        None,
        Words(
            "{since}终止，没有证书。原因问{body}。", "Ended on {since} without a certificate. Ask {body} why."
        ),
        ELSEWHERE,
        act="exams",
        way="over",
    ),
    # The level certificate
    "VALID": Stage(
        7,
        Words("你已取得等级证书", "You hold the level certificate"),
        Words("全部完成", "All done"),
        None,
        Words(
            "{body}在{issued}颁发，任何人可以查验。", "Issued by {body} on {issued}; anybody can verify it."
        ),
        act="certificate",
        way="rest",
    ),
    "C_NOTIFIED": Stage(
        7,
        Words("拟撤销等级证书，等你陈述", "Revocation of your certificate is intended"),
        Words("待你陈述和申辩", "For you to answer"),
        YOU,
        ANSWER,
        DECIDES,
        "certificate",
        ("defend",),
        "defend_certificate",
    ),
    "C_HEARD": Stage(
        7,
        Words("等级证书待决定", "A decision on your certificate is due"),
        Words("待决定", "Decision"),
        PROVINCE,
        Words(
            "看过陈述和申辩，作出决定。决定之前证书有效。",
            "Reads the defence and decides. Until then it is valid.",
        ),
        DECIDES,
        "certificate",
        ("revoke",),
        "certificate",
    ),
    "SUSPENDED": Stage(
        7,
        Words("等级证书已暂停", "Your certificate is on hold"),
        Words("已暂停", "On hold"),
        PROVINCE,
        Words("{since}起暂停，查明后恢复或撤销，理由见办件。", "On hold since {since}; the case says why."),
        DECIDES,
        "certificate",
        ("revoke",),
        "certificate",
    ),
    "REVOKED": Stage(
        7,
        Words("等级证书已撤销", "Your certificate was revoked"),
        Words("已撤销", "Revoked"),
        None,
        Words(
            "{since}撤销，理由和文号见办件。职称备注随之冲回。",
            "Revoked on {since}; the case says why. The note on titles is reversed.",
        ),
        act="certificate",
        way="over",
    ),
}
STAGES = UNTIL_CERTIFIED | TO_THE_LEVEL
