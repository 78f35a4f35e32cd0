"""Batches of candidates, their scores, and the level certificates that come of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Self

from django.db import IntegrityError, models, transaction
from django.db.models import Exists, F, OuterRef, Q

from yushu.casework.models import Case, CaseQuerySet, state_check, state_field
from yushu.casework.process import Taken
from yushu.catalogue.models import Direction, Level, Occupation
from yushu.certification import registering
from yushu.certification.issuance import ISSUANCE, S
from yushu.certification.life import LIFE, L
from yushu.certification.rules import FULL, has_passed, pass_mark
from yushu.kernel.crypto import canonical, digest
from yushu.kernel.errors import Refusal
from yushu.kernel.words import Words
from yushu.ledger.models import LogLeaf
from yushu.people.models import IdDocument, Office, Person
from yushu.training.models import TrainingCertificate
from yushu.training.training_life import L as T

STATED = (
    "seq",
    "person_id",
    "theory",
    "practice",
    "absent",
    "void",
    "direction_id",
    "training_serial",
    "completed_on",
    "national_cert_no",
)
"""What a row of the list states. Reasons of a return and what was checked beside it are no part of that."""


class Batch(Case):
    """The people of one sitting, occupation and level on their way to a certificate (R09–R11).

    `received_round` is the round whose first valid submission set `received_on` (A7).
    """

    process = ISSUANCE
    state = state_field(ISSUANCE)

    evaluator = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    occupation = models.ForeignKey(Occupation, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=8, choices=Level.choices)
    class_name = models.CharField(max_length=60, blank=True)
    site = models.CharField(max_length=100, blank=True)
    examined_on = models.DateField()
    received_on = models.DateField(null=True, blank=True)
    received_round = models.PositiveSmallIntegerField(default=0)
    approved_on = models.DateField(null=True, blank=True)
    approval_no = models.CharField(max_length=60, blank=True)
    notice_received_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            state_check(ISSUANCE),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="batch_level_known"),
            models.CheckConstraint(
                condition=Q(received_on=None) | Q(received_on__gte=F("examined_on")),
                name="batch_received_after_exam",
            ),
            models.CheckConstraint(
                condition=Q(notice_received_on=None) | Q(notice_received_on__gte=F("approved_on")),
                name="batch_notice_after_approval",
            ),
            models.UniqueConstraint(fields=["number"], name="batch_number_once"),
        ]

    def title(self) -> Words:
        """发证批次 and its number."""
        return Words(f"发证批次{self.number}", f"Batch {self.number}")

    def subtitle(self) -> Words:
        """Institution, occupation, level, class and how many."""
        level, count = Level(self.level), self.size()
        course = f"{self.occupation.short_zh} {level.label} {self.class_name}".strip()
        english = f"{self.occupation.short_en}, {level.words.en}"
        return Words(
            f"{self.institution.name}·{course}·{count}人",
            f"{self.institution.name_en or self.institution.name}: {english}, {count} people",
        )

    @classmethod
    def for_desk(cls, pks: list[Any]) -> models.QuerySet[Any]:
        """Batches with what their titles need, the headcount counted in the same query."""
        return (
            cls.objects.filter(pk__in=pks)
            .select_related("institution", "evaluator", "occupation")
            .annotate(headcount=models.Count("candidates"))
        )

    def size(self) -> int:
        """How many stand in the list."""
        counted = getattr(self, "headcount", None)
        return self.candidates.count() if counted is None else int(counted)

    def figures(self) -> dict[str, object]:
        """How many people (n), and how many of them passed (p)."""
        return {"n": self.size(), "p": self.count_passed()}

    def row_keys(self) -> list[str]:
        """Candidates by key, in list order. Of a list that was forwarded, those who passed: only they
        went to the national office, and only about them it can answer.
        """
        rows = self.candidates.passed(self.mark) if self.state == S.FORWARDED else self.candidates
        return [str(pk) for pk in rows.values_list("pk", flat=True)]

    def evidence(self) -> str:
        """The digest of the list: who stands in it with which scores, training and national numbers."""
        rows = [[str(value) for value in row] for row in self.candidates.order_by("seq").values_list(*STATED)]
        return digest("sha256", canonical(rows)) if rows else ""

    def split_rows(self, sibling: Self, rows: tuple[str, ...]) -> None:
        """The chosen candidates follow the sibling."""
        self.candidates.filter(pk__in=[int(key) for key in rows]).update(batch=sibling)

    @property
    def mark(self) -> int:
        """The pass mark of the day of the examination, in tenths."""
        return pass_mark(self.examined_on)

    def count_passed(self) -> int:
        """People who reached the mark in both parts."""
        return self.candidates.passed(self.mark).count()

    def count_absent(self) -> int:
        """People marked absent."""
        return self.candidates.filter(absent=True).count()

    def count_unscored(self) -> int:
        """People with neither scores nor a mark of absence."""
        return self.candidates.filter(Q(theory=None) | Q(practice=None), absent=False).count()

    def count_failed(self) -> int:
        """People below the mark in a part, or whose exam is void."""
        mark = self.mark
        low = Q(theory__lt=mark) | Q(practice__lt=mark) | Q(void=True)
        return self.candidates.filter(low, absent=False).count()

    def count_without_training(self) -> int:
        """People without a training certificate earned before the exam, or whose own was revoked (R06, R08)."""
        none = Q(training_serial="") | Q(completed_on=None) | Q(completed_on__gt=self.examined_on)
        revoked = TrainingCertificate.objects.filter(number=OuterRef("training_serial"), state=T.REVOKED)
        return self.candidates.filter(none | Exists(revoked)).count()

    def count_without_commitment(self) -> int:
        """People with neither a signed commitment nor uploaded proofs (R08)."""
        return self.candidates.filter(committed_at=None, proofs=False).count()

    def count_doubles(self) -> int:
        """People standing twice; the unique constraint makes this nil unless persons were merged."""
        people = self.candidates.values_list("person__merged_into", "person_id")
        keys = [merged or own for merged, own in people]
        return len(keys) - len(set(keys))

    def insured_on_opening(self) -> tuple[bool, int]:
        """Whether insurance on the opening day is known for all, and how many had it (A22)."""
        answers = list(self.candidates.values_list("insured_on_opening", flat=True))
        return None not in answers, answers.count(True)

    def receive(self, day: date) -> None:
        """Set the day the ten days count from: the first submission of this round."""
        if self.received_round != self.round:
            self.received_on, self.received_round = day, self.round
        self.candidates.update(why="")

    def note_reasons(self, reasons: Mapping[str, Mapping[str, Any]]) -> None:
        """Write beside each row what was wrong with it."""
        for key, row in reasons.items():
            self.candidates.filter(pk=int(key)).update(why=row.get("why", "")[:200])

    def note_approval(self, taken: Taken) -> None:
        """Keep the decision's day and number, the day it came, and the national numbers it gives."""
        self.approved_on, self.approval_no = taken.happened_on, taken.facts["document_no"]
        self.notice_received_on = date.fromisoformat(taken.facts["received_on"])
        for key, row in taken.facts.get("rows", {}).items():
            if number := row.get("national_cert_no", ""):
                self._note_national_number(int(key), number)

    def _note_national_number(self, key: int, number: str) -> None:
        try:
            with transaction.atomic():
                self.candidates.filter(pk=key).update(national_cert_no=number)
        except IntegrityError:
            wrong = Words("国家证书号{n}已登记给另一人", "The national number {n} is another person's")
            mend = Words("对照来文改正这一行", "Correct this row from the document")
            raise Refusal(wrong.fill(n=number), mend, field="national_cert_no", cites="R10") from None

    def issue_certificates(self, taken: Taken) -> None:
        """One certificate for each who passed."""
        for candidate in self.candidates.passed(self.mark).select_related("person", "document", "direction"):
            registering.issue(LevelCertificate, candidate, self, taken)


class CandidateQuerySet(models.QuerySet["Candidate"]):
    """Rows of batches."""

    def passed(self, mark: int) -> CandidateQuerySet:
        """The mark (in tenths) or more in both parts, exactly; nobody absent, nobody whose exam is void."""
        return self.filter(absent=False, void=False, theory__gte=mark, practice__gte=mark)

    def problems_first(self, mark: int) -> CandidateQuerySet:
        """Those who did not pass, then the others, each by list number."""
        failed = Q(absent=True) | Q(void=True) | Q(theory__lt=mark) | Q(practice__lt=mark)
        trouble = models.Case(models.When(failed | ~Q(why=""), then=0), default=1)
        return self.order_by(trouble, "seq")


class Candidate(models.Model):
    """One person in one batch. Scores are tenths of a point; empty scores with `absent` mean no show.

    `void` says that everything of the sitting fell because a commitment was false; nothing undoes it.
    """

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="candidates")
    seq = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="candidacies")
    document = models.ForeignKey(IdDocument, on_delete=models.PROTECT, related_name="+")
    direction = models.ForeignKey(
        Direction, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    theory = models.PositiveSmallIntegerField(null=True, blank=True)
    practice = models.PositiveSmallIntegerField(null=True, blank=True)
    absent = models.BooleanField(default=False)
    training_serial = models.CharField(max_length=40, blank=True)
    completed_on = models.DateField(null=True, blank=True)
    committed_at = models.DateTimeField(null=True, blank=True)
    commitment_version = models.CharField(max_length=20, blank=True)
    proofs = models.BooleanField(default=False)
    application = models.ForeignKey(
        "certification.Application",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="candidacies",
    )
    void = models.BooleanField(default=False)
    insured_on_opening = models.BooleanField(null=True, blank=True)
    national_cert_no = models.CharField(max_length=60, blank=True)
    why = models.CharField(max_length=200, blank=True)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "person"], name="candidate_once_per_batch"),
            models.CheckConstraint(
                condition=Q(theory=None) | Q(theory__lte=FULL), name="candidate_theory_within_hundred"
            ),
            models.CheckConstraint(
                condition=Q(practice=None) | Q(practice__lte=FULL), name="candidate_practice_within_hundred"
            ),
            models.CheckConstraint(
                condition=Q(absent=False) | Q(theory=None, practice=None),
                name="candidate_absent_without_scores",
            ),
            models.UniqueConstraint(
                fields=["national_cert_no"],
                condition=~Q(national_cert_no=""),
                name="candidate_national_no_once",
            ),
        ]

    @property
    def passed(self) -> bool:
        """Both parts at the mark or above (R09)."""
        return not self.void and has_passed(self.theory, self.practice, self.batch.mark)


class CertificateQuerySet(CaseQuerySet):
    """Level certificates."""

    def issued_by(self, day: date) -> Self:
        """Those issued on or before a day and not revoked: what a year's count shows."""
        return self.filter(issued_on__lte=day).exclude(state__in=[L.REVOKED, L.SUPERSEDED])


class LevelCertificate(Case):
    """A 专业技术等级证书. `code` is its public address (80 random bits); `number` is the platform's serial."""

    process = LIFE
    proved = (
        "number",
        "code",
        "person_id",
        "holder",
        "masked",
        "occupation_id",
        "direction_id",
        "level",
        "evaluator_id",
        "examined_on",
        "issued_on",
        "national_cert_no",
        "digest",
    )
    state = state_field(LIFE)

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="certificates")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="certificates")
    code = models.CharField(max_length=20, unique=True)
    holder = models.CharField(max_length=100)
    masked = models.CharField(max_length=32)
    occupation = models.ForeignKey(Occupation, on_delete=models.PROTECT, related_name="+")
    direction = models.ForeignKey(
        Direction, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    level = models.CharField(max_length=8, choices=Level.choices)
    evaluator = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    examined_on = models.DateField()
    issued_on = models.DateField()
    national_cert_no = models.CharField(max_length=60, blank=True)
    digest = models.CharField(max_length=64)
    leaf = models.ForeignKey(LogLeaf, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=16, blank=True)
    notified_on = models.DateField(null=True, blank=True)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )

    objects: ClassVar[Any] = CertificateQuerySet.as_manager()

    class Meta:
        constraints = [
            state_check(LIFE),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="certificate_level_known"),
            models.CheckConstraint(
                condition=Q(issued_on__gte=F("examined_on")), name="certificate_issued_after_exam"
            ),
            models.UniqueConstraint(fields=["number"], name="certificate_serial_once"),
            models.UniqueConstraint(
                fields=["candidate"], condition=Q(replaces=None), name="certificate_one_first_per_candidate"
            ),
        ]

    def title(self) -> Words:
        """等级证书 and its serial."""
        return Words(f"等级证书 {self.number}", f"Level certificate {self.number}")

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
        return cls.objects.filter(pk__in=pks).select_related("occupation", "evaluator")

    def issue_replacement(self, taken: Taken) -> None:
        """Issue the corrected certificate that takes this one's place."""
        registering.replace(self, taken)
