"""Days on which business is done, and what becomes of a term in days or months whose last day is none of them."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from ..dates import long

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
#: Days that art. 28 of the Ley Federal de Procedimiento Administrativo takes out of every term in days, as (month,
#: day). Labour law keeps some of them on a Monday instead; nobody is called late for either.
_LFPA_28 = frozenset({(1, 1), (2, 5), (3, 21), (5, 1), (5, 5), (9, 1), (9, 16), (11, 20), (12, 25)})


@dataclass(frozen=True, slots=True)
class Roll:
    """What the law of a place says of a term whose last day is a weekend or a holiday.

    `source` is where it says so, "" where that is not known here: then the day moves to be on the safe side.
    `saturday` is whether a Saturday moves too, None where that is not known; `moves` is whether any day does.
    """

    source: str = ""
    saturday: bool | None = True
    moves: bool = True


#: By the place of the law, not of the person. Places that are not here have the rule of UNKNOWN: whoever wrongly
#: waits a weekend longer loses little, whoever is wrongly called late has reason to complain. Of the sources the
#: federal one of Canada and art. 28 above were read, the others are from general knowledge.
ROLLS: dict[str, Roll] = {
    # The United States have a rule for courts only (Fed. R. Civ. P. 6(a)): the FCRA, FOIA and HIPAA name none.
    "US": Roll(moves=False),
    "US-CA": Roll("Cal. Civ. Code 10 and 11; Code Civ. Proc. 12a"),
    "US-CO": Roll("C.R.S. 2-4-108(2)"),
    "US-IA": Roll("Iowa Code 4.1(34)"),
    "US-KY": Roll("KRS 446.030(1)(a)"),
    "US-MD": Roll("Md. Code, Gen. Prov. 1-302(b)"),
    "US-MN": Roll("Minn. Stat. 645.15"),
    "US-MT": Roll("Mont. Code 1-1-307"),
    "US-NY": Roll("N.Y. Gen. Constr. Law 25-a"),
    "US-OR": Roll("ORS 174.120"),
    "US-TN": Roll("Tenn. Code 1-3-102"),
    "US-TX": Roll("Tex. Gov't Code 311.014(b)"),
    "US-UT": Roll("Utah Code 68-3-7"),
    "US-WA": Roll("RCW 1.12.040"),
    # A holiday there is a Sunday but no Saturday (s. 35); of the provinces' acts that was not read.
    "CA": Roll("Interpretation Act, R.S.C. 1985, c. I-21, s. 26", saturday=False),
    "CA-AB": Roll("Interpretation Act, R.S.A. 2000, c. I-8, s. 22", saturday=None),
    "CA-BC": Roll("Interpretation Act, R.S.B.C. 1996, c. 238, s. 25", saturday=None),
    "CA-ON": Roll("Legislation Act, 2006, S.O. 2006, c. 21, Sch. F, s. 89", saturday=None),
    "CA-QC": Roll("Interpretation Act, CQLR c. I-16, s. 52; C.C.P., art. 83"),
}
UNKNOWN = Roll()


class Holidays:
    """The days of a region on which no business day falls, weekends apart. The library is imported here only.

    In Canada some more days are no business days by the interpretation acts, though nobody gets them off by law:
    Easter Monday everywhere (R.S.C. 1985, c. I-21, s. 35; R.S.B.C. 1996, c. 238, s. 29; CQLR c. I-16, s. 61(23)),
    26 December in British Columbia and Alberta, and for the country the holidays of its public offices (s. 35).
    In Mexico the days of the library and those that the statute lists both count.
    """

    def __init__(self, region: str):
        import holidays

        country, _, place = region.partition("-")
        known = holidays.country_holidays(country)
        self._canada = country == "CA"
        self._boxing_day = region in ("CA-BC", "CA-AB")
        self._fixed = _LFPA_28 if country == "MX" else frozenset()
        place = place if place in known.subdivisions else ""
        sorts = ("public", "government") if self._canada and not place else ("public",)
        self._days = holidays.country_holidays(country, subdiv=place or None, categories=sorts)

    def __contains__(self, day: date) -> bool:
        if day in self._days or (day.month, day.day) in self._fixed:
            return True
        if self._boxing_day and (day.month, day.day) == (12, 26):
            return True
        return self._canada and day.weekday() == 0 and "Good Friday" in self._days.get(day - timedelta(days=3), "")


@lru_cache(maxsize=64)
def holidays_of(region: str) -> Holidays:
    """Return the holidays of a region of the US or Canada, or of a country: "US-TX", "CA-QC", "MX"."""
    return Holidays(region)


def moved(day: date, region: str) -> tuple[date, str]:
    """Return the day to which the last day of a term moves where the law of `region` says so, and why, in words.

    The day itself and "" where it stays. Never an earlier day; a day that was moved moves no further.
    """
    roll = ROLLS.get(region, UNKNOWN)
    later = day
    while roll.moves and _is_free(later, roll, region):
        later += timedelta(days=1)
    if later == day:
        return day, ""
    known = roll.source and not (roll.saturday is None and day.weekday() == 5)
    source = roll.source if known else "to be on the safe side: what the law there says of such days is not known here"
    return later, f"moved to {_named(later)} because the last day{_reason(day)} ({source})"


def _is_free(day: date, roll: Roll, region: str) -> bool:
    weekend = 6 if roll.saturday is False else 5
    return day.weekday() >= weekend or day in holidays_of(region)


def _reason(day: date) -> str:
    return f" is a {_WEEKDAYS[day.weekday()]}" if day.weekday() >= 5 else f", {_named(day)}, is a holiday"


def _named(day: date) -> str:
    return f"{_WEEKDAYS[day.weekday()]} {long(day)}"
