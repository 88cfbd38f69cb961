"""Publishers' formats: each folder reads one publisher's files into our tables."""
