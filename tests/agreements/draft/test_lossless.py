"""No figure is lost, whatever the text: what a draft holds and what its report lists are together all that the text has.

The texts are put together at random from words that the reader knows, words that nobody knows, and figures; each figure's
place is known because it was put there.
"""

from __future__ import annotations

import random
import re

import pytest

from sla_id.agreements.draft import draft_agreement
from tests.agreements.draft.judge import plain
from tests.agreements.draft.reading import START, TODAY

_KNOWN = """waktu respons penyelesaian gangguan tiket prioritas tinggi rendah kritis P1 layanan permintaan pelanggan ditanggapi
	dalam paling lambat jam layanan hari kerja helpdesk response resolution ticket priority critical within support hours service
	kecuali target ketersediaan eskalasi level kompensasi kredit pemberitahuan denda senin jumat libur nasional istirahat email"""
_UNKNOWN = "lumbung gerimis zamrud quorum velvet thistle paguyuban — ( ) / & 'kutip' selendang orchard"
KNOWN, UNKNOWN = _KNOWN.split(), _UNKNOWN.split()
UNITS = (
	"menit",
	"jam",
	"jam kerja",
	"hari kerja",
	"hari",
	"minutes",
	"hours",
	"business days",
	"HK",
	"bulan",
	"%",
)
JOINTS = (" ", " ", " ", " ", ": ", ", ", "\t", " | ", "; ", ". ", " - ")
HEADS = ("# {}", "{}:", "Pasal {n} {}", "- {}", "{n}. {}", "{}", "{}", "{}", "\n{}\n")


def figure(rng: random.Random) -> str:
	match rng.randrange(6):
		case 0:
			return f"{rng.randint(0, 23):02d}.{rng.choice(('00', '15', '45'))}-{rng.randint(0, 23):02d}.30"
		case 1:
			return f"{rng.randint(1, 3)}x24 jam"
		case 2:
			return rng.choice(
				("24x7", "24/7", "Senin - Jumat", "99,5%", "dua jam", "tiga hari kerja", "half an hour")
			)
		case _:
			return f"{rng.randint(2, 99)} {rng.choice(UNITS)}"


def line(rng: random.Random) -> tuple[str, list[str]]:
	"""A line of a document, and the figures in it."""
	words: list[str] = []
	figures: list[str] = []
	for _ in range(rng.randint(1, 9)):
		if rng.random() < 0.25:
			figures.append(figure(rng))
			words.append(figures[-1])
		else:
			words.append(rng.choice(KNOWN if rng.random() < 0.8 else UNKNOWN))
	text = words[0]
	for word in words[1:]:
		text += rng.choice(JOINTS) + word
	return rng.choice(HEADS).format(text, n=rng.randint(1, 9)), figures


WORDINGS = re.compile(
	r"description|examples|label|name|note|duties|goals|summary|contacts|in_scope|out_of_scope"
)
"""Fields that only quote: a figure in one of them has to be listed besides."""


@pytest.mark.parametrize("seed", range(150))
def test_every_figure_is_held_or_listed(seed: int) -> None:
	rng = random.Random(seed)
	lines: list[str] = []
	put: list[tuple[int, str]] = []
	for text, figures in (line(rng) for _ in range(rng.randint(3, 40))):
		put += [(len(lines) + 1 + text.startswith("\n"), one) for one in figures]
		lines += text.split("\n")
	draft = draft_agreement("\n".join(lines), effective_from=START, today=TODAY, language="en")
	said = [(one.line, one.sentence) for one in draft.unplaced]
	said += [(one.line, one.figure) for one in draft.evidence if not WORDINGS.search(one.path)]
	said += [(point.line or 0, point.text) for point in draft.open_points]
	for number, wanted in put:
		told = " ".join(plain(text) for at, text in said if at == number)
		assert plain(wanted).replace(" ", "") in told.replace(" ", ""), (number, wanted, lines[number - 1])
