"""The words of one trade flow: direction, valuation, basis, scope, account, status."""

from __future__ import annotations

from enum import StrEnum


class FlowKind(StrEnum):
    """Direction of a flow, in UN Comtrade's letters."""

    EXPORT = "X"
    IMPORT = "M"
    RE_EXPORT = "RX"
    RE_IMPORT = "RM"
    DOMESTIC_EXPORT = "DX"


class PartnerRole(StrEnum):
    """In which sense a place is the partner of a flow."""

    ORIGIN = "origin"
    CONSIGNMENT = "consignment"
    DESTINATION = "destination"
    LAST_KNOWN = "last-known"


class Valuation(StrEnum):
    """At which point of the journey goods are valued."""

    FOB = "FOB"
    FAS = "FAS"
    CIF = "CIF"
    CUSTOMS = "CUSTOMS"


class ImportBasis(StrEnum):
    """Which imports count: all arrivals, or goods released for consumption."""

    GENERAL = "general"
    CONSUMPTION = "consumption"


class ExportScope(StrEnum):
    """Which exports count: all, or only goods of domestic origin."""

    TOTAL = "total"
    DOMESTIC = "domestic"


class Account(StrEnum):
    """Whose rules: customs (Census basis), balance of payments, or an estimate of two reports."""

    CUSTOMS = "customs"
    BOP = "bop"
    RECONCILED = "reconciled"


class Adjustment(StrEnum):
    """Whether the season has been taken out."""

    NONE = "none"
    SEASONAL = "seasonal"


class ObsStatus(StrEnum):
    """What a value, or its absence, means.

    Letters are those of the SDMX list CL_OBS_STATUS; where it has none that says what is meant, the
    status is a word. A value of zero with status ``A`` is nil trade. A missing one holds no value.
    """

    NORMAL = "A"
    ESTIMATED = "E"
    PROVISIONAL = "P"
    UNRELIABLE = "U"
    FORECAST = "F"
    NOT_REPORTED = "O"
    NOT_YET_PUBLISHED = "unpublished"
    CONFIDENTIAL = "Q"
    BELOW_THRESHOLD = "below-threshold"
    SELECTION = "selection"

    @property
    def missing(self) -> bool:
        """True when no value may stand beside this status."""
        return self not in _STATED

    @property
    def reason(self) -> str:
        """The status in words, as a gap states it."""
        return _REASONS[self]


_STATED = {
    ObsStatus.NORMAL,
    ObsStatus.ESTIMATED,
    ObsStatus.PROVISIONAL,
    ObsStatus.UNRELIABLE,
    ObsStatus.FORECAST,
}
_REASONS = {
    ObsStatus.NORMAL: "reported",
    ObsStatus.ESTIMATED: "estimated by the publisher",
    ObsStatus.PROVISIONAL: "preliminary",
    ObsStatus.UNRELIABLE: "doubtful",
    ObsStatus.FORECAST: "forecast",
    ObsStatus.NOT_REPORTED: "not reported",
    ObsStatus.NOT_YET_PUBLISHED: "not yet published",
    ObsStatus.CONFIDENTIAL: "confidential",
    ObsStatus.BELOW_THRESHOLD: "below the reporting threshold",
    ObsStatus.SELECTION: (
        "only some of the codes below it are held, and nothing tells that they are all"
    ),
}
