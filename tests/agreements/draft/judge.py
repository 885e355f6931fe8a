"""Holds a draft against the true figures of a document: what was recovered, wrong, invented, listed or lost.

The truth files have the form that `documents/README.md` describes. A row of the draft is right when its clock, level,
service, amount and calendar are those of a figure of the text; a figure that isn't in the draft has to be in the
report with its line and wording.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from tests.agreements.draft.reading import Reading, read

SECONDS = {"min": 60, "h": 3600, "s": 1}


def plain(text: object) -> str:
	dashes = re.sub("[\u2010-\u2015\u2212]", "-", str(text)).replace("\u00a0", " ").replace("\u2265", ">")
	return " ".join(re.sub(r"\*+|`+", "", dashes).lower().split())


def says(text: str, wording: str) -> bool:
	return re.search(rf"(?<![\w.,]){re.escape(plain(wording))}(?!\w)", plain(text)) is not None


def words(text: object) -> set[str]:
	return set(re.findall(r"[a-z0-9]+", plain(text)))


@dataclass
class Verdict:
	"""What became of each figure, and what the draft holds beyond them."""

	outcomes: list[tuple[str, str]] = field(default_factory=list)
	invented: list[str] = field(default_factory=list)

	@property
	def counts(self) -> Counter[str]:
		return Counter(outcome for outcome, _ in self.outcomes)

	def of(self, *outcomes: str) -> list[str]:
		return [f"{outcome}: {text}" for outcome, text in self.outcomes if outcome in outcomes]


class Judge:
	def __init__(self, truth: dict[str, Any], text: str) -> None:
		self.truth, self.verdict = truth, Verdict()
		self.reading: Reading = read(text)
		self._hours()
		self._targets()
		self._availability()
		self._terms()

	@cached_property
	def listed(self) -> list[tuple[int, str]]:
		draft = self.reading.draft
		found = [(one.line, one.sentence) for one in draft.unplaced]
		found += [(fact.line, fact.text) for fact in draft.facts]
		return found + [
			(point.line, point.text) for point in draft.open_points if point.line and point.kind != "check"
		]

	def _note(self, kind: str, figure: dict[str, Any], outcome: str = "") -> None:
		places = [figure, *figure.get("also", ())]
		there = any(
			line == one["line"] and says(text, one["text"]) for one in places for line, text in self.listed
		)
		said = outcome or ("listed" if there else "lost")
		self.verdict.outcomes.append((said, f"line {figure['line']} {kind}: {figure['text']}"))

	# Hours ------------------------------------------------------------------------------------------------------

	def _hours(self) -> None:
		file = self.reading.file
		calendar = file.get("calendars", {}).get(file.get("default_calendar")) or {}
		got, want = calendar.get("hours"), self.truth["hours"]
		if got and (want is None or (got == "24x7") != (want == "24x7")):
			self.verdict.invented.append(f"hours {got}")
			got = None
		for figure in self.truth["hours_figures"]:
			self._note("hours", figure, self._window(figure, want, got))
		if isinstance(got, dict):
			self.verdict.invented += [f"hours on {day}" for day in got if day not in want]
		open_ = [one.path for one in self.reading.draft.open_points if one.kind == "fill" and one.line]
		decided = "calendars.business.holidays" not in open_ or self.reading.draft.accepted
		if got and decided and self.truth["holidays_excluded"] not in (None, bool(calendar.get("holidays"))):
			self.verdict.invented.append(f"holidays {calendar.get('holidays')}")

	def _window(self, figure: dict[str, Any], want: Any, got: Any) -> str:
		if not got or want == "24x7":
			return "recovered" if got else ""
		days = figure["days"]
		if not any(got.get(day) for day in days):
			return ""
		if all(got.get(day) == want[day] for day in days):
			return "recovered"
		edges = all(
			got.get(d) and (got[d][0][0], got[d][-1][1]) == (want[d][0][0], want[d][-1][1]) for d in days
		)
		own_break = any(one["part"] == "break" and one["days"] == days for one in self.truth["hours_figures"])
		return ("" if figure["part"] == "break" else "recovered") if edges and own_break else "wrong"

	# Targets ----------------------------------------------------------------------------------------------------

	def _rows(self) -> Iterator[tuple[dict[str, Any], set[int]]]:
		places = {entry.path: entry.line for entry in self.reading.draft.evidence}
		for n, row in enumerate(self.reading.file.get("targets", ())):
			if not row.get("assumed") and re.search(r"\d", str(row["target"])):
				yield row, {line for path, line in places.items() if path.startswith(f"targets[{n}].")}

	def _targets(self) -> None:
		left = list(self.truth["targets"])
		found: dict[int, str] = {}
		free = []
		for row, at in self._rows():
			hits = [n for n, one in enumerate(left) if self._is_for(row, one) and self._fits(row, one)]
			hits = [] if at and at <= set(self.truth["not_figures"]) else hits
			hits.sort(key=lambda n: left[n]["line"] not in at)
			new = [n for n in hits if n not in found]
			if new:
				found[new[0]] = "recovered"
			elif not hits:
				free.append((row, at))
		for row, at in free:
			near = [
				n
				for n, one in enumerate(left)
				if n not in found and at & {one["line"], one.get("merged_into")}
			]
			if near:
				found[near[0]] = "wrong"
			else:
				self.verdict.invented.append(f"target {row} (lines {sorted(at)})")
		for n, one in enumerate(left):
			self._note(f"{one['clock']} of {one['level'] or one['service'] or 'all'}", one, found.get(n, ""))

	def _is_for(self, row: dict[str, Any], one: dict[str, Any]) -> bool:
		priority, service, names = row.get("priority"), row.get("service"), self.truth["levels"]
		if row["clock"] not in one["clock"].split("|"):
			return False
		if one["level"]:
			wanted = next(n for n, level in enumerate(names) if one["level"] in level)
			if priority is None or self._level(priority) != wanted:
				return False
		elif priority is not None and (names or one["service"]):
			return False
		if one["service"] in (None, "*"):
			return one["service"] == "*" or service is None
		return service is not None and self._alike(one["service"], service)

	def _level(self, code: str) -> int | None:
		entries = self.reading.file["priorities"]
		entry = next(entry for entry in entries if entry["code"] == code)
		label = entry["label"]
		ours = {plain(name) for name in [code, *(label.values() if isinstance(label, dict) else [label])]}
		named = next(
			(n for n, level in enumerate(self.truth["levels"]) if ours & set(map(plain, level))), None
		)
		if named is None and len(entries) == len(self.truth["levels"]):
			return entries.index(entry)
		return named

	def _alike(self, wanted: str, code: str) -> bool:
		def walk(entries: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
			for entry in entries:
				yield entry
				yield from walk(entry.get("children", []))

		entry = next(one for one in walk(self.reading.file["services"]) if one["code"] == code)
		names = entry["name"].values() if isinstance(entry["name"], dict) else [entry["name"]]
		ours = words(wanted)
		return any(
			ours <= (own := words(name)) or own <= ours or len(ours & own) / len(ours | own) >= 0.6
			for name in names
		)

	def _fits(self, row: dict[str, Any], one: dict[str, Any]) -> bool:
		calendars = self.reading.file.get("calendars", {})
		calendar = calendars.get(row.get("calendar") or self.reading.file.get("default_calendar"))
		always = None if calendar is None else calendar.get("hours") == "24x7"
		parts = re.findall(r"(\d+(?:\.\d+)?)\s*(s|min|h|days?)\b", str(row["target"]))
		days = float(parts[0][0]) if parts[0][1].startswith("day") else None
		seconds = None if days is not None else sum(float(amount) * SECONDS[unit] for amount, unit in parts)
		for form in one["seconds_or_days"].split("|"):
			match = re.fullmatch(r"(?:(\d+)x)?(\d+)([mhd]|[wa][mh]|[wc]d)", form)
			assert match, form
			amount, unit = float(match[1] or 1) * float(match[2]), match[3]
			needed = True if match[1] or unit[0] in "ac" else False if unit[0] == "w" else None
			if unit[-1] != "d":
				right = seconds == amount * SECONDS[{"m": "min", "h": "h"}[unit[-1]]]
			elif unit != "wd" and seconds == amount * 86400:
				right, needed = True, True
			else:
				right = days == amount
			if right and needed in (None, always):
				return True
		return False

	# The rest ---------------------------------------------------------------------------------------------------

	def _availability(self) -> None:
		true, got = (
			self.truth["availability"],
			self.reading.file.get("availability", {}).get("target_percent"),
		)
		right = true is not None and got is not None and float(got) == true["percent"]
		if true:
			self._note("availability", true, "recovered" if right else "")
		if got is not None and not right:
			self.verdict.invented.append(f"availability {got}")

	def _terms(self) -> None:
		def scalars(node: Any) -> Iterator[str]:
			if isinstance(node, dict | list):
				for value in node.values() if isinstance(node, dict) else node:
					yield from scalars(value)
			elif isinstance(node, str):
				yield node

		said = [*scalars(self.reading.file.get("terms")), *scalars(self.reading.file.get("availability"))]
		for one in self.truth["terms"]:
			self._note("term", one, "recovered" if any(says(text, one["text"]) for text in said) else "")


@cache
def judge(path: Path) -> Verdict:
	"""The verdict on NAME.txt beside NAME.truth.json; each document is read once for all tests."""
	truth = json.loads(path.with_name(f"{path.stem}.truth.json").read_text(encoding="utf-8"))
	return Judge(truth, path.read_text(encoding="utf-8")).verdict
