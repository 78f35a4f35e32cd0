"""What the machine sees in a sitting before it is announced, and in its scores before they are published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from yushu.casework.authority import pending
from yushu.casework.process import Check, Taken
from yushu.catalogue.models import ListingKind
from yushu.catalogue.models.occupations import listing_checks as on_lists
from yushu.catalogue.models.occupations import name_of
from yushu.kernel.words import Words
from yushu.law.pack import pack
from yushu.people.areas import city_of
from yushu.people.models import BarKind, Person
from yushu.people.persons import standing
from yushu.people.register import office_barred
from yushu.training.models import Session

if TYPE_CHECKING:
    from yushu.certification.models import Sitting


def listing_checks(sitting: Sitting) -> Iterable[Check]:
    """R22, R24: evaluator and site are listed on the exam day for everything that is examined."""
    exams = [exam.occupation for exam in sitting.exams.select_related("occupation")]
    if not exams:
        yield Check("no", Words("没有写考核哪些职业和等级", "Nothing to be examined is named"), "R09")
        return
    day = sitting.held_on
    yield from on_lists([(sitting.evaluator, one) for one in exams], day, ListingKind.ASSESSES)
    yield from on_lists([(sitting.site, one) for one in exams], day, ListingKind.SITE)
    if office_barred(sitting.evaluator, BarKind.EVALUATION, day):
        text = Words("{o}在登记簿中不得承担评价", "{o} is barred from evaluation")
        yield Check("no", text.fill(o=name_of(sitting.evaluator)), "R24")


def site_check(sitting: Sitting) -> Check:
    """A24: outside Shanxi it is flagged; the province decides what it means."""
    if city_of(sitting.site.area):
        return Check("ok", Words("考点在山西省内", "The site is in Shanxi"), "A24")
    text = Words(
        "考点在山西省外：学员能否享受补贴由省人社厅定",
        "The site is outside Shanxi: whether its people may be subsidised is for the province to say",
    )
    return Check("look", text, "A24")


def day_checks(sitting: Sitting, day: date) -> Iterable[Check]:
    """R08: there is time to apply."""
    if sitting.apply_until < day:
        text = Words("申报截止{d}已过", "Applications would have closed on {d}")
        yield Check("no", text.fill(d=sitting.apply_until), "R08")
    else:
        text = Words("申报到{d}，{h}考核", "Applications until {d}, exam on {h}")
        yield Check("ok", text.fill(d=sitting.apply_until, h=sitting.held_on), "R08")


def assessor_checks(sitting: Sitting) -> Iterable[Check]:
    """R09: somebody examines; fewer than the usual number is looked at twice (H-assessors)."""
    count, least = sitting.assessors.count(), least_assessors(sitting.held_on)
    if not count:
        yield Check("no", Words("没有写考评员", "No assessor is named"), "R09")
    elif count < least:
        text = Words("考评员{n}人，一般不少于{m}人", "{n} assessors; usually there are at least {m}")
        yield Check("look", text.fill(n=count, m=least), "H-assessors")
    else:
        yield Check("ok", Words("考评员{n}人", "{n} assessors").fill(n=count), "H-assessors")


def least_assessors(day: date) -> int:
    """How many assessors there usually are."""
    return pack().on("H-assessors", day).number("people")


def score_checks(sitting: Sitting) -> Iterable[Check]:
    """R09: everybody with a seat has two scores or a mark of absence."""
    rows = list(sitting.seated_applications().prefetch_related("scores"))
    missing = [row for row in rows if not any(score.complete for score in row.scores.all())]
    if not rows:
        yield Check("no", Words("没有人有座位，可以取消场次", "Nobody has a seat: cancel the sitting"), "R09")
    elif missing:
        text = Words("{k}人没有两科成绩，也没有记缺考", "{k} have neither two scores nor a mark of absence")
        yield Check("no", text.fill(k=len(missing)), "R09")
    else:
        text = Words("{n}人成绩齐全", "The scores of all {n} are there")
        yield Check("ok", text.fill(n=len(rows)), "R09")


def second_person_checks(sitting: Sitting, taken: Taken | None) -> Iterable[Check]:
    """R09: who signs has entered none of the scores. Asked when the second hand is given."""
    if taken is None or not pending(sitting, taken.step) or taken.actor.person is None:
        return
    mine, entered = standing(taken.actor.person), set[Person]()
    for row in sitting.seated_applications().prefetch_related("scores__entered_by"):
        entered |= {standing(score.entered_by) for score in row.scores.all()}
    if mine in entered:
        text = Words("你录入过成绩，不能再由你确认", "You entered scores and may not confirm them")
        yield Check("no", text, "R09")


def apart_checks(sitting: Sitting) -> Iterable[Check]:
    """R09: for everybody there was an assessor who has not taught them."""
    left = free_assessors(sitting, [row.person for row in sitting.seated_applications()])
    without = [key for key, free in left.items() if not free]
    if without:
        text = Words("{k}人没有可以考他们的考评员：都教过", "{k} were taught by every assessor")
        yield Check("no", text.fill(k=len(without)), "R09")
    else:
        text = Words("每个人都有没教过他的考评员", "Everybody has assessors who have not taught them")
        yield Check("ok", text, "R09")


def free_assessors(sitting: Sitting, people: list[Person]) -> dict[UUID, list[Any]]:
    """For each person the assessors who have not taught them and are not they themselves. Two queries."""
    assessors = list(sitting.assessors.select_related("person"))
    taught = _teachers_of(people)
    return {
        person.pk: [
            one
            for one in assessors
            if standing(one.person).pk not in taught[person.pk]
            and standing(one.person).pk != standing(person).pk
        ]
        for person in people
    }


def _teachers_of(people: list[Person]) -> dict[UUID, set[UUID]]:
    """Who has taught each of these people, in any class: read from the sessions of training."""
    rows = (
        Session.objects.standing()
        .filter(training_class__members__person__in=people)
        .values_list("training_class__members__person", "teacher__person", "teacher__person__merged_into")
        .distinct()
    )
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for pupil, teacher, merged in rows:
        found[pupil] |= {merged or teacher}
    return found
