"""Calendar: what is due, kept in step with a calendar server of the person's; what they ticked there and changed."""

from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from ...dates import short
from ...exports.calendar import TELLS
from ...ledger.errors import LedgerError
from ...ledger.moves import MEANINGS
from ...network.caldav import Calendar, Client
from ...network.consent import Permit
from ...network.purposes import calendars
from ...pushing import account as accounts
from ...pushing import push, ticks, wording
from ...pushing.account import Account, CalendarError
from ...pushing.plan import Step
from ...pushing.push import Outcome
from ...pushing.ticks import Tick
from ...text import count
from .. import acts
from ..online import OnlinePage
from ..rows import Column, Row, Rows
from ..words import Words
from .choose import Choose
from .prompt import Prompt
from .secret import AskSecret

_NONE = (
    "Dates can stand in a calendar of yours on a CalDAV server, such as Nextcloud or Radicale, so that other devices "
    "remind you. What you change there is never overwritten. s sets it up; nothing is sent before you agree."
)
_PASSWORD = "Make one in your account's settings there, rather than give the password of the account itself."
_STYLES = {"new": "accent", "changed": "accent", "a new date": "accent", "there": "good"}
_OPEN, _LEAVE = "open", "leave"


class CalendarScreen(OnlinePage):
    """What was ticked and changed there, and each date with how it stands with the calendar."""

    HELP = (
        "p looks what the calendar has and brings it into step; before that, new and changed ones are what it would "
        "send. What you ticked there is listed: a tick says that something was done, not what, so enter asks what it "
        "means and records it. What you changed or removed there stays so; a writes removed ones again. n chooses "
        "whether entries name organisations. Only entries that this program wrote are touched."
    )
    STOPPED = "Stopped. What was written by then is noted; p goes on with the rest."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "push(False)", "Push", id="push"),
        Binding("s", "set_up", "Set up", id="set_up"),
        Binding("n", "tells", "Names or not", id="calendar_tells"),
        Binding("a", "push(True)", "Removed ones too", id="push_again"),
        Binding("x", "forget", "Forget it", id="forget_calendar"),
    ]

    _account: Account | None = None
    _password = ""
    _steps: tuple[Step, ...] = ()
    _ticks: tuple[Tick, ...] = ()

    def body(self) -> ComposeResult:
        """Yield what is set up, and the list."""
        yield Words(id="calendar-about", classes="section")
        yield Rows([Column("on", 12), Column("what"), Column("", 22)], id="entries")

    def on_mount(self) -> None:
        """Start in the list."""
        super().on_mount()
        self.query_one(Rows).focus()

    def fill(self) -> None:
        """Show what is known here, and what the last look at the server found."""
        self._account = accounts.account(self.session)
        self.title_line("Calendar", self._account.name if self._account else "not set up")
        self.query_one("#calendar-about", Words).show(self._about())
        rows = self.query_one(Rows)
        rows.display, rows.empty = self._account is not None, "Nothing is due, today or later."
        rows.set_rows(self._rows(), keep=rows.current.id if rows.current else None)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the keys of a calendar only where one is set up."""
        if action in ("push", "tells", "forget"):
            return self._account is not None
        return super().check_action(action, parameters)

    def _about(self) -> str:
        one = self._account
        if one is None:
            return _NONE
        password = "in this system's keyring" if one.in_keyring else "asked for each time"
        return f"{one.name} at {one.host}, as {one.user} · password {password} · {wording.TELLS_WORDS[one.tells]}"

    def _rows(self) -> list[Row]:
        if self._account is None:
            return []
        today, rows = self.session.today, []
        if self._ticks:
            rows.append(Row("ticks", ("", "You ticked: enter says what it means", ""), heading=True))
            rows += [
                Row(f"tick {one.uid}", (short(one.due, today), one.text, (f"ticked {short(one.on, today)}", "accent")))
                for one in self._ticks
            ]
        kept = [step for step in self._steps if step.what == "kept"]
        if kept:
            rows.append(Row("kept", ("", "Kept as you changed them there", ""), heading=True))
            rows += [Row(f"kept {one.uid}", ("", wording.text_of(one), ("kept yours", "warn"))) for one in kept]
        ticked = {one.uid for one in self._ticks} | {one.uid for one in kept}
        self._due = [one for one in push.wanted(self.session, self._account.tells) if not one.ended]
        lines = wording.beforehand(self._due, push.known(self.session, self._account))
        rows += [Row("due", ("", "What is due", ""), heading=True)] if rows else []
        return rows + [
            Row(f"due {one.uid}", (short(one.on, today), one.text, (one.state, _STYLES.get(one.state, "dim"))))
            for one in lines
            if one.uid not in ticked
        ]

    # Opening a row

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Ask what a tick means, say why an entry stays, or open the action."""
        sort, _, uid = event.row.id.partition(" ")
        if sort == "tick":
            self._ask_meaning(next(one for one in self._ticks if one.uid == uid))
        elif sort == "kept":
            self.say(wording.kept_line(next(one for one in self._steps if one.uid == uid)))
        else:
            todo = next(one.todo for one in self._due if one.uid == uid)
            self._open(todo.entry.due.key if todo and todo.entry else "")

    def _open(self, key: str) -> None:
        from .action import ActionScreen

        if self.session.action_of(key):
            self.app.push_screen(ActionScreen(key))
        else:
            self.app.action_go("due")

    def _ask_meaning(self, tick: Tick) -> None:
        leave = {_LEAVE: "leave it: it stays ticked there"}
        choices = {state: MEANINGS[state] for state in tick.meanings} | {_OPEN: "open it"}
        choices = choices | leave if tick.sure else leave | choices  # what is not sure is never one key away
        question = f"{wording.tick_line(tick, self.session.today)}. What was done?"
        self.app.push_screen(Choose(question, choices), partial(self._take, tick))

    def _take(self, tick: Tick, said: str | None) -> None:
        if said == _OPEN:
            self._open(tick.key)
        elif said in tick.meanings:
            before = self._ticks
            self._ticks = tuple(one for one in before if one.uid != tick.uid)
            if not acts.record(self, tick.key, said, tick.on):
                self._ticks = before
                self.fill()

    # Setting up

    def action_set_up(self) -> None:
        """Ask for the server, the name and the password; then which calendars there are."""
        before = self._account.url if self._account else ""
        hint = "https://cloud.example/remote.php/dav"
        self.app.push_screen(Prompt("The address of your calendar server", hint, before), self._typed_address)

    def _typed_address(self, typed: str | None) -> None:
        if typed:
            before = self._account.user if self._account else ""
            self._checked(
                lambda: self.app.push_screen(
                    Prompt("Your user name there", "", before), partial(self._typed_user, accounts.address(typed))
                )
            )

    def _typed_user(self, url: str, typed: str | None) -> None:
        if typed:
            tells = self._account.tells if self._account else TELLS[0]
            self._checked(lambda: self._ask_password(Account(url, accounts.user_name(typed), "", tells), self._look))

    def _look(self, chosen: Account, secret: str) -> None:
        """Ask the server which calendars there are."""
        accounts.agree_anew(self.session, chosen)

        async def work(permit: Permit) -> tuple[Account, str, list[Calendar]]:
            async with self._gate(permit) as gate:
                return chosen, secret, await Client(gate, chosen.user, secret).calendars(chosen.url)

        self.ask_then(calendars(chosen.host), work)

    def _choose(self, chosen: Account, secret: str, found: list[Calendar]) -> None:
        fitting = accounts.fitting(found)
        if len(fitting) == 1:
            self._keep(chosen, secret, fitting[0])
            return
        names = {one.url: f"{one.name} · {one.url}" for one in fitting}
        by_url = {one.url: one for one in fitting}
        self.app.push_screen(
            Choose("Which calendar?", names),
            lambda url: self._keep(chosen, secret, by_url[url]) if url else self.say("Nothing was changed."),
        )

    def _keep(self, chosen: Account, secret: str, one: Calendar) -> None:
        chosen = replace(chosen, url=one.url, name=one.name)
        problem = accounts.into_keyring(chosen, secret)
        try:
            accounts.keep(self.session, replace(chosen, in_keyring=not problem))
        except LedgerError as error:
            self.say(str(error), bad=True)
            return
        self._password, self._steps, self._ticks = secret, (), ()
        self.fill()
        where = f"the password is kept in memory only: {problem}" if problem else "the password is in the keyring"
        self.say(f"set up: {one.name} · {where}")

    def _ask_password(self, account: Account, then) -> None:
        self.app.push_screen(
            AskSecret(f"App password of {account.user} at {account.host}", _PASSWORD, accounts.LONGEST),
            lambda typed: self._checked(lambda: then(account, accounts.password(typed))) if typed else None,
        )

    def _checked(self, work) -> None:
        """Do what may be refused, and say so."""
        try:
            work()
        except (CalendarError, LedgerError) as error:
            self.say(str(error), bad=True)

    # Pushing

    def action_push(self, again: bool) -> None:
        """Bring the calendar into step."""
        self._with_password(partial(self._push, again))

    def _with_password(self, then) -> None:
        account = self._account
        assert account is not None
        known = self._password or accounts.from_keyring(account)
        if known:
            then(account, known)
        else:
            self._ask_password(account, then)

    def _push(self, again: bool, account: Account, secret: str) -> None:
        session = self.session

        async def work(permit: Permit) -> Outcome:
            async with self._gate(permit) as gate:
                client = Client(gate, account.user, secret)
                self.progress(0, None, "Looking what the calendar has")
                steps = await push.compare(session, client, account, again)
                self._password = secret  # the server took it
                return await push.carry_out(session, client, account, steps, self._wrote)

        self.ask_then(account.purpose, work)

    def _wrote(self, done: int, of: int) -> None:
        self.progress(done, of, "Entries written")

    def on_done(self, result: Outcome | tuple[Account, str, list[Calendar]] | str) -> None:
        """Show what a look or a push found."""
        if isinstance(result, str):
            self.say(result)
        elif isinstance(result, tuple):
            self._choose(*result)
        else:
            self._steps, self._ticks = tuple(result.done), tuple(ticks.of(self.session, result.done))
            self.fill()
            ticked = f" You ticked {count(len(self._ticks), 'entry', 'entries')}." if self._ticks else ""
            self.say(wording.summary(result.done, result.met) + ticked)

    def _gate(self, permit: Permit):
        from ...network.opening import open_gate

        session = self.session
        return open_gate(session.ledger, session.person.id, permit, session.today)

    # Choices

    def action_tells(self) -> None:
        """Let entries name organisations, or only count."""
        if self._account:
            tells = TELLS[1 - TELLS.index(self._account.tells)]
            accounts.keep(self.session, replace(self._account, tells=tells))
            self._steps, self._ticks = (), ()
            self.fill()
            self.say(f"kept: {wording.TELLS_WORDS[tells]}; p brings the calendar into step")

    def action_forget(self) -> None:
        """Ask whether the entries there go too, and forget the calendar."""
        choices = {
            "stay": "Forget it; the entries stay there",
            "remove": "First remove the entries there that you did not change",
            _LEAVE: "Leave all as it is",
        }
        self.app.push_screen(Choose("Forget this calendar and its password?", choices), self._forget)

    def _forget(self, said: str | None) -> None:
        if said == "stay":
            self.say(self._forgotten("The calendar is forgotten. What was written there stays there."))
        elif said == "remove":
            self._with_password(self._remove)

    def _remove(self, account: Account, secret: str) -> None:
        session = self.session

        async def work(permit: Permit) -> str:
            async with self._gate(permit) as gate:
                client = Client(gate, account.user, secret)
                removed, stay = await push.remove(session, client, account, self._wrote)
            return self._forgotten(f"The calendar is forgotten. {wording.removed(removed, stay)}")

        self.ask_then(account.purpose, work)

    def _forgotten(self, words: str) -> str:
        problem = accounts.forget(self.session)
        self._password, self._steps, self._ticks = "", (), ()
        self.fill()
        return f"{words} {problem}".strip()
