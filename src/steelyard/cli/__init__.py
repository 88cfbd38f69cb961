"""The command line, generated from the verb registry."""
