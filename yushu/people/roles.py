"""Who can hold a post, and which hand they are inside their office."""

from __future__ import annotations

from django.db import models


class Role(models.TextChoices):
    """A kind of party to the programme. Labels are screen words, values are keys."""

    PROVINCE = "PROVINCE", "省人社厅"
    CITY = "CITY", "市人社局"
    INSTITUTION = "INSTITUTION", "培训机构"
    EVALUATOR = "EVALUATOR", "评价机构"
    NATION = "NATION", "协调小组办公室"
    EMPLOYER = "EMPLOYER", "用人单位"
    FINANCE = "FINANCE", "财政部门"
    AUDITOR = "AUDITOR", "审计监督"
    TRAINEE = "TRAINEE", "学员"
    PUBLIC = "PUBLIC", "公众"
    TIME = "TIME", "期限届满"


OFFICE_ROLES = (
    Role.PROVINCE,
    Role.CITY,
    Role.INSTITUTION,
    Role.EVALUATOR,
    Role.NATION,
    Role.EMPLOYER,
    Role.FINANCE,
    Role.AUDITOR,
)
"""Roles an office can have. NATION never signs in: its answers are recorded on behalf (A34)."""


class Duty(models.TextChoices):
    """The hands inside an office (A36): three different persons for outward acts and money."""

    HANDLE = "HANDLE", "经办"
    CHECK = "CHECK", "复核"
    SIGN = "SIGN", "签发"
    VIEW = "VIEW", "查阅"


HANDS = (Duty.HANDLE, Duty.CHECK, Duty.SIGN)
