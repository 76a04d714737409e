"""The program's entry: the quick answer for login shells, the screens, or the commands.

Each way imports only what it needs: a login shell waits for the first, a person for the second.
"""

import os
import sys

#: Without these in the environment the screens need none of the command line's reading of options.
_USUAL = {"PRIVACY_AUDIT_TODAY", "PRIVACY_AUDIT_OFFLINE"}


def main() -> None:
    """Run privacy-audit and exit with the code of the command-line contract."""
    arguments = sys.argv[1:]
    if "remind" in arguments and "--brief" in arguments:
        from .reminders import brief

        request = brief.parse(arguments)
        if request is not None:
            sys.exit(brief.run(request))
    if not arguments and sys.stdin.isatty() and sys.stdout.isatty() and _USUAL.isdisjoint(os.environ):
        sys.exit(_screens())
    from .cli.main import run

    sys.exit(run(arguments))


def _screens() -> int:
    """Start the interactive program without the command line's own imports.

    Nothing made while starting is garbage, so collecting waits for the first screen: a tenth of the start.
    """
    import gc

    gc.disable()
    from datetime import date

    from . import folders
    from .tui.start import run_program

    try:
        return run_program(folders.ledger(), os.environ.get("PRIVACY_AUDIT_PERSON") or None, date.today())
    except Exception as error:
        from .failures import explain

        line, code = explain(error)
        print(line, file=sys.stderr)
        return code


if __name__ == "__main__":
    main()
