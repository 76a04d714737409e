"""Writing letters about invented organisations under the shipped laws."""

from dataclasses import dataclass
from datetime import date

import pytest

from privacy_audit.catalog.model import Action, Organisation
from privacy_audit.correspondence import consumer_office
from privacy_audit.rights.applicable import applicable
from privacy_audit.rights.letters.compose import Ask, compose
from privacy_audit.rights.letters.letter import Letter

TODAY = date(2026, 11, 24)
ANA = {"name": "Ana Ruiz", "email": "ana@example.org"}


@dataclass(frozen=True)
class Writer:
    """Writes a letter in a line: ``write("US-TX", "opt-out", "us-tx-tdpsa", kind="follow-up")``."""

    catalog: object

    def __call__(
        self, region: str, do: str, *laws: str, org: str = "data-broker", post: str | None = None, **more
    ) -> Letter:
        email, tags = more.pop("their_email", None), more.pop("tags", ())
        via, kind_of_office = more.pop("via", "post"), more.pop("office", None)
        action = Action(f"acme/{do}", do, "acme", do, do, via, 5, (), post=post, email=email, law=laws)
        organisation = Organisation("acme", "Acme Data", org, "brokers", "high", "high", actions=(action,), tags=tags)
        ask = {"today": TODAY, "fields": ANA} | more
        if kind_of_office:
            ask["consumer_office"] = consumer_office(self.catalog, region)
        rights = tuple(applicable(self.catalog, region, organisation, ask["today"]))
        return compose(Ask(organisation, action, region, self.catalog.regions.name(region), rights, **ask))


@pytest.fixture(scope="session")
def write(catalog) -> Writer:
    return Writer(catalog)
