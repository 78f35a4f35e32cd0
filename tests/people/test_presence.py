"""Posts and delegation, day by day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.people.makers import SPRING, TODAY, make_account, make_office, make_post
from yushu.kernel.errors import Forbidden, Refusal
from yushu.people.actors import Actor
from yushu.people.models import Account, Delegation, Post
from yushu.people.persons import merge
from yushu.people.presence import actor_for, appoint, delegate, dismiss, revoke
from yushu.people.roles import Duty, Role

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def lend(giver: Post, receiver: Post, **changes: object) -> Delegation:
    terms = {"since": TODAY, "until": TODAY + 4 * DAY, "reason": "出差", "given_on": TODAY}
    return delegate(giver, receiver, **{**terms, **changes})


@pytest.fixture
def pair() -> tuple[Post, Post]:
    office = make_office()
    return make_post(office, Duty.SIGN, "签发人丙"), make_post(office, Duty.HANDLE, "经办人甲")


class TestStanding:
    def test_a_trainee_acts_for_themselves(self):
        account = make_account()

        assert actor_for(account, day=TODAY) == Actor(Role.TRAINEE, account, account.person)

    def test_an_officer_stands_at_the_post_of_the_day(self):
        post = make_post(make_office(Role.FINANCE))
        actor = actor_for(post.account, day=TODAY)

        assert (actor.role, actor.post, actor.office, actor.duty) == (
            Role.FINANCE,
            post,
            post.office,
            Duty.HANDLE,
        )

    def test_posts_count_from_their_first_to_their_last_day(self):
        post = make_post(make_office(), since=SPRING)
        dismiss(post, last_day=TODAY)

        days = [SPRING - DAY, SPRING, TODAY, TODAY + DAY]
        assert [actor_for(post.account, day=day).post for day in days] == [None, post, post, None]

    def test_of_several_posts_the_chosen_one(self):
        account = make_account()
        first = make_post(make_office(), account=account)
        second = make_post(make_office(Role.AUDITOR), Duty.VIEW, account=account, since=SPRING + DAY)

        assert actor_for(account, day=TODAY).post == first
        assert actor_for(account, post_id=str(second.pk), day=TODAY).post == second

    @pytest.mark.parametrize("whose", ["other", "past"])
    def test_nobody_stands_at_a_post_they_do_not_hold(self, whose):
        account = make_account()
        post = make_post(make_office(), account=account if whose == "past" else None)
        if whose == "past":
            dismiss(post, last_day=TODAY - DAY)
        with pytest.raises(Forbidden):
            actor_for(account, post_id=post.pk, day=TODAY)

    def test_a_closed_account_holds_no_post(self):
        post = make_post(make_office())
        Account.objects.filter(pk=post.account.pk).update(is_active=False)

        assert not Post.objects.held_on(TODAY).exists()

    def test_every_actor_is_a_person(self):
        nobody = Account.objects.open("nobody")
        with pytest.raises(Forbidden):
            actor_for(nobody, day=TODAY)
        with pytest.raises(Refusal):
            appoint(nobody, make_office(), Duty.HANDLE, "经办人甲", since=SPRING)

    def test_two_accounts_of_one_person_are_one_hand(self):
        office = make_office()
        one, two = make_post(office), make_post(office, Duty.CHECK)
        merge(one.account.person, two.account.person, reason="同一人两个账号", merged_on=TODAY)

        actors = [actor_for(Account.objects.get(pk=post.account.pk), day=TODAY) for post in (one, two)]
        assert actors[0].person_id == actors[1].person_id

    def test_the_role_of_a_post_is_its_offices(self):
        assert make_post(make_office(Role.EVALUATOR)).role == Role.EVALUATOR


class TestLending:
    def test_a_duty_is_lent_from_the_first_to_the_last_day(self, pair):
        giver, receiver = pair
        lend(giver, receiver)

        expected = frozenset({(giver.office.pk, Duty.SIGN)})
        days = [TODAY - DAY, TODAY, TODAY + 4 * DAY, TODAY + 5 * DAY]
        lent = [actor_for(receiver.account, day=day).delegated for day in days]
        assert lent == [frozenset(), expected, expected, frozenset()]

    def test_a_revocation_counts_from_its_day(self, pair):
        giver, receiver = pair
        delegation = lend(giver, receiver)
        revoke(delegation, by=giver, on=TODAY + 2 * DAY)
        revoke(delegation, by=giver, on=TODAY + 3 * DAY)

        days = [TODAY + DAY, TODAY + 2 * DAY]
        assert [bool(actor_for(receiver.account, day=day).delegated) for day in days] == [True, False]
        assert delegation.revoked_on == TODAY + 2 * DAY

    def test_only_the_giver_revokes(self, pair):
        delegation = lend(*pair)
        with pytest.raises(Forbidden):
            revoke(delegation, by=pair[1], on=TODAY)

    def test_who_left_lends_nothing_and_who_left_borrows_nothing(self, pair):
        giver, receiver = pair
        lend(giver, receiver)
        dismiss(giver, last_day=TODAY)

        days = [TODAY, TODAY + DAY]
        assert [bool(actor_for(receiver.account, day=day).delegated) for day in days] == [True, False]

    def test_a_lent_duty_is_not_lent_on(self, pair):
        giver, receiver = pair
        third = make_post(giver.office, Duty.CHECK, "复核人乙")
        lend(giver, receiver)
        lend(receiver, third)

        assert actor_for(third.account, day=TODAY).delegated == frozenset({(giver.office.pk, Duty.HANDLE)})

    def test_a_revoked_window_can_be_given_again(self, pair):
        giver, receiver = pair
        revoke(lend(giver, receiver), by=giver, on=TODAY)

        assert lend(giver, receiver).receiver == receiver

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"since": TODAY - DAY}, "since"),
            ({"until": TODAY - DAY, "since": TODAY}, "until"),
            ({"reason": " "}, "reason"),
        ],
    )
    def test_a_window_lies_ahead_and_has_a_reason(self, pair, changes, field):
        with pytest.raises(Refusal) as refused:
            lend(*pair, **changes)

        assert refused.value.field == field

    def test_not_to_another_office_nor_to_oneself_nor_from_a_viewer(self, pair):
        giver, receiver = pair
        elsewhere = make_post(make_office(name="另一处"))
        again = make_post(giver.office, Duty.CHECK, account=giver.account)
        viewer = make_post(giver.office, Duty.VIEW)
        for lender, borrower in ((giver, elsewhere), (giver, again), (viewer, receiver)):
            with pytest.raises(Refusal):
                lend(lender, borrower)

    def test_not_beyond_the_end_of_a_post(self, pair):
        giver, receiver = pair
        dismiss(receiver, last_day=TODAY + 2 * DAY)
        with pytest.raises(Refusal):
            lend(giver, receiver)

    def test_to_one_colleague_at_a_time(self, pair):
        giver, receiver = pair
        other = make_post(giver.office, Duty.CHECK, "复核人乙")
        lend(giver, receiver)
        with pytest.raises(Refusal):
            lend(giver, other, since=TODAY + 4 * DAY, until=TODAY + 9 * DAY)

        assert lend(giver, other, since=TODAY + 5 * DAY, until=TODAY + 9 * DAY)


class TestWhoSees:
    def test_posts_and_delegations_are_the_offices_and_the_overseers(self, pair):
        delegation = lend(*pair)
        elsewhere = make_post(make_office(Role.INSTITUTION, "另一处"))
        auditor = make_post(make_office(Role.AUDITOR))

        def sees(post: Post) -> tuple[bool, bool]:
            actor = actor_for(post.account, day=date(2024, 9, 26))
            return (
                Post.objects.visible_to(actor).filter(pk=pair[0].pk).exists(),
                Delegation.objects.visible_to(actor).filter(pk=delegation.pk).exists(),
            )

        assert sees(pair[1]) == sees(auditor) == (True, True)
        assert sees(elsewhere) == (False, False)
        trainee = actor_for(make_account(), day=TODAY)
        assert not Post.objects.visible_to(trainee).exists()
        assert not Delegation.objects.visible_to(trainee).exists()
