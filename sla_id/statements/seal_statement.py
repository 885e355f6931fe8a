"""Seals a reviewed statement into its partner's chain and sends it. A sealed one never changes; its revision replaces it."""

from datetime import datetime
from typing import Any

import frappe
from frappe import _

from sla_id.agreements.agreed_length import agreed_end
from sla_id.agreements.file.model import StatementTerms
from sla_id.agreements.rules.effective_agreement import EffectiveAgreement
from sla_id.availability.spans import instant_of
from sla_id.instants import to_utc, utc_now
from sla_id.savepoints import attempt
from sla_id.statements.content_differences import differences
from sla_id.statements.draft_statement import compute_now
from sla_id.statements.seal_chain import FIRST, Content, content_text, read_content, seal_of
from sla_id.statements.service_line import instant_text
from sla_id.statements.statement_record import TAKEN, keep_statement, lock_statement
from sla_id.statements.statement_values import DOCTYPE, DRAFT, REPLACED, SEALED, state_of
from sla_id.statements.tell_statement import tell_sealed

TRIES = 50


def seal_statement(name: str) -> None:
	"""Seal a draft as the person who has reviewed it, and tell the partner's people.

	Throws ValidationError where the records say something else by now than the draft that was reviewed.
	"""
	replaced = frappe.db.get_value(DOCTYPE, name, "replaces")
	held = lock_statement(replaced, SEALED) if replaced else None
	doc = lock_statement(name, DRAFT)
	computed = compute_now(doc)
	content = read_content(doc.content) or {}
	if differences(content, computed.content):
		frappe.throw(
			_(
				"{0}: the records have changed since it was drafted. Compute it anew, review it, then seal it."
			).format(name)
		)
	now = utc_now().replace(microsecond=0)
	until = answer_until(computed.main, now)
	text = content_text(_sealed_content(doc, content, now, until))
	tell_sealed(_append_to_chain(doc, text, now, until))
	if held:
		_replace(held)


def answer_until(agreement: EffectiveAgreement, sent: datetime) -> datetime | None:
	"""Until when the partner may answer a statement that was sent at an instant; None where the agreement sets no limit."""
	promise = agreement.file.availability
	terms = (promise and promise.statement) or StatementTerms()
	return agreed_end(agreement, terms.answer_within, terms.calendar, sent)


def _sealed_content(doc: Any, content: Content, now: datetime, until: datetime | None) -> Content:
	"""The content with what sealing adds: everything that the statement says is under its seal."""
	return {
		**content,
		"revision": int(doc.revision),
		"reason": doc.reason or "",
		"replaces": frappe.db.get_value(DOCTYPE, doc.replaces, "seal") if doc.replaces else None,
		"partner_name": frappe.get_cached_value("SLA Partner", doc.partner, "partner_name") or doc.partner,
		"sealed": {
			"at": instant_text(instant_of(now)),
			"by": frappe.get_cached_value("User", frappe.session.user, "full_name") or frappe.session.user,
			"answer_until": instant_text(instant_of(until)) if until else None,
		},
	}


def _append_to_chain(doc: Any, text: str, now: datetime, until: datetime | None) -> Any:
	"""Seal a locked draft after the partner's last seal. One that this transaction's snapshot doesn't show is found by its number.

	Places in the chain are unique: of two seals at once the second waits for the first and takes the place after it.
	"""
	number, previous = _last_place(doc.partner)
	for _try in range(TRIES):
		number += 1
		place = f"{doc.partner}:{number}"
		before = state_of(doc)
		doc.update(
			{
				"content": text,
				"state": SEALED,
				"number": number,
				"previous_seal": previous,
				"seal": seal_of(doc.partner, number, previous, text),
				"chain_key": place,
				"sealed_utc": to_utc(now),
				"sealed_by": frappe.session.user,
				"answer_until_utc": to_utc(until),
			}
		)
		with attempt(catch=TAKEN):
			keep_statement(doc, "Sealed", before)
			return doc
		previous = str(frappe.db.get_value(DOCTYPE, {"chain_key": place}, "seal", for_update=True))
		doc = lock_statement(doc.name, DRAFT)
	raise frappe.ValidationError(f"{doc.name}: it finds no place in its partner's chain")


def _last_place(partner: str) -> tuple[int, str]:
	"""The number and the seal of a partner's last sealed statement, as far as this transaction can see; (0, FIRST) without one."""
	found = frappe.get_all(
		DOCTYPE,
		filters={"partner": partner, "number": [">", 0]},
		fields=["number", "seal"],
		order_by="number desc",
		limit=1,
	)
	return (int(found[0].number), found[0].seal) if found else (0, FIRST)


def _replace(held: Any) -> None:
	"""Mark the locked statement whose revision was sealed. It stays as it was sealed."""
	before = state_of(held)
	held.state = REPLACED
	keep_statement(held, "Replaced", before)
