"""One file given to Steelyard as a user would, and what became of it."""

from __future__ import annotations

import hashlib
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from unittest.mock import patch

from fuzz_bytes import likely
from fuzz_mutations import damaged
from fuzz_seeds import Seed
from fuzz_watched import all_watched, promise, watching
from steelyard.ingest import recognise as recognition
from steelyard.ingest.expand import expand
from steelyard.ingest.intake import take
from steelyard.ingest.wish import Wish
from steelyard.sources.contract import AnySource
from steelyard.sources.received import Received
from steelyard.sources.tidy import look, source_of
from steelyard.terms.errors import SteelyardError, Unexpected

DAY, RELEASES = "2026-01-31", ("2025-12-31", "2020-01", "1999-12-31", "2031", "x")
FORCED, BY_OTHERS, LOOKED, FRAMES = 0.15, 0.9, 0.97, 4
ACCEPTED, PARTLY, NOTHING, FAILED = "accepted", "some rows rejected", "all rows rejected", "FAILED"
Trial = Callable[[Received, Path, Seed, Random], tuple[str, int, int]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file.

    Attributes:
        reader: reader that the seed is for.
        word: ``accepted``, ``some rows rejected``, ``all rows rejected``, ``FAILED`` or the code of
            an error.
        told: the error in words; the traceback of a failure.
        group: equal for failures of one cause.
        seconds: time that it took.
    """

    reader: str
    word: str
    told: str
    group: str
    seconds: float


def pick(found: list[Seed], chance: Random) -> Seed:
    """Return a whole file; every reader has the same chance, specimens six times that."""
    groups: dict[str, list[Seed]] = {}
    for seed in found:
        groups.setdefault(seed.name.partition("/")[0], []).append(seed)
    names = sorted(groups)
    return chance.choice(
        groups[chance.choice([*names, *(["specimen"] * 5 if "specimen" in groups else [])])]
    )


def made(found: list[Seed], base: int, place: int) -> tuple[Seed, Random]:
    """Return the damaged file of a number, and the chance that decides how it is tried."""
    chance = Random(f"{base}:{place}")  # noqa: S311  (no secret)
    return damaged(pick(found, chance), found, chance), chance


def tried(seed: Seed, chance: Random, folder: Path, trial: Trial) -> Outcome:
    """Give a file to Steelyard in one of the ways."""
    path, started = folder / seed.file, time.perf_counter()
    path.write_bytes(seed.data)
    reader = seed.name.partition("/")[0]
    word, told, group = _result(trial, path, seed, chance)
    path.unlink(missing_ok=True)
    if word != FAILED and (folder / "root").exists():
        word, told, group = FAILED, "a dry run wrote into the store", "dry run"
    return Outcome(reader, word, told, group, time.perf_counter() - started)


def _result(trial: Trial, path: Path, seed: Seed, chance: Random) -> tuple[str, str, str]:
    try:
        word, observations, rejected = _worst(trial, path, seed, chance)
    except Unexpected as error:
        return FAILED, _trace(error), _group(error)
    except SteelyardError as error:
        nothing = "observations could be taken in" in error.found
        return NOTHING if nothing else error.code, f"{error.asked}: {error.found}", ""
    except BaseException as error:  # noqa: BLE001  (whatever it is, it is what is looked for)
        return FAILED, _trace(error), _group(error)
    return word, f"{observations} observations, {rejected} rejected", ""


def _worst(trial: Trial, path: Path, seed: Seed, chance: Random) -> tuple[str, int, int]:
    """Try every table at a path and return the last result."""
    result = ("nothing", 0, 0)
    for received in expand([path]).files:
        result = trial(received, path.parent, seed, chance)
    return result


def way(chance: Random, whole: float) -> Trial:
    """Choose a way; ``whole`` is the share of files that are also checked after reading."""
    at = chance.random()
    if at < whole:
        return taken
    return _looked if at > LOOKED else _forced if at > BY_OTHERS else read


def _sources(folder: Path, seed: Seed) -> tuple[tuple[str, AnySource], ...]:
    """Return the mapping of a seed as the only source to ask, or none."""
    if not seed.mapping:
        return ()
    path = folder / "mapping.yaml"
    path.write_text(seed.mapping, encoding="utf-8", errors="replace")
    return ((path.name, watching(source_of(path))),)


def taken(received: Received, folder: Path, seed: Seed, chance: Random) -> tuple[str, int, int]:
    """Take a file in without writing."""
    wish = Wish(
        publisher=chance.choice(_names()) if likely(chance, FORCED) else "",
        release=chance.choice(RELEASES) if likely(chance, FORCED) else None,
        sources=_sources(folder, seed),
        dry_run=True,
        today=DAY,
    )
    with patch.object(recognition, "sources", _every):
        tally = take(received, folder / "root", wish).tally
    promise(tally.rejected < tally.observations, "accepted and rejected do not add up")
    told = {reason for reason, count in tally.reasons.items() if count}
    promise(set(tally.examples) == told, "a reason without an example")
    return _word(tally.observations, tally.rejected)


def read(received: Received, folder: Path, seed: Seed, _chance: Random) -> tuple[str, int, int]:
    """Recognise a file and read it to its end."""
    with patch.object(recognition, "sources", _every):
        source = recognition.recognise(received, _sources(folder, seed) or _every())
    return _consumed(source, received)


def _forced(received: Received, _folder: Path, _seed: Seed, chance: Random) -> tuple[str, int, int]:
    """Read a file by the rules of a publisher whose it may not be."""
    return _consumed(dict(_every())[chance.choice(_names())], received)


def _looked(
    received: Received, _folder: Path, _seed: Seed, _chance: Random
) -> tuple[str, int, int]:
    look(received).to_yaml()
    return "looked at", 0, 0


def _consumed(source: AnySource, received: Received) -> tuple[str, int, int]:
    reading = recognition.opened(source, received, None)
    observations = rejected = 0
    for batch in reading.batches:
        observations += batch.observations
        rejected += batch.rejected.num_rows
    reading.checks()
    return _word(observations, rejected)


def _word(observations: int, rejected: int) -> tuple[str, int, int]:
    word = NOTHING if observations == rejected else PARTLY if rejected else ACCEPTED
    return word, observations, rejected


@cache
def _every() -> tuple[tuple[str, AnySource], ...]:
    return all_watched()


@cache
def _names() -> tuple[str, ...]:
    return tuple(name for name, _ in _every())


def _trace(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))[-6000:]


def _group(error: BaseException) -> str:
    """Return what tells causes apart: the kind of error and the innermost places."""
    frames = traceback.extract_tb(
        error.__cause__.__traceback__ if error.__cause__ else error.__traceback__
    )
    ours = [f for f in frames if "steelyard" in f.filename] or list(frames)
    places = " < ".join(
        f"{Path(f.filename).stem}:{f.name}:{f.lineno}" for f in reversed(ours[-FRAMES:])
    )
    broken = str(error)[:80] if type(error).__name__ == "BrokenPromise" else ""
    mark = hashlib.sha256(f"{type(error).__name__} {places}".encode()).hexdigest()[:8]
    return f"{mark} {type(error).__name__} {broken} {places}"
