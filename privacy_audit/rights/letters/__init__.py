"""Letters that the person signs and sends: what may be asked, under which section, in which words."""
