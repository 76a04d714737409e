"""The letter to send: written here, sent by the person. Nothing leaves this machine."""

import sys
from datetime import date
from pathlib import Path

import click

from .. import footing
from ..catalog.model import Action
from ..correspondence import note_written, write
from ..ledger.errors import LedgerError
from ..rights.letters.fields import gap
from ..rights.letters.kinds import KINDS
from ..rights.letters.letter import Letter
from ..session import Session
from .context import ActionKey, State, day_option, json_option, pass_state
from .output import warn

#: The person's fields, by option. A field that does not belong in a letter is left out, and said so.
_FIELDS = {
    "name": ("name", "Your name."),
    "email": ("email", "Your e-mail address."),
    "address": ("address", "Your postal address, parts divided by commas."),
    "phone": ("phone", "Your phone number."),
    "account": ("account", "Your customer number, or its last four digits."),
    "username": ("username", "Your user name there."),
    "listing": ("listing-url", "The web address of your listing."),
    "born": ("date-of-birth", "Your date of birth, where a file is found by it."),
    "former_address": ("former-address", "Your address of the last two years."),
    "report_number": ("report-number", "The number of their report."),
    "place": ("place", "The city you write from, for the date line."),
    "wrong": ("wrong", "What is wrong, for a correction or dispute."),
    "right": ("right", "What is right instead."),
    "reason": ("reason", "Your reason, where the letter has room for one."),
    "calls": ("calls", "The day, hour and number of each sales call, for a complaint."),
    "promise": ("promise", "What their privacy notice promises, for a complaint without a law."),
    "limit": ("limit", "What should not be passed on, for a restriction."),
    "reach": ("reach", "Where and how they may reach you, for messages elsewhere."),
    "decision": ("decision", "Which decision of theirs you question, and of which day."),
    "birth_place": ("birth-place", "Your place of birth, for a federal agency."),
    "child_account": ("child-account", "Your child's user name or e-mail address there."),
    "student_number": ("student-number", "The student's number, for a school."),
    "recipient": ("org-name", "Their name, where the checklist stands for many."),
}


def _field_options(command):
    for name, (_, help) in reversed(_FIELDS.items()):
        command = click.option(f"--{name.replace('_', '-')}", name, metavar="TEXT", help=help)(command)
    return command


@click.command(epilog="Example: privacy-audit letter acxiom-us/opt-out --name 'Ana Ruiz' --format eml --output ask.eml")
@click.argument("key", type=ActionKey(), metavar="ORGANISATION/ACTION")
@click.option(
    "--kind", type=click.Choice(["request", *KINDS]), default="request", help="Otherwise what the action asks."
)
@click.option("--language", type=click.Choice(["en", "fr", "es"]), help="Otherwise that of your region.")
@click.option(
    "--format", "form", type=click.Choice(["md", "txt", "eml", "pdf", "mailto"]), help="Otherwise by FILE, or md."
)
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Where to write it; otherwise stdout.")
@click.option(
    "--sent", callback=day_option, metavar="DATE", help="The day you sent the request; otherwise as recorded."
)
@click.option("--received", callback=day_option, metavar="DATE", help="The day they received it.")
@click.option("--refused", callback=day_option, metavar="DATE", help="The day of their refusal; otherwise as recorded.")
@click.option("--their-reason", metavar="TEXT", help="The reason they gave.")
@click.option("--reference", metavar="TEXT", help="Their reference; otherwise as recorded.")
@click.option("--to", metavar="TEXT", help="Another e-mail or postal address of theirs.")
@click.option("--was-sent", is_flag=True, help="Keep that you sent this letter, and write nothing. For later letters.")
@click.option("--ladder", is_flag=True, help="Say which letter comes next, and why, and write nothing.")
@json_option
@_field_options
@pass_state
def letter(
    state: State, key: str, kind: str, language: str | None, form: str | None, output: Path | None,
    sent: date | None, received: date | None, refused: date | None, their_reason: str | None,
    reference: str | None, to: str | None, was_sent: bool, ladder: bool, as_json: bool, **fields: str | None,
) -> None:  # fmt: skip
    """Write the letter for an action: the request, a follow-up, an answer to a refusal, a complaint.

    What you do not give stays as a gap such as [your name]. Nothing is sent: you send it, and record it.
    --ladder says what comes next when they do not answer or refuse. Information, not legal advice.
    """
    from ..exports import letters
    from .ladder import show

    session = state.session()
    action = footing.addressed(session.catalog.action(key), to)
    if ladder:
        show(session, action, as_json)
        return
    if as_json:
        raise click.UsageError("--json lists the ladder: add --ladder.")
    given = {_FIELDS[name][0]: text for name, text in fields.items() if text}
    told = {"sent": sent, "received": received, "refused": refused}
    history = footing.history(session, action, their_reason or "", reference or "", **told)
    written = write(session, action, kind, language, given, history)
    if was_sent:
        _keep_sent(session, action, written)
        return
    form = form or _format_of(output)
    if form == "mailto":
        data = _mailto(written)
    elif form == "pdf" and output is None and sys.stdout.isatty():
        raise click.UsageError("A PDF goes to a file: add --output FILE.")
    else:
        data = letters.render(written, form)
    _deliver(data, output)
    _note(session, action, written, form)
    _narrate(session, action, written)


def _keep_sent(session: Session, action: Action, written: Letter) -> None:
    """Keep that the person sent a letter; a request is a record of its own, because it starts the clock."""
    if KINDS[written.kind].request:
        raise click.UsageError(f"A request is recorded with: privacy-audit record {action.key} asked")
    note_written(session, action, written, footing.SENT)
    warn(f"kept: {KINDS[written.kind].title}, sent by you. Their days run on as they were.")


def _format_of(output: Path | None) -> str:
    ending = output.suffix.removeprefix(".").lower() if output else ""
    if output and ending not in ("md", "txt", "eml", "pdf"):
        raise click.UsageError("The file's ending names no format of a letter: use .md, .txt, .eml or .pdf.")
    return ending or "md"


def _mailto(written: Letter) -> bytes:
    from ..exports import letters

    link = letters.mailto(written)
    if link is None:
        why = "has no e-mail address" if not letters.mail_address(written) else "makes too long an address"
        raise letters.ExportError(f"This letter {why} for mailto: use --format eml or txt.")
    return link.encode() + b"\n"


def _deliver(data: bytes, output: Path | None) -> None:
    from ..exports import files

    if output:
        files.write(output.expanduser(), data)
        warn(f"written: {output}")
    elif data.startswith(b"%PDF"):
        click.echo(data, nl=False)
    else:
        click.echo(data.replace(b"\r\n", b"\n").decode(), nl=False)


def _note(session: Session, action: Action, written: Letter, form: str) -> None:
    """Keep that the letter left the program; a ledger that takes no writing only loses this line."""
    try:
        note_written(session, action, written, form)
    except LedgerError as error:
        warn(f"not noted under disclosures: {error}")


def _narrate(session: Session, action: Action, written: Letter) -> None:
    """Say on stderr what the letter gives away, what it lacks, and what to know; nothing was sent."""
    label = session.catalog.label
    if written.disclosed:
        warn(f"it discloses: {', '.join(label(name) for name in written.disclosed)}")
    if written.missing:
        warn(f"gaps to fill in: {', '.join(gap(name, 'en').strip('[]') for name in written.missing)}")
    if written.withheld:
        warn(f"left out, it does not belong here: {', '.join(label(name) for name in written.withheld)}")
    for note in written.notes:
        warn(note)
    _narrate_footing(session, action, written)
    fields = f" --discloses {','.join(written.disclosed)}" if written.disclosed else ""
    done = f"When you have sent it: privacy-audit record {action.key} asked{fields}"
    warn("Nothing was sent. " + (done if KINDS[written.kind].request else "You send it yourself."))


def _narrate_footing(session: Session, action: Action, written: Letter) -> None:
    """Say what the letter stands on: law, days and office; and how else to reach them where it knows no address."""
    ground = footing.footing(session, action, written)
    if ground.law:
        said = any(ground.why in note for note in written.notes)
        why = f", {ground.sure}{'' if said else f': {ground.why}'}" if ground.right else ""
        warn(f"law: {ground.cited}{why}")
        warn(f"days: {ground.days_in_brief()}; estimates")
    if ground.law and ground.office:
        office = ground.office
        warn(f"who hears complaints: {', '.join(filter(None, (office.name, office.phone, office.complaint_url)))}")
    if written.kind == "complaint" and written.office_url:
        warn(f"The office takes complaints at {written.office_url}")
    if written.kind != "complaint" and not written.email and len(written.to) < 2:
        found = "; ".join(f"{way.sort} {way.address}" for way in footing.ways(session, action)[:6])
        warn(f"No e-mail or postal address of theirs is known: {_other_ways(found)}.")


def _other_ways(found: str) -> str:
    return f"other ways: {found}; --to takes an address" if found else "look in their privacy notice, then use --to"
