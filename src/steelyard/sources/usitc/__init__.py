"""The US International Trade Commission's DataWeb."""
