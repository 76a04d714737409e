"""Themes, packs, web searches and registers: what is read when its screen is opened, not at the start."""

from dataclasses import dataclass

from .parts import Source, tupled


@dataclass(frozen=True, slots=True)
class Statement:
    """One sourced sentence of a theme page."""

    text: str
    countries: tuple[str, ...] = ()
    url: str | None = None
    dated: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Theme:
    """One page of the walk: what the 2016 essay says, its counterpart at home, and what is true now."""

    id: str
    order: int
    title: str
    short: str
    essay: str
    counterpart: str
    what_helps: tuple[str, ...]
    honest_limit: str
    people_at_risk: str
    now: tuple[Statement, ...] = ()
    corrections: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Pack:
    """A few organisations for one occasion, in the order in which to take them."""

    id: str
    order: int
    title: str
    about: str
    organisations: tuple[str, ...]
    countries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class WebSearch:
    """A web search for oneself. `query` has places such as {first}; `needs` is what the engine gets to see."""

    id: str
    title: str
    query: str
    why: str
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Browser:
    """How one browser is made to send Global Privacy Control. `signal`: "on" by itself, "off", or "none"."""

    id: str
    name: str
    signal: str
    steps: tuple[str, ...]
    note: str | None = None
    sources: tuple[Source, ...] = ()

    @property
    def newest(self) -> Source | None:
        """The newest of its sources."""
        return max(self.sources, key=lambda source: source.dated or "", default=None)


@dataclass(frozen=True, slots=True)
class SignalSetup:
    """The browsers, and the page that shows whether one sends the signal."""

    verify: str
    verify_url: str
    browsers: tuple[Browser, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """One file of a public register, and whether a request through the state reaches those in it."""

    url: str
    dated: str
    drop_reaches: str
    drop_why: str
    note: str | None = None
    unchecked: bool = False


@dataclass(frozen=True, slots=True)
class Registry:
    """A public register of data brokers; those in it that no file describes are of the tier "registry"."""

    id: str
    name: str
    jurisdiction: str
    dated: str
    about: str
    licence: str
    editions: tuple[Edition, ...] = ()


def theme_from(raw: dict) -> Theme:
    """Build a theme from its dictionary."""
    statements = {
        key: tuple(Statement(**tupled(item, Statement)) for item in raw.get(key, ())) for key in ("now", "corrections")
    }
    return Theme(**tupled(raw, Theme, **statements))


def setup_from(raw: dict) -> SignalSetup:
    """Build the set-up of the signal from its dictionary; an empty one gives no browser."""
    browsers = tuple(
        Browser(**tupled(one, Browser, sources=tuple(Source(**tupled(s, Source)) for s in one.get("sources", ()))))
        for one in raw.get("browsers", ())
    )
    return SignalSetup(raw.get("verify", ""), raw.get("verify_url", ""), browsers)


def registry_from(raw: dict) -> Registry:
    """Build a public register from its dictionary."""
    return Registry(**tupled(raw, Registry, editions=tuple(Edition(**tupled(e, Edition)) for e in raw["editions"])))
