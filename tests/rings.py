"""A system keyring for tests, in memory."""

from keyring.backend import KeyringBackend


class Ring(KeyringBackend):
    """A keyring in memory; `fails` is one that does not answer, `deaf` one that takes nothing."""

    priority = 1
    fails = False
    deaf = False

    def __init__(self):
        super().__init__()
        self.kept = {}

    def get_password(self, service, username):
        self._answer()
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self._answer()
        if not self.deaf:
            self.kept[service, username] = password

    def delete_password(self, service, username):
        self._answer()
        del self.kept[service, username]

    def _answer(self):
        if self.fails:
            raise RuntimeError("locked")
