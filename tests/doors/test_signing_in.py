"""Signing in: guessing is bounded, and nobody can lock somebody else out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from axes.models import AccessAttempt
from django.core import signing
from django.test import Client, RequestFactory
from django.urls import reverse

from tests.doors.codes import SECRET, code
from tests.people.makers import make_account
from yushu.doors import signing_in
from yushu.people.models import Account

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse 9 battery"
HOME, ELSEWHERE = "198.51.100.7", "203.0.113.9"
LIMIT = 5


@pytest.fixture
def owner() -> Account:
    return make_account(password=PASSWORD)


def browser(address: str = HOME) -> Client:
    return Client(REMOTE_ADDR=address)


def try_in(client: Client, account: Account, password: str = PASSWORD, **more: str) -> int:
    """The answer's status: 302 is in (or on to the second factor), 200 is wrong, 429 is wait."""
    return client.post(
        reverse("account_login"), {"login": account.username, "password": password, **more}
    ).status_code


def guess(client: Client, account: Account, times: int = LIMIT) -> list[int]:
    return [try_in(client, account, f"wrong {n}") for n in range(times)]


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


class TestPassword:
    def test_the_right_one_lets_in_and_goes_where_one_was_going(self, owner):
        client = browser()
        answer = client.post(
            reverse("account_login"),
            {"login": owner.username, "password": PASSWORD, "next": reverse("account")},
        )

        assert signed_in(client)
        assert answer.url == reverse("account")

    def test_nobody_is_sent_to_another_site(self, owner):
        answer = browser().post(
            reverse("account_login"),
            {"login": owner.username, "password": PASSWORD, "next": "https://evil.example/"},
        )

        assert answer.url.startswith("/")

    @pytest.mark.parametrize(
        "spell", [str.upper, lambda name: f" {name} ", lambda name: name.replace("s", "ｓ")]
    )
    def test_case_width_and_spaces_of_the_account_do_not_matter(self, owner, spell):
        client = browser()
        owner.username = spell(owner.username)
        try_in(client, owner)

        assert signed_in(client)

    def test_a_wrong_one_is_told_without_saying_which_part_was_wrong(self, owner):
        answers = [
            browser().post(reverse("account_login"), {"login": name, "password": "wrong"})
            for name in (owner.username, "nobody-at-all")
        ]

        said = [answer.context["form"].non_field_errors() for answer in answers]
        assert list(said[0]) == list(said[1])
        assert said[0]

    def test_an_account_without_a_password_lets_nobody_in(self):
        account = make_account()
        client = browser()
        for password in ("", "!", account.password):
            try_in(client, account, password)

        assert not signed_in(client)

    def test_a_closed_account_is_told_so_and_stays_out(self, owner):
        Account.objects.filter(pk=owner.pk).update(is_active=False)
        client = browser()

        assert try_in(client, owner) == 403
        assert not signed_in(client)

    def test_passwords_are_kept_by_argon2id(self, settings):
        settings.PASSWORD_HASHERS = ["yushu.people.hashing.Argon2"]

        assert make_account(password=PASSWORD).password.startswith("argon2$argon2id$")

    def test_the_database_keeps_no_guess_and_no_code(self, owner):
        guess(browser(), owner, 1)

        kept = AccessAttempt.objects.get()
        assert "wrong 0" not in kept.post_data
        assert owner.username not in kept.post_data


class TestGuessing:
    def test_five_wrong_ones_and_this_address_must_wait_even_with_the_right_one(self, owner):
        client = browser()

        assert guess(client, owner) == [200, 200, 200, 200, 429]
        assert try_in(client, owner) == 429
        assert not signed_in(client)

    def test_the_owner_gets_in_from_elsewhere_all_the_same(self, owner):
        guess(browser(ELSEWHERE), owner, LIMIT + 2)
        client = browser()
        try_in(client, owner)

        assert signed_in(client)

    def test_in_the_same_office_a_known_device_gets_in_all_the_same(self, owner):
        known = browser()
        try_in(known, owner)
        known.post(reverse("account_logout"))
        guess(browser(), owner, LIMIT + 2)
        try_in(known, owner)

        assert signed_in(known)

    def test_without_its_cookie_the_same_device_would_have_been_locked_out(self, owner):
        """The negative control: it is the cookie that does it."""
        known = browser()
        try_in(known, owner)
        known.post(reverse("account_logout"))
        guess(browser(), owner, LIMIT + 2)
        del known.cookies[signing_in.DEVICE_COOKIE]

        assert try_in(known, owner) == 429

    def test_a_known_device_has_a_bound_of_its_own(self, owner):
        known = browser()
        try_in(known, owner)
        known.post(reverse("account_logout"))

        assert guess(known, owner)[-1] == 429

    def test_a_device_known_for_one_account_is_a_stranger_to_another(self, owner):
        other = make_account(password=PASSWORD)
        known = browser()
        try_in(known, other)
        known.post(reverse("account_logout"))
        guess(browser(), owner)

        assert try_in(known, owner) == 429

    def test_a_shared_computer_vouches_for_all_who_used_it(self, owner):
        other = make_account(password=PASSWORD)
        shared = browser()
        for account in (owner, other):
            try_in(shared, account)
            shared.post(reverse("account_logout"))
            guess(browser(), account)
        for account in (owner, other):
            assert try_in(shared, account) == 302
            shared.post(reverse("account_logout"))

    def test_a_made_up_or_moved_cookie_vouches_for_nothing(self, owner):
        value = signing.dumps(
            {"id": "f" * 16, "accounts": [signing_in._mark(owner.username)]}, salt="elsewhere"
        )
        forger = browser()
        forger.cookies[signing_in.DEVICE_COOKIE] = value
        guess(browser(), owner)

        assert try_in(forger, owner) == 429

    def test_a_right_one_wipes_the_count(self, owner):
        client = browser()
        guess(client, owner, LIMIT - 1)
        try_in(client, owner)
        client.post(reverse("account_logout"))
        client.cookies.clear()

        assert guess(client, owner, LIMIT - 1) == [200] * (LIMIT - 1)

    def test_after_the_wait_it_is_open_again_and_the_rehearsal_clock_has_no_say(self, owner):
        client = browser()
        guess(client, owner)
        for attempt in AccessAttempt.objects.all():
            AccessAttempt.objects.filter(pk=attempt.pk).update(
                attempt_time=attempt.attempt_time - timedelta(minutes=16)
            )

        assert try_in(client, owner) == 302

    def test_spelling_the_account_differently_wins_no_more_guesses(self, owner):
        client = browser()
        spellings = [owner.username, owner.username.upper(), f" {owner.username}", owner.username.title()]
        for n in range(LIMIT):
            client.post(reverse("account_login"), {"login": spellings[n % 4], "password": "wrong"})

        assert try_in(client, owner) == 429


class TestBehindProxies:
    def address(self, forwarded: str, proxies: int, settings: object) -> str | None:
        settings.YUSHU_PROXIES = proxies
        headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
        return signing_in.client_address(RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", **headers))

    def test_without_proxies_what_a_client_claims_counts_nothing(self, settings):
        assert self.address("1.2.3.4", 0, settings) == "10.0.0.1"

    def test_behind_proxies_the_outermost_of_ours_is_believed_and_no_claim_before_it(self, settings):
        assert self.address("6.6.6.6, 198.51.100.7", 1, settings) == "198.51.100.7"
        assert self.address("6.6.6.6, 198.51.100.7, 10.0.0.9", 2, settings) == "198.51.100.7"
        assert self.address("", 1, settings) == "10.0.0.1"


@pytest.fixture
def guarded(owner: Account, rf: RequestFactory) -> Account:
    """The owner, with a second factor and recovery codes."""
    TOTP.activate(owner, SECRET)
    RecoveryCodes.activate(owner)
    return owner


class TestSecondFactor:
    def half_way(self, account: Account, address: str = HOME) -> Client:
        client = browser(address)
        assert try_in(client, account) == 302
        return client

    def answer(self, client: Client, text: str) -> int:
        return client.post(reverse("mfa_authenticate"), {"code": text}).status_code

    def test_the_password_alone_is_not_enough(self, guarded):
        client = self.half_way(guarded)

        assert not signed_in(client)
        assert client.get(reverse("account")).status_code == 302

    def test_the_code_of_the_app_lets_in(self, guarded):
        client = self.half_way(guarded)
        self.answer(client, code())

        assert signed_in(client)

    def test_a_code_works_once(self, guarded):
        used = code()
        self.answer(self.half_way(guarded), used)
        again = self.half_way(guarded)
        self.answer(again, used)

        assert not signed_in(again)

    def test_a_recovery_code_works_once(self, guarded):
        spare = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
        first, second = self.half_way(guarded), self.half_way(guarded)
        self.answer(first, spare)
        self.answer(second, spare)

        assert (signed_in(first), signed_in(second)) == (True, False)

    def test_wrong_codes_are_bounded_even_when_one_begins_again(self, guarded):
        answers = []
        for _ in range(LIMIT):
            client = self.half_way(guarded)
            answers.append(self.answer(client, "000000"))

        assert answers == [200, 200, 200, 200, 429]
        client = self.half_way(guarded)
        self.answer(client, code())
        assert not signed_in(client)

    def test_who_knows_the_password_cannot_lock_the_owner_out(self, guarded):
        known = self.half_way(guarded)
        self.answer(known, code())
        known.post(reverse("account_logout"))
        for _ in range(LIMIT):
            self.answer(self.half_way(guarded), "000000")
        try_in(known, guarded)
        self.answer(known, code(step=1))

        assert signed_in(known)

    def test_the_secret_is_sealed_at_rest(self, guarded):
        data = Authenticator.objects.get(type="totp").data

        assert SECRET not in str(data)
        assert Authenticator.objects.get(type="totp").wrap().validate_code(code())


def test_nobody_opens_an_account_for_themselves(client):
    assert client.get("/account/signup/").status_code == 404
    assert not signing_in.Accounts().is_open_for_signup(RequestFactory().get("/"))
