"""Shows a page although one part of it can't be read. The reason goes to the Error Log, for those who can fix
it.

A missing or broken agreement, calendar or policy is for the provider to fix. The partner learns only that
there is a problem.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import frappe

from sla_id.ticket_record import TicketRecord

LOGGED_FOR = 24 * 60 * 60
"""Seconds in which the same failure isn't logged again, however often the page is opened."""
Part = TypeVar("Part")


class Parts:
	"""Reads the parts of a page about one SLA Ticket. `broken` is set once a part has failed."""

	def __init__(self, record: TicketRecord) -> None:
		self._about = str(record.agreement or record.name)
		self.broken = False

	def read(self, part: Callable[[], Part], otherwise: Any) -> Part:
		"""Read a part, or return `otherwise` if that fails.

		A bad record may fail anywhere and with any error, so every error is caught. That is safe because
		reading changes nothing.
		"""
		said = len(frappe.local.message_log)
		try:
			return part()
		except Exception as error:
			# what Frappe says of a missing record would be shown to the partner
			del frappe.local.message_log[said:]
			self.broken = True
			_log_once(self._about, error)
			return otherwise  # type: ignore[no-any-return]


def _log_once(about: str, error: Exception) -> None:
	"""Write to the Error Log.

	In a read-only request this happens later, because the request's own writes are rolled back.
	"""
	title = f"The portal can't show all of {about}: {type(error).__name__}"[:140]
	key = f"sla_id_portal_failure::{title}"
	if frappe.cache.get_value(key, expires=True):
		return
	frappe.cache.set_value(key, 1, expires_in_sec=LOGGED_FOR)
	frappe.log_error(title=title, defer_insert=getattr(frappe.local, "request", None) is not None)
