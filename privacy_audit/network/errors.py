"""What can go wrong on the way to a server, each as a line that says what happened, what was kept, what to do next."""


class NetworkError(Exception):
    """Something asked of the network did not come about. Its text is written for the person."""

    exit_code = 1


class Offline(NetworkError):
    """Nothing may be sent: ``--offline``, or the person's setting."""


class NotAllowed(NetworkError):
    """The person did not agree, or said never."""


class NotThere(NetworkError):
    """The name of the server is not known, or nobody answers there."""


class CertificateTrouble(NetworkError):
    """The server could not prove who it is."""


class Elsewhere(NetworkError):
    """The address, or one that a server led to, is not among the declared hosts or not https."""

    def __init__(self, text: str, location: str = "", status: int = 0):
        super().__init__(text)
        #: Where a server led to, as it said it, and the status of HTTP with which it did.
        self.location, self.status = location, status


class TooLarge(NetworkError):
    """The answer is larger than the purpose allows, packed or unpacked."""


class TooSlow(NetworkError):
    """The answer did not come whole within the time."""


class Broken(NetworkError):
    """The answer stopped early, or is not what was asked for."""


class Refused(NetworkError):
    """The server answered with a status that is no success."""

    def __init__(self, text: str, status: int):
        super().__init__(text)
        #: The status of HTTP (RFC 9110).
        self.status = status
