"""The interactive program: one module for each screen, small widgets named by noun."""
