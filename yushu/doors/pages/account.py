"""Signing in and out, the second factor, one's own account, and lending a duty."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.account.views import LoginView, PasswordChangeView
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.flows import generate_recovery_codes
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.totp.views import ActivateTOTPView
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from yushu.doors.asking import DeskRequest
from yushu.doors.guard import EVERYBODY, SIGNED_IN, STAFF, desk
from yushu.doors.pages.forms_account import LendForm, add_refusal
from yushu.doors.sessions import end_other_sessions
from yushu.doors.standing import POST_KEY
from yushu.kernel.errors import Refusal
from yushu.ledger.book import append, chain_for
from yushu.people.models import Delegation, IdDocument
from yushu.people.presence import colleagues, delegate, posts_on, revoke
from yushu.people.second_factor import has_second_factor, needs_second_factor

TOO_MANY = 429


class SignIn(LoginView):
    """Account and password; then, for whoever has set one up, the second factor."""

    template_name = "account/sign_in.html"


@desk(*EVERYBODY)
@require_POST
def sign_out(request: DeskRequest) -> HttpResponse:
    """End this session on the server."""
    logout(request)
    messages.success(request, _("已退出"))
    return redirect("home")


def locked_out(request: DeskRequest, *args: Any) -> HttpResponse:
    """Too many wrong guesses from this address."""
    return render(request, "account/locked.html", status=TOO_MANY)


# one's own account ──────────────────────────────────────────────────────────


@desk(*SIGNED_IN)
@require_GET
def account(request: DeskRequest) -> HttpResponse:
    """Who I am, where I stand, and how I am signed in."""
    actor = request.actor
    context = {
        "posts": posts_on(actor.account, request.today),
        "documents": IdDocument.objects.visible_to(actor).filter(person=actor.person)
        if actor.post is None
        else [],
        "second_factor": has_second_factor(actor.account),
        "has_password": actor.account.has_usable_password(),
    }
    return render(request, "account/account.html", context)


@desk(*STAFF)
@require_POST
def stand_at(request: DeskRequest) -> HttpResponse:
    """Stand at another of one's posts."""
    held = posts_on(request.actor.account, request.today)
    post = get_object_or_404(held, pk=_uuid(request.POST.get("post", "")))
    request.session[POST_KEY] = str(post.pk)
    return redirect("desk")


@desk(*SIGNED_IN)
@require_POST
def end_sessions(request: DeskRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    end_other_sessions(request)
    messages.success(request, _("其他设备已全部退出"))
    return redirect("account")


class Password(PasswordChangeView):
    """A new password; every other session of the account is over with it."""

    template_name = "account/password.html"

    def dispatch(self, request: DeskRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """An account that signs in otherwise, such as most of the demonstration, has none to change."""
        if request.user.is_authenticated and not request.user.has_usable_password():
            messages.info(request, _("这个账号没有密码，不用改"))
            return redirect("account")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Take the new password and say what it did."""
        super().form_valid(form)
        messages.success(self.request, _("密码已改，其他设备已全部退出"))
        return redirect("account")


# the second factor ──────────────────────────────────────────────────────────


@desk(*EVERYBODY)
@login_required
@require_GET
def second_factor(request: DeskRequest) -> HttpResponse:
    """Whether it is set up, what it is for, and what can be done about it."""
    # seen: one's own
    kept = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.RECOVERY_CODES).first()
    context = {
        "active": has_second_factor(request.user),
        "obliged": needs_second_factor(request),
        "codes_left": len(kept.wrap().get_unused_codes()) if kept else 0,
    }
    return render(request, "account/second_factor.html", context)


class SetUpSecondFactor(ActivateTOTPView):
    """Give an authenticator app its secret, and prove that it has it."""

    template_name = "account/set_up.html"

    def form_valid(self, form: Any) -> HttpResponse:
        """Set up: sessions that were opened without it are over."""
        super().form_valid(form)
        end_other_sessions(self.request)
        messages.success(self.request, _("第二重验证已启用。再生成恢复码，手机丢失时用"))
        return redirect("second_factor")

    def get_success_url(self) -> str:
        """Where the package would go; we go there with a message."""
        return reverse("second_factor")


@desk(*EVERYBODY)
@login_required
@never_cache
@require_GET
def picture(request: DeskRequest) -> HttpResponse:
    """The picture that hands the secret to an app, while it is being set up; nobody else's, and not later."""
    secret = request.session.get(SECRET_SESSION_KEY)
    if not secret or is_reauthentication_required(request, app="allauth.mfa"):
        raise Http404
    adapter = get_adapter()
    drawn = adapter.build_totp_svg(adapter.build_totp_url(request.user, secret))
    return HttpResponse(drawn, content_type="image/svg+xml")


@method_decorator(never_cache, name="dispatch")
class RecoveryCodes(GenerateRecoveryCodesView):
    """Ten codes for the day the phone is lost: shown once, in the answer that makes them."""

    template_name = "account/recovery.html"

    def form_valid(self, form: Any) -> HttpResponse:
        """Make them, forget the old ones, and show them."""
        codes = generate_recovery_codes(self.request).wrap().get_unused_codes()
        return render(self.request, "account/recovery.html", {"codes": codes})


# lending a duty ─────────────────────────────────────────────────────────────


@desk(*STAFF)
def delegations(request: DeskRequest) -> HttpResponse:
    """What this office has lent, and the form to lend one's own duty."""
    post = request.actor.post
    form = LendForm(request.POST or None, colleagues=colleagues(post, request.today))
    if form.is_valid() and _lent(request, form):
        return redirect("delegations")
    rows = Delegation.objects.visible_to(request.actor).filter(giver__office=post.office_id)
    context = {
        "form": form,
        "rows": rows.select_related("giver", "receiver")[:50],
        "may_lend": post.duty != "VIEW",
    }
    return render(request, "account/delegations.html", context)


@desk(*STAFF)
@require_POST
def take_back(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Revoke a delegation of one's own."""
    lent = get_object_or_404(Delegation.objects.visible_to(request.actor), pk=pk, giver=request.actor.post)
    with transaction.atomic():
        revoke(lent, by=request.actor.post, on=request.today)
        _write_down(request, "take_back", lent)
    messages.success(request, _("委托已撤回，从今天起失效"))
    return redirect("delegations")


def _lent(request: DeskRequest, form: LendForm) -> bool:
    try:
        with transaction.atomic():
            lent = delegate(request.actor.post, given_on=request.today, **form.cleaned_data)
            _write_down(request, "lend", lent)
    except Refusal as refusal:
        add_refusal(form, refusal)
        return False
    messages.success(request, _("委托已生效，可以随时撤回"))
    return True


def _write_down(request: DeskRequest, verb: str, lent: Delegation) -> None:
    """A lent duty is part of the record of the post it belongs to."""
    facts = {
        "receiver": lent.receiver.title,
        "since": lent.since.isoformat(),
        "until": lent.until.isoformat(),
        "reason": lent.reason,
    }
    chain = chain_for("post", lent.giver_id, request.at)
    append(chain.pk, verb, facts, actor=request.actor, at=request.at, happened_on=request.today)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
