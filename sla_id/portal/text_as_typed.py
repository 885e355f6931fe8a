"""What people typed, as they typed it. Called by the views of the partner pages.

Frappe escapes a text that holds a tag when it is saved ("<b>penting</b> & cepat" keeps its tags and gets &amp;). The pages
print plain text and escape it themselves: escaped once more, its readers would see the entities.
"""

from html import unescape


def as_typed(text: str | None) -> str:
	"""A text of a record without the escapes that saving it has added."""
	return unescape(text or "")
