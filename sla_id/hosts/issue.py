"""ERPNext's `Issue`, read. `Replied` waits for the customer, so it pauses like `On Hold`."""

from typing import Any

from sla_id.agreements.partners import Reporter
from sla_id.hosts.base import PAUSED, RESOLVED, RUNNING, Host, HostTicket
from sla_id.hosts.fields import assigned_to, read_facts, ruled_effect
from sla_id.instants import from_site

EFFECTS = {"Open": RUNNING, "Replied": PAUSED, "On Hold": PAUSED, "Resolved": RESOLVED, "Closed": RESOLVED}


def read(doc: Any) -> HostTicket:
	"""One look at an Issue."""
	created, modified = from_site(doc.creation), from_site(doc.modified)
	assert created is not None and modified is not None
	return HostTicket(
		doctype="Issue",
		name=str(doc.name),
		subject=doc.subject or "",
		status=doc.status or "",
		effect=ruled_effect("Issue", doc.status) or EFFECTS.get(doc.status, RUNNING),
		reporter=Reporter(
			customer=("Customer", doc.customer) if doc.get("customer") else None,
			contact=doc.get("contact") or None,
			user=doc.get("raised_by") or None,
			email=doc.get("raised_by") or None,
		),
		facts=read_facts(doc),
		created=created,
		modified=modified,
		team=next(iter(assigned_to(doc)), ""),
		out_of_scope=doc.get("sla_id_out_of_scope") or "",
	)


HOST = Host("Issue", read)
