"""Records that the host app's documents need, as Helpdesk and ERPNext create them. Called once, after install."""

import frappe

HOUR = 3600

STATUSES = (
	{"label_agent": "Open", "color": "Red", "category": "Open", "order": 1},
	{
		"label_agent": "Replied",
		"color": "Blue",
		"category": "Paused",
		"order": 2,
		"different_view": 1,
		"label_customer": "Awaiting Response",
	},
	{"label_agent": "Resolved", "color": "Green", "category": "Resolved", "order": 3},
	{"label_agent": "Closed", "color": "Gray", "category": "Resolved", "order": 4},
)
# priority, response and resolution in seconds
PRIORITIES = (
	("Low", 24 * HOUR, 72 * HOUR),
	("Medium", 8 * HOUR, 24 * HOUR),
	("High", HOUR, 4 * HOUR),
	("Urgent", HOUR // 2, 2 * HOUR),
)


def after_install() -> None:
	"""Create statuses, priorities, types, the default agreement and settings."""
	for status in STATUSES:
		_make("HD Ticket Status", status["label_agent"], enabled=1, **status)
	for priority, _response, _resolution in PRIORITIES:
		_make("HD Ticket Priority", priority, level=priority)
		_make("Issue Priority", priority)
	_make("HD Ticket Type", "Unspecified", is_system=1)
	for name in ("Question", "Bug", "Incident"):
		_make("HD Ticket Type", name)
	_make("HD Ticket Template", "Default", template_name="Default")
	for team in ("Product Experts", "Billing"):
		_make("HD Team", team, team_name=team)
	_make(
		"HD Service Level Agreement",
		"Default",
		service_level="Default",
		default_sla=1,
		enabled=1,
		default_priority="Medium",
		priorities=[
			{
				"priority": priority,
				"default_priority": int(priority == "Medium"),
				"response_time": response,
				"resolution_time": resolution,
			}
			for priority, response, resolution in PRIORITIES
		],
	)
	for field, value in (
		("default_ticket_status", "Open"),
		("ticket_reopen_status", "Open"),
		("default_ticket_type", "Unspecified"),
		("default_priority", "Medium"),
	):
		frappe.db.set_single_value("HD Settings", field, value)
	for doctype in ("Website Settings", "Navbar Settings"):
		frappe.db.set_single_value(doctype, "app_logo", "/assets/helpdesk_host/images/logo.svg")
	_make("Customer Group", "All Customer Groups", customer_group_name="All Customer Groups", is_group=1)


def _make(doctype: str, name: str, **values: object) -> None:
	if frappe.db.exists(doctype, name):
		return
	document = frappe.get_doc({"doctype": doctype, **values})
	document.name = name
	document.insert(ignore_permissions=True)
