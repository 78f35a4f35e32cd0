"""Numbers that name people and bodies: reading them, refusing wrong ones, and masking them.

Every reader returns the one canonical spelling, so that the same number typed with
full-width digits, spaces or a small x is the same number.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from yushu.kernel.errors import Invalid
from yushu.kernel.words import Words

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CODE_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_OLDEST_YEAR = 1900
_NOT_PART_OF_A_NUMBER = re.compile(r"[\s'’\-\u2010-\u2015\u2212\u200b-\u200f\u2060\ufeff]")
_AS_A_NUMBER = re.compile(r"\d\.\d+E\+?\d+", re.IGNORECASE)

COMPARE = Words("对照证件改正", "Correct it from the document")
AS_TEXT = Words(
    "把这一列设为“文本”，再照证件填一次", "Set the column to text and type the number again from the document"
)


@dataclass(frozen=True)
class ResidentId:
    """A number of GB 11643 in its canonical spelling, and what can be read from it.

    `area_hint` is the area of first registration. Many such areas no longer exist, and
    people move: it never proves where somebody lives, and no value of it is refused.
    """

    number: str
    born: date
    sex: str
    area_hint: str


def canonical_number(text: str) -> str:
    """Half-width, upper case, without spaces, hyphens and invisible signs."""
    return _NOT_PART_OF_A_NUMBER.sub("", unicodedata.normalize("NFKC", text)).upper()


def check_digit(first: str) -> str:
    """The eighteenth character that belongs to the first seventeen digits (GB 11643)."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first, strict=True))
    return _CHECKS[total % 11]


def resident_id(text: str, *, today: date | None = None, field: str = "number") -> ResidentId:
    """Read a number of GB 11643, or refuse it saying which part is wrong.

    With `today` a birth date that has not come yet is refused too.
    """
    if _AS_A_NUMBER.fullmatch(text.strip()):
        wrong = Words("表格软件把号码变成了数字", "The spreadsheet turned the number into a figure")
        raise Invalid(wrong, AS_TEXT, field=field)
    number = canonical_number(text)
    _refuse_wrong_form(number, field)
    born = _birth_date(number[6:14], today, field)
    if check_digit(number[:17]) != number[17]:
        raise Invalid(Words("第18位校验码不对", "The check digit (18th) does not fit"), COMPARE, field=field)
    return ResidentId(number, born, "M" if int(number[16]) % 2 else "F", number[:6])


def _refuse_wrong_form(number: str, field: str) -> None:
    if not number:
        raise Invalid(
            Words("没有填证件号码", "The number is missing"),
            Words("照证件填18位", "Type all 18 characters"),
            field=field,
        )
    if re.fullmatch(r"[0-9]{15}", number):
        wrong = Words("这是15位的旧号码", "This is an old number of 15 digits")
        raise Invalid(
            wrong, Words("填现用证件上的18位号码", "Use the 18 characters of the present card"), field=field
        )
    if len(number) != 18:
        wrong = Words("号码应为18位，现有{n}位", "The number must have 18 characters, not {n}").fill(
            n=len(number)
        )
        raise Invalid(wrong, COMPARE, field=field)
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        wrong = Words("前17位只能是数字，末位是数字或X", "The first 17 must be digits, the last a digit or X")
        raise Invalid(wrong, COMPARE, field=field)


def _birth_date(digits: str, today: date | None, field: str) -> date:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError as error:
        wrong = Words("第7至14位的出生日期{d}不存在", "The birth date {d} (7th to 14th) does not exist").fill(
            d=digits
        )
        raise Invalid(wrong, COMPARE, field=field) from error
    if born.year < _OLDEST_YEAR:
        wrong = Words("第7至14位的出生日期{d}早于1900年", "The birth date {d} (7th to 14th) lies before 1900")
        raise Invalid(wrong.fill(d=digits), COMPARE, field=field)
    if today is not None and born > today:
        wrong = Words("第7至14位的出生日期{d}还没有到", "The birth date {d} (7th to 14th) has not come yet")
        raise Invalid(wrong.fill(d=digits), COMPARE, field=field)
    return born


def credit_code_check(first: str) -> str:
    """The eighteenth character that belongs to the first seventeen (GB 32100)."""
    total = sum(w * _CODE_ALPHABET.index(sign) for w, sign in zip(_CODE_WEIGHTS, first, strict=True))
    return _CODE_ALPHABET[-total % 31]


def credit_code(text: str, *, override_reason: str = "", field: str = "credit_code") -> str:
    """Read a unified social credit code (GB 32100).

    A few codes in real use fail the check: a reason lets such a code pass. It never lets a
    wrong length or a letter outside the code's alphabet pass.
    """
    code = canonical_number(text)
    licence = Words("对照登记证书改正", "Correct it from the registration certificate")
    if len(code) != 18:
        wrong = Words("信用代码应为18位，现有{n}位", "A credit code has 18 characters, not {n}").fill(
            n=len(code)
        )
        raise Invalid(wrong, licence, field=field)
    strange = "、".join(sorted(set(code) - set(_CODE_ALPHABET)))
    if strange:
        wrong = Words("信用代码里不会出现{s}", "A credit code never contains {s}").fill(s=strange)
        mend = Words("看看是不是把1、0、5、2写成了字母", "See whether 1, 0, 5 or 2 was typed as a letter")
        raise Invalid(wrong, mend, field=field)
    if credit_code_check(code[:17]) != code[17] and not override_reason.strip():
        mend = Words(
            "对照登记证书改正；证书上确是如此，就写明理由",
            "Correct it from the certificate, or give a reason if it stands there so",
        )
        raise Invalid(Words("第18位校验码不对", "The check character (18th) does not fit"), mend, field=field)
    return code


_LEAST_HIDDEN = 5
_MOST_SHOWN_AT_AN_END = 4


def mask_id(number: str) -> str:
    """A document number with its middle hidden: at most four at each end, five or more hidden.

    An 18-digit number keeps tens of thousands of candidates. It keeps few when a birth date
    stands beside it, so no page shows both.
    """
    shown = max(len(number) - _LEAST_HIDDEN, 0)
    end = min(shown // 2, _MOST_SHOWN_AT_AN_END)
    return number[:end] + "*" * (len(number) - 2 * end) + (number[-end:] if end else "")


def mask_phone(phone: str) -> str:
    """A telephone number with four digits hidden before the last four."""
    if len(phone) < 8:
        return "*" * len(phone)
    return phone[:-8] + "****" + phone[-4:]


def mask_name(name: str) -> str:
    """A name with all but its first and last sign hidden; of two signs the second."""
    signs = _signs(name)
    if len(signs) < 2:
        return "*" * len(signs)
    if len(signs) == 2:
        return signs[0] + "*"
    return signs[0] + "*" * (len(signs) - 2) + signs[-1]


def _signs(text: str) -> list[str]:
    """What a reader counts as one sign: a character with the marks and variants that follow it."""
    signs: list[str] = []
    for character in text:
        if signs and (unicodedata.combining(character) or unicodedata.category(character) == "Mn"):
            signs[-1] += character
        else:
            signs.append(character)
    return signs
