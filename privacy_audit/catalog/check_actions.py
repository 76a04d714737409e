"""What must hold within one action of a checklist file: a channel, steps, and contacts that somebody looked up."""

from collections.abc import Iterator

from .check_files import Checked, Fault
from .check_models import nearest, quoted

#: What each way of asking needs: one of these keys. The other ways need none, and neither does a habit.
CHANNELS = {"web": ("url",), "email": ("email", "url"), "phone": ("phone",), "post": ("post", "url")}
Routines = dict[str, dict] | None
_CONTACTS = ("email", "phone", "post")
_EXAMPLES = {
    "url": 'url = "https://…"',
    "email": 'email = "name@example.com"',
    "phone": 'phone = "1-800-555-0100"',
    "post": 'post = "street, place, code"',
}


def action_faults(file: Checked, at: tuple, action: dict, routines: Routines, own: bool) -> Iterator[Fault]:
    """Yield what is wrong with an action by itself.

    `routines` are those there are, or None where that is unknown; `own` is a file of the person's own, whose
    contacts are theirs to know.
    """
    yield from _steps(at, action, routines)
    yield from _channel(at, action)
    if not own:
        yield from _from_memory(file, at, action)


def _steps(at: tuple, action: dict, routines: Routines) -> Iterator[Fault]:
    name = action.get("routine")
    if "steps" not in action and name is None:
        mend = f'add steps = ["Open the page."] below [[{at[0]}]] number {at[1] + 1}, or the name of a routine'
        yield Fault((*at, "steps"), "it is missing", mend)
    elif not isinstance(name, str) or not name.strip() or routines is None:
        return
    elif name not in routines:
        yield Fault((*at, "routine"), f"there is no routine {quoted(name)}", nearest(name, sorted(routines)))
    elif "takes_days" not in action and any("{days}" in step for step in routines[name]["steps"]):
        mend = "add takes_days, or use another routine"
        yield Fault((*at, "routine"), f"the routine {quoted(name)} fills in takes_days, and there is none", mend)


def _channel(at: tuple, action: dict) -> Iterator[Fault]:
    via = action.get("via")
    needed = CHANNELS.get(via, ()) if isinstance(via, str) and action.get("do") != "habit" else ()
    if needed and not any(action.get(key) for key in needed):
        examples = " or ".join(_EXAMPLES[key] for key in needed)
        mend = f"add {examples}, or correct via; with only a home page known add unchecked = true"
        yield Fault((*at, "via"), f"nothing says where: via is {via} and there is no {' and no '.join(needed)}", mend)


def _from_memory(file: Checked, at: tuple, action: dict) -> Iterator[Fault]:
    sources = file.raw.get("sources")
    if not isinstance(sources, list) or any(not isinstance(one, dict) or "note" not in one for one in sources):
        return
    if not sources or any(one.get("url") for one in sources):
        return
    given = next((key for key in _CONTACTS if action.get(key)), None)
    if given and action.get("unchecked") is not True:
        mend = "add unchecked = true below it, or a source with the url where it stands"
        yield Fault((*at, given), "no source with an address confirms it", mend)
