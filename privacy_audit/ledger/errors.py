"""What can go wrong with a ledger. Each message is for the person: what happened, what was kept, what to do."""


class LedgerError(Exception):
    """The ledger could not do what was asked; nothing was changed."""

    exit_code = 1


class NotALedger(LedgerError):
    """The file is no ledger of this program, or is damaged."""

    exit_code = 4


class Busy(LedgerError):
    """Another program kept the ledger locked for too long."""

    exit_code = 4


class Locked(LedgerError):
    """The ledger is encrypted, and no passphrase came."""

    exit_code = 4


class WrongPassphrase(Locked):
    """The passphrase that came does not open the ledger."""


class NoCipher(LedgerError):
    """The ledger is encrypted, and this installation cannot decrypt."""

    exit_code = 4


class NewerLedger(LedgerError):
    """The ledger was written by a newer version of this program."""


class NoLedger(LedgerError):
    """There is no ledger yet."""


class CannotWrite(LedgerError):
    """The ledger, its folder or its disk takes no writing."""


class UnknownPerson(LedgerError):
    """No person of the ledger has this label, or several could be meant."""


class IllegalMove(LedgerError):
    """An action cannot go from its state to the one asked for."""


class WrongDate(LedgerError):
    """A date lies in the future or before the record that it follows."""


class NothingToUndo(LedgerError):
    """There is no record that could be taken back."""
