"""The command group: global options, commands loaded on demand, and errors in one clear line."""

import importlib
import io
import os
import sys
from pathlib import Path

import click

from ..failures import explain
from ..text import clean
from .context import State, day_option

_COMMANDS = {
    "person": "people:person",
    "answer": "records:answer",
    "record": "records:record",
    "undo": "records:undo",
    "evidence": "evidence:evidence",
    "show": "organisations:show",
    "search": "organisations:search",
    "list": "organisations:list_organisations",
    "catalog": "organisations:catalog",
    "packs": "yourself:packs",
    "yourself": "yourself:yourself",
    "rights": "rights:rights",
    "todo": "plan:todo",
    "report": "plan:report",
    "letter": "letter:letter",
    "letters": "letters_many:letters",
    "remind": "remind:remind",
    "again": "again:again",
    "rhythm": "again:rhythm_command",
    "event": "again:event",
    "history": "past:history",
    "disclosures": "disclosures:disclosures",
    "receipts": "receipts:receipts",
    "audits": "past:audits",
    "compare": "past:compare",
    "progress": "past:progress",
    "scorecard": "scorecard:scorecard",
    "network": "network:network",
    "breaches": "breaches:breaches",
    "links": "links:links",
    "gpc": "gpc:gpc",
    "calendar": "calendar:calendar",
    "registry": "registry:registry",
    "export": "transfer:export",
    "import": "transfer:import_file",
    "merge": "merge:merge",
    "wipe": "forget:wipe",
    "doctor": "care:doctor",
    "backup": "care:backup",
    "restore": "care:restore",
    "encrypt": "cipher:encrypt",
    "decrypt": "cipher:decrypt",
    "rekey": "cipher:rekey",
}


class Commands(click.Group):
    """A group whose commands are imported only when one of them is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of a first visit."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import and return one command."""
        if name not in _COMMANDS:
            return None
        module, _, attribute = _COMMANDS[name].partition(":")
        return _with_short_help(getattr(importlib.import_module(f".{module}", __package__), attribute))


def _with_short_help(command: click.Command) -> click.Command:
    """Let a command and those below it answer to -h as well as --help."""
    command.context_settings.setdefault("help_option_names", ["-h", "--help"])
    for below in getattr(command, "commands", {}).values():
        _with_short_help(below)
    return command


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: privacy-audit person add me --region US-CA, then privacy-audit todo --minutes 20",
)
@click.option(
    "--ledger", type=click.Path(path_type=Path), envvar="PRIVACY_AUDIT_LEDGER", help="The ledger file to use."
)
@click.option("--person", envvar="PRIVACY_AUDIT_PERSON", help="Whose audit, by label. Not needed when there is one.")
@click.option(
    "--today",
    callback=day_option,
    envvar="PRIVACY_AUDIT_TODAY",
    metavar="YYYY-MM-DD",
    help="Take this day for today.",
)
@click.option(
    "--passphrase-fd",
    type=click.IntRange(0),
    metavar="N",
    help="Read the passphrase of an encrypted ledger from this open file (a file descriptor).",
)
@click.option("--offline", is_flag=True, envvar="PRIVACY_AUDIT_OFFLINE", help="Send nothing, whatever was agreed to.")
@click.version_option(package_name="privacy-audit", message="%(prog)s %(version)s")
@click.pass_context
def cli(ctx: click.Context, ledger: Path | None, person: str | None, today, passphrase_fd, offline: bool) -> None:
    """Find who scores, tracks or sells you in the US, Canada or Mexico, and do something about it.

    Without a command, on a terminal, the interactive program starts. Everything stays on this machine: the few
    commands that use a network say first what would go where, and ask.
    """
    ctx.obj = State(ledger, person or None, today, passphrase_fd, offline)
    if ctx.invoked_subcommand is None:
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            click.echo(ctx.get_help())
            ctx.exit(2)
        ctx.exit(_interactive(ctx.obj))


def _interactive(state: State) -> int:
    from ..tui.start import run_program

    state.passphrases.asking = False  # the screens ask themselves
    return run_program(state.ledger_path, state.person_label, state.today, offline=state.offline)


def _show(error: click.ClickException) -> None:
    """Say in one line what was wrong and where help is; a group without a command shows its help."""
    if isinstance(error, getattr(click.exceptions, "NoArgsIsHelpError", ())):
        error.show()
        return
    ctx = getattr(error, "ctx", None)
    hint = f" See: {ctx.command_path} --help" if ctx else ""
    message = clean(error.format_message(), 2000)
    click.echo(f"Error: {message}{'' if message.endswith(('.', '?', '!')) else '.'}{hint}", err=True)


def run(arguments: list[str]) -> int:
    """Run the command line and return its exit code. Every failure is one line on stderr, never a traceback."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    try:
        return cli.main(arguments, prog_name="privacy-audit", standalone_mode=False) or 0
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        _show(error)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped. What was recorded before is kept.", err=True)
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        line, code = explain(error)
        click.echo(line, err=True)
        return code
