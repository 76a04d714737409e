"""Organisations, actions, themes: load, check, search, who covers whom."""
