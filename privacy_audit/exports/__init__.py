"""Exports: a report value in, text or bytes out. One module for each format; `files` chooses and writes."""
