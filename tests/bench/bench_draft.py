"""Drafting an agreement file from a text: time in proportion to the text, whatever the text is."""

from sla_id.agreements.draft import draft_agreement
from tests.agreements.draft.texts import INDONESIAN, hostile
from tests.bench.measure import Measure, fastest

TIMES = 16


def measures() -> list[Measure]:
	"""A text sixteen times as long, per character, beside the short one."""
	short, long = INDONESIAN + hostile(1), INDONESIAN + hostile(TIMES)
	brief, lengthy = fastest([lambda: draft_agreement(short), lambda: draft_agreement(long)], 1, repeats=2)
	return [
		Measure(
			f"{len(long) / 1e6:.1f} MB against {len(short) / 1e3:.0f} kB, a character",
			lengthy / len(long) / (brief / len(short)),
			"x",
			limit=3,
		)
	]
