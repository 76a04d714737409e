"""Keys for catalogue packs, and making a pack: for those who publish a catalogue, and whom one trusts to do so."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..catalog import signed_keys
from ..text import clean, count, size_in_words
from .context import State, json_option, pass_state
from .output import as_json as print_json
from .output import paragraph, say, table, warn

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_NOBODY_TO_ASK = "Nothing changed: there is no terminal to ask on. Compare the fingerprint, then add --yes."


@click.command("trust", epilog="Example: privacy-audit catalog trust publisher.pub")
@click.argument("key", metavar="FILE|KEY")
@click.option("--yes", is_flag=True, help="Do not ask.")
def trust(key: str, yes: bool) -> None:
    """Trust whoever has this key to change the catalogue: what the program tells you to do, and at which addresses.

    Shows the fingerprint first. Compare it with what the publisher says in another place than where the key is from.
    """
    found = signed_keys.read(key)
    warn(f"Key: {found.name or 'without a name'}. Fingerprint: {found.fingerprint}")
    if found.id in {one.id for one in signed_keys.trusted()}:
        say("It is trusted already.")
        return
    if not yes:
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            raise click.ClickException(_NOBODY_TO_ASK)
        click.confirm("Is this the fingerprint that the publisher says?", abort=True, err=True)
    signed_keys.trust(found)
    say(f"trusted: {found.shown}. To take it back: privacy-audit catalog keys remove {found.id[:8]}")


@click.group(epilog="Example: privacy-audit catalog keys list")
def keys() -> None:
    """Keys of those who publish catalogues: yours to sign with, theirs that you trust."""


@keys.command("list", epilog="Example: privacy-audit catalog keys list --json")
@json_option
def list_keys(as_json: bool) -> None:
    """List the keys whose catalogue packs may be taken over."""
    found = signed_keys.trusted()
    if as_json:
        print_json([{"key": key.id, "name": key.name, "shipped": key.shipped} for key in found])
    elif found:
        rows = [
            (key.name, key.fingerprint, "it came with the program" if key.shipped else "you said so") for key in found
        ]
        table(rows, ("name", "fingerprint", "trusted because"))
    else:
        say("No key is trusted: none comes with the program, as nobody publishes a catalogue for it yet.")


@keys.command("remove", epilog="Example: privacy-audit catalog keys remove 9f86d081")
@click.argument("fingerprint")
def remove(fingerprint: str) -> None:
    """No longer trust a key of yours, by the beginning of its fingerprint. What is in use stays in use."""
    gone = signed_keys.distrust(fingerprint)
    say(f"no longer trusted: {gone.shown}. A catalogue of theirs that is in use stays: privacy-audit catalog which")


@keys.command("new", epilog='Example: privacy-audit catalog keys new publisher.pem --name "Example Publisher"')
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--name", default="", help="Who you are, as those who trust the key will see it.")
@click.option("--passphrase", is_flag=True, help="Ask for a passphrase, without which the key cannot be used.")
@pass_state
def new(state: State, file: Path, name: str, passphrase: bool) -> None:
    """Make a key to sign catalogue packs with: the private one in FILE, the public one in FILE.pub."""
    words = state.passphrases.new(0) if passphrase else ""
    key = signed_keys.make(file.expanduser(), name, words)
    say(f"made: {file} (keep it to yourself) and {file}.pub (publish it)")
    say(f"Fingerprint: {key.fingerprint}")
    paragraph(
        "Publish the fingerprint in a second place too. Keep a copy of FILE; whoever gets it can sign in your name."
    )


@click.command("pack", epilog="Example: privacy-audit catalog pack checklists --key publisher.pem --output latest.pack")
@click.argument("checklists", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--key", required=True, type=click.Path(path_type=Path), help="The private key to sign with.")
@click.option("--output", required=True, type=click.Path(path_type=Path), help="The pack to write.")
@click.option("--made", metavar="WHEN", help="When it was made (2026-11-24 or 2026-11-24T10:00:00Z), if not now.")
@pass_state
def pack(state: State, checklists: Path | None, key: Path, output: Path, made: str | None) -> None:
    """Make a signed pack of a folder of checklists, that of this checkout where none is named.

    The checklists are checked first; with a mistake in them nothing is written.
    """
    from ..catalog.load import CHECKOUT
    from ..catalog.signed_check import pack as make
    from ..exports.files import write

    moment = _moment(made)
    data, head = make(checklists or CHECKOUT, _private(state, key.expanduser()), moment)
    write(output, data)
    say(f"written: {output}, {count(head.files, 'file')}, {size_in_words(len(data))}, made {head.made}")
    say(f"SHA-256 of its contents: {head.sha256}")


def _moment(typed: str | None) -> datetime | None:
    if typed is None:
        return None
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError:
        raise click.BadParameter(f"{typed!r} is no date, as 2026-11-24.", param_hint="'--made'") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _private(state: State, path: Path) -> "Ed25519PrivateKey":
    """Read the private key; where it has a passphrase, the first line of --passphrase-fd, or asked for."""
    if os.name != "nt" and path.is_file() and path.stat().st_mode & 0o077:
        warn(f"{clean(path)} can be read by others. Better: chmod 600")
    try:
        return signed_keys.private(path)
    except signed_keys.NeedsPassphrase:
        given = state.passphrases.given
        if not given and not (sys.stdin.isatty() and sys.stderr.isatty()):
            raise
        return signed_keys.private(path, given[0] if given else click.prompt("Passphrase", hide_input=True, err=True))


#: What belongs to the group `catalog`.
COMMANDS = (trust, keys, pack)
