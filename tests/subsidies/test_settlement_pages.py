"""The explained page: who sees what of a settlement, down to the check-in (R16–R19; A38)."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import Cast, Member
from tests.catalogue.makers import take
from tests.subsidies import makers
from tests.subsidies import settlementmakers as make
from tests.training.makers import make_applicant
from yushu.people.roles import Role
from yushu.subsidies import models as s

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]


def page_of(case: s.Settlement) -> str:
    return reverse("case", args=["settlement", case.pk])


def seen(cast: Cast, role: Role, address: str) -> str:
    response = cast.client(role).get(address)
    assert response.status_code == 200, response
    return response.content.decode()


def test_the_working_opens_line_by_line_and_the_sum_stands_above_it(cast: Cast):
    case = make.accepted(cast, n=5, employed=4, days=12)
    html = seen(cast, Role.CITY, page_of(case))
    assert re.search(r"应付</dt><dd>8,500</dd>.*已付</dt><dd>0</dd>.*本次应付</dt><dd>8,500<small>", html)
    labels = [
        "培训合格人数",
        "减去一年内重复享受",
        "计补基数",
        "每人计补天数",
        "每人标准",
        "应付合计",
        "减去已付",
    ]
    places = [html.index(f"<b>{label}") for label in labels]
    assert places == sorted(places)
    assert "80.00<small>%" in html
    assert "第12天" in html
    assert html.count('class="on"') == 12


def test_the_edge_and_other_readings_are_for_those_who_examine(cast: Cast):
    case = make.published(cast, n=5, employed=4, days=12)
    for role in (Role.CITY, Role.PROVINCE, Role.AUDITOR):
        html = seen(cast, role, page_of(case))
        assert "差1人，差3,400元" in html
        assert "其他口径测算" in html
    claimant = seen(cast, Role.INSTITUTION, page_of(case))
    assert "差1人" not in claimant
    assert "其他口径" not in claimant
    assert 'class="chart"' not in claimant
    assert "逐行算式" in claimant


def test_a_stranger_is_told_there_is_nothing(cast: Cast):
    case = make.claimed(cast)
    line = case.lines.first()
    for address in (
        page_of(case),
        reverse("settlement_form", args=[case.pk]),
        reverse("settlement_line", args=[line.pk]),
    ):
        for role in (Role.INSTITUTION, Role.CITY):
            assert cast.stranger(role).client().get(address).status_code == 404
        assert Client().get(address).status_code == 302


def test_a_line_opens_down_to_the_check_ins_of_every_day(cast: Cast):
    case = make.claimed(cast)
    html = seen(cast, Role.CITY, reverse("settlement_line", args=[case.lines.first().pk]))
    assert html.count("08:00") == 2, "two mornings"
    assert "点名" in html
    assert "某公司" in html


def test_a_trainee_sees_the_own_line_and_no_other(cast: Cast):
    case = make.claimed(cast)
    mine, other = case.lines.order_by("seq")[:2]
    me: Member = make_applicant(makers.FIRST)
    html = me.client().get(reverse("my_subsidy")).content.decode()
    assert reverse("settlement_line", args=[mine.pk]) in html
    assert me.client().get(reverse("settlement_line", args=[mine.pk])).status_code == 200
    assert me.client().get(reverse("settlement_line", args=[other.pk])).status_code == 404
    assert me.client().get(page_of(case)).status_code == 404


def test_a_trainee_sees_nothing_of_a_draft(cast: Cast):
    make.draft(make.project(cast), cast)
    assert (
        "settlements/lines"
        not in make_applicant(makers.FIRST).client().get(reverse("my_subsidy")).content.decode()
    )


def test_the_review_form_has_room_for_names_and_a_seal(cast: Cast):
    case = make.published(cast)
    html = seen(cast, Role.CITY, reverse("settlement_form", args=[case.pk]))
    for word in ("填表人", "审核人", "负责人", "盖章", "经办", "复核", "签发"):
        assert word in html
    assert html.count("<tr") == 1 + 5 + 2, "head, five people, and the table of whereabouts"


def test_the_page_of_a_settlement_asks_equally_often_for_five_and_for_fifteen(cast: Cast):
    def asked(case: s.Settlement) -> int:
        client = cast.client(Role.CITY)
        client.get(page_of(case))
        with CaptureQueriesContext(connection) as queries:
            client.get(page_of(case))
        return len(queries)

    few = make.accepted(cast, n=5)
    many = make.accepted(cast, n=15, employed=15, first=600)
    assert asked(many) == asked(few)


def test_nothing_is_typed_to_begin_a_settlement_but_a_day(cast: Cast):
    project = make.project(cast)
    address = reverse("settlement_new", args=["project", project.pk])
    client = cast.client(Role.INSTITUTION)
    form = client.get(address).context["panel"].form
    assert set(form.fields) == {"as_of", "final"}
    assert client.post(address, {"as_of": make.DAY}).status_code == 302
    assert project.settlements.get().due_yuan == 1500
    refused = client.post(address, {"as_of": make.DAY})
    assert "在办" in refused.content.decode()


def test_whoever_must_act_has_a_link_to_the_form_before_the_long_working(cast: Cast):
    case = make.accepted(cast, n=5, employed=4, days=12)
    html = seen(cast, Role.CITY, page_of(case))
    reach = html.index('href="#next"')
    assert reach < html.index("逐行算式") < html.index('id="next"')
    assert 'class="acts reach"' not in seen(cast, Role.INSTITUTION, page_of(case))


def test_two_steps_on_a_page_do_not_share_their_names(cast: Cast):
    one = make.objection(make.published(cast, n=5, employed=4))
    html = seen(cast, Role.CITY, reverse("case", args=["objection", one.pk]))
    ids = re.findall(r' id="([^"]+)"', html)
    assert html.count('name="reason"') == 2
    assert len(ids) == len(set(ids))


def test_nobody_is_led_to_an_order_they_may_not_see(cast: Cast):
    case = make.payable(cast, n=5, employed=4)
    scheme = reverse("case", args=["project", case.project_id])
    assert scheme in seen(cast, Role.INSTITUTION, page_of(case))
    assert scheme not in seen(cast, Role.FINANCE, page_of(case))


def test_a_phone_shows_the_number_an_objection_names_and_leads_to_its_form(cast: Cast):
    case = make.published(cast, n=5, employed=4)
    html = Client().get(reverse("publicity_page", args=[case.code])).content.decode()
    numbered = re.search('data-th="序号" class="([^"]*)"', html)
    assert numbered is not None
    assert "plain" not in numbered[1], "its label is shown on a phone"
    assert html.index('href="#object"') < html.index("名单5人") < html.index('id="object"')


def test_whoever_has_handled_a_decision_reads_whose_hand_is_next(cast: Cast):
    case = make.accepted(cast, n=5, employed=4)
    take(case, "check_employment", make.second_handler(cast), make.DECIDED)
    take(case, "approve", cast.owner(Role.CITY), make.DECIDED)
    html = seen(cast, Role.CITY, page_of(case))
    assert re.search("当前环节：[^<]*复核人，审核通过并公示", html)
    assert "下一步：作出决定" not in html
