"""A pack that is out of order, incomplete or unknown is refused: which file, which entry, how to mend it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from yushu.kernel.errors import Misconfigured
from yushu.law.pack import PACKS, load, pack
from yushu.law.tables import PackFault


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A second province, which so far copies the first."""
    return Path(shutil.copytree(PACKS / "shanxi", tmp_path / "hebei"))


@pytest.fixture
def spoil(folder: Path) -> Callable[[str, str, str], PackFault]:
    """Change a text in a file, load, and hand back the refusal."""

    def run(file: str, old: str, new: str) -> PackFault:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(PackFault) as refused:
            load(folder)
        return refused.value

    return run


R19 = "first_days = 10\nfirst_yuan = 150\nafter_yuan = 100\ncap_yuan = 5000\n"
AGAIN = R19 + "\n[[R19.values]]\nsince = {since}\nread_on = 2026-11-24\nconfirmed = true\n" + R19


def test_a_second_province_is_another_folder(folder):
    path = folder / "rules_support.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("cap_yuan = 5000", "cap_yuan = 4000"), encoding="utf-8"
    )

    other = load(folder)

    assert other.name == "hebei"
    assert other.on("R19", date(2024, 6, 1))["cap_yuan"] == 4000
    assert pack().on("R19", date(2024, 6, 1))["cap_yuan"] == 5000


def test_values_in_order_are_taken(folder):
    path = folder / "rules_support.toml"
    text = path.read_text(encoding="utf-8").replace(R19, AGAIN.format(since="2025-01-01"))
    path.write_text(text, encoding="utf-8")

    assert [value.since.year for value in load(folder).entry("R19").values] == [2024, 2025]


@pytest.mark.parametrize("since", ["2024-01-01", "2024-05-23"], ids=["earlier", "the same day"])
def test_values_out_of_order_are_refused(spoil, since):
    fault = spoil("rules_support.toml", R19, AGAIN.format(since=since))

    assert fault.where == "hebei/rules_support.toml, R19, values[2], since"
    assert since in fault.wrong.en
    assert "earliest first" in fault.mend.en
    assert "从早到晚" in fault.mend.zh


@pytest.mark.parametrize(
    ("file", "old", "new", "where", "wrong"),
    [
        ("rules_support.toml", "cap_yuan = 5000\n", "", "R19, values[1], cap_yuan", "missing"),
        (
            "rules_support.toml",
            "cap_yuan = 5000",
            "cap_yuan = 5000\ncap = 5000",
            "R19, values[1], cap",
            "no such key",
        ),
        ("rules_support.toml", "cap_yuan = 5000", 'cap_yuan = "5000"', "cap_yuan", "not a whole number"),
        ("rules_support.toml", "cap_yuan = 5000", "cap_yuan = true", "cap_yuan", "not a whole number"),
        ("rules_support.toml", "cap_yuan = 5000", "cap_yuan = 5000.0", "cap_yuan", "not a whole number"),
        ("rules_support.toml", "cap_yuan = 5000", "cap_yuan = -1", "cap_yuan", "out of bounds"),
        ("rules_support.toml", "percent = 80", "percent = 0", "R18, values[1], percent", "out of bounds"),
        (
            "rules_support.toml",
            "percent = 80",
            "percent = 80\npercent = 81",
            "rules_support.toml",
            "cannot be read",
        ),
        ("rules_support.toml", "[R12]", "[R12", "rules_support.toml", "cannot be read"),
        ("rules_support.toml", "[R12]", "[R33]", "R33", "no such id"),
        ("rules_support.toml", "[R12]", "[[R12]]", "R12", "not a table"),
        ("rules_support.toml", 'clause = "五(一)"', 'clause = "五(九)"', "R12, clause", "no clause"),
        (
            "rules_support.toml",
            'source = "晋人社厅发〔2024〕27号"',
            'source = "他文"',
            "R12, source",
            "no document",
        ),
        ("rules_support.toml", 'zh = "职称衔接"', 'zh = " "', "R13, zh", "not a text"),
        ("rules_support.toml", 'zh = "职称衔接"\n', "", "R13, zh", "missing"),
        (
            "rules_delivery.toml",
            "since = 2024-05-23",
            'since = "2024-05-23"',
            "R01, values[1], since",
            "not a day",
        ),
        ("rules_delivery.toml", "since = 2024-05-23", "since = 2024-05-23T00:00:00", "since", "not a day"),
        (
            "rules_delivery.toml",
            "confirmed = true",
            'confirmed = "yes"',
            "R01, values[1], confirmed",
            "true nor false",
        ),
        ("rules_delivery.toml", 'unit_by = "A5"', 'unit_by = "A6"', "R07, values[1], unit_by", "cannot be"),
        ("readings_terms.toml", 'chosen = "d"', 'chosen = "e"', "A2, values[1], chosen", "no option"),
        ("readings_terms.toml", 'unit = "workday"', 'unit = "week"', "A5, options, b, unit", "cannot be"),
        (
            "readings_terms.toml",
            'rounding = "ceil"',
            'rounding = "up"',
            "A2, values[1], rounding",
            "cannot be",
        ),
        ("readings_terms.toml", "[A1.options]", "[A1.option]", "A1, values[1], chosen", "no option"),
        ("house.toml", "[H-publicity]", "[H-publicitee]", "H-publicitee", "no such id"),
        ("house.toml", "hours = 8", 'hours = 8\nsource = "他文"', "H-hours-a-day, source", "no document"),
        ("clauses.toml", 'place = "引言"', 'place = "通知"', "clauses[2], place", "said twice"),
        ("clauses.toml", 'place = "通知"\n', "", "clauses[1], place", "missing"),
        ("pack.toml", '  "house.toml",\n', "", "hebei", "H-publicity"),
        (
            "pack.toml",
            '"rules_delivery.toml",',
            '"rules_delivery.toml", "rules_delivery.toml",',
            "R01",
            "said twice",
        ),
        (
            "pack.toml",
            "issued_on = 2024-05-23",
            "issued = 2024-05-23",
            "documents, 晋人社厅发〔2024〕27号, issued",
            "no such key",
        ),
        ("pack.toml", 'version = "2024.1"', "", "version", "missing"),
    ],
)
def test_a_spoilt_pack_is_refused_by_file_entry_and_key(spoil, file, old, new, where, wrong):
    fault = spoil(file, old, new)

    assert where in fault.where
    assert wrong in fault.wrong.en
    assert fault.mend.zh
    assert fault.mend.en in str(fault)


def test_entries_out_of_order_are_refused(folder):
    path = folder / "pack.toml"
    text = path.read_text(encoding="utf-8")
    first, second = '  "rules_delivery.toml",\n', '  "rules_support.toml",\n'
    path.write_text(text.replace(first + second, second + first), encoding="utf-8")

    with pytest.raises(PackFault, match="R01: does not come after R32"):
        load(folder)


def test_an_entry_said_again_in_the_next_file_is_refused(folder):
    delivery, head = folder / "rules_delivery.toml", folder / "pack.toml"
    again = delivery.read_text(encoding="utf-8")
    (folder / "again.toml").write_text(again[again.index("[R11]") :], encoding="utf-8")
    text = head.read_text(encoding="utf-8").replace(
        '"rules_support.toml"', '"again.toml",\n  "rules_support.toml"'
    )
    head.write_text(text, encoding="utf-8")

    with pytest.raises(PackFault, match=r"again\.toml, R11: .*said twice"):
        load(folder)


def test_an_option_that_leaves_a_needed_fact_open_is_refused(spoil):
    fault = spoil("readings_subsidy.toml", 'chosen = "c"\n\n[A15]', 'chosen = "a"\n\n[A15]')

    assert fault.where == "hebei/readings_subsidy.toml, A14, values[1], months"


def test_a_faulty_pack_stops_the_start(spoil):
    assert isinstance(spoil("rules_support.toml", "percent = 80", "percent = 101"), Misconfigured)


def test_a_missing_file_names_the_file(folder):
    (folder / "house.toml").unlink()

    with pytest.raises(PackFault, match=r"hebei/house\.toml"):
        load(folder)
