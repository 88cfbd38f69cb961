"""One thin file a verb: a question in, an answer out. Verbs never import each other."""
