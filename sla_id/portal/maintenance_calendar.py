"""/sla/maintenance.ics: planned maintenance for calendars that subscribe to it, without a login but with a token of its own.

Named in hooks.py under `page_renderer`. Every address that opens nothing gets the same answer: one that never was, one that was
revoked, one whose person has left.
"""

import frappe
from werkzeug.wrappers import Response

from sla_id.maintenance.feed_tokens import note_reading, open_feed
from sla_id.maintenance.maintenance_feed import read_feed

ENDPOINT = "sla_maintenance_calendar"
"""Where hooks.py's route leads."""


class MaintenanceCalendar:
	"""Answers a calendar program; Frappe makes one for each request."""

	def __init__(self, path: str | None = None, http_status_code: int | None = None) -> None:
		self.path = (path or frappe.local.request.path).strip("/ ")

	def can_render(self) -> bool:
		"""Whether the request is for the calendar."""
		return self.path == ENDPOINT

	def render(self) -> Response:
		"""The calendar, 304 where the program has it already, or 404."""
		feed = open_feed(str(frappe.form_dict.get("token") or ""))
		calendar = read_feed(feed.user, feed.service) if feed else None
		if feed is None or calendar is None:
			return _private(Response("Not found\n", 404, content_type="text/plain; charset=utf-8"))
		if note_reading(feed):
			frappe.local.flags.commit = True  # a GET is rolled back otherwise
		response = Response(calendar.content, 200, content_type="text/calendar; charset=utf-8")
		response.headers["Content-Disposition"] = 'inline; filename="maintenance.ics"'
		response.last_modified = calendar.changed
		response.add_etag()
		_private(response)
		response.make_conditional(frappe.local.request.environ)
		if response.status_code == 304:
			response.set_data(b"")
		return response


def _private(response: Response) -> Response:
	"""Nobody in between may keep it, and the address goes to no other site."""
	response.headers["Cache-Control"] = "private, no-cache"
	response.headers["Referrer-Policy"] = "no-referrer"
	response.headers["X-Robots-Tag"] = "noindex"
	return response
