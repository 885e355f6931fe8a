"""Writes what monitors come to into outages: opens, ends, confirms and corrects them. What a person has changed stays.

Each observation keeps the outage it counted for and what was last written there. So a start or an end is the monitors' to correct
only while the outage still says what they wrote.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import frappe
from frappe import _

from sla_id.bulk import update_rows
from sla_id.instants import from_utc, to_utc
from sla_id.monitors.outage_course import Stretch
from sla_id.monitors.tell_managers import tell_of_doubt
from sla_id.outages.merge_outages import merge_outages
from sla_id.outages.outage_values import (
	ENDED,
	MERGED,
	MONITOR,
	OPEN,
	WITHDRAWN,
	DownService,
	NewOutage,
)
from sla_id.outages.record_outage import (
	change_outage,
	confirm_outage,
	end_outage,
	lock_outage,
	open_outage,
	withdraw_outage,
)
from sla_id.savepoints import attempt

if TYPE_CHECKING:
	from sla_id.monitors.judge_places import Place

OBSERVATION, MESSAGE = "SLA Monitor Observation", "SLA Monitor Message"
MOST_MERGES = 20


class Linked:
	"""The outages that a place's observations already count for, and what was last written to each."""

	def __init__(self, rows: Sequence[Any]) -> None:
		self.rows = {row.observation_key: row for row in rows}
		self._docs: dict[str, Any] = {}
		self._told: dict[str, tuple[Any, Any]] = {}
		for row in rows:
			if row.outage and row.outage not in self._told:
				self._told[row.outage] = (row.told_start_utc, row.told_end_utc)

	def doc(self, name: str) -> Any:
		"""An outage, locked; where it was merged, the one that it was merged into."""
		for _number in range(MOST_MERGES):
			if name not in self._docs:
				self._docs[name] = lock_outage(name)
			doc = self._docs[name]
			if doc.status != MERGED or not doc.merged_into:
				return doc
			name = str(doc.merged_into)
		return self._docs[name]

	def read_again(self, name: str) -> Any:
		"""The same after it was written."""
		self._docs[name] = lock_outage(name)
		return self._docs[name]

	def told(self, name: str) -> tuple[Any, Any]:
		"""The start and the end that were last written to an outage, as its fields hold them."""
		return self._told.get(name, (None, None))

	def note(self, name: str, start: Any, end: Any) -> None:
		"""What is now written to an outage."""
		self._told[name] = (start, end)

	def of(self, keys: Iterable[str]) -> list[str]:
		"""The outages of those observations, the oldest first."""
		names = {self.rows[key].outage for key in keys if key in self.rows and self.rows[key].outage}
		return sorted(names)

	def all(self) -> list[str]:
		"""Every outage that an observation counts for."""
		return sorted(self._told)

	def ended_by_people(self) -> list[datetime]:
		"""The ends that people have given to outages of ours."""
		found = []
		for name in self.all():
			doc = self.doc(name)
			end = from_utc(doc.ended_utc)
			if doc.name == name and doc.status == ENDED and end and doc.ended_utc != self.told(name)[1]:
				found.append(end)
		return found


def write_outages(
	place: "Place", stretches: Sequence[Stretch], linked: Linked, titles: Mapping[str, str]
) -> None:
	"""Make a place's outages say what its monitors come to."""
	taken: set[str] = set()
	for stretch in stretches:
		names = [name for name in linked.of(stretch.keys) if name not in taken]
		live = [name for name in names if linked.doc(name).status != WITHDRAWN]
		if not live and names:
			name = names[0]  # a person said that it was no outage
		elif not live:
			name = _open(place, stretch, linked, titles)
		else:
			name = live[0]
			_update(name, stretch, linked)
			_merge(name, live[1:], linked)
		taken |= {name, *names}
		_link(stretch, name, linked)
		if stretch.in_doubt and stretch.end is not None:
			_ask_for_the_end(stretch, name, linked)
	_withdraw_rest([name for name in linked.all() if name not in taken], linked)


def _open(place: "Place", stretch: Stretch, linked: Linked, titles: Mapping[str, str]) -> str:
	rows = [linked.rows[key] for key in stretch.keys if key in linked.rows]
	first = min(rows, key=lambda row: (row.seen_utc, row.name))
	names = sorted({titles.get(row.target) or row.title for row in rows})
	sources = sorted({row.source for row in rows})
	name = open_outage(
		NewOutage(
			title=", ".join(names)[:140],
			services=(DownService(place.service, place.component or None),),
			started=stretch.start,
			ended=stretch.end,
			impact_percent=Decimal(str(place.impact)),
			detected_by=MONITOR,
			source=", ".join(sources)[:140],
			measured=stretch.start,
			declared=stretch.declared,
			reason=_("Reported by {0}.").format(first.source),
		)
	)
	linked.note(name, to_utc(stretch.start), to_utc(stretch.end))
	return name


def _update(name: str, stretch: Stretch, linked: Linked) -> None:
	"""Correct what is still as the monitors wrote it, end it, or confirm that it lasts."""
	doc = linked.doc(name)
	told_start, told_end = linked.told(name)
	merged = str(doc.name) != name
	values: dict[str, Any] = {}
	start, end = to_utc(stretch.start), to_utc(stretch.end)
	if not merged and doc.started_utc == told_start and told_start != start:
		values = {
			"started_utc": start,
			"measured_start_utc": start,
			"declared_start_utc": to_utc(stretch.declared),
		}
		told_start = start
	if doc.ended_utc == told_end and told_end != end:
		told_end = end
		if doc.status == OPEN and stretch.end is not None:
			end_outage(str(doc.name), stretch.end, _("The monitor reports it up again."))
			doc = linked.read_again(str(doc.name))
		elif not merged:
			values |= {"ended_utc": end, "status": OPEN if end is None else ENDED}
	if values:
		change_outage(doc, "Corrected", values, _("A message of the monitor's came in late."))
		doc = linked.read_again(str(doc.name))
	if doc.status == OPEN and stretch.end is None:
		confirm_outage(str(doc.name), stretch.confirmed)
		linked.read_again(str(doc.name))
	linked.note(name, told_start, told_end)


def _merge(into: str, others: Sequence[str], linked: Linked) -> None:
	"""What turned out to be one outage becomes one record, unless a person has made the records too different."""
	stays = str(linked.doc(into).name)
	for name in others:
		if str(linked.doc(name).name) == stays or linked.doc(name).status == WITHDRAWN:
			continue
		with attempt("Two outages of a monitor's could not be merged", catch=frappe.ValidationError):
			merge_outages(stays, [name], _("The monitor's messages say that it was one outage."))
		linked.read_again(name)
		doc = linked.read_again(stays)
		linked.note(into, doc.started_utc, doc.ended_utc)


def _withdraw_rest(names: Sequence[str], linked: Linked) -> None:
	"""Outages that the monitors don't speak of any more, as when a group's members tell of it themselves."""
	for name in names:
		doc = linked.doc(name)
		untouched = (doc.started_utc, doc.ended_utc) == linked.told(name)
		if str(doc.name) == name and doc.status in (OPEN, ENDED) and untouched:
			withdraw_outage(
				name, _("Another outage tells of it: the monitor reported a group and its members.")
			)


def _link(stretch: Stretch, name: str, linked: Linked) -> None:
	"""Keep which outage the observations of a stretch count for, and what was written to it."""
	start, end = linked.told(name)
	wanted = {"outage": name, "told_start_utc": start, "told_end_utc": end}
	rows = [linked.rows[key] for key in stretch.keys if key in linked.rows]
	changed = {
		row.name: wanted for row in rows if any(row[field] != value for field, value in wanted.items())
	}
	update_rows(OBSERVATION, changed)
	messages = {row.message for row in rows if row.name in changed and row.message}
	update_rows(MESSAGE, {message: {"outage": name} for message in sorted(messages)})
	for row in rows:
		row.update(wanted)


def _ask_for_the_end(stretch: Stretch, name: str, linked: Linked) -> None:
	"""Tell the managers once where an end is only the latest possible, unless somebody has corrected it."""
	assert stretch.end is not None
	doc = linked.doc(name)
	if doc.status == ENDED and doc.ended_utc == to_utc(stretch.end):
		row = next(linked.rows[key] for key in sorted(stretch.keys) if key in linked.rows)
		tell_of_doubt(frappe.get_doc("SLA Monitor Source", row.source), name, stretch.end)
