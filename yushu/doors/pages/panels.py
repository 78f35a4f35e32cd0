"""What somebody may do next in a case: the steps open to them, as panels with checks, form and buttons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from yushu.casework.authority import Basis, asked, basis_for, pending
from yushu.casework.models import SEES_ALL, Case, Deadline, Party
from yushu.casework.models import Act as Pressed
from yushu.casework.process import Ask, Check, Step
from yushu.casework.stepping import checks
from yushu.doors.pages.shapes import Act, Panel
from yushu.doors.pages.speech import short_day
from yushu.doors.pages.verbs import HANDS_DO, HANDS_DONE, answers, duty_words, role_words
from yushu.kernel.errors import Refusal
from yushu.kernel.words import NOTHING, Words
from yushu.law.pack import pack
from yushu.people.actors import Actor
from yushu.people.roles import Duty, Role

STOPS = frozenset(
    {
        "return",
        "refuse",
        "void",
        "withdraw",
        "discard",
        "drop",
        "deny",
        "decline",
        "strike",
        "suspend",
        "stop",
        "revoke",
        "notify",
    }
)
"""Steps that send back or end something: drawn as a warning, and nobody is ticked beforehand."""

NEVER_SIGN_IN = frozenset({Role.NATION})
"""Parties whose acts are always recorded for them (A34): their steps say so themselves."""
YOURS = Words("由你办理", "yours to do")
LENT = Words("受委托由你办理", "yours by delegation")
RECORDED = Words("代{who}登记", "recorded for {who}")
NEXT = Words("下一步：{act}", "Next: {act}")
BACK = Words("退回经办", "Hand back")
BY_HAND = Words("{duty}：{label}", "{duty}: {label}")
DECIDE = Words("下一步：作出决定", "Next: decide")
OTHER_ACTS = Words("其他办理", "Other acts")
RECORD_FOR = Words("代{who}登记：{label}", "For {who}: {label}")
GIVEN_BY = Words("{duty}：{who}，{on}", "{who} {duty} on {on}")
HAND_OPEN = Words("{duty}：待办", "Not yet {duty}")
HAND_APART = Words("{duty}：待办，须是另一人", "To be {duty} by another person")


@dataclass(frozen=True)
class Open:
    """A step somebody may take now: on what basis, and which hands have acted before."""

    step: Step
    basis: Basis
    hands: tuple[Pressed, ...]

    @property
    def asks(self) -> tuple[Ask, ...]:
        """The facts this hand gives."""
        return asked(self.step, self.basis)

    @property
    def chooses(self) -> bool:
        """Whether this hand chooses the people the step is about."""
        return self.step.rows and not self.hands

    @property
    def last(self) -> bool:
        """Whether the step is taken with this hand."""
        return len(self.hands) + 1 >= self.step.hands

    @property
    def stops(self) -> bool:
        """Whether the step sends back or ends something."""
        return self.step.name in STOPS

    @property
    def due(self) -> bool:
        """Whether one is waited for: one's own turn, or that of a party that never signs in."""
        return not self.step.power and (self.basis.kind != "record" or self.step.by in NEVER_SIGN_IN)


def may(case: Case, step: Step, actor: Actor) -> Open:
    """The step as open to the actor. Raises what the engine would raise."""
    hands = pending(case, step)
    return Open(step, basis_for(case, step, actor, hands), tuple(hands))


def open_to(case: Case, actor: Actor) -> list[Open]:
    """Every step the actor may take now; those waited for first, as the table orders them."""
    found = []
    for step in case.process.leaving(case.state):
        try:
            found.append(may(case, step, actor))
        except Refusal:
            continue
    expected = {step.name for step in case.process.expected(case.state)}
    return sorted(found, key=lambda one: (not one.due, one.step.name not in expected))


def with_another_hand(case: Case, found: list[Open]) -> bool:
    """Whether a step that goes on has begun and waits for another person of the office."""
    mine = {one.step.name for one in found}
    steps = (step for step in case.process.expected(case.state) if step.name not in mine | STOPS)
    return any(step.hands > 1 and pending(case, step) for step in steps)


def step_address(case: Case, step: Step) -> str:
    """The page of a step."""
    return reverse("step", args=[case.process.kind, case.pk, step.name])


def label_of(case: Case, one: Open, figures: dict[str, Any]) -> Words:
    """The button's words: the act with its size; the hand, where there are several."""
    label = one.step.says.label.fill(**figures)
    if one.step.hands > 1 and one.basis.duty:
        return BY_HAND.fill(duty=HANDS_DO[one.basis.duty], label=label)
    return label


def panel(
    case: Case,
    one: Open,
    *,
    form: Any = None,
    others: list[Open] | None = None,
    table: Any = None,
    title: Words | None = None,
) -> Panel:
    """A step as a sheet to fill in. Without a form its button leads to the step's own page."""
    figures = case.figures()
    href = "" if form is not None else step_address(case, one.step)
    tone = "stop" if one.stops else "main"
    acts = [Act(one.step.name, label_of(case, one, figures), tone, href)]
    if one.hands:
        acts.append(
            Act("back", BACK, "stop", reverse("hand_back", args=[case.process.kind, case.pk, one.step.name]))
        )
    acts += [link(case, other, figures) for other in others or []]
    clock = Deadline.objects.running().filter(  # seen: with its case
        chain_id=case.pk, role=one.step.by, paused_on=None
    )
    deadline = clock.first()
    return Panel(
        title=title or NEXT.fill(act=one.step.called),
        action=step_address(case, one.step),
        acts=acts,
        by=whose(one),
        due=deadline.due_on if deadline and not one.step.power else None,
        checks=checks(case, one.step),
        form=form,
        cites=one.step.cites,
        law=pack().entry(one.step.cites).says if one.step.cites else NOTHING,
        after=one.step.says.does.fill(**figures),
        table=table,
        hands=hands_of(case, one),
        rev=case.rev,
    )


def link(case: Case, one: Open, figures: dict[str, Any]) -> Act:
    """A step as a button that leads to its own page."""
    label = label_of(case, one, figures)
    if one.basis.kind == "record" and one.step.by not in NEVER_SIGN_IN:
        label = RECORD_FOR.fill(who=role_words(one.step.by), label=label)
    return Act(one.step.name, label, "stop" if one.stops else "", step_address(case, one.step))


def links(case: Case, found: list[Open]) -> Panel:
    """Acts that take a page of their own, as links on one sheet; called next when one of them is waited for."""
    figures = case.figures()
    waited = next((one for one in found if one.due), None)
    acts = [link(case, one, figures) for one in found]
    if waited is None or with_another_hand(case, found):
        return Panel(OTHER_ACTS, "", acts, key="others")
    return Panel(DECIDE, "", acts, by=whose(waited), cites=waited.step.cites)


def blocked(case: Case, one: Open) -> bool:
    """Whether a guard already says no to an act nobody waits for: then it is not offered."""
    return one.step.power and any(check.mark == "no" for check in checks(case, one.step))


def whose(one: Open) -> Words:
    """On what basis the visitor acts."""
    if one.basis.kind == "record":
        return RECORDED.fill(who=role_words(one.step.by))
    return LENT if one.basis.kind == "delegation" else YOURS


def hands_of(case: Case, one: Open) -> list[Check]:
    """Who has acted as which hand, and whose hand is next; nothing where one hand is enough."""
    if one.step.hands == 1:
        return []
    lines = [Check("ok", hand_given(one.step, act)) for act in one.hands]
    text = HAND_APART if one.hands else HAND_OPEN
    return [*lines, Check("look", text.fill(duty=HANDS_DONE[one.step.duties[len(one.hands)]]))]


def hand_given(step: Step, act: Pressed) -> Words:
    """复核：复核人乙，9月25日, and what that hand has given."""
    day = short_day(act.happened_on, act.happened_on.year)
    said = GIVEN_BY.fill(duty=HANDS_DONE[Duty(act.duty)], who=act.post.title if act.post else "", on=day)
    own = {ask.name for ask in step.asks_of(Duty(act.duty))}
    facts = answers(step.asks, {name: value for name, value in act.facts.items() if name in own})
    return Words("；".join((said.zh, *(f.zh for f in facts))), "; ".join((said.en, *(f.en for f in facts))))


def turn_of(case: Case, step: Step, actor: Actor) -> Words:
    """Who must take a step now: the party, and for its own people and the supervisors the hand."""
    parties = Party.objects.filter(chain_id=case.pk, role=step.by).select_related(
        "office", "person"
    )  # seen: with its case
    names = [party_name(party) for party in parties] or [role_words(step.by)]
    who = Words("、".join(n.zh for n in names), ", ".join(n.en for n in names))
    if step.hands == 1 or not sees_hands(step.by, actor):
        return who
    duty = step.duties[len(pending(case, step))]
    return Words(f"{who.zh}{duty_words(duty).zh}", f"{who.en} (the one who {duty_words(duty).en})")


def sees_hands(role: str, actor: Actor) -> bool:
    """Whether the visitor may know how far a step has come inside the office that takes it.

    What is handled and not yet signed is no decision, so the other side does not see it.
    """
    return actor.role == role or actor.role in SEES_ALL


def party_name(party: Party) -> Words:
    """The name of an office in both languages, or of a person."""
    if party.office is not None:
        return Words(party.office.name, party.office.name_en or party.office.name)
    return Words(party.person.name, party.person.name)
