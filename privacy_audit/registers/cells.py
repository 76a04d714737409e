"""What one cell of a register means: sites, a page for requests, a number, a yes or no, a day."""

import re
from datetime import date, datetime

from ..text import clean, safe_url

#: Larger numbers of requests or days than these are slips.
MOST = 10**12
LONGEST_DAYS = 100_000

_MAILBOX = re.compile(r"[^\s@;,<>()\[\]]+(?:@| ?\[at\] ?)[^\s@;,<>()]+", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s;,<>\"'()\[\]]+", re.IGNORECASE)
_SITE = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
_TRACKING = re.compile(r"[?&]utm_[^#]*")
_NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?: days?)?", re.IGNORECASE | re.ASCII)
_DAYS = ("%m/%d/%Y", "%Y-%m-%d", "%m/%d/%y", "%m-%d-%Y", "%B %d, %Y", "%b %d, %Y", "%b %d %Y", "%d %B %Y", "%Y/%m/%d")
#: Where many firms keep their forms or pages: no site of a broker, and nothing to know it by.
_PLATFORMS = (
    "onetrust.com", "google.com", "saymine.io", "mineos.ai", "typeform.com", "jotform.com", "truevault.com",
    "securiti.ai", "transcend.io", "datagrail.io", "osano.com", "termly.io", "iubenda.com", "wirewheel.io",
    "trustarc.com", "ketch.com", "zendesk.com", "hubspot.com", "linkedin.com", "facebook.com", "wixsite.com",
)  # fmt: skip
#: No registrant is older than the first register (Vermont's, 2019); earlier days are slips.
_FIRST_YEAR = 2018


def line(cell: str, limit: int = 200) -> str:
    """Return a cell as one clean line without mailboxes, which often name a person."""
    return clean(_MAILBOX.sub("", clean(cell, 20_000)), limit)


def name(cell: str) -> str:
    """Return a name; "N/A" and the like are none."""
    text = line(line(cell).replace("@", " ")).strip(" ;,-")
    return "" if text.casefold() in ("", "n/a", "na", "none", "not applicable", "null", "-") else text


def names(cell: str) -> tuple[str, ...]:
    """Return the names in a cell that may hold several, parted by semicolons or line breaks."""
    return tuple(dict.fromkeys(found for part in re.split(r"[;\n\r|]+", cell) if (found := name(part))))[:20]


def domains(cell: str) -> tuple[str, ...]:
    """Return the domains of all sites in a cell, without "www.", each once."""
    text = _MAILBOX.sub(" ", cell.casefold()).replace("-www.", " www.").replace("http", " http")
    found = (_domain(part) for part in re.split(r"[\s;,|<>\"'()\[\]]+", text)[:200])
    return tuple(dict.fromkeys(one for one in found if one and not _is_platform(one)))[:40]


def page(cell: str) -> str:
    """Return the first web address in a cell as https, or ""; a bare "example.com/privacy" counts when it stands alone.

    Marks that only count clicks are taken off.
    """
    text = _MAILBOX.sub(" ", clean(cell, 20_000))
    match = _ADDRESS.search(text)
    found = match[0] if match else text if text and " " not in text and _domain(text) else ""
    found = re.sub(r"^(?:https?://)?", "https://", found.rstrip(".,;:"), flags=re.IGNORECASE) if found else ""
    found = _TRACKING.sub("", found)
    return found if found and len(found) <= 1000 and safe_url(found) and _domain(found) else ""


def number(cell: str) -> int | float | None:
    """Return a number such as "1,200" or "4.5 days"; None for "N/A", an empty cell and anything else."""
    match = _NUMBER.fullmatch(clean(cell, 100))
    if match is None:
        return None
    value = float(match[1].replace(",", "") + (match[2] or ""))
    return None if value > MOST else int(value) if value.is_integer() else value


def whole(cell: str) -> int | None:
    """Return a whole number of requests, or None."""
    value = number(cell)
    return value if isinstance(value, int) else None


def days(cell: str) -> int | float | None:
    """Return a number of days, or None."""
    value = number(cell)
    return value if value is not None and value <= LONGEST_DAYS else None


def answer(cell: str) -> bool | None:
    """Return what a yes-or-no cell says; None where it is empty, "N/A" or says something else.

    Oregon writes "Collects …" and "Does not collect …".
    """
    text = clean(cell, 200).casefold().strip(" .")
    if text in ("no", "n", "false") or text.startswith(("no,", "no ", "no.", "does not", "do not")):
        return False
    if text in ("yes", "y", "true", "x") or text.startswith(("yes,", "yes ", "yes.", "collect", "does collect")):
        return True
    return None


def day(cell: str) -> str:
    """Return a day in ISO form, or ""; a time of day after it is left out."""
    text = clean(cell, 60)
    for part in (text, text.split("T")[0], text.split(" ")[0]):
        for form in _DAYS:
            try:
                found = datetime.strptime(part, form).date()
            except ValueError:
                continue
            if _FIRST_YEAR <= found.year <= date.max.year - 1:
                return found.isoformat()
    return ""


def _is_platform(host: str) -> bool:
    """Whether a host is below a platform's; the platform's own site is that of a firm like others."""
    return any(host.endswith(f".{platform}") for platform in _PLATFORMS)


def _domain(text: str) -> str:
    host = re.sub(r"^[a-z]+:/*", "", text.casefold().strip(" .")).split("/")[0].split("?")[0].split("#")[0]
    host = host.rpartition("@")[2].split(":")[0].strip(".").removeprefix("www.")
    return host if len(host) <= 253 and _SITE.fullmatch(host) else ""
