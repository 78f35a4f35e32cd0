"""Verifying a certificate without signing in: the form, the answer, the proof, and a sheet to print."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import segno
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yushu.catalogue.levels import Level
from yushu.catalogue.models.occupations import name_of
from yushu.certification.models import LevelCertificate
from yushu.doors import verifying
from yushu.doors.asking import DeskRequest
from yushu.doors.guard import EVERYBODY, desk
from yushu.doors.guessing import count_miss, shut_for
from yushu.doors.pages import speech
from yushu.doors.pages.exhibits import Verdict
from yushu.doors.pages.forms_public import VerifyForm
from yushu.doors.pages.portrait_roster import stated_facts
from yushu.doors.pages.shapes import Fact, Link
from yushu.doors.verifying import Certificate
from yushu.kernel.clock import day_of
from yushu.kernel.words import Words
from yushu.ledger.keys import trusted
from yushu.ledger.merkle import leaf_hash

DOOR = "verify"
KIND = Words("专业技术等级证书", "Level certificate")
TRAINING_KIND = Words("培训合格证书", "Training certificate")
NO_NUMBER = Words(
    "协调小组办公室尚未提供，本平台不代编",
    "the national office has not given one yet; this platform makes none up",
)
FORMAT = "yushu certificate proof 1"
HOW = (
    "statement: canonical JSON (RFC 8785), SHA-256 gives `digest`. leaf: the bytes of the log's leaf, which names "
    "that digest as `payload`. SHA-256 of a zero byte and the leaf, joined with `path` after RFC 6962, gives "
    "`signed.root`. The key with `signed.key_id` signed (Ed25519) the lines: yushu transparency log, size, root, at; "
    "each line ends with a line feed."
)


@desk(*EVERYBODY)
@require_safe
def verify(request: DeskRequest) -> HttpResponse:
    """Find a certificate by serial and name, or by its code. What does not fit is never said which of the two."""
    form = VerifyForm(request.GET if "serial" in request.GET else None)
    if not (form.is_bound and form.is_valid()):
        return _verify_page(request, form)
    if shut_for(request, DOOR):
        form.add_error(None, _("查不到的次数太多；过10分钟再查，或扫证书上的二维码"))
        return _verify_page(request, form, status=429)
    found = _asked_for(form.cleaned_data)
    if found is None:
        count_miss(request, DOOR)
        return _verify_page(request, form, missing=True)
    return redirect("certificate", code=found.code)


def _asked_for(given: dict[str, str]) -> Certificate | None:
    return verifying.any_by_code(given["serial"]) or verifying.by_serial(given["serial"], given["name"])


def _verify_page(
    request: DeskRequest, form: VerifyForm, *, missing: bool = False, status: int = 200
) -> HttpResponse:
    return render(request, "public/verify.html", {"form": form, "missing": missing}, status=status)


@desk(*EVERYBODY)
@never_cache
@require_safe
def certificate(request: DeskRequest, code: str) -> HttpResponse:
    """What stands behind a code: the verdict, what the certificate states, and the check of the public log."""
    found = _found(code)
    entered = verifying.registration(found)
    successor = verifying.successor_of(found)
    context = {
        "kind": kind_of(found),
        "verdict": verdict(found, request.at),
        "successor": _to_successor(successor) if successor else None,
        "facts": facts(found),
        "digest": found.digest,
        "algorithm": "SHA-256",
        "checked": entered.genuine,
        "log_facts": log_facts(entered, found),
        "proof_links": proof_links(found, entered),
    }
    return render(request, "public/certificate.html", context)


@desk(*EVERYBODY)
@never_cache
@require_safe
def certificate_print(request: DeskRequest, code: str) -> HttpResponse:
    """A sheet of paper saying how the certificate stood at this moment. It is not the certificate."""
    found = _found(code)
    entered = verifying.registration(found)
    address = request.build_absolute_uri(reverse("certificate", args=[found.code]))
    context = {
        "kind": kind_of(found),
        "verdict": verdict(found, request.at),
        "facts": facts(found),
        "digest": found.digest,
        "checked": entered.genuine,
        "log_facts": log_facts(entered, found),
        "address": address,
        "picture": picture(address),
        "code": found.code,
        "checked_at": moment(request.at),
    }
    return render(request, "public/certificate_print.html", context)


@desk(*EVERYBODY)
@never_cache
@require_safe
def certificate_proof(_request: DeskRequest, code: str) -> HttpResponse:
    """The proof as a file, to be checked elsewhere with any tool that knows SHA-256 and Ed25519."""
    found = _found(code)
    entered = verifying.registration(found)
    if entered.proof is None:
        raise Http404
    content = {
        "format": FORMAT,
        "how": HOW,
        "statement": entered.stated,
        "digest": found.digest,
        "leaf_hash": leaf_hash(entered.proof.leaf.encode()).hex(),
        "proof": entered.proof.as_dict(),
        "keys": {name: key.public_bytes_raw().hex() for name, key in trusted().items()},
    }
    text = json.dumps(content, ensure_ascii=False, indent=1)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.number}.json"'
    return response


def _found(code: str) -> Certificate:
    found = verifying.any_by_code(code)
    if found is None:
        raise Http404
    return found


def kind_of(found: Certificate) -> Words:
    """Which of the two certificates it is."""
    return KIND if isinstance(found, LevelCertificate) else TRAINING_KIND


def moment(at: datetime) -> Words:
    """A day with its year, and the time of day in Beijing."""
    day, time = speech.full_day(day_of(at)), speech.clock_time(at)
    return Words(f"{day.zh}{time}", f"{day.en}, {time}")


def verdict(found: Certificate, at: datetime) -> Verdict:
    """The answer in one word, since when, and for a revoked one the published category."""
    since, serial = speech.full_day(verifying.public_since(found)), found.number
    state = verifying.public_state(found)
    if state == "valid":
        remark = Words("{at}查验，平台登记号{serial}", "Checked {at}; serial {serial}")
        return Verdict("valid", Words("证书有效", "Valid"), remark.fill(at=moment(at), serial=serial))
    remark, title, reason, advice = SAID[state]
    return Verdict(
        state,
        title,
        remark.fill(since=since, serial=serial),
        reason.fill(ground=verifying.public_ground(found)),
        advice,
        () if state == "superseded" else ("A37",),
    )


SAID = {
    "suspended": (
        Words("自{since}起暂停，平台登记号{serial}", "On hold since {since}; serial {serial}"),
        Words("证书暂停", "On hold"),
        Words(
            "正在查明，查明后恢复或者撤销", "The matter is being cleared up; then it is restored or revoked"
        ),
        Words("暂停期间不作为有效凭证。", "While on hold it is not valid evidence."),
    ),
    "revoked": (
        Words("自{since}起无效，平台登记号{serial}", "Void since {since}; serial {serial}"),
        Words("证书已撤销", "Revoked"),
        Words("撤销原因：{ground}", "Ground: {ground}"),
        Words("该证书不再作为有效凭证。", "This certificate is no longer valid evidence."),
    ),
    "superseded": (
        Words("自{since}起由新证代替，平台登记号{serial}", "Replaced on {since}; serial {serial}"),
        Words("证书已换发", "Replaced"),
        Words("内容已更正，另发了一张证书", "Its content was corrected and another certificate issued"),
        Words("以新证为准。", "The new certificate counts."),
    ),
}
"""For each public state but valid: since when, in a word, why, and what follows."""


def _to_successor(successor: Certificate) -> Link:
    label = Words("看新证{serial}", "See the new certificate {serial}").fill(serial=successor.number)
    return Link(label, reverse("certificate", args=[successor.code]))


def facts(found: Certificate) -> list[Fact]:
    """What the certificate states, the number of the holder's document masked."""
    rows = [
        Fact(Words("持证人", "Holder"), found.holder),
        Fact(Words("证件号", "Identity number"), found.masked, "mono"),
        *(level_facts(found) if isinstance(found, LevelCertificate) else stated_facts(found)),
    ]
    if (ended := ENDED.get(verifying.public_state(found))) is not None:
        rows.append(Fact(ended, found.entered_on, "fullday"))
    return rows


def level_facts(found: LevelCertificate) -> list[Fact]:
    """Course, issuer and number of a level certificate."""
    direction = [Fact(Words("方向", "Direction"), found.direction.words)] if found.direction else []
    number = found.national_cert_no
    return [
        Fact(Words("职业", "Occupation"), found.occupation.words),
        *direction,
        Fact(Words("等级", "Level"), Level(found.level).words),
        Fact(Words("颁发机构", "Issued by"), name_of(found.evaluator)),
        Fact(Words("颁发日期", "Issued on"), found.issued_on, "fullday"),
        Fact(Words("国家证书号", "National number"), number or NO_NUMBER, "mono" if number else "quiet"),
    ]


ENDED = {
    "revoked": Words("撤销日期", "Revoked on"),
    "suspended": Words("暂停日期", "On hold since"),
    "superseded": Words("换发日期", "Replaced on"),
}


def log_facts(entered: verifying.Registration, found: Certificate) -> list[Fact]:
    """Where it stands in the public log, since when sealed, and how the check came out."""
    index = speech.thousands(found.leaf.index + 1)
    label = Words("公开登记", "Public log")
    if entered.proof is None:
        soon = Words("第{n}条，待今晚封存后可核对", "No. {n}; can be checked after tonight's seal").fill(
            n=index
        )
        return [Fact(label, soon)]
    size = speech.thousands(entered.proof.signed.size)
    place = Words("第{n}条，共{size}条", "No. {n} of {size}").fill(n=index, size=size)
    good = Words(
        "登记内容与本页一致，登记簿没有被改动", "The entry says what this page says, and the log is unaltered"
    )
    bad = Words(
        "登记内容与本页不一致，请向颁发机构核实",
        "The entry does not say what this page says: ask the issuing body",
    )
    rows: list[Fact] = [Fact(label, place)]
    if entered.sealed_on:
        rows.append(
            Fact(
                Words("封存", "Sealed"),
                Words("{day}24时", "end of {day}").fill(day=speech.full_day(entered.sealed_on)),
            )
        )
    rows.append(
        Fact(Words("核对", "Check"), good if entered.genuine else bad, "text" if entered.genuine else "late")
    )
    return rows


def proof_links(found: Certificate, entered: verifying.Registration) -> list[Link]:
    """The proof to download, once there is one, and the sheet to print."""
    sheet = Link(
        Words("打印登记查验单", "Print the verification sheet"),
        reverse("certificate_print", args=[found.code]),
    )
    pdf = Link(
        Words("登记查验单（PDF）", "Verification sheet (PDF)"), reverse("certificate_slip", args=[found.code])
    )
    if entered.proof is None:
        return [sheet, pdf]
    proof = reverse("certificate_proof", args=[found.code])
    return [Link(Words("下载证明文件", "Download the proof"), proof), sheet, pdf]


def picture(address: str) -> SafeString:
    """The address as a QR picture: attributes only, as the content policy asks."""
    made: Any = segno.make(address, error="m", micro=False)
    return mark_safe(made.svg_inline(border=2, omitsize=True, svgclass="qr", lineclass=None))  # noqa: S308 - segno draws squares and repeats no text of the address
