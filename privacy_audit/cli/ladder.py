"""The ladder of letters: what comes next when they do not answer, or refuse, and the command that writes it."""

from .. import footing
from ..audit.report import names
from ..catalog.model import Action
from ..rights.ladder import REFUSALS, Rung, nothing_left
from ..rights.letters.kinds import KINDS
from ..session import Session
from .output import as_json as print_json
from .output import paragraph, say


def show(session: Session, action: Action, as_json: bool) -> None:
    """Print the next letters in their order, each with its reason and its command."""
    state = session.standing.state(action.key)
    rungs = footing.rungs(session, action)
    if as_json:
        print_json({
            "key": action.key, "status": state.status, "late": footing.late(session, action),
            "next": [{"kind": rung.kind, "title": _title(rung), "why": rung.why} for rung in rungs],
        })  # fmt: skip
        return
    name, title = names(session.catalog, action.key)
    late = ", late" if footing.late(session, action) else ""
    say(f"{name}, {title[:1].lower()}{title[1:]}: {state.status}{late}")
    for number, rung in enumerate(rungs, 1):
        say()
        paragraph(f"{number}. {_title(rung)}. {rung.why}")
        say(f"   privacy-audit letter {action.key} --kind {rung.kind}")
    if not rungs:
        paragraph(nothing_left(state.status, footing.request_right(session, action)))
    if state.status in ("asked", "acknowledged", "extended", "refused"):
        _show_refusals(session, action)


def _show_refusals(session: Session, action: Action) -> None:
    """Say how a refusal is recorded with its reason, and which letter answers which."""
    say()
    say("If they refused, because …")
    for kind, words in REFUSALS.items():
        if footing.can_write(session, action, kind):
            say(f"   “{words}”: --kind {kind}")
    paragraph("Record it, and --ladder goes on from there, in their words or in those above:", "   ")
    say(f"   privacy-audit record {action.key} refused --note 'They said: use our form'")


def _title(rung: Rung) -> str:
    return KINDS[rung.kind].title if rung.kind in KINDS else "The request"
