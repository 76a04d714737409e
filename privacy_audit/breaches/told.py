"""Since when a person has said that an organisation holds them: days of telling, not of opening an account."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ..audit.standing import Standing
from ..catalog.catalog import Catalog
from ..ledger.events import Event

#: Answers by which an organisation holds or held the person.
HELD = ("yes", "past")
#: Moves that say something was begun with an organisation, as with one that holds you.
BEGUN = {"started", "asked", "acknowledged", "extended", "confirmed", "verified", "refused", "relisted"}
#: Where what was asked to be deleted or closed is said or seen to be so.
_ENDED = {"confirmed", "verified"}
_ENDING = {"delete", "close-account"}


@dataclass(frozen=True, slots=True)
class Telling:
    """What the person said of an organisation: `how` is "yes", "past" or "begun", `since` the first day of it.

    `ended` is the day on which something there was recorded as deleted or closed, where it was.
    """

    how: str
    since: date | None = None
    ended: date | None = None

    def before(self, day: date) -> bool:
        """Whether they had said so before a day."""
        return self.since is not None and self.since < day

    def ended_before(self, day: date) -> bool:
        """Whether they had recorded before a day that it was deleted or closed."""
        return self.ended is not None and self.ended < day


def tellings(catalog: Catalog, standing: Standing, events: Iterable[Event]) -> dict[str, Telling]:
    """Return what the person said of each organisation that holds or held them, by its id.

    `events` are their standing events, oldest first. Those of which they said no, or that they are not sure without
    having begun anything there, are left out; so are those that the catalogue presumes to hold everybody.
    """
    first = _first_days(catalog, events)
    begun = {key.partition("/")[0] for key, state in standing.actions.items() if state.status in BEGUN}
    found = {}
    for id in {**standing.answers, **dict.fromkeys(sorted(begun))}:
        answer = standing.answers.get(id, "")
        how = answer if answer in HELD else "begun" if id in begun and answer != "no" else ""
        if how and id in catalog:
            found[id] = Telling(how, first.get((id, how)), _ended(catalog, standing, id))
    return found


def _first_days(catalog: Catalog, events: Iterable[Event]) -> dict[tuple[str, str], date]:
    """Return the first day of the last unbroken run of each answer, and of what was begun, by organisation and which.

    Answering otherwise ends the run of an answer; a "no" ends what was begun too.
    """
    found: dict[tuple[str, str], date] = {}
    for event in events:
        said = event.data.get("answer") if event.kind == "answer" else ""
        if event.kind == "record" and event.data.get("state") in BEGUN:
            said = "begun"
        if not said:
            continue
        id = catalog.current_id(event.organisation)
        if said != "begun":
            for other in {*HELD, *(("begun",) if said == "no" else ())} - {said}:
                found.pop((id, other), None)
        day = date.fromisoformat(event.data["on"])
        found[id, said] = min(day, found.get((id, said), day))
    return found


def _ended(catalog: Catalog, standing: Standing, id: str) -> date | None:
    days = []
    for action in catalog.get(id).actions:
        state = standing.state(action.key)
        if action.do in _ENDING and state.status in _ENDED and state.day:
            days.append(state.day)
    return min(days, default=None)
