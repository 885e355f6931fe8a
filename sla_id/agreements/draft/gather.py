"""Runs the readers over a document and puts their results into the shape of an agreement file.

Used by `assemble`. The tree's leaves are `Sourced` values; nothing here reads text by itself.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sla_id.agreements.draft import found_channels as channel_reader
from sla_id.agreements.draft import found_levels as level_reader
from sla_id.agreements.draft import found_tiers, items, procedure, title_page, written_terms
from sla_id.agreements.draft import hours as hour_reader
from sla_id.agreements.draft import target_rows as promise_rows
from sla_id.agreements.draft import urgency_grid as matrix_reader
from sla_id.agreements.draft.definitions import read_met
from sla_id.agreements.draft.document import SourceText
from sla_id.agreements.draft.found import Plain, Sourced, assumed, given
from sla_id.agreements.draft.found_levels import Level
from sla_id.agreements.draft.lines import Piece
from sla_id.agreements.draft.services import FoundCatalogue, in_scope, services_section
from sla_id.agreements.draft.target_figures import read_targets
from sla_id.agreements.draft.target_rows import Met, Promise, Targets
from sla_id.agreements.draft.vocabulary import language_of
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
	channels: list[channel_reader.FoundChannel]
	targets: Targets
	catalogue: FoundCatalogue
	extras: list[procedure.Extra]


def gather(document: SourceText, known: Given) -> Gathered:
	"""The whole tree, in the order of the file."""
	hours = hour_reader.read_hours(document)
	register = level_reader.read_levels(document)
	grid = matrix_reader.read_grid(document, register.found)
	if grid:
		register.found = matrix_reader.with_missing(grid, register.found)
	channels = channel_reader.read_channels(document)
	catalogue = FoundCatalogue(document)
	targets = read_targets(document, register, channels, catalogue, hours)
	levels = level_reader.in_order(register.found)
	default = "always" if hours.always else "business" if hours.business or _works(targets) else None
	rows = promise_rows.target_rows(targets, levels, channels, _met(document, targets), default)
	rows += _tracked(targets, _met(document, targets))
	around = any(row.get("calendar") and promise_rows.plain_calendar(row) == "always" for row in rows)
	tiers = found_tiers.read_tiers(document, levels, rows)
	_confirm_near(document, tiers)
	provider = title_page.provider(document)
	starts = promise_rows.clock_starts(targets)
	tree: dict[str, Plain] = {
		"format": FORMAT,
		"agreement": _agreement(document, known, provider, hours, targets),
		"calendars": hour_reader.calendars(hours, around),
		"default_calendar": default,
		"priorities": level_reader.priorities(document, levels),
		"default_priority": level_reader.default_priority(levels),
		"matrix": matrix_reader.matrix(grid, levels) if grid else None,
		"channels": [
			{**entry, "clock_starts": starts.get(entry["code"])}
			for entry in channel_reader.channels_section(channels)
		],
		"services": services_section(list(catalogue.top.values())),
		"required_facts": items.required_facts(document),
		"out_of_scope": items.out_of_scope(document),
		"targets": rows,
		"escalation": found_tiers.escalation_section(tiers) if tiers else None,
		"availability": items.availability(document),
		"terms": _terms(document, provider),
	}
	return Gathered(tree, hours, levels, channels, targets, catalogue, procedure.read_extras(document))


def _works(targets: Targets) -> bool:
	"""Whether a target counts working time, which a calendar has to say."""
	return any(one.hours == "business" for one in targets.promises)


def _met(document: SourceText, targets: Targets) -> Met:
	"""Definitions first; a fulfilment of levels or channels is met by a fix as well as by what was asked."""
	met = read_met(document)
	if any(one.clock == "fulfilment" and not one.service for one in targets.promises):
		met.setdefault("fulfilment", (["fulfilled", "fixed"], "any"))
	solved = [piece for one in targets.promises if one.clock == "resolution" for piece in one.target.pieces]
	if any("workaround" in _around(piece).lower() for piece in solved):
		met.setdefault("resolution", (["workaround_applied", "fixed"], "any"))
	return met


def _around(piece: Piece) -> str:
	"""The cell or line that a figure stands in."""
	cell = next((cell for cell in piece.line.cells if cell.start <= piece.start < cell.end), piece)
	return cell.text


def _tracked(targets: Targets, met: Met) -> list[Plain]:
	"""Where a workaround meets the resolution, the fix that follows is tracked without a target (000 §1.3)."""
	clocks = {one.clock for one in targets.promises}
	names = met.get("resolution", ([], ""))[0]
	several = len(names.value if isinstance(names, Sourced) else names) > 1
	if not several or "resolution" not in clocks or "permanent_fix" in clocks:
		return []
	target = assumed("none", "permanent_fix")
	return [{"clock": "permanent_fix", "target": target, "met_by": ["fixed"], "assumed": True}]


def _confirm_near(document: SourceText, tiers: list[found_tiers.FoundTier]) -> None:
	pieces = found_tiers.automatic(document)
	for tier in tiers:
		for trigger in tier.triggers:
			if (
				trigger["on"] != "manual"
				and isinstance(trigger["on"], Sourced)
				and trigger["on"].value == "percent"
			):
				trigger["on"] = trigger["on"].confirmed_by(
					*(p for p in pieces if p not in trigger["on"].pieces)
				)


def _agreement(
	document: SourceText, known: Given, provider: Sourced | None, hours: hour_reader.Hours, targets: Targets
) -> dict[str, Plain]:
	title = title_page.title(document)
	versions = title_page.version_rows(document)
	start = title_page.effective_from(document)
	derived = title_page.code_for(str((provider or title).value)) if provider or title else None  # type: ignore[union-attr]
	code = assumed(known.code, "code_given") if known.code else assumed(derived, "code")
	if start is None and known.effective_from:
		start = assumed(known.effective_from, "start_given")
	version = title_page.version(document, versions) or (assumed("1.0", "version") if title else None)
	if version and version.pieces and not versions and title:
		versions = [{"version": version, "description": title}]
	return {
		"code": code,
		"title": _in_both(document, title),
		"version": version,
		"number": title_page.number(document),
		"provider": provider,
		"default": title_page.for_all(document),
		"effective_from": start,
		"effective_to": title_page.effective_to(document, start),
		"language": _language(document),
		"time_zone": hours.zone,
		"hours_per_day": _day_length(hours, targets),
		"first_line": True if targets.staged and any(one.first_line for one in targets.promises) else None,
		"review": title_page.review(document),
		"versions": versions,
		"source": {"document": title} if title else None,
	}


def _language(document: SourceText) -> str:
	"""That of the governing text."""
	counted = Counter(language_of(line.body.text) for line in document.lines)
	return "en" if counted["en"] > counted["id"] else "id"


def _in_both(document: SourceText, title: Sourced | None) -> Plain:
	english = document.english(title.pieces[0]) if title else None
	return {"id": title, "en": given(english, title.pieces[0])} if title and english else title


def _day_length(hours: hour_reader.Hours, targets: Targets) -> Sourced | None:
	"""What "1 hari kerja (8 jam kerja)" says most often, else the length of the window."""
	stated: dict[float, list[Sourced]] = {}
	for promise in targets.promises:
		if per_day := day_length_of(promise):
			stated.setdefault(per_day[0], []).append(per_day[1])
	if not stated:
		return hour_reader.hours_per_day(hours)
	length = max(stated, key=lambda value: len(stated[value]))
	pieces = [piece for found in stated[length] for piece in found.pieces]
	return given(int(length) if length == int(length) else length, *pieces)


def day_length_of(promise: Promise) -> tuple[float, Sourced] | None:
	"""Hours a day where a target is given in both, with the places of the two figures."""
	if promise.days is None or str(promise.target.value).startswith(">"):
		return None
	amount, unit = str(promise.target.value).split()
	days = int(str(promise.days.value).split()[0])
	hours = float(amount) / (60 if unit == "min" else 1)
	return round(hours / days, 2), Sourced(None, (*promise.target.pieces, *promise.days.pieces))


def _terms(document: SourceText, provider: Sourced | None) -> dict[str, Plain]:
	ours, theirs = written_terms.duties(document, str(provider.value) if provider else None)
	ends, missed = written_terms.termination(document)
	return {
		"summary": written_terms.summary(document),
		"goals": written_terms.goals(document),
		"success": written_terms.success(document),
		"in_scope": in_scope(document),
		"provider_duties": [
			*ours,
			*(
				told
				for told in written_terms.notices(document)
				if told.value not in {one.value for one in (*ours, *ends)}
			),
		],
		"customer_duties": theirs,
		"contacts": written_terms.contacts(document),
		"signatories": written_terms.signatories(document),
		"amendment": written_terms.amendment(document),
		"consequence": written_terms.consequence(document),
		"termination": ends,
		"missed_months": missed,
	}
