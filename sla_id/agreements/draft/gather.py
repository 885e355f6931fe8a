"""Runs the readers over a document and puts their results into the shape of an agreement file.

Used by `assemble`. The tree's leaves are `Found` values; nothing here reads text by itself.
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

from sla_id.agreements.draft import channels as channel_reader
from sla_id.agreements.draft import escalation, head, items, procedure, replies, services, terms
from sla_id.agreements.draft import hours as hour_reader
from sla_id.agreements.draft import matrix as matrix_reader
from sla_id.agreements.draft import priorities as priority_reader
from sla_id.agreements.draft.definitions import read_met
from sla_id.agreements.draft.document import Document
from sla_id.agreements.draft.found import Found, Plain, assumed, given
from sla_id.agreements.draft.priorities import CLOCK_NAMES, Level
from sla_id.agreements.draft.promises import Met, Promise, on_always, target_row
from sla_id.agreements.draft.replies import Reply
from sla_id.agreements.draft.words import language_of
from sla_id.agreements.file import FORMAT


@dataclass(frozen=True, slots=True)
class Given:
	"""What the caller knows and the text may not say."""

	code: str | None = None
	effective_from: date | None = None


@dataclass(slots=True)
class Gathered:
	"""The tree of the file, and what the readers found on the way."""

	tree: dict[str, Plain]
	hours: hour_reader.Hours
	levels: list[Level]
	channels: list[channel_reader.Channel]
	replies: list[Reply]
	again: list[Reply]
	services: list[services.Service]
	extras: list[procedure.Extra]


def gather(document: Document, known: Given) -> Gathered:
	"""The whole tree, in the order of the file."""
	hours = hour_reader.read_hours(document)
	levels, grid = _levels_and_grid(document)
	channels = channel_reader.read_channels(document)
	said, again = replies.read_replies(document, channels)
	catalogue = services.read_services(document)
	staged = replies.hand_over(document) is not None and any(reply.first_line for reply in said)
	met = _met(document, levels, said)
	rows = [
		*replies.reply_rows(said, channels, staged, met),
		*_level_rows(levels, staged, met, any(service.request for service in catalogue)),
		*services.service_rows(catalogue, staged, met),
	]
	_calendars_of_rows(rows, hours)
	tiers = escalation.read_tiers(document, levels, rows)
	_confirm_near(document, tiers)
	provider = head.provider(document) or head.provider_from_signers(document)
	tree: dict[str, Plain] = {
		"format": FORMAT,
		"agreement": _agreement(document, known, provider, hours, levels, staged),
		"calendars": hour_reader.calendars(hours, any(on_always(row) for row in rows)),
		"default_calendar": "business" if hours.business else "always" if hours.always_default else None,
		"priorities": priority_reader.priorities(document, levels),
		"default_priority": priority_reader.default_priority(levels),
		"matrix": matrix_reader.matrix(grid, levels) if grid else None,
		"channels": _channels(channels, said),
		"services": services.services_section(catalogue),
		"required_facts": items.required_facts(document),
		"out_of_scope": items.out_of_scope(document),
		"targets": rows,
		"escalation": escalation.escalation_section(tiers) if tiers else None,
		"availability": items.availability(document),
		"terms": _terms(document, provider),
	}
	return Gathered(tree, hours, levels, channels, said, again, catalogue, procedure.read_extras(document))


def _levels_and_grid(document: Document) -> tuple[list[Level], matrix_reader.Grid | None]:
	"""The levels and the matrix; a level that only the matrix names has its code, and its place by it."""
	levels = priority_reader.read_levels(document)
	grid = matrix_reader.read_grid(document, levels)
	missing = matrix_reader.codes_without_level(grid, levels) if grid else []
	if missing:
		levels = [*levels, *(Level(at.text.upper(), given(at.text, at), at.text, at) for at in missing)]
		levels.sort(key=lambda level: level.code)
	return levels, grid


def _channels(channels: list[channel_reader.Channel], said: list[Reply]) -> list[Plain]:
	"""The `channels` section, with the start of each clock."""
	starts = replies.clock_starts(said)
	return [
		{**entry, "clock_starts": starts.get(entry["code"])}
		for entry in channel_reader.channels_section(channels)
	]


def _met(document: Document, levels: list[Level], said: list[Reply]) -> Met:
	"""Definitions first; a fulfilment of levels or channels is met by a fix as well as by what was asked."""
	met = read_met(document)
	if any("fulfilment" in level.promises for level in levels) or any(
		reply.clock == "fulfilment" for reply in said
	):
		met.setdefault("fulfilment", (["fulfilled", "fixed"], "any"))
	cells = [
		level.promises["resolution"][0].target.pieces for level in levels if "resolution" in level.promises
	]
	mentioned = any("workaround" in piece.line.text.lower() for pieces in cells for piece in pieces)
	if mentioned:
		met.setdefault("resolution", (["workaround_applied", "fixed"], "any"))
	return met


def _level_rows(levels: list[Level], staged: bool, met: Met, incidents_only: bool) -> list[Plain]:
	rows: list[Plain] = []
	for clock in CLOCK_NAMES:
		for level in levels:
			if clock not in level.promises:
				continue
			promise, source = level.promises[clock]
			row = target_row(_around(promise, level), clock, source, met)
			row["priority"] = level.code
			if incidents_only:
				row["kind"] = "incident"
			if staged and clock == "fulfilment":
				row["stage"] = "handed_over"
			rows.append(row)
	if (
		"resolution" in met
		and len(_names(met)) > 1
		and not any("permanent_fix" in level.promises for level in levels)
	):
		if any("resolution" in level.promises for level in levels):
			rows.append(
				{
					"clock": "permanent_fix",
					"target": assumed("none", "permanent_fix"),
					"met_by": ["fixed"],
					"assumed": True,
				}
			)
	return rows


def _names(met: Met) -> list[str]:
	names = met["resolution"][0]
	return list(names.value if isinstance(names, Found) else names)


def _around(promise: Promise, level: Level) -> Promise:
	"""Both clocks of a level that is handled 24x7 run on (000 §3.1), unless the text says working hours."""
	if promise.hours == "unsaid" and level.around_the_clock is not None:
		return replace(promise, hours="always", around=level.around_the_clock)
	return promise


def _calendars_of_rows(rows: list[Plain], hours: hour_reader.Hours) -> None:
	for row in rows:
		if on_always(row) and hours.always_default:
			del row["calendar"]


def _confirm_near(document: Document, tiers: list[escalation.Tier]) -> None:
	pieces = escalation.automatic(document)
	for tier in tiers:
		for trigger in tier.triggers:
			if (
				trigger["on"] != "manual"
				and isinstance(trigger["on"], Found)
				and trigger["on"].value == "percent"
			):
				trigger["on"] = trigger["on"].confirmed_by(
					*(p for p in pieces if p not in trigger["on"].pieces)
				)


def _agreement(
	document: Document,
	known: Given,
	provider: Found | None,
	hours: hour_reader.Hours,
	levels: list[Level],
	staged: bool,
) -> dict[str, Plain]:
	title = head.title(document)
	versions = head.version_rows(document)
	start = head.effective_from(document)
	derived = head.code_for(str((provider or title).value)) if provider or title else None  # type: ignore[union-attr]
	code = assumed(known.code, "code_given") if known.code else assumed(derived, "code")
	if start is None and known.effective_from:
		start = assumed(known.effective_from, "start_given")
	version = head.version(document, versions) or (assumed("1.0", "version") if title else None)
	if version and version.pieces and not versions and title:
		versions = [{"version": version, "description": title}]
	return {
		"code": code,
		"title": _in_both(document, title),
		"version": version,
		"number": head.number(document),
		"provider": provider,
		"default": head.for_all(document),
		"effective_from": start,
		"effective_to": head.effective_to(document, start),
		"language": _language(document),
		"time_zone": hours.zone,
		"hours_per_day": _day_length(hours, levels),
		"first_line": True if staged else None,
		"review": head.review(document),
		"versions": versions,
		"source": {"document": title} if title else None,
	}


def _language(document: Document) -> str:
	"""That of the governing text."""
	counted = Counter(language_of(line.body.text) for line in document.lines)
	return "en" if counted["en"] > counted["id"] else "id"


def _in_both(document: Document, title: Found | None) -> Plain:
	english = document.english(title.pieces[0]) if title else None
	return {"id": title, "en": given(english, title.pieces[0])} if title and english else title


def _day_length(hours: hour_reader.Hours, levels: list[Level]) -> Found | None:
	"""What "1 hari kerja (8 jam kerja)" says most often, else the length of the window."""
	stated: dict[float, list[Found]] = {}
	for level in levels:
		for promise, _ in level.promises.values():
			per_day = day_length_of(promise)
			if per_day:
				stated.setdefault(per_day[0], []).append(per_day[1])
	if not stated:
		return hour_reader.hours_per_day(hours)
	length = max(stated, key=lambda value: len(stated[value]))
	pieces = [piece for found in stated[length] for piece in found.pieces]
	return given(int(length) if length == int(length) else length, *pieces)


def day_length_of(promise: Promise) -> tuple[float, Found] | None:
	"""Hours a day where a target is given in both, with the places of the two figures."""
	if promise.days is None or str(promise.target.value).startswith(">"):
		return None
	amount, unit = str(promise.target.value).split()
	days = int(str(promise.days.value).split()[0])
	hours = float(amount) / (60 if unit == "min" else 1)
	return round(hours / days, 2), Found(None, (*promise.target.pieces, *promise.days.pieces))


def _terms(document: Document, provider: Found | None) -> dict[str, Plain]:
	ours, theirs = terms.duties(document, str(provider.value) if provider else None)
	ends, missed = terms.termination(document)
	return {
		"summary": terms.summary(document),
		"goals": terms.goals(document),
		"success": terms.success(document),
		"in_scope": services.in_scope(document),
		"provider_duties": ours,
		"customer_duties": theirs,
		"contacts": terms.contacts(document),
		"signatories": terms.signatories(document),
		"amendment": terms.amendment(document),
		"consequence": terms.consequence(document),
		"termination": ends,
		"missed_months": missed,
	}
