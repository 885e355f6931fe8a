"""Documents that shaped no rule word by word: nothing wrong, nothing invented, nothing lost, and most recovered.

`documents/` holds texts of our own with their true figures. Where ../shared/data/documents is there, its six are judged
as well, with its own rules.
"""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sla_id.agreements.draft import draft_agreement
from tests.agreements.draft.judge import Judge, judge, plain
from tests.agreements.draft.reading import START, TODAY

HERE = Path(__file__).resolve().parent / "documents"
ROOT = Path(__file__).resolve().parents[3]
SEEDS = Path(os.environ.get("SLA_ID_SHARED") or ROOT.parent / "shared" / "seeds")
SHARED = SEEDS.parent / "data" / "documents"
DOCUMENTS = sorted(HERE.glob("*.txt"))
MUTATIONS = 4
"""Of each document: some 600 damaged texts in all."""


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_nothing_wrong_invented_or_lost(path: Path) -> None:
	verdict = judge(path)
	assert not verdict.of("wrong", "lost") and not verdict.invented


def test_most_figures_are_recovered() -> None:
	counts: Counter[str] = Counter()
	for path in DOCUMENTS:
		counts += judge(path).counts
	assert counts["recovered"] * 100 >= 55 * counts.total()


@pytest.mark.skipif(not (SHARED / "check.py").exists(), reason="../shared/data/documents isn't there")
def test_the_six_shared_documents() -> None:
	done = subprocess.run(
		[sys.executable, str(SHARED / "check.py")], cwd=ROOT, capture_output=True, text=True, check=False
	)
	assert done.returncode == 0, done.stdout + done.stderr


_DAY = "(?:senin|selasa|rabu|kamis|jumat|sabtu|minggu|mon|tues|wednes|thurs|fri|satur|sun)(?:day)?"
_FIGURE = re.compile(
	r"(?<![\w.,:/@+-])\d{1,4}(?:[.,]\d{1,2})?\s?(?:%|(?:detik|menit|mnt|jam|hari|HK|pekan|minggu|bulan|minutes?|mins?|hours?|hrs|h|days?|weeks?|months?)(?!\w))"
	r"|(?<![\w.,:/+-])(?:[01]?\d|2[0-4])[.:][0-5]\d(?![\w.:%]|,\d|\s*(?:%|persen|percent))|(?<!\w)24\s?[x/]\s?7(?!\w)"
	rf"|(?<!\w){_DAY}\s?[-\u2013]\s?{_DAY}(?!\w)",
	re.IGNORECASE,
)
"""What looks like a figure with its unit, a time of day, a percentage or a range of days: no pattern of the reader's."""
_HEADING_NUMBER = re.compile(
	r"[\s#]*(?:\d+\.\d+\.?\s|(?:pasal|bab|bagian|article|section)\s+\d)", re.IGNORECASE
)
_SWAPS = (
	("jam", "jam kerja"), ("hari kerja", "HK"), (" menit", "mnt"), (" jam", "jam"), ("Prioritas", "Kategori"), (":", " -"),
	("respon", "tanggap"), ("\t", " | "), ("\n\n", "\n"), ("\n", "\n\n"), (".", ";"), ("  ", " "), ("hari", "day"), (",", " dan"),
)  # fmt: skip


def mutated(text: str, rng: random.Random) -> str:
	"""The text damaged as copying and hurry damage it: lines moved, lost, joined or cut, words put for others."""
	lines = text.split("\n")
	for _ in range(rng.randint(1, 6)):
		at = rng.randrange(len(lines))
		match rng.randrange(5):
			case 0:
				lines.insert(rng.randrange(len(lines)), lines.pop(at))
			case 1:
				lines[at] = lines[at][: rng.randrange(len(lines[at]) + 1)]
			case 2 if len(lines) > 2:
				lines[at : at + 2] = [" ".join(lines[at : at + 2])]
			case 3:
				found = lines[at].split(" ")
				rng.shuffle(found)
				lines[at] = " ".join(found)
			case _:
				lines[at] = (
					lines[at].upper()
					if rng.random() < 0.5
					else f"{lines[at]} {rng.randint(1, 60)} {rng.choice(['jam', 'hari', '%', 'HK', 'min'])}"
				)
	damaged = "\n".join(lines)
	for old, new in rng.sample(_SWAPS, 2):
		damaged = damaged.replace(old, new)
	return damaged


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_no_figure_is_lost_whatever_happens_to_the_text(path: Path) -> None:
	"""Every number with a unit, time and range of days stands in the draft, with its line above it, or in the report."""
	rng = random.Random(path.stem)
	text = path.read_text(encoding="utf-8")
	for _ in range(MUTATIONS):
		damaged = mutated(text, rng)
		draft = draft_agreement(damaged, effective_from=START, today=TODAY, language="en")
		listed = {(one.line, plain(one.sentence)) for one in draft.unplaced}
		listed |= {(point.line or 0, plain(point.text)) for point in draft.open_points}
		for number, line in enumerate(damaged.split("\n"), 1):
			for match in _FIGURE.finditer(line):
				heading = _HEADING_NUMBER.match(line)
				if heading and match.start() < heading.end():
					continue
				wording = plain(match[0]).replace(" ", "")
				said = any(at == number and wording in words.replace(" ", "") for at, words in listed)
				above = re.findall(rf"# line {number}: (.*)", draft.text)
				quoted = any(wording in plain(comment).replace(" ", "") for comment in above)
				held = any(
					one.line == number and wording in plain(one.figure).replace(" ", "")
					for one in draft.evidence
				)
				assert said or quoted or (held and above), (number, match[0], line)


LAYOUTS: dict[str, Callable[[str], str]] = {
	"bars to tabs": lambda text: "\n".join(
		""
		if "---" in line and set(line) <= set(" |:-")
		else re.sub(r"\s*\|\s*", "\t", line[1:-1].strip(" ") if line.startswith("|") else line.rstrip())
		if line.count("|") > 1
		else line
		for line in text.split("\n")
	),
	"other bullets": lambda text: re.sub(r"(?m)^(\s*)[•*-] (?=\S)", r"\1▪ ", text),
	"colons in times": lambda text: re.sub(r"(?<![\d.,])(\d{1,2})\.(\d\d)(?!\d|\.\d|\s*%)", r"\1:\2", text),
	"hingga": lambda text: re.sub(r"(?<=\d)\s*[–-]\s*(?=\d{1,2}[.:]\d\d)", " hingga ", text),
	"capitals": str.upper,
	"equal signs": lambda text: re.sub(r"(?<=[A-Za-z)])\s*: (?=\S)", " = ", text),
	"HK": lambda text: re.sub(r"(?i)hari kerja", "HK", text),
	"glued": lambda text: re.sub(
		r"(?<![\d.,x])(\d{1,3}) (?=(?:jam|menit|HK|hours|min|h|mins|hrs)\b)", r"\1", text
	),
	"indented": lambda text: re.sub(r"(?m)^(?=.)", "    ", text),
	"no-break spaces": lambda text: re.sub(r"(?<=\d) (?=[a-z])", "\u00a0", text),
	"bold": lambda text: re.sub(
		r"(?<![\w*.,:/])(\d{1,3} (?:jam|menit|hari|hours?|days?))\b(?!\*)", r"**\1**", text
	),
	"at most": lambda text: re.sub(
		r"(?<=[\t|] )(\d{1,3} (?:jam|menit|hari|hours?|min|days?))", r"maks. \1", text
	),
}


def in_layout(path: Path, change: Callable[[str], str]) -> Any:
	"""The verdict on a document in another layout: its truth is written over with the text, line by line."""

	def changed(node: Any) -> Any:
		if isinstance(node, dict):
			return {key: change(value) if key == "text" else changed(value) for key, value in node.items()}
		return [changed(one) for one in node] if isinstance(node, list) else node

	truth = json.loads(path.with_name(f"{path.stem}.truth.json").read_text(encoding="utf-8"))
	return Judge(changed(truth), change(path.read_text(encoding="utf-8"))).verdict


def test_lines_broken_in_a_sentence_all_in_capitals() -> None:
	verdict = in_layout(HERE / "sop_kementerian_ocr.txt", str.upper)
	assert not verdict.of("wrong", "lost") and not verdict.invented


@pytest.mark.parametrize("layout", LAYOUTS)
def test_another_layout_says_the_same(layout: str) -> None:
	for path in DOCUMENTS[list(LAYOUTS).index(layout) % 6 :: 6]:
		verdict = in_layout(path, LAYOUTS[layout])
		assert not verdict.of("wrong", "lost") and not verdict.invented, path.stem
