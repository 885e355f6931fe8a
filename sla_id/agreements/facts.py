"""What a report must say (000 §3.2, 001 §6.2, 004 §3), and finding it in what the reporter wrote.

Pure: the agreement's rows and texts in, facts out; `hosts/completeness.py` reads the ticket. A fact is found on a line
that begins with its name ("Pesan Kesalahan: …"); a description, a reporter and evidence are known by their code.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sla_id.agreements.file import AgreementFile

DESCRIPTION, REPORTER, EVIDENCE, VISIT = "description", "reporter", "evidence", "visit_on"
CATEGORY = "category"
MIN_WORDS = 3
"""A description of fewer words says nothing."""
_LINE = re.compile(r"[\s\-*•\d.)]*(?P<name>[^:：\n]{2,80})\s*[:：]\s*(?P<value>.*)")


@dataclass(frozen=True, slots=True)
class Fact:
	"""A fact that a report must contain. `found_in` is where it was found, and empty while it is missing."""

	code: str
	label: str
	label_en: str
	value: str = ""
	found_in: str = ""

	@property
	def given(self) -> bool:
		"""Whether the report contains it."""
		return bool(self.found_in)


@dataclass(frozen=True, slots=True)
class ReportedFacts:
	"""What is known of a ticket: texts by their place ("ticket", "reply"), and what was sent with it."""

	texts: tuple[tuple[str, str], ...]
	reporter: Mapping[str, str]
	"""Known of the reporter: "name", "email", "phone"; empty where unknown."""
	attachments: tuple[str, ...] = ()
	"""The file names."""
	visit_on: str = ""


def required_facts(agreement: AgreementFile, choice: Any, category: str | None) -> tuple[Fact, ...]:
	"""What a ticket with that choice must say: the facts of the agreement and the channel, and the service's
	documents.
	"""
	facts = [
		Fact(item.code, item.label.id, item.label.en) for item in agreement.required_facts if item.required
	]
	facts += _channel_facts(agreement, choice.channel, category)
	if choice.kind == "Service Request":
		facts += _documents(agreement, choice.service)
	return tuple({fact.code: fact for fact in facts}.values())


def find_facts(wanted: Iterable[Fact], report: ReportedFacts) -> tuple[Fact, ...]:
	"""The required facts, with what the report says about them."""
	facts = tuple(wanted)
	named = _named_lines(facts, report)
	return tuple(_find(fact, named, report) for fact in facts)


def missing_facts(facts: Iterable[Fact]) -> tuple[Fact, ...]:
	"""Those that the report lacks."""
	return tuple(fact for fact in facts if not fact.given)


def _channel_facts(agreement: AgreementFile, code: str | None, category: str | None) -> list[Fact]:
	"""A channel with categories requires the category, and whatever that category asks for (001 §6.2)."""
	channel = next((entry for entry in agreement.channels if entry.code == code), None)
	if channel is None:
		return []
	facts = []
	chosen = next((entry for entry in channel.categories if entry.code == category), None)
	if channel.categories and chosen is None:
		facts.append(Fact(CATEGORY, "Kategori", "Category"))
	if chosen is not None:
		facts += [
			Fact(f"{chosen.code}.{number}", text, text) for number, text in enumerate(chosen.required, 1)
		]
	if channel.notice_days:
		facts.append(Fact(VISIT, "Tanggal kunjungan", "Date of the visit"))
	return facts


def _documents(agreement: AgreementFile, code: str | None) -> list[Fact]:
	documents = next(
		(service.documents for service, _above in agreement.all_services() if service.code == code), ()
	)
	return [Fact(f"document.{number}", label.id, label.en) for number, label in enumerate(documents, 1)]


def _find(fact: Fact, named: dict[str, tuple[str, str]], report: ReportedFacts) -> Fact:
	if fact.code in named:
		value, place = named[fact.code]
		return replace(fact, value=value[:500], found_in=place)
	known = {
		DESCRIPTION: lambda: _description(fact, report),
		REPORTER: lambda: _reporter(fact, report),
		EVIDENCE: lambda: _evidence(fact, report),
		VISIT: lambda: replace(fact, value=report.visit_on, found_in="ticket") if report.visit_on else fact,
	}
	if fact.code in known:
		return known[fact.code]()
	return _document(fact, report) if fact.code.startswith("document.") else fact


def _named_lines(facts: tuple[Fact, ...], report: ReportedFacts) -> dict[str, tuple[str, str]]:
	"""Code to (value, place) of every fact that a line names. A value may continue below its name."""
	names = {
		_plain(name): fact.code for fact in facts for name in (fact.label, fact.label_en, fact.code) if name
	}
	found: dict[str, tuple[str, str]] = {}
	for place, text in report.texts:
		for code, value in _values(names, text).items():
			said, before = found.get(code, ("", place))
			# a mail is the ticket's description and its first message: what it says, it says once
			if value not in said:
				found[code] = (f"{said} {value}".strip(), place if not said else before)
	return found


def _values(names: Mapping[str, str], text: str) -> dict[str, str]:
	"""Code to value of what one text names."""
	found: dict[str, str] = {}
	current = ""
	for line in text.splitlines():
		match = _LINE.match(line)
		code = names.get(_plain(match["name"])) if match else None
		if match and code:
			current = code
			found[code] = f"{found.get(code, '')} {match['value'].strip()}".strip()
		elif current and line.strip():
			found[current] = f"{found[current]} {line.strip()}".strip()
		else:
			current = ""
	return {code: value for code, value in found.items() if value}


def _plain(name: str) -> str:
	return " ".join(re.sub(r"[^\w]+", " ", name.replace("_", " ")).lower().split())


def _description(fact: Fact, report: ReportedFacts) -> Fact:
	for place, text in report.texts:
		if len(text.split()) >= MIN_WORDS:
			return replace(fact, found_in=place)
	return fact


def _reporter(fact: Fact, report: ReportedFacts) -> Fact:
	"""000 §3.2: full name, e-mail and phone number."""
	told = [report.reporter.get(part, "") for part in ("name", "email", "phone")]
	return replace(fact, value=", ".join(told), found_in="ticket") if all(told) else fact


def _evidence(fact: Fact, report: ReportedFacts) -> Fact:
	"""A picture or a video; a link to one counts as well."""
	endings = (
		".png",
		".jpg",
		".jpeg",
		".gif",
		".webp",
		".heic",
		".mp4",
		".mov",
		".webm",
		".avi",
		".mkv",
		".pdf",
	)
	shown = [name for name in report.attachments if name.lower().endswith(endings)]
	return replace(fact, value=", ".join(shown)[:500], found_in="attachment") if shown else fact


def _document(fact: Fact, report: ReportedFacts) -> Fact:
	"""A file whose name contains the words of the document's name."""
	words = [word for word in _plain(fact.label).split() if len(word) > 2]
	for name in report.attachments:
		if words and all(word in _plain(name) for word in words):
			return replace(fact, value=name, found_in="attachment")
	return fact
