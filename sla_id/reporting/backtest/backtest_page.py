"""A back-test's report as one HTML page that needs nothing else: no script, no font, no network.

The markup is in `templates/backtest_page.html`.
"""

from pathlib import Path

from markupsafe import Markup

from sla_id.html_templates import fill_template
from sla_id.reporting.backtest.backtest_plots import hours_of_the_week, outcome_bars
from sla_id.reporting.backtest.backtest_report import BacktestReport
from sla_id.reporting.backtest.backtest_words import report_parts, report_title

ROWS_SHOWN = 1_000
"""Of each table."""
_STYLE = Path(__file__).with_name("backtest.css")
_PLOTS = {"outcomes": outcome_bars, "hours": hours_of_the_week}


def backtest_page(report: BacktestReport, language: str) -> str:
	"""The page, in a language that the app has."""
	parts = report_parts(report, language, ROWS_SHOWN)
	return fill_template(
		"backtest_page.html",
		language=language,
		title=report_title(report, language),
		stylesheet=Markup(_STYLE.read_text(encoding="utf-8")),
		parts=parts,
		plots={part.plot: _PLOTS[part.plot](report, language) for part in parts if part.plot},
	)
