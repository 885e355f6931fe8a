"""The helpdesks that the app works with: one line for each, with the DocType of its tickets and its adapter.

hooks.py reads this without frappe. Its handlers, forms and fields are the same on each of these DocTypes.
"""

ADAPTERS = {
	"HD Ticket": "sla_id.hosts.hd_ticket.HelpdeskTickets",
	"Issue": "sla_id.hosts.issue.Issues",
}
