"""What a source and its targets may say, and what follows from saving and deleting them. Called by their controllers."""

import re
from typing import Any

import frappe
from frappe import _

from sla_id.bulk import update_rows
from sla_id.monitors.judge_places import places_of_targets
from sla_id.monitors.read_messages import MESSAGE, OBSERVATION
from sla_id.monitors.receive_message import ask_to_judge
from sla_id.monitors.silence import BLIND
from sla_id.monitors.watched_targets import TARGET, SourceTargets, parse_matcher

SOURCE = "SLA Monitor Source"
STATUSES = re.compile(r"\s*[1-5]\d\d(\s*-\s*[1-5]\d\d)?(\s*,\s*[1-5]\d\d(\s*-\s*[1-5]\d\d)?)*\s*")
MAPPED_BY = ("matcher", "service", "component", "impact_percent", "ignored")


def check_source(doc: Any) -> None:
	"""Throws ValidationError for numbers that would stop the source."""
	if doc.kept_days and doc.kept_days < 35:
		frappe.throw(_("Keep messages for at least 35 days: late ones are judged with those before them."))
	if doc.kind == "Own Check" and doc.check_every_seconds and doc.check_every_seconds < 60:
		frappe.throw(_("Check every: at least 60 seconds."))


def forget_source(name: str) -> None:
	"""Delete a source's targets, messages, observations and blind times. The outages stay."""
	for doctype in (MESSAGE, OBSERVATION, BLIND, TARGET):
		frappe.db.delete(doctype, {"source": name})


def check_target(doc: Any) -> None:
	"""Throws ValidationError for a matcher, an impact or an address that nothing could be done with."""
	kind = frappe.get_cached_value(SOURCE, doc.source, "kind")
	if not 0 < float(doc.impact_percent or 0) <= 100:
		frappe.throw(_("Impact: give a percentage above 0, at most 100."))
	if kind == "Own Check":
		_check_address(doc)
		return
	try:
		labels = parse_matcher(doc.matcher or "")
	except ValueError as line:
		frappe.throw(_("Which messages: {0} isn't a label. Write name=value.").format(frappe.bold(str(line))))
	if not labels:
		frappe.throw(_("Which messages: name at least one label, e.g. name=Portal."))


def judge_mapped(doc: Any) -> None:
	"""on_update: where what is mapped has changed, look through what has waited, and judge it."""
	before = doc.get_doc_before_save()
	if doc.flags.sla_id_listed or (before and not any(doc.get(f) != before.get(f) for f in MAPPED_BY)):
		return
	source = frappe.get_cached_doc(SOURCE, doc.source)
	if source.kind != "Own Check":
		_match_again(source)
	ask_to_judge()


def forget_target(name: str) -> None:
	"""on_trash: its observations wait; they are looked through again when another target is saved."""
	table = frappe.qb.DocType(OBSERVATION)
	frappe.qb.update(table).set(table.target, None).where(table.target == name).run()


def _match_again(source: Any) -> None:
	"""Find each observation's target anew, and have the messages judged whose observations it changes or that waited."""
	targets = SourceTargets(source)
	table = frappe.qb.DocType(OBSERVATION)
	rows = (
		frappe.qb.from_(table)
		.select(table.name, table.labels_json, table.target, table.message)
		.where((table.source == source.name) & (table.settled == 0))
	).run(as_dict=True)
	changes, messages = {}, set()
	placed = places_of_targets({row.target for row in rows if row.target})
	for row in rows:
		found = targets.find(frappe.parse_json(row.labels_json or "{}"))
		if found and found != row.target:
			changes[row.name] = {"target": found}
		if (found and found != row.target) or row.target in placed:
			messages.add(row.message)
	update_rows(OBSERVATION, changes)
	judged_again = {name: {"state": "Stored", "next_try_utc": None} for name in messages if name}
	waiting = frappe.get_all(
		MESSAGE,
		filters={"name": ["in", list(judged_again) or [""]], "state": ["!=", "Ignored"]},
		pluck="name",
	)
	update_rows(MESSAGE, {name: judged_again[name] for name in waiting})


def _check_address(doc: Any) -> None:
	address = (doc.url or "").strip()
	if doc.check_kind == "TCP":
		if not re.fullmatch(r"[^\s/:@]+:\d{1,5}|\[[0-9a-fA-F:]+\]:\d{1,5}", address):
			frappe.throw(_("Address: give host:port, e.g. mail.example.id:993."))
	elif not re.match(r"https?://[^\s/]+", address):
		frappe.throw(_("Address: give one that begins with https://."))
	if doc.check_kind == "HTTP" and not STATUSES.fullmatch(doc.expected_status or "200-399"):
		frappe.throw(_("Good answers: give statuses, e.g. 200-299, 401."))
