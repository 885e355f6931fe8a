"""What was approved is kept to the letter, so that nothing that changes elsewhere changes the text of a hash."""

import frappe

from sla_id.agreements.records.read_agreement import signed_text
from sla_id.agreements.rules.signed_part import hash_of


def execute() -> None:
	"""Run any number of times. A record that no longer says what was approved keeps its hash and gets no text."""
	agreements = frappe.get_all(
		"SLA Agreement",
		filters={"content_hash": ["is", "set"], "signed_text": ["is", "not set"]},
		pluck="name",
	)
	for name in agreements:
		agreement = frappe.get_doc("SLA Agreement", name)
		try:
			text = signed_text(agreement)
		except (frappe.ValidationError, frappe.DoesNotExistError, ValueError):
			continue  # what it refers to is gone; the daily check says so
		if hash_of(text) == agreement.content_hash:
			agreement.db_set("signed_text", text, update_modified=False)
