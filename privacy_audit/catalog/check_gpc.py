"""What may stand in gpc.toml: how a browser is made to send Global Privacy Control, the do-not-sell signal."""

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel

from .check_files import Checked, Fault
from .check_links import sources_faults, tables, texts
from .check_models import Id, Line, Secure, Source, Steps, Strict, one_of, quoted


class Browser(Strict):
    """[[browsers]]: one browser, whether it sends the signal, and the steps to make it."""

    id: Id
    name: Line
    signal: Annotated[Line, AfterValidator(one_of("on", "off", "none"))]
    steps: Steps
    note: Line | None = None
    sources: list[Source]


class Setup(Strict):
    """gpc.toml: the browsers, and the page that shows whether the signal is sent."""

    verify: Line
    verify_url: Secure
    browsers: list[Browser]


ROLES: dict[str, type[BaseModel]] = {"gpc": Setup}
INNER: dict[str, dict[str, Any]] = {"gpc": {"browsers": Browser}}


def setup_faults(file: Checked, known: object) -> Iterator[Fault]:
    """Yield what is wrong with gpc.toml as a whole: a browser twice, one without a source."""
    seen: set[str] = set()
    for number, one in enumerate(tables(file.raw.get("browsers"))):
        for id in texts([one.get("id")]):
            if id in seen:
                yield Fault(("browsers", number, "id"), f"there are two browsers {quoted(id)}", "rename this one")
            seen.add(id)
        for fault in sources_faults(one):
            yield Fault(("browsers", number, *fault.path), fault.text, fault.mend)
