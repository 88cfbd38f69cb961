"""Records by comparing every period with every other, written without Steelyard's measures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

Statement = tuple[str, str, str, str, int, bool]


@dataclass(frozen=True)
class Line:
    """A figure over unbroken periods: its name, labels, values, and how far back its base lies."""

    figure: str
    labels: Sequence[str]
    values: Sequence[float]
    lag: int
    enough: int

    def statements(self) -> set[Statement]:
        """Return ``period, figure, record, since, count, at_least`` of every record of a level."""
        found: set[Statement] = set()
        for i in range(len(self.values)):
            found |= set(self._levels(i)) | set(self._moves(i)) | set(self._rates(i))
        return found

    def _said(self, i: int, record: str, j: int | None, count: int, **kept: bool) -> Statement:
        since = "" if j is None else self.labels[j]
        figure = f"{self.figure}_growth" if record.startswith("fastest") else self.figure
        return (self.labels[i], figure, record, since, count, kept.get("at_least", False))

    def _levels(self, i: int) -> Iterator[Statement]:
        v = self.values
        larger: Callable = lambda j: v[j] >= v[i]  # noqa: E731
        smaller: Callable = lambda j: v[j] <= v[i]  # noqa: E731
        if self.figure != "balance":
            words = {"largest": larger, "smallest": smaller}
        elif v[i] > 0:
            words = {"largest-surplus": larger, "smallest-surplus": smaller}
        elif v[i] < 0:
            words = {"largest-deficit": smaller, "smallest-deficit": larger}
        else:
            words = {}
        for word, reaches in words.items():
            j = max((j for j in range(i) if reaches(j)), default=None)
            one_sign = self.figure != "balance" or j is None or v[j] * v[i] > 0
            if j is None and i + 1 >= self.enough:
                yield self._said(i, word, None, i + 1)
            elif j is not None and i - j >= 2 and one_sign:
                yield self._said(i, word, j, i - j)

    def _way(self, i: int) -> int:
        change = self.values[i] - self.values[i - self.lag]
        return (change > 0) - (change < 0)

    def _moves(self, i: int) -> Iterator[Statement]:
        before = range(self.lag, i)
        if i < self.lag or self._way(i) == 0:
            return
        word, run = {1: "rise", -1: "fall"}[self._way(i)], i - self.lag + 1
        same = max((j for j in before if self._way(j) == self._way(i)), default=None)
        other = max((j for j in before if self._way(j) != self._way(i)), default=None)
        if same is None and run >= self.enough:
            yield self._said(i, f"first-{word}", None, run)
        elif same is not None and i - same >= 2:
            yield self._said(i, f"first-{word}", same, i - same)
        streak = run if other is None else i - other
        if streak >= 2:
            yield self._said(i, f"{word}-in-a-row", other, streak, at_least=other is None)

    def _rates(self, i: int) -> Iterator[Statement]:
        v, lag = self.values, self.lag
        if self.figure == "balance" or i < lag:
            return
        rate = {k: v[k] / v[k - lag] - 1 for k in range(lag, i + 1)}
        word = "fastest-rise" if rate[i] > 0 else "fastest-fall"
        reached = [
            j for j in range(lag, i) if (rate[j] - rate[i]) * (1 if rate[i] > 0 else -1) >= 0
        ]
        j = max(reached, default=None)
        if j is None and i - lag + 1 >= self.enough:
            yield self._said(i, word, None, i - lag + 1)
        elif j is not None and i - j >= 2:
            yield self._said(i, word, j, i - j)
