"""Where a person lives, by ISO 3166-2 codes, and which rules of the catalogue reach that place."""

import difflib

from ..text import fold


class Regions:
    """The countries, states, provinces and territories that the program knows."""

    def __init__(self, raw: dict):
        countries = raw.get("countries", {})
        self._names: dict[str, str] = dict(countries)
        for country in countries:
            self._names |= {f"{country}-{part}": name for part, name in raw.get(country, {}).items()}

    def __contains__(self, code: str) -> bool:
        return code in self._names

    def __iter__(self):
        return iter(self._names)

    def name(self, code: str) -> str:
        """Return "California, United States" for "US-CA", or "Canada" for "CA"."""
        country = code[:2]
        if code == country:
            return self._names.get(code, code)
        return f"{self._names.get(code, code)}, {self._names.get(country, country)}"

    def inside(self, code: str) -> str:
        """Return the name of a place as it stands in a sentence: "the United States", "California"."""
        name = self._names.get(code, code)
        return f"the {name}" if code == "US" else name

    def search(self, words: str) -> list[str]:
        """Return the codes whose name or code has all the words, best first; all of them for no words."""
        wanted = fold(words).split()
        hits = []
        for code in self._names:
            text = fold(f"{code} {self.name(code)}")
            if all(word in text for word in wanted):
                first = not fold(self.name(code)).startswith(tuple(wanted[:1]))
                hits.append((first if wanted else False, code))
        return [code for _, code in sorted(hits, key=lambda hit: hit[0])]

    def parse(self, typed: str) -> str | None:
        """Return the code for a code or a name as a person types it ("us-ca", "California"), or None."""
        text = fold(typed.strip().replace("_", "-"))
        for code in self._names:
            if text in (fold(code), fold(self._names[code]), fold(self.name(code))):
                return code
        return None

    def nearest(self, typed: str) -> list[str]:
        """Return up to three codes that resemble what was typed."""
        texts = {fold(code): code for code in self._names}
        texts |= {fold(name): code for code, name in self._names.items()}
        close = difflib.get_close_matches(fold(typed), texts, n=3, cutoff=0.5)
        return list(dict.fromkeys(texts[text] for text in close))


def reaches(places: tuple[str, ...], region: str) -> bool:
    """Whether a list of countries and regions surely includes a person of `region`.

    A person who gave only a country is not included by one of its regions.
    """
    return region in places or region[:2] in places


def may_reach(places: tuple[str, ...], region: str) -> bool:
    """Whether a list may include a person of `region`: as `reaches`, or a region of the country given."""
    return reaches(places, region) or (len(region) == 2 and any(place[:2] == region for place in places))
