"""Commands that ask before they send, and send nothing: what `asking` does, seen from outside.

python tests/cli/sending.py send-list --yes
"""

import sys
import types

import click

from privacy_audit.cli import main
from privacy_audit.cli.asking import network_options, permit
from privacy_audit.cli.context import State, pass_state
from privacy_audit.network.purposes import ACCOUNT, BREACHES


def _command(name: str, purpose) -> click.Command:
    @click.command(name)
    @network_options
    @pass_state
    def send(state: State, yes: bool) -> None:
        click.echo(f"agreed: {permit(state, state.session(), purpose, yes).how}")

    return send


#: A module in the place where the group looks for its commands.
MODULE = types.ModuleType("privacy_audit.cli.sending")
MODULE.send_list, MODULE.send_address = _command("send-list", BREACHES), _command("send-address", ACCOUNT)
COMMANDS = {"send-list": "sending:send_list", "send-address": "sending:send_address"}

if __name__ == "__main__":
    sys.modules[MODULE.__name__] = MODULE
    main._COMMANDS.update(COMMANDS)
    sys.exit(main.run(sys.argv[1:]))
