"""The routes of the national standards to a level examination (4.4): who may apply, on a stated day.

Read for 智能制造; the other standards use the same template. Every route says what it lacks and from when it
would be open, so that nobody learns after the training what could be known before it. Pure: values in, values out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from yushu.kernel.words import NOTHING, Words
from yushu.law.terms import anniversary


class Study(StrEnum):
    """The highest course of study, finished or under way."""

    NONE = "NONE"
    TECHNICAL = "TECHNICAL"
    COLLEGE = "COLLEGE"
    BACHELOR = "BACHELOR"
    SECOND = "SECOND"
    MASTER = "MASTER"
    DOCTOR = "DOCTOR"


class Title(StrEnum):
    """The professional title held."""

    NONE = "NONE"
    TECHNICIAN = "TECHNICIAN"
    ASSISTANT = "ASSISTANT"
    ENGINEER = "ENGINEER"


class Held(StrEnum):
    """The level certificate held in the same occupation."""

    NONE = "NONE"
    JUNIOR = "JUNIOR"
    MIDDLE = "MIDDLE"


STUDIES = {
    Study.NONE: Words("高中及以下或其他", "secondary school or other"),
    Study.TECHNICAL: Words("技工院校", "technical school"),
    Study.COLLEGE: Words("大学专科", "college diploma"),
    Study.BACHELOR: Words("大学本科或学士", "bachelor"),
    Study.SECOND: Words("第二学士", "second bachelor"),
    Study.MASTER: Words("硕士", "master"),
    Study.DOCTOR: Words("博士", "doctor"),
}
TITLES = {
    Title.NONE: Words("没有", "none"),
    Title.TECHNICIAN: Words("技术员", "technician"),
    Title.ASSISTANT: Words("助理工程师", "assistant engineer"),
    Title.ENGINEER: Words("工程师", "engineer"),
}
LEVELS_HELD = {
    Held.NONE: Words("没有", "none"),
    Held.JUNIOR: Words("初级", "junior"),
    Held.MIDDLE: Words("中级", "intermediate"),
}
ORDER = tuple(Title)
HIGHER = (Study.BACHELOR, Study.SECOND, Study.MASTER, Study.DOCTOR)
BEYOND = HIGHER[1:]
"""Who studies for one of these has a bachelor's diploma already."""


@dataclass(frozen=True)
class Record:
    """What decides about the routes: study, title, level, and the work, each since a day.

    `graduates_on` is the day of the diploma, or the day it is expected. Work counts from `works_since`.
    """

    study: Study
    related: bool
    graduates_on: date | None = None
    title: Title = Title.NONE
    title_since: date | None = None
    held: Held = Held.NONE
    held_since: date | None = None
    works_since: date | None = None


@dataclass(frozen=True)
class Route:
    """One way to the examination: open, open from a day on, closed for what it lacks, or left to the state rule."""

    number: int
    label: Words
    open: bool
    lacks: Words = NOTHING
    open_from: date | None = None
    unsettled: bool = False


@dataclass(frozen=True)
class Level:
    """What one level asks: of titles, of study with or without a lower level, and years after it."""

    title: Title
    title_years: int
    studies: tuple[tuple[tuple[Study, ...], Held, int], ...]


ASKS = {
    "MIDDLE": Level(
        Title.ASSISTANT,
        2,
        (
            ((Study.COLLEGE, Study.BACHELOR, Study.SECOND, Study.MASTER, Study.DOCTOR), Held.JUNIOR, 3),
            ((Study.SECOND, Study.MASTER, Study.DOCTOR), Held.JUNIOR, 1),
            ((Study.DOCTOR,), Held.NONE, 0),
        ),
    ),
    "SENIOR": Level(
        Title.ENGINEER,
        3,
        (
            ((Study.BACHELOR, Study.SECOND, Study.MASTER, Study.DOCTOR), Held.MIDDLE, 4),
            ((Study.DOCTOR,), Held.MIDDLE, 1),
        ),
    ),
}

NO_TITLE = Words("没有{t}职称", "no title of {t}")
NO_STUDY = Words("学历须为{s}", "needs: {s}")
NOT_RELATED = Words("专业不相关", "the major is not related")
NOT_FINAL = Words("还不在毕业学年", "not yet in the final academic year")
NOT_GRADUATED = Words("还没有毕业", "not yet graduated")
NO_LEVEL = Words("没有本职业{h}等级证书", "no {h} certificate of this occupation")
NOT_LONG = Words("工作未满{n}年", "less than {n} full years of work")
STATE_RULE = Words(
    "技工院校毕业生按国家规定对应，本平台没有读到对应办法",
    "graduates of technical schools follow a state rule that nobody has read here",
)


def routes(level: str, record: Record, on: date, final_year: date | None = None) -> tuple[Route, ...]:
    """Every route to a level on a day, in the order of the standard.

    `final_year` is the first day of the person's final academic year: from then on a student of a related
    bachelor course or higher counts for the junior level.
    """
    found = _junior(record, on, final_year) if level == "JUNIOR" else _above(ASKS[level], record, on)
    rows = [*found, _technical(len(found) + 1, record)]
    return tuple(rows)


def may_sit(found: Iterable[Route]) -> bool | None:
    """Whether any route is open; None where only an unread state rule could open one."""
    rows = tuple(found)
    if any(route.open for route in rows):
        return True
    return None if any(route.unsettled for route in rows) else False


def _junior(record: Record, on: date, final_year: date | None) -> list[Route]:
    return [
        _route(1, Words("技术员职称", "title of technician"), [_title_lacks(record, Title.TECHNICIAN, on)]),
        _route(
            2,
            Words("相关专业本科及以上，含应届", "related bachelor or higher, final-year students included"),
            [_study_lacks(record, HIGHER), _major_lacks(record), _final_lacks(record, final_year, on)],
            final_year if record.study in HIGHER and record.related else None,
        ),
        _years_route(
            3,
            Words("相关专业专科，从事本职业满1年", "related college diploma and 1 year in the occupation"),
            [
                _study_lacks(record, (Study.COLLEGE,)),
                _major_lacks(record),
                _diploma_lacks(record, (Study.COLLEGE,), on),
            ],
            (record.works_since,),
            1,
            on,
        ),
    ]


def _above(asks: Level, record: Record, on: date) -> list[Route]:
    title, years = asks.title, asks.title_years
    label = Words("{t}满{n}年", "{t} for {n} years").fill(t=TITLES[title], n=years)
    rows = [
        _years_route(
            1, label, [_title_lacks(record, title, on)], (record.title_since, record.works_since), years, on
        )
    ]
    for number, (studies, held, after) in enumerate(asks.studies, 2):
        rows.append(_by_study(number, record, studies, held, after, on))
    return rows


def _by_study(
    number: int, record: Record, studies: tuple[Study, ...], held: Held, years: int, on: date
) -> Route:
    named = _listed(studies)
    lacks = [_study_lacks(record, studies), _diploma_lacks(record, studies, on)]
    if held is Held.NONE:
        label = Words("相关专业{s}", "related: {s}").fill(s=named)
        studies_for_it = record.study in studies and record.related
        opens = record.graduates_on if studies_for_it else None
        return _route(number, label, [*lacks, _major_lacks(record)], opens)
    label = Words("{s}，取得{h}后满{n}年", "{s}, {n} years after the {h} level").fill(
        s=named, h=LEVELS_HELD[held], n=years
    )
    level = NOTHING if _holds(record, held, on) else NO_LEVEL.fill(h=LEVELS_HELD[held])
    return _years_route(number, label, [*lacks, level], (record.held_since, record.works_since), years, on)


def _listed(studies: tuple[Study, ...]) -> Words:
    least = [STUDIES[study] for study in studies[:1]]
    above = Words("及以上", " or higher") if len(studies) > 1 else NOTHING
    return Words(f"{least[0].zh}{above.zh}", f"{least[0].en}{above.en}")


def _years_route(
    number: int, label: Words, lacks: list[Words], starts: tuple[date | None, ...], years: int, on: date
) -> Route:
    """A route that is open after full years of work; a day is named once nothing else is missing."""
    known = [start for start in starts if start is not None]
    opens = anniversary(max(known), years=years) if len(known) == len(starts) else None
    long_enough = opens is not None and opens <= on
    short = NOTHING if long_enough else NOT_LONG.fill(n=years)
    return _route(number, label, [*lacks, short], None if any(lacks) else opens)


def _route(number: int, label: Words, lacks: list[Words], opens: date | None = None) -> Route:
    missing = [words for words in lacks if words]
    said = Words("；".join(words.zh for words in missing), "; ".join(words.en for words in missing))
    return Route(number, label, not missing, said, opens if missing else None)


def _technical(number: int, record: Record) -> Route:
    label = Words("技工院校毕业生", "graduate of a technical school")
    if record.study is Study.TECHNICAL:
        return Route(number, label, False, STATE_RULE, unsettled=True)
    return _route(number, label, [NO_STUDY.fill(s=STUDIES[Study.TECHNICAL])])


def _title_lacks(record: Record, title: Title, on: date) -> Words:
    has = ORDER.index(record.title) >= ORDER.index(title)
    return (
        NOTHING
        if has and (record.title_since is None or record.title_since <= on)
        else NO_TITLE.fill(t=TITLES[title])
    )


def _study_lacks(record: Record, studies: tuple[Study, ...]) -> Words:
    return NOTHING if record.study in studies else NO_STUDY.fill(s=_listed(studies))


def _major_lacks(record: Record) -> Words:
    return NOTHING if record.related else NOT_RELATED


def _final_lacks(record: Record, final_year: date | None, on: date) -> Words:
    final = final_year is not None and final_year <= on
    return NOTHING if final or record.study in BEYOND else NOT_FINAL


def _diploma_lacks(record: Record, studies: tuple[Study, ...], on: date) -> Words:
    graduated = record.graduates_on is not None and record.graduates_on <= on
    earlier = record.study in BEYOND and Study.BACHELOR in studies
    return NOTHING if graduated or earlier else NOT_GRADUATED


def _holds(record: Record, held: Held, on: date) -> bool:
    levels = tuple(Held)
    return levels.index(record.held) >= levels.index(held) and (
        record.held_since is None or record.held_since <= on
    )
