"""Every warning sign there is, and all that show within a scope."""

from __future__ import annotations

from yushu.kernel.words import Words
from yushu.oversight.signs import Hit, Scope, Sign
from yushu.oversight.signs_money import near_the_threshold
from yushu.oversight.signs_places import (
    more_certificates_than_seats,
    room_used_by_two,
    teacher_in_two_places,
)
from yushu.oversight.signs_presence import hours_lacking, rolls_in_one_go, same_device, same_second

SIGNS: tuple[Sign, ...] = (
    Sign(
        "near",
        Words("就业率贴近门槛", "A rate near the gate"),
        Words(
            "差一两个人就差一大笔钱，就业材料值得再看。",
            "One person turns a large sum: look at the proof again.",
        ),
        Words("逐人核对合同和参保，抽几个人打电话。", "Check contracts and insurance; call some of them."),
        "R18",
        "H-near-threshold",
        near_the_threshold,
    ),
    Sign(
        "device",
        Words("同一设备多人签到", "One device, many check-ins"),
        Words("可能是代签，也可能是没有手机的人借用。", "Somebody may sign in for others, or lend a phone."),
        Words("现场点人，抽学员电话核实。", "Count the people there, and call some of them."),
        "R24",
        "H-sign-device",
        same_device,
    ),
    Sign(
        "instant",
        Words("同一秒多人签到", "Many check-ins within a second"),
        Words(
            "可能是程序代签，也可能是网络拥堵后一起到达。", "A program may sign in, or a network was slow."
        ),
        Words("对照课堂照片和视频。", "Compare photos and video of the lesson."),
        "R24",
        "H-sign-instant",
        same_second,
    ),
    Sign(
        "rolls",
        Words("多天点名一次点完", "Rolls of many days in one go"),
        Words("点名可能是事后补的。", "The rolls may have been written afterwards."),
        Words("对照当天的照片，问学员和任课教师。", "Compare photos of the day; ask trainees and teacher."),
        "R24",
        "H-sign-rolls",
        rolls_in_one_go,
    ),
    Sign(
        "hours",
        Words("有证书，学时不足", "A certificate without its hours"),
        Words(
            "发证以后考勤有变动，或发证时没有核对。", "Attendance changed after issue, or was not checked."
        ),
        Words("看该学员的考勤和更正记录。", "See the attendance and its corrections."),
        "R06",
        "R06",
        hours_lacking,
    ),
    Sign(
        "places",
        Words("教师两处上课赶不及", "A teacher in two places"),
        Words("可能是挂名教师、别人代课。", "The teacher may be there in name only."),
        Words("按课表到其中一处，看谁在讲。", "Go to one of the two and see who teaches."),
        "R22",
        "H-sign-places",
        teacher_in_two_places,
    ),
    Sign(
        "room",
        Words("一间教室两家同时用", "A room used by two"),
        Words("可能是转包，或租用教室凑条件。", "It may be subcontracted, or a room rented for show."),
        Words("到现场看是谁的学员、谁的教师。", "See whose trainees and whose teacher are there."),
        "R23",
        "R23",
        room_used_by_two,
    ),
    Sign(
        "burst",
        Words("集中发证超过座位", "More certificates than seats"),
        Words(
            "可能是考核走过场，也可能有场次没有登记。",
            "Exams may be a formality, or a sitting is not recorded.",
        ),
        Words("调考场签到、监考记录和评分记录。", "Ask for attendance, invigilation and marking records."),
        "R09",
        "H-sign-burst",
        more_certificates_than_seats,
    ),
)
BY_CODE = {sign.code: sign for sign in SIGNS}


def found(scope: Scope) -> dict[str, list[Hit]]:
    """What shows of each sign."""
    return {sign.code: sign.find(scope) for sign in SIGNS}
