"""What can go wrong with a timer; each message says what happened, what was kept and what to do next."""


class TimerError(Exception):
    """A timer could not be read, set or removed."""
