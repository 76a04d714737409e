"""The only room with a window: every request passes a consent gate and leaves a receipt in the ledger."""
