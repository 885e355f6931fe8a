"""What the people of the soak do, through the hosts' documents and the app's own functions."""

from typing import Any

from sla_id.api.escalation import acknowledge
from sla_id.api.escalation_requests import declare_massive_impact
from sla_id.api.ticket import record_workaround
from sla_id.sweep.minute_tick import run_sla_minute_tick
from tests.app import world
from tests.soak.script import HOSTS


class Desk:
	"""The helpdesk of one process. Tickets are known by their subject: another process may have made them."""

	def __init__(self, frappe: Any) -> None:
		self.frappe = frappe

	def tick(self) -> int:
		"""The minute tick, as the scheduler runs it."""
		self.frappe.set_user("Administrator")
		return run_sla_minute_tick()

	def do(self, told: dict[str, Any]) -> str:
		"""One step; "done", or why it had no place."""
		self.frappe.set_user("Administrator")
		host = HOSTS[told["ticket"] % 2]
		if told["do"] == "report":
			if self.frappe.db.exists(host, {"subject": _subject(told)}):
				return "reported already"
			world.ticket(host, subject=_subject(told), sla_id_priority=told["value"])
			return "done"
		name = self.frappe.db.get_value(host, {"subject": _subject(told)})
		if name is None:
			return "no such ticket"
		doc = self.frappe.get_doc(host, name)
		return _STEPS[told["do"]](self.frappe, doc, told) or "done"


def _subject(told: dict[str, Any]) -> str:
	return f"Gangguan {told['ticket']}"


def _status(effect: str) -> Any:
	def change(frappe: Any, doc: Any, told: dict[str, Any]) -> None:
		world.change(doc, status=world.status(doc.doctype, effect))

	return change


def _past_the_hooks(frappe: Any, doc: Any, told: dict[str, Any]) -> None:
	frappe.db.set_value(doc.doctype, doc.name, "status", world.status(doc.doctype, "Paused"))


def _reclassify(frappe: Any, doc: Any, told: dict[str, Any]) -> None:
	world.change(doc, sla_id_priority=told["value"], sla_id_priority_reason="Dampaknya lain")


def _take_over(frappe: Any, doc: Any, told: dict[str, Any]) -> str | None:
	row = frappe.db.get_value(
		"SLA Escalation",
		{"sla_ticket": f"{doc.doctype} {doc.name}", "acknowledged_by": ["is", "not set"]},
		order_by="level desc",
	)
	if row is None:
		return "nothing to take over"
	acknowledge(row)
	return None


def _workaround(frappe: Any, doc: Any, told: dict[str, Any]) -> None:
	record_workaround(doc.doctype, str(doc.name), "Jalur cadangan")


def _massive(frappe: Any, doc: Any, told: dict[str, Any]) -> None:
	declare_massive_impact(doc.doctype, str(doc.name), "Seluruh cabang berhenti")


_STEPS: dict[str, Any] = {
	"assign": lambda frappe, doc, told: world.assign(doc),
	"reply": lambda frappe, doc, told: world.reply(doc) and None,
	"pause": _status("Paused"),
	"resume": _status("Running"),
	"solve": _status("Resolved"),
	"reopen": _status("Running"),
	"reclassify": _reclassify,
	"take over": _take_over,
	"workaround": _workaround,
	"massive": _massive,
	"past the hooks": _past_the_hooks,
}
