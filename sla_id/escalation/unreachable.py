"""Finds people whom a tier could not tell if it fired now, before it does fire.

It runs when an agreement is checked, and when a record that tiers depend on is saved. Nothing is refused: the
warning says what would happen instead.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _
from frappe.utils import escape_html

from sla_id.agreements.records.policy_records import staffed_tiers
from sla_id.agreements.rules.effective_agreement import StaffedTier
from sla_id.escalation.tell_tier import channels_of
from sla_id.notify.outbox.channels import usual_channels
from sla_id.notify.outbox.ways_to_person import Way, find_way, reach_person, say_channel, say_reason
from sla_id.notify.role_holders import users_of_role
from sla_id.record_types import EscalationPolicyRecord, OnCallScheduleRecord, StoredRecord
from sla_id.savepoints import attempt

POLICY, SCHEDULE = "SLA Escalation Policy", "SLA On-call Schedule"
MOST = 20
"""How many lines a message to a person has."""


@dataclass(frozen=True, slots=True)
class Gap:
	"""A person of a tier whom one of its channels doesn't reach. `instead` are the channels that would.

	The person is None if the tier has nobody.
	"""

	policy: str
	row: int
	level: int
	user: str | None
	failing: tuple[Way, ...] = ()
	instead: tuple[str, ...] = ()

	@property
	def is_silent(self) -> bool:
		"""Whether none of the people whom the tier names would be told."""
		return not self.instead


def find_gaps(policy: EscalationPolicyRecord, users: Iterable[str] | None = None) -> Iterator[Gap]:
	"""The gaps in a policy's tiers. With `users`, only those that concern these users."""
	wanted = None if users is None else set(users)
	for place, tier in enumerate(staffed_tiers(policy)):
		people = people_of_tier(tier)
		if not people and wanted is None:
			yield Gap(policy.name, place, tier.level, None)
		for user in people:
			gap = _gap(policy, place, tier, user) if wanted is None or user in wanted else None
			if gap:
				yield gap


def people_of_tier(tier: StaffedTier) -> list[str]:
	"""Everybody whom a tier may call: its person, everybody in its schedule, and the holders of its role."""
	people = [tier.user, *(users_of_role(tier.role) if tier.role else [])]
	if tier.schedule:
		schedule = frappe.get_cached_doc(SCHEDULE, tier.schedule)
		people += [row.user for row in (*schedule.members, *schedule.overrides)]
	return list(dict.fromkeys(filter(None, people)))


def say_gap(gap: Gap, language: str) -> str:
	"""What is wrong, in "id" or "en"."""
	if gap.user is None:
		return _(
			"Level {0} names nobody who could be told. The SLA Managers are told instead.", language
		).format(gap.level)
	name = frappe.get_cached_value("User", gap.user, "full_name") or gap.user
	why = "; ".join(
		f"{say_channel(way.channel, language)}: {say_reason(way.why_not, language)}"
		if way.channel
		else say_reason(way.why_not, language)
		for way in gap.failing
	)
	if gap.is_silent:
		return _("Level {0}: {1} can't be told at all ({2}).", language).format(gap.level, name, why)
	instead = ", ".join(say_channel(channel, language) for channel in gap.instead)
	return _("Level {0}: {1} is told by {2} alone ({3}).", language).format(gap.level, name, instead, why)


def say_advice(gap: Gap, language: str) -> str:
	"""What to do about it, in "id" or "en"."""
	if gap.user is None:
		return _("Give the tier a user, a role with holders or an on-call schedule.", language)
	return _("Complete the user, set the channel up, or change Told by.", language)


def warn_of_policy(doc: EscalationPolicyRecord, method: str | None = None) -> None:
	"""on_update of SLA Escalation Policy: warn of people whom its tiers can't tell."""
	_warn(lambda: _say_all(find_gaps(doc)))


def warn_of_schedule(doc: OnCallScheduleRecord, method: str | None = None) -> None:
	"""on_update of SLA On-call Schedule: warn of its people who can't be told by the tiers that use it."""
	_warn(lambda: _of_schedule(doc))


def warn_of_user(doc: StoredRecord, method: str | None = None) -> None:
	"""on_update of User: warn if tiers of agreements call the user but can't tell them."""
	_warn(lambda: _of_user(doc))


def warn_of_channels(doc: StoredRecord, method: str | None = None) -> None:
	"""SLA Settings, SLA Channel Account or Email Account saved or deleted: warn of people whom agreements'
	tiers no longer reach.
	"""
	_warn(lambda: _say_all(_gaps_of(_policies_in_use())))


def _of_schedule(doc: OnCallScheduleRecord) -> Iterator[str]:
	# Frappe forgets what it had of a document only after on_update
	frappe.clear_document_cache(SCHEDULE, doc.name)
	users = {row.user for row in (*doc.members, *doc.overrides)}
	used = frappe.get_all("SLA Escalation Tier", {"schedule": doc.name}, pluck="parent", distinct=True)
	if used:
		yield from _say_all(_gaps_of(used, users))
	else:
		yield from (_say_unused(user) for user in sorted(users))


def _of_user(doc: StoredRecord) -> Iterator[str]:
	frappe.clear_document_cache("User", doc.name)
	yield from _say_all(_gaps_of(_policies_calling(doc), [doc.name]))


def _gaps_of(policies: Iterable[str], users: Iterable[str] | None = None) -> Iterator[Gap]:
	for name in policies:
		yield from find_gaps(frappe.get_cached_doc(POLICY, name), users)


def _say_all(gaps: Iterable[Gap]) -> Iterator[str]:
	language = frappe.local.lang or "en"
	return (f"{say_gap(gap, language)} {say_advice(gap, language)}" for gap in gaps)


def _gap(policy: EscalationPolicyRecord, place: int, tier: StaffedTier, user: str) -> Gap | None:
	wanted = channels_of(tier)
	ways = reach_person(user, wanted)
	failing = tuple(way for way in ways if way.why_not and (not way.channel or way.channel in wanted))
	instead = tuple(way.channel for way in ways if not way.why_not)
	return Gap(policy.name, place, tier.level, user, failing, instead) if failing else None


def _policies_calling(user: Any) -> list[str]:
	"""The policies of agreements in which a tier may call a user."""
	tier = frappe.qb.DocType("SLA Escalation Tier")
	member = frappe.qb.DocType("SLA On-call Member")
	override = frappe.qb.DocType("SLA On-call Override")
	schedules = [
		row[0]
		for table in (member, override)
		for row in frappe.qb.from_(table).select(table.parent).where(table.user == user.name).run()
	]
	roles = [row.role for row in user.get("roles") or []]
	called = tier.user == user.name
	if roles:
		called |= tier.role.isin(roles)
	if schedules:
		called |= tier.schedule.isin(schedules)
	rows = frappe.qb.from_(tier).select(tier.parent).distinct().where(called).run()
	used = set(_policies_in_use())
	return sorted(name for (name,) in rows if name in used)


def _policies_in_use() -> list[str]:
	"""The policies named by agreements that aren't cancelled."""
	filters = {"docstatus": ["<", 2], "escalation_policy": ["is", "set"]}
	return sorted(frappe.get_all("SLA Agreement", filters=filters, pluck="escalation_policy", distinct=True))


def _say_unused(user: str) -> str:
	"""What is wrong with a person of a schedule that no tier uses yet.

	Empty if the bell or e-mail reaches them.
	"""
	ways = [find_way(user, channel) for channel in usual_channels()]
	if any(not way.why_not for way in ways):
		return ""
	why = "; ".join(dict.fromkeys(say_reason(way.why_not) for way in ways))
	return _("{0} can't be told ({1}).").format(frappe.get_cached_value("User", user, "full_name"), why)


def _warn(find: Callable[[], Iterable[str]]) -> None:
	"""Show a message to the user who saves. None is shown during an installation, an update or an import.

	If the check itself fails, the record is still saved.
	"""
	flags = frappe.flags
	if flags.in_install or flags.in_migrate or flags.in_fixtures or flags.in_import or flags.in_uninstall:
		return
	said: list[str] = []
	with attempt("Whom escalations can't tell could not be found out"):
		said = list(dict.fromkeys(filter(None, find())))
	if said:
		more = [_("… and {0} more").format(len(said) - MOST)] if len(said) > MOST else []
		frappe.msgprint(
			"<br>".join(escape_html(line) for line in [*said[:MOST], *more]),
			title=_("People who can't be told of escalations"),
			indicator="orange",
		)
