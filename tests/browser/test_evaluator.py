"""The evaluator in a real browser: from a new sitting to the batch on its way to the province."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tests.browser.conftest import Visitor
from tests.browser.looking import look, read_in_english
from tests.cast import Cast, make_cast
from tests.certification import exammakers as m
from tests.certification.makers import moment
from tests.doors.walking import set_day
from tests.people.numbers import invented
from yushu.casework.calendar import publish_shipped
from yushu.certification.models import Batch, ScoreVersion, Sitting
from yushu.people.roles import Duty, Role

pytestmark = pytest.mark.browser
SITTING = {
    "room": "机房一", "held_on": m.HELD, "starts": "09:00", "apply_from": m.DRAFTED, "apply_until": m.UNTIL,
    "capacity": "30", "fee_yuan": "0", "contact": "0351-0000001",
}  # fmt: skip


@pytest.fixture
def house(transactional_db: None) -> Cast:
    """Two people trained in 区块链, and an evaluator and a site on the lists."""
    cast = make_cast()
    publish_shipped(at=moment("2024-01-02"))
    cast.made["people"] = m.trained(cast)
    m.listed(cast.owner(Role.EVALUATOR).office, "ASSESSES")
    m.make_site()
    return cast


def at_work(visit: Any, house: Cast, duty: Duty = Duty.HANDLE) -> Visitor:
    visitor: Visitor = visit()
    visitor.sign_in(house.colleague(Role.EVALUATOR, duty))
    return visitor


def test_a_sitting_from_its_announcement_to_the_batch(house: Cast, visit: Any):
    set_day(m.DRAFTED)
    visitor = at_work(visit, house)
    sitting = opened(visitor)
    for member in house.made["people"]:
        m.applied(member, sitting)

    set_day("2024-10-21")
    confirm_together(visitor, sitting)
    m.night(m.HELD)
    set_day(m.HELD)
    enter_scores(visitor, sitting)
    m.night("2024-11-03")
    set_day("2024-11-05")
    publish(visitor, at_work(visit, house, Duty.SIGN), sitting)
    send_on(visitor, sitting)
    paths = [reverse("case", args=["sitting", sitting.pk]), "/sittings/", "/batches/"]
    read_in_english(visitor, paths, "evaluator")


def opened(visitor: Visitor) -> Sitting:
    """A sitting drafted, its assessors named, announced."""
    page = visitor.go("/sittings/new/")
    page.locator("#id_site").select_option(label="考核站点甲")
    for name, value in SITTING.items():
        page.locator(f"#id_{name}").fill(value)
    page.get_by_role("checkbox", name="区块链初级").check()
    look(visitor, "evaluator-sitting-new")
    page.get_by_role("button", name="建立场次草稿").click()
    page.wait_for_load_state("load")
    sitting = Sitting.objects.get()
    for seq in m.ASSESSORS:
        visitor.go(reverse("assessor_new", args=[sitting.pk]))
        page.get_by_label("姓名").fill("考评员甲")
        page.get_by_label("居民身份证号").fill(invented(seq))
        page.get_by_label("职称或等级").fill("高级工程师")
        page.get_by_role("button", name="列入考评员").click()
        page.wait_for_load_state("load")
    page.get_by_role("button", name="公布场次，接受申报").click()
    page.wait_for_load_state("load")
    sitting.refresh_from_db()
    assert sitting.state == "OPEN"
    return sitting


def confirm_together(visitor: Visitor, sitting: Sitting) -> None:
    """Both ticked and confirmed in one go."""
    page = visitor.go(reverse("case", args=["sitting", sitting.pk]))
    page.get_by_role("link", name="集中确认资格").click()
    page.get_by_role("button", name="勾选本页全部").click()
    page.wait_for_load_state("load")
    assert page.locator("input[name=rows]:checked").count() == 2
    look(visitor, "evaluator-confirm")
    page.get_by_role("button", name="确认勾选的人").click()
    assert page.get_by_text("已确认2人").is_visible()
    look(visitor, "evaluator-confirmed")


def enter_scores(visitor: Visitor, sitting: Sitting) -> None:
    """Pasted from a spreadsheet: first with a slip, then mended and kept."""
    page = visitor.go(reverse("scores_upload", args=[sitting.pk]))
    names = [row.person.name for row in sitting.seated_applications()]
    lines = "\n".join(
        ["座位\t姓名\t理论知识\t专业能力\t缺考", f"1\t{names[0]}\t820\t76.5", f"2\t{names[1]}\t70\t60"]
    )
    page.locator("#id_rows").fill(lines)
    page.get_by_role("button", name="保存整份成绩").click()
    assert page.get_by_text("“820”不是成绩").is_visible()
    look(visitor, "evaluator-scores-to-mend")
    page.locator("#id_rows").fill(lines.replace("820", "82"))
    page.get_by_role("button", name="保存整份成绩").click()
    assert page.get_by_text("已录入2人的成绩").is_visible()
    visitor.go(reverse("scores", args=[sitting.pk]))
    look(visitor, "evaluator-scores")


def publish(first: Visitor, second: Visitor, sitting: Sitting) -> None:
    """Handled by one, confirmed by another."""
    for visitor, hand in ((first, "经办"), (second, "签发")):
        page = visitor.go(reverse("case", args=["sitting", sitting.pk]))
        if visitor is second:
            look(visitor, "evaluator-publish-second")
        page.get_by_role("button", name=f"{hand}：公布2人的成绩").click()
        page.wait_for_load_state("load")
    assert not ScoreVersion.objects.filter(confirmed_by=None).exists()


def send_on(visitor: Visitor, sitting: Sitting) -> None:
    """The sitting becomes a batch, and the batch goes to the province."""
    page = visitor.go(reverse("case", args=["sitting", sitting.pk]))
    page.get_by_role("button", name="转入证书核发").click()
    page.wait_for_load_state("load")
    batch = Batch.objects.get()
    page = visitor.go(reverse("case", args=["batch", batch.pk]))
    look(visitor, "evaluator-batch")
    page.get_by_role("button", name="报送2人的证书数据").click()
    page.wait_for_load_state("load")
    batch.refresh_from_db()
    assert batch.state == "REPORTED"
