"""Every place a journey can stand at: which of the seven steps, who holds it, what they do, what comes next.

Marks in braces are filled from the facts. `clock` names the case and the steps whose running clock is shown.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from yushu.kernel.words import NOTHING, Words
from yushu.people.roles import Role

Way = Literal["now", "rest", "over"]
"""In hand; at rest, with everything reached; or ended before its goal."""
Of = Literal["", "enrolment", "class", "report", "training", "application", "sitting", "batch", "certificate"]


class Stage(NamedTuple):
    """One row of the table."""

    step: int
    head: Words
    now: Words
    by: Role | None
    does: Words
    after: Words = NOTHING
    of: Of = ""
    clock: tuple[str, ...] = ()
    act: str = ""
    way: Way = "now"


YOU, SCHOOL, CITY = Role.TRAINEE, Role.INSTITUTION, Role.CITY
BODY, PROVINCE, NATION = Role.EVALUATOR, Role.PROVINCE, Role.NATION
OVER = Words("你的这次报名已结束", "This enrolment has ended")
AGAIN = Words("可以另报课程。", "You may enrol for another course.")
OPENS = Words(
    "接着由{school}申请开班，{city}批准。", "Then {school} asks to open the class and {city} approves it."
)
BEGINS = Words("接着在{opens}开班上课。", "Then the class begins on {opens}.")
GRANTS = Words(
    "接着由{school}办结业，发培训合格证书。", "Then {school} completes the class and issues the certificate."
)
ANSWER = Words(
    "读告知书，在期限内陈述和申辩。决定之前证书和成绩有效。",
    "Read the notice and state your defence in time. Until the decision everything stays valid.",
)
DECIDES = Words("接着作出决定，送达你。", "Then a decision is made and served on you.")

UNTIL_CERTIFIED: dict[str, Stage] = {
    # Enrolment
    "WAITING": Stage(
        1,
        Words("你在候补", "You are waiting for a seat"),
        Words("候补中", "Waiting list"),
        None,
        Words(
            "你排在第{place}位。有人退出，名额就按次序给候补的人。",
            "You are number {place}. A seat that is given up goes down the line.",
        ),
        Words("轮到你时会通知你，你在期限内接受。", "When it is your turn you are told, and accept in time."),
        "enrolment",
        ("expire",),
        "enrolment",
    ),
    "OFFERED": Stage(
        1,
        Words("有名额，等你接受", "A seat is offered to you"),
        Words("待你接受名额", "For you to accept the seat"),
        YOU,
        Words(
            "接受空出的名额；过期未接受，名额给下一位。",
            "Accept the seat; if you do not in time, it goes to the next.",
        ),
        Words(
            "接受后名额归你，签身份承诺，等开班。",
            "Then the seat is yours: sign the commitment and wait for the class.",
        ),
        "enrolment",
        ("accept",),
        "accept",
    ),
    "UNSIGNED": Stage(
        2,
        Words("你有名额，还差一份承诺", "You have a seat; a commitment is missing"),
        Words("待你签身份承诺", "For you to sign"),
        YOU,
        Words(
            "签身份承诺。没有签的，不能入班。",
            "Sign the identity commitment: nobody joins the class without it.",
        ),
        OPENS,
        act="commitment",
    ),
    "HELD": Stage(
        2,
        Words("你有名额，等开班", "You have a seat; the class is not open yet"),
        Words("待编班", "Class to be formed"),
        SCHOOL,
        Words(
            "核对名单，编名册，排课表，申请开班。",
            "Checks the list, writes roster and timetable, asks to open the class.",
        ),
        BEGINS,
        "enrolment",
        ("expire",),
        "enrolment",
    ),
    "ROSTERED": Stage(
        2,
        Words("你在名册上，等申请开班", "You are on the roster"),
        Words("编制开班申请", "Opening request in preparation"),
        SCHOOL,
        Words(
            "你已列入{class}的名册；课表排好后申请开班。",
            "You are on the roster of {class}; it asks to open once the timetable is done.",
        ),
        Words("接着由{city}批准。", "Then {city} approves it."),
        "class",
        ("submit",),
    ),
    "SUBMITTED": Stage(
        2,
        Words("你在名册上，等批准开班", "You are on the roster; approval is awaited"),
        Words("待批准开班", "Approval of the class"),
        CITY,
        Words(
            "审核{class}的名册、课表、教师和教室。",
            "Looks at roster, timetable, teachers and rooms of {class}.",
        ),
        BEGINS,
        "class",
        ("approve",),
    ),
    "APPROVED": Stage(
        3,
        Words("等开班", "The class is about to begin"),
        Words("已批准，待开班", "Approved, about to open"),
        SCHOOL,
        Words("{opens}开班：{class}。", "The class opens on {opens}: {class}."),
        Words("上课到{last}。", "Lessons run until {last}."),
        "class",
        ("begin",),
    ),
    "WITHDRAWN": Stage(
        1,
        OVER,
        Words("已退出", "Withdrawn"),
        None,
        Words("你在{since}退出了报名。", "You withdrew on {since}."),
        AGAIN,
        act="courses",
        way="over",
    ),
    "REFUSED": Stage(
        2,
        OVER,
        Words("不予录取", "Refused"),
        None,
        Words(
            "{school}在{since}不予录取，理由见办件。", "{school} refused it on {since}; the case says why."
        ),
        AGAIN,
        act="enrolment",
        way="over",
    ),
    "LAPSED": Stage(
        1,
        OVER,
        Words("已失效", "Lapsed"),
        None,
        Words("{since}到期失效，没有入班。", "It lapsed on {since}, before a class."),
        AGAIN,
        act="courses",
        way="over",
    ),
    "CANCELLED": Stage(
        1,
        OVER,
        Words("公告已撤回", "Announcement withdrawn"),
        None,
        Words("{school}在{since}撤回了公告。", "{school} withdrew the announcement on {since}."),
        AGAIN,
        act="courses",
        way="over",
    ),
    # Training
    "TRAINING": Stage(
        3,
        Words("你在培训中", "You are in training"),
        Words("培训中", "In training"),
        SCHOOL,
        Words(
            "上课到{last}。学时经点名、另一人确认才算数。",
            "Lessons until {last}. Hours count once a second person has confirmed the roll.",
        ),
        Words(
            "学满{hours}学时，接着由{school}组织结业考核。",
            "With all {hours} hours, {school} holds the completion exam.",
        ),
        "class",
    ),
    "SHORT": Stage(
        3,
        Words("课已上完，你还差学时", "Lessons are over; you lack hours"),
        Words("待补课", "Hours to be made up"),
        SCHOOL,
        Words(
            "你还差{lacks}。补上并确认以后才能参加结业考核。",
            "You lack {lacks}; only when made up and confirmed may you sit the exam.",
        ),
        Words("接着由{school}组织结业考核。", "Then {school} holds the completion exam."),
        "class",
        ("complete",),
    ),
    "COUNTING": Stage(
        3,
        Words("课已上完，学时待确认", "Lessons are over; hours are being confirmed"),
        Words("待确认学时", "Hours to be confirmed"),
        SCHOOL,
        Words("还有{lacks}没有确认。", "{lacks} have not been confirmed yet."),
        Words("接着由{school}组织结业考核。", "Then {school} holds the completion exam."),
        "class",
        ("complete",),
    ),
    "STOPPED": Stage(
        3,
        Words("你的班暂停上课", "Your class has been stopped"),
        Words("已责令暂停", "Stopped"),
        CITY,
        Words(
            "{since}起暂停上课，查明后恢复或终止。停课期间不签到，已确认的学时保留。",
            "No lessons since {since}: it goes on or ends once cleared up. Confirmed hours stay.",
        ),
        Words("恢复后，停课期间的课补上。", "When it goes on, lessons lost are made up."),
        "class",
        ("resume",),
    ),
    "LEFT": Stage(
        3,
        Words("你已离班", "You have left the class"),
        Words("已离班", "Left"),
        None,
        Words("{left}登记离班：{why}。", "Recorded as left on {left}: {why}."),
        AGAIN,
        act="courses",
        way="over",
    ),
    "EXAM": Stage(
        4,
        Words("学时已满，等结业考核", "All hours done; the completion exam is next"),
        Words("待结业考核", "Completion exam"),
        SCHOOL,
        Words(
            "组织结业考核，日期由它通知。理论、实操各{mark}分合格。",
            "Holds the completion exam and names the day. {mark} points in each part pass.",
        ),
        GRANTS,
        "class",
        ("complete",),
    ),
    "RESIT": Stage(
        4,
        Words("结业考核没有合格，可以补考", "Completion exam not passed; you may resit"),
        Words("待补考", "Resit"),
        SCHOOL,
        Words(
            "{exam}。补考由它在结业前安排。", "{exam}. It arranges the resit before the class is completed."
        ),
        GRANTS,
        "class",
        ("complete",),
    ),
    "MARKED": Stage(
        4,
        Words("结业考核成绩待确认", "Your result is being confirmed"),
        Words("成绩待确认", "Result to be confirmed"),
        SCHOOL,
        Words(
            "你在{examined}参加了结业考核，成绩由第二人确认后才算数。",
            "You sat the exam on {examined}; a second person confirms the result.",
        ),
        GRANTS,
        "class",
        ("complete",),
    ),
    "PASSED": Stage(
        5,
        Words("结业考核合格，等发证", "Completion exam passed"),
        Words("待办结业", "Class to be completed"),
        SCHOOL,
        Words(
            "{exam}。全班考完后办结业，发培训合格证书。",
            "{exam}. It completes the class and issues the certificates.",
        ),
        Words("发证后，你可以申报等级考核。", "Then you may apply for the level exam."),
        "class",
        ("complete",),
    ),
    "NO_CERTIFICATE": Stage(
        4,
        Words("班已结业，你没有培训合格证书", "The class is complete; you have no certificate"),
        Words("已结业", "Completed"),
        None,
        Words(
            "{exam}。班在{since}结业，没有合格的不发证。",
            "{exam}. The class was completed on {since}; who did not pass gets none.",
        ),
        AGAIN,
        act="courses",
        way="over",
    ),
    # The training certificate
    "CERTIFIED": Stage(
        6,
        Words("你可以申报等级考核", "You may apply for the level exam"),
        Words("待你申报", "For you to apply"),
        YOU,
        Words(
            "选考核场次，看条件，选告知承诺或证明材料。现在有{sittings}场可以申报。",
            "Choose a sitting, read the conditions, commit or hand in proofs. {sittings} take applications now.",
        ),
        Words(
            "接着由评价机构确认资格，安排座位。", "Then the evaluation body confirms it and gives you a seat."
        ),
        act="exams",
    ),
    "T_NOTIFIED": Stage(
        5,
        Words("拟撤销培训合格证书，等你陈述", "Revocation of your certificate is intended"),
        Words("待你陈述和申辩", "For you to answer"),
        YOU,
        ANSWER,
        DECIDES,
        "training",
        ("defend",),
        "defend_training",
    ),
    "T_HEARD": Stage(
        5,
        Words("培训合格证书待决定", "A decision on your certificate is due"),
        Words("待决定", "Decision"),
        PROVINCE,
        Words(
            "看过陈述和申辩，作出决定。决定之前证书有效。",
            "Reads the defence and decides. Until then it is valid.",
        ),
        DECIDES,
        "training",
        ("revoke",),
        "training",
    ),
    "T_REVOKED": Stage(
        5,
        Words("培训合格证书已撤销", "Your training certificate was revoked"),
        Words("已撤销", "Revoked"),
        None,
        Words(
            "{since}撤销，理由和文号见办件。学时随之冲回。",
            "Revoked on {since}; the case says why. Hours are reversed.",
        ),
        AGAIN,
        act="training",
        way="over",
    ),
}
