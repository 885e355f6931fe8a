"""HTML as a browser sees it, for comparing two pages: elements, attributes and words; blanks count only within a line."""

import re
from html.parser import HTMLParser

_IN_A_LINE = {"span", "sup", "small", "code", "del", "ins"}
Step = tuple[str, ...]


class _Steps(HTMLParser):
	def __init__(self) -> None:
		super().__init__()
		self.steps: list[Step] = []

	def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
		self.steps.append(("start", tag, *(f"{name}={value}" for name, value in attrs)))

	def handle_endtag(self, tag: str) -> None:
		self.steps.append(("end", tag))

	def handle_data(self, data: str) -> None:
		self.steps.append(("text", re.sub(r"\s+", " ", data)))


def markup(page: str) -> list[Step]:
	"""The elements and words of a page in order, without what only lays out its source."""
	parser = _Steps()
	parser.feed(page)
	parser.close()
	kept: list[Step] = []
	for place, step in enumerate(parser.steps):
		if step[0] != "text":
			kept.append(step)
			continue
		before, after = parser.steps[place - 1 : place], parser.steps[place + 1 : place + 2]
		words = step[1]
		if not before or before[0][1] not in _IN_A_LINE:
			words = words.lstrip()
		if not after or after[0][1] not in _IN_A_LINE:
			words = words.rstrip()
		if words:
			kept.append(("text", words))
	return kept
