"""Where figures come from and how they were made: origin, evidence, method."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

FOR_SHARE = "share_of_total_balance"
"""``used_for`` of what stands only behind the share in all goods with the world."""


@dataclass(frozen=True, slots=True)
class Origin:
    """One release of one dataset: who published what, when, under which terms.

    Attributes:
        dataset: identifier of the dataset.
        publisher: name of the publisher.
        release: identifier of the release.
        published_at: ``YYYY-MM-DD``, or ``YYYY-MM`` when only the month is known.
        dated: ``stated`` by the publisher or ``inferred`` from the content.
        licence: terms in a few words.
        url: public address of the original.
        file_sha256: hash of the file as it was received.
    """

    dataset: str
    publisher: str
    release: str
    published_at: str
    dated: str
    licence: str
    url: str
    file_sha256: str


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as it was received.

    Attributes:
        name: its name; of a member of an archive its name in it.
        sha256: hash of its bytes.
    """

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The rows of one release that figures of an answer were made from.

    Attributes:
        dataset, publisher, release, licence, url, file_sha256: see ``Origin``.
        filter: the condition that selects the rows, as SQL.
        rows: number of rows used.
        rows_digest: SHA-256 of those rows in canonical order and form.
        obtained_from: where the file was had from, when not from the publisher's own address.
        used_for: which columns rest on these rows.
        dated: whether the release's date is stated or inferred.
        files: the files of the release in which the rows can stand, the others reaching none of
            them; the first of them where they are many.
        files_left_out: how many more there are.
    """

    dataset: str
    publisher: str
    release: str
    licence: str
    file_sha256: str
    filter: str
    rows: int
    rows_digest: str
    url: str
    obtained_from: str
    used_for: str
    dated: str
    files: tuple[SourceFile, ...] = ()
    files_left_out: int = 0

    def record(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {**asdict(self), "files": [asdict(file) for file in self.files]}


@dataclass(frozen=True, slots=True)
class Method:
    """One equation behind a column.

    Attributes:
        name: column or step.
        equation: the equation in plain signs.
        source: who defines it so, with page where there is one.
    """

    name: str
    equation: str
    source: str
