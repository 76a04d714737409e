"""In which breaches an e-mail address was found: a look-up with the person's own key, in which the address leaves.

Format: https://haveibeenpwned.com/API/v3#BreachesForAccount. 404 means that the address is in none.
"""

import re
from urllib.parse import quote

from ..text import clean
from .errors import BreachError, NotTheList
from .reading import Listed, read

#: Where a key comes from; it costs money, which has to be said.
KEY_PAGE = "https://haveibeenpwned.com/API/Key"
#: RFC 5321, section 4.5.3.1: the longest path, without its angle brackets.
LONGEST_ADDRESS = 254

_ADDRESS = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+\Z")
_KEY = re.compile(r"[0-9A-Za-z-]{16,128}\Z")


def address_of(typed: str) -> str:
    """Return an e-mail address as typed, clean. Raises BreachError for what is none."""
    address = clean(typed, LONGEST_ADDRESS + 1)
    if len(address) > LONGEST_ADDRESS or not _ADDRESS.match(address):
        raise BreachError("That is no e-mail address: nothing was sent. Write it as ann@example.com.")
    return address


def key_of(typed: str) -> str:
    """Return a key as typed. Raises BreachError for what cannot be one; it is not repeated."""
    key = typed.strip()
    if not _KEY.match(key):
        raise BreachError(
            f"That is no key of Have I Been Pwned (32 letters and digits): nothing was sent. Keys: {KEY_PAGE}"
        )
    return key


def page(address: str) -> str:
    """Return the address of the look-up."""
    return f"https://haveibeenpwned.com/api/v3/breachedaccount/{quote(address, safe='')}?truncateResponse=false"


def leaving(address: str) -> str:
    """Return what leaves, in words, for the person to see before it does."""
    return f"the e-mail address {address}, and your own key to the service"


def answer_of(status: int, retry_after: str, body: bytes) -> Listed:
    """Return the breaches in which an address was found; none where the service answers 404. Raises BreachError."""
    if status == 404:
        return Listed(())
    if status == 200:
        return _read(body)
    raise BreachError(f"{_refusal(status, retry_after)} Nothing was kept.")


def verdict(found: Listed) -> str:
    """Return the answer as a sentence; it never says that an address is safe."""
    if not found.breaches:
        return "In none of the public breaches known to them."
    number = len(found.breaches)
    return f"Found in {number:,} known {'breach' if number == 1 else 'breaches'}."


def _read(body: bytes) -> Listed:
    try:
        return read(body)
    except NotTheList as error:
        raise BreachError(
            f"What came from haveibeenpwned.com is no list of breaches ({error}): nothing can be said of the address. "
            "A network that wants a sign-in first does that; try again later."
        ) from None


def _refusal(status: int, retry_after: str) -> str:
    if status == 401:
        return f"Have I Been Pwned does not take this key. Look at it, or get one: {KEY_PAGE}."
    if status == 403:
        return "Have I Been Pwned refused to answer this program or this internet address."
    if status == 429:
        wait = f"{retry_after} seconds" if retry_after.isdecimal() and len(retry_after) < 6 else "a minute"
        return f"Have I Been Pwned allows no more look-ups with this key for now: wait {wait}."
    if status == 400:
        return "Have I Been Pwned does not take this for an e-mail address."
    return f"Have I Been Pwned answered with the status {status}: try again later."
