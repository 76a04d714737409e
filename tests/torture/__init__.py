"""Ledgers that are killed, starved and fought over: whether everything acknowledged is there, and nothing by halves.

``python -m tests.torture --rounds 1000`` runs as many rounds as wanted and prints what was seen. The figures of the
last long run stand in docs/reliability.md; a short run is among the tests. Nothing of the real home is touched.
"""
