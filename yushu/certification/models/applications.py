"""Applications to be examined, and every version of their scores."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q

from yushu.casework import letters
from yushu.casework.models import Case, Notice, state_check, state_field
from yushu.casework.process import Check, Taken
from yushu.catalogue.models import Direction, Level, Occupation
from yushu.certification import applying_checks as checking
from yushu.certification import scoring_versions
from yushu.certification.applying import APPLICATION, BEFORE
from yushu.certification.models.batches import Candidate, LevelCertificate
from yushu.certification.models.sittings import Sitting
from yushu.certification.rules import FULL
from yushu.kernel.words import Words
from yushu.people.models import Person
from yushu.people.roles import Role
from yushu.training.models import Commitment, Purpose, TrainingCertificate

SEAT_GIVEN = Words("资格已确认：{d}考核，{s}号座位", "Confirmed: examination of {d}, seat {s}")
REFERRED = Words("证书{n}涉及承诺不实：{r}", "Certificate {n}: a false commitment was found. {r}")


class Way(models.TextChoices):
    """How an applicant shows that the conditions are met: chosen once."""

    PROMISE = "PROMISE", "告知承诺"
    PROOFS = "PROOFS", "证明材料"

    @property
    def words(self) -> Words:
        """The way in both languages."""
        return {
            Way.PROMISE: Words("告知承诺", "notice and commitment"),
            Way.PROOFS: Words("证明材料", "proofs"),
        }[self]


class Application(Case):
    """One person who wants to be examined in one occupation and level at one sitting (R08).

    `record` is what the person says of study, title and work; `decision` what followed from it.
    """

    process = APPLICATION
    state = state_field(APPLICATION)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="applications")
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="applications")
    training = models.ForeignKey(TrainingCertificate, on_delete=models.PROTECT, related_name="applications")
    occupation = models.ForeignKey(Occupation, on_delete=models.PROTECT, related_name="+")
    direction = models.ForeignKey(
        Direction, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    level = models.CharField(max_length=8, choices=Level.choices)
    way = models.CharField(max_length=8, choices=Way.choices)
    seq = models.PositiveIntegerField()
    record = models.JSONField()
    decision = models.JSONField()
    proofs = models.CharField(max_length=500, blank=True)
    seat = models.PositiveSmallIntegerField(null=True, blank=True)
    paid_on = models.DateField(null=True, blank=True)
    notified_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["sitting", "seq"]
        constraints = [
            state_check(APPLICATION),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="application_level_known"),
            models.CheckConstraint(condition=Q(way__in=Way.values), name="application_way_known"),
            models.CheckConstraint(
                condition=Q(way=Way.PROMISE) | ~Q(proofs=""), name="application_proofs_without_promise"
            ),
            models.UniqueConstraint(fields=["sitting", "seq"], name="application_order_once"),
            models.UniqueConstraint(fields=["sitting", "seat"], name="application_seat_once"),
            models.UniqueConstraint(
                fields=["person", "occupation", "level"],
                condition=Q(state__in=BEFORE),
                name="application_one_open",
            ),
        ]

    @property
    def course(self) -> Words:
        """大数据初级; Big data, junior."""
        what, level = self.occupation.short, Level(self.level).words
        return Words(f"{what.zh}{level.zh}", f"{what.en}, {level.en}")

    def title(self) -> Words:
        """What is applied for, with the number."""
        return Words("{c}考核申报{n}", "Application {n}: {c}").fill(c=self.course, n=self.number)

    def subtitle(self) -> Words:
        """Who, for which day."""
        words = Words("{p}，{d}考核", "{p}, examination of {d}")
        return words.fill(p=self.person.name, d=self.sitting.held_on)

    @classmethod
    def for_desk(cls, pks: list[Any]) -> models.QuerySet[Any]:
        """With person, course and sitting."""
        return cls.objects.filter(pk__in=pks).select_related("person", "occupation", "sitting")

    def claim_first(self) -> None:
        """The sitting counts the seats: it is always held before its applications."""
        Sitting.objects.filter(pk=self.sitting_id).update(seated=F("seated"))

    def figures(self) -> dict[str, object]:
        """Seats still free (f)."""
        return {"f": self.sitting.left()}

    def stands(self) -> dict[str, object]:
        """What the person has said, for the form of a correction."""
        said = {name: value for name, value in self.record.items() if value is not None}
        return {**said, "proofs": self.proofs}

    @property
    def held_on(self) -> date:
        """The day of the exam."""
        return self.sitting.held_on

    def commitment(self) -> Commitment | None:
        """The commitment the person has signed for it."""
        return Commitment.objects.filter(chain_id=self.pk, purpose=Purpose.EXAM).first()

    def score(self) -> ScoreVersion | None:
        """The scores that count: the last confirmed version."""
        return self.scores.filter(confirmed_by__isnull=False).order_by("-number").first()

    def candidacy(self) -> Candidate | None:
        """The row of a batch that came of it."""
        found = Candidate.objects.filter(application=self).select_related("batch")
        return found.exclude(batch__state="VOID").order_by("-pk").first()

    def certificate(self) -> LevelCertificate | None:
        """The certificate that came of it and has not ended."""
        found = LevelCertificate.objects.filter(candidate__application=self)
        return found.exclude(state__in=("REVOKED", "SUPERSEDED")).first()

    # What the guards ask

    def condition_checks(self) -> Iterable[Check]:
        """R06, R08, R24."""
        yield from checking.condition_checks(self)

    def word_check(self) -> Check:
        """R08."""
        return checking.word_check(self)

    def assessor_checks(self) -> Iterable[Check]:
        """R09."""
        yield from checking.assessor_checks(self)

    def seat_check(self) -> Check:
        """R09."""
        return checking.seat_check(self)

    def withdrawal_checks(self, day: date | None) -> Iterable[Check]:
        """R08."""
        yield from checking.withdrawal_checks(self, day)

    def payment_checks(self) -> Iterable[Check]:
        """R22."""
        yield from checking.payment_checks(self)

    def certificate_checks(self, *, wanted: bool) -> Iterable[Check]:
        """A37."""
        yield from checking.certificate_checks(self, wanted=wanted)

    def list_checks(self) -> Iterable[Check]:
        """R09."""
        yield from checking.list_checks(self)

    # What the steps do

    def say_again(self, facts: Mapping[str, Any]) -> None:
        """Take up what the person says now."""
        checking.say_again(self, facts)

    def take_seat(self, taken: Taken) -> None:
        """A seat, and the person is told its number."""
        self.seat = self.sitting.claim_seat()
        words = SEAT_GIVEN.fill(d=self.held_on, s=self.seat)
        letters.tell_person(self, self.person, words, at=taken.at)

    def free_seat(self) -> None:
        """Give the seat back, if there was one."""
        if self.seat is not None:
            self.sitting.free_seat()
            self.seat = None

    def note_payment(self, day: str) -> None:
        """The fee is paid."""
        self.paid_on = date.fromisoformat(day)

    def void_before(self) -> None:
        """The seat is free again."""
        self.free_seat()

    def void_after(self, taken: Taken) -> None:
        """Every score of the sitting falls, and the row of a batch with it."""
        scoring_versions.void(self, taken)

    def correct_score(self, taken: Taken) -> None:
        """A new version of the scores."""
        scoring_versions.correct(self, taken)

    def refer(self, taken: Taken) -> None:
        """Tell the province: only it can begin the certificate's own process."""
        held, province = self.certificate(), self.sitting.party(Role.PROVINCE)
        if held is None or province is None:
            return
        words = REFERRED.fill(n=held.number, r=taken.facts["reason"])
        Notice.objects.create(
            chain_id=held.pk, office=province, zh=words.zh[:200], en=words.en[:300], at=taken.at
        )


class ScoreVersion(models.Model):
    """Scores in tenths as they were entered: the first before publication, each later one with a reason."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="scores")
    number = models.PositiveSmallIntegerField(default=1)
    theory = models.PositiveSmallIntegerField(null=True, blank=True)
    practice = models.PositiveSmallIntegerField(null=True, blank=True)
    absent = models.BooleanField(default=False)
    reason = models.CharField(max_length=200, blank=True)
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["application", "number"]
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="score_version_once"),
            models.CheckConstraint(
                condition=(Q(theory=None) | Q(theory__lte=FULL)) & (Q(practice=None) | Q(practice__lte=FULL)),
                name="score_within_hundred",
            ),
            models.CheckConstraint(
                condition=Q(absent=False) | Q(theory=None, practice=None), name="score_absent_without_points"
            ),
            models.CheckConstraint(condition=Q(number=1) | ~Q(reason=""), name="score_changed_with_a_reason"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("entered_by")),
                name="score_confirmed_by_another",
            ),
        ]

    @property
    def complete(self) -> bool:
        """Both parts, or a mark of absence."""
        return self.absent or (self.theory is not None and self.practice is not None)
