"""Acts that several screens share: recording, answering, undoing, each answered in the line at the bottom."""

from datetime import date

from textual.screen import Screen

from ..audit.life import lives, sentence
from ..audit.report import names
from ..catalog.catalog import CatalogError
from ..dates import short
from ..ledger.errors import IllegalMove, LedgerError
from ..ledger.moves import MOVES, SHORT
from ..session import Session
from ..text import cut
from .page import Page

SAID = {"yes": "holds you", "no": "does not hold you", "unsure": "may hold you", "past": "held you once"}
MARKS = {"yes": "yes", "no": "no", "unsure": "not sure", "past": "once", "presumed": "presumed", "": "·"}


def record(page: Page, key: str, state: str, day: date | None = None, **more: str) -> bool:
    """Record a move and say so; a refusal is said too. Returns whether it was recorded."""
    try:
        event = page.session.record(key, state, day, **more)
    except IllegalMove:
        now = page.session.standing.state(key).status
        possible = ", ".join(SHORT[to] for to in MOVES[now] if to != "reopen")
        page.say(f"Not after “{SHORT[now]}”. Possible now: {possible or 'opening it again'}.", bad=True)
        return False
    except (LedgerError, CatalogError) as error:
        page.say(str(error), bad=True)
        return False
    name, title = names(page.session.catalog, key)
    on = date.fromisoformat(event.data["on"])
    page.fill()
    begin, end = f"recorded: {SHORT[state]} · ", f" · {short(on, page.session.today)} · u takes it back"
    page.say(begin + cut(f"{name}, {_lower(title)}", page.size.width - len(begin + end) - 2) + end)
    return True


def answer(page: Page, id: str, said: str) -> bool:
    """Record an answer and say so. Returns whether it was recorded."""
    try:
        page.session.answer(id, said)
    except (LedgerError, CatalogError) as error:
        page.say(str(error), bad=True)
        return False
    page.say(f"recorded: {page.session.catalog.get(id).name} {SAID[said]} · ctrl+z takes it back")
    return True


def undo(screen: Screen) -> None:
    """Take the last answer or record back and say what it was."""
    if not isinstance(screen, Page):
        return
    try:
        event = screen.session.undo()
    except LedgerError as error:
        screen.say(str(error), bad=True)
        return
    if event.kind == "life":
        screen.fill()
        screen.say(f"taken back: {sentence(screen.session.catalog, *lives([event]))}")
        return
    name, title = names(screen.session.catalog, f"{event.organisation}/{event.action}")
    what = f"{name}: {MARKS[event.data['answer']]}" if event.kind == "answer" else f"{name}, {_lower(title)}"
    of = {"answer": "", "evidence": f": {event.data.get('name')}"}
    more = of.get(event.kind, f": {SHORT.get(event.data.get('state', ''), 'note')}")
    screen.fill()
    screen.say(f"taken back: {what}{more}")


def _lower(title: str) -> str:
    return title[:1].lower() + title[1:]


def amiss(session: Session, url: str | None) -> str:
    """Return what is amiss with an address as it was last looked at, in words; empty where nothing is, or is known."""
    from ..links import store, words

    return words.beside(url, session.today, store.of(session.ledger, session.person.id)) if url else ""
