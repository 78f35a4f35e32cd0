"""One's own account: posts, second factor, lending a duty, reading."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.doors.codes import SECRET, code
from tests.people.makers import SPRING, make_account, make_office, make_post
from yushu.kernel.clock import day_of, now
from yushu.ledger.models import Entry
from yushu.people.models import Account, Delegation, Post
from yushu.people.persons import add_document
from yushu.people.presence import delegate
from yushu.people.roles import Duty, Role

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse 9 battery"
TODAY = day_of(now())
DAY = timedelta(days=1)


def officer(**fields: object) -> Post:
    return make_post(make_office(), Duty.SIGN, "签发人丙", make_account(password=PASSWORD, **fields))


def enter(account: Account) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": account.username, "password": PASSWORD})
    return client


class TestPosts:
    def test_one_stands_at_another_of_ones_posts(self):
        post = officer()
        second = make_post(
            make_office(Role.AUDITOR, "审计处"), Duty.VIEW, "查阅人", post.account, since=SPRING + DAY
        )
        client = enter(post.account)
        client.post(reverse("stand_at"), {"post": str(second.pk)})

        page = client.get(reverse("account"))
        assert page.wsgi_request.actor.post == second
        assert list(page.context["posts"]) == [post, second]

    @pytest.mark.parametrize("key", ["", "no-such", "00000000-0000-0000-0000-000000000000", "other"])
    def test_nobody_stands_at_anothers(self, key):
        post, other = officer(), officer()
        client = enter(post.account)
        answer = client.post(reverse("stand_at"), {"post": str(other.pk) if key == "other" else key})

        assert answer.status_code == 404
        assert client.get(reverse("account")).wsgi_request.actor.post == post

    def test_a_trainee_sees_their_papers_masked(self):
        account = make_account(password=PASSWORD)
        add_document(account.person, kind="RESIDENT", number="149900190001010015")
        page = enter(account).get(reverse("account")).content.decode()

        assert "1499**********0015" in page
        assert "149900190001010015" not in page


class TestSecondFactor:
    def set_up(self, client: Client, account: Account) -> str:
        """Confirm, scan, type the code; gives back the secret."""
        asked = client.get(reverse("mfa_activate_totp"))
        assert urlsplit(asked.url).path == reverse("account_reauthenticate")
        page = client.post(
            asked.url, {"password": PASSWORD, "next": reverse("mfa_activate_totp")}, follow=True
        )
        secret = page.context["form"].secret
        client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
        return str(secret)

    def test_it_is_set_up_with_an_app_and_other_sessions_end(self):
        account = make_account(password=PASSWORD)
        here, there = enter(account), enter(account)
        self.set_up(here, account)

        assert Authenticator.objects.filter(user=account, type="totp").exists()
        assert here.get(reverse("account")).context["second_factor"]
        assert there.get(reverse("account")).status_code == 302

    def test_a_wrong_code_sets_nothing_up(self):
        account = make_account(password=PASSWORD)
        client = enter(account)
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        client.get(reverse("mfa_activate_totp"))
        client.post(reverse("mfa_activate_totp"), {"code": "000000"})

        assert not Authenticator.objects.filter(user=account).exists()

    def test_the_picture_is_ours_and_only_while_it_is_set_up(self):
        client = enter(make_account(password=PASSWORD))
        assert client.get(reverse("second_factor_picture")).status_code == 404
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        client.get(reverse("mfa_activate_totp"))
        picture = client.get(reverse("second_factor_picture"))

        assert picture["Content-Type"] == "image/svg+xml"
        assert picture.content.startswith(b'<svg xmlns="http://www.w3.org/2000/svg"')
        assert b"style" not in picture.content
        assert Client().get(reverse("second_factor_picture")).status_code == 302

    def test_the_page_loads_nothing_from_elsewhere_and_no_data_address(self):
        account = make_account(password=PASSWORD)
        client = enter(account)
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        page = client.get(reverse("mfa_activate_totp"))

        assert "data:" not in page.content.decode()
        assert "default-src 'self'" in page["Content-Security-Policy"]

    def test_recovery_codes_are_shown_once_in_the_answer_that_makes_them(self):
        account = make_account(password=PASSWORD)
        client = enter(account)
        self.set_up(client, account)
        shown = client.post(reverse("mfa_generate_recovery_codes"))

        codes = Authenticator.objects.get(user=account, type="recovery_codes").wrap().get_unused_codes()
        assert len(codes) == 10
        assert shown.context["codes"] == codes
        for name in ("mfa_generate_recovery_codes", "second_factor"):
            assert codes[0] not in client.get(reverse(name)).content.decode()

    def test_it_is_switched_off_only_after_confirming(self):
        account = make_account(password=PASSWORD)
        client = enter(account)
        self.set_up(client, account)
        client.post(reverse("mfa_deactivate_totp"))

        assert not Authenticator.objects.filter(user=account).exists()


class TestObliged:
    @pytest.fixture(autouse=True)
    def _production(self, settings):
        settings.DEMONSTRATION = False

    def test_an_officer_without_one_sees_only_how_to_set_it_up(self):
        client = enter(officer().account)
        answer = client.get(reverse("account"))

        assert answer.url == reverse("second_factor")
        page = client.get(answer.url)
        assert page.status_code == 200
        assert page.context["obliged"]

    def test_with_one_they_work(self):
        post = officer()
        client = enter(post.account)
        TOTP.activate(post.account, SECRET)

        assert client.get(reverse("account")).status_code == 200

    def test_they_cannot_switch_it_off(self):
        post = officer()
        client = enter(post.account)
        TOTP.activate(post.account, SECRET)
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        page = client.post(reverse("mfa_deactivate_totp"))

        assert "不能停用" in page.content.decode()
        assert Authenticator.objects.filter(user=post.account).exists()

    def test_a_trainee_is_not_obliged(self):
        assert enter(make_account(password=PASSWORD)).get(reverse("account")).status_code == 200

    def test_a_demonstration_does_without(self, settings):
        settings.DEMONSTRATION = True

        assert enter(officer().account).get(reverse("account")).status_code == 200


class TestLending:
    def fields(self, receiver: Post, **changes: object) -> dict[str, str]:
        terms = {
            "receiver": receiver.pk,
            "since": TODAY,
            "until": TODAY + 3 * DAY,
            "reason": "出差",
            **changes,
        }
        return {name: str(value) for name, value in terms.items()}

    @pytest.fixture
    def pair(self) -> tuple[Post, Post]:
        giver = officer()
        return giver, make_post(giver.office, Duty.HANDLE, "经办人甲", make_account(password=PASSWORD))

    def test_a_duty_is_lent_taken_back_and_both_are_in_the_ledger(self, pair):
        giver, receiver = pair
        client = enter(giver.account)
        client.post(reverse("delegations"), self.fields(receiver))
        lent = Delegation.objects.get()

        assert enter(receiver.account).get(reverse("account")).wsgi_request.actor.delegated == frozenset(
            {(giver.office.pk, Duty.SIGN)}
        )
        client.post(reverse("take_back", args=[lent.pk]))
        lent.refresh_from_db()
        assert lent.revoked_on == TODAY
        written = Entry.objects.filter(chain_id=giver.pk).order_by("seq")
        assert [entry.verb for entry in written] == ["lend", "take_back"]

    def test_what_cannot_be_lent_is_said_beside_its_field_and_written_nowhere(self, pair):
        giver, receiver = pair
        page = enter(giver.account).post(reverse("delegations"), self.fields(receiver, since=TODAY - DAY))

        assert "不能从过去开始" in str(page.context["form"].errors["since"])
        assert not Delegation.objects.exists()
        assert not Entry.objects.exists()

    def test_only_colleagues_are_offered(self, pair):
        giver, receiver = pair
        stranger = officer()
        page = enter(giver.account).get(reverse("delegations"))

        assert list(page.context["form"].fields["receiver"].queryset) == [receiver]
        refused = enter(giver.account).post(reverse("delegations"), self.fields(stranger))
        assert "receiver" in refused.context["form"].errors

    def test_nobody_takes_back_what_another_lent(self, pair):
        giver, receiver = pair
        enter(giver.account).post(reverse("delegations"), self.fields(receiver))
        lent = Delegation.objects.get()
        for other in (receiver, officer()):
            assert enter(other.account).post(reverse("take_back", args=[lent.pk])).status_code == 404
        lent.refresh_from_db()
        assert lent.revoked_on is None

    def test_the_list_asks_the_same_however_long_it_is(self, pair):
        giver, receiver = pair
        client = enter(giver.account)

        def more(n: int) -> int:
            for _ in range(n):
                start = TODAY + Delegation.objects.count() * 10 * DAY
                delegate(giver, receiver, since=start, until=start, reason="出差", given_on=TODAY)
            with CaptureQueriesContext(connection) as asked:
                client.get(reverse("delegations"))
            return len(asked)

        assert more(1) == more(2)

    def test_a_viewer_has_nothing_to_lend(self):
        post = make_post(make_office(Role.AUDITOR), Duty.VIEW, "查阅人", make_account(password=PASSWORD))

        assert not enter(post.account).get(reverse("delegations")).context["may_lend"]


class TestReading:
    def test_the_language_is_remembered_and_one_stays_where_one_was(self, client):
        answer = client.post(reverse("language"), {"language": "en", "next": reverse("account_login")})

        assert answer.url == reverse("account_login")
        page = client.get(reverse("account_login"))
        assert page["Content-Language"] == "en"
        assert 'lang="en"' in page.content.decode()

    def test_an_unknown_language_changes_nothing(self, client):
        client.post(reverse("language"), {"language": "xx"})

        assert "yushu_language" not in client.cookies

    def test_large_letters_on_and_off(self, client):
        client.post(reverse("large_text"), {"large": "1"})
        assert 'class="large"' in client.get(reverse("account_login")).content.decode()
        client.post(reverse("large_text"), {"large": ""})
        assert 'class="large"' not in client.get(reverse("account_login")).content.decode()

    @pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
    def test_nobody_is_sent_to_another_site(self, client, target):
        assert client.post(reverse("language"), {"language": "en", "next": target}).url == "/"
