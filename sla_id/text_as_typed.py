"""Restores texts as people typed them. Called by the partner pages and the statements.

When Frappe saves a text with a tag, it escapes it ("<b>penting</b> & cepat" keeps its tags and gets &amp;).
The pages print plain text and escape it themselves. Without this, readers would see the entities.
"""

from html import unescape


def as_typed(text: str | None) -> str:
	"""A text of a record without the escapes that Frappe added when saving it."""
	return unescape(text or "")
