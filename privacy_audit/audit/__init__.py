"""The reasoning: pure functions of the catalogue, what the ledger says, and today. No input or output here."""
