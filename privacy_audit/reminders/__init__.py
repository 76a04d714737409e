"""The due list in, a line for a person out."""
