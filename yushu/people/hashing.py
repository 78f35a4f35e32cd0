"""How passwords are kept."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Argon2id with 19 MiB and two passes.

    Django's own setting takes 100 MiB a sign-in: an office that opens at nine would need
    gigabytes for a minute. This is the smaller of the two settings OWASP calls equal.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
