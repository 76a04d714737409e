"""What every command receives, and the options and arguments that several share."""

import shlex
import sys
from datetime import date
from pathlib import Path

import click

from .. import folders
from ..care import back_up_today
from ..catalog.catalog import Catalog
from ..catalog.load import load
from ..dates import parse
from ..ledger import cipher
from ..ledger.errors import LedgerError
from ..session import Session
from ..text import clean
from .output import warn
from .passphrase import Passphrases


class State:
    """The global options; catalogue and ledger are opened when a command first needs them."""

    def __init__(
        self,
        ledger: Path | None,
        person: str | None,
        today: date | None,
        passphrase_fd: int | None = None,
        offline: bool = False,
    ):
        self.use_passphrases(Passphrases(passphrase_fd))
        self.ledger_path = ledger.expanduser() if ledger else folders.ledger()
        self.person_label = person
        self.today = today or date.today()
        self.offline = offline
        self._catalog: Catalog | None = None
        self._backs_up = False

    def use_passphrases(self, passphrases: Passphrases) -> None:
        """Take passphrases from here; what an earlier run in this process unlocked is locked again."""
        cipher.lock()
        cipher.source = self.passphrases = passphrases

    @property
    def catalog(self) -> Catalog:
        """The catalogue; files that could not be read are named on stderr."""
        if self._catalog is None:
            self._catalog = load()
            for problem in self._catalog.problems:
                warn(f"left out: {problem}")
        return self._catalog

    def ledger(self, create: bool = False):
        """Open the ledger. Raises LedgerError's children."""
        from ..ledger.store import Ledger

        ledger = Ledger(self.ledger_path, create=create)
        if ctx := click.get_current_context(silent=True):
            ctx.call_on_close(ledger.close)
            self._back_up_later(ctx.find_root())
        return ledger

    def _back_up_later(self, root: click.Context) -> None:
        """Let the backup of the day follow once everything is said; a command that failed leaves it to the next."""
        if not self._backs_up:
            self._backs_up = True
            root.call_on_close(self._back_up)

    def _back_up(self) -> None:
        if sys.exc_info()[0] is None:
            sys.stdout.flush()
            if problem := back_up_today(self.ledger_path):
                warn(problem)

    def session(self) -> Session:
        """Open catalogue and ledger for the person meant."""
        ledger = self.ledger()
        session = Session(self.catalog, ledger, ledger.person(self.person_label), self.today)
        _tell_of_copies(ledger)
        return session


def looks_for(state: State):
    """Return the looks at each address (see `links.store`), with those chosen for the person meant.

    Their ledger is only looked into where that needs no passphrase and nobody has to be named.
    """
    from ..ledger.store import Ledger
    from ..links import store

    path = state.ledger_path
    try:
        if not path.is_file() or (cipher.is_encrypted(path) and not cipher.unlocked()):
            return store.read()
        with Ledger(path, create=False) as ledger:
            return store.of(ledger, ledger.person(state.person_label).id)
    except (LedgerError, OSError):
        return store.read()


def _tell_of_copies(ledger) -> None:
    """Say in a line of each that a sync tool left a conflict copy beside the ledger which holds something more."""
    from ..ledger.copies import beside

    for copy in beside(ledger):
        if copy.events:
            name = shlex.quote(clean(copy.path, 1000))
            warn(f"A conflict copy lies beside the ledger, with {copy.words}. See: privacy-audit merge {name}")


pass_state = click.make_pass_decorator(State)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for other programs.")


def day_option(ctx: click.Context, parameter: click.Parameter, value: str | None) -> date | None:
    """Read a day from an option; a wrong one is wrong usage."""
    if not value:
        return None
    today = ctx.obj.today if isinstance(ctx.obj, State) else date.today()
    try:
        day = parse(value, today)
    except ValueError as error:
        raise click.BadParameter(str(error), ctx, parameter) from None
    if not 1900 <= day.year <= 2200:
        raise click.BadParameter(f"{value!r} is not between the years 1900 and 2200.", ctx, parameter)
    return day


class OrganisationId(click.ParamType):
    """The id of an organisation, completed by the shell."""

    name = "organisation"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list:
        """Offer the ids that begin with what was typed."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(id) for id in load() if id.startswith(incomplete)]


class ActionKey(click.ParamType):
    """The key of an action, "organisation/action", completed by the shell."""

    name = "organisation/action"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list:
        """Offer organisations first, then the actions of the one typed."""
        from click.shell_completion import CompletionItem

        catalog = load()
        organisation, slash, _ = incomplete.partition("/")
        if not slash:
            return [CompletionItem(f"{id}/") for id in catalog if id.startswith(incomplete)]
        if organisation not in catalog:
            return []
        return [CompletionItem(action.key) for action in catalog.get(organisation).actions]


def region_code(catalog: Catalog, typed: str, parameter: str = "'--region'") -> str:
    """Return the code of a region as typed; raises click.BadParameter naming the nearest ones."""
    code = catalog.regions.parse(typed)
    if code is None:
        near = ", ".join(f"{code} ({catalog.regions.name(code)})" for code in catalog.regions.nearest(typed))
        hint = f"Did you mean {near}?" if near else "Give a code such as US-CA, CA-QC or MX-JAL, or US, CA, MX alone."
        raise click.BadParameter(f"{typed!r} is no region. {hint}", param_hint=parameter)
    return code
