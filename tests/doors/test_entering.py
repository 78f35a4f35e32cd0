"""A list of candidates: tried, entered whole or not at all, and handed back with what is wrong."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from tests.cast import Cast
from tests.certification.makers import make_batch, make_occupation, take
from tests.doors.walking import set_day
from tests.people.numbers import invented
from yushu.catalogue.models import Direction
from yushu.certification.models import Batch
from yushu.doors.files.candidates import CANDIDATES, FIELDS
from yushu.doors.files.workbooks import Pen, plain
from yushu.ledger.models import Entry
from yushu.people.models import Bar, BarKind, Person
from yushu.people.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]

HEAD = ["序号", *(field.label.zh for field in FIELDS)]
TRAINED = ["YS-2024-P-00001", "2024-08-20", "2024-08-20"]


def row(
    seq: int, *, name: str = "", number: Any = None, scores: Any = (82, 76.5), absent: str = ""
) -> list[Any]:
    called = name or f"学员{chr(0x7532 + seq)}"
    return [seq, called, invented(seq) if number is None else number, "", *scores, absent, *TRAINED]


def workbook(rows: list[list[Any]]) -> SimpleUploadedFile:
    pen = Pen("名单")
    page = pen.sheet("名单", HEAD, [12] * len(HEAD))
    for place, cells in enumerate(rows, start=1):
        for column, value in enumerate(cells):
            pen.put(page, place, column, value)
    return SimpleUploadedFile("list.xlsx", pen.done())


def send(cast: Cast, step: str, sheet: list[list[Any]] | None = None, **fields: Any) -> Any:
    set_day("2024-09-20")
    school = cast.owner(Role.INSTITUTION).office
    data = {
        "institution": school.pk,
        "occupation": make_occupation().pk,
        "level": "JUNIOR",
        "class_name": "1期",
        "examined_on": "2024-09-10",
        "step": step,
        **fields,
    }
    if sheet is not None:
        data["file"] = workbook(sheet)
    return cast.owner(Role.EVALUATOR).client().post("/batches/new/", data)


def faults(answer: Any) -> list[tuple[int, str, str]]:
    """Row, column and what is wrong, as the page shows them."""
    table = answer.context["faults"].table
    return [(r.cells[0].value, r.cells[1].value.zh, r.cells[2].value.zh) for r in table.rows]


def test_a_list_is_entered_whole(cast: Cast):
    answer = send(cast, "take", [row(1), row(2, scores=("", ""), absent="是"), row(3, scores=(60, 59.5))])
    batch = Batch.objects.get()

    assert answer["Location"] == f"/cases/batch/{batch.pk}/"
    assert [(c.seq, c.theory, c.practice, c.absent) for c in batch.candidates.all()] == [
        (1, 820, 765, False),
        (2, None, None, True),
        (3, 600, 595, False),
    ]
    assert batch.candidates.first().completed_on.isoformat() == "2024-08-20"
    assert set(batch.chain.parties.values_list("role", flat=True)) == {
        "EVALUATOR",
        "PROVINCE",
        "INSTITUTION",
        "NATION",
    }


def test_trying_is_the_same_and_leaves_nothing(cast: Cast):
    before = Person.objects.count(), Entry.objects.count()
    answer = send(cast, "try", [row(1), row(2)])

    assert "2行都能导入" in answer.content.decode()
    assert (Person.objects.count(), Entry.objects.count(), Batch.objects.count()) == (*before, 0)


def test_one_wrong_row_keeps_all_out_and_every_fault_is_named(cast: Cast):
    wrong_digit = invented(2)[:-1] + ("0" if invented(2)[-1] != "0" else "1")
    rows = [
        row(1),
        row(2, number=wrong_digit),
        row(3, scores=(101, "八十")),
        row(4, number=invented(1), name=row(1)[1]),
        row(5, name=" "),
    ]
    answer = send(cast, "take", rows)

    assert [(line, column) for line, column, _ in faults(answer)] == [
        (3, "证件号"),
        (4, "理论知识"),
        (4, "专业能力"),
        (5, "证件号"),
        (6, "姓名"),
    ]
    assert Batch.objects.count() == 0
    assert Person.objects.filter(name=row(1)[1]).count() == 0


def test_what_was_uploaded_can_be_mended_on_the_page(cast: Cast):
    bad = send(cast, "take", [row(1, scores=(101, 70))])
    text = bad.context["panel"].form["rows"].value()
    assert invented(1) in text

    good = send(cast, "take", rows=text.replace("101", "91"))
    assert good.status_code == 302
    assert Batch.objects.get().candidates.get().theory == 910


def test_the_list_comes_back_with_a_column_that_says_what_to_mend(cast: Cast):
    answer = send(cast, "file", [row(1), row(2, scores=(101, 70))])
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()

    assert rows[0][-1] == "要改的地方"
    assert rows[1][-1] == ""
    assert rows[2][-1].startswith("理论知识：“101”不是成绩")
    assert plain(rows[2][2]) == invented(2)


def test_cells_are_read_whatever_a_spreadsheet_made_of_them(cast: Cast):
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in invented(1))
    cells = [
        1.0,
        " 学员\u200b甲 ",
        f"\u00a0{wide}",
        "",
        82.0,
        "７６．５",
        "",
        "YS-1",
        45524.0,
        "2024年8月20日",
    ]
    send(cast, "take", [cells])

    found = Batch.objects.get().candidates.select_related("person").get()
    assert (found.person.name, found.theory, found.practice) == ("学员甲", 820, 765)
    assert found.completed_on.isoformat() == "2024-08-20"


def test_a_known_number_under_another_name_is_refused(cast: Cast):
    send(cast, "take", [row(1, name="学员甲")])
    again = send(cast, "take", [row(1, name="学员乙")])

    assert faults(again) == [(2, "姓名", "这个证件号码已登记在另一个姓名下")]


def test_who_is_barred_from_examinations_is_refused(cast: Cast):
    send(cast, "take", [row(1)])
    person = Batch.objects.get().candidates.get().person
    Bar.objects.create(
        person=person, kind=BarKind.EXAM, since="2024-09-01", reason="替考", source="晋人社函〔2024〕1号"
    )

    assert "不得参加评价" in faults(send(cast, "take", [row(1)]))[0][2]


def test_a_direction_must_be_one_of_the_occupation(cast: Cast):
    Direction.objects.create(occupation=make_occupation(), zh="大数据处理", en="Processing")
    right, wrong = row(1), row(2)
    right[3], wrong[3] = "大数据处理", "绘画"

    assert [fault[:2] for fault in faults(send(cast, "take", [right, wrong]))] == [(3, "方向")]


def test_an_exam_that_has_not_taken_place_opens_no_batch(cast: Cast):
    answer = send(cast, "take", [row(1)], examined_on="2024-09-21")
    assert "还没有到" in answer.context["panel"].form.errors["examined_on"][0]


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04broken"])
def test_what_is_no_workbook_is_refused_in_words(cast: Cast, content: bytes):
    answer = send(cast, "take", file=SimpleUploadedFile("list.xlsx", content or b" "))
    assert answer.status_code == 200
    assert Batch.objects.count() == 0


def test_a_sheet_without_its_head_is_refused(cast: Cast):
    answer = send(cast, "take", rows="学员甲\t" + invented(1))
    assert "表头" in answer.context["panel"].form.errors["rows"][0]


def test_the_template_is_read_by_the_same_columns():
    rows = CalamineWorkbook.from_filelike(BytesIO(CANDIDATES.template())).get_sheet_by_index(0).to_python()
    assert rows[0] == HEAD


def test_a_returned_row_is_corrected_and_reported_again(cast: Cast):
    batch = make_batch(cast)
    person = batch.candidates.first()
    set_day("2024-09-20")
    client = cast.owner(Role.EVALUATOR).client()
    address = f"/batches/{batch.pk}/people/{person.pk}/"
    page = client.get(address).content.decode()
    assert 'value="82"' in page

    sent = {
        "theory": "83.5",
        "practice": "76",
        "training_serial": "YS-9",
        "completed_on": "2024-08-21",
        "committed_on": "2024-08-21",
    }
    silent = client.post(address, {**sent, "rev": batch.rev})
    assert "没有填" in silent.context["panel"].form.errors["reason"][0]
    client.post(address, {**sent, "rev": batch.rev, "reason": "成绩单第3页抄错"})

    person.refresh_from_db()
    assert (person.theory, person.training_serial) == (835, "YS-9")
    line = batch.chain.entries.order_by("-seq").first()
    assert line.verb == "mend"
    assert "更正名单" in client.get(f"/cases/batch/{batch.pk}/").content.decode()


def test_a_list_that_has_been_reported_is_not_corrected(cast: Cast):
    batch = make_batch(cast)
    person, rev = batch.candidates.first(), batch.rev
    take(batch, "report", cast.owner(Role.EVALUATOR), "2024-09-21")
    client = cast.owner(Role.EVALUATOR).client()

    answer = client.post(
        f"/batches/{batch.pk}/people/{person.pk}/", {"theory": "99", "reason": "补正成绩", "rev": rev}
    )

    person.refresh_from_db()
    assert (answer.status_code, person.theory) == (404, 820)
