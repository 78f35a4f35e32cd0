"""Opening offices and renaming them: yesterday's letters keep yesterday's name."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from yushu.kernel.errors import Refusal
from yushu.kernel.identifiers import credit_code as read_code
from yushu.kernel.words import Words
from yushu.people.models import Office, OfficeName
from yushu.people.roles import Role


@transaction.atomic
def open_office(
    role: Role,
    name: Words,
    *,
    since: date,
    short_name: str = "",
    area: str = "",
    parent: Office | None = None,
    credit_code: str = "",
    override_reason: str = "",
) -> Office:
    """A new office under its first name. A division of the province stands under its parent.

    A credit code is read in its one spelling; the reason for a code whose check fails is kept.
    """
    code = read_code(credit_code, override_reason=override_reason) if credit_code else ""
    office = Office.objects.create(
        role=role,
        parent=parent,
        area=area,
        credit_code=code,
        credit_code_override=override_reason.strip(),
        name=name.zh,
        name_en=name.en,
    )
    OfficeName.objects.create(
        office=office, name=name.zh, name_en=name.en, short_name=short_name, since=since
    )
    return office


@transaction.atomic
def rename(office: Office, name: Words, *, since: date, short_name: str = "") -> OfficeName:
    """Bear another name from a day on; the one before ends the day before it."""
    present = office.names.filter(until=None).first()
    if present is not None and since <= present.since:
        wrong = Words("新名称的起始日不晚于现名称", "The new name does not begin after the present one")
        raise Refusal(wrong, Words("改起始日", "Change the first day"), field="since")
    office.names.filter(until=None).update(until=since - timedelta(days=1))
    Office.objects.filter(pk=office.pk).update(name=name.zh, name_en=name.en)
    office.name, office.name_en = name.zh, name.en
    return OfficeName.objects.create(
        office=office, name=name.zh, name_en=name.en, short_name=short_name, since=since
    )


def name_on(office: Office, day: date) -> Words:
    """What the office was called that day; before its first recorded name, its present one."""
    borne = office.names.on(day).first()
    return (
        Words(borne.name, borne.name_en or borne.name)
        if borne
        else Words(office.name, office.name_en or office.name)
    )
