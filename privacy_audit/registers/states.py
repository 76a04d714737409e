"""The states that keep a register of data brokers, and where each publishes it.

Only addresses that the states themselves publish stand here. Vermont and Oregon give their lists out in a browser
only; the file saved there can be imported.
"""

from dataclasses import dataclass

from ..text import fold
from .errors import RegisterError, UnknownState


@dataclass(frozen=True, slots=True)
class State:
    """One state's register.

    `page` is where a person finds it, `file` where a program does ("" where it does not), `yearly` the address of an
    earlier year's file with {year} in it, `first_year` the first that there is. `drop` says that one request to the
    state reaches everybody on the register. `how` is how a person saves the file. `refuses` says that the server is
    known to turn programs away.
    """

    id: str
    place: str
    name: str
    page: str
    how: str
    file: str = ""
    yearly: str = ""
    first_year: int = 0
    hosts: tuple[str, ...] = ()
    drop: bool = False
    refuses: bool = False
    law: tuple[str, ...] = ("us-state-privacy",)

    @property
    def jurisdiction(self) -> str:
        """The code of the state (ISO 3166-2)."""
        return self.id.upper()

    def address(self, year: int | None = None) -> str:
        """Return where the file is, of an earlier `year` or the present one. Raises RegisterError."""
        if not self.file:
            raise RegisterError(
                f"{self.place} gives its register out in a browser only, so nothing was sent. {self.how} "
                f"Then: privacy-audit registry import FILE"
            )
        if year is None:
            return self.file
        if not self.yearly or year < self.first_year:
            first = f" Earlier years begin with {self.first_year}." if self.yearly else ""
            raise RegisterError(f"{self.place} publishes no file of {year}, so nothing was sent.{first}")
        return self.yearly.format(year=year)


#: California: Cal. Civ. Code 1798.99.82 and .84; Texas: Bus. & Com. Code 509.005 and .006; Vermont: 9 V.S.A. 2446;
#: Oregon: ORS 646A.593.
STATES = {
    state.id: state
    for state in (
        State(
            "us-ca",
            "California",
            "California's data broker register",
            "https://cppa.ca.gov/data_broker_registry/",
            "Open https://cppa.ca.gov/data_broker_registry/ and save the CSV file.",
            file="https://cppa.ca.gov/data_broker_registry/registry.csv",
            yearly="https://cppa.ca.gov/data_broker_registry/registry{year}.csv",
            first_year=2024,
            hosts=("cppa.ca.gov",),
            drop=True,
            law=("us-ca-ccpa", "us-state-privacy"),
        ),
        State(
            "us-tx",
            "Texas",
            "Texas's data broker register",
            "https://www.sos.state.tx.us/statdoc/data-brokers.shtml",
            "Open https://www.sos.state.tx.us/statdoc/data-brokers.shtml and save the list as CSV.",
            file="https://www.sos.state.tx.us/statdoc/forms/registered-data-brokers.csv",
            hosts=("www.sos.state.tx.us",),
            refuses=True,
        ),
        State(
            "us-vt",
            "Vermont",
            "Vermont's data broker register",
            "https://sos.vermont.gov/corporations/other-services/data-brokers/",
            "Open https://bizfilings.vermont.gov, choose Bulk Database Download, then Data Broker, and save it as CSV.",
        ),
        State(
            "us-or",
            "Oregon",
            "Oregon's data broker register",
            "https://dfr.oregon.gov/business/licensing/data-broker-registry/Pages/index.aspx",
            "Open https://dfr.oregon.gov/business/licensing/data-broker-registry/ and save the list as CSV.",
        ),
    )
}


def state_of(id: str) -> State:
    """Return a state by its id ("us-ca", "US-CA" or "California"). Raises UnknownState naming those there are."""
    wanted = fold(id).strip()
    for state in STATES.values():
        if wanted in (state.id, state.id[3:], fold(state.place)):
            return state
    known = ", ".join(f"{state.id} ({state.place})" for state in STATES.values())
    raise UnknownState(f"{id[:40]!r} is no state whose register can be read. There are: {known}.")
