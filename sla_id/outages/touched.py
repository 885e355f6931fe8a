"""Whom an outage touches: which services of an agreement's catalogue are down with it, and which partners have those agreed.

An outage of a service takes down the service, everything that is part of it, and what depends on it. An outage of a part takes
down what it is part of as far as the agreement's rule for parts says (any, all, weighted).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import frappe

from sla_id.agreements.agreement_cache import effective_agreement
from sla_id.agreements.levels import approved_heads
from sla_id.agreements.rules.effective_agreement import EffectiveAgreement
from sla_id.agreements.ticket_catalogue import catalogue_of
from sla_id.availability import Exclusion, Outage
from sla_id.outages.outage_values import DownService, OutageRow
from sla_id.outages.partner_versions import levels_at


@dataclass(frozen=True, slots=True)
class Touched:
	"""A partner whom an outage touches, with the agreement version and the services of it that are down."""

	partner: str
	agreement: str
	services: tuple[str, ...]


class Reach:
	"""What takes one service of an agreement down.

	`service` None is everything agreed as one service: any of its services takes it down, and where none is listed, any outage.
	"""

	def __init__(self, agreement: EffectiveAgreement, service: str | None) -> None:
		self.service = service
		self._catalogue = catalogue_of(agreement)
		self._whole = {*self._catalogue.path(service), *self._catalogue.supporting(service)}
		self._parts_of = (
			[Reach(agreement, code) for code in self._catalogue.ordered()] if service is None else []
		)
		self._named: dict[tuple[DownService, ...], tuple[tuple[str | None, frozenset[str]], ...]] = {}
		self._known: dict[tuple[DownService, ...], tuple[str | None, ...]] = {}

	def parts_down(self, down: tuple[DownService, ...]) -> tuple[str | None, ...]:
		"""The codes of the service's parts that are down, None for all of it; empty where it isn't touched."""
		if down not in self._known:
			self._known[down] = tuple(dict.fromkeys(part for entry in down for part in self._parts(entry)))
		return self._known[down]

	def outages_of(self, row: OutageRow, start: int, end: int | None) -> list[Outage]:
		"""An outage as one of the service or its parts, with the names of everything whose exclusion covers it.

		One that names no partner is none of an agreement that lists no services: nothing says that it is about what was agreed.
		"""
		if self.service is None and not self._parts_of and not row.partners:
			return []
		if row.services not in self._named:
			self._named[row.services] = tuple(dict.fromkeys(self._names(row.services)))
		return [Outage(start, end, part, row.impact, within) for part, within in self._named[row.services]]

	def excluded_of(self, exclusion: Exclusion, excluded: Sequence[DownService]) -> list[Exclusion]:
		"""What an exclusion of those services takes out of this one: all of it, or what of it is a part of them."""
		if self.service is None:
			touching = [down for down in excluded if self.parts_down((down,))]
			return [replace(exclusion, component=name_of(down), name=name_of(down)) for down in touching]
		found = [(part, name_of(down)) for down in excluded for part in self._parts(down)]
		if any(part is None for part, _name in found):
			return [exclusion]
		return [replace(exclusion, component=part, name=name) for part, name in dict.fromkeys(found)]

	def _names(self, downs: Sequence[DownService]) -> Iterator[tuple[str | None, frozenset[str]]]:
		"""The parts that are down; of everything agreed as one service each service is a part: one that is excluded excuses no other."""
		for down in downs:
			parts = self.parts_down((down,))
			for part in parts if self.service is not None else [name_of(down)] * len(parts):
				yield part, frozenset() if part is None else frozenset(self._covering(down))

	def _covering(self, down: DownService) -> Iterator[str]:
		"""The names of everything that takes it down: itself, what it is part of, and what that depends on."""
		yield name_of(down)
		yield from self._catalogue.path(down.service)
		yield from self._catalogue.supporting(down.service)

	def _parts(self, down: DownService) -> tuple[str | None, ...]:
		if self.service is None:
			touched = not self._parts_of or any(part.parts_down((down,)) for part in self._parts_of)
			return (None,) if touched else ()
		if down.service == self.service:
			return (down.component,)
		if down.service in self._whole:
			return (None,) if down.component is None else ()
		return (down.service,) if self.service in self._catalogue.path(down.service) else ()


def name_of(down: DownService) -> str:
	"""A service or a part of one by one name, "API" or "API/A"."""
	return f"{down.service}/{down.component}" if down.component else down.service


def ordered_services(agreement: EffectiveAgreement) -> tuple[str | None, ...]:
	"""The services that an agreement's users order, in the catalogue's order; (None,) where it lists none."""
	return catalogue_of(agreement).ordered() or (None,)


def touched_partners(
	down: Sequence[DownService], at: datetime, partners: Sequence[str] = ()
) -> list[Touched]:
	"""The partners whom an outage of those services touches at an instant, by the version in force then.

	With `partners` only those are looked at. A partner whose agreement lists no services is touched only if named, as
	`Reach.outages_of` counts.
	"""
	heads = approved_heads()
	found = []
	for partner in partners or enabled_partners():
		levels = levels_at(partner, at, heads)
		if not levels:
			continue
		agreement = effective_agreement(levels)
		services = tuple(
			code
			for code in ordered_services(agreement)
			if code is not None and Reach(agreement, code).parts_down(tuple(down))
		)
		if services or (partners and ordered_services(agreement) == (None,)):
			found.append(Touched(partner, agreement.name, services))
	return found


def named_services(at: datetime, partners: Sequence[str] = ()) -> set[str]:
	"""Every service that counts in an agreement in force at an instant: listed, above a listed one, or needed by one."""
	heads = approved_heads()
	named: set[str] = set()
	seen: set[tuple[str, ...]] = set()
	for partner in partners or enabled_partners():
		levels = levels_at(partner, at, heads)
		if not levels or levels in seen:
			continue
		seen.add(levels)
		agreement = effective_agreement(levels)
		if partners and not agreement.nodes:
			named |= set(frappe.get_all("SLA Service", pluck="name"))
		catalogue = catalogue_of(agreement)
		for code in agreement.nodes:
			named |= {*catalogue.path(code), *catalogue.supporting(code)}
	return named


def enabled_partners() -> list[str]:
	"""The partners that aren't disabled, by name."""
	return list(frappe.get_all("SLA Partner", filters={"disabled": 0}, pluck="name", order_by="name"))
