"""Services with what is part of them, and with what they are part of, as the site's catalogue has them now.

An agreement may list a part alone: maintenance of the whole touches it all the same.
"""

from collections.abc import Iterable, Sequence

import frappe

from sla_id.outages.outage_values import DownService


def with_parts(services: Iterable[DownService]) -> tuple[DownService, ...]:
	"""Those services and everything that is part of them; of a service of which only a part is touched, that alone."""
	named = tuple(services)
	whole = [down.service for down in named if down.component is None]
	below = [DownService(code) for code in _related(whole, below=True)]
	return tuple(dict.fromkeys((*named, *below)))


def branches_of(codes: Sequence[str]) -> list[str]:
	"""Those services, everything that they are part of and everything that is part of them."""
	return list(dict.fromkeys((*codes, *_related(codes, below=False), *_related(codes, below=True))))


def _related(codes: Sequence[str], *, below: bool) -> list[str]:
	if not codes:
		return []
	one, other = frappe.qb.DocType("SLA Service"), frappe.qb.DocType("SLA Service").as_("other")
	inner, outer = (other, one) if below else (one, other)
	rows = (
		frappe.qb.from_(one)
		.join(other)
		.on((inner.lft > outer.lft) & (inner.rgt < outer.rgt))
		.select(other.name)
		.distinct()
		.where(one.name.isin(list(codes)))
		.orderby(other.name)
	).run()
	return [name for (name,) in rows]
