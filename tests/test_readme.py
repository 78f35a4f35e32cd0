"""The READMEs name what is there, and their pictures show the site as it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools import pictures

PROJECT = Path(__file__).resolve().parent.parent
READMES = ["README.md", "README.zh.md"]


@pytest.mark.parametrize("name", READMES)
def test_every_link_of_a_readme_leads_somewhere(name):
    links = re.findall(r"\]\(([^)#:]+)\)", (PROJECT / name).read_text(encoding="utf-8"))
    assert links
    assert not [link for link in links if not (PROJECT / link).exists()]


@pytest.mark.parametrize("name", READMES)
def test_every_target_a_readme_names_is_in_the_makefile(name):
    targets = set(re.findall(r"^([a-z]+):", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.M))
    named = set(re.findall(r"\bmake ([a-z]+)\b", (PROJECT / name).read_text(encoding="utf-8")))
    assert named
    assert named <= targets


def test_the_pictures_are_fresh():
    """Made from the sheets and templates as they are now; else: make pictures."""
    assert pictures.STAMP.read_text(encoding="utf-8").strip() == pictures.made_from()
