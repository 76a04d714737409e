"""Every web address of the catalogue that may be looked at, with the places where it stands."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from ..catalog.catalog import Catalog
from ..text import safe_url


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address stands: the file below ``checklists/``, the key there (lists counted from 1), whose it is."""

    file: str
    key: str
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """One address, without a fragment, and everywhere it stands."""

    url: str
    places: tuple[Place, ...]

    @property
    def asked(self) -> str:
        """The address as it is asked for: nothing is asked without encryption."""
        return "https://" + self.url.removeprefix("http://") if self.url.startswith("http://") else self.url

    @property
    def host(self) -> str:
        """The name that is asked, with the port where it is not 443."""
        return host_of(self.asked)


def host_of(url: str) -> str:
    """Return the host of an address in the letters that DNS knows, with the port where it is not 443; "" for none."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode("ascii").rstrip(".")
        port = parts.port
    except ValueError:  # UnicodeError is one
        return ""
    host = f"[{host}]" if ":" in host else host
    return host if port in (None, 443) else f"{host}:{port}"


def twin(host: str) -> str:
    """Return the same site's other usual name: with ``www.`` or without."""
    return host.removeprefix("www.") if host.startswith("www.") else f"www.{host}"


def plain_address(url: str) -> str:
    """Return an address as it is kept: without its fragment; "" for what is no web address or has a place to fill."""
    safe = safe_url(url)
    if safe is None or safe != url or "{" in url or "}" in url or not url.startswith(("https://", "http://")):
        return ""
    address = url.partition("#")[0]
    return address if host_of(address) and "@" not in urlsplit(address).netloc else ""


def gather(catalog: Catalog, organisations: Iterable[str] | None = None, theme: str = "") -> list[Address]:
    """Return the addresses of the whole catalogue, of a theme, or of some organisations, each once.

    The person's own organisations are left out unless they are named: which they are is nobody's business. Raises
    CatalogError for an unknown organisation or theme.
    """
    found: dict[str, list[Place]] = {}
    for url, place in _standing(catalog, organisations, theme):
        if address := plain_address(url):
            found.setdefault(address, []).append(place)
    return [Address(url, tuple(dict.fromkeys(places))) for url, places in found.items()]


def _standing(catalog: Catalog, organisations: Iterable[str] | None, theme: str) -> Iterator[tuple[str, Place]]:
    if organisations is not None:
        for id in dict.fromkeys(catalog.get(one).id for one in organisations):
            yield from _of_organisation(catalog, id)
        return
    wanted = catalog.theme(theme).id if theme else ""
    for id in catalog:
        if wanted in ("", catalog.theme_of(id)) and not catalog.as_filed(id).get("own"):
            yield from _of_organisation(catalog, id)
    for file, raw in catalog.filed_beside(wanted):
        for key, url in _texts(raw):
            yield url, Place(file, key)


def _of_organisation(catalog: Catalog, id: str) -> Iterator[tuple[str, Place]]:
    raw = catalog.as_filed(id)
    registered = raw.get("tier") == "registry"
    file = f"registries/{_register(catalog, raw)}.csv" if registered else f"organisations/{raw['theme']}/{id}.toml"
    if raw.get("own"):
        file = f"{id}.toml (your own)"
    for key, url in _texts(raw):
        # The sources of a row are those of its register, which stand in a file of their own.
        if not (registered and key.startswith("sources")):
            yield url, Place(file, f"{id}: url" if registered else key, id)


def _register(catalog: Catalog, raw: dict) -> str:
    sources = {source.get("url") for source in raw.get("sources", ())}
    for registry in catalog.registries:
        if sources & {edition.url for edition in registry.editions}:
            return registry.id
    return f"{raw['countries'][0].lower()}"


def _texts(value: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text in a file with its key, such as ``actions[2].url``."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _texts(inner, f"{key}.{name}" if key else str(name))
    elif isinstance(value, list):
        for number, inner in enumerate(value, 1):
            yield from _texts(inner, f"{key}[{number}]")
    elif isinstance(value, str):
        yield key, value
