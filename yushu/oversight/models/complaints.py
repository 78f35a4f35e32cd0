"""Complaints, and the accounts asked for because of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q

from yushu.casework import letters
from yushu.casework.models import Case, Deadline, Party, state_check, state_field
from yushu.casework.opening import open_case
from yushu.casework.process import Check, Taken
from yushu.kernel.clock import day_of
from yushu.kernel.errors import Refusal
from yushu.kernel.words import Words
from yushu.ledger.models import Chain
from yushu.oversight.complaining import CATEGORIES, COMPLAINT, FINDINGS, S
from yushu.oversight.explaining import ACCOUNT_REQUEST, E
from yushu.people.areas import PROVINCE, city_of
from yushu.people.fields import EncryptedField
from yushu.people.models import Office
from yushu.people.roles import Role

CAN_BE_ASKED = (Role.INSTITUTION, Role.EVALUATOR)


def house_of(role: Role, area: str) -> Office | None:
    """The supervising house for an area: a city's own, or the province; where there are several, the nearest."""
    houses = Office.objects.filter(role=role, parent=None).order_by("name")
    city = city_of(area)
    if role == Role.CITY:
        return houses.filter(area=city).first() if city else None
    return houses.filter(area=city).first() or houses.filter(area=PROVINCE).first() or houses.first()


class Complaint(Case):
    """What somebody complains of, to whom it is addressed, and what was answered (R23, R24).

    The text, the name and the contact are encrypted; the code is kept only as a keyed fingerprint. A person
    is a party only when they asked for that while signed in.
    """

    process = COMPLAINT
    proved = ("category", "code_index", "received_on")
    state = state_field(COMPLAINT)
    category = models.CharField(max_length=12, choices=[(code, words.zh) for code, words in CATEGORIES])
    against = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="complaints"
    )
    about = models.ForeignKey(Chain, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    about_zh = models.CharField(max_length=160, blank=True)
    about_en = models.CharField(max_length=240, blank=True)
    text = EncryptedField()
    name = EncryptedField(blank=True, default="")
    contact = EncryptedField(blank=True, default="")
    code_index = models.CharField(max_length=64)
    received_on = models.DateField()
    passed_on = models.PositiveSmallIntegerField(default=0)
    finding = models.CharField(
        max_length=10, blank=True, choices=[(code, words.zh) for code, words in FINDINGS]
    )
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    wants_back_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_on", "-number"]
        constraints = [
            state_check(COMPLAINT),
            models.UniqueConstraint(fields=["code_index"], name="complaint_code_once"),
            models.CheckConstraint(
                condition=Q(category__in=[code for code, _ in CATEGORIES]), name="complaint_category_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=S.ANSWERED)
                | (Q(finding__in=[code for code, _ in FINDINGS], answered_on__isnull=False) & ~Q(answer="")),
                name="complaint_answered_with_words",
            ),
        ]

    @property
    def category_words(self) -> Words:
        """What it is about."""
        return dict(CATEGORIES)[self.category]

    @property
    def about_words(self) -> Words:
        """The course, class, certificate or settlement it was made from."""
        return Words(self.about_zh, self.about_en or self.about_zh)

    def subtitle(self) -> Words:
        """What of whom."""
        if self.against is None:
            return self.category_words
        who = Words(self.against.name, self.against.name_en or self.against.name)
        return Words("{c}，{o}", "{c}: {o}").fill(c=self.category_words, o=who)

    @classmethod
    def for_desk(cls, pks: list[Any]) -> models.QuerySet[Any]:
        """With whom it is about."""
        return cls.objects.filter(pk__in=pks).select_related("against")

    @property
    def institution(self) -> Office | None:
        """Whom it concerns, for the desk's filter."""
        return self.against

    def handler(self) -> Office | None:
        """The office that handles it now."""
        party = Party.objects.filter(chain_id=self.pk, role=Role.CITY).select_related("office").first()
        return party.office if party else None

    def has_contact(self) -> bool:
        """Whether a name or a contact was left."""
        return bool(self.name or self.contact)

    # What the guards ask

    def extension_checks(self, taken: Taken | None) -> Iterable[Check]:
        """A term that has ended is not extended."""
        clock = Deadline.objects.running().filter(chain_id=self.pk, step="answer").first()
        if clock is None or clock.due_on is None:
            return
        late = clock.late_since is not None or (taken is not None and taken.happened_on > clock.due_on)
        if late:
            text = Words("期限{d}已满，不能再延", "The term ended on {d} and cannot be extended")
            yield Check("no", text.fill(d=clock.due_on), "H-extended")

    def account_checks(self) -> Iterable[Check]:
        """Whether an account is still out."""
        out = self.accounts.filter(state=E.ASKED).count()
        if out:
            text = Words("还有{n}份情况说明没有收到", "{n} accounts asked for have not come in")
            yield Check("look", text.fill(n=out), "H-account")

    def asking_checks(self) -> Iterable[Check]:
        """Whom there is to ask."""
        if self.against is None or self.against.role not in CAN_BE_ASKED:
            text = Words("没有写明可以询问的机构", "No institution is named that could be asked")
            yield Check("no", text, "R24")
        elif self.accounts.filter(state=E.ASKED).exists():
            yield Check("no", Words("上一份情况说明还没有收到", "An account is already asked for"), "R24")

    def withdrawal_checks(self) -> Iterable[Check]:
        """Nobody withdraws what another has said."""
        if self.wants_back_on is None:
            text = Words("投诉人没有申请撤回", "The complainant has not asked to withdraw it")
            yield Check("no", text, "R24")
        else:
            text = Words("投诉人{d}凭查询码申请撤回", "Asked for with the code on {d}")
            yield Check("ok", text.fill(d=self.wants_back_on), "R24")

    # What the steps do

    def pass_on(self, taken: Taken) -> None:
        """Put another office in the place of the one that handled it; what it was asked for goes along."""
        area = str(taken.facts["target"])
        role = Role.PROVINCE if area == PROVINCE else Role.CITY
        target, now = house_of(role, area), self.handler()
        if target is None or target == now:
            wrong = Words("不能转给这个部门", "It cannot be passed on to that office")
            raise Refusal(wrong, Words("选另一个部门", "Choose another one"), field="target", cites="R24")
        chains = [self.pk, *self.accounts.values_list("pk", flat=True)]
        Party.objects.filter(chain_id__in=chains, role=Role.CITY).update(office=target)
        self.passed_on += 1

    def ask_account(self, taken: Taken) -> None:
        """A case of its own, in the officer's words; it says nothing of who complained."""
        handler = self.handler()
        assert handler is not None
        assert self.against is not None
        open_case(
            AccountRequest,
            actor=taken.actor,
            at=taken.at,
            happened_on=taken.happened_on,
            parties=[(Role.CITY, handler), (Role.INSTITUTION, self.against)],
            complaint=self,
            institution=self.against,
            summary=str(taken.facts["summary"]),
        )

    def note_answer(self, taken: Taken) -> None:
        """For whoever has the code; a person who is a party is told."""
        self.finding, self.answer = str(taken.facts["finding"]), str(taken.facts["answer"])
        self.answered_on = taken.happened_on
        self._tell(Words("{c}已答复", "{c} has been answered").fill(c=self.title()), taken)

    def note_refusal(self, taken: Taken) -> None:
        """The reason stands where the answer would."""
        self.answer, self.answered_on = str(taken.facts["reason"]), day_of(taken.at)
        self._tell(Words("{c}不予受理", "{c} was declined").fill(c=self.title()), taken)

    def _tell(self, words: Words, taken: Taken) -> None:
        for party in Party.objects.filter(chain_id=self.pk, role=Role.TRAINEE).select_related("person"):
            if party.person is not None:
                letters.tell_person(self, party.person, words, at=taken.at)


class AccountRequest(Case):
    """An institution's account of a matter, asked for in an officer's words (R24)."""

    process = ACCOUNT_REQUEST
    proved = ("summary",)
    state = state_field(ACCOUNT_REQUEST)
    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="accounts")
    institution = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="accounts")
    summary = models.TextField()
    account = models.TextField(blank=True)

    class Meta:
        ordering = ["-opened_on", "-number"]
        constraints = [
            state_check(ACCOUNT_REQUEST),
            models.CheckConstraint(condition=~Q(summary=""), name="account_asks_something"),
            models.CheckConstraint(
                condition=~Q(state=E.GIVEN) | ~Q(account=""), name="account_given_with_words"
            ),
        ]

    def subtitle(self) -> Words:
        """Of whom."""
        return Words(self.institution.name, self.institution.name_en or self.institution.name)

    @classmethod
    def for_desk(cls, pks: list[Any]) -> models.QuerySet[Any]:
        """With the institution."""
        return cls.objects.filter(pk__in=pks).select_related("institution")
