"""Who stands where on a day: posts, and the duties lent between them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from yushu.kernel.errors import Forbidden, Refusal
from yushu.kernel.words import Words
from yushu.people.actors import Actor
from yushu.people.models import Account, Delegation, Office, Person, Post
from yushu.people.persons import same_person_ids, standing
from yushu.people.roles import HANDS, Duty, Role
from yushu.people.scopes import PostQuerySet

NO_PERSON = Words("账号没有对应到人", "The account names no person")
NO_POST = Words("你不在这个岗位上", "You do not hold this post")
ASK_OFFICE = Words("联系本单位的账号管理人", "Ask whoever manages accounts in your office")


def posts_on(account: Account, day: date) -> PostQuerySet:
    """The posts an account holds that day, with their offices."""
    return account.posts.held_on(day).select_related("office")


def actor_for(account: Account, *, post_id: UUID | str | None = None, day: date) -> Actor:
    """Stand the account at one of its posts of that day; without a choice at the first.

    Duties lent to that post for the day come with it. Somebody without any post acts for
    themselves. Every actor is a person: that is what "different hands" compares.
    """
    person = _person_of(account)
    post = _chosen(account, post_id, day)
    if post is None:
        return Actor(Role.TRAINEE, account, person)
    return Actor(Role(post.role), account, person, post, lent_to(post, day))


def _person_of(account: Account) -> Person:
    if account.person is None:
        raise Forbidden(NO_PERSON, ASK_OFFICE)
    return standing(account.person)


def _chosen(account: Account, post_id: UUID | str | None, day: date) -> Post | None:
    held = posts_on(account, day)
    if post_id is None:
        return held.first()
    chosen = held.filter(pk=post_id).first()
    if chosen is None:
        raise Forbidden(NO_POST, Words("选择你现在的岗位", "Choose a post you hold now"))
    return chosen


def colleagues(post: Post, day: date) -> PostQuerySet:
    """The posts of the same office that other persons hold that day."""
    others = Post.objects.held_on(day).filter(office=post.office_id).select_related("account__person")
    return others.exclude(account__person__in=same_person_ids(_person_of(post.account)))


def lent_to(post: Post, day: date) -> frozenset[tuple[UUID, Duty]]:
    """The duties this post may use that day besides its own, as (office, duty)."""
    lent = Delegation.objects.running_on(day).filter(receiver=post)
    return frozenset(
        (office, Duty(duty)) for office, duty in lent.values_list("giver__office", "giver__duty")
    )


def appoint(
    account: Account, office: Office, duty: Duty, title: str, *, since: date, until: date | None = None
) -> Post:
    """Give an account a post. It must name a person, or two accounts of one could be two hands."""
    if account.person is None:
        raise Refusal(
            NO_PERSON, Words("先登记账号是谁的", "Record first whose account it is"), field="account"
        )
    return Post.objects.create(
        account=account, office=office, duty=duty, title=title, since=since, until=until
    )


def dismiss(post: Post, *, last_day: date) -> Post:
    """End a post with a day, which is still served."""
    post.until = last_day
    post.save(update_fields=["until"])
    return post


@transaction.atomic
def delegate(
    giver: Post, receiver: Post, *, since: date, until: date, reason: str, given_on: date
) -> Delegation:
    """Lend a post's duty to a colleague from a day to a day, both included.

    Only inside one office, only forward in time, only a duty of one's own, and to one
    colleague at a time, so that it is always plain who may sign.
    """
    _refuse_receiver(giver, receiver)
    _refuse_window(giver, receiver, since, until, given_on)
    if len(reason.strip()) < 2:
        wrong = Words("没有写委托事由", "The reason is missing")
        raise Refusal(wrong, Words("写明事由，如“出差”", "Say why, such as a journey"), field="reason")
    Post.objects.filter(pk=giver.pk).update(title=giver.title)  # holds the giver's row: one lending at a time
    clash = Delegation.objects.filter(giver=giver, revoked_on=None, since__lte=until, until__gte=since)
    if clash.exists():
        wrong = Words("这段时间已经委托出去", "The duty is lent already in this time")
        raise Refusal(
            wrong, Words("先撤回，或改日期", "Revoke that first, or change the dates"), field="since"
        )
    return Delegation.objects.create(
        giver=giver, receiver=receiver, since=since, until=until, reason=reason.strip(), given_on=given_on
    )


def _refuse_receiver(giver: Post, receiver: Post) -> None:
    if giver.office_id != receiver.office_id:
        wrong = Words("只能委托给本单位的人", "A duty is lent inside one office only")
        raise Refusal(wrong, Words("选一位同事", "Choose a colleague"), field="receiver")
    if _person_of(giver.account) == _person_of(receiver.account):
        wrong = Words("不能委托给自己", "A duty cannot be lent to oneself")
        raise Refusal(wrong, Words("选一位同事", "Choose a colleague"), field="receiver")
    if giver.duty not in HANDS:
        wrong = Words("查阅岗位没有可委托的职责", "A viewing post has no duty to lend")
        raise Refusal(
            wrong, Words("由经办、复核、签发岗位委托", "Lend from a post that handles, checks or signs")
        )


def _refuse_window(giver: Post, receiver: Post, since: date, until: date, given_on: date) -> None:
    if since < given_on:
        wrong = Words("委托不能从过去开始", "A delegation cannot begin in the past")
        raise Refusal(wrong, Words("从今天或以后开始", "Begin today or later"), field="since")
    if until < since:
        wrong = Words("结束日早于开始日", "The last day lies before the first")
        raise Refusal(wrong, Words("改结束日", "Change the last day"), field="until")
    for post in (giver, receiver):
        if not (post.held_on(since) and post.held_on(until)):
            wrong = Words("{title}在这段时间不在岗", "{title} does not hold the post all this time")
            raise Refusal(
                wrong.fill(title=post.title), Words("缩短委托时间", "Shorten the window"), field="until"
            )


def revoke(delegation: Delegation, *, by: Post, on: date) -> Delegation:
    """Take a lent duty back, from that day on. Only its giver can; twice changes nothing."""
    if delegation.giver_id != by.pk:
        wrong = Words("这不是你的委托", "This delegation is not yours")
        raise Forbidden(wrong, Words("由委托人撤回", "Its giver can revoke it"))
    Delegation.objects.filter(pk=delegation.pk, revoked_on=None).update(revoked_on=on)
    delegation.refresh_from_db()
    return delegation
