"""Once a day: the holiday lists of this year and the next exist, so that no calendar runs into an empty year."""

import frappe
from frappe.utils import getdate

from sla_id.agreements.holidays import load_year


def keep_holidays_ahead() -> None:
	"""Load the lists of this year and the next two where they are missing."""
	year = getdate().year
	for wanted in range(year, year + 3):
		if not frappe.db.exists("SLA Holiday List", f"ID {wanted}"):
			load_year(wanted)
