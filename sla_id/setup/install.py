"""Installing, and keeping up with hosts that come later. Every step may be run again."""

import frappe
from frappe.utils import getdate

from sla_id.agreements.holidays import load_years
from sla_id.fixtures.add_and_compare_shipped import add_missing
from sla_id.fixtures.holiday_files import years_with_decree
from sla_id.setup import helpdesk_form
from sla_id.setup.channel_options import offer_channels
from sla_id.setup.host_fields import add_host_fields
from sla_id.setup.host_indexes import add_host_indexes


def after_install() -> None:
	"""Holidays, settings, sample records, and what other apps that are there already ask for."""
	load_holidays()
	prepare_settings()
	add_missing()
	join_apps()


def after_app_install(app: str) -> None:
	"""Another app has come: it may be a host, or bring channels."""
	if app != "sla_id":
		join_apps()


def after_migrate() -> None:
	"""New data files and fields arrive with an update; what it ships otherwise than the site has it waits for a person."""
	load_holidays()
	add_missing()
	join_apps()


def join_apps() -> None:
	"""What the app adds to each host that is present (custom fields, indexes, the button in Helpdesk's own interface), and
	what its lists offer of channels that other apps bring.
	"""
	offer_channels()
	add_host_fields()
	add_host_indexes()
	helpdesk_form.install()


def load_holidays() -> None:
	"""The decree years, and estimates up to the year after next."""
	known = years_with_decree()
	load_years(known[0], max(known[-1], getdate().year + 2))


def prepare_settings() -> None:
	"""On by default; changes of the hosts before this moment aren't looked at."""
	settings = frappe.get_single("SLA Settings")
	settings.enabled = 1
	settings.notify_at_risk = 1
	settings.tick_batch = settings.tick_batch or 200
	settings.reconciled_until = settings.reconciled_until or str(frappe.utils.now_datetime())
	settings.flags.ignore_permissions = True
	settings.save()
