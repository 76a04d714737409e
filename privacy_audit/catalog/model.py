"""The catalogue's nouns as the program uses them: plain, frozen values made from the compiled dictionary."""

from dataclasses import dataclass

from .law import Exemption, LawRight, Office, each_from, office_from
from .parts import Source, tupled

DO_TITLES = {
    "freeze": "Freeze your file",
    "opt-out": "Opt out",
    "delete": "Have your data deleted",
    "access": "Ask what they hold",
    "correct": "Have it corrected",
    "close-account": "Close the account",
    "setting": "Change the settings",
    "habit": "A habit to keep",
    "alert": "Set an alert",
    "dispute": "Dispute what is wrong",
    "complain": "Complain",
}
#: Requests that somebody has to answer; the others take effect when the person does them.
ANSWERED = {"freeze", "opt-out", "delete", "access", "correct", "close-account", "dispute", "complain"}

VIA_WORDS = {
    "web": "web page",
    "email": "e-mail",
    "phone": "phone",
    "post": "letter",
    "in-app": "in the app",
    "in-person": "in person",
    "browser": "in the browser",
}


@dataclass(frozen=True, slots=True)
class Find:
    """How a person sees whether an organisation holds them."""

    how: str | None = None
    url: str | None = None
    template: str | None = None
    unchecked: bool = False


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a person can do about one organisation. Its `key` is stable for ever: ledgers point to it."""

    key: str
    id: str
    organisation: str
    do: str
    title: str
    via: str
    minutes: int
    steps: tuple[str, ...]
    when: str | None = None
    only_in: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    covers_registered: bool = False
    url: str | None = None
    email: str | None = None
    phone: str | None = None
    post: str | None = None
    unchecked: bool = False
    needs: tuple[str, ...] = ()
    cost: str | None = None
    takes_days: int | None = None
    lasts: str | None = None
    lasts_months: int | None = None
    recheck_months: int | None = None
    law: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()

    @property
    def covered(self) -> tuple[str, ...]:
        """The ids of the organisations that this act reaches; `covers` may name single actions of theirs."""
        return tuple(dict.fromkeys(other.partition("/")[0] for other in self.covers))

    @property
    def is_request(self) -> bool:
        """Whether somebody else has to answer, so that a clock runs once it was asked."""
        return self.do in ANSWERED


@dataclass(frozen=True, slots=True)
class Organisation:
    """One organisation that may score, track or sell people."""

    id: str
    name: str
    kind: str
    theme: str
    impact: str
    confidence: str
    legal_name: str | None = None
    parent: str | None = None
    countries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    presumed: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    hint: str | None = None
    brands: tuple[str, ...] = ()
    family: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    scores: str | None = None
    caution: str | None = None
    closed: str | None = None
    now: str | None = None
    now_at: str | None = None
    tags: tuple[str, ...] = ()
    tier: str = "curated"
    drop_reaches: str | None = None
    drop_why: str | None = None
    checked: str | None = None
    own: bool = False
    find: Find = Find()
    actions: tuple[Action, ...] = ()
    sources: tuple[Source, ...] = ()

    def action(self, id: str) -> Action | None:
        """Return the action with this id, or None."""
        return next((action for action in self.actions if action.id == id), None)

    @property
    def recognise(self) -> str:
        """A few words by which a person recognises this organisation in a list."""
        if self.hint:
            return self.hint
        if self.brands:
            return "also " + ", ".join(self.brands[:3])
        return f"part of {self.parent}" if self.parent else ", ".join(self.holds[:3])


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


@dataclass(frozen=True, slots=True)
class Law:
    """A law that actions refer to. `effective` is a date; `in_force` is "yes", "no" or "from its date".

    `binds` has kinds of organisations or "any-business"; None where nobody said. `probably` says what cannot be
    known of an organisation, `unless_named` the same where naming the law in its file settles it, `only_for` which
    people it protects when that is not everybody.
    """

    id: str
    name: str
    citation: str
    jurisdiction: str
    stands_for: str | None = None
    effective: str | None = None
    in_force: str = "yes"
    bill: bool = False
    confidence: str = "medium"
    applies_to: str | None = None
    exempt: str | None = None
    private_action: str | None = None
    fines: str | None = None
    binds: tuple[str, ...] | None = None
    by_register: bool = False
    only_for: str | None = None
    unless_named: str | None = None
    probably: str | None = None
    exemptions: tuple[Exemption, ...] = ()
    rights: tuple[LawRight, ...] = ()
    regulator: Office | None = None
    sources: tuple[Source, ...] = ()


def action_from(raw: dict, organisation: str) -> Action:
    """Build an action from its dictionary."""
    title = raw.get("title") or DO_TITLES.get(raw["do"], raw["do"])
    key = f"{organisation}/{raw['id']}"
    return Action(**tupled(raw, Action, key=key, organisation=organisation, title=title))


def organisation_from(raw: dict) -> Organisation:
    """Build an organisation from its dictionary in the compiled catalogue."""
    return Organisation(
        **tupled(
            raw,
            Organisation,
            find=Find(**tupled(raw.get("find", {}), Find)),
            actions=tuple(action_from(action, raw["id"]) for action in raw.get("actions", ())),
            sources=tuple(Source(**tupled(source, Source)) for source in raw.get("sources", ())),
        )
    )


def theme_from(raw: dict) -> Theme:
    """Build a theme from its dictionary."""
    statements = {
        key: tuple(Statement(**tupled(item, Statement)) for item in raw.get(key, ())) for key in ("now", "corrections")
    }
    return Theme(**tupled(raw, Theme, **statements))


def registry_from(raw: dict) -> Registry:
    """Build a public register from its dictionary."""
    return Registry(**tupled(raw, Registry, editions=tuple(Edition(**tupled(e, Edition)) for e in raw["editions"])))


def law_from(raw: dict) -> Law:
    """Build a law from its dictionary."""
    return Law(
        **tupled(
            raw,
            Law,
            exemptions=each_from(Exemption, raw.get("exemptions", ())),
            rights=each_from(LawRight, raw.get("rights", ())),
            regulator=office_from(raw["regulator"]) if "regulator" in raw else None,
            sources=each_from(Source, raw.get("sources", ())),
        )
    )
