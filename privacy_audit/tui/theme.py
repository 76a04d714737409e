"""The colours: one accent on a quiet ground. What stands where is in theme.tcss."""

from textual.theme import Theme

CALM = Theme(
    name="calm",
    primary="#5fa8a8",
    secondary="#7f9db9",
    accent="#e0b35c",
    foreground="#d7dde3",
    background="#12161a",
    surface="#1a2026",
    panel="#232b33",
    success="#8fc17b",
    warning="#e0b35c",
    error="#e07a6e",
    dark=True,
)
