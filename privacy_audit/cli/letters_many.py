"""Letters to many brokers, one file each: said first what that does, then written here and sent by the person."""

import sys
from pathlib import Path

import click

from .. import mailing
from ..ledger.errors import LedgerError
from ..mailing import Recipient, Wish
from ..rights.letters.fields import gap
from ..rights.letters.letter import LetterError
from ..session import Session
from ..text import count
from .context import State, json_option, pass_state
from .output import as_json as print_json
from .output import say, table, warn

#: Fields that may stand in letters to many. A customer number or a listing belongs to one firm: see `letter`.
_FIELDS = {
    "name": "Your name.",
    "email": "Your e-mail address.",
    "address": "Your postal address, parts divided by commas.",
    "phone": "Your phone number.",
    "place": "The city you write from, for the date line.",
    "reason": "Your reason, for an oposición.",
}
#: Of those that get no letter for one reason, so many are named; --list names all.
_NAMED = 12


def _field_options(command):
    for name, help in reversed(_FIELDS.items()):
        command = click.option(f"--{name}", metavar="TEXT", help=help)(command)
    return command


@click.command(
    epilog="Example: privacy-audit letters --list, then "
    "privacy-audit letters --output letters --name 'Ana Ruiz' --email ana@example.org"
)
@click.option("--list", "as_list", is_flag=True, help="Show who would get a letter, telling what; write nothing.")
@click.option("--output", type=click.Path(path_type=Path), metavar="DIR", help="The folder for the letters.")
@click.option(
    "--format", "form", type=click.Choice(mailing.FORMATS), default="eml", show_default=True,
    help="eml needs their e-mail address, pdf their postal one; txt and md can be pasted into their form.",
)  # fmt: skip
@click.option("--kind", type=click.Choice(mailing.KINDS), default="request", help="Otherwise what each action asks.")
@click.option("--language", type=click.Choice(["en", "fr", "es"]), help="Otherwise that of your region.")
@click.option("--all-registered", is_flag=True, help="Also to registered brokers that showed nothing of you.")
@click.option("--courtesy", is_flag=True, help="Also where no law of yours binds them: a polite request.")
@click.option("--despite-drop", is_flag=True, help="Also to those that California's one request reaches.")
@click.option("--again", is_flag=True, help="Also where a letter was written before.")
@click.option("--gaps", is_flag=True, help="Write them even when your name or the like is missing: gaps stay.")
@click.option("--yes", is_flag=True, help="You have read what --all-registered does.")
@_field_options
@json_option
@pass_state
def letters(
    state: State, as_list: bool, output: Path | None, form: str, kind: str, language: str | None,
    all_registered: bool, courtesy: bool, despite_drop: bool, again: bool, gaps: bool, yes: bool, as_json: bool,
    **fields: str | None,
) -> None:  # fmt: skip
    """Write letters to brokers that hold you: those you answered yes or past for, or whose record shows it.

    One file each, in a folder; nothing is sent, nothing is overwritten, and a letter that was written before is not
    written again. --all-registered goes further, and first says what that does.
    """
    if as_json and not as_list:
        raise click.UsageError("--json goes with --list.")
    if not as_list and output is None:
        raise click.UsageError("Add --output DIR for the letters, or --list to see who would get one.")
    session = state.session()
    passed = {mailing.NO_LAW: courtesy, mailing.ONE_REQUEST: despite_drop, mailing.WRITTEN: again}
    despite = frozenset(code for code, wanted in passed.items() if wanted)
    given = {name: text for name, text in fields.items() if text}
    wish = Wish(form, kind, language, given, all_registered, despite)
    found = mailing.survey(session, wish)
    if as_json:
        print_json([_entry(session, one) for one in found])
        return
    _say_first(session, found, all_registered)
    if as_list:
        _list(session, found)
    elif output is not None:
        _write_all(session, found, wish, output.expanduser(), gaps, yes)


def _say_first(session: Session, found: list[Recipient], all_registered: bool) -> None:
    """Lead to the one request, name the law, and say what writing to strangers does, before anything is written."""
    one = mailing.one_request(session)
    if one and (all_registered or any(each.obstacle == mailing.ONE_REQUEST for each in found)):
        warn(mailing.one_request_words(session, found))
        warn(f"How: privacy-audit show {one.organisation}; when it is sent: privacy-audit record {one.key} asked")
    if law := mailing.law_words(session, found):
        warn(law)
    going = mailing.ready(found)
    if any(not each.holds for each in going):
        warn(mailing.warning(session, going))


# The dry run


def _list(session: Session, found: list[Recipient]) -> None:
    going = mailing.ready(found)
    if going:
        rows = [(one.organisation.name, one.holds or "nobody knows", *_told(session, one), _to(one)) for one in going]
        table(rows, ("organisation", "holds you", "tells", "law", "to"), stretch=3)
    for one in found:
        if one not in going:
            say(f"no letter: {one.organisation.name}: {one.why}")
    warn(f"{count(len(going), 'letter')} would be written, {len(found) - len(going):,} not. Nothing was written.")
    if not found:
        warn(_nobody())


def _told(session: Session, one: Recipient) -> tuple[str, str]:
    told = ", ".join(session.catalog.label(name) for name in one.tells)
    return told, mailing.law_name(session, one) or "none: a courtesy"


def _to(one: Recipient) -> str:
    return f"{one.where} (unchecked)" if one.action and one.action.unchecked else one.where


def _entry(session: Session, one: Recipient) -> dict:
    return {
        "key": one.action.key if one.action else None, "organisation": one.organisation.id,
        "name": one.organisation.name, "holds": one.holds, "letter": bool(one.letter and not one.obstacle),
        "why": one.why, "law": one.letter.law if one.letter else "", "discloses": list(one.tells),
        "missing": list(one.letter.missing) if one.letter else [], "to": one.where,
    }  # fmt: skip


# Writing


def _write_all(session: Session, found: list[Recipient], wish: Wish, folder: Path, gaps: bool, yes: bool) -> None:
    going = mailing.ready(found)
    _say_skipped(found)
    if not going:
        if any(one.obstacle in mailing.DONE for one in found):
            warn("No letter is left to write.")
            return
        raise LetterError("No letter was written: the reasons stand above." if found else _nobody())
    if (lacks := mailing.missing(going)) and not gaps:
        named = ", ".join(f"{gap(name, 'en').strip('[]')} (--{name})" for name in lacks)
        raise LetterError(f"The letters still need {named}. Nothing was written; --gaps leaves marked gaps instead.")
    if any(not one.holds for one in going) and not yes:
        _consent(len(going))
    mailing.make_folder(folder)
    _deliver(session, going, folder, wish.form)


def _consent(letters: int) -> None:
    """Ask for the word. Raises LetterError where it is not given, or nobody can be asked."""
    if not sys.stdin.isatty():
        raise LetterError("Nothing was written: without a terminal, --yes says that you have read what this does.")
    said = click.prompt(f"Write {count(letters, 'letter')}? Type yes to go on", default="no", err=True)
    if said.strip().casefold() != "yes":
        raise LetterError("Nothing was written. Without --all-registered only those that hold you get a letter.")


def _deliver(session: Session, going: list[Recipient], folder: Path, form: str) -> None:
    """Write one after the other; each is noted at once, so that a run cut short goes on where it stopped."""
    from ..exports.files import ExportError

    written = 0
    try:
        for one in going:
            path, ours = mailing.deliver(session, one, folder, form)
            if ours:
                say(f"{path}  to {_to(one)}")
                written += 1
            else:
                warn(f"left as it is: {path} stands there already; move it away, or choose another folder")
    except (ExportError, LedgerError):
        warn(f"{count(written, 'letter')} of {len(going):,} written and noted. Run it again to go on with the rest.")
        raise
    warn(f"{count(written, 'letter')} written, under disclosures: privacy-audit disclosures. Nothing was sent.")
    warn("When you have sent one: privacy-audit record ORGANISATION/ACTION asked")


def _say_skipped(found: list[Recipient]) -> None:
    """Say who gets no letter and why, the first of each reason by name."""
    by_code: dict[str, list[Recipient]] = {}
    for one in found:
        if one.obstacle:
            by_code.setdefault(one.obstacle, []).append(one)
    hints = {mailing.NO_LAW: " (--courtesy writes all the same)", mailing.WRITTEN: " (--again writes it anew)",
             mailing.ONE_REQUEST: " (--despite-drop writes all the same)"}  # fmt: skip
    for code, those in by_code.items():
        for one in those[:_NAMED]:
            warn(f"no letter: {one.organisation.name}: {one.why}{hints.get(code, '')}")
        if len(those) > _NAMED:
            warn(f"no letter: {len(those) - _NAMED:,} more for such a reason; --list names all")


def _nobody() -> str:
    return (
        "No broker is known to hold you: say it with privacy-audit answer ORGANISATION yes. "
        "privacy-audit packs and privacy-audit yourself help to find out."
    )
