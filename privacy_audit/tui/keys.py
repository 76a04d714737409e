"""The line of keys at the bottom: what works here and now, each key also by a click.

Textual's own footer makes a widget for each key, which costs a third of the first frame.
"""

from textual.content import Content
from textual.widgets import Static

from .words import joined, key_words


class Keys(Static):
    """The keys that the screen shows, in the order of its bindings."""

    def __init__(self) -> None:
        super().__init__(id="keys", markup=False)

    def on_mount(self) -> None:
        """Follow the screen's bindings."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _screen: self.show_keys())
        self.show_keys()

    def show_keys(self) -> None:
        """Show the keys that do something now."""
        parts: list[Content] = []
        seen = set()
        for _, binding, enabled, _ in self.screen.active_bindings.values():
            if binding.show and enabled and binding.action not in seen:
                seen.add(binding.action)
                parts.append(
                    key_words(self.app.get_key_display(binding), binding.description, self._act(binding.action))
                )
        self.update(joined(parts, "  "))

    def _act(self, action: str) -> str:
        return action if "." in action.partition("(")[0] else f"screen.{action}"
