"""privacy-audit: a personal privacy audit that stays on the person's own machine."""

__version__ = "0.1.0"
