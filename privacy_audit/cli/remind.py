"""What is due, the timer that says so, and how much either may show."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

import click

from ..dates import relative, short
from ..reminders import digest, notice
from ..session import Session
from .context import State, json_option, pass_state
from .output import as_json as print_json
from .output import say, warn

if TYPE_CHECKING:
    from ..ledger.store import DueEntry
    from ..reminders.timers.job import Found, Job, Proposal


@click.group(
    invoke_without_command=True,
    epilog="Example, for a login shell: privacy-audit remind --brief. Example of a timer: privacy-audit remind install",
)
@click.option("--brief", is_flag=True, help="One line, or nothing when nothing is due.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 when something is due.")
@click.option("--notify", is_flag=True, help="A notification on the desktop, or the one line where none can be shown.")
@click.option(
    "--within",
    "days",
    type=click.IntRange(0, 3660),
    default=0,
    metavar="DAYS",
    help="Also what is due so many days ahead.",
)
@json_option
@pass_state
@click.pass_context
def remind(
    ctx: click.Context, state: State, brief: bool, exit_code: bool, notify: bool, days: int, as_json: bool
) -> None:
    """Show what is due, each date with the rule that gave it. Dates are estimates, not legal advice."""
    if ctx.invoked_subcommand:
        return
    if notify and as_json:
        raise click.UsageError("--json and --notify do not go together: take one of them.")
    due = _notify(state, days, brief) if notify else _list(state.session(), days, brief, as_json)
    if exit_code and due:
        raise click.exceptions.Exit(1)


def _list(session: Session, days: int, brief: bool, as_json: bool) -> bool:
    """Print what is due in the form asked for; return whether anything is."""
    session.freshen_due()
    due = session.due(days)
    if as_json:
        entries = [{"key": e.key, "on": e.on, "kind": e.kind, "text": e.text, "rule": e.rule} for e in due]
        print_json({"today": session.today, "person": session.person.label, "due": entries})
    elif brief:
        _brief([entry.on for entry in due], session.today)
    elif due:
        for entry in due:
            say(f"{_day(entry.on, session.today):<12} {entry.text}")
            say(f"{'':<12} {entry.rule}")
    else:
        later = next((entry for entry in session.due_entries if entry.on > session.today), None)
        say("Nothing is due." + (f" Next: {short(later.on, session.today)}, {later.text}." if later else ""))
    return bool(due)


def _notify(state: State, days: int, brief: bool) -> bool:
    """Show a notification of what the ledger last worked out; return whether anything is due.

    Nothing is written and no date is derived anew: a timer knows neither all folders nor all variables of the person.
    """
    from ..ledger.errors import LedgerError, NoLedger

    try:
        line, note, due = _due_as_kept(state, days)
    except NoLedger:
        return False
    except LedgerError:
        if not digest.is_locked(str(state.ledger_path)):
            _show(notice.Notice("privacy-audit", "The ledger could not be read. See: privacy-audit remind"))
            raise
        line = digest.tell(str(state.ledger_path), state.today, days)
        note, due = notice.locked(line), bool(line)
    why = _show(note) if note else ""
    if why:
        warn(f"No notification was shown: {why}.")
    if line and (brief or why):
        say(line)
    return due


def _due_as_kept(state: State, days: int) -> tuple[str, notice.Notice | None, bool]:
    """Return the line for a shell, the notification and whether anything is due: of the person named, or of all."""
    from ..audit.due import AUDIT_KEY, as_of
    from ..reminders.brief import sentence

    ledger = state.ledger()
    people = [ledger.person(state.person_label)] if state.person_label else ledger.people()
    due: list[DueEntry] = [entry for one in people for entry in as_of(ledger.due(one.id), state.today, days)]
    shows = notice.most_reserved([ledger.setting(one.id, notice.SETTING, notice.USUAL) for one in people])
    names: list[str] = []
    if shows == "names":
        ids = [entry.key.partition("/")[0] for entry in due if entry.key != AUDIT_KEY]
        names = [state.catalog.get(id).name for id in ids if id in state.catalog]
    on = [entry.on for entry in due]
    return sentence(on, state.today), notice.notice(on, names, state.today, shows), bool(due)


def _show(note: notice.Notice) -> str:
    from ..reminders import desktop

    return desktop.show(note)


def _brief(days: list[date], today: date) -> None:
    from ..reminders.brief import sentence

    line = sentence(days, today)
    if line:
        say(line)


def _day(on: date, today: date) -> str:
    return relative(on, today) if on >= today else short(on, today)


# The timer


def _at(ctx: click.Context, parameter: click.Parameter, value: str | None):
    """Read a time of day; a wrong one is wrong usage."""
    from ..reminders.timers.job import USUAL_TIME, parse_time

    if value is None:
        return USUAL_TIME
    try:
        return parse_time(value)
    except ValueError as error:
        raise click.BadParameter(str(error), ctx, parameter) from None


@remind.command(epilog="Examples: privacy-audit remind install --at 18:30, privacy-audit remind install --shell")
@click.option("--at", callback=_at, metavar="HH:MM", help="The time of day, 09:00 otherwise.")
@click.option(
    "--kind",
    type=click.Choice(("systemd", "launchd", "task-scheduler", "crontab", "shell")),
    help="Otherwise the best that this system has.",
)
@click.option(
    "--shell",
    is_flag=False,
    flag_value="yours",
    type=click.Choice(("yours", "bash", "zsh", "fish")),
    help="A line in your shell's start-up file instead of a timer; a name takes another shell than your login shell.",
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--show", is_flag=True, help="Only show what would be written.")
@pass_state
def install(state: State, at, kind: str | None, shell: str | None, yes: bool, show: bool) -> None:
    """Set a timer that says every day whether something is due. It shows what it will write, and asks.

    It makes up for a time at which the machine was off, and is silent when nothing is due. Installing again changes
    only what differs.
    """
    from ..reminders.timers import choose

    if shell and kind not in (None, "shell"):
        raise click.UsageError(f"--shell does not go with --kind {kind}.")
    named = shell if shell and shell != "yours" else ""
    with _explained():
        job = _job(state, at)
        chosen = "shell" if shell else kind or choose.pick()
        proposal = choose.propose(job, chosen, named)
        if chosen == "shell" and not (shell or kind):
            warn("This system has no timer that a program can set. What is left is a line in your shell:")
        if not proposal.changes and not show:
            say(f"Nothing to do: {proposal.title} is set like this already.")
            return
        _show_proposal(proposal, job)
        if show or not (yes or _agreed()):
            return
        choose.install(job, chosen, named)
    say(f"Set: {proposal.title}." + ("" if chosen == "shell" else f" It says every day at {at:%H:%M} what is due."))
    _warn_of_missing_library(chosen)


def _job(state: State, at) -> "Job":
    """Return what the timer runs: this program, with the ledger and the person where they are not the usual ones."""
    from ..reminders.timers import job

    label = state.person_label
    if not digest.is_locked(str(state.ledger_path)):
        ledger = state.ledger()
        label = ledger.person(label).label if label or len(ledger.people()) != 1 else None
        if label and len(ledger.people()) > 1:
            warn(f"There is one timer, and it is for {label} only. Everybody's can be seen with: privacy-audit remind")
    return job.job(at, state.ledger_path, label)


def _agreed() -> bool:
    """Ask whether to write it; without a terminal nobody can answer, and nothing is written."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.ClickException("Nothing was written, for there is no terminal to ask on. To write it, add --yes")
    if click.confirm("Write it?", default=False):
        return True
    warn("Nothing was written.")
    return False


def _show_proposal(proposal: "Proposal", job: "Job") -> None:
    when = "" if proposal.kind == "shell" else f", every day at {job.at:%H:%M}"
    say(f"This would be {proposal.title}{when}.")
    for part in proposal.parts:
        say()
        say(part.where)
        for line in part.text.splitlines():
            say(f"    {line}")
    say()
    for command in proposal.commands:
        say(f"It runs: {command}")
    for other in proposal.removes:
        say(f"It takes the place of: {other.where}")


def _warn_of_missing_library(kind: str) -> None:
    from ..reminders import desktop

    why = desktop.missing() if kind != "shell" else ""
    if why:
        warn(f"It shows nothing yet: {why}. The line in a shell needs none: privacy-audit remind install --shell")


@remind.command(epilog="Example: privacy-audit remind uninstall")
def uninstall() -> None:
    """Remove the timer and the shell's line, and leave nothing of them behind."""
    from ..reminders.timers import choose

    said, problems = choose.uninstall()
    for line in said:
        say(line)
    if problems:
        raise click.ClickException(" ".join(problems))
    if not said:
        say("Nothing is set; there was nothing to remove.")


@remind.command(epilog="Example: privacy-audit remind status")
@json_option
def status(as_json: bool) -> None:
    """Show which timer and which shell's line are set, and whether their program is still there."""
    from ..reminders.timers import choose

    there, problems = choose.look()
    for problem in problems:
        warn(f"Not looked at: {problem}")
    if as_json:
        print_json([_as_value(one) for one in there])
        return
    if not there:
        say("No timer is set. To set one: privacy-audit remind install")
    for one in there:
        say(f"{one.where}{f', every day at {one.at:%H:%M}' if one.at else ''}")
        say(f"    runs: {one.runs}")
        if one.missing:
            say(f"    its program is not there any more ({one.missing[0]}): install again")
        if one.asleep:
            say(f"    {one.asleep}: install again")
    if any(one.kind != "shell" for one in there):
        _warn_of_missing_library("")


def _as_value(one: "Found") -> dict:
    at = f"{one.at:%H:%M}" if one.at else None
    return {
        "kind": one.kind, "where": one.where, "at": at, "runs": one.runs, "missing": list(one.missing),
        "asleep": one.asleep,
    }  # fmt: skip


@remind.command(epilog="Example: privacy-audit remind shows --notification names --locked dates")
@click.option("--notification", type=click.Choice(list(notice.SHOWS)), help="How much a notification may show.")
@click.option(
    "--locked",
    type=click.Choice(list(digest.SHOWS)),
    help="How much may be told while the ledger is encrypted and no passphrase came.",
)
@json_option
@pass_state
def shows(state: State, notification: str | None, locked: str | None, as_json: bool) -> None:
    """Show or choose how much reminders may tell: a screen can be seen by others."""
    session = state.session()
    if notification:
        session.choose(notice.SETTING, notification)
    if locked:
        session.choose(digest.SETTING, locked)
    now = session.reminder_choices
    if as_json:
        print_json(now)
        return
    say(f"a notification: {now['notification']} ({notice.SHOWS[now['notification']]})")
    say(f"locked ledger:  {now['locked']} ({digest.SHOWS[now['locked']]})")


@contextmanager
def _explained() -> Iterator[None]:
    """Turn a timer's error into one line on stderr."""
    from ..reminders.timers.errors import TimerError

    try:
        yield
    except TimerError as error:
        raise click.ClickException(str(error)) from None
