"""The one way in: a publisher's file becomes a release of a store, and nothing is lost."""
