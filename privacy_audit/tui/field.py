"""The field that people type and paste into: what a clipboard carries is cleaned before it is drawn."""

from textual.widgets import Input

from ..text import clean_lines


class Field(Input):
    """One line of text without control, escape and direction signs; Textual would hand them to the terminal."""

    def validate_value(self, value: str) -> str:
        """Clean what was pasted or put in."""
        return " ".join(clean_lines(value).splitlines()).replace("\t", " ")
