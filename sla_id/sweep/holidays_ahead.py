"""Loads upcoming holiday lists once a day, so that no calendar runs into a year without holidays."""

import frappe
from frappe.utils import getdate

from sla_id.agreements.holidays import load_year


def keep_holidays_ahead() -> None:
	"""Load the lists of this year and the next two if they are missing."""
	year = getdate().year
	for wanted in range(year, year + 3):
		if not frappe.db.exists("SLA Holiday List", f"ID {wanted}"):
			load_year(wanted)
