"""The forms by which an institution draws up an order or a project."""

from __future__ import annotations

from typing import Any

from yushu.doors.pages.forms_picking import Day, Line, Number, Pick, PlainForm
from yushu.doors.pages.portrait_batch import office_words
from yushu.kernel.words import Words
from yushu.people.actors import Actor
from yushu.people.models import Office
from yushu.people.roles import Role
from yushu.subsidies.arranging import OrderTerms, ProjectTerms
from yushu.subsidies.models import Order, Project


class ProjectForm(PlainForm):
    """What a project says."""

    name = Line(Words("名称", "Name"), Words("如 2024年大数据项目", "Such as: big data 2024"), max_length=60)
    people = Number(Words("计划培训人数", "People to be trained"), min_value=1, max_value=10000)

    def terms(self) -> ProjectTerms:
        """As the domain takes it."""
        return ProjectTerms(self.cleaned_data["name"], self.cleaned_data["people"])


class OrderForm(ProjectForm):
    """What an order says, and whose it is."""

    field_order = ("employer", "name", "people", "jobs", "signed_on")
    employer = Pick(
        Words("用人单位", "Employer"),
        office_words,
        Words("没有列出的单位，请市人社局先登记", "For an employer not listed ask the city to register it"),
    )
    jobs = Line(
        Words("岗位和人数", "Jobs, and how many of each"),
        Words("如 数据处理工程师15人，数据分析助理5人", "Such as: 15 data engineers, 5 analysts"),
        max_length=200,
    )
    signed_on = Day(Words("订单签订日期", "Order signed on"))

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        employers = Office.objects.visible_to(actor).filter(role=Role.EMPLOYER).order_by("name")
        self.fields["employer"].queryset = employers  # type: ignore[attr-defined]  # a Pick has one

    def terms(self) -> OrderTerms:  # type: ignore[override]  # an order says more than a project
        """As the domain takes it."""
        said = self.cleaned_data
        return OrderTerms(said["name"], said["people"], said["jobs"], said["signed_on"])


def revision_form(scheme: Order | Project, actor: Actor, data: Any) -> ProjectForm:
    """The form of a draft, filled with what it says. The employer of an order stays."""
    if isinstance(scheme, Project):
        return ProjectForm(data, initial={"name": scheme.name, "people": scheme.people})
    names = ("name", "people", "jobs", "signed_on")
    form = OrderForm(actor, data, initial={name: getattr(scheme, name) for name in names})
    del form.fields["employer"]
    return form
