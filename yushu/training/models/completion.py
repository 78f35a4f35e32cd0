"""The completion exam and the training certificate that comes of it (R06)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import F, Q

from yushu.casework.models import Case, state_check, state_field
from yushu.casework.process import Check, Taken
from yushu.catalogue.levels import Level
from yushu.catalogue.models import Direction, Occupation
from yushu.kernel.clock import day_of
from yushu.kernel.words import Words
from yushu.ledger.models import LogLeaf
from yushu.people.models import Office, Person
from yushu.training import certifying
from yushu.training.hours import KINDS
from yushu.training.training_life import FALSE_COMMITMENT, TRAINING_LIFE

SIGNED = Words("持证人于{d}签署身份承诺（{v}）", "The holder signed the identity commitment on {d} ({v})")
UNSIGNED = Words(
    "持证人没有签过身份承诺，不能以承诺不实为由",
    "The holder signed no identity commitment: it cannot be called false",
)
FULL = 1000
"""Results are kept in tenths of a point, of a hundred."""


class CompletionResult(models.Model):
    """One attempt of one member: theory and practice in tenths, entered by one and confirmed by another."""

    member = models.ForeignKey("training.Member", on_delete=models.PROTECT, related_name="results")
    attempt = models.PositiveSmallIntegerField(default=1)
    examined_on = models.DateField()
    theory = models.PositiveSmallIntegerField()
    practice = models.PositiveSmallIntegerField()
    passed = models.BooleanField()
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["member__seq", "attempt"]
        constraints = [
            models.UniqueConstraint(fields=["member", "attempt"], name="result_once_an_attempt"),
            models.CheckConstraint(
                condition=Q(theory__lte=FULL, practice__lte=FULL), name="result_within_hundred"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("entered_by")),
                name="result_confirmed_by_another",
            ),
            models.UniqueConstraint(
                fields=["member"], condition=Q(confirmed_by=None), name="result_one_unconfirmed"
            ),
        ]


STATED = (
    "holder",
    "masked",
    "occupation",
    "direction",
    "level",
    "class_name",
    "began_on",
    "ended_on",
    "completed_on",
    *KINDS,
)


class TrainingCertificate(Case):
    """A 培训合格证书. `code` is its public address (80 random bits); `serial` the number printed on it."""

    process = TRAINING_LIFE
    proved = (
        "number",
        "code",
        "person_id",
        "holder",
        "masked",
        "occupation_id",
        "direction_id",
        "level",
        "institution_id",
        "completed_on",
        "issued_on",
        "theory_online",
        "theory_offline",
        "practice_online",
        "practice_offline",
        "digest",
    )
    state = state_field(TRAINING_LIFE)

    member = models.ForeignKey("training.Member", on_delete=models.PROTECT, related_name="certificates")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="training_certificates")
    code = models.CharField(max_length=20, unique=True)
    holder = models.CharField(max_length=100)
    masked = models.CharField(max_length=32)
    occupation = models.ForeignKey(Occupation, on_delete=models.PROTECT, related_name="+")
    direction = models.ForeignKey(
        Direction, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    level = models.CharField(max_length=8, choices=Level.choices)
    institution = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    class_name = models.CharField(max_length=60)
    began_on = models.DateField()
    ended_on = models.DateField()
    completed_on = models.DateField()
    issued_on = models.DateField()
    theory_online = models.PositiveSmallIntegerField()
    theory_offline = models.PositiveSmallIntegerField()
    practice_online = models.PositiveSmallIntegerField()
    practice_offline = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    leaf = models.ForeignKey(LogLeaf, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=16, blank=True)
    notified_on = models.DateField(null=True, blank=True)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )

    class Meta:
        constraints = [
            state_check(TRAINING_LIFE),
            models.CheckConstraint(
                condition=Q(level__in=Level.values), name="training_certificate_level_known"
            ),
            models.CheckConstraint(
                condition=Q(issued_on__gte=F("completed_on"), completed_on__gte=F("began_on")),
                name="training_certificate_issued_after_exam",
            ),
            models.UniqueConstraint(fields=["number"], name="training_certificate_serial_once"),
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(replaces=None),
                name="training_certificate_one_first_per_member",
            ),
        ]

    @property
    def serial(self) -> str:
        """The number printed on it."""
        return self.number

    @property
    def hours(self) -> int:
        """Hours in all four kinds."""
        return sum(getattr(self, kind) for kind in KINDS)

    def title(self) -> Words:
        """培训合格证书 and its serial."""
        return Words(f"培训合格证书 {self.number}", f"Training certificate {self.number}")

    def subtitle(self) -> Words:
        """Holder, occupation and level."""
        level = Level(self.level)
        return Words(
            f"{self.holder}·{self.occupation.short_zh} {level.label}",
            f"{self.holder}: {self.occupation.short_en}, {level.words.en}",
        )

    @classmethod
    def for_desk(cls, pks: list[Any]) -> models.QuerySet[Any]:
        """Certificates with what their titles need."""
        return cls.objects.filter(pk__in=pks).select_related("occupation", "institution")

    def stated(self, institution: Office | None = None) -> dict[str, object]:
        """What it states, as the public log digests it; `institution` under a name it bore earlier."""
        fields = {name: getattr(self, name) for name in STATED}
        fields["institution"] = institution or self.institution
        return certifying.statement(self.number, self.code, self.issued_on.isoformat(), fields)

    def commitment_checks(self, taken: Taken | None) -> Iterable[Check]:
        """A37: when the holder signed the identity commitment; a false one wants one that was signed."""
        signed = self.member.enrolment.commitment()
        if signed is not None:
            yield Check("ok", SIGNED.fill(d=day_of(signed.signed_at), v=signed.version), "A34")
        elif taken is not None and taken.facts.get("ground") == FALSE_COMMITMENT:
            yield Check("no", UNSIGNED, "A37")

    def issue_replacement(self, taken: Taken) -> None:
        """Issue the corrected certificate that takes this one's place."""
        certifying.replace(self, taken)
