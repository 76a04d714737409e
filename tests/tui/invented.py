"""An invented catalogue, small enough to know by heart, and an invented person's history with it.

Nobody here exists: the domains are reserved examples, the numbers are 555-01xx.
"""

from datetime import date
from pathlib import Path

from privacy_audit.catalog.catalog import Catalog
from privacy_audit.catalog.compiler import compile_tree
from privacy_audit.catalog.load import CHECKOUT
from privacy_audit.ledger.events import Event
from privacy_audit.ledger.store import Ledger
from privacy_audit.session import Session

TODAY = date(2026, 11, 24)

#: The fourteen themes: id, short title, title.
THEMES = (
    ("credit", "Credit bureaus", "Credit scores"),
    ("tracking", "Tracking", "Watched online"),
    ("points", "Loyalty and points", "Points cards"),
    ("spending", "What you spend", "Banks and card companies"),
    ("perks", "Doors that open", "Scores that open doors"),
    ("records", "Your records", "Merged records"),
    ("threat", "Threat scores", "Police threat scores"),
    ("brokers", "Data brokers", "Data brokers"),
    ("professions", "Rated at work", "Rated at work"),
    ("payment", "Payment apps", "Pay with our system"),
    ("speech", "What you say", "Posts and votes"),
    ("associations", "Who you know", "Who you know"),
    ("game", "Scores as games", "Scores as games"),
    ("family", "Family", "Birth and children"),
)

_THEME = """
id = "{id}"
order = {order}
short = "{short}"
title = "{title}"
essay = "The essay says something about {short} in two sentences. This is the second."
counterpart = "At home it is nearly the same, under another name and by other firms."
what_helps = ["Do one thing.", "Then do the other."]
honest_limit = "Some of it stays."
people_at_risk = "People who moved often."
[[now]]
text = "An invented firm was fined in May."
countries = ["US"]
url = "https://www.news.example/{id}"
dated = "2026-05"
[[now]]
text = "Something changed in the other country."
countries = ["CN"]
dated = "2025"
[[corrections]]
text = "It never became compulsory."
"""

#: One organisation after the other, as its file says.
_ORGANISATIONS = """
id = "northstar-credit"
name = "Northstar Credit"
kind = "credit-bureau"
theme = "credit"
countries = ["US"]
presumed = ["US"]
impact = "high"
confidence = "high"
legal_name = "Northstar Credit Files, Inc."
domains = ["northstar-credit.example"]
holds = ["loans", "addresses", "employers"]
scores = "a number from 1 to 9 that lenders read"
find = { how = "Order the free report.", url = "https://northstar-credit.example/report" }
sources = [{ url = "https://northstar-credit.example/privacy", dated = "2026-07" }]
[[actions]]
id = "freeze"
do = "freeze"
via = "web"
minutes = 5
cost = "free"
url = "https://northstar-credit.example/freeze"
phone = "+1 555-0101"
needs = ["name", "date-of-birth", "ssn"]
takes_days = 1
lasts = "until you lift it"
law = ["us-file"]
steps = ["Open the page and make an account.", "Choose the freeze and keep the number."]
[[actions]]
id = "access"
do = "access"
via = "web"
minutes = 15
cost = "free"
url = "https://northstar-credit.example/report"
needs = ["name", "ssn"]
takes_days = 15
law = ["us-file"]
steps = ["Open the page.", "Answer the questions.", "Keep the file."]
---
id = "prairie-offers"
name = "Prairie Offers"
kind = "marketing-list"
theme = "credit"
countries = ["US"]
presumed = ["US"]
impact = "medium"
confidence = "high"
domains = ["prairie-offers.example"]
holds = ["names for offers"]
sources = [{ url = "https://prairie-offers.example", dated = "2026-06" }]
[[actions]]
id = "opt-out"
do = "opt-out"
via = "phone"
minutes = 5
phone = "+1 555-0102"
takes_days = 5
lasts = "five years"
lasts_months = 60
steps = ["Call and follow the voice."]
---
id = "eyeball-ads"
name = "Eyeball Ads"
kind = "advertising"
theme = "tracking"
countries = ["US", "CA", "MX"]
impact = "medium"
confidence = "medium"
domains = ["eyeball-ads.example"]
holds = ["pages you read"]
sources = [{ note = "general knowledge" }]
[[actions]]
id = "setting"
do = "setting"
via = "in-app"
minutes = 3
lasts_months = 12
steps = ["Turn the switch."]
---
id = "corner-grocer"
name = "Corner Grocer"
kind = "retailer"
theme = "points"
countries = ["US"]
impact = "medium"
confidence = "high"
parent = "Big Basket Group"
brands = ["Basket Card", "Fresh Corner"]
family = ["harvest-bank", "unlisted-sister"]
hint = "the card you show at the till"
domains = ["corner-grocer.example"]
holds = ["every purchase"]
caution = "They are slow to answer."
sources = [{ url = "https://corner-grocer.example/privacy", dated = "2026-03" }]
[[actions]]
id = "access"
do = "access"
via = "email"
minutes = 15
cost = "free"
email = "privacy@corner-grocer.example"
needs = ["name", "email"]
takes_days = 45
law = ["us-state-privacy"]
steps = ["Send the mail."]
[[actions]]
id = "delete"
do = "delete"
via = "email"
minutes = 10
email = "privacy@corner-grocer.example"
after = ["corner-grocer/access"]
takes_days = 45
law = ["us-state-privacy"]
steps = ["Send the mail."]
---
id = "phone-at-till"
name = "Phone number at the till"
kind = "habit"
theme = "points"
countries = ["US", "CA", "MX"]
impact = "low"
confidence = "high"
hint = "a habit rather than a company"
sources = [{ note = "general knowledge" }]
[[actions]]
id = "habit"
do = "habit"
via = "in-person"
minutes = 1
steps = ["Say no, thanks."]
---
id = "harvest-bank"
name = "Harvest Bank"
kind = "bank"
theme = "spending"
countries = ["US", "CA"]
impact = "high"
confidence = "medium"
domains = ["harvest-bank.example"]
holds = ["accounts", "payments"]
sources = [{ url = "https://harvest-bank.example/privacy", dated = "2026" }]
[[actions]]
id = "opt-out"
do = "opt-out"
via = "post"
minutes = 25
post = "Harvest Bank, 1 Example Street, Springfield"
needs = ["name", "account-number"]
takes_days = 30
steps = ["Print the letter.", "Send it."]
---
id = "tenant-file"
name = "Tenant File"
kind = "screening"
theme = "perks"
countries = ["US"]
impact = "medium"
confidence = "medium"
domains = ["tenant-file.example"]
holds = ["rents", "evictions"]
sources = [{ url = "https://tenant-file.example", dated = "2026-02" }]
[[actions]]
id = "access"
do = "access"
via = "phone"
minutes = 20
phone = "+1 555-0103"
takes_days = 15
steps = ["Call."]
[[actions]]
id = "dispute"
do = "dispute"
via = "post"
minutes = 40
when = "something in the file is wrong"
steps = ["Write."]
---
id = "lantern-search"
name = "Lantern Search"
kind = "people-search"
theme = "brokers"
countries = ["US"]
impact = "high"
confidence = "high"
parent = "Lamp Holdings"
domains = ["lantern-search.example"]
holds = ["addresses", "relatives"]
drop_reaches = "no"
find = { how = "Look for your name.", template = "https://lantern-search.example/{first}-{last}/{state}?town={city}" }
sources = [{ url = "https://lantern-search.example/optout", dated = "2026-07" }]
[[actions]]
id = "opt-out"
do = "opt-out"
via = "web"
minutes = 6
url = "https://lantern-search.example/optout"
needs = ["email", "listing-url"]
takes_days = 3
recheck_months = 3
steps = ["Find your page.", "Send its address.", "Open the link in the mail."]
---
id = "mirror-people"
name = "Mirror People"
kind = "people-search"
theme = "brokers"
countries = ["US"]
impact = "medium"
confidence = "medium"
domains = ["mirror-people.example"]
holds = ["telephone numbers"]
sources = [{ url = "https://mirror-people.example", dated = "2026-07" }]
[[actions]]
id = "opt-out"
do = "opt-out"
via = "web"
minutes = 8
url = "https://mirror-people.example/remove"
takes_days = 10
recheck_months = 6
steps = ["Send the form."]
---
id = "golden-request"
name = "Golden Request"
kind = "registry"
theme = "brokers"
countries = ["US"]
regions = ["US-CA"]
presumed = ["US-CA"]
impact = "high"
confidence = "high"
hint = "one request for all registered brokers"
domains = ["golden-request.example"]
sources = [{ url = "https://golden-request.example", dated = "2026-08" }]
[[actions]]
id = "delete"
do = "delete"
title = "Send the one request"
via = "web"
minutes = 10
url = "https://golden-request.example/start"
covers = ["data-well", "pebble-data"]
needs = ["name", "address"]
takes_days = 45
law = ["us-state-privacy"]
steps = ["Open the page.", "Send the request."]
---
id = "data-well"
name = "Data Well"
kind = "data-broker"
theme = "brokers"
countries = ["US"]
impact = "medium"
confidence = "low"
domains = ["data-well.example"]
holds = ["incomes"]
drop_reaches = "yes"
sources = [{ url = "https://data-well.example", dated = "2025" }]
[[actions]]
id = "delete"
do = "delete"
via = "web"
minutes = 12
url = "https://data-well.example/delete"
takes_days = 45
steps = ["Send the form."]
---
id = "pebble-data"
name = "Pebble Data"
kind = "data-broker"
theme = "brokers"
countries = ["US"]
impact = "low"
confidence = "low"
domains = ["pebble-data.example"]
holds = ["interests"]
drop_reaches = "yes"
sources = [{ url = "https://pebble-data.example", dated = "2025" }]
[[actions]]
id = "delete"
do = "delete"
via = "email"
minutes = 9
email = "privacy@pebble-data.example"
takes_days = 45
steps = ["Send the mail."]
---
id = "bygone-list"
name = "Bygone List"
kind = "marketing-list"
theme = "brokers"
countries = ["US"]
impact = "medium"
confidence = "high"
closed = "2025-03"
now = "It closed in March 2025; its files were sold."
now_at = "lantern-search"
domains = ["bygone-list.example"]
sources = [{ url = "https://www.news.example/bygone", dated = "2025-03" }]
---
id = "points-erable"
name = "Points Érable"
kind = "loyalty"
theme = "points"
countries = ["CA"]
regions = ["CA-QC"]
presumed = ["CA-QC"]
impact = "medium"
confidence = "high"
domains = ["points-erable.example"]
holds = ["purchases"]
sources = [{ url = "https://points-erable.example", dated = "2026-01" }]
[[actions]]
id = "access"
do = "access"
via = "post"
minutes = 20
post = "Points Érable, 1 rue de l'Exemple, Montréal"
takes_days = 30
steps = ["Send the letter."]
---
id = "agave-buro"
name = "Agave Buró"
kind = "credit-bureau"
theme = "credit"
countries = ["MX"]
presumed = ["MX"]
impact = "high"
confidence = "high"
domains = ["agave-buro.example"]
holds = ["créditos"]
sources = [{ url = "https://agave-buro.example", dated = "2026-01" }]
[[actions]]
id = "access"
do = "access"
via = "web"
minutes = 10
url = "https://agave-buro.example/reporte"
takes_days = 5
steps = ["Ask for the report."]
"""

_LAWS = """
id = "us-file"
name = "Federal File Act"
citation = "s. 1"
jurisdiction = "US"
---
id = "us-ca-act"
name = "Golden State Privacy Act"
citation = "s. 2"
jurisdiction = "US-CA"
stands_for = "us-state-privacy"
"""

_SIGNAL = """
verify = "The page says at its top whether the signal came."
verify_url = "https://signal.example/"

[[browsers]]
id = "lantern"
name = "Lantern"
signal = "off"
steps = ["Open the settings, then Privacy.", "Turn on “Do not sell or share”."]
note = "On phones since version 12."

[[browsers.sources]]
url = "https://lantern.example/signal"
dated = "2026-07"

[[browsers]]
id = "harbour"
name = "Harbour"
signal = "none"
steps = ["Add an extension that sends it."]

[[browsers.sources]]
url = "https://news.example/signal"
dated = "2026-07"
"""

_EVENTS = """
[moved]
order = 1
title = "You moved"
said = "you moved"
about = "What was bound to the old address does not follow."
advice = ["Tell each sender yourself.", "If you live in another state now, change the region first."]
[[moved.rules]]
why = "a new address makes a new listing: look for yourself there again"
kinds = ["people-search"]
do = ["opt-out"]
only = "done"
[[moved.rules]]
why = "the refusal is bound to a name and an address: register the new one"
actions = ["prairie-offers/opt-out"]
[denied]
order = 2
title = "You were refused"
said = "you were refused"
about = "The notice names whose report was used."
asks = "Which agency does the notice name?"
[[denied.rules]]
why = "the file behind the refusal is free for you now"
named = true
do = ["access"]
within_days = 60
within_why = "60 days from the notice, Federal File Act; counted from the day you gave"
"""

_WALKS = """
US = ["northstar-credit", "prairie-offers", "lantern-search", "corner-grocer", "phone-at-till"]
CA = ["points-erable", "harvest-bank", "phone-at-till"]
MX = ["agave-buro", "eyeball-ads", "phone-at-till"]
"""

#: Two packs: the first fits the United States only by who is in it, the second names too few for anybody.
_PACKS = """
id = "found-online"
order = 1
title = "Somebody looks for you"
about = "For anybody whom somebody looks for: what shows where you live comes first."
note = "Never give a removal form an address that they do not know."
organisations = [
  "lantern-search", "mirror-people", "northstar-credit", "bygone-list", "eyeball-ads", "phone-at-till", "points-erable",
]
---
id = "too-few"
order = 2
title = "Too few of them"
about = "It is shown to nobody."
organisations = ["lantern-search", "mirror-people", "northstar-credit"]
---
id = "new-home"
order = 3
title = "A new home"
about = "What has to know your new address, and what need not."
countries = ["US"]
organisations = ["prairie-offers", "corner-grocer", "harvest-bank", "tenant-file"]
"""

_SEARCHES = """
[engines]
Seeker = "https://seeker.example/?q={query}"
Other = "https://www.other.example/find?words={query}&pictures=no"
[[searches]]
id = "name"
title = "Your name in quotes"
query = '"{first} {last}"'
why = "An employer reads it first."
needs = ["name"]
[[searches]]
id = "name-city"
title = "Your name and your town"
query = '"{first} {last}" {city}'
why = "It finds local news."
needs = ["name", "address"]
[[searches]]
id = "email"
title = "Your e-mail address"
query = '"{email}"'
why = "It finds lists that leaked."
needs = ["email"]
[[searches]]
id = "street"
title = "Your name and a street"
query = '"{last}" "{street}"'
why = "It finds who lived there."
needs = ["name", "address"]
"""


def catalog(root: Path) -> Catalog:
    """Write the invented checklists below `root` and compile them. Regions and fields are the real ones."""
    for order, (id, short, title) in enumerate(THEMES, 1):
        _write(root / "themes", _THEME.format(id=id, order=order, short=short, title=title))
    for text in _ORGANISATIONS.split("---\n"):
        _write(root / "organisations" / "all", text)
    for text in _LAWS.split("---\n"):
        _write(root / "laws" / "us", text)
    for text in _PACKS.split("---\n"):
        _write(root / "packs", text)
    (root / "searches.toml").write_text(_SEARCHES, "utf-8")
    (root / "walks.toml").write_text(_WALKS, "utf-8")
    (root / "events.toml").write_text(_EVENTS, "utf-8")
    (root / "gpc.toml").write_text(_SIGNAL, "utf-8")
    for name in ("regions.toml", "fields.toml"):
        (root / name).write_bytes((CHECKOUT / name).read_bytes())
    compiled = compile_tree(root)
    assert compiled["problems"] == []
    return Catalog(compiled)


def _write(folder: Path, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    id = text.partition('id = "')[2].partition('"')[0]
    (folder / f"{id}.toml").write_text(text, "utf-8")


def seed(ledger: Ledger, catalog: Catalog, region: str = "US-CA") -> Session:
    """Add somebody with a history of four months and return their session."""
    session = Session(catalog, ledger, ledger.add_person("me", region), TODAY)
    ledger.begin_audit(session.person.id, "quick", date(2026, 8, 1))
    ledger.begin_audit(session.person.id, "whole", date(2026, 11, 22))
    for id in ("northstar-credit", "corner-grocer", "harvest-bank", "eyeball-ads", "lantern-search"):
        session.answer(id, "yes")
    session.answer("mirror-people", "past")
    session.answer("phone-at-till", "unsure")
    session.answer("tenant-file", "no")
    for key, records in HISTORY.items():
        for state, month, day in records:
            more = {"reference": "NS-4711"} if key == "northstar-credit/access" else {}
            session.record(key, state, date(2025 if month == 0 else 2026, month or 11, day), **more)
    session.annotate("northstar-credit/access", note="sent with the form")
    return session


#: The records of the seeded person: state, month of 2026 (0: November 2025), day.
HISTORY = {
    "eyeball-ads/setting": [("confirmed", 0, 20)],
    "mirror-people/opt-out": [("asked", 7, 1), ("confirmed", 7, 4), ("relisted", 11, 2)],
    "lantern-search/opt-out": [("asked", 8, 1), ("confirmed", 8, 4), ("verified", 8, 20)],
    "prairie-offers/opt-out": [("asked", 9, 1), ("confirmed", 9, 6)],
    "pebble-data/delete": [("asked", 9, 15), ("refused", 9, 20)],
    "harvest-bank/opt-out": [("asked", 10, 1)],
    "corner-grocer/access": [("started", 11, 12)],
    "northstar-credit/access": [("asked", 11, 20)],
}


#: Day and time, purpose, how it was agreed to, host, bytes out; and how it ended, where it did.
_REQUESTS = (
    ("2026-11-03T08:15:02Z", "breaches", "once", "haveibeenpwned.com", 212, (200, 51_000, "")),
    ("2026-11-10T18:02:40Z", "gpc", "always", "www.data-well.example", 180, (404, 310, "")),
    ("2026-11-10T18:02:41Z", "gpc", "always", "data-well.example", 182, (0, 0, "no whole answer in time")),
    ("2026-11-12T07:30:00Z", "calendar", "always", "calendar.example", 190, (403, 0, "")),
    ("2026-11-16T21:09:59Z", "calendar", "yes", "calendar.example", 190, None),
)


def seed_requests(ledger: Ledger, person: str) -> None:
    """Five requests of moments that stay, as their receipts tell of them."""
    for number, (at, purpose, how, host, out, end) in enumerate(_REQUESTS):
        told = {"on": at[:10], "purpose": purpose, "how": how, "host": host, "method": "GET", "out": out}
        request = Event(f"019a0000-0000-7000-8000-00000000000{number}", at, person, "request", data=told)
        ledger._project(request)
        if end:
            ended = dict(zip(("status", "received", "failure"), end, strict=True))
            ledger._project(Event("", at, person, "reply", data={"request": request.id} | ended))
