"""What the reader of an account must know, in a fixed order."""

from __future__ import annotations

from steelyard.accounts.account import Account
from steelyard.accounts.dated_lists import list_changed
from steelyard.accounts.notes_bounds import between
from steelyard.accounts.notes_changes import bases, held_elsewhere, partial, selected, shares
from steelyard.accounts.notes_classes import (
    listed_class,
    other_vintage,
    parts_against_total,
    ranked_among,
)
from steelyard.accounts.notes_converted import converted_class
from steelyard.accounts.notes_groups import all_goods_class, in_no_group
from steelyard.accounts.notes_own import own_file
from steelyard.accounts.notes_places import membership, place
from steelyard.accounts.notes_season import season
from steelyard.accounts.notes_sources import (
    breaks,
    conversion,
    other_scopes,
    prices,
    published,
    releases,
    valuation,
    valuation_alone,
)
from steelyard.accounts.notes_synthetic import synthetic
from steelyard.accounts.notes_vintages import older_bases, revised_bases, rounded
from steelyard.terms.answer import Note, Row


def notes(account: Account, rows: tuple[Row, ...]) -> tuple[Note, ...]:
    """Return the notes of an account, in a fixed order."""
    return (
        *synthetic(account),
        *releases(account),
        *published(account),
        *other_scopes(account),
        *breaks(account),
        *valuation(account),
        *membership(account),
        *place(account),
        *own_file(account),
        *listed_class(account),
        *list_changed(account),
        *all_goods_class(account),
        *converted_class(account),
        *in_no_group(account),
        *conversion(account),
        *prices(account),
        *season(account),
        *held_elsewhere(account),
        *partial(account),
        *selected(account),
        *bases(account, rows),
        *revised_bases(account, rows),
        *older_bases(account),
        *rounded(account),
        *shares(account, rows),
        *ranked_among(account),
        *parts_against_total(account),
        *other_vintage(account),
    )


def change_notes(account: Account) -> tuple[Note, ...]:
    """Return what must be known of the parts of a change, in a fixed order."""
    return (
        *synthetic(account),
        *releases(account),
        *published(account),
        *breaks(account),
        *valuation(account),
        *valuation_alone(account),
        *between(account),
        *membership(account),
        *place(account),
        *own_file(account),
        *listed_class(account),
        *list_changed(account),
        *converted_class(account),
        *conversion(account),
        *prices(account),
        *season(account),
        *rounded(account),
        *other_vintage(account),
    )


def their_notes(account: Account) -> tuple[Note, ...]:
    """Return what must be known of the other side's columns, which stand beside one's own."""
    told = (
        *synthetic(account),
        *releases(account),
        *published(account),
        *breaks(account),
        *valuation(account),
        *selected(account),
        *converted_class(account),
    )
    named = account.case.partner.target.code
    whose = f"As {named} reports (its exports are the imports here, and the reverse): "
    return tuple(Note(f"partner-{note.code}", f"{whose}{note.text}") for note in told)
