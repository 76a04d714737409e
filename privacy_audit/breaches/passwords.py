"""Whether a password is among those known from breaches, asked so that it cannot be told from the question.

Of the SHA-1 hash of the password (40 hexadecimal characters) the first five are sent; what comes back are the rest of
all known hashes that begin so, several hundred, each with how often it was seen, and the comparing is done here.
``Add-Padding`` has the service fill the answer up with hashes that were seen 0 times, so that its length tells nothing.
Format: https://haveibeenpwned.com/API/v3#PwnedPasswords
"""

import hashlib
import re
from dataclasses import dataclass, field

from .errors import BreachError

PADDED = {"Add-Padding": "true"}
#: The longest password that is asked about (characters).
LONGEST = 1_000
#: More lines than this are no answer.
_MOST_LINES = 20_000

_LINE = re.compile(r"([0-9A-Fa-f]{35}):([0-9]{1,12})\Z")


@dataclass(frozen=True, slots=True)
class Digest:
    """What is left of a password once it was hashed: `sent` leaves this machine, `rest` does not."""

    sent: str
    rest: str = field(repr=False)


def digest(password: str) -> Digest:
    """Return the two parts of a password's hash. Raises BreachError for what is no password."""
    if not password:
        raise BreachError("No password came: nothing was sent. Type one.")
    if len(password) > LONGEST:
        raise BreachError(f"That has more than {LONGEST:,} characters: nothing was sent. Give one password.")
    whole = hashlib.sha1(password.encode("utf-8", "surrogateescape"), usedforsecurity=False).hexdigest().upper()
    return Digest(whole[:5], whole[5:])


def address(found: Digest) -> str:
    """Return the address at which the hashes that begin so are listed."""
    return f"https://api.pwnedpasswords.com/range/{found.sent}"


def leaving(found: Digest) -> str:
    """Return what leaves, in words, for the person to see before it does."""
    return (
        f"these 5 characters: {found.sent}, the first of the 40 of the password's SHA-1 hash; "
        "about one in a million passwords begins so"
    )


def times_seen(answer: str, found: Digest) -> int:
    """Return how often a password was seen in breaches, 0 for one not among those known.

    Raises BreachError where the answer is no list of hashes: of half an answer nothing can be said.
    """
    lines = answer.split()
    if not lines or len(lines) > _MOST_LINES:
        raise _no_answer()
    seen = 0
    for line in lines:
        match = _LINE.match(line)
        if not match:
            raise _no_answer()
        if match[1].upper() == found.rest:
            seen = max(seen, int(match[2]))
    return seen


def verdict(seen: int) -> str:
    """Return what the answer means, and what to do."""
    if seen:
        times = "once" if seen == 1 else f"{seen:,} times"
        return f"Seen {times} in breaches: it will be tried on your accounts. Change it wherever you use it."
    return "Not among the known ones; that does not make it strong. Use another one for each account."


def _no_answer() -> BreachError:
    return BreachError(
        "What came from api.pwnedpasswords.com is no list of hashes, so that nothing can be said of the password. "
        "Nothing was kept; try again later."
    )
