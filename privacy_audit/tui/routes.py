"""Names of the screens that keys and the command palette lead to."""

from textual.screen import Screen

from ..session import Session

TITLES = {
    "walk": ("Walk", "Go through who may hold you, theme by theme"),
    "todo": ("To do", "Everything worth doing, the most helpful first"),
    "due": ("Due", "Dates to keep, each with its rule"),
    "packs": ("Packs", "Sets for a situation: moved house, identity stolen, stalked, job hunt"),
    "yourself": ("Search yourself", "What a stranger finds, searched in your own browser"),
    "own": ("Add an organisation", "Your dentist, your landlord: kept with your settings"),
    "history": ("History", "What you answered and did"),
    "export": ("Export", "Write the to-do report to a file"),
    "find": ("Find", "Organisations, brands, actions, themes"),
    "place": ("Where you live", "Change the region"),
}


def screen(name: str, session: Session) -> Screen:
    """Return a new screen by its name; each is imported when first needed."""
    if name == "walk":
        from .screens.walk import WalkScreen

        return WalkScreen.going_on(session)
    if name == "todo":
        from .screens.todo import TodoScreen

        return TodoScreen()
    if name == "due":
        from .screens.due import DueScreen

        return DueScreen()
    if name == "history":
        from .screens.history import HistoryScreen

        return HistoryScreen()
    if name == "export":
        from .screens.export import ExportScreen

        return ExportScreen()
    if name == "packs":
        from .screens.packs import PacksScreen

        return PacksScreen()
    if name == "yourself":
        from .screens.yourself import YourselfScreen

        return YourselfScreen()
    if name == "own":
        from .screens.own import OwnScreen

        return OwnScreen()
    if name == "place":
        from .screens.place import PlaceScreen

        return PlaceScreen()
    from .screens.find import FindScreen

    return FindScreen()
