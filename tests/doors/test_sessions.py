"""Sessions end on the server."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from tests.people.makers import make_account
from yushu.casework.models import RehearsalClock
from yushu.doors import sessions
from yushu.people.models import Account

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse 9 battery"
NEW_PASSWORD = "another staple 7 horse"


@pytest.fixture
def owner() -> Account:
    return make_account(password=PASSWORD)


def enter(account: Account, password: str = PASSWORD) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": account.username, "password": password})
    assert is_in(client)
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("account")).status_code == 200


@pytest.fixture
def later(monkeypatch):
    """Real time goes on."""

    def by(**passed: int) -> None:
        moment = sessions.now() + timedelta(**passed)
        monkeypatch.setattr(sessions, "now", lambda: moment)

    return by


def test_signing_out_ends_the_session_on_the_server(owner):
    client = enter(owner)
    stolen = client.cookies["sessionid"].value
    client.post(reverse("account_logout"))
    thief = Client()
    thief.cookies["sessionid"] = stolen

    assert not is_in(thief)
    assert not Session.objects.filter(pk=stolen).exists()


def test_signing_in_makes_a_new_session(owner):
    client = Client()
    client.get(reverse("account_login"))
    session = client.session
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted
    client.post(reverse("account_login"), {"login": owner.username, "password": PASSWORD})

    assert client.cookies["sessionid"].value != planted


def test_signing_out_is_asked_for_by_a_form(owner):
    client = enter(owner)

    assert client.get(reverse("account_logout")).status_code == 405
    assert is_in(client)


def test_ending_the_others_keeps_this_one(owner):
    here, there = enter(owner), enter(owner)
    here.post(reverse("end_sessions"))

    assert (is_in(here), is_in(there)) == (True, False)


def test_without_the_round_the_other_would_have_stayed(owner, monkeypatch):
    """The negative control: it is the round of sessions that ends them."""
    monkeypatch.setattr(Account, "end_sessions", lambda account: None)
    here, there = enter(owner), enter(owner)
    here.post(reverse("end_sessions"))

    assert (is_in(here), is_in(there)) == (True, True)


def test_a_new_password_ends_the_other_sessions(owner):
    here, there = enter(owner), enter(owner)
    fields = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    here.post(reverse("account_change_password"), fields)

    assert (is_in(here), is_in(there)) == (True, False)
    assert enter(owner, NEW_PASSWORD)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"oldpassword": "wrong", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}, "oldpassword"),
        ({"oldpassword": PASSWORD, "password1": "12345678901", "password2": "12345678901"}, "password1"),
        ({"oldpassword": PASSWORD, "password1": "short", "password2": "short"}, "password1"),
        ({"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": "other"}, "password2"),
    ],
)
def test_a_new_password_is_not_taken_lightly(owner, fields, field):
    answer = enter(owner).post(reverse("account_change_password"), fields)

    assert field in answer.context["form"].errors
    assert Account.objects.get(pk=owner.pk).check_password(PASSWORD)


def test_a_closed_account_is_out_at_its_next_request(owner):
    client = enter(owner)
    Account.objects.filter(pk=owner.pk).update(is_active=False)

    assert not is_in(client)


def test_an_idle_session_ends_and_says_so(owner, later):
    client = enter(owner)
    later(minutes=31)
    answer = client.get(reverse("account"), follow=True)

    assert "很久没有操作" in answer.content.decode()
    assert not is_in(client)


def test_a_session_in_use_does_not_end(owner, later):
    client = enter(owner)
    for _ in range(3):
        later(minutes=20)
        assert is_in(client)


def test_a_day_is_the_longest(owner, later):
    client = enter(owner)
    minutes = 0
    while is_in(client) and minutes < 24 * 60:
        minutes += 29
        later(minutes=29)
    assert 12 * 60 < minutes < 13 * 60


def test_rehearsing_next_year_signs_nobody_out(owner):
    client = enter(owner)
    RehearsalClock.objects.create(seconds=365 * 86400)

    assert is_in(client)


def test_no_page_of_somebody_signed_in_is_kept_by_the_browser(owner):
    answer = enter(owner).get(reverse("account"))

    assert "no-store" in answer["Cache-Control"]
