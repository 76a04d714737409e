"""The line of keys at the bottom: what works here and now, each key also by a click.

Textual's own footer makes a widget for each key, which costs a third of the first frame.
"""

from dataclasses import replace

from textual.content import Content
from textual.dom import DOMNode
from textual.keys import key_to_character
from textual.widgets import Input, Static

from .words import joined, key_words


class Keys(Static):
    """The keys that the screen shows, in the order of its bindings."""

    def __init__(self) -> None:
        super().__init__(id="keys", markup=False)

    def on_mount(self) -> None:
        """Follow the screen's bindings."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _screen: self.show_keys())
        self.show_keys()

    def on_resize(self) -> None:
        """Show as many keys as there is room for."""
        self.show_keys()

    def show_keys(self) -> None:
        """Show the keys that do something now; those of every screen are whole, `?` names what found no room."""
        own: list[Content] = []
        common: list[Content] = []
        seen = set()
        typing = isinstance(self.screen.focused, Input)
        for node, binding, enabled, _ in self.screen.active_bindings.values():
            if binding.show and enabled and binding.action not in seen and not (typing and _types(binding.key)):
                seen.add(binding.action)
                key = self.app.get_key_display(replace(binding, key_display=None) if typing else binding)
                words = key_words(key, binding.description, self._act(node, binding.action))
                (common if node is self.app else own).append(words)
        while own and joined([*own, *common], "  ").cell_length > self.content_size.width:
            own.pop()
        self.update(joined([*own, *common], "  "))

    def _act(self, node: DOMNode, action: str) -> str:
        if "." in action.partition("(")[0]:
            return action
        return f"{'app' if node is self.app else 'screen'}.{action}"


def _types(key: str) -> bool:
    """Whether a key is typed into a field rather than doing what it does elsewhere."""
    return key == "slash" or (key_to_character(key) or "\n").isprintable()
