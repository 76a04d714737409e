"""Letters to many: who would get one, what each tells, why others get none, and writing one after the other.

Brokers that showed they hold the person come first: a letter tells these nothing new. Writing to all in a public
register is possible, but tells hundreds of firms who somebody is, and a state's one request does more with less.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from .audit.plan import held_because
from .audit.reach import called, marks, reach
from .audit.standing import actions_for, open_to
from .catalog.catalog import CatalogError
from .catalog.model import Action, Organisation
from .correspondence import note_written, write
from .dates import long
from .ledger.moves import SHORT, WAITING
from .rights.letters.letter import Letter
from .session import Session
from .text import clean, count

FORMATS = ("eml", "txt", "md", "pdf")
#: What may be asked of many. "request" is what each organisation's own action asks.
KINDS = ("request", "delete", "opt-out", "access", "recipients", "portability", "limit-sensitive", "withdraw-consent")
#: Why no letter is written although one could be: the person may pass each of these over.
WRITTEN, ONE_REQUEST, NO_LAW = "written", "one-request", "no-law"
SOFT = frozenset({WRITTEN, ONE_REQUEST, NO_LAW})
#: Nothing is left to be done where one of these stands.
DONE = frozenset({"asked", "reached", WRITTEN})

_BROKERS = ("data-broker", "people-search")
_ENDING = ("delete", "opt-out", "close-account")
#: Records that show that an organisation had something.
_SHOWED = {
    "confirmed": "they said it was done", "verified": "you saw it gone", "refused": "they refused",
    "relisted": "it came back",
}  # fmt: skip
_SETTLED = (*WAITING, "confirmed", "verified", "refused", "not-found", "set-aside")
_LACKS = {"eml": "no e-mail address is known", "pdf": "no postal address is known"}


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted: the form and kind of the letters, the person's fields, to whom, and what to pass over."""

    form: str = "eml"
    kind: str = "request"
    language: str | None = None
    fields: dict[str, str] = field(default_factory=dict)
    registered: bool = False
    despite: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Recipient:
    """One organisation that may get a letter. `obstacle` is a code and `why` its words; both empty: a letter goes.

    `holds` says in words what showed that it holds the person; empty means that nobody knows. `where` is the
    e-mail address, the postal address or the page that the letter goes to.
    """

    organisation: Organisation
    action: Action | None = None
    holds: str = ""
    letter: Letter | None = None
    where: str = ""
    obstacle: str = ""
    why: str = ""

    @property
    def possible(self) -> bool:
        """Whether a letter can be written, be it only when the person passes a reason against it over."""
        return self.letter is not None and (not self.obstacle or self.obstacle in SOFT)

    @property
    def tells(self) -> tuple[str, ...]:
        """The person's fields that the letter gives away, those still missing among them."""
        return tuple(dict.fromkeys((*self.letter.disclosed, *self.letter.missing))) if self.letter else ()


def one_request(session: Session) -> Action | None:
    """Return the request of the person's state that reaches all registered brokers at once, where there is one."""
    region, catalog = session.person.region, session.catalog
    actions = (action for id in catalog.presumed_in(region) for action in catalog.get(id).actions)
    return next((one for one in actions if one.covers_registered and open_to(one, region)), None)


def survey(session: Session, wish: Wish) -> list[Recipient]:
    """Return everybody concerned, those that showed they hold the person first, each with the letter or the reason.

    Raises LetterError where the language is not one of the person's country.
    """
    from .rights.letters.compose import language_for

    language_for(session.person.region, wish.language)
    holders = _holders(session)
    ids = [*holders, *(id for id in _registered(session) if id not in holders)] if wish.registered else [*holders]
    one, noted = one_request(session), _noted(session)
    found = [_recipient(session, wish, session.catalog.get(id), holders.get(id, ""), one, noted) for id in ids]
    return _each_once(session, found) if _ends(wish) else found


def ready(found: Iterable[Recipient]) -> list[Recipient]:
    """Return those to whom a letter goes."""
    return [one for one in found if one.letter and not one.obstacle]


def missing(going: Iterable[Recipient]) -> tuple[str, ...]:
    """Return the fields that are gaps in some of these letters."""
    return tuple(dict.fromkeys(name for one in going if one.letter for name in one.letter.missing))


def deliver(session: Session, one: Recipient, folder: Path, form: str) -> tuple[Path, bool]:
    """Write one letter into a folder, then note it. Returns the path and whether the letter is there and noted.

    Nothing is overwritten: of a file that stands there only the very same letter (a run that was cut short) is noted.
    Raises ExportError or LedgerError.
    """
    from .exports import files, letters

    assert one.letter is not None
    assert one.action is not None
    path = folder / file_name(one.action, form)
    data = letters.render(one.letter, form)
    if path.exists() or path.is_symlink():
        if not path.is_file() or path.read_bytes() != data:
            return path, False
    else:
        files.write(path, data)
    note_written(session, one.action, one.letter, form)
    return path, True


def make_folder(folder: Path) -> None:
    """Make the folder for the letters, for the person's eyes only, where there is none. Raises ExportError."""
    from .exports.files import ExportError

    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except FileExistsError:
        raise ExportError(f"{clean(folder)} is a file: nothing was written; name a folder.") from None
    except (OSError, ValueError) as error:
        why = (getattr(error, "strerror", None) or str(error)).lower()
        raise ExportError(
            f"The folder {clean(folder)} could not be made ({why}): nothing was written; choose another."
        ) from None


def file_name(action: Action, form: str) -> str:
    """Return the name of a letter's file: the action's key with the format's ending."""
    return f"{re.sub(r'[^a-z0-9-]+', '-', action.key.lower())}.{form}"


def law_name(session: Session, one: Recipient) -> str:
    """Return the name of the law that a letter names, or an empty text."""
    law = one.letter.law if one.letter else ""
    return session.catalog.law(law).name if law else ""


# What to say before


def warning(session: Session, going: Iterable[Recipient]) -> str:
    """Return what writing to those of these that showed nothing does: how many would learn what."""
    strangers = [one for one in going if one.letter and not one.holds]
    if not strangers:
        return "No letter of this form goes to a firm that may not know you."
    told = _fields_in_words(session, strangers)
    firms = count(len(strangers), "firm")
    return (
        f"These letters tell {firms} who you are: each would learn {told or 'what you fill in'}. Nobody knows whether "
        "they hold anything of yours; one that did not hears of you now, and may keep the letter. "
        "Those that showed they hold you learn nothing new: they come first, and may be enough."
    )


def one_request_words(session: Session, found: Iterable[Recipient]) -> str:
    """Return what the one request of the person's state does for these, or an empty text where there is none."""
    action = one_request(session)
    if action is None:
        return ""
    by = session.catalog.get(action.organisation)
    here = {one.organisation.id for one in found} & set(action.covered)
    told = ", ".join(session.catalog.label(need) for need in action.needs)
    asked = session.standing.state(action.key)
    begun = f"You have it: {SHORT[asked.status]}. " if asked.status != "open" else ""
    return (
        f"{by.name} comes first: {begun}one request reaches "
        f"{count(len(set(action.covered)), 'registered broker')}, "
        f"{len(here):,} of those here. You tell it, not them: {told}. {by.caution or ''}".rstrip()
    )


def law_words(session: Session, found: Iterable[Recipient]) -> str:
    """Return which law of the person's binds how many of these, or that none does."""
    bound: dict[str, int] = {}
    unbound = 0
    for one in found:
        if one.letter and (name := law_name(session, one)):
            bound[name] = bound.get(name, 0) + 1
        elif one.letter:
            unbound += 1
    parts = [f"{name} can be used with {number:,} of these, as far as known" for name, number in bound.items()]
    if unbound:
        whom = "them" if not bound else f"{unbound:,} of them"
        parts.append(f"no law of yours obliges {whom} to answer")
    if session.person.region in ("US", "CA"):
        parts.append("your state or province is not told, so its laws are left out")
    said = "; ".join(parts)
    return f"{said[0].upper()}{said[1:]}." if said else ""


def _fields_in_words(session: Session, found: list[Recipient]) -> str:
    names = dict.fromkeys(name for one in found for name in one.tells)
    return ", ".join(session.catalog.label(name) for name in names)


# Who


def _holders(session: Session) -> dict[str, str]:
    """Return brokers that the person said hold them, or that showed it, each with the words for it."""
    catalog, standing = session.catalog, session.standing
    said = {id: "" for id, answer in standing.answers.items() if answer in ("yes", "past")}
    showed = {
        key.partition("/")[0]: f"{_SHOWED[state.status]} on {long(state.day)}"
        for key, state in standing.actions.items()
        if state.status in _SHOWED and state.day and standing.answers.get(key.partition("/")[0]) != "no"
    }
    ids = [id for id in {**said, **showed} if id in catalog and _is_broker(catalog.get(id))]
    words = {id: showed.get(id) or held_because(catalog, catalog.get(id), standing) for id in ids}
    return {id: words[id] for id in catalog.ordered(ids, session.person.region)}


def _is_broker(one: Organisation) -> bool:
    return not one.closed and (one.tier == "registry" or one.kind in _BROKERS or one.drop_reaches == "yes")


def _registered(session: Session) -> list[str]:
    """Return the ids of the brokers of public registers that may hold the person."""
    catalog = session.catalog
    here = catalog.in_region(session.person.region, registered=True)
    return [id for id in here if catalog.tier_of(id) == "registry" or catalog.get(id).drop_reaches == "yes"]


def _noted(session: Session) -> dict[tuple[str, str], date]:
    """Return the last day on which a letter was taken out of the program, by action and kind."""
    found = {}
    for event in session.ledger.standing_events(session.person.id):
        if event.kind == "letter":
            key = f"{session.catalog.current_id(event.organisation)}/{event.action}"
            found[key, event.data["kind"]] = date.fromisoformat(event.data["on"])
    return found


# One


def _recipient(
    session: Session, wish: Wish, one: Organisation, holds: str, first: Action | None, noted: dict
) -> Recipient:
    """Return one organisation with its letter, and with what stands against it."""
    mine = [action for action in actions_for(session.catalog, one, session.standing) if action.when is None]
    action = _action(wish, mine)
    if action is None:
        return Recipient(one, None, holds, obstacle="none", why="nothing there is asked by a letter where you live")
    if settled := _settled(session, wish, mine, action):
        return Recipient(one, action, holds, None, "", *settled)
    try:
        letter = write(session, action, wish.kind, wish.language, wish.fields)
    except CatalogError as error:
        return Recipient(one, action, holds, obstacle="none", why=clean(error))
    where = _where(letter, action, wish.form)
    against = _against(session, wish, action, letter, where, first, noted)
    return Recipient(one, action, holds, letter, where, *against)


def _ends(wish: Wish) -> bool:
    """Whether the letters ask to end something, not only to know."""
    return wish.kind not in ("access", "recipients", "portability")


def _action(wish: Wish, mine: list[Action]) -> Action | None:
    """Return the action to write for: what is asked first, then one with an address for this form."""
    wanted = _ENDING if _ends(wish) else ("access",)
    asked = (*((wish.kind,) if wish.kind in _ENDING else ()), *wanted, *_ENDING, "access")
    fitting = [action for action in mine if action.do in asked]
    return min(fitting, key=lambda one: (one.do not in wanted, not _reachable(one, wish.form), asked.index(one.do)),
               default=None)  # fmt: skip


def _reachable(action: Action, form: str) -> bool:
    return bool({"eml": action.email, "pdf": action.post}.get(form, action.email or action.post or action.url))


def _settled(session: Session, wish: Wish, mine: list[Action], action: Action) -> tuple[str, str] | None:
    """Return why nothing has to be asked any more, or None."""
    standing = session.standing
    if standing.answers.get(action.organisation) == "no":
        return "said-no", "you said that it does not hold you"
    group = _ENDING if _ends(wish) else ("access",)
    for one in (one for one in mine if one.do in group):
        state = standing.state(one.key)
        if state.status in _SETTLED and state.day:
            more = f"; answer it: privacy-audit letter {one.key}" if state.status == "refused" else ""
            return "asked", f"{SHORT[state.status]} on {long(state.day)}{more}"
    if action.do in group and (through := reach(session.catalog, standing, action)):
        return "reached", f"{SHORT[through.status]} through {through.by} on {long(through.on)}"
    return None


def _against(
    session: Session, wish: Wish, action: Action, letter: Letter, where: str, first: Action | None, noted: dict
) -> tuple[str, str]:
    """Return what stands against a letter that could be written, the code and the words."""
    if not where:
        lacks = _LACKS.get(wish.form, "no address or page of theirs is known")
        page = f"its page: {action.url}" if action.url else "look into its privacy notice"
        return "address", f"{lacks}; {page}"
    on, state = noted.get((action.key, letter.kind)), session.standing.state(action.key)
    if on and WRITTEN not in wish.despite and not (state.day and on < state.day):
        return WRITTEN, f"a letter was written on {long(on)}"
    if first and ONE_REQUEST not in wish.despite and _ends(wish) and called(action) & marks(first):
        return ONE_REQUEST, f"{session.catalog.get(first.organisation).name} reaches it"
    if not letter.law and NO_LAW not in wish.despite:
        return NO_LAW, "no law of yours obliges it to answer"
    return "", ""


def _where(letter: Letter, action: Action, form: str) -> str:
    from .exports.letters import mail_address

    mail, post = mail_address(letter), ", ".join(letter.to[1:])
    return {"eml": mail, "pdf": post}.get(form, mail or post or action.url or "")


def _each_once(session: Session, found: list[Recipient]) -> list[Recipient]:
    """Write no letter to those whom a letter to another of these reaches."""
    planned = {one.action.key: one.action for one in ready(found) if one.action}
    out = []
    for one in found:
        key = one.action.key if one.action else ""
        if key in planned and (by := _reached_by(session, one, planned)):
            del planned[key]
            why = f"the letter to {by} reaches it"
            one = Recipient(one.organisation, one.action, one.holds, obstacle="reached", why=why)
        out.append(one)
    return out


def _reached_by(session: Session, one: Recipient, planned: dict[str, Action]) -> str:
    for key in session.catalog.covered_by(one.organisation.id):
        by = planned.get(key)
        if by and one.action and by is not one.action and called(one.action) & marks(by):
            return session.catalog.get(by.organisation).name
    return ""
