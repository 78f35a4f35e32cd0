"""Forms of signing in, of the account, and of lending a duty."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.core import context
from allauth.mfa.base import forms as second
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yushu.doors import signing_in
from yushu.kernel.errors import Refusal
from yushu.people.models import Post


def _plain(field: forms.Field, label: Any, missing: Any, **attrs: str) -> None:
    """Our label above the field instead of the package's words inside it, and our word when it is empty."""
    field.label, field.help_text = label, ""
    field.error_messages["required"] = missing
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attrs)


def add_refusal(form: forms.Form, refusal: Refusal) -> None:
    """Put a refusal beside its field, or above the form when it has none there."""
    language = get_language() or ""
    text = _("%(wrong)s。%(mend)s") % {
        "wrong": refusal.wrong.pick(language),
        "mend": refusal.mend.pick(language),
    }
    form.add_error(refusal.field if refusal.field in form.fields else None, text)


class SignInForm(LoginForm):
    """Account and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["login"], _("账号"), _("没有填账号"), autocapitalize="none", spellcheck="false")
        _plain(self.fields["password"], _("密码"), _("没有填密码"))


class ConfirmPasswordForm(ReauthenticateForm):
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["password"], _("密码"), _("没有填密码"))


class PasswordForm(ChangePasswordForm):
    """The old password and a new one, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["oldpassword"], _("现在的密码"), _("没有填现在的密码"))
        _plain(self.fields["password1"], _("新密码"), _("没有填新密码"))
        _plain(self.fields["password2"], _("再填一次新密码"), _("没有再填一次新密码"))
        self.fields["password1"].help_text = _("至少10位，不能全是数字，不能是常见密码")

    def clean(self) -> Any:
        """Both spellings of the new password are the same."""
        cleaned = self.cleaned_data
        if (
            cleaned.get("password1")
            and cleaned.get("password2")
            and cleaned["password1"] != cleaned["password2"]
        ):
            self.add_error("password2", _("两次填的新密码不一样，再填一次"))
        return cleaned


class CodeField:
    """The field for a one-time code, on every form that asks for one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code: forms.Field = self.fields["code"]
        _plain(code, _("验证码"), _("没有填验证码"), inputmode="numeric", autocomplete="one-time-code")


class GuessesCounted(CodeField):
    """Wrong codes are counted like wrong passwords, and bounded like them."""

    user: Any

    def clean_code(self) -> str:
        """The code, when it is right and there was a guess left."""
        request = context.request
        if not signing_in.may_guess(request, self.user):
            raise forms.ValidationError(_("试错太多次，15分钟后再试"))
        try:
            code: str = super().clean_code()  # type: ignore[misc]  # the package's form below
        except forms.ValidationError:
            signing_in.count_wrong_code(request, self.user)
            raise
        signing_in.forget_wrong_codes(request, self.user)
        return code


class CodeForm(GuessesCounted, second.AuthenticateForm):
    """The second factor at sign-in: a code of the app, or a recovery code."""


class ConfirmCodeForm(GuessesCounted, second.ReauthenticateForm):
    """The second factor once more, before something that matters."""


class SetUpForm(CodeField, ActivateTOTPForm):
    """The first code of an app that has just been given its secret."""


class ColleagueField(forms.ModelChoiceField):
    """A colleague by post and name."""

    def label_from_instance(self, obj: Post) -> str:
        """As the office calls them."""
        name = obj.account.person.name if obj.account.person else ""
        return f"{obj.title} {name}".strip()


def _day(label: Any, missing: Any, **more: Any) -> forms.DateField:
    picker = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    said = {"required": missing, "invalid": _("日期写成2024-09-26的样子")}
    return forms.DateField(label=label, widget=picker, error_messages=said, **more)


class LendForm(forms.Form):
    """Lend one's duty to a colleague for some days."""

    receiver = ColleagueField(
        Post.objects.none(),
        label=_("委托给"),
        empty_label=_("选一位同事"),
        error_messages={"required": _("没有选同事"), "invalid_choice": _("选一位现在在岗的同事")},
    )
    since = _day(_("从哪天"), _("没有填从哪天"))
    until = _day(_("到哪天"), _("没有填到哪天"), help_text=_("含这一天"))
    reason = forms.CharField(
        label=_("事由"), max_length=200, error_messages={"required": _("写明事由，如“出差”")}
    )

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        receiver = self.fields["receiver"]
        assert isinstance(receiver, ColleagueField)
        receiver.queryset = colleagues
