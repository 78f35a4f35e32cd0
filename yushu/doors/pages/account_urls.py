"""Addresses of signing in and of one's own account. The sign-in package calls some by its own names."""

from __future__ import annotations

from allauth.account.views import ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as ConfirmCodeView
from allauth.mfa.totp.views import DeactivateTOTPView
from django.contrib.auth.decorators import login_required
from django.urls import path, reverse_lazy

from yushu.doors.guard import EVERYBODY, SIGNED_IN, View, desk
from yushu.doors.pages import account, reading

# Whoever still has to set up a second factor must reach these pages, so they ask only for a sign-in.
open_to_all = desk(*EVERYBODY)


def signed_in(view: View) -> View:
    """Anybody who is signed in, with a second factor or before it."""
    return open_to_all(login_required(view))


ask_code = AuthenticateView.as_view(template_name="account/code.html")
ask_password = ReauthenticateView.as_view(template_name="account/confirm.html")
ask_code_again = ConfirmCodeView.as_view(template_name="account/confirm.html")
take_down = DeactivateTOTPView.as_view(
    template_name="account/take_down.html", success_url=reverse_lazy("second_factor")
)

urlpatterns = [
    path("", account.account, name="account"),
    path("sign-in/", open_to_all(account.SignIn.as_view()), name="account_login"),
    path("sign-in/code/", open_to_all(ask_code), name="mfa_authenticate"),
    path("sign-out/", account.sign_out, name="account_logout"),
    path("confirm/", signed_in(ask_password), name="account_reauthenticate"),
    path("confirm/code/", signed_in(ask_code_again), name="mfa_reauthenticate"),
    path("password/", desk(*SIGNED_IN)(account.Password.as_view()), name="account_change_password"),
    path("second-factor/", account.second_factor, name="second_factor"),
    path("second-factor/set-up/", signed_in(account.SetUpSecondFactor.as_view()), name="mfa_activate_totp"),
    path("second-factor/picture.svg", account.picture, name="second_factor_picture"),
    path("second-factor/take-down/", signed_in(take_down), name="mfa_deactivate_totp"),
    path(
        "second-factor/recovery/",
        signed_in(account.RecoveryCodes.as_view()),
        name="mfa_generate_recovery_codes",
    ),
    path("post/", account.stand_at, name="stand_at"),
    path("sessions/end/", account.end_sessions, name="end_sessions"),
    path("delegations/", account.delegations, name="delegations"),
    path("language/", reading.language, name="language"),
    path("large/", reading.large_text, name="large_text"),
    path("delegations/<uuid:pk>/take-back/", account.take_back, name="take_back"),
]
