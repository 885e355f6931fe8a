"""How many figures of the five documents a draft recovers, held against the table in README.md.

The documents are no part of the repository: SLA_ID_SHARED names their folder, else it is ../shared/seeds.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from sla_id.agreements.draft import Evidence, draft_agreement
from sla_id.agreements.draft.lines import read_lines
from sla_id.agreements.draft.numbers import NUMBER_WORD
from sla_id.agreements.file import AgreementFile, parse
from sla_id.fixtures.sample_agreements import sample_agreement
from tests.agreements.draft.figures import DOCUMENTS, Figure, all_figures
from tests.agreements.draft.reading import START, TODAY, Reading, read

ROOT = Path(__file__).resolve().parents[3]
SEEDS = Path(os.environ.get("SLA_ID_SHARED") or ROOT.parent / "shared" / "seeds")
SAMPLES = {"000": "innovasia_mitra", "001": "hai_djpb", "004": "benemica"}
pytestmark = pytest.mark.skipif(
	not any(SEEDS.glob("000*.txt")),
	reason=f"the five documents aren't there ({SEEDS.parent.name}/{SEEDS.name})",
)


@cache
def seed(document: str) -> str:
	"""A document's text with the lines and signs as the draft counts them."""
	path = next(SEEDS.glob(f"{document}*.txt"))
	return "\n".join(line.text for line in read_lines(path.read_text(encoding="utf-8")))


@cache
def reading(document: str) -> Reading:
	return read(seed(document))


def recovered(figure: Figure) -> bool:
	try:
		return bool(figure.look(reading(figure.document)) == figure.expected)
	except (KeyError, IndexError, TypeError, AssertionError, StopIteration):
		return False


def promised() -> dict[str, tuple[int, int]]:
	"""The counts in README.md."""
	text = (ROOT / "README.md").read_text(encoding="utf-8")
	table = text.partition("<!-- draft-figures -->")[2].partition("<!-- /draft-figures -->")[0]
	rows = re.findall(r"^\| (\d{3}) [^|]*\| (\d+) of (\d+) \|", table, re.MULTILINE)
	return {document: (int(found), int(all_)) for document, found, all_ in rows}


def test_the_figures_recovered_are_those_that_the_readme_promises() -> None:
	figures = all_figures()
	listed = Counter(figure.document for figure in figures)
	found = Counter(figure.document for figure in figures if recovered(figure))
	measured = {document: (found[document], listed[document]) for document in DOCUMENTS}
	for figure in figures:
		if not recovered(figure):
			print(f"not recovered: {figure.document} {figure.section}: {figure.what}")
	for document, (count, of) in measured.items():
		print(f"{document} | {count} of {of}")
	assert measured == promised()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_each_value_stands_where_its_evidence_says(document: str) -> None:
	lines = seed(document).split("\n")
	for entry in reading(document).draft.figures:
		quoted = lines[entry.line - 1][entry.start : entry.end]
		assert "…" in entry.figure or entry.figure == " ".join(re.sub(r"[*`]+|</?i>", "", quoted).split())


def mutated(document: str, line: int, at: int, old: str) -> Reading:
	"""The document with one number raised by one (a number word becomes "sebelas")."""
	lines = seed(document).split("\n")
	text = lines[line - 1]
	new = str(int(old) + 1).zfill(len(old)) if old.isdigit() else "sebelas"
	lines[line - 1] = text[:at] + new + text[at + len(old) :]
	return read("\n".join(lines))


def spots(document: str) -> dict[tuple[int, int], tuple[str, list[Evidence]]]:
	"""Every number that evidence rests on, by line and place. Codes (P1, SP2D) and "24x7" are names."""
	found: dict[tuple[int, int], tuple[str, list[Evidence]]] = {}
	lines = seed(document).split("\n")
	for entry in reading(document).draft.figures:
		text = lines[entry.line - 1]
		names = [match.span() for match in re.finditer(r"24\s*[x/]\s*7|[A-Za-z]\w*\d\w*", text)]
		numbers = [*re.finditer(r"(?<![A-Za-z\d.])\d+", text), *NUMBER_WORD.finditer(text)]
		for match in numbers:
			inside = entry.start <= match.start() and match.end() <= entry.end
			if inside and not any(start <= match.start() < end for start, end in names):
				found.setdefault((entry.line, match.start()), (match[0], []))[1].append(entry)
	return found


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_number_changed_in_the_text_changes_in_the_draft(document: str) -> None:
	"""At a path of its evidence; or, where the text gives it twice, the draft says that the two differ."""
	before, deaf = reading(document), []
	for (line, at), (old, entries) in spots(document).items():
		after = mutated(document, line, at, old)
		values = {one.path: one.value for one in after.draft.evidence}
		follows = any(values.get(entry.path) != entry.value for entry in entries)
		if not follows and after.points("contradiction") == before.points("contradiction"):
			deaf.append((line, entries[0].figure, entries[0].path))
	assert not deaf


@pytest.mark.parametrize("document", SAMPLES)
def test_the_targets_are_those_of_the_file_written_by_hand(document: str) -> None:
	"""Scope by scope, without what that file assumes or passes on from sub-services to the service above them;
	services without a code are compared by their targets.
	"""
	ours = parse(draft_agreement(seed(document), effective_from=START, today=TODAY).text)
	theirs = parse(sample_agreement(SAMPLES[document]))
	codes = {service.code for service, _ in ours.all_services()} & {s.code for s, _ in theirs.all_services()}

	parents = {service.code for service in theirs.services if service.children}

	def promises(file: AgreementFile) -> Counter[tuple[object, ...]]:
		return Counter(
			(
				row.clock,
				row.priority,
				row.channel if row.channel != "cso" else "hai_cso",
				row.service if row.service in codes else bool(row.service),
				row.stage,
				str(row.target),
				row.calendar,
				row.met_by,
			)
			for row in file.targets
			if not row.assumed and row.service not in parents and (row.priority or row.channel or row.service)
		)

	assert promises(ours) == promises(theirs)
	assert {one.code: one.week for one in ours.calendars} == {one.code: one.week for one in theirs.calendars}
	for mine, hand in zip(ours.calendars, theirs.calendars, strict=True):
		assert set(mine.holidays) <= set(hand.holidays)
	assert ours.matrix == theirs.matrix
	assert ours.agreement.hours_per_day == theirs.agreement.hours_per_day
	assert ours.agreement.review == theirs.agreement.review
	assert [p.code for p in ours.priorities] == [p.code for p in theirs.priorities]
	assert [len(tier.triggers) for tier in ours.tiers] == [len(tier.triggers) for tier in theirs.tiers]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_no_telephone_number_and_no_person_gets_into_a_draft(document: str) -> None:
	draft = reading(document).draft
	said = [
		draft.text,
		*(entry.sentence for entry in draft.evidence),
		*(one.sentence for one in draft.unplaced),
	]
	said += [fact.text for fact in draft.facts] + [point.text for point in draft.open_points]
	for match in re.finditer(r"\+?\d[\d ()-]{6,20}\d(?:\s*\(([^()]+)\))?", seed(document)):
		if sum(sign.isdigit() for sign in match[0]) < 9:
			continue
		for text in said:
			assert match[0] not in text
			assert match[1] is None or match[1] not in text


def test_what_is_no_agreement_says_what_to_fill_in() -> None:
	for document in ("002", "003"):
		assert not reading(document).draft.accepted
		assert {path for path, _ in reading(document).points("fill")} >= {"calendars", "priorities"}
	assert all(reading(document).draft.accepted for document in SAMPLES)
