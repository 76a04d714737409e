"""Running the program without a terminal, with the keys a person presses and the frame a person sees."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.events import Key
from textual.keys import _character_to_key
from textual.widgets import Input

from privacy_audit import folders
from privacy_audit.catalog.catalog import Catalog
from privacy_audit.ledger.store import Ledger
from privacy_audit.session import Session
from privacy_audit.tui.app import PrivacyAudit
from privacy_audit.tui.rows import Rows
from privacy_audit.tui.words import Words

from . import invented
from .invented import TODAY


class Desk:
    """A running program: what stands on its screen, and the keys."""

    def __init__(self, app: PrivacyAudit, pilot):
        self.app = app
        self.pilot = pilot

    @property
    def frame(self) -> str:
        """The whole screen as text, one line for each line."""
        return frame(self.app)

    @property
    def shown(self) -> str:
        """The name of the screen in front."""
        return type(self.app.screen).__name__

    @property
    def message(self) -> str:
        """The line that answers each record."""
        return str(self.app.screen.query_one("#message", Words).content)

    @property
    def session(self) -> Session:
        return self.app.session

    @property
    def notices(self) -> list[str]:
        """What was said in a corner of the screen."""
        return [notice.message for notice in self.app._notifications]

    def rows(self, id: str | None = None) -> Rows:
        return self.app.screen.query_one(f"#{id}" if id else Rows, Rows)

    def ids(self, id: str | None = None) -> list[str]:
        """The ids of the rows of a list."""
        return [row.id for row in self.rows(id).rows]

    def text(self, selector: str) -> str:
        return str(self.app.screen.query_one(selector, Words).content)

    def state(self, key: str) -> str:
        """Where an action stands in the ledger, read anew."""
        return self.app.ledger.action(self.session.person.id, key).status

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other, each answered before the next."""
        for key in keys:
            name = _character_to_key(key) if len(key) == 1 else key
            self.app.post_message(Key(name, key if len(key) == 1 else " " if key == "space" else None))
            await self.settle()

    async def click(self, words: str) -> None:
        """Click on words where they stand on the screen; the words must be there once."""
        found = [(line.index(words), y, line) for y, line in enumerate(self.frame.splitlines()) if words in line]
        assert len(found) == 1, f"{words!r} stands {len(found)} times in\n{self.frame}"
        x, y, line = found[0]
        await self.pilot.click(offset=(cell_len(line[:x]), y))
        await self.settle()

    async def resize(self, width: int, height: int) -> None:
        await self.pilot.resize_terminal(width, height)
        await self.settle()

    async def settle(self) -> None:
        """Wait until no message is left to be handled and all is laid out: `pilot.pause` without its sleeping."""
        quiet = 0
        while quiet < 4:
            screen = self.app.screen
            screen._on_timer_update()
            await self.pilot._wait_for_screen()
            if self.app._exception:
                raise self.app._exception
            if self.app._exit:
                return
            nodes = [self.app, *screen.walk_children(with_self=True)]
            still = all(node._message_queue.empty() for node in nodes) and screen is self.app.screen
            quiet = quiet + 1 if still else 0

    async def type(self, text: str) -> None:
        """Type a text letter by letter."""
        await self.press(*("space" if sign == " " else sign for sign in text))

    async def fill_in(self, text: str) -> None:
        """Put a text into the field that has the focus, as pasting does, in place of what stands there."""
        field = self.app.focused
        assert isinstance(field, Input)
        field.value = text
        await self.settle()

    async def open(self, screen) -> None:
        await self.app.push_screen(screen)
        await self.settle()

    async def go(self, name: str) -> None:
        """Go to a screen from wherever one is, as the command palette does."""
        self.app.action_go(name)
        await self.settle()


def frame(app: PrivacyAudit) -> str:
    """Return what the screen in front shows, as text."""
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.text.replace("\N{NO-BREAK SPACE}", " ").rstrip() for strip in strips)


Start = Callable[..., AbstractAsyncContextManager[Desk]]


@pytest.fixture(scope="session")
def places(tmp_path_factory) -> Catalog:
    """The invented catalogue."""
    return invented.catalog(tmp_path_factory.mktemp("checklists"))


@pytest.fixture
def ledger_path(tmp_path) -> Path:
    return tmp_path / "kept" / "ledger.db"


@pytest.fixture(autouse=True)
def documents(monkeypatch, tmp_path) -> Path:
    """Where reports go."""
    folder = tmp_path / "documents"
    folder.mkdir()
    monkeypatch.setattr(folders, "documents", lambda: folder)
    return folder


@pytest.fixture
def start(places, ledger_path) -> Start:
    """Start the program; again with the same ledger when called again.

    `region` adds somebody who lives there; `seeded` gives them the invented history.
    """

    @asynccontextmanager
    async def run(
        region: str | None = None, *, seeded: bool = False, size: tuple[int, int] = (80, 24), catalog=None
    ) -> AsyncIterator[Desk]:
        catalog = catalog or places
        ledger = Ledger(ledger_path) if region or seeded or ledger_path.exists() else None
        if seeded:
            invented.seed(ledger, catalog, region or "US-CA")
        elif region:
            ledger.add_person("me", region)
        app = PrivacyAudit(catalog, ledger_path, TODAY, ledger=ledger)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield Desk(app, pilot)
        if app.ledger:
            app.ledger.close()

    return run
