"""Every change of state has its entry in the same transaction: all of it happens, or none of it."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.casework.makers import BACK, DECISION, altered, approved, certificate, reported
from tests.cast import Cast
from tests.certification.makers import make_batch, moment, take, three_hands
from yushu.casework import stepping
from yushu.casework.models import Act, Counter, Deadline, Notice, Outbox, Party, Pause
from yushu.casework.moving import Given, move
from yushu.casework.opening import open_case
from yushu.certification.models import Batch, Candidate, LevelCertificate
from yushu.kernel.errors import Forbidden, Refusal
from yushu.ledger import book
from yushu.ledger.audit import verify_everything
from yushu.ledger.models import Body, Chain, Entry, LogLeaf
from yushu.people.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]

TABLES = (
    Batch, Candidate, LevelCertificate, Act, Party, Deadline, Pause, Notice, Outbox, Counter,
    Chain, Entry, Body, LogLeaf,
)  # fmt: skip


def everything() -> dict[str, list[Any]]:
    return {table.__name__: list(table.objects.order_by("pk").values()) for table in TABLES}


def fails(*_args: Any, **_kwargs: Any) -> None:
    raise ZeroDivisionError


ONE = {"reason": "缺签署时间"}
SCENES: dict[str, tuple[Callable[[Cast], Any], str, Role, Callable[[Any], Given]]] = {
    "a report": (make_batch, "report", Role.EVALUATOR, lambda _: Given()),
    "a return": (reported, "return", Role.PROVINCE, lambda _: BACK),
    "a split": (reported, "return", Role.PROVINCE, lambda b: Given(ONE, rows=(b.row_keys()[0],))),
    "an approval": (
        lambda cast: three_hands(reported(cast), "forward", cast, "2024-09-10"),
        "approve",
        Role.PROVINCE,
        lambda b: Given(DECISION, rows=(b.row_keys()[0],)),
    ),
    "an issue": (approved, "issue", Role.EVALUATOR, lambda _: Given()),
    "a replacement": (certificate, "supersede", Role.EVALUATOR, lambda _: Given(ONE)),
}


@pytest.mark.parametrize("where", ["effect", "entry", "notice"])
@pytest.mark.parametrize("scene", SCENES)
def test_what_fails_half_way_has_not_happened(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, scene: str, where: str
) -> None:
    make, step, role, given = SCENES[scene]
    case = make(cast)
    case = type(case).objects.get(pk=case.pk)
    before, in_hand = everything(), dict(vars(case))
    if where == "effect":
        altered(monkeypatch, step, type(case), then=fails)
    elif where == "entry":
        monkeypatch.setattr(stepping, "_write_entry", fails)
    else:
        monkeypatch.setattr(stepping.letters, "after_step", fails)
    at = {"approve": "2024-09-30", "issue": "2024-10-08", "supersede": "2024-10-09"}.get(step, "2024-09-12")

    with pytest.raises(ZeroDivisionError):
        move(
            case,
            step,
            actor=cast.owner(role).actor,
            at=moment(at),
            rev=case.rev,
            given=given(case),
            happened_on=moment("2024-09-27").date() if step == "approve" else None,
        )

    assert everything() == before
    assert vars(case) == in_hand


def test_a_refused_step_leaves_the_case_in_hand_as_it_was(cast: Cast) -> None:
    """A page that shows the form again must show the revision that is true."""
    batch = make_batch(cast)
    batch.candidates.filter(seq=1).update(committed_at=None)
    with pytest.raises(Refusal):
        take(batch, "report", cast.owner(Role.EVALUATOR), "2024-09-21")
    assert (batch.rev, batch.state) == (0, "EXAMINED")
    batch.candidates.filter(seq=1).update(committed_at=moment("2024-08-21"))
    move(batch, "report", actor=cast.owner(Role.EVALUATOR).actor, at=moment("2024-09-21"), rev=batch.rev)


def test_a_case_that_cannot_be_opened_leaves_no_number_behind(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything()
    monkeypatch.setattr(book, "append", fails)
    with pytest.raises(ZeroDivisionError):
        make_batch(cast)
    assert everything() == before


def test_a_role_that_may_not_open_a_case_leaves_nothing(cast: Cast) -> None:
    before = everything()
    with pytest.raises(Refusal):
        open_case(Batch, actor=cast.owner(Role.CITY).actor, at=moment("2024-09-10"), parties=[])
    assert everything() == before


def test_every_change_of_state_stands_in_the_ledger(cast: Cast) -> None:
    """One entry for each final act and each hand, and for the opening; nothing changes a state without."""
    mine = certificate(cast)
    batch = mine.candidate.batch
    verbs = list(Entry.objects.filter(chain_id=batch.pk).order_by("seq").values_list("verb", flat=True))
    assert verbs == ["open", "report", "forward.handle", "forward.check", "forward", "approve", "issue"]
    assert len(verbs) == Act.objects.filter(chain_id=batch.pk).count() + 1
    assert verify_everything().fault is None


def test_what_the_engine_writes_holds_no_number_of_a_person(cast: Cast) -> None:
    """Identity numbers and phones stand sealed in their own columns and nowhere in what the engine writes."""
    mine = certificate(cast)
    with pytest.raises(Forbidden):
        take(mine, "supersede", cast.stranger(Role.EVALUATOR), "2024-10-09", given=Given(ONE))
    take(mine, "supersede", cast.owner(Role.EVALUATOR), "2024-10-09", given=Given(ONE))
    written = "".join(
        str(values)
        for table in (Body, Act, Notice, Outbox)
        for values in table.objects.values_list(*_texts(table))
    )
    for candidate in Candidate.objects.select_related("document", "person"):
        assert candidate.document.number not in written
        assert not candidate.person.phone or candidate.person.phone not in written


def _texts(table: Any) -> list[str]:
    return [field.name for field in table._meta.concrete_fields if not field.is_relation]


def test_nothing_else_in_the_house_writes_a_state_or_a_revision() -> None:
    """`move()` is the one door. Who mends a row meanwhile counts the revision on, and no more."""
    house = Path(stepping.__file__).parent.parent
    found = {
        f"{path.relative_to(house)}:{name}"
        for path in house.rglob("*.py")
        if "migrations" not in path.parts
        for name in _written(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert found == {
        "casework/stepping.py:case.rev",
        "casework/stepping.py:case.state",
        "casework/stepping.py:case.entered_rev",
        "casework/stepping.py:update(rev)",
    }


COUNTED_ON = "F('rev') + 1"


def _written(tree: ast.Module) -> set[str]:
    watched = {"state", "rev", "entered_rev"}
    names = {
        ast.unparse(target)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for one in node.targets
        for target in ast.walk(one)
        if isinstance(target, ast.Attribute) and target.attr in watched
    }
    updates = {
        f"update({word.arg})"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "update"
        for word in node.keywords
        if word.arg in watched and ast.unparse(word.value) != COUNTED_ON
    }
    return names | updates
