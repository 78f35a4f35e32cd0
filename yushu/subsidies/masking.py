"""Names and numbers as they may stand on an open page: enough to recognise oneself, too little to be found out.

A list of people of one age and one city tells most of an identity number by itself. What is shown here leaves at
least ten thousand numbers even for a reader who knows city and birth years.
"""

from __future__ import annotations

from yushu.kernel.identifiers import mask_name

FRONT, BACK = 4, 2
LEAST = 10
"""A number shorter than this is shown with its last sign only."""


def public_name(name: str) -> str:
    """The family name, the rest hidden; of a name of one sign nothing."""
    shown = mask_name(name)
    return shown[:1] + "*" * (len(shown) - 1) if len(shown) > 1 else shown


def public_number(masked: str) -> str:
    """From a number that is masked already, the city (of a resident number) and the last two signs."""
    if len(masked) < LEAST:
        return "*" * max(len(masked) - 1, 0) + masked[-1:]
    front = FRONT if masked[:FRONT].isdigit() else 0
    return masked[:front] + "*" * (len(masked) - front - BACK) + masked[-BACK:]
