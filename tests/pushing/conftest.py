"""The calendar server is that of tests/conftest.py; here it is the person's."""

import pytest

from privacy_audit.network.caldav import Client
from privacy_audit.network.consent import Permit
from privacy_audit.network.opening import open_gate
from privacy_audit.pushing import account, push
from pushing.radicale import PASSWORD, USER


class Desk:
    """A person with a calendar, and what the program does with it."""

    def __init__(self, session, cloud, tells="names"):
        self.session, self.cloud = session, cloud
        self.account = account.Account(cloud.url, USER, "Tasks", tells)
        account.keep(session, self.account)
        cloud.world.settings(session.ledger, session.person.id)

    def gate(self):
        session = self.session
        return open_gate(session.ledger, session.person.id, Permit(self.account.purpose, "yes"), session.today)

    async def compare(self, again=False, password=PASSWORD):
        async with self.gate() as gate:
            return await push.compare(self.session, Client(gate, USER, password), self.account, again)

    async def push(self, again=False, password=PASSWORD):
        async with self.gate() as gate:
            client = Client(gate, USER, password)
            steps = await push.compare(self.session, client, self.account, again)
            return await push.carry_out(self.session, client, self.account, steps)

    async def remove(self):
        async with self.gate() as gate:
            return await push.remove(self.session, Client(gate, USER, PASSWORD), self.account)


@pytest.fixture
def desk(session, cloud) -> Desk:
    return Desk(session, cloud)
