"""What an administrator does at the console: the first offices and accounts, lost passwords, people who leave."""

from __future__ import annotations

from io import StringIO
from uuid import uuid4

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from tests.doors.codes import SECRET
from yushu.people.models import Account, Office, Post
from yushu.people.roles import Duty, Role
from yushu.people.second_factor import has_second_factor

pytestmark = pytest.mark.django_db


def run(command: str, *words: str) -> str:
    out = StringIO()
    call_command(command, *words, stdout=out)
    return out.getvalue().strip()


def open_officer(username: str = "Wang.Gang") -> str:
    office = run("open_office", "PROVINCE", "职业能力建设处", "--english", "Skills Division")
    return run("open_account", "王 刚", username, "--office", office, "--duty", "SIGN", "--title", "签发人丙")


def enters(password: str) -> bool:
    client = Client()
    client.post(reverse("account_login"), {"login": "wang.gang", "password": password})
    return "_auth_user_id" in client.session


def test_an_officer_opened_at_the_console_can_sign_in():
    password = open_officer()
    post = Post.objects.get()

    assert (post.role, post.duty, post.account.person.name) == (Role.PROVINCE, Duty.SIGN, "王刚")
    assert Office.objects.get().names.count() == 1
    assert enters(password)


def test_two_accounts_do_not_share_a_name_however_spelled():
    open_officer()
    with pytest.raises(CommandError, match="taken"):
        open_officer("WANG.GANG")


def test_unknown_offices_accounts_and_wrong_codes_are_said():
    with pytest.raises(CommandError, match="no office"):
        run("open_account", "王刚", "w", "--office", str(uuid4()), "--duty", "SIGN", "--title", "签发人丙")
    with pytest.raises(CommandError, match="no account"):
        run("reset_account", "nobody")
    with pytest.raises(CommandError, match="18"):
        run("open_office", "CITY", "市局", "--credit-code", "123")


def test_a_reset_makes_the_old_password_and_the_lost_phone_worthless():
    old = open_officer()
    account = Account.objects.get()
    TOTP.activate(account, SECRET)
    new = run("reset_account", "wang.gang")

    assert not has_second_factor(account)
    assert (enters(old), enters(new)) == (False, True)


def test_who_has_left_is_out():
    password = open_officer()

    assert run("reset_account", "wang.gang", "--close") == "closed"
    assert not enters(password)
    assert not Account.objects.get().is_active
