"""``weigh``: the balance of trade of one place with another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

import steelyard
from steelyard.accounts.account import MAIN, Account, open_account
from steelyard.accounts.calendar import asked_periods, latest_complete
from steelyard.accounts.gaps import explain, unanswered
from steelyard.accounts.ledger import Ledger
from steelyard.accounts.members import Partner, check_two_sides, reporter_place
from steelyard.accounts.notes import notes
from steelyard.accounts.resolve import Choice, Unanswered
from steelyard.accounts.sides import COLUMNS, missing_cells, view
from steelyard.classes.registry import TechnologyClass, find_class
from steelyard.nomenclature.places import find
from steelyard.store.store import Store
from steelyard.terms.answer import Answer, Column, Gap, Row, Value
from steelyard.terms.definition import choices, define
from steelyard.terms.errors import BadOption, did_you_mean
from steelyard.terms.evidence import Method
from steelyard.terms.period import Frequency, PeriodRange
from steelyard.terms.place import WORLD
from steelyard.terms.question import Ask, Kind, WeighQuestion

DEFAULT_COUNT = {Frequency.A: 10, Frequency.Q: 12, Frequency.M: 24}
_IMTS = "UN, IMTS 2010"
METHOD = (
    Method("exports, imports", "sum of the observations of the period; missing if one is", _IMTS),
    Method("balance", "X - M", _IMTS),
    Method("total_trade", "X + M", _IMTS),
    Method("exports_growth, imports_growth", "v_t / v_b - 1, b the base period", "definition"),
    Method("balance_change", "B_t - B_b", "definition"),
    Method(
        "share_of_total_balance",
        "B / B_total, B_total the reporter's balance in all goods with the world",
        "definition",
    ),
    Method(
        "partner_rank",
        "1 + number of single partners with a larger figure (rank_by of the definition)",
        "definition",
    ),
)


def weigh(  # noqa: PLR0917
    reporter: Annotated[
        str,
        Ask(
            "place whose balance is asked: ISO3, name, numeric or Census code",
            Kind.ARGUMENT,
            complete="places",
        ),
    ],
    partner: Annotated[
        str,
        Ask(
            "place on the other side: a country, a group such as EU27_2020, or WLD",
            Kind.ARGUMENT,
            complete="places",
        ),
    ] = WORLD,
    *,
    of: Annotated[str, Ask("technology class", metavar="CLASS", complete="classes")] = "goods",
    years: Annotated[
        str | tuple[int, int] | None, Ask("first and last year, for example 2002:2007", metavar="A:B")
    ] = None,
    periods: Annotated[
        str | tuple[str, str] | None,
        Ask("first and last period, for example 2012-01:2012-10 or 2012-Q1:2012-Q4", metavar="A:B"),
    ] = None,
    freq: Annotated[
        str | None,
        Ask("frequency of the answer: annual, quarterly, monthly", choices=("A", "Q", "M")),
    ] = None,
    cumulate: Annotated[
        bool, Ask("January to the end of each period instead of the period alone", Kind.SWITCH)
    ] = False,
    partial: Annotated[
        bool, Ask("add up what there is of an incomplete period, and say so", Kind.SWITCH)
    ] = False,
    side: Annotated[str | None, Ask("whose report counts", choices=choices("side"))] = None,
    basis: Annotated[
        str | None, Ask("which imports count", choices=choices("import_basis"))
    ] = None,
    currency: Annotated[
        str | None, Ask("currency of the answer (ISO 4217); USD by default", metavar="CODE")
    ] = None,
    as_of: Annotated[
        str | date | None,
        Ask("answer from what had been published by this date", metavar="YYYY-MM-DD"),
    ] = None,
    settings: Annotated[
        Mapping[str, str] | None,
        Ask(
            "any field of the definition, for example adjustment=seasonal",
            Kind.PAIRS,
            metavar="KEY=VALUE",
            flag="set",
        ),
    ] = None,
    store: Store | str | None = None,
) -> Answer:
    """Weigh the trade of one place with another.

    Equation: ``balance = exports - imports``; the other columns are told by ``Answer.method``.

    Units: values in base units of the currency; growth and shares as ratios.

    Missing and zero: a period of which one observation is missing has no total (unless
    ``partial``) and a gap that says why. Zero is nil trade.

    Raises:
        InputError: a place, class, period, currency, date or option does not exist.
        StoreError: the data on disk cannot be used.
    """
    named = {"side": side, "import_basis": basis, "currency": currency, "as_of": as_of}
    definition = define(_merged(named, dict(settings or {})))
    place, target = reporter_place(reporter), find(partner)
    check_two_sides(place, target)
    span, frequency = _periods(years, periods, freq)
    question = WeighQuestion(
        place.code, target.code, find_class(of).name, span, frequency, cumulate, partial, definition
    )
    opened = store if isinstance(store, Store) else Store(store)
    return _answer(Ledger(opened), question, Partner(target, place.code, definition))


def _answer(ledger: Ledger, question: WeighQuestion, partner: Partner) -> Answer:
    cls = find_class(question.of)
    settled = _settle(ledger, question, cls, partner)
    periods = asked_periods(settled)
    partner = replace(partner, end=periods[-1] if periods else None)
    account = open_account(ledger, settled, cls, partner, periods)
    engine = ledger.store.engine
    rows = tuple(_plain(row) for row in engine.rows(account.frame, ["period"]))
    ordered = _in_order(rows, account)
    return Answer(
        verb="weigh",
        version=steelyard.__version__,
        question=settled.record(),
        columns=_columns(account),
        rows=ordered,
        notes=notes(account, ordered),
        gaps=_gaps(account),
        evidence=tuple(ledger.evidence),
        method=METHOD,
        query=engine.sql(account.frame),
    )


def _settle(
    ledger: Ledger, question: WeighQuestion, cls: TechnologyClass, partner: Partner
) -> WeighQuestion:
    """Fill in the periods when none were asked: the latest complete ones held."""
    if question.periods is not None:
        return question
    found = [view(ledger, question, c, cls.nomenclature, partner).choice for c in COLUMNS]
    ends = [choice.series.last for choice in found if isinstance(choice, Choice)]
    if not ends:
        return question
    count = DEFAULT_COUNT[question.freq]
    return replace(question, periods=latest_complete(min(ends), question.freq, count))


def _periods(
    years: str | tuple[int, int] | None, periods: str | tuple[str, str] | None, freq: str | None
) -> tuple[PeriodRange | None, Frequency]:
    if years is not None and periods is not None:
        raise BadOption(
            f"You gave both --years {_text(years)} and --periods {_text(periods)}",
            "each names the periods",
            "Two answers to one question cannot both be honoured",
            "Give one of them.",
        )
    given = years if years is not None else periods
    span = None if given is None else PeriodRange.parse(_text(given))
    if freq is None:
        return span, span.first.freq if span else Frequency.A
    return span, _frequency(freq)


def _frequency(text: str) -> Frequency:
    try:
        return Frequency(text.strip().upper())
    except ValueError:
        raise BadOption(
            f"You asked for the frequency {text!r}",
            "there are A (annual), Q (quarterly) and M (monthly)",
            "A figure of another frequency is another figure",
            did_you_mean(text, ["A", "Q", "M"], "Use --freq A, Q or M."),
        ) from None


def _text(given: str | tuple[int, int] | tuple[str, str]) -> str:
    return given if isinstance(given, str) else ":".join(str(end) for end in given)


def _merged(named: dict[str, Any], pairs: dict[str, str]) -> dict[str, Any]:
    """Join the options that have a flag of their own with --set; both may not differ."""
    for name, value in pairs.items():
        flag = named.get(name)
        if flag is not None and str(flag) != value:
            raise BadOption(
                f"You set {name} twice, to {flag} and to {value}",
                "the two differ",
                "Two definitions in one figure cannot be told apart",
                "Set it once.",
            )
    return {**{name: value for name, value in named.items() if value is not None}, **pairs}


def _columns(account: Account) -> tuple[Column, ...]:
    money = account.question.definition.currency
    about = {
        name: source.choice.about() if isinstance(source.choice, Choice) else {}
        for name, source in account.views.items()
    }
    units = {"balance": money, "total_trade": money, "balance_change": money}
    made = {
        "period": Column("period"),
        "exports": Column("exports", "number", money, about["exports"]),
        "imports": Column("imports", "number", money, about["imports"]),
        "partner_rank": Column(
            "partner_rank", "integer", "rank", {"by": str(account.question.definition.rank_by)}
        ),
    }
    return tuple(made.get(n, Column(n, "number", units.get(n, "ratio"))) for n in MAIN)


def _gaps(account: Account) -> tuple[Gap, ...]:
    missing, chosen, gaps = [], {}, []
    for column, source in account.views.items():
        for reason in (source.choice, source.rates):
            if isinstance(reason, Unanswered):
                gaps.append(unanswered(column, reason))
        found = account.found[column]
        if found is not None and isinstance(source.choice, Choice):
            chosen[column] = source.choice
            missing += missing_cells(account.ledger, found, column, account.periods)
    return (*gaps, *explain(missing, chosen))


def _in_order(rows: tuple[Row, ...], account: Account) -> tuple[Row, ...]:
    by_period = {row[0]: row for row in rows}
    return tuple(by_period[str(period)] for period in account.periods)


def _plain(row: tuple[Any, ...]) -> Row:
    return tuple(_number(value) for value in row)


def _number(value: Any) -> Value:  # noqa: ANN401
    """Return an exact decimal as an integer where it is one, else as the nearest double."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value  # type: ignore[no-any-return]
