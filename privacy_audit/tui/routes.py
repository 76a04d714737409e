"""Names of the screens that keys and the command palette lead to."""

from importlib import import_module

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
    "audits": ("Audits", "How the counts went over time, and what changed between two audits"),
    "record": ("Their record", "How each organisation behaved: days against days allowed, late, refused, came back"),
    "export": ("Export", "Write the to-do report to a file"),
    "letters": ("Letters to many", "One each to brokers that hold you; says first what that does"),
    "reminders": ("Reminders", "A timer, a line in your shell, and how much they may show"),
    "again": ("Look again", "What may have changed since your last audit, the ten that matter first"),
    "rhythm": ("How often", "Days between two looks, theme by theme"),
    "life": ("Something changed", "Moved, renamed, a new number, a breach: what to do again"),
    "find": ("Find", "Organisations, brands, actions, themes"),
    "place": ("Where you live", "Change the region"),
    "people": ("Another person", "Open somebody else's audit, or add somebody"),
    "encryption": ("Encryption", "A passphrase for the ledger, and when the program locks"),
    "care": ("Care of the record", "Look whether all is well with it, back up, restore, mend"),
    "transfer": ("Whole record as a file", "Write everything to one file, or read such a file back"),
    "merge": ("Merge", "Bring another device's ledger, a backup or a conflict copy in"),
    "update": ("Update the catalogue", "A newer, signed one: what it changes for you, taking it over, going back"),
    "breaches": ("Breaches", "Known breaches at who holds you; a password or an address asked about"),
    "links": ("Links", "Which addresses of the catalogue still answer; a report for those who keep it"),
    "gpc": ("Global Privacy Control", "Who states that they honour your browser's signal; how to turn it on"),
    "calendar": ("Calendar", "What is due in a calendar on a server of yours, and what you ticked there"),
    "network": ("Network", "What may leave this machine, by which way; nothing without your yes"),
    "registers": ("Registers", "The states' registers of data brokers: newer ones, who comes and goes, their figures"),
    "receipts": ("What left this machine", "Every request of this program: when, for what, to whom, what came of it"),
    "forget": ("Remove for good", "Forget this person, or remove everything; shows what goes first"),
}


#: For each name the module and class of its screen; the walk goes on where it was left.
_SCREENS = {
    "todo": "todo:TodoScreen",
    "due": "due:DueScreen",
    "packs": "packs:PacksScreen",
    "yourself": "yourself:YourselfScreen",
    "own": "own:OwnScreen",
    "history": "history:HistoryScreen",
    "audits": "audits:AuditsScreen",
    "record": "record:RecordScreen",
    "export": "export:ExportScreen",
    "letters": "mailing:MailingScreen",
    "reminders": "reminders:RemindersScreen",
    "rhythm": "rhythm:RhythmScreen",
    "life": "life:LifeScreen",
    "find": "find:FindScreen",
    "place": "place:PlaceScreen",
    "people": "people:PeopleScreen",
    "encryption": "encryption:EncryptionScreen",
    "care": "care:CareScreen",
    "transfer": "transfer:TransferScreen",
    "merge": "merge:MergeScreen",
    "update": "update:UpdateScreen",
    "breaches": "breaches:BreachesScreen",
    "links": "links:LinksScreen",
    "gpc": "gpc:GpcScreen",
    "calendar": "calendar:CalendarScreen",
    "network": "network:NetworkScreen",
    "registers": "registers:RegistersScreen",
    "receipts": "receipts:ReceiptsScreen",
    "forget": "forget:ForgetScreen",
}


def screen(name: str, session: Session) -> Screen:
    """Return a new screen by its name; each is imported when first needed."""
    if name == "walk":
        from .screens.walk import WalkScreen

        return WalkScreen.going_on(session)
    if name == "again":
        from .screens.again import AgainScreen

        return AgainScreen(session)
    module, _, screen_class = _SCREENS[name].partition(":")
    return getattr(import_module(f".screens.{module}", __package__), screen_class)()
