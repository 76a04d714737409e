"""The network: what may leave this machine, by which way, and what the person said of it."""

from pathlib import Path

import click

from ..network import choices as chosen
from ..network import consent as consents
from ..network.choices import Choice
from ..network.purpose import Purpose
from ..registers.states import STATES
from ..session import Session
from ..text import clean, count
from .context import State, json_option, pass_state
from .output import as_json as print_json
from .output import say, table

_SHORT = {"ask": "asks", "always": "always", "never": "never"}


class PurposeId(click.ParamType):
    """The id of a purpose, completed by the shell."""

    name = "purpose"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list:
        """Offer the ids that begin with what was typed."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(one.id) for one in chosen.all_purposes() if one.id.startswith(incomplete)]


@click.group(invoke_without_command=True, epilog="Example: privacy-audit network, then privacy-audit network proxy tor")
@json_option
@pass_state
@click.pass_context
def network(ctx: click.Context, state: State, as_json: bool) -> None:
    """Show or change what may leave this machine: offline or not, the proxy, your answer for each purpose.

    Looking here sends nothing. What left before: privacy-audit receipts
    """
    if ctx.invoked_subcommand is not None:
        if as_json:
            raise click.UsageError("--json belongs to privacy-audit network alone.")
        return
    session = state.session()
    found = _choices(session)
    if as_json:
        print_json(_standing(state, session, found))
        return
    for name, words in _facts(state, session):
        say(f"{name}: {words}")
    say()
    table([(one.purpose.id, _in_short(one), one.purpose.title) for one in found], ("purpose", "", "what"), stretch=2)


@network.command(epilog="Example: privacy-audit network offline")
@pass_state
def offline(state: State) -> None:
    """Let nothing be sent from now on, whatever was agreed to. For one run only: privacy-audit --offline …"""
    session = state.session()
    chosen.go_offline(session.ledger, session.person.id, True)
    say("offline: nothing is sent. To change that: privacy-audit network online")


@network.command(epilog="Example: privacy-audit network online")
@pass_state
def online(state: State) -> None:
    """Let purposes ask again, and those you agreed to for always run."""
    session = state.session()
    chosen.go_offline(session.ledger, session.person.id, False)
    say("online: nothing is sent before you agreed to it.")


@network.command(epilog="Example: privacy-audit network proxy tor")
@click.argument("address", metavar="URL|tor|system|none")
@pass_state
def proxy(state: State, address: str) -> None:
    """Choose by which way requests leave: a proxy, Tor on this machine, what the system says, or none.

    URL is http://, https:// or socks5h:// with its port. A proxy with a password is not kept here: set the variable
    HTTPS_PROXY and choose system.
    """
    session = state.session()
    kept = chosen.proxy_of(address)
    session.ledger.set(session.person.id, chosen.PROXY, kept)
    say(f"kept: {_proxy_words(session)}")


@network.command(epilog="Example: privacy-audit network trust ~/home-server-ca.pem")
@click.argument("file", metavar="FILE|none")
@pass_state
def trust(state: State, file: str) -> None:
    """Trust the certificates of a PEM file besides the usual ones, such as your own calendar server's.

    Whoever made these certificates can speak for any server to this program. The path is kept, not the file.
    """
    session = state.session()
    number = chosen.trust(session.ledger, session.person.id, None if file == "none" else Path(file))
    path = chosen.trusted(session.ledger, session.person.id)
    say(f"kept: {count(number, 'certificate')} from {path}" if path else "kept: none but the usual ones")


@network.command(epilog="Example: privacy-audit network consent breaches always")
@click.argument("purpose", type=PurposeId())
@click.argument("answer", type=click.Choice(["always", "never", "ask"]))
@pass_state
def consent(state: State, purpose: str, answer: str) -> None:
    """Answer beforehand for one purpose; its id stands in: privacy-audit network

    With always it is still said on stderr what goes where, in a line. What sends something of yours is asked each time.
    """
    session = state.session()
    found = _purpose(session, purpose)
    chosen.choose(session.ledger, session.person.id, found, answer)
    say(f"kept: {found.id}: {chosen.STANDING[answer]}")


def _purpose(session: Session, id: str) -> Purpose:
    known = {one.purpose.id: one.purpose for one in _choices(session)}
    if id not in known:
        raise click.BadParameter(f"{clean(id, 60)!r} is no purpose. They are: {', '.join(known)}.")
    return known[id]


def _choices(session: Session) -> list[Choice]:
    registers = [(one.id, one.name) for one in STATES.values() if one.file]
    return chosen.choices(session.ledger, session.person.id, registers)


def _facts(state: State, session: Session) -> list[tuple[str, str]]:
    is_offline = chosen.is_offline(session.ledger, session.person.id)
    here = "nothing is sent" if is_offline else "nothing is sent before you agreed to it"
    if state.offline and not is_offline:
        here = "nothing is sent in this run (--offline)"
    path = chosen.trusted(session.ledger, session.person.id)
    return [
        ("Offline" if is_offline or state.offline else "Online", here),
        ("Proxy", _proxy_words(session)),
        ("Further trusted certificates", path or "none"),
    ]


def _proxy_words(session: Session) -> str:
    from ..network.opening import way

    kept = session.ledger.setting(session.person.id, chosen.PROXY)
    words = chosen.PROXIES.get(kept, kept)
    if kept == "":
        found = way(session.ledger, session.person.id)
        words += f": {found}" if found else "; it names none"
    return words


def _in_short(one: Choice) -> str:
    return "asks each time" if one.purpose.each_time and one.standing == consents.ASK else _SHORT[one.standing]


def _standing(state: State, session: Session, found: list[Choice]) -> dict:
    kept, person = session.ledger, session.person.id
    return {
        "offline": state.offline or chosen.is_offline(kept, person),
        "proxy": kept.setting(person, chosen.PROXY) or "system",
        "trusted": chosen.trusted(kept, person) or None,
        "purposes": [
            {
                "id": one.purpose.id, "title": one.purpose.title, "answer": one.standing,
                "each_time": one.purpose.each_time, "hosts": sorted(filter(None, one.purpose.hosts)),
                "methods": list(one.purpose.methods), "sends": one.purpose.sends,
                "can_reveal": one.purpose.reveals, "for": one.purpose.why,
            }
            for one in found
        ],
    }  # fmt: skip
