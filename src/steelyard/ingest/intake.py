"""Taking a file in: recognise it by content, read it in steps, check it, commit one release."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from steelyard.ingest.compare import against_held
from steelyard.ingest.drafted import Tally
from steelyard.ingest.facts import part_facts, release_facts
from steelyard.ingest.recognise import of_publisher, opened, recognise
from steelyard.ingest.through import Errand, read_through
from steelyard.ingest.understood import Understood
from steelyard.ingest.wish import Told, Wish
from steelyard.sources.contract import Card, Check
from steelyard.sources.received import Received
from steelyard.sources.stream import Reading
from steelyard.store.assembly import held_as, sound
from steelyard.store.draft import drafting
from steelyard.store.release import Release
from steelyard.store.write import (
    add_release,
    check_writable,
    on_disk,
    open_for_writing,
    rehearse,
    releases,
)


@dataclass(frozen=True, slots=True)
class Intake:
    """What became of one file.

    Attributes:
        name: the file, or the archive and its member.
        card: the dataset it belongs to.
        layout: the format that was recognised, in words.
        published_at, dated_how: the release, and how its date was found.
        understood: what its rows say of themselves.
        tally: observations read, and rejected by reason.
        checks: reconciliations made.
        notes: what was noticed while reading.
        release: the release as it stands in the store, or None when nothing was written.
        held_as: the release to which the same bytes came before; empty when they are new.
        unused: the date given for them, where those bytes are held under another one.
    """

    name: str
    card: Card
    layout: str
    published_at: str
    dated_how: str
    understood: Understood
    tally: Tally
    checks: tuple[Check, ...]
    notes: dict[str, str]
    release: Release | None
    held_as: str = ""
    unused: str = ""

    @property
    def accepted(self) -> int:
        """Observations taken in."""
        return self.tally.observations - self.tally.rejected


def take(
    received: Received, root: Path, wish: Wish, tell: Told = lambda _text, _share: None
) -> Intake:
    """Take one file into the store at ``root``.

    Args:
        received: the file as received.
        root: folder of the store.
        wish: how it shall be taken in.
        tell: called with a word on each stage, and the share of it that is done where known.

    Raises:
        UnrecognisedFile, BadFile: the file cannot be read.
        StoreError: the store cannot be written to, or holds another file under this release.
    """
    tell(f"recognising {received.name}", None)
    source = recognise(received, wish.sources or of_publisher(wish.publisher))
    reading = opened(source, received, wish.release)
    sha256, unused = received.sha256(), ""
    if (known := held_as(releases(root), reading.card.dataset, sha256)) is not None:
        unused = _unused(wish, reading, known)
        if sound(known, root):
            return replace(_as_held(received.name, reading, known, sha256), unused=unused)
        wish = replace(wish, release=known.release)
    with _folder(root, wish) as folder:
        read = read_through(Errand(received, source, wish, folder, tell))
        checks = (*read.checks, *against_held(root, read))
        release = None
        part = part_facts(read, received, wish, sha256, checks)
        if wish.dry_run:
            rehearse(root, release_facts(read), part, read.draft)
        else:
            tell(f"writing {reading.card.dataset}@{read.published_at}", None)
            release = add_release(root, release_facts(read), part, read.draft)
    return Intake(
        name=received.name,
        card=reading.card,
        layout=reading.layout,
        published_at=read.published_at,
        dated_how=read.dated_how,
        understood=read.understood,
        tally=read.tally,
        checks=checks,
        notes=dict(read.reading.notes),
        release=release,
        held_as="" if wish.dry_run or release else f"{reading.card.dataset}@{read.published_at}",
        unused=unused,
    )


def _unused(wish: Wish, reading: Reading, known: Release) -> str:
    """Return the date that was given for bytes which are held under another; empty for none."""
    given = reading.published_at if wish.release else ""
    return "" if given == known.release else given


def _as_held(name: str, reading: Reading, known: Release, sha256: str) -> Intake:
    part = next(p for p in known.own_parts if p.received_sha256 == sha256)
    tally = Tally(part.observations_in)
    tally.reasons.update({left.reason: left.observations for left in part.rejected})
    return Intake(
        name=name,
        card=reading.card,
        layout=reading.layout,
        published_at=known.release,
        dated_how=known.dated_how,
        understood=Understood(part.first, part.last, {}),
        tally=tally,
        checks=(),
        notes={},
        release=None,
        held_as=known.name,
    )


@contextmanager
def _folder(root: Path, wish: Wish) -> Iterator[Path]:
    """Yield a folder for drafts: in the store, or elsewhere when nothing is to be written.

    A store that did not exist and to which nothing came does not exist afterwards.
    """
    if wish.dry_run:
        check_writable(root)
        with tempfile.TemporaryDirectory(prefix="steelyard-") as name:
            yield Path(name)
        return
    made = not root.exists()
    open_for_writing(root)
    try:
        with on_disk(root), drafting(root) as folder:
            yield folder
    finally:
        if made:
            with suppress(OSError):
                root.rmdir()
