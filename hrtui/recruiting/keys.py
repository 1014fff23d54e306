"""What of an address, a number and a name is compared, so that one human is found again however they were written; pure."""

from __future__ import annotations

import re

from hrtui.text import fold

_DIGITS = re.compile(r"\D+")
GMAIL = ("gmail.com", "googlemail.com")
LEAST_DIGITS = 7
COUNTRY = "1"
NATIONAL = 10


def email_key(email: str) -> str:
    """An address in small letters, without what stands behind a plus, and without dots where the service ignores them; empty for none."""
    name, at, host = email.strip().casefold().rpartition("@")
    if not at or not name or not host:
        return ""
    name = name.partition("+")[0] or name
    if host in GMAIL:
        name, host = name.replace(".", ""), GMAIL[0]
    return f"{name}@{host}"


def phone_key(phone: str) -> str:
    """The digits of a number without the country code of the United States; empty for fewer than seven."""
    digits = _DIGITS.sub("", phone.partition("x")[0])
    if len(digits) == NATIONAL + 1 and digits.startswith(COUNTRY):
        digits = digits[1:]
    return digits if len(digits) >= LEAST_DIGITS else ""


def name_key(first: str, last: str) -> str:
    """Both names folded, in the order of the alphabet, so that they are one whichever came first."""
    return " ".join(sorted(fold(f"{first} {last}").replace("-", " ").replace("'", "").split()))
