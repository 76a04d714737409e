"""Dates and addresses as each language and country writes them in a letter."""

import re
from datetime import date

from ...text import clean

_MONTHS = {
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
    "fr": ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
           "novembre", "décembre"),
    "es": ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
           "noviembre", "diciembre"),
}  # fmt: skip
_COUNTRIES = {"US": "USA|United States", "CA": "Canada", "MX": "México|Mexico"}
_SPANISH = {
    "New Hampshire": "Nuevo Hampshire", "New Jersey": "Nueva Jersey", "New Mexico": "Nuevo México",
    "New York": "Nueva York", "North Carolina": "Carolina del Norte", "South Carolina": "Carolina del Sur",
    "North Dakota": "Dakota del Norte", "South Dakota": "Dakota del Sur", "Oregon": "Oregón",
    "Louisiana": "Luisiana", "Pennsylvania": "Pensilvania", "West Virginia": "Virginia Occidental",
}  # fmt: skip

_US_LAST = re.compile(r"^(?P<rest>.*), (?P<city>[^,]+), (?P<state>[A-Z]{2}) (?P<code>\d{5}(?:-\d{4})?)$")
_CA_LAST = re.compile(
    r"^(?P<rest>.*), (?P<city>[^,]+?),? (?P<state>[A-Z]{2}|[A-Z][a-z]+(?: [A-Z][a-z]+)?) +"
    r"(?P<code>[A-Z]\d[A-Z] ?\d[A-Z]\d)$"
)
_MX_LAST = re.compile(r"^(?P<rest>.*), (?P<last>\d{5} .*)$")
#: The legal form of a firm, which stands after a comma: "Acme, Inc."
_FORM = re.compile(r"(Inc|LLC|L\.L\.C|Ltd|S\.?A\.?( de C\.?V)?|S\. de R\.L\. de C\.V|S\.F\.P)\.?")
_PROVINCES = {"Quebec": "QC", "Ontario": "ON", "Alberta": "AB", "British Columbia": "BC", "Manitoba": "MB"}


def day(when: date, language: str) -> str:
    """Return "November 23, 2026", "23 novembre 2026" ("1er" for the first) or "23 de noviembre de 2026"."""
    month = _MONTHS[language][when.month - 1]
    if language == "en":
        return f"{month} {when.day}, {when.year}"
    if language == "fr":
        return f"{'1er' if when.day == 1 else when.day} {month} {when.year}"
    return f"{when.day} de {month} de {when.year}"


def date_line(when: date, language: str, country: str, place: str) -> str:
    """Return the date line of a letter: "Montréal, le 23 novembre 2026", "Ciudad de México, a 23 de …"."""
    text = day(when, language)
    if language == "fr":
        return f"{place}, le {text}" if place else f"Le {text}"
    if country == "MX":
        return f"{place}, a {text}"
    return text


def home(region_name: str, language: str) -> str:
    """Return the name of a US state as a sentence in this language has it."""
    name = region_name.partition(",")[0]
    return _SPANISH.get(name, name) if language == "es" else name


def address_lines(post: str, name: str, country: str) -> tuple[str, ...]:
    """Return a postal address of the catalogue as lines under the organisation's name, abroad with the country.

    The last line is what each post wants: "City, ST ZIP", two spaces before a Canadian code, the five digits first
    in Mexico. An address that fits no pattern keeps its parts, a line each.
    """
    parts = _parts(clean(post, 400), country)
    if not _names(parts[0], name):
        parts.insert(0, clean(name, 120))
    return tuple(_joined(parts))


def own_lines(address: str, country: str) -> list[str]:
    """Return the person's own address, as typed on one line, as lines."""
    return _joined(_parts(address, country)) if address else []


def _parts(text: str, country: str) -> list[str]:
    """Return the parts of an address; the country stays as the last one when it is not the person's."""
    abroad = []
    for code, names in _COUNTRIES.items():
        if match := re.search(rf", ({names})$", text):
            text = text[: match.start()]
            abroad = [] if code == country else [match[1]]
    if match := _US_LAST.match(text):
        last = f"{match['city']}, {match['state']} {match['code']}"
    elif match := _CA_LAST.match(text):
        code = match["code"].replace(" ", "")
        last = f"{match['city']} {_PROVINCES.get(match['state'], match['state'])}  {code[:3]} {code[3:]}"
    elif match := _MX_LAST.match(text):
        last = match["last"]
    else:
        return [*_split(text), *abroad]
    return [*_split(match["rest"]), last, *abroad]


def _split(text: str) -> list[str]:
    """Split at commas, but keep "Acme, Inc." and "S.A. de C.V." with the name, and "1455, boul." with its street."""
    out: list[str] = []
    for part in text.split(", "):
        if out and (out[-1].isdecimal() or _FORM.fullmatch(part)):
            out[-1] += f", {part}"
        else:
            out.append(part)
    return out


def _joined(parts: list[str]) -> list[str]:
    """Put a unit on the line of its street, and use no more lines than the window of an envelope shows: six."""
    out: list[str] = []
    for part in parts:
        if out and re.match(r"(?:Suite|Ste|Apt|Unit|bureau|piso|Int\.|Room|Floor)\b", part):
            out[-1] += f", {part}"
        else:
            out.append(part)
    while len(out) > 6:
        out[1:3] = [f"{out[1]}, {out[2]}"]
    return out


def _names(first: str, name: str) -> bool:
    """Whether a line already names the organisation: it has no number of a street or a box."""
    words = {word.strip(".,").casefold() for word in name.split() if len(word) > 3}
    return any(word in first.casefold() for word in words)
