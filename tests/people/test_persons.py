"""Persons once."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import FieldError
from django.db import connection

from tests.people.makers import SPRING, make_account, make_office, make_post
from tests.people.numbers import invented
from yushu.kernel.errors import Invalid, Refusal
from yushu.kernel.words import Words
from yushu.people.actors import PUBLIC, Actor
from yushu.people.documents import KIND_WORDS, DocumentKind, read_paper
from yushu.people.models import IdDocument, Merge, Person
from yushu.people.persons import (
    add_document,
    find_or_create_person,
    find_person,
    merge,
    same_person_ids,
    standing,
)
from yushu.people.roles import Role

RARE = "𠮷𪚥"
NUMBER = invented(13)


def known(name: str = "学员甲", number: str = NUMBER, **more: object) -> Person:
    return find_or_create_person(kind="RESIDENT", number=number, name=name, **more)


@pytest.mark.django_db
class TestOnce:
    def test_what_the_number_tells_is_filled_in(self):
        person = known()

        assert (person.sex, person.born, person.nationality_code) == ("M", date(2002, 3, 4), "156")
        assert person.documents.get().masked == f"1499**********{NUMBER[-4:]}"

    @pytest.mark.parametrize(
        "spell", [str.lower, lambda n: f" {n[:6]} {n[6:14]}-{n[14:]} ", lambda n: n.translate(FULL)]
    )
    def test_however_the_number_is_spelled_it_is_the_same_person(self, spell):
        assert known(number=spell(NUMBER)) == known()
        assert Person.objects.count() == 1

    def test_however_the_name_is_spelled_it_is_the_same_person(self):
        assert known("买买提·艾力") == known(" 买买提•艾力")

    def test_a_name_of_four_byte_characters_comes_back_as_it_was(self):
        known(RARE)

        assert find_person("RESIDENT", NUMBER).name == RARE

    def test_another_name_on_the_same_number_is_refused(self):
        known()
        with pytest.raises(Refusal) as refused:
            known("学员乙")

        assert refused.value.field == "name"
        assert "学员甲" not in str(refused.value.wrong + refused.value.mend)

    def test_contact_fills_gaps_and_never_overwrites(self):
        known(phone="13800001234")
        person = known(phone="13900009999", home_area="140105")

        person.refresh_from_db()
        assert (person.phone, person.home_area) == ("13800001234", "140105")

    def test_a_wrong_number_makes_nobody(self):
        with pytest.raises(Invalid):
            known(number=NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1"))

        assert not Person.objects.exists()

    def test_a_birth_date_to_come_is_refused(self):
        with pytest.raises(Invalid):
            known(number=invented(1, date(2024, 9, 27)), today=date(2024, 9, 26))

    def test_nobody_is_found_where_nobody_is(self):
        assert find_person("RESIDENT", NUMBER) is None


FULL = {ord("0") + n: chr(0xFF10 + n) for n in range(10)} | {ord("X"): "ｘ"}


class TestPapers:
    @pytest.mark.parametrize(
        ("kind", "number"),
        [
            ("RESIDENT", NUMBER),
            ("RESIDENCE_HMT", invented(1, area="810000")),
            ("PERMANENT_FOREIGN", invented(1, area="911124")),
            ("PERMANENT_FOREIGN", "CAN110078101501"),
            ("PASSPORT", "E12345678"),
        ],
    )
    def test_each_kind_is_read_by_its_own_rules(self, kind, number):
        assert read_paper(kind, number.lower()).number == number

    @pytest.mark.parametrize(
        ("kind", "number"),
        [
            ("RESIDENT", invented(1, area="810000")),
            ("RESIDENT", invented(1, area="911124")),
            ("RESIDENCE_HMT", NUMBER),
            ("PERMANENT_FOREIGN", NUMBER),
            ("PASSPORT", "E12"),
            ("PASSPORT", "E 12/456"),
        ],
    )
    def test_a_number_of_another_kind_is_refused(self, kind, number):
        with pytest.raises(Invalid) as refused:
            read_paper(kind, number)

        assert isinstance(refused.value.mend, Words)

    def test_the_area_of_a_foreigners_card_is_no_hint(self):
        assert read_paper("PERMANENT_FOREIGN", invented(1, area="911124")).area_hint == ""

    def test_every_kind_has_words(self):
        assert {kind: words.zh for kind, words in KIND_WORDS.items()} == dict(DocumentKind.choices)


@pytest.mark.django_db
class TestSeveralPapers:
    def test_a_second_paper_finds_the_same_person(self):
        person = known()
        add_document(person, kind="PASSPORT", number="E12345678")

        assert find_person("PASSPORT", "e1234 5678") == person
        assert add_document(person, kind="PASSPORT", number="E12345678").person == person
        assert person.documents.count() == 2

    def test_the_paper_of_somebody_else_is_refused(self):
        known()
        other = known("学员乙", invented(15))
        with pytest.raises(Refusal) as refused:
            add_document(other, kind="RESIDENT", number=NUMBER)

        assert refused.value.field == "number"


@pytest.mark.django_db
class TestMerge:
    def two(self) -> tuple[Person, Person]:
        return known(), find_or_create_person(kind="PASSPORT", number="E12345678", name="学员甲")

    def join(self, kept: Person, gone: Person, reason: str = "同一人的护照") -> Merge:
        return merge(kept, gone, reason=reason, merged_on=SPRING)

    def test_papers_move_and_the_record_says_why(self):
        kept, gone = self.two()
        record = self.join(kept, gone)

        assert find_person("PASSPORT", "E12345678") == kept
        assert find_or_create_person(kind="PASSPORT", number="E12345678", name="学员甲") == kept
        assert (record.kept, record.gone, record.reason) == (kept, gone, "同一人的护照")
        assert standing(Person.objects.get(pk=gone.pk)) == kept
        assert list(Person.objects.standing()) == [kept]

    def test_everything_of_either_record_is_found(self):
        kept, gone = self.two()
        self.join(kept, gone)
        newest = known("学员甲", invented(17))
        self.join(newest, kept)

        assert set(same_person_ids(gone)) == {kept.pk, gone.pk, newest.pk}

    def test_a_merge_needs_a_reason(self):
        with pytest.raises(Refusal):
            self.join(*self.two(), reason="同")

    def test_nobody_merges_with_themselves_or_twice_or_in_a_circle(self):
        kept, gone = self.two()
        with pytest.raises(Refusal):
            self.join(kept, kept)
        self.join(kept, gone)
        for pair in ((kept, gone), (gone, kept)):
            with pytest.raises(Refusal):
                self.join(*pair)


@pytest.mark.django_db
class TestAtRest:
    def raw(self, column: str, table: str) -> bytes:
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT "{column}" FROM "{table}"')
            return bytes(cursor.fetchone()[0])

    def test_number_and_phone_are_not_readable_in_the_database(self):
        known(phone="13800001234")

        assert NUMBER.encode() not in self.raw("number", "people_iddocument")
        assert b"13800001234" not in self.raw("phone", "people_person")
        assert IdDocument.objects.get().number == NUMBER

    def test_an_empty_phone_is_empty(self):
        known()

        assert self.raw("phone", "people_person") == b""
        assert Person.objects.get().phone == ""

    def test_a_sealed_column_cannot_be_searched(self):
        with pytest.raises(FieldError, match="blind index"):
            Person.objects.filter(phone="13800001234").exists()


@pytest.mark.django_db
class TestWhoSees:
    def test_overseers_all_a_city_its_own_a_trainee_themselves(self):
        near, far = known(home_area="140105"), known("学员乙", invented(15), home_area="140212")
        province, auditor = make_office(), make_office(Role.AUDITOR, area="140000")
        city = make_office(Role.CITY, area="140100")
        school = make_office(Role.INSTITUTION, area="140100")
        account = make_account()

        def sees(actor: Actor) -> set[Person]:
            return set(Person.objects.visible_to(actor)) & {near, far}

        stands = {
            office: Actor(Role(office.role), post=make_post(office))
            for office in (province, auditor, city, school)
        }
        assert sees(stands[province]) == sees(stands[auditor]) == {near, far}
        assert sees(stands[city]) == {near}
        assert sees(stands[school]) == sees(PUBLIC) == set()
        assert sees(Actor(Role.TRAINEE, account, near)) == {near}
        assert set(IdDocument.objects.visible_to(stands[city])) == set(near.documents.all())
        assert set(IdDocument.objects.visible_to(Actor(Role.TRAINEE, account, far))) == set(
            far.documents.all()
        )

    def test_a_city_without_an_area_sees_nobody(self):
        known(home_area="140105")
        nowhere = Actor(Role.CITY, post=make_post(make_office(Role.CITY)))

        assert not Person.objects.visible_to(nowhere).exists()
