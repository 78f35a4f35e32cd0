"""Refusals and words as sentences in the visitor's language."""

from __future__ import annotations

from django.utils.translation import get_language, gettext, override

from yushu.kernel.errors import Refusal
from yushu.kernel.words import Words


def say(words: Words) -> str:
    """The text in the language of the request."""
    return words.pick(get_language() or "zh-hans")


def both(label: object) -> Words:
    """A label of the catalogue (a state, a role) in both languages."""
    text = str(label)
    with override("en"):
        return Words(text, gettext(text))


def told(refusal: Refusal) -> str:
    """What is wrong and how to mend it, as one message."""
    return say(Words("{w}。{m}。", "{w}. {m}.").fill(w=refusal.wrong, m=refusal.mend)).replace("。。", "。")
