"""What a request is for: to whom it goes, what it sends and what that can reveal, said before anything leaves."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Purpose:
    """One use of the network, as the person is asked about it.

    `id` stands in receipts and settings. `hosts` are the exact names that may be asked, with ":" and the port where it
    is not 443; `redirects` further ones to which those may lead. `each_time` forbids a standing
    consent, for what sends something of the person. `limit` is the most bytes of one answer, unpacked; `seconds` the
    longest that one request may take; `gap` the least seconds between two requests to one host; `at_once` how many run
    at a time, of which `per_host` to one host.
    """

    id: str
    title: str
    hosts: frozenset[str]
    methods: tuple[str, ...]
    sends: str
    reveals: str
    why: str
    redirects: frozenset[str] = frozenset()
    each_time: bool = False
    limit: int = 10_000_000
    seconds: float = 60.0
    gap: float = 0.0
    at_once: int = 4
    per_host: int = 1

    def allows(self, host: str) -> bool:
        """Whether a request, or a redirect, may go to this host."""
        return host in self.hosts or host in self.redirects
