"""Reports a manager reads at a glance: charts, and CSV to take away."""

from urllib.parse import urlencode

from bot.console.figure_charts import charts
from bot.console.figure_tables import TABLES, to_csv
from bot.console.headlines import cards, summary
from bot.console.periods import CHOICES, Asked, asked
from bot.console.report import MIN_ASKERS, MIN_PEOPLE, Report
from bot.console.routing import Route
from bot.console.topics import topics
from bot.console.visit import Download, Page, RefusedError, Visit
from bot.console.wording import Wording
from knowledge.database.audit import utc_now
from knowledge.database.figures import FiguresTable, Period
from knowledge.database.users import Role
from knowledge.hong_kong import local


def page(visit: Visit) -> Page:
    """`?period=` 7, 30, 90, this_month, last_month, or dates with `from` and `to`."""
    now = utc_now()
    chosen = asked(visit.query, now)
    context = {"asked": chosen, "choices": CHOICES, "report": None, "wording": Wording(visit.lang)}
    if chosen.period is None:
        return Page("figures", context, 400)
    report = _report(visit, chosen.period)
    context |= {
        "report": report,
        "partial": now == chosen.period.until,
        "until": local(now).strftime("%H:%M"),
        "least": {"topics": MIN_ASKERS, "questions": MIN_PEOPLE},
        "address": _address(chosen),
        "summary": [] if report.empty else summary(report),
        "cards": [] if report.empty else cards(report),
        "charts": [] if report.empty else charts(report),
        "rising_table": TABLES["rising"](report),
    }
    return Page("figures", context)


def csv(visit: Visit) -> Download:
    """One table, `?table=`, of the same period as the page's. RefusedError for one that there is not."""
    chosen = asked(visit.query, utc_now())
    table = TABLES.get(visit.query.get("table", ""))
    if chosen.period is None:
        raise RefusedError(400, chosen.fault)
    if table is None:
        raise RefusedError(404, "figures.no_table")
    first, last = chosen.period.first, chosen.period.last
    name = f"ambassador-{visit.query['table']}-{first}-{last}.csv"
    return Download(name, "text/csv", to_csv(table(_report(visit, chosen.period))))


def _report(visit: Visit, period: Period) -> Report:
    figures = FiguresTable(visit.parts.database)
    return Report(Wording(visit.lang), topics(), period, figures.of(period), figures.of(period.before()))


def _address(chosen: Asked) -> str:
    """Of the same period's files; the table's name is to be put behind it."""
    dates = {"from": chosen.first, "to": chosen.last} if chosen.choice == "dates" else {}
    return "/console/figures.csv?" + urlencode({"period": chosen.choice, **dates}) + "&table="


ROUTES = [
    Route("GET", "/console/figures", page, Role.EDITOR),
    Route("GET", "/console/figures.csv", csv, Role.EDITOR),
]
