"""A draft as the tests look at it: the file's values, its facts and open points, by short names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import yaml

from sla_id.agreements.draft import Draft, draft_agreement

START = date(2025, 1, 1)
TODAY = date(2026, 1, 1)


@dataclass
class Reading:
	"""A draft and its file as plain values (003 and 002 are no complete agreements, so nothing is parsed)."""

	draft: Draft

	@cached_property
	def file(self) -> dict[str, Any]:
		return yaml.safe_load(self.draft.text)

	def at(self, path: str) -> Any:
		"""The value at a dotted path."""
		node: Any = self.file
		for name in path.split("."):
			node = node[name]
		return node

	def row(self, clock: str, **scope: str) -> dict[str, Any]:
		"""The one target of a clock and a scope."""
		keys = ("priority", "channel", "service", "stage")
		found = [
			row
			for row in self.file["targets"]
			if row["clock"] == clock and all(row.get(key) == scope.get(key) for key in keys)
		]
		assert len(found) == 1, (clock, scope, found)
		return found[0]

	def target(self, clock: str, **scope: str) -> str:
		return self.row(clock, **scope)["target"]

	def calendar(self, clock: str, **scope: str) -> str:
		return self.row(clock, **scope).get("calendar", self.file["default_calendar"])

	def service(self, code: str) -> str:
		return self.target("fulfilment", service=code, stage="handed_over")

	def channel(self, code: str) -> dict[str, Any]:
		return next(entry for entry in self.file["channels"] if entry["code"] == code)

	def priority(self, code: str) -> dict[str, Any]:
		return next(entry for entry in self.file["priorities"] if entry["code"] == code)

	def label(self, code: str) -> str:
		label = self.priority(code)["label"]
		return label["id"] if isinstance(label, dict) else label

	def tier(self, level: int) -> dict[str, Any]:
		return next(entry for entry in self.file["escalation"]["tiers"] if entry["level"] == level)

	def trigger(self, level: int, on: str) -> dict[str, Any]:
		return next(entry for entry in self.tier(level)["triggers"] if entry["on"] == on)

	def reasons(self, level: int) -> list[str]:
		return [reason["label"] for reason in self.trigger(level, "manual")["reasons"]]

	def needs(self, letter: str) -> tuple[str, ...]:
		"""What a category of the limited channel needs."""
		category = next(one for one in self.channel("whatsapp")["categories"] if one["code"] == letter)
		return tuple(text.lower() for text in [*category["required"], *category.get("optional", [])])

	def facts(self, kind: str) -> list[str]:
		return [fact.text for fact in self.draft.facts if fact.kind == kind]

	def points(self, kind: str) -> list[tuple[str, int | None]]:
		return [(point.path, point.line) for point in self.draft.open_points if point.kind == kind]

	def steps(self) -> list[tuple[str, str]]:
		"""Number and owner of each step of a procedure."""
		return [(fact.number, fact.owner.lower()) for fact in self.draft.facts if fact.kind == "step"]


def read(text: str, language: str = "en") -> Reading:
	"""The draft of a text, with a start for those that name none."""
	return Reading(draft_agreement(text, effective_from=START, today=TODAY, language=language))
