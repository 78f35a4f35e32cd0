"""Persons and their papers, offices and their names, accounts, posts, delegations and bars."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac

from yushu.people.accounts import AccountManager
from yushu.people.documents import DocumentKind
from yushu.people.fields import EncryptedField
from yushu.people.roles import OFFICE_ROLES, Duty, Role
from yushu.people.scopes import (
    DatedQuerySet,
    DelegationQuerySet,
    DocumentQuerySet,
    OfficeQuerySet,
    PersonQuerySet,
    PostQuerySet,
)

SIX_DIGITS = r"^\d{6}$"


class Identified(models.Model):
    """A row known by a random number that says nothing about it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)

    class Meta:
        abstract = True


class Sex(models.TextChoices):
    """As written in the identity number."""

    MALE = "M", "男"
    FEMALE = "F", "女"


class BarKind(models.TextChoices):
    """What somebody is barred from for a time."""

    EXAM = "EXAM", "不得参加评价"
    TRAINING = "TRAINING", "不得承担培训"
    EVALUATION = "EVALUATION", "不得承担评价"
    SUBSIDY = "SUBSIDY", "不得申请补贴"


class Person(Identified):
    """A natural person, once, however many papers name them."""

    name = models.CharField(max_length=100)
    sex = models.CharField(max_length=1, choices=Sex.choices, blank=True, default="")
    born = models.DateField(null=True, blank=True)
    nationality_code = models.CharField(max_length=3, blank=True, default="")
    phone = EncryptedField(blank=True, default="")
    email = models.EmailField(blank=True, default="")
    home_area = models.CharField(max_length=6, blank=True, default="")
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from"
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="person_has_a_name"),
            models.CheckConstraint(condition=Q(sex__in=["", *Sex.values]), name="person_sex_known"),
            models.CheckConstraint(
                condition=Q(home_area="") | Q(home_area__regex=SIX_DIGITS), name="person_home_area_six_digits"
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="person_not_merged_into_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class IdDocument(Identified):
    """One identity paper. The number is sealed; the index finds it; the mask is what lists show."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=20, choices=DocumentKind.choices)
    number = EncryptedField()
    number_index = models.CharField(max_length=64)
    masked = models.CharField(max_length=32)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "number_index"], name="document_number_once"),
            models.CheckConstraint(condition=Q(kind__in=DocumentKind.values), name="document_kind_known"),
        ]

    def __str__(self) -> str:
        return self.masked


class Merge(Identified):
    """The record that two persons were found to be one."""

    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges")
    gone = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="merge")
    reason = models.CharField(max_length=200)
    merged_on = models.DateField()
    merged_by = models.ForeignKey("Account", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="merge_of_two_persons"),
            models.CheckConstraint(condition=~Q(reason=""), name="merge_has_a_reason"),
        ]


class Office(Identified):
    """A body that takes part, or a division of one. `name` repeats the present OfficeName for lists."""

    role = models.CharField(max_length=12, choices=Role.choices)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="divisions"
    )
    area = models.CharField(max_length=6, blank=True, default="")
    credit_code = models.CharField(max_length=18, blank=True, default="")
    credit_code_override = models.CharField(max_length=200, blank=True, default="")
    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=200, blank=True, default="")

    objects = OfficeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=list(OFFICE_ROLES)), name="office_role_can_be_held"),
            models.CheckConstraint(
                condition=Q(area="") | Q(area__regex=SIX_DIGITS), name="office_area_six_digits"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="office_has_a_name"),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")), name="office_not_its_own_division"
            ),
            models.UniqueConstraint(
                fields=["credit_code"], condition=~Q(credit_code=""), name="office_credit_code_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def short_name(self) -> str:
        """The present name in its short form, as on a desk. Lists prefetch `names`."""
        present = next((name for name in self.names.all() if name.until is None), None)
        return present.short_name or present.name if present else self.name


class OfficeName(Identified):
    """A name an office bore, from a day to a day (the last one included)."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=200, blank=True, default="")
    short_name = models.CharField(max_length=40, blank=True, default="")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(
                fields=["office"], condition=Q(until=None), name="office_one_present_name"
            ),
            models.UniqueConstraint(fields=["office", "since"], name="office_one_name_a_day"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="office_name_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Account(AbstractBaseUser):
    """A sign-in. What it may do follows from its posts, never from the account itself."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    username = models.CharField(max_length=60, unique=True)
    person = models.OneToOneField(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="account"
    )
    is_active = models.BooleanField(default=True)
    is_demonstration = models.BooleanField(default=False)
    session_round = models.PositiveIntegerField(default=0)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = AccountManager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(username=""), name="account_has_a_username"),
        ]

    def __str__(self) -> str:
        return self.username

    def end_sessions(self) -> None:
        """Every session of the account, on whatever device, is over at its next request."""
        Account.objects.filter(pk=self.pk).update(session_round=F("session_round") + 1)
        self.refresh_from_db(fields=["session_round"])

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must match to live: the password, and the round of sessions."""
        salt, value = "yushu.people.Account", f"{self.password}:{self.session_round}"
        return salted_hmac(salt, value, secret=secret, algorithm="sha256").hexdigest()


class Post(Identified):
    """An officer's place: which account holds which duty in which office, from a day to a day."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="posts")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=12, choices=Role.choices, editable=False)
    duty = models.CharField(max_length=6, choices=Duty.choices)
    title = models.CharField(max_length=40)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["since", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "office", "duty"], condition=Q(until=None), name="post_held_once"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="post_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=Q(duty__in=Duty.values), name="post_duty_known"),
            models.CheckConstraint(condition=Q(role__in=list(OFFICE_ROLES)), name="post_role_can_be_held"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The role is the office's, repeated here so that a desk asks one table."""
        self.role = self.office.role
        super().save(*args, **kwargs)

    def held_on(self, day: date) -> bool:
        """Whether the post was held that day."""
        return self.since <= day and (self.until is None or day <= self.until)


class Delegation(Identified):
    """A post's duty lent to a colleague of the same office, from a day to a day, both included."""

    giver = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="given")
    receiver = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="received")
    since = models.DateField()
    until = models.DateField()
    reason = models.CharField(max_length=200)
    given_on = models.DateField()
    revoked_on = models.DateField(null=True, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=F("since")), name="delegation_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=~Q(giver=F("receiver")), name="delegation_to_somebody_else"),
            models.CheckConstraint(condition=~Q(reason=""), name="delegation_has_a_reason"),
        ]


class Bar(Identified):
    """An entry of the integrity register: who is barred from what, how long, why, and who says so."""

    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="bars")
    office = models.ForeignKey(Office, null=True, blank=True, on_delete=models.PROTECT, related_name="bars")
    kind = models.CharField(max_length=12, choices=BarKind.choices)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=200)
    source = models.CharField(max_length=100)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, office__isnull=False) | Q(person__isnull=False, office=None),
                name="bar_on_a_person_or_an_office",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="bar_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=Q(kind__in=BarKind.values), name="bar_kind_known"),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(source=""), name="bar_says_why_and_whence"),
        ]
