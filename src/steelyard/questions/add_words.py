"""What ``add`` says of the files that it took in, and of those that it passed over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from steelyard.ingest.intake import Intake
from steelyard.store.release import Release
from steelyard.terms.answer import Gap, Note
from steelyard.terms.dates import last_day

_SHOWN = 3
_LOOK = "Look at the file before figures from it are used."


def counted(number: int, thing: str) -> str:
    """Return a number with its noun, which takes an s in the plural."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def listed(names: Iterable[str], most: int = _SHOWN) -> str:
    """Return the first of some names, and how many more there are."""
    every = list(names)
    more = f" and {len(every) - most:,} more" if len(every) > most else ""
    return f"{', '.join(every[:most])}{more}"


def notes(taken: Sequence[Intake], held: Sequence[Release], *, dry_run: bool) -> tuple[Note, ...]:
    """Return the notes on some files; what is true of several is said once.

    Args:
        taken: what became of them.
        held: the releases of the store, which a dry run would add to.
        dry_run: True when nothing was to be written.
    """
    by_text: dict[tuple[str, str], list[str]] = {}
    for one in taken:
        for code, text in _said(one, held, dry_run=dry_run):
            by_text.setdefault((code, text), []).append(one.name)
    return tuple(Note(code, f"{listed(names)}: {text}") for (code, text), names in by_text.items())


def closing(taken: Sequence[Intake], passed: int) -> Note:
    """Return the note that says in one line what became of all files."""
    new = [one for one in taken if not one.held_as]
    rows = sum(one.tally.observations for one in new)
    rejected = sum(one.tally.rejected for one in new)
    accepted = f"{counted(rows - rejected, 'row')} accepted, {rejected:,} rejected"
    told = [f"{counted(len(new), 'file')} read: {accepted}"]
    if held := len(taken) - len(new):
        told.append(f"{held:,} held already")
    if passed:
        told.append(f"passed over for {counted(passed, 'reason')}")
    return Note("in-all", f"{'; '.join(told)}.")


def differences(one: Intake) -> list[Gap]:
    """Return what does not agree with the publisher's own totals or with what is held."""
    off = [check for check in one.checks if not check.passed]
    return [Gap(f"{one.name}: {k.name}", f"it differs: {k.detail}", _LOOK) for k in off]


def unused_dates(taken: Iterable[Intake]) -> tuple[Gap, ...]:
    """Return a gap for each date that was given for bytes which are held under another one."""
    by_date: dict[tuple[str, str], list[str]] = {}
    for one in taken:
        if one.unused:
            held = one.held_as or f"{one.card.dataset}@{one.published_at}"
            by_date.setdefault((held, one.unused), []).append(one.name)
    return tuple(
        Gap(
            f"{listed(names)} as released on {given}",
            f"these very bytes are held as {held}, and the date given was not used: what is held "
            "is never dated anew",
            "If the publisher put the same file out again, nothing is to be done. If the date held "
            f"is wrong, add the file to a new store: --store FOLDER --release {given}",
        )
        for (held, given), names in by_date.items()
    )


def passed_over(found: Iterable[tuple[str, str, str]]) -> tuple[Gap, ...]:
    """Return a gap for each reason for which files were passed over.

    Args:
        found: name of the file, what it is, and what can be done about it.
    """
    by_reason: dict[tuple[str, str], list[str]] = {}
    for name, why, remedy in found:
        by_reason.setdefault((why, remedy), []).append(name)
    return tuple(
        Gap(listed(names), f"passed over: {why}", remedy)
        for (why, remedy), names in by_reason.items()
    )


def _said(one: Intake, held: Sequence[Release], *, dry_run: bool) -> Iterator[tuple[str, str]]:
    yield "release-date", one.dated_how
    if one.held_as:
        yield "held-already", f"these very bytes are held as {one.held_as}; nothing was changed."
        return
    if dry_run:
        text = f"read and checked, and nothing was written; {_planned(one, held)}."
        yield "dry-run", text
    for reason, count in sorted(one.tally.reasons.items()):
        left = f"{counted(count, 'row')} left out: {reason} ({one.tally.examples[reason]})"
        yield "rejected", left
    yield from one.notes.items()
    yield from (("carried-over", text) for text in _carried(one))
    agreeing = [check for check in one.checks if check.passed]
    yield from (("check", f"{check.name}: agrees: {check.detail}") for check in agreeing)


def _planned(one: Intake, held: Sequence[Release]) -> str:
    """Return in words what of the store a file would become, if it were added now."""
    name = f"{one.card.dataset}@{one.published_at}"
    mine = [release for release in held if release.dataset == one.card.dataset]
    same = next((release for release in mine if release.release == one.published_at), None)
    if same is not None and one.card.assembly == "whole":
        return f"it would mend {name}"
    if same is not None:
        return f"it would join {name}, which has {counted(len(same.parts), 'file')}"
    return f"it would make the new release {name}{_beside(one, mine)}"


def _beside(one: Intake, mine: Sequence[Release]) -> str:
    """Return what else of a dataset in pieces a file would change or carry over."""
    if one.card.assembly != "piecewise":
        return ""
    day = (last_day(one.published_at), one.published_at)
    dated = {(release.out_by, release.release): release for release in mine}
    earlier = max((when for when in dated if when < day), default=None)
    later = [release.name for when, release in sorted(dated.items()) if when > day]
    text = ""
    if earlier is not None:
        before = dated[earlier]
        files = counted(len(before.parts), "file")
        text = f", with the rows of {before.name} ({files}) that it does not state again"
    return f"{text}; rows that {listed(later)} lacks would come to it" if later else text


def _carried(one: Intake) -> Iterator[str]:
    """Yield what a release holds from before, and what is superseded in it."""
    if one.release is None:
        return
    parts = [part for part in one.release.parts if part.carried_from]
    again = sum(part.superseded for part in one.release.parts)
    if parts:
        files = listed(f"{part.received_file} ({part.carried_from})" for part in parts)
        yield f"{one.release.name} also holds what came before: {files}."
    if again == 1:
        yield f"1 row that was held before is superseded in {one.release.name}."
    elif again:
        yield f"{again:,} rows that were held before are superseded in {one.release.name}."
