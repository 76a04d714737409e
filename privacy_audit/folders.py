"""Where the program keeps things: the only place that knows the platform's folders.

A login shell waits for this module, so that it imports nothing at its top but what Python has loaded already.
"""

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

_NAME = "privacy-audit"


def ledger() -> "Path":
    """Return the path of the ledger: ``PRIVACY_AUDIT_LEDGER``, or ``ledger.db`` in the platform's data folder."""
    return _path(ledger_file())


def ledger_file() -> str:
    """Return the path of the ledger as text, for the login shell's line."""
    chosen = os.environ.get("PRIVACY_AUDIT_LEDGER")
    return os.path.expanduser(chosen) if chosen else os.path.join(_data(), "ledger.db")


def is_usual(path: "Path") -> bool:
    """Whether a program without any of this shell's variables takes this path for the ledger too."""
    chosen = any(os.environ.get(name) for name in ("PRIVACY_AUDIT_LEDGER", "XDG_DATA_HOME"))
    return not chosen and path.absolute() == ledger()


def own_checklists() -> "Path":
    """Return the folder of the person's own organisations: ``PRIVACY_AUDIT_CHECKLISTS``, or in their configuration."""
    import platformdirs

    chosen = os.environ.get("PRIVACY_AUDIT_CHECKLISTS")
    return _path(chosen or os.path.join(platformdirs.user_config_dir(_NAME, appauthor=False), "checklists"))


def cache() -> "Path":
    """Return the folder for what can be made again at any time."""
    import platformdirs

    return _path(platformdirs.user_cache_dir(_NAME, appauthor=False))


def public() -> "Path":
    """Return the folder for what was downloaded and is public: nothing of the person, kept until there is a newer one.

    It is made, with mode 0700, by who writes there.
    """
    return _path(os.path.join(_data(), "public"))


def keys() -> "Path":
    """Return the folder of the keys whose catalogue packs the person trusts, in their configuration."""
    import platformdirs

    return _path(os.path.join(platformdirs.user_config_dir(_NAME, appauthor=False), "keys"))


def documents() -> "Path":
    """Return the folder where exported reports go unless the person says otherwise: where they started the program."""
    return _path(".").absolute()


def _data() -> str:
    """Return the platform's data folder; on Linux, where its rule is two variables, without platformdirs."""
    if sys.platform == "linux" and not hasattr(sys, "getandroidapilevel"):
        for variable, below in (("XDG_DATA_HOME", ""), ("HOME", ".local/share")):
            base = os.environ.get(variable, "")
            if base.startswith("/"):
                return os.path.join(base, below, _NAME)
    import platformdirs

    return platformdirs.user_data_dir(_NAME, appauthor=False)


def _path(text: str) -> "Path":
    from pathlib import Path

    return Path(text).expanduser()
