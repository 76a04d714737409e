"""Finding organisations, actions and themes by what people type: without accents, with slips of the finger."""

import difflib
import re
from collections.abc import Mapping
from functools import cached_property

from ..text import fold
from .model import DO_TITLES

_WORD = re.compile(r"[a-z0-9]+")
#: How alike two words must be to be taken for the same one with a slip (difflib's ratio, 0 to 1).
_ALIKE = 0.74


class Search:
    """An index over the organisations' dictionaries, made when first asked."""

    def __init__(self, organisations: Mapping[str, dict]):
        self._organisations = organisations

    def organisations(self, words: str, limit: int = 50) -> list[str]:
        """Return the ids of those in which every word occurs, names first.

        A word that occurs nowhere is read as the words that it resembles most; where the words do not occur
        together, they are tried written as one, and then each as what it resembles.
        """
        typed = fold(words).split()
        if not typed:
            return []
        found = self._with([self._meant(word) for word in typed], limit)
        found = found or self._with([self._meant("".join(typed))], limit)
        return found or self._with([(word, *self._near(word)) for word in typed], limit)

    def _with(self, wanted: list[tuple[str, ...]], limit: int) -> list[str]:
        if not wanted or not all(wanted):
            return []
        hits = []
        for id, name, text in self._texts:
            if all(any(word in text for word in meant) for meant in wanted):
                first = wanted[0]
                registered = self._organisations[id].get("tier") == "registry"
                named = not any(word in name for word in first)
                place = (not name.startswith(first), named, registered, len(name), id)
                hits.append((place, id))
        return [id for _, id in sorted(hits)[:limit]]

    def actions(self, words: str, limit: int = 30) -> list[str]:
        """Return the keys of actions whose title and organisation's name have all words, at least one in the title."""
        wanted = fold(words).split()
        found = []
        for key, name, title in self._actions if wanted else ():
            if all(word in title or word in name for word in wanted) and any(word in title for word in wanted):
                found.append(key)
        return found[:limit]

    def prepare(self) -> None:
        """Make the index now, so that the first letter typed need not wait for it."""
        self._meant("prepare")

    @cached_property
    def _texts(self) -> list[tuple[str, str, str]]:
        rows = []
        for id, raw in self._organisations.items():
            words = [id, raw["name"], raw.get("legal_name", ""), raw.get("parent", ""), raw["kind"], raw["theme"]]
            for key in ("brands", "domains", "formerly", "tags"):
                words += raw.get(key, ())
            rows.append((id, fold(raw["name"]), fold(" ".join(words))))
        return rows

    @cached_property
    def _actions(self) -> list[tuple[str, str, str]]:
        return [
            (f"{id}/{action['id']}", fold(raw["name"]), fold(f"{_title(action)} {action['do']}"))
            for id, raw in self._organisations.items()
            for action in raw.get("actions", ())
        ]

    @cached_property
    def _all(self) -> str:
        return "\n".join(text for _, _, text in self._texts)

    @cached_property
    def _vocabulary(self) -> dict[str, list[str]]:
        """Every word by its first letter, and by its second for a slip at the start."""
        found: dict[str, list[str]] = {}
        for word in sorted(set(_WORD.findall(self._all))):
            for letter in dict.fromkeys(word[:2]):
                found.setdefault(letter, []).append(word)
        return found

    def _meant(self, word: str) -> tuple[str, ...]:
        """Return the word itself when it occurs, or those that it may be a slip of."""
        return (word,) if word in self._all else self._near(word)

    def _near(self, word: str) -> tuple[str, ...]:
        candidates = {near for letter in word[:2] for near in self._vocabulary.get(letter, ())}
        near = [one for one in candidates if abs(len(one) - len(word)) <= 2 and len(one) > 3]
        return tuple(difflib.get_close_matches(word, sorted(near), n=3, cutoff=_ALIKE))


def _title(action: dict) -> str:
    """Return the title that a person reads."""
    return action.get("title") or DO_TITLES.get(action["do"], "")
