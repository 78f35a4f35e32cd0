"""Sealing, indexes, digests, canonical JSON, codes."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yushu.kernel.crypto import (
    CODE_ALPHABET,
    Broken,
    Keyring,
    blind_index,
    canonical,
    code_for,
    digest,
    open_sealed,
    random_code,
    seal,
)

OLD, NEW = bytes(range(32)), bytes(range(32, 64))
RING = Keyring({1: OLD, 2: NEW}, current=2)
WHERE = "people_person.phone"


@given(st.text())
def test_what_is_sealed_opens_again(text):
    assert open_sealed(RING, seal(RING, text, where=WHERE), where=WHERE) == text


def test_the_same_text_is_never_sealed_the_same_way():
    assert seal(RING, "13800001234", where=WHERE) != seal(RING, "13800001234", where=WHERE)


def test_a_new_key_seals_and_the_old_one_still_opens():
    before = seal(Keyring({1: OLD}, current=1), "甲", where=WHERE)
    after = seal(RING, "甲", where=WHERE)

    assert (before[0], after[0]) == (1, 2)
    assert open_sealed(RING, before, where=WHERE) == "甲"


def test_a_value_moved_to_another_column_does_not_open():
    with pytest.raises(Broken, match=r"people_account\.note"):
        open_sealed(RING, seal(RING, "甲", where=WHERE), where="people_account.note")


@pytest.mark.parametrize("place", [0, 1, 12, 13, -1])
def test_a_changed_byte_does_not_open(place):
    sealed = bytearray(seal(RING, "13800001234", where=WHERE))
    sealed[place] ^= 0x80
    with pytest.raises(Broken):
        open_sealed(RING, bytes(sealed), where=WHERE)


@pytest.mark.parametrize("cut", [0, 1, 13, 20])
def test_a_shortened_value_does_not_open(cut):
    with pytest.raises(Broken):
        open_sealed(RING, seal(RING, "13800001234", where=WHERE)[:cut], where=WHERE)


def test_a_ring_without_its_current_key_or_with_short_keys_is_refused():
    with pytest.raises(ValueError, match="current key"):
        Keyring({1: OLD}, current=2)
    with pytest.raises(ValueError, match="32 bytes"):
        Keyring({1: b"short"}, current=1)


def test_a_ring_does_not_show_its_keys():
    assert OLD.hex() not in repr(RING)
    assert repr(OLD) not in repr(RING)


def test_an_index_depends_on_key_kind_and_text():
    made = {
        blind_index(key, kind, text)
        for key in (OLD, NEW)
        for kind in ("RESIDENT", "PASSPORT")
        for text in ("1", "2")
    }

    assert len(made) == 8
    assert all(len(index) == 64 for index in made)
    assert blind_index(OLD, "AB", "C") != blind_index(OLD, "A", "BC")


def test_digests_of_the_standards():
    assert digest("sha256", b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert digest("sm3", b"abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    with pytest.raises(ValueError, match="md5"):
        digest("md5", b"abc")


def test_equal_values_have_one_writing():
    assert canonical({"乙": 1, "a": [True, None]}) == canonical({"a": [True, None], "乙": 1})
    assert canonical({"b": "甲", "a": 1}) == '{"a":1,"b":"甲"}'.encode()


def test_codes_carry_eighty_bits_and_every_character_can_come():
    codes = [random_code() for _ in range(400)]
    seen = Counter("".join(codes))

    assert len(CODE_ALPHABET) == 32
    assert all(len(code) == 16 for code in codes)
    assert len(set(codes)) == 400
    assert set(seen) == set(CODE_ALPHABET)


@given(st.text(), st.text())
def test_a_code_for_a_value_is_its_own_and_wants_the_key(one: str, other: str):
    code = code_for(OLD, "sending", one)
    assert len(code) == 16
    assert set(code) <= set(CODE_ALPHABET)
    assert (code_for(OLD, "sending", other) == code) == (one == other)
    assert code_for(NEW, "sending", one) != code
