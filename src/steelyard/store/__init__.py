"""Releases on disk, their catalogue, and the one door to an engine."""
