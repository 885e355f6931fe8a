"""Service level agreements as Indonesian partners sign them, for Frappe Helpdesk and ERPNext."""

__version__ = "0.6.0"
