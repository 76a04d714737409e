"""The person's own key to Have I Been Pwned, in the system's keyring if they want that; nowhere else is it kept."""

from typing import Protocol

from .errors import BreachError

#: The setting that says that the keyring has the key, so that it is never asked without need.
SETTING = "breaches/key"
_SERVICE = "privacy-audit haveibeenpwned"


class Settings(Protocol):
    """Where settings are kept: the ledger."""

    def setting(self, person: str, name: str, default: str = "") -> str:
        """Return a setting of the person."""

    def set(self, person: str, name: str, value: str) -> None:
        """Keep a setting of the person."""


def is_kept(settings: Settings, person: str) -> bool:
    """Whether the person gave their key to the keyring."""
    return settings.setting(person, SETTING) == "keyring"


def kept(settings: Settings, person: str) -> str:
    """Return the key that the keyring has, or nothing."""
    return from_keyring(person) if is_kept(settings, person) else ""


def from_keyring(person: str) -> str:
    """Return the key that the keyring has, or nothing; it may take its time, and ask the person to unlock it."""
    try:
        import keyring

        return keyring.get_password(_SERVICE, person) or ""
    except Exception:
        # A keyring is a program of its own, with errors of its own: then the key is asked for.
        return ""


def keep(settings: Settings, person: str, key: str) -> None:
    """Give a key to the keyring. Raises BreachError."""
    try:
        import keyring
    except ImportError:
        raise BreachError(
            "The keyring needs a library that is not there: the key was not kept. "
            "Install it with: pip install 'privacy-audit[encrypt]'"
        ) from None
    try:
        backend = type(keyring.get_keyring())
        if backend.__module__.startswith("keyrings.alt") or "Plaintext" in backend.__name__:
            raise BreachError("This system's keyring keeps keys readable for others. The key was not given there.")
        keyring.set_password(_SERVICE, person, key)
        back = keyring.get_password(_SERVICE, person)
    except BreachError:
        raise
    except Exception as error:
        raise _not_kept(type(error).__name__) from None
    if back != key:
        raise _not_kept("it did not give it back")
    settings.set(person, SETTING, "keyring")


def forget(settings: Settings, person: str) -> bool:
    """Take the key out of the keyring; False where none was there. Raises BreachError when it may still be there."""
    if not is_kept(settings, person):
        return False
    try:
        import keyring

        if keyring.get_password(_SERVICE, person) is not None:
            keyring.delete_password(_SERVICE, person)
    except Exception as error:
        raise BreachError(
            f"The keyring did not answer ({type(error).__name__}): remove the entry “{_SERVICE}” there yourself."
        ) from None
    settings.set(person, SETTING, "")
    return True


def let_go(settings: Settings, person: str) -> str:
    """Take the key of somebody who is to be forgotten out of the keyring; return why that failed, or nothing."""
    try:
        forget(settings, person)
    except BreachError as error:
        return str(error)
    return ""


def _not_kept(why: str) -> BreachError:
    return BreachError(f"This system's keyring did not take the key ({why}). It will be asked for each time.")
