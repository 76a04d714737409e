"""Timers that this system has: each kind is a module that says what it would write, writes it, finds and removes it."""
