"""Occupations and their codes, directions, standards; and who stands on which national list.

Everything here is public and read-only for the programme: it copies what others publish, with the
source beside it. What nobody has read is left empty or marked unconfirmed, never filled by a guess.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F, Q

from yushu.casework.process import Check
from yushu.catalogue.levels import Level
from yushu.kernel.words import Words
from yushu.people.models import Office

if TYPE_CHECKING:
    from yushu.people.actors import Actor


class Field(models.TextChoices):
    """The five fields of the programme (R02), in the order of the annex."""

    ARTIFICIAL_INTELLIGENCE = "ARTIFICIAL_INTELLIGENCE", "人工智能"
    DIGITAL_MANAGEMENT = "DIGITAL_MANAGEMENT", "数字化管理"
    INTELLIGENT_MANUFACTURING = "INTELLIGENT_MANUFACTURING", "智能制造"
    BLOCKCHAIN = "BLOCKCHAIN", "区块链"
    BIG_DATA = "BIG_DATA", "大数据"


class Edition(models.TextChoices):
    """The occupational dictionary a code comes from."""

    OF_2015 = "2015", "2015年版"
    OF_2022 = "2022", "2022年版"


class Split(models.TextChoices):
    """Whether a level is divided into directions."""

    DIVIDED = "DIVIDED", "分方向"
    WHOLE = "WHOLE", "不分方向"
    UNKNOWN = "UNKNOWN", "未核实"


class ListingKind(models.TextChoices):
    """What a body is listed for."""

    TEACHES = "TEACHES", "培训机构"
    ASSESSES = "ASSESSES", "评价机构"
    SITE = "SITE", "考核站点"


class PublicQuerySet(models.QuerySet[Any]):
    """Catalogues are public."""

    def visible_to(self, _actor: Actor) -> Self:
        """Everybody sees them."""
        return self


class DatedPublicQuerySet(PublicQuerySet):
    """Public rows with `since` and `until`, both included. An empty `since` was not read, not never."""

    def on(self, day: date) -> Self:
        """Those in force that day, as far as anybody knows."""
        return self.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day))


class OccupationQuerySet(PublicQuerySet):
    """Occupations."""

    def of_code(self, code: str, edition: str = "") -> Self:
        """Those a code of either dictionary means (A29). A code given without edition may mean two."""
        codes = Q(codes__code=code.strip())
        return self.filter(codes & Q(codes__edition=edition) if edition else codes).distinct()

    def called(self, name: str) -> Self:
        """Those a document may mean by a name: full or short, in either language, or a code."""
        text = name.strip()
        names = Q(zh=text) | Q(short_zh=text) | Q(en__iexact=text) | Q(short_en__iexact=text)
        return self.filter(names | Q(codes__code=text)).distinct()


class Occupation(models.Model):
    """An occupation: one group, whichever dictionary numbered it (A28, A29).

    `field` is the field of the Shanxi programme it belongs to; empty where Shanxi names none.
    """

    key = models.SlugField(max_length=40, unique=True)
    zh = models.CharField(max_length=40, unique=True)
    en = models.CharField(max_length=80)
    short_zh = models.CharField(max_length=20, unique=True)
    short_en = models.CharField(max_length=40)
    field = models.CharField(max_length=32, choices=Field.choices, blank=True)
    place = models.PositiveSmallIntegerField()

    objects = OccupationQuerySet.as_manager()

    class Meta:
        ordering = ["place", "key"]
        constraints = [
            models.CheckConstraint(condition=Q(field__in=["", *Field.values]), name="occupation_field_known"),
            models.UniqueConstraint(fields=["field"], condition=~Q(field=""), name="occupation_one_a_field"),
        ]

    @property
    def words(self) -> Words:
        """The full name."""
        return Words(self.zh, self.en)

    @property
    def short(self) -> Words:
        """The name as plans and tables write it."""
        return Words(self.short_zh, self.short_en)

    def directions_at(self, level: str) -> models.QuerySet[Direction]:
        """The directions of a level; empty where it has none, or nobody has read them."""
        return Direction.objects.filter(occupation=self, levels__level=level)


class OccupationCode(models.Model):
    """A number of a dictionary. Both dictionaries lead to one occupation; an unknown code is absent."""

    occupation = models.ForeignKey(Occupation, on_delete=models.PROTECT, related_name="codes")
    code = models.CharField(max_length=12)
    edition = models.CharField(max_length=4, choices=Edition.choices)
    source = models.CharField(max_length=120)
    confirmed = models.BooleanField(default=False)

    objects = PublicQuerySet.as_manager()

    class Meta:
        ordering = ["edition", "code"]
        constraints = [
            models.UniqueConstraint(fields=["code", "edition"], name="code_once_an_edition"),
            models.UniqueConstraint(fields=["occupation", "edition"], name="code_one_an_edition"),
            models.CheckConstraint(
                condition=Q(code__regex=r"^\d-\d{2}-\d{2}-\d{2}$"), name="code_of_the_dictionary"
            ),
            models.CheckConstraint(condition=Q(edition__in=Edition.values), name="code_edition_known"),
        ]


class Direction(models.Model):
    """A direction within an occupation. Which levels have it is a fact of its own, per level."""

    occupation = models.ForeignKey(Occupation, on_delete=models.PROTECT, related_name="directions")
    zh = models.CharField(max_length=40)
    en = models.CharField(max_length=80)
    place = models.PositiveSmallIntegerField(default=0)

    objects = PublicQuerySet.as_manager()

    class Meta:
        ordering = ["occupation__place", "place"]
        constraints = [
            models.UniqueConstraint(fields=["occupation", "zh"], name="direction_once"),
        ]

    @property
    def words(self) -> Words:
        """The name of the direction."""
        return Words(self.zh, self.en)


class DirectionLevel(models.Model):
    """That a level has a direction, and where that was read."""

    direction = models.ForeignKey(Direction, on_delete=models.CASCADE, related_name="levels")
    level = models.CharField(max_length=8, choices=Level.choices)
    source = models.CharField(max_length=120)
    confirmed = models.BooleanField(default=False)

    objects = PublicQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["direction", "level"], name="direction_level_once"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="direction_level_known"),
        ]


class StandardQuerySet(DatedPublicQuerySet):
    """National standards."""

    def for_class(self, occupation: Occupation, level: str, direction: Direction | None, day: date) -> Self:
        """The standard a class opening that day follows, the one of its direction first."""
        rows = self.on(day).filter(
            Q(direction=direction) | Q(direction=None), occupation=occupation, level=level
        )
        return rows.order_by(F("direction").asc(nulls_last=True), F("since").desc(nulls_last=True))


HOURS = ("theory_online", "theory_offline", "practice_online", "practice_offline")


class Standard(models.Model):
    """What the national standard asks at one level, from a day to a day.

    An empty number or day means that nobody has read it; no calculation may treat it as zero.
    """

    occupation = models.ForeignKey(Occupation, on_delete=models.PROTECT, related_name="standards")
    direction = models.ForeignKey(
        Direction, null=True, blank=True, on_delete=models.PROTECT, related_name="standards"
    )
    level = models.CharField(max_length=8, choices=Level.choices)
    split = models.CharField(max_length=8, choices=Split.choices, default=Split.UNKNOWN)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    theory_online = models.PositiveSmallIntegerField(null=True, blank=True)
    theory_offline = models.PositiveSmallIntegerField(null=True, blank=True)
    practice_online = models.PositiveSmallIntegerField(null=True, blank=True)
    practice_offline = models.PositiveSmallIntegerField(null=True, blank=True)
    theory_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    practice_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    pass_mark = models.PositiveSmallIntegerField(default=60)
    source = models.CharField(max_length=120)
    confirmed = models.BooleanField(default=False)
    read_on = models.DateField(null=True, blank=True)

    objects = StandardQuerySet.as_manager()

    class Meta:
        ordering = ["occupation__place", "level", "since"]
        constraints = [
            models.UniqueConstraint(
                fields=["occupation", "level", "since"], condition=Q(direction=None), name="standard_once"
            ),
            models.UniqueConstraint(
                fields=["direction", "level", "since"],
                condition=Q(direction__isnull=False),
                name="standard_once_a_direction",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gte=F("since")),
                name="standard_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="standard_level_known"),
            models.CheckConstraint(condition=Q(split__in=Split.values), name="standard_split_known"),
            models.CheckConstraint(
                condition=Q(direction=None) | Q(split=Split.DIVIDED), name="standard_direction_where_divided"
            ),
            models.CheckConstraint(condition=Q(pass_mark__lte=100), name="standard_pass_mark_of_100"),
            models.CheckConstraint(
                condition=Q(confirmed=False) | Q(read_on__isnull=False, since__isnull=False),
                name="standard_confirmed_was_read",
            ),
        ]

    @property
    def hours(self) -> int | None:
        """Training hours in all; None as long as one of the four kinds is unknown."""
        parts = [getattr(self, kind) for kind in HOURS]
        return None if None in parts else sum(parts)


class ListingQuerySet(DatedPublicQuerySet):
    """Copies of national and provincial lists."""

    def of(self, kind: str) -> Self:
        """Those of one kind."""
        return self.filter(kind=kind)


class Listing(models.Model):
    """That a body stands on a published list for an occupation. A copy, read-only: R22 decides by the list.

    An empty `since` means that the day was not read; then the row cannot be a confirmed one.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="listings")
    kind = models.CharField(max_length=8, choices=ListingKind.choices)
    occupation = models.ForeignKey(Occupation, on_delete=models.PROTECT, related_name="listings")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=120)
    list_no = models.CharField(max_length=60, blank=True)
    confirmed = models.BooleanField(default=False)

    objects = ListingQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "occupation__place", "office__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "kind", "occupation"], condition=Q(until=None), name="listing_one_open"
            ),
            models.CheckConstraint(condition=Q(kind__in=ListingKind.values), name="listing_kind_known"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gte=F("since")),
                name="listing_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(confirmed=False) | Q(since__isnull=False), name="listing_confirmed_has_a_day"
            ),
        ]


def listed_on(
    office: Office, occupation: Occupation, day: date, kind: str = ListingKind.TEACHES
) -> Listing | None:
    """The listing by which a body may teach or assess an occupation that day; None when there is none."""
    rows = Listing.objects.on(day).of(kind).filter(office=office, occupation=occupation)
    return rows.order_by("-confirmed").first()


def listing_checks(
    pairs: Iterable[tuple[Office, Occupation]], day: date, kind: str = ListingKind.TEACHES
) -> Iterable[Check]:
    """Whether each body stands on its list that day: wrong when not, look twice when unconfirmed. One query."""
    wanted = list(pairs)
    offices = {office.pk for office, _ in wanted}
    rows = Listing.objects.on(day).of(kind).filter(office_id__in=offices).order_by("confirmed")
    found = {(row.office_id, row.occupation_id): row.confirmed for row in rows}
    for office, occupation in wanted:
        confirmed = found.get((office.pk, occupation.pk))
        if confirmed is None:
            text = Words("{o}当天不在“{c}”的名单上", "{o} is not on the list for {c} that day")
            yield Check("no", text.fill(o=name_of(office), c=occupation.short), "R22")
        elif not confirmed:
            text = Words(
                "{o}的“{c}”尚未与国家名单核对", "{o}, {c}: not yet checked against the national list"
            )
            yield Check("look", text.fill(o=name_of(office), c=occupation.short), "R22")
    if wanted and all(found.get((o.pk, c.pk)) for o, c in wanted):
        yield Check("ok", Words("{n}项都在名单上", "All {n} stand on their list").fill(n=len(wanted)), "R22")


def name_of(office: Office) -> Words:
    """An office's name in both languages; the Chinese one where no English is known."""
    return Words(office.name, office.name_en or office.name)
