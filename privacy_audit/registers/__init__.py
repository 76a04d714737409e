"""The states' registers of data brokers: reading their files, seeing what changed, taking one over and going back."""
