"""A page of which one part can't be read: the rest is shown, and who can mend it finds the reason in the Error Log.

An agreement, a calendar or a policy that is missing or broken is the provider's matter: a partner learns that, no more.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import frappe

from sla_id.ticket_record import TicketRecord

LOGGED_FOR = 24 * 60 * 60
"""Seconds in which the same failure isn't logged again, however often the page is opened."""
Part = TypeVar("Part")


class Parts:
	"""Reads the parts of what is shown of one SLA Ticket. `broken`: one of them failed."""

	def __init__(self, record: TicketRecord) -> None:
		self._about = str(record.agreement or record.name)
		self.broken = False

	def read(self, part: Callable[[], Part], otherwise: Any) -> Part:
		"""A part, or `otherwise` where it fails.

		A bad record may fail anywhere and with any error, so every one counts: reading changes nothing.
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
	"""Into the Error Log, later if the request only reads: what it writes itself is undone at its end."""
	title = f"The portal can't show all of {about}: {type(error).__name__}"[:140]
	key = f"sla_id_portal_failure::{title}"
	if frappe.cache.get_value(key, expires=True):
		return
	frappe.cache.set_value(key, 1, expires_in_sec=LOGGED_FOR)
	frappe.log_error(title=title, defer_insert=getattr(frappe.local, "request", None) is not None)
