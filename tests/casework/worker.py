"""`manage.py work` with a mail house that takes its time: a program of its own, to be killed.

Whoever starts it says in the environment which database it works on, how long a message takes
(`MAIL_TAKES`) and where to write what was begun and what was sent (`MAIL_LOG`).
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import django
from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command


class SlowMail(BaseEmailBackend):
    """Writes down when it began a message and when it was done."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        """Send, as slowly as asked."""
        for message in messages:
            self._note("begun", message)
            time.sleep(float(os.environ["MAIL_TAKES"]))
            self._note("sent", message)
        return len(messages)

    @staticmethod
    def _note(what: str, message: EmailMessage) -> None:
        line = f"{os.getpid()} {what} {message.extra_headers['Message-ID']}\n"
        with Path(os.environ["MAIL_LOG"]).open("a", encoding="utf-8") as log:
            log.write(line)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "yushu.config.settings"
    settings.EMAIL_BACKEND = "tests.casework.worker.SlowMail"
    django.setup()
    call_command("work", *sys.argv[1:])
