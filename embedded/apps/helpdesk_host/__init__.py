"""A small helpdesk to test and show `sla_id` on: the ticket DocTypes of Frappe Helpdesk and ERPNext, without the rest.

Fields, naming and the order of hooks follow Helpdesk 1.25 and ERPNext 15; the code is this project's own.
"""

__version__ = "1.0.0"
