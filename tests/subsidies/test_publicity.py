"""Five days before everybody's eyes: nobody can be found out by it, and anybody may object (A38)."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import product

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.people.numbers import invented
from tests.subsidies import settlementmakers as make
from yushu.kernel.identifiers import mask_id
from yushu.people.areas import AREAS
from yushu.subsidies.masking import public_name, public_number
from yushu.subsidies.settling import S

COUNTIES = [code for code in AREAS if not code.endswith("00")]
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
BORN_FROM, BORN_TO = date(1999, 1, 1), date(2004, 12, 31)
"""Nearly all who are trained were born in these six years: a reader knows that too."""
ENOUGH = 10_000


def remainder(digits: str, start: int) -> int:
    return sum(int(d) * w for d, w in zip(digits, WEIGHTS[start:], strict=False)) % 11


def candidates(mask: str, areas: list[str]) -> int:
    """How many identity numbers fit a mask, for a reader who knows the areas and the birth years.

    The three parts are counted by their share in the check, so that no number has to be written out.
    """

    def fits(text: str, start: int) -> bool:
        return all(m in ("*", t) for m, t in zip(mask[start:], text, strict=False))

    days = [BORN_FROM + timedelta(days=n) for n in range((BORN_TO - BORN_FROM).days + 1)]
    parts = [
        Counter(remainder(area, 0) for area in areas if fits(area, 0)),
        Counter(remainder(f"{day:%Y%m%d}", 6) for day in days if fits(f"{day:%Y%m%d}", 6)),
        Counter(remainder(f"{seq:03d}", 14) for seq in range(1000) if fits(f"{seq:03d}", 14)),
    ]
    found = 0
    for chosen in product(*(part.items() for part in parts)):
        total, count = sum(share for share, _ in chosen) % 11, 1
        for _, many in chosen:
            count *= many
        found += count * (mask[17] in ("*", CHECKS[total]))
    return found


def counties_of(city: str) -> list[str]:
    return [code for code in COUNTIES if code.startswith(city)]


SMALLEST = min({code[:4] for code in COUNTIES}, key=lambda city: len(counties_of(city)))
"""The city with the fewest counties tells most by its first four digits."""


class TestMasks:
    def test_at_least_ten_thousand_numbers_fit_what_is_shown(self):
        areas = counties_of(SMALLEST)
        number = invented(17, date(2002, 3, 4), areas[0])
        shown = public_number(mask_id(number))
        assert shown == f"{SMALLEST}{'*' * 12}{number[-2:]}"
        assert candidates(shown, areas) >= ENOUGH

    def test_the_mask_of_the_desks_would_not_do(self):
        areas = counties_of(SMALLEST)
        assert candidates(mask_id(invented(17, date(2002, 3, 4), areas[0])), areas) < ENOUGH

    def test_the_count_is_right_where_it_can_be_checked(self):
        number = invented(17, date(2002, 3, 4), "140303")
        assert candidates(number, ["140303"]) == 1
        assert candidates(number[:14] + "****", ["140303"]) == 1000

    @pytest.mark.parametrize(
        ("name", "shown"), [("张三", "张*"), ("欧阳修远", "欧***"), ("张", "*"), ("𠮷田", "𠮷*")]
    )
    def test_of_a_name_the_first_sign_is_left(self, name: str, shown: str):
        assert public_name(name) == shown

    def test_another_paper_shows_its_last_two_signs(self):
        assert public_number("E12****78") == "********8"
        assert public_number("EA12****5678") == "**********78"


@pytest.mark.django_db
@pytest.mark.usefixtures("calendar")
class TestOpenPage:
    def address(self, case) -> str:
        return reverse("publicity_page", args=[case.code])

    def test_it_is_open_to_everybody_with_sums_clause_and_how_to_object(self, cast: Cast):
        case = make.published(cast)
        page = Client().get(self.address(case))
        html = page.content.decode()
        assert page.status_code == 200
        assert "1,500" in html
        assert "公示到" in html
        assert "提出异议" in html
        assert case.number in Client().get(reverse("publicity")).content.decode()

    def test_no_name_and_no_number_stands_on_it(self, cast: Cast):
        case = make.published(cast)
        html = Client().get(self.address(case)).content.decode()
        for line in case.lines.all():
            assert line.holder not in html
            assert line.masked not in html
            assert line.public_number in html

    def test_before_and_after_there_is_nothing_to_see(self, cast: Cast):
        case = make.accepted(cast)
        assert Client().get(self.address(case)).status_code == 404
        make.expire(make.approve(case, cast))
        assert case.state == S.PAYABLE
        assert Client().get(self.address(case)).status_code == 404

    def test_somebody_objects_without_signing_in_and_reads_the_answer_under_an_address(self, cast: Cast):
        case = make.published(cast)
        sent = Client().post(
            self.address(case),
            {"line": "2", "ground": "HOURS", "text": "他整个十月都在外地上班", "name": "", "contact": ""},
        )
        one = case.objections.get()
        assert sent.headers["Location"] == reverse("objection_answer", args=[one.code])
        assert one.member_id == case.lines.get(seq=2).member_id
        assert "已收到" in Client().get(sent.headers["Location"]).content.decode()

    def test_a_form_sent_twice_is_one_objection(self, cast: Cast):
        case = make.published(cast)
        said = {
            "line": "2",
            "ground": "HOURS",
            "text": "他整个十月都在外地上班",
            "name": "",
            "contact": "138",
        }
        first, again = (Client().post(self.address(case), said) for _ in range(2))
        assert first.headers["Location"] == again.headers["Location"]
        Client().post(self.address(case), said | {"contact": "139"})
        assert case.objections.count() == 2

    @pytest.mark.parametrize(
        ("sent", "said"),
        [
            ({"line": "", "ground": "EMPLOYMENT", "text": "他没有在那家公司上班"}, "没有写是名单上的哪一个"),
            (
                {"line": "99", "ground": "EMPLOYMENT", "text": "他没有在那家公司上班"},
                "名单上没有序号99",
            ),
            ({"line": "1", "ground": "", "text": "他没有在那家公司上班"}, "没有选"),
            ({"line": "1", "ground": "EMPLOYMENT", "text": "不对"}, "至少8个字"),
        ],
    )
    def test_what_is_missing_is_said_and_how_to_mend_it(self, cast: Cast, sent: dict[str, str], said: str):
        case = make.published(cast)
        assert said in Client().post(self.address(case), sent).content.decode()
        assert not case.objections.exists()

    def test_name_and_contact_lie_sealed(self, cast: Cast):
        one = make.objection(make.published(cast))
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, contact FROM subsidies_objection")
            name, contact = (bytes(value) for value in cursor.fetchone())
        assert "某人".encode() not in name
        assert b"13800000000" not in contact
        assert (one.name, one.contact) == ("某人", "13800000000")
