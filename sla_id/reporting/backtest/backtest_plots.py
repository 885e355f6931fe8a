"""The pictures of a back-test as inline SVG: outcomes of each clock as bars, extra escalations by hour of the week.

Drawn here, so that the page needs neither scripts nor a network. Each is 340 units wide: readable on a telephone as it is.
Figures stand beside the colours.
"""

from collections.abc import Iterator

from markupsafe import Markup

from sla_id.agreements.words import say_number
from sla_id.agreements.words.calendar_words import say_weekday
from sla_id.engine.sentences import Sentence, say
from sla_id.reporting.backtest.backtest_report import BacktestReport
from sla_id.reporting.backtest.backtest_words import SIDE_NAMES, say_clock_of
from sla_id.reporting.backtest.replay_ticket import CANT_SAY

WIDTH = 340
MET, MISSED, DOUBT, GRID, INK = "#2f7d4f", "#b3352d", "#9aa5b1", "#d9dee5", "#1a1a1a"
BAR, GAP, CELL, LEFT = 16, 6, 12, 44


def outcome_bars(report: BacktestReport, language: str) -> Markup:
	"""Two bars a clock, one for each agreement: what was met, missed, and can't be said, on one scale."""
	sums = [sum(_parts(report, side, clock)) for clock in report.clocks for side in report.shown_sides]
	most = max(sums, default=0)
	pieces: list[Markup] = []
	top = 0
	for clock in report.clocks:
		top += 16
		pieces.append(_text(0, top, say_clock_of(clock, language), bold=True))
		for side in report.shown_sides:
			top += GAP
			pieces += _bar(_parts(report, side, clock), SIDE_NAMES[side], language, top, most)
			top += BAR + 12
		top += GAP
	title = say(
		Sentence("Of each clock what was met (green), missed (red) and can't be said (grey)"), language
	)
	return _svg(title, max(top, 1), pieces)


def _parts(report: BacktestReport, side: str, clock: str) -> tuple[int, int, int]:
	"""Met, missed, and what can't be said."""
	counts = report.counts(side, clock)
	return counts.met, counts.missed, report.numbers(side, clock).get(CANT_SAY, 0)


def _bar(parts: tuple[int, int, int], side: Sentence, language: str, top: int, most: int) -> Iterator[Markup]:
	yield _box(0, top, WIDTH, BAR, "#f2f4f7")
	left = 0
	for number, colour in zip(parts, (MET, MISSED, DOUBT), strict=True):
		width = WIDTH * number // most if most else 0
		yield _box(left, top, width, BAR, colour)
		left += width
	said = Sentence(
		"{0}: met {1}, missed {2}, can't say {3}", side, *(say_number(part, language) for part in parts)
	)
	yield _text(0, top + BAR + 10, say(said, language), size=10)


def hours_of_the_week(report: BacktestReport, language: str) -> Markup:
	"""Seven rows of 24 squares, darker where more escalations came in that weren't before."""
	by_hour = report.result.by_hour
	most = max(by_hour)
	pieces = [_text(LEFT + CELL * hour, 10, str(hour), size=9) for hour in range(0, 24, 3)]
	for day in range(7):
		top = 16 + (CELL + 2) * day
		pieces.append(_text(0, top + 10, say_weekday(day, language)[:3], size=10))
		for hour in range(24):
			number = by_hour[day * 24 + hour]
			colour = _shade(number, most)
			label = f"{say_weekday(day, language)} {hour:02d}–{hour + 1:02d}: {number}"
			pieces.append(_box(LEFT + CELL * hour, top, CELL - 1, CELL, colour, label))
	title = say(Sentence("Extra escalations by hour of the week; the darkest square is {0}", most), language)
	return _svg(title, 16 + (CELL + 2) * 7, pieces)


def _shade(number: int, most: int) -> str:
	if not number:
		return GRID
	light = 205 - 150 * number // most
	return f"rgb(179,{light},{light})"


def _box(left: int, top: int, width: int, height: int, colour: str, label: str = "") -> Markup:
	tip = Markup("<title>{}</title>").format(label) if label else Markup()
	return Markup('<rect x="{}" y="{}" width="{}" height="{}" fill="{}">{}</rect>').format(
		left, top, width, height, colour, tip
	)


def _text(left: int, base: int, text: str, *, size: int = 12, bold: bool = False) -> Markup:
	weight = "bold" if bold else "normal"
	return Markup('<text x="{}" y="{}" font-size="{}" font-weight="{}" fill="{}">{}</text>').format(
		left, base, size, weight, INK, text
	)


def _svg(title: str, height: int, pieces: list[Markup]) -> Markup:
	drawn = Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>')
	caption = Markup("<figcaption>{}</figcaption>").format(title)
	return drawn.format(WIDTH, height, title, Markup("").join(pieces)) + caption
