"""What can go wrong with a register, each as a line that says what happened, what was kept, what to do next."""

from ..catalog.catalog import CatalogError


class RegisterError(CatalogError):
    """Something asked of a register did not come about. Its text is written for the person."""


class NotARegister(RegisterError):
    """The file is no register of data brokers, or not one of the state meant."""


class NotWhole(RegisterError):
    """The file stops early, is damaged or larger than a register can be."""


class UnknownState(RegisterError):
    """No state with this id has a register that the program can read."""


class NothingBefore(RegisterError):
    """There is no edition to go back to."""
