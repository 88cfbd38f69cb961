"""The REST interface, generated from the verb registry."""
