"""City catalogues: a project is listed, suspended, resumed, removed; each under a number (R14, R15)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cast import Cast
from tests.catalogue.makers import make_entry, take, three_hands
from yushu.casework.models import Deadline
from yushu.casework.moving import Given
from yushu.casework.stepping import checks
from yushu.catalogue.citylisting import S
from yushu.catalogue.models import CityEntry, Listing, Standard
from yushu.kernel.errors import Forbidden, Refusal
from yushu.people.actors import PUBLIC
from yushu.people.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]


def listed(cast: Cast) -> CityEntry:
    return three_hands(make_entry(cast), "list", cast, "2024-06-05", Role.CITY)


def marks(entry: CityEntry) -> list[tuple[str, str]]:
    return [(check.mark, check.text.zh) for check in checks(entry, entry.process.named("list"))]


def test_a_city_lists_a_project_under_a_number(cast: Cast) -> None:
    entry = listed(cast)
    assert (entry.state, entry.document_no, entry.listed_on) == (
        S.LISTED,
        "晋人社函〔2024〕15号",
        date(2024, 6, 5),
    )
    assert entry.subtitle().zh == "大数据初级，太原理工大学"
    assert not Deadline.objects.filter(chain_id=entry.pk, closed_at=None).exists()


def test_a_project_stands_once_in_a_catalogue(cast: Cast) -> None:
    entry = make_entry(cast)
    with pytest.raises(Refusal):
        make_entry(cast)
    take(entry, "drop", cast.owner(Role.CITY), "2024-06-04", Given({"reason": "重复"}))
    assert make_entry(cast).state == S.PROPOSED


def test_only_a_listed_institution_and_a_written_standard(cast: Cast) -> None:
    entry = make_entry(cast)
    assert ("look", "“大数据初级”的标准学时等未核对") in marks(entry)
    Standard.objects.filter(occupation=entry.occupation).delete()
    Listing.objects.filter(office=entry.institution).delete()
    assert ("no", "没有“大数据初级”的国家职业标准") in marks(entry)
    assert ("no", "太原理工大学当天不在“大数据”的名单上") in marks(entry)


def test_the_list_is_adjusted(cast: Cast) -> None:
    entry = three_hands(listed(cast), "suspend", cast, "2024-07-01", Role.CITY, reason="场地整改")
    assert entry.state == S.SUSPENDED
    assert Deadline.objects.get(chain_id=entry.pk, closed_at=None).step == "resume"
    entry = three_hands(entry, "resume", cast, "2024-07-08", Role.CITY)
    assert entry.state == S.LISTED
    entry = three_hands(entry, "withdraw", cast, "2024-09-02", Role.CITY, reason="不再需要")
    assert (entry.state, entry.listed_on) == (S.WITHDRAWN, date(2024, 6, 5))


def test_the_province_can_order_a_suspension(cast: Cast) -> None:
    entry = three_hands(listed(cast), "stop", cast, "2024-07-01", Role.PROVINCE, reason="举报属实")
    assert entry.state == S.SUSPENDED
    with pytest.raises(Forbidden):
        take(entry, "resume", cast.owner(Role.PROVINCE), "2024-07-02")


def test_another_city_has_no_say(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        take(make_entry(cast), "list", cast.stranger(Role.CITY), "2024-06-05")


def test_a_proposal_is_the_citys_a_listed_project_everybodys(cast: Cast) -> None:
    entry = make_entry(cast)
    seen = CityEntry.objects.visible_to
    assert entry in seen(cast.actor(Role.CITY))
    assert entry in seen(cast.actor(Role.PROVINCE))
    for reader in (cast.stranger(Role.CITY).actor, cast.actor(Role.TRAINEE), PUBLIC):
        assert not seen(reader).exists()
    three_hands(entry, "list", cast, "2024-06-05", Role.CITY)
    assert entry in seen(PUBLIC)
    assert entry in seen(cast.stranger(Role.CITY).actor)
