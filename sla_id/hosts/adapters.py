"""The helpdesks that the app can live in: the DocType of their tickets, and the adapter that knows them. One line each.

Read without frappe, for hooks.py: its handlers, forms and fields are the same on each of these DocTypes.
"""

ADAPTERS = {
	"HD Ticket": "sla_id.hosts.hd_ticket.HelpdeskTickets",
	"Issue": "sla_id.hosts.issue.Issues",
}
