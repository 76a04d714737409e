"""The catalogue's nouns as the program uses them: plain, frozen values made from the compiled dictionary."""

from dataclasses import dataclass

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
    body_of: str | None = None
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
    def newest_source(self) -> Source | None:
        """The source whose date is `checked`; the first where none is dated, None where there is none."""
        return max(self.sources, key=lambda source: source.dated or "", default=None)

    @property
    def recognise(self) -> str:
        """A few words by which a person recognises this organisation in a list."""
        if self.hint:
            return self.hint
        if self.brands:
            return "also " + ", ".join(self.brands[:3])
        return f"part of {self.parent}" if self.parent else ", ".join(self.holds[:3])


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
