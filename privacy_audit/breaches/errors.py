"""What can be wrong with what was typed, kept or answered, as a line written for the person."""


class BreachError(Exception):
    """Something asked about breaches did not come about; the text says what was kept and what to do next."""

    exit_code = 1


class NotTheList(BreachError):
    """What came, or what is kept, is not a list of breaches."""


class NoSuchBreach(BreachError):
    """No breach of the list, or of the person's organisations, has this name."""
