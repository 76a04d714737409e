"""Known breaches: the public list matched here with who holds the person, passwords and addresses on request."""
