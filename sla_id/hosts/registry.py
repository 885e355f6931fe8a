"""The hosts there are, and which of them this site has."""

import frappe

from sla_id.hosts import hd_ticket, issue
from sla_id.hosts.base import Host

HOSTS: dict[str, Host] = {host.doctype: host for host in (hd_ticket.HOST, issue.HOST)}


def present_hosts() -> list[Host]:
	"""The hosts whose DocType this site has; none, one or both. Remembered until the site's cache is cleared."""
	names = frappe.cache.get_value("sla_id_hosts", generator=_present)
	return [HOSTS[name] for name in names]


def _present() -> list[str]:
	return [name for name in HOSTS if frappe.db.exists("DocType", name)]
