"""Wiring of the host app: dotted paths only."""

app_name = "helpdesk_host"
app_title = "Helpdesk"
app_publisher = "sla_id"
app_description = "Ticket DocTypes to test and show sla_id on"
app_email = "noreply@example.com"
app_license = "MIT"
app_logo_url = "/assets/helpdesk_host/images/logo.svg"

_ticket = "helpdesk_host.helpdesk_host.doctype.hd_ticket.hd_ticket"
_issue = "helpdesk_host.helpdesk_host.doctype.issue.issue"

add_to_apps_screen = [
	{
		"name": "helpdesk_host",
		"logo": app_logo_url,
		"title": "Helpdesk",
		"route": "/desk/helpdesk",
		"has_permission": "helpdesk_host.people.is_agent",
	}
]

after_install = "helpdesk_host.setup.after_install"

# ERPNext runs its SLA on every DocType's validate, after the hooks on the DocType itself.
doc_events = {
	"*": {
		"validate": "helpdesk_host.helpdesk_host.doctype.service_level_agreement.service_level_agreement.apply",
	},
}

permission_query_conditions = {"HD Ticket": f"{_ticket}.permission_query"}
has_permission = {"HD Ticket": f"{_ticket}.has_permission"}
has_website_permission = {"Issue": f"{_issue}.has_website_permission"}

scheduler_events = {
	"daily": [f"{_ticket}.close_tickets_after_n_days", f"{_issue}.auto_close_tickets"],
	"hourly_long": [f"{_ticket}.update_sla_status_in_ticket"],
}
