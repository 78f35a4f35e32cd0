"""Invented people: names from a short list, identity numbers under an area code that does not exist."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from yushu.kernel.identifiers import check_digit
from yushu.people.areas import CITIES
from yushu.people.documents import DocumentKind
from yushu.people.models import Person
from yushu.people.persons import find_or_create_person

NOWHERE = "149900"
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = "伟敏静磊娜强洋艳勇杰娟涛明超霞平刚桂英辉玲斌宁晨曦雨佳怡浩然子轩思远文博嘉琪梓萱志远晓东海燕建国"
RARE = "𬭎"
"""A given name outside the basic plane (GB 18030 level 3), so that no page can quietly lose it."""
YOUNGEST = date(2003, 8, 31)


class People:
    """A stream of invented people; the same seed gives the same people. `count` says how many have come."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)  # noqa: S311 invented people need no secrecy
        self._names: set[str] = set()
        self._seq: Iterator[int] = iter(range(1, 10_000))
        self.count = 0

    def another(self) -> Person:
        """One more person, living somewhere in the province."""
        number = self.count = next(self._seq)
        born = YOUNGEST - timedelta(days=self._dice.randrange(1500))
        return find_or_create_person(
            kind=DocumentKind.RESIDENT,
            number=identity_number(born, number),
            name=self._name(number),
            home_area=self._dice.choice(tuple(CITIES)),
        )

    def score(self, low: int = 600, high: int = 950) -> int:
        """A score in tenths, in halves of a point."""
        return self._dice.randrange(low, high + 1, 5)

    def _name(self, number: int) -> str:
        if number == 7:
            return f"郑{RARE}"
        if number == 11:
            return "买买提·艾力"
        while True:
            name = self._dice.choice(SURNAMES) + "".join(self._dice.sample(GIVEN, self._dice.choice((1, 2))))
            if name not in self._names:
                self._names.add(name)
                return name


def identity_number(born: date, seq: int) -> str:
    """A well-formed identity number that can belong to nobody."""
    first = f"{NOWHERE}{born:%Y%m%d}{seq % 1000:03d}"
    return first + check_digit(first)
