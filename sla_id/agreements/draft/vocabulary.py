"""The vocabulary of agreements in Indonesian and English: topics of headings, columns of tables, clocks, parties.

Used by all readers. The words stand in vocabulary.yaml; here they become patterns, and the few questions that all
readers ask of them.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FILE: dict[str, Any] = yaml.load(
	Path(__file__).with_name("vocabulary.yaml").read_text(encoding="utf-8"), Loader=_LOADER
)
_REFERENCE = re.compile("<<([a-z_]+)>>")
_TOKEN = re.compile(r"[A-Za-z]+")


def any_of(words: str) -> "re.Pattern[str]":
	"""A pattern that doesn't mind capitals."""
	return re.compile(words, re.IGNORECASE)


def _written_out(text: str) -> str:
	"""A pattern of the file as Python has it: a blank is any number of blanks, <<name>> the pattern of that name."""
	whole = text.replace(" ", r"\s+")
	while match := _REFERENCE.search(whole):
		whole = whole.replace(match[0], _FILE[match[1]].replace(" ", r"\s+"))
	return whole


class _Patterns:
	"""The patterns of the file by name, each made when it is first asked for."""

	def __getattr__(self, name: str) -> "re.Pattern[str]":
		made = any_of(_written_out(_FILE[name]))
		setattr(self, name, made)
		return made


W = _Patterns()
TABLES = {
	name: {key: any_of(_written_out(text)) for key, text in entries.items()}
	for name, entries in _FILE.items()
	if isinstance(entries, dict) and name != "small_words"
}
_COLUMNS: list[tuple[str, re.Pattern[str]]] = [
	(name, any_of(_written_out(text))) for name, text in _FILE["columns"]
]
_AT = [name for name, _ in _COLUMNS].index("example") + 1
_COLUMNS[_AT:_AT] = TABLES["clocks"].items()
INDONESIAN, ENGLISH, GENERIC = (
	frozenset(_FILE["small_words"][name].split()) for name in ("indonesian", "english", "generic")
)


ABOVE = frozenset(_FILE["small_words"]["above"].split())
"""Words that headings and introducing lines may use besides."""
BESIDE_HOURS = frozenset(_FILE["small_words"]["beside_hours"].split())
"""Words that sentences about service hours may use besides."""
BESIDE_AVAILABILITY = frozenset(_FILE["small_words"]["beside_availability"].split())
"""Words that sentences about the availability may use besides."""
ABBREVIATED = tuple(_FILE["small_words"]["abbreviated"].split())
_PAIRS = _FILE["small_words"]["levels_in_english"].split()
LEVELS_IN_ENGLISH = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))


def asks(text: str) -> bool:
	"""Whether a heading or label is about requests; "tingkat layanan" and the like are every agreement's title."""
	return W.requests.search(W.of_an_agreement.sub("", text)) is not None


def language_of(text: str) -> str | None:
	"""id or en by the commoner small words, None where that doesn't tell."""
	words = _TOKEN.findall(text.lower())
	indonesian = sum(word in INDONESIAN for word in words)
	english = sum(word in ENGLISH for word in words)
	if indonesian == english:
		return None
	return "id" if indonesian > english else "en"


@lru_cache(1024)
def topics_of(title: str) -> frozenset[str]:
	"""What a heading is about."""
	return frozenset(topic for topic, pattern in TABLES["topics"].items() if pattern.search(title))


@lru_cache(4096)
def column_of(head: str) -> str | None:
	"""What a column holds, by its head; a head that names two clocks is a bare target."""
	clocks = clocks_in(head)
	for name, pattern in _COLUMNS:
		if name in TABLES["clocks"] and clocks:
			return next(iter(clocks)) if len(clocks) == 1 else "target"
		if name not in TABLES["clocks"] and pattern.search(head):
			return name
	return None


@lru_cache(4096)
def clocks_in(text: str) -> dict[str, int]:
	"""The clocks that a wording names, with the place of each; one inside another's name doesn't count."""
	spans: list[tuple[int, int, str]] = []
	for clock, pattern in TABLES["clocks"].items():
		for match in pattern.finditer(text):
			if not any(start < match.end() and match.start() < end for start, end, _ in spans):
				spans.append((match.start(), match.end(), clock))
	found: dict[str, int] = {}
	for start, _, clock in sorted(spans):
		found.setdefault(clock, start)
	return found


def slug(text: str, taken: Iterable[str] = (), words: int = 4) -> str:
	"""A code from a wording: up to four words, lower case, made different from those taken."""
	small = [word for word in re.findall(r"[a-z0-9]+", text.lower()) if word not in INDONESIAN | ENGLISH]
	base = "_".join((small or re.findall(r"[a-z0-9]+", text.lower()) or ["item"])[:words])[:60]
	code, number, used = base, 2, set(taken)
	while code in used:
		code, number = f"{base}_{number}", number + 1
	return code


def upper_slug(text: str, taken: Iterable[str] = ()) -> str:
	"""The same in capitals."""
	return slug(text, [code.lower() for code in taken]).upper()
