"""Tells other systems what happens: one message to every webhook endpoint that wants an event."""

from collections.abc import Iterable, Mapping
from typing import Any

import frappe

from sla_id.notify.outbox.channels.webhook import ENDPOINT, WEBHOOK
from sla_id.notify.outbox.message import Message
from sla_id.notify.outbox.write_messages import enqueue_all


def publish(event: str, key: str, context: Mapping[str, Any], reference: tuple[str, str]) -> None:
	"""Tell every webhook endpoint that wants to hear of an event: escalation, at_risk or breached."""
	enqueue_all(published(open_endpoints(), event, key, context, reference))


def open_endpoints() -> list[Any]:
	"""The enabled webhook endpoints, each with the events it wants. If it names none, it wants all."""
	return list(frappe.get_all(ENDPOINT, filters={"enabled": 1}, fields=["name", "events"]))


def published(
	endpoints: Iterable[Any], event: str, key: str, context: Mapping[str, Any], reference: tuple[str, str]
) -> list[Message]:
	"""The messages of `publish` to those endpoints, for a caller that writes several at once."""
	return [
		Message(
			f"{key}:{WEBHOOK.key}:{endpoint.name}",
			WEBHOOK.title,
			endpoint.name,
			event,
			context,
			reference,
			account=endpoint.name,
		)
		for endpoint in endpoints
		if not (endpoint.events or "").strip() or event in endpoint.events.split()
	]
