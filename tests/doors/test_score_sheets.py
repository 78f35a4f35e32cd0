"""Scores of a whole sitting by workbook: all or none, answered line by line (R09)."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests.cast import Cast
from tests.certification import exammakers as m
from tests.exam_rows import add_application
from yushu.certification.models import Application, ScoreVersion, Sitting
from yushu.doors.files.scores import SCORES
from yushu.ledger.models import Entry
from yushu.people.roles import Duty, Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]
HEAD = ["座位", "姓名", "理论知识", "专业能力", "缺考"]


@pytest.fixture
def sitting(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Sitting:
    """Three people have their seats on the day of the exam."""
    found = m.confirmed(cast, *m.trained(cast, people=3))[0].sitting
    m.night(m.HELD)
    monkeypatch.setattr("yushu.doors.standing.now", lambda *_: m.moment(m.HELD))
    found.refresh_from_db()
    return found


def names(sitting: Sitting) -> list[str]:
    return [row.person.name for row in sitting.seated_applications()]


def lines(sitting: Sitting, *marks: tuple[Any, Any, Any]) -> str:
    """A pasted sheet: seat, name, two parts, absence."""
    rows = [
        [seat, name, *given] for seat, (name, given) in enumerate(zip(names(sitting), marks, strict=False), 1)
    ]
    return "\n".join("\t".join(map(str, row)) for row in [HEAD, *rows])


def send(cast: Cast, sitting: Sitting, text: str = "", step: str = "take", **more: Any) -> Any:
    sitting.refresh_from_db()
    body = {"rows": text, "step": step, "rev": str(sitting.rev), **more}
    return cast.client(Role.EVALUATOR).post(reverse("scores_upload", args=[sitting.pk]), body)


def download(cast: Cast, sitting: Sitting) -> list[list[Any]]:
    answer = cast.client(Role.EVALUATOR).get(reverse("scores_file", args=[sitting.pk]))
    return rows_in(answer)


def rows_in(answer: Any) -> list[list[Any]]:
    assert answer.status_code == 200
    return CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()


def kept(sitting: Sitting) -> list[tuple[Any, ...]]:
    rows = ScoreVersion.objects.filter(application__sitting=sitting).order_by("application__seat")
    return [(row.application.seat, row.theory, row.practice, row.absent) for row in rows]


def test_the_sheet_goes_out_with_every_seat_and_comes_back_with_the_points(cast: Cast, sitting: Sitting):
    sheet = download(cast, sitting)
    assert [row[1:3] for row in sheet[1:]] == [[seat, name] for seat, name in enumerate(names(sitting), 1)]
    places = SCORES.places(sheet[0])
    for row, marks in zip(sheet[1:], (("82", "76.5", ""), ("", "", "是"), ("60", "59.9", "")), strict=True):
        for name, mark in zip(("theory", "practice", "absent"), marks, strict=True):
            row[places[name]] = mark
    upload = SimpleUploadedFile("scores.xlsx", workbook(sheet))

    answer = send(cast, sitting, file=upload)

    assert (answer.status_code, answer.url) == (302, reverse("case", args=["sitting", sitting.pk]))
    assert kept(sitting) == [(1, 820, 765, False), (2, None, None, True), (3, 600, 599, False)]
    assert Entry.objects.filter(chain_id=sitting.pk, verb="score").count() == 1
    assert [row[4:7] for row in download(cast, sitting)[1:]] == [
        ["82.0", "76.5", ""],
        ["", "", "是"],
        ["60.0", "59.9", ""],
    ]


def workbook(rows: list[list[Any]]) -> bytes:
    return SCORES.answered(rows, {})


def test_one_bad_line_and_nothing_is_kept_and_the_file_says_what_to_mend(cast: Cast, sitting: Sitting):
    text = lines(sitting, ("820", "76", ""), ("90", "90", "是"), ("60", "60", ""))

    page = send(cast, sitting, text).content.decode()

    assert kept(sitting) == []
    assert "2行要改" in page
    assert "“820”不是成绩" in page
    assert "记了缺考，又有成绩" in page
    assert "\t60\t60" in page  # what was brought is still there to be mended
    back = rows_in(send(cast, sitting, text, "file"))
    assert back[0][-1] == "要改的地方"
    assert "“820”不是成绩" in back[1][-1]
    assert back[3][-1] == ""


@pytest.mark.parametrize(
    ("seat", "name", "said"),
    [
        ("9", "", "9号座位没有人"),
        ("x", "", "“x”不是座位号"),
        ("2", "", "2号座位是"),
        ("1", "张三", "1号座位是"),
    ],
    ids=["nobody", "no number", "slipped", "another name"],
)
def test_points_are_never_given_to_the_wrong_person(
    cast: Cast, sitting: Sitting, seat: str, name: str, said: str
):
    text = f"{chr(9).join(HEAD)}\n{seat}\t{name or names(sitting)[0]}\t80\t80\t"
    assert said in send(cast, sitting, text).content.decode()
    assert kept(sitting) == []


def test_two_rows_of_one_seat_are_refused(cast: Cast, sitting: Sitting):
    row = f"1\t{names(sitting)[0]}\t80\t80\t"
    text = "\n".join(["\t".join(HEAD), row, row.replace("80", "90")])
    assert "上面已有一行" in send(cast, sitting, text).content.decode()
    assert kept(sitting) == []


def test_a_row_left_empty_wipes_out_nothing(cast: Cast, sitting: Sitting):
    send(cast, sitting, lines(sitting, ("82", "76", ""), ("70", "71", "")))
    send(cast, sitting, lines(sitting, ("", "", ""), ("72", "71", "")))
    assert kept(sitting) == [(1, 820, 760, False), (2, 720, 710, False)]
    assert "表里没有成绩" in send(cast, sitting, lines(sitting, ("", "", ""))).content.decode()


def test_trying_keeps_nothing_and_leaves_the_sheet_as_good_as_it_was(cast: Cast, sitting: Sitting):
    text = lines(sitting, ("82", "76", ""))
    answer = send(cast, sitting, text, "try")
    assert "1行都能保存，还没有保存" in answer.content.decode()
    assert (kept(sitting), Entry.objects.filter(chain_id=sitting.pk, verb="score").count()) == ([], 0)
    assert answer.context["panel"].rev == Sitting.objects.get(pk=sitting.pk).rev
    assert send(cast, sitting, text).status_code == 302


def test_a_sheet_opened_before_somebody_else_entered_is_refused(cast: Cast, sitting: Sitting):
    old = sitting.rev
    send(cast, sitting, lines(sitting, ("82", "76", "")))
    answer = send(cast, sitting, lines(sitting, ("90", "90", "")), rev=str(old))
    assert "成绩单已经变了" in answer.content.decode()
    assert kept(sitting) == [(1, 820, 760, False)]


def test_who_entered_by_workbook_does_not_confirm(cast: Cast, sitting: Sitting):
    """The second person is another, whichever way the scores came in."""
    send(cast, sitting, lines(sitting, *(("82", "76", ""),) * 3))
    m.night("2024-11-03")
    sitting.refresh_from_db()
    m.take(sitting, "announce", cast.owner(Role.EVALUATOR), "2024-11-05")
    m.take(sitting, "announce", cast.colleague(Role.EVALUATOR, Duty.SIGN), "2024-11-05")
    assert set(ScoreVersion.objects.values_list("confirmed_by", flat=True)) == {
        cast.colleague(Role.EVALUATOR, Duty.SIGN).person.pk
    }


@pytest.mark.parametrize(
    "text", ["", "a\tb\n1\t2", "\t".join(HEAD)], ids=["nothing", "no head", "a head alone"]
)
def test_what_is_no_sheet_is_said(cast: Cast, sitting: Sitting, text: str):
    page = send(cast, sitting, text).content.decode()
    assert any(said in page for said in ("没有成绩单", "没有找到表头", "表头下面没有一行数据"))


def test_another_evaluator_gets_neither_sheet_nor_form(cast: Cast, sitting: Sitting):
    stranger = cast.stranger(Role.EVALUATOR).client()
    for name in ("scores_file", "scores_upload"):
        assert stranger.get(reverse(name, args=[sitting.pk])).status_code == 404


def test_five_hundred_rows_are_kept_at_once(cast: Cast, sitting: Sitting):
    first: Application = sitting.applications.get(seat=1)
    for number in range(100, 597):
        add_application(first, number)
    sheet = download(cast, sitting)
    assert len(sheet) == 501
    places = SCORES.places(sheet[0])
    for row in sheet[1:]:
        row[places["theory"]], row[places["practice"]] = "82", "76.5"

    answer = send(cast, sitting, file=SimpleUploadedFile("scores.xlsx", workbook(sheet)))

    assert answer.status_code == 302
    assert ScoreVersion.objects.filter(theory=820, practice=765).count() == 500
