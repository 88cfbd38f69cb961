"""Releases that nothing confirms: they answer only where nothing else does, and say so.

A source names a dataset so (``census-imports-hs10-unconfirmed``) when the file at hand is not known
to be whole: its sums are not the publisher's known totals, or no total is known.
"""

from __future__ import annotations

from steelyard.store.release import Release

SUFFIX = "-unconfirmed"


def unconfirmed(release: Release) -> bool:
    """Tell whether nothing confirms a release."""
    return release.dataset.endswith(SUFFIX)


def failing(release: Release) -> str:
    """Return by what a release fails, in words."""
    failed = [check.detail for part in release.parts for check in part.checks if not check.passed]
    return "; ".join(dict.fromkeys(failed)) or "no total is known that would prove it whole"
