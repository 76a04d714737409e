"""What is due, kept in step with a calendar server: what to write, what was ticked there, and what stays as it is."""
