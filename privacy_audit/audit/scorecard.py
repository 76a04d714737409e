"""How each organisation behaved: what it was asked, how long it took, what it refused, and what it listed again.

The organisations are rated here, never the person, and by plain counts of what was recorded: no marks, no ranks. A
request runs from the day on which the person asked to the first day on which the organisation said that it was done or
refused, or on which the person saw that it was done. A receipt is no answer. Asking again while an answer is awaited
gives no new request and no more time; asking again after an answer is a new request.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from ..catalog.catalog import Catalog
from ..ledger.events import Event
from ..ledger.moves import ActionState
from ..text import count
from .due import answer_by, term_behind
from .returns import Return, returns

_ANSWERS = ("confirmed", "verified", "refused")
_GIVEN_UP = ("set-aside", "reopen")
#: After these a refusal no longer belongs to the request before.
_BEGIN_ANEW = ("reopen", "relisted")
#: Letters, and reasons of a refusal, by which more was wanted than the request needs (see `rights.ladder`).
MORE_WANTED = ("answer-id", "answer-more-data")

#: Below so many requests in all it is said that they tell little.
FEW = 5

#: By what a list of records can be sorted, in words; each but the name puts the highest count first.
SORTS = {
    "late": "most late first",
    "days": "longest wait first",
    "refused": "most refused first",
    "came-back": "most often back first",
    "asked": "most asked first",
    "name": "by name",
}


@dataclass(frozen=True, slots=True)
class Request:
    """One request to an organisation.

    `answer` is "confirmed", "verified" or "refused" (a refusal that came after another answer too), "withdrawn" where
    the person gave it up, or "" while it waits. `until` is the day of the answer or of giving up, else today.
    `allowed` are the days that the law or else the catalogue's term gives, None where neither sets any.
    """

    key: str
    asked: date
    until: date
    answer: str = ""
    extended: bool = False
    more_wanted: bool = False
    allowed: int | None = None
    rule: str = ""

    @property
    def answered(self) -> bool:
        """Whether they answered, be it by a refusal."""
        return self.answer in _ANSWERS

    @property
    def waiting(self) -> bool:
        """Whether an answer is still awaited."""
        return not self.answer

    @property
    def days(self) -> int:
        """The days from asking to the answer, or so far."""
        return max(0, (self.until - self.asked).days)

    @property
    def late(self) -> bool:
        """Whether it took, or has taken so far, more days than allowed. Without a known term nobody is late."""
        return self.allowed is not None and self.days > self.allowed


@dataclass(frozen=True, slots=True)
class Card:
    """The record of one organisation, or of all of one theme: `id` is its id.

    `refused_unasked` counts refusals of what was never recorded as asked, such as a switch that was turned back.
    """

    id: str
    requests: tuple[Request, ...] = ()
    came_back: tuple[Return, ...] = ()
    refused_unasked: int = 0

    @property
    def asked(self) -> int:
        """How many requests were made."""
        return len(self.requests)

    @property
    def answered(self) -> tuple[Request, ...]:
        """The requests that were answered."""
        return tuple(one for one in self.requests if one.answered)

    @property
    def waiting(self) -> tuple[Request, ...]:
        """The requests that wait for an answer."""
        return tuple(one for one in self.requests if one.waiting)

    @property
    def late(self) -> int:
        """How many requests were answered late, or are late by now."""
        return sum(one.late for one in self.requests)

    @property
    def refused(self) -> int:
        """How many times they refused."""
        return sum(one.answer == "refused" for one in self.requests) + self.refused_unasked

    @property
    def more_wanted(self) -> int:
        """For how many requests they wanted more data than the request needs."""
        return sum(one.more_wanted for one in self.requests)

    @property
    def longest(self) -> int:
        """The longest that an answer took or has been awaited, in days; -1 where nothing was asked."""
        return max((one.days for one in self.requests if one.answer != "withdrawn"), default=-1)


def scorecards(catalog: Catalog, region: str, events: Iterable[Event], today: date) -> list[Card]:
    """Return the records of all organisations that were asked, refused, or listed the person again, by id.

    `events` are the person's standing events in order. Days allowed are counted for somebody of this `region`.
    """
    told: dict[str, list[Event]] = {}
    for event in events:
        if event.kind in ("record", "note", "letter"):
            told.setdefault(f"{catalog.current_id(event.organisation)}/{event.action}", []).append(event)
    back: dict[str, list[Return]] = {}
    for one in returns(chain.from_iterable(told.values())):
        back.setdefault(catalog.current_id(one.organisation), []).append(one)
    cards: dict[str, Card] = {id: Card(id, came_back=tuple(found)) for id, found in back.items()}
    for key, records in told.items():
        requests, unasked = _requests(key, records, today)
        if requests or unasked:
            id = key.partition("/")[0]
            card = cards.get(id, Card(id))
            judged = (_with_term(catalog, region, request) for request in requests)
            cards[id] = replace(
                card, requests=(*card.requests, *judged), refused_unasked=card.refused_unasked + unasked
            )
    return [_by_day(cards[id]) for id in sorted(cards)]


def card_of(catalog: Catalog, region: str, events: Iterable[Event], today: date, id: str) -> Card:
    """Return the record of one organisation; an empty one where nothing was asked."""
    id = catalog.current_id(id)
    own = (event for event in events if catalog.current_id(event.organisation) == id)
    return next(iter(scorecards(catalog, region, own, today)), Card(id))


def by_theme(catalog: Catalog, cards: Iterable[Card]) -> list[Card]:
    """Return one record for each theme with a record in it, in the order of the walk."""
    groups: dict[str, list[Card]] = {theme: [] for theme in catalog.theme_titles}
    for card in cards:
        if card.id in catalog:
            groups.setdefault(catalog.theme_of(card.id), []).append(card)
    return [
        _by_day(
            Card(
                theme,
                tuple(request for card in found for request in card.requests),
                tuple(one for card in found for one in card.came_back),
                sum(card.refused_unasked for card in found),
            )
        )
        for theme, found in groups.items()
        if found
    ]


def ordered(cards: Sequence[Card], by: str, name: Callable[[Card], str]) -> list[Card]:
    """Return the records in the order of SORTS; those alike stand by name."""
    numbers: dict[str, Callable[[Card], int]] = {
        "late": lambda card: card.late,
        "days": lambda card: card.longest,
        "refused": lambda card: card.refused,
        "came-back": lambda card: len(card.came_back),
        "asked": lambda card: card.asked,
        "name": lambda card: 0,
    }
    return sorted(cards, key=lambda card: (-numbers[by](card), name(card).casefold()))


def name_of(catalog: Catalog, card: Card) -> str:
    """Return the organisation's name, the theme's title, or the id of what the catalogue no longer has."""
    if card.id in catalog.theme_titles:
        return catalog.theme_titles[card.id]
    return catalog.get(card.id).name if card.id in catalog else card.id


def span(card: Card) -> str:
    """Return the days to the answers beside the days allowed: "41 of 30", "3–41 of 30–45", "" without an answer.

    Requests without a known term have no days beside them.
    """
    taken = [one.days for one in card.answered]
    allowed = [one.allowed for one in card.answered if one.allowed is not None]
    return _range(taken) + (f" of {_range(allowed)}" if allowed else "")


def in_words(card: Card) -> str:
    """Return a record in a line: "asked once · answered after 41 days (30 allowed) · late"."""
    if not card.asked:
        parts = ["nothing asked yet" if not card.came_back else ""]
    elif card.asked == 1:
        parts = ["one request so far", answer_in_words(card.requests[0])]
    else:
        parts = [f"asked {_times(card.asked)}", _answers(card), f"late {_times(card.late)}" if card.late else ""]
    if card.refused > (card.asked == 1 and card.requests[0].answer == "refused"):
        parts.append(f"refused {_times(card.refused)}")
    if card.more_wanted:
        parts.append("wanted more data than needed" + (f" {_times(card.more_wanted)}" if card.more_wanted > 1 else ""))
    parts.append(_came_back(card))
    return " · ".join(part for part in parts if part)


def answer_in_words(request: Request) -> str:
    """Return what came of one request: "refused after 5 days (30 allowed)"."""
    allowed = f" ({request.allowed} allowed{', with the extension' if request.extended else ''})"
    words = {"": "no answer for", "refused": "refused after", "withdrawn": "you gave it up after"}
    said = f"{words.get(request.answer, 'answered after')} {count(request.days, 'day')}"
    said += allowed if request.allowed is not None else ""
    return said + (" · late" if request.late else "")


def _requests(key: str, told: Sequence[Event], today: date) -> tuple[list[Request], int]:
    """Return the requests of one action from its records and letters in order, and refusals without a request."""
    found: list[Request] = []
    unasked, begun_anew = 0, False
    for event in told:
        state, last = event.data.get("state", ""), found[-1] if found else None
        if last and _wants_more(event):
            found[-1] = last = replace(last, more_wanted=True)
        if last and last.waiting:
            found[-1] = _next(last, state, date.fromisoformat(event.data["on"]))
        elif state == "asked":
            on = date.fromisoformat(event.data["on"])
            found.append(Request(key, on, max(on, today)))
            begun_anew = False
        elif state == "refused" and last and last.answer == "confirmed" and not begun_anew:
            found[-1] = replace(last, answer="refused")
        elif state == "refused":
            unasked += 1
        begun_anew = begun_anew or state in _BEGIN_ANEW
    return found, unasked


def _next(request: Request, state: str, on: date) -> Request:
    """Return a request that waits, after one more record."""
    if state == "extended":
        return replace(request, extended=True)
    if state in _ANSWERS:
        return replace(request, answer=state, until=on)
    if state in _GIVEN_UP:
        return replace(request, answer="withdrawn", until=on)
    return request


def _wants_more(event: Event) -> bool:
    """Whether a letter, or what they said in refusing, says that they want more than the request needs."""
    from ..rights.ladder import refusal_of

    said = event.data.get("kind") if event.kind == "letter" else refusal_of(event.data.get("note", ""))
    return said in MORE_WANTED


def _with_term(catalog: Catalog, region: str, request: Request) -> Request:
    """Return a request with the days allowed, by the law in force when the person asked, else the catalogue's term."""
    action = catalog.find_action(request.key)
    if action is None:
        return request
    right = term_behind(catalog, action, region, request.asked) if action.law else None
    if right is None and action.takes_days is None:
        return request
    status = "extended" if request.extended else "asked"
    expected = answer_by(action, ActionState(status, day=request.asked, asked_on=request.asked), right)
    if expected is None:
        return request
    return replace(request, allowed=(expected[0] - request.asked).days, rule=expected[1])


def _by_day(card: Card) -> Card:
    return replace(
        card,
        requests=tuple(sorted(card.requests, key=lambda one: (one.asked, one.key))),
        came_back=tuple(sorted(card.came_back, key=lambda one: (one.back, one.key))),
    )


def _range(days: Sequence[int]) -> str:
    low, high = min(days, default=0), max(days, default=0)
    return "" if not days else str(low) if low == high else f"{low}–{high}"


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number) or f"{number} times"


def _came_back(card: Card) -> str:
    """Return how often they listed the person again: "came back twice, after 40 and 121 days"."""
    days = [str(one.days) for one in card.came_back]
    if not days:
        return ""
    often = f" {_times(len(days))}," if len(days) > 1 else ""
    listed = f"{', '.join(days[:-1])} and {days[-1]}" if len(days) > 1 else days[0]
    return f"came back{often} after {listed} {'day' if days == ['1'] else 'days'}"


def _answers(card: Card) -> str:
    """Return how many requests were answered and after how long."""
    days = _range([one.days for one in card.answered])
    after = f"answered {_times(len(card.answered))} after {days} day{'' if days == '1' else 's'}" if days else ""
    allowed = _range([one.allowed for one in card.answered if one.allowed is not None])
    waiting = f"{count(len(card.waiting), 'request')} waiting" if card.waiting else ""
    parts = [after + (f" ({allowed} allowed)" if allowed else ""), waiting]
    return " · ".join(part for part in parts if part)
