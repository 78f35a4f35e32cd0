"""Signing in with a second factor, the account, and lending a duty, as somebody at a browser does it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.doors.codes import code
from yushu.people.models import Account, Delegation
from yushu.people.roles import Duty, Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "correct horse 9 battery"


@pytest.fixture
def visitor(visit):
    return visit()


@pytest.fixture
def officer(cast) -> Account:
    account = cast.colleague(Role.PROVINCE, Duty.SIGN).account
    account.set_password(PASSWORD)
    account.save()
    return account


def enter(visitor, account: Account) -> None:
    page = visitor.go(reverse("account_login"))
    page.fill("[name=login]", account.username)
    page.fill("[name=password]", PASSWORD)
    page.click("form[action='/account/sign-in/'] button")


def check(visitor, name: str) -> None:
    visitor.fits()
    visitor.is_accessible()
    visitor.shoot(name)


def test_an_officer_sets_up_a_second_factor_and_signs_in_with_it(visitor, officer):
    visitor.go(reverse("account_login"))
    check(visitor, "sign-in")
    enter(visitor, officer)
    page = visitor.go(reverse("account"))
    check(visitor, "account")

    visitor.go(reverse("second_factor"))
    check(visitor, "second-factor")
    visitor.go(reverse("mfa_activate_totp"))
    check(visitor, "confirm")
    page.fill("[name=password]", PASSWORD)
    page.click("main form .btn--main")
    check(visitor, "set-up")
    assert page.evaluate("document.querySelector('main img').naturalWidth") > 100
    secret = page.locator("main .mono").inner_text()
    page.fill("[name=code]", code(secret))
    page.click("main form .btn--main")

    visitor.go(reverse("mfa_generate_recovery_codes"))
    page.click("main form .btn--main")
    check(visitor, "recovery")
    spare = page.locator("main li").first.inner_text()

    page.click("header form[action='/account/sign-out/'] button")
    enter(visitor, officer)
    check(visitor, "code")
    page.fill("[name=code]", spare)
    page.click("main form .btn--main")
    visitor.go(reverse("account"))
    assert page.locator("h1").inner_text() == officer.person.name


def test_an_officer_lends_a_duty_and_takes_it_back(visitor, officer):
    enter(visitor, officer)
    page = visitor.go(reverse("delegations"))
    today = page.evaluate("new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10)")
    page.select_option("[name=receiver]", index=1)
    page.fill("[name=since]", today)
    page.fill("[name=until]", today)
    page.click("main form .btn--main")
    check(visitor, "lend-refused")
    assert page.locator("[name=reason] >> xpath=..").locator(".wrong").count() == 1

    page.fill("[name=reason]", "出差")
    page.click("main form .btn--main")
    check(visitor, "lent")
    page.click("main form .btn--stop")
    check(visitor, "taken-back")
    assert Delegation.objects.get().revoked_on is not None


def test_the_pages_speak_english(visitor, officer):
    page = visitor.go(reverse("account_login"))
    page.click("[name=language][value=en]")
    enter(visitor, officer)
    for name in ("account", "second_factor", "delegations", "account_change_password"):
        visitor.go(reverse(name))
        check(visitor, f"{name}-en")


def test_too_many_guesses_are_told(visitor, officer):
    page = visitor.go(reverse("account_login"))
    for _ in range(5):
        page.fill("[name=login]", officer.username)
        page.fill("[name=password]", "wrong")
        page.click("form[action='/account/sign-in/'] button")
    check(visitor, "locked")
    assert "15分钟后再试" in page.inner_text("main")
