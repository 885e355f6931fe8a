"""What Frappe needs to know of the app. Dotted paths only; the logic lives in the rooms they name."""

from sla_id.assets import asset_url as _asset_url
from sla_id.hosts.adapters import ADAPTERS

app_name = "sla_id"
app_title = "SLA ID"
app_publisher = "The sla_id authors"
app_description = "Indonesian service level agreements for Frappe Helpdesk and ERPNext"
app_email = "sla-id@example.com"
app_license = "mit"
require_type_annotated_api_methods = True

after_install = "sla_id.setup.install.after_install"
after_app_install = "sla_id.setup.install.after_app_install"
after_migrate = "sla_id.setup.install.after_migrate"
before_app_uninstall = "sla_id.setup.uninstall.before_app_uninstall"
before_uninstall = "sla_id.setup.uninstall.before_uninstall"
after_uninstall = "sla_id.setup.uninstall.after_uninstall"

fixtures = [
	{"dt": "Role", "filters": [["name", "in", ["SLA Manager", "SLA Agent", "SLA Partner", "SLA Executive"]]]}
]

_TICKET = {
	"before_validate": "sla_id.hosts.ticket_hooks.keep_classification",
	"before_save": "sla_id.hosts.ticket_hooks.show_deadlines",
	"after_insert": "sla_id.hosts.ticket_hooks.on_ticket_change",
	"on_update": "sla_id.hosts.ticket_hooks.on_ticket_change",
	"on_change": "sla_id.hosts.ticket_hooks.on_ticket_change",
	"on_trash": "sla_id.hosts.ticket_hooks.on_ticket_trash",
	"after_rename": [
		"sla_id.hosts.ticket_hooks.on_ticket_rename",
		"sla_id.outages.ticket_outage.follow_ticket_rename",
	],
}
_RECOMPUTE = {
	"on_update": "sla_id.sweep.mark_for_tick.mark_open_tickets",
	"on_trash": "sla_id.sweep.mark_for_tick.mark_open_tickets",
}

_LOCK = "sla_id.agreements.signing.lock.refuse_change"
_CHANNELS = {
	"on_update": "sla_id.escalation.unreachable.warn_of_channels",
	"after_delete": "sla_id.escalation.unreachable.warn_of_channels",
}
_NAMED = {
	"before_rename": "sla_id.agreements.signing.locked_names.refuse_rename",
	"on_trash": "sla_id.agreements.signing.locked_names.refuse_deletion",
}
_LISTED = {
	**_NAMED,
	"after_rename": "sla_id.agreements.code_lists.follow_rename",
	"on_trash": [_NAMED["on_trash"], "sla_id.agreements.code_lists.refuse_deletion_of_named"],
}
_HEARD = dict.fromkeys(("on_update", "after_delete"), "sla_id.listeners.forget_listeners")
_FORGET = "sla_id.agreements.agreement_cache.forget_agreements"
_COMPUTED = "sla_id.computed_fields.keep_computed"
_CLOSED = "sla_id.portal.closed_records.refuse_opening"

doc_events = {
	**dict.fromkeys(ADAPTERS, _TICKET),
	"Communication": {
		"before_save": "sla_id.hosts.ticket_hooks.mark_automatic",
		"after_insert": "sla_id.hosts.ticket_hooks.on_communication",
		"on_change": "sla_id.hosts.ticket_hooks.on_communication_change",
	},
	"ToDo": {
		"after_insert": "sla_id.hosts.ticket_hooks.on_assignment",
		"on_update": "sla_id.hosts.ticket_hooks.on_assignment",
	},
	"File": {
		"after_insert": "sla_id.hosts.ticket_hooks.on_file",
		"validate": "sla_id.exclusions.claim_evidence.refuse_changing_evidence",
		"on_trash": "sla_id.exclusions.claim_evidence.refuse_deleting_evidence",
	},
	"SLA Ticket": {
		"before_validate": _COMPUTED,
		"before_save": "sla_id.sweep.mark_for_tick.mark_edited_ticket",
	},
	"SLA Agreement": {
		"before_validate": _COMPUTED,
		"on_change": "sla_id.sweep.mark_for_tick.mark_without_agreement",
	},
	"SLA Service": {**_LISTED, "before_validate": _COMPUTED},
	"SLA Webhook Endpoint": {"before_validate": _COMPUTED},
	"SLA Monitor Source": {"before_validate": _COMPUTED},
	"SLA Monitor Target": {"before_validate": _COMPUTED},
	"SLA Calendar": {
		**_NAMED,
		"on_update": _RECOMPUTE["on_update"],
		"on_trash": [_NAMED["on_trash"], _RECOMPUTE["on_trash"]],
		"before_validate": _COMPUTED,
		"validate": _LOCK,
	},
	"SLA Priority Matrix": {**_NAMED, "validate": _LOCK, "on_update": _FORGET},
	"SLA Escalation Policy": {
		**_NAMED,
		"validate": _LOCK,
		"on_update": [_FORGET, "sla_id.escalation.unreachable.warn_of_policy"],
	},
	"SLA On-call Schedule": {"on_update": "sla_id.escalation.unreachable.warn_of_schedule"},
	"SLA Channel": _LISTED,
	"SLA Priority": _LISTED,
	"Notification": _HEARD,
	"Webhook": _HEARD,
	"Server Script": _HEARD,
	"Assignment Rule": _HEARD,
	"Workflow": _HEARD,
	"Role": _NAMED,
	"SLA Partner": {**_LISTED, "on_update": "sla_id.escalation.contacts.warn_of_contacts"},
	"SLA Channel Account": {**_CHANNELS, "before_validate": _COMPUTED},
	"SLA Settings": {"before_validate": _COMPUTED, "on_update": _CHANNELS["on_update"]},
	"Email Account": _CHANNELS,
	"SLA Holiday List": {**_RECOMPUTE, "before_validate": _COMPUTED},
	"SLA Release": _RECOMPUTE,
	"Custom DocPerm": {"validate": _CLOSED},
	"DocShare": {"validate": _CLOSED},
	"User": {
		"on_update": "sla_id.escalation.unreachable.warn_of_user",
		"on_trash": "sla_id.notify.digests.subscriptions.forget_user",
	},
}

extend_bootinfo = ["sla_id.agreements.link_titles.add_link_titles", "sla_id.clock_words.add_clock_words"]
jinja = {
	"methods": [
		"sla_id.agreement_lifecycle.agreement_print.sla_id_print_agreement",
		"sla_id.statements.describe_statement.sla_id_print_statement",
	]
}

scheduler_events = {
	"cron": {
		"* * * * *": [
			"sla_id.sweep.minute_tick.run_sla_minute_tick",
			"sla_id.monitors.judge_waiting.run_minute",
			"sla_id.monitors.own_check.run_checks",
			"sla_id.ticket_claims.ask_owner.tell_ended_pauses",
		],
		"*/10 * * * *": [
			"sla_id.notify.outbox.mail_failures.report_failed_mails",
			"sla_id.outages.ask_about_open.ask_about_open_outages",
			"sla_id.maintenance.notice_overrun.notice_late_maintenance",
			"sla_id.statements.close_months.close_months",
			"sla_id.exclusions.remind_deciders.remind_of_waiting_claims",
			"sla_id.ticket_claims.ask_owner.ask_for_answers",
		],
	},
	"daily": [
		"sla_id.sweep.holidays_ahead.keep_holidays_ahead",
		"sla_id.agreement_lifecycle.daily_checks.run_daily",
		"sla_id.service_level_management.cycle.keep_cycles",
		"sla_id.notify.digests.subscriptions.offer_digests",
		"sla_id.monitors.judge_waiting.delete_old",
		"sla_id.statements.close_months.refresh_drafts",
	],
	"daily_long": ["sla_id.sweep.self_check.run_self_check.run_daily_self_check"],
}
default_log_clearing_doctypes = {"SLA Outbox": 180}

permission_query_conditions = {"SLA Digest": "sla_id.portal.summary_pages.own_rows"}
has_permission = {"SLA Digest": "sla_id.portal.summary_pages.is_own"}
auth_hooks = ["sla_id.portal.closed_records.answer_alike"]

ignore_links_on_delete = [
	*("SLA Ticket", "SLA Event", "SLA Escalation", "SLA Outbox"),
	*("SLA Escalation Request", "SLA Major Incident", "SLA Major Incident Ticket"),
	*("SLA Action Plan", "SLA Conference Call", "SLA Audit Entry"),
	*("SLA Outage", "SLA Outage Ticket", "SLA Maintenance", "SLA Feed Token", "SLA Exclusion Claim"),
	*("SLA Statement", "SLA Credit Note"),
	*("SLA Monitor Message", "SLA Monitor Observation", "SLA Monitor Target", "SLA Blind Time"),
	*("SLA Ticket Pause", "SLA Ticket Claim", "SLA Breach Answer", "SLA Clock Cycle"),
]
sla_id_told_by_trail = [
	*("SLA Outage", "SLA Maintenance", "SLA Exclusion Claim"),
	*("SLA Statement", "SLA Credit Note"),
	*("SLA Ticket Pause", "SLA Ticket Claim", "SLA Breach Answer"),
]

sla_id_channels = [
	"sla_id.notify.outbox.channels.bell.BELL",
	"sla_id.notify.outbox.channels.mail.MAIL",
	"sla_id.notify.outbox.channels.whatsapp.WHATSAPP",
	"sla_id.notify.outbox.channels.sms.SMS",
	"sla_id.notify.outbox.channels.gateway.GATEWAY",
	"sla_id.notify.outbox.channels.webhook.WEBHOOK",
]

sla_id_enclosures = {
	"SLA Action Plan": "sla_id.escalation.action_plans.enclose_plan",
	"SLA Conference Call": "sla_id.escalation.conference_calls.enclose_call",
	"SLA Digest": "sla_id.notify.digests.digest_content.enclose_digest",
}

override_whitelisted_methods = {
	"frappe.desk.reportview.export_query": "sla_id.api.exports.export_list",
	"frappe.desk.query_report.export_query": "sla_id.api.exports.export_report",
}

sla_id_blind_times = ["sla_id.monitors.silence.blind_times"]
sla_id_after_claim_decision = ["sla_id.statements.draft_statement.revise_after_decision"]
sla_id_missed_months = ["sla_id.outages.missed_availability.missed_months"]
sla_id_ticket_evaluated = ["sla_id.hosts.mirror.mirror"]
sla_id_undelivered = {
	"escalation": "sla_id.escalation.tell_tier.tell_otherwise",
	"maintenance": "sla_id.maintenance.undelivered_news.take_back_undelivered",
}
sla_id_availability_exclusions = [
	"sla_id.maintenance.unaccounted_time.maintenance_exclusions",
	"sla_id.exclusions.claimed_time.claimed_exclusions",
]

_ESCALATIONS = "public/js/escalations.js"
_TRAIL = "public/js/audit_timeline.js"
_OUTAGE = "public/js/outage_dialogs.js"
_TICKET_CLAIMS = "public/js/ticket_claims.js"
_PANEL = (
	_ESCALATIONS,
	*("public/js/clock_card.js", "public/js/ticket_lists.js", "public/js/ticket_actions.js"),
	_OUTAGE,
	_TICKET_CLAIMS,
	"public/js/clock_panel.js",
)
_MOVES = "public/js/due_moves.js"
_MAINTENANCE = "public/js/maintenance_plan.js"
_CLAIMS = "public/js/exclusion_claims.js"
doctype_js = {
	"SLA Calendar": [_MOVES],
	"SLA Holiday List": [_MOVES],
	"SLA Escalation": [_ESCALATIONS],
	"SLA Maintenance": [_TRAIL, _MAINTENANCE],
	"SLA Escalation Request": [_ESCALATIONS],
	"SLA Outage": [_TRAIL, _OUTAGE, _CLAIMS],
	"SLA Exclusion Claim": [_TRAIL, _CLAIMS],
	"SLA Statement": [_TRAIL],
	"SLA Credit Note": [_TRAIL],
	"SLA Ticket": [*_PANEL],
	"SLA Ticket Pause": [_TRAIL, _OUTAGE, _TICKET_CLAIMS],
	"SLA Ticket Claim": [_TRAIL, _OUTAGE, _TICKET_CLAIMS],
	"SLA Breach Answer": [_TRAIL, _OUTAGE, _TICKET_CLAIMS],
	"HD Ticket": [*_PANEL, "public/js/host_ticket.js"],
	"Issue": [*_PANEL, "public/js/host_ticket.js"],
}
doctype_list_js = {
	"SLA Exclusion Claim": [_OUTAGE],
	"SLA Maintenance": [_MAINTENANCE],
	"SLA Outage": [_OUTAGE],
}
app_include_css = _asset_url("css/desk.css")
app_include_js = [_asset_url("js/desk.js"), _asset_url("js/field_words.js")]
add_to_apps_screen = [
	{
		"name": "sla_id",
		"logo": "/assets/sla_id/images/logo.svg",
		"title": "SLA",
		"route": "/app/sla",
		"has_permission": "sla_id.portal.open_page.may_open_desk",
	}
]

page_renderer = ["sla_id.portal.maintenance_calendar.MaintenanceCalendar"]
website_route_rules = [
	{"from_route": "/sla/agreements", "to_route": "sla_agreements"},
	{"from_route": "/sla/agreements/<path:name>", "to_route": "sla_agreement"},
	{"from_route": "/sla/unsubscribe", "to_route": "sla_unsubscribe"},
	{"from_route": "/sla/u/<code>", "to_route": "sla_unsubscribe"},
	{"from_route": "/sla/summaries", "to_route": "sla_summaries"},
	{"from_route": "/sla/maintenance", "to_route": "sla_maintenance"},
	{"from_route": "/sla/statements", "to_route": "sla_statements"},
	{"from_route": "/sla/statements/<path:name>", "to_route": "sla_statement"},
	{"from_route": "/sla/maintenance.ics", "to_route": "sla_maintenance_calendar"},
	{"from_route": "/sla/claims", "to_route": "sla_claims"},
	{"from_route": "/sla/claims/<path:name>", "to_route": "sla_claim"},
	{"from_route": "/sla/<path:name>", "to_route": "sla_ticket"},
]
standard_portal_menu_items = [
	{"title": "SLA", "route": "/sla", "reference_doctype": "SLA Ticket", "role": "SLA Partner"},
	{
		"title": "SLA Agreements",
		"route": "/sla/agreements",
		"reference_doctype": "SLA Agreement",
		"role": "SLA Partner",
	},
	{
		"title": "SLA Maintenance",
		"route": "/sla/maintenance",
		"reference_doctype": "SLA Maintenance",
		"role": "SLA Partner",
	},
	{
		"title": "SLA Exclusions",
		"route": "/sla/claims",
		"reference_doctype": "SLA Exclusion Claim",
		"role": "SLA Partner",
	},
	{
		"title": "SLA Statements",
		"route": "/sla/statements",
		"reference_doctype": "SLA Statement",
		"role": "SLA Partner",
	},
]
