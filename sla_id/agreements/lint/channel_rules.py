"""Rules about the ways to reach the provider (000 §3.1, 001 §6.2, 004 §2)."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from sla_id.agreements.lint.lint_finding import ERROR, NOTE, WARNING, Wording
from sla_id.agreements.lint.linted_file import Subject, both, day, listed, names_of
from sla_id.agreements.lint.rule import Found, following, gap, rule
from sla_id.agreements.lint.worked_examples import working_day
from sla_id.engine import Sentence

_MOBILE = re.compile(r"(?:\+?62|\b0)\s?8[\d\s-]{7,14}\d")
_DOMAIN = re.compile(r"(?:[\w.+-]+@)?((?:[a-z0-9-]+\.)+[a-z]{2,})", re.IGNORECASE)
_SECOND_LEVEL = {"co", "go", "ac", "or", "sch", "web", "my", "net", "com", "biz", "desa", "mil"}
_ELSEWHERE = {
	"facebook.com", "instagram.com", "twitter.com", "x.com", "wa.me", "whatsapp.com", "t.me", "telegram.me",
	"zoom.us", "google.com", "microsoft.com", "linkedin.com", "youtube.com", "linktr.ee",
}  # fmt: skip
"""Domains on which everybody has an address: they say nothing about whose it is."""
_ADDRESSED = ("E-mail", "Phone", "WhatsApp", "Social", "Chat", "Portal")
_STARTS = {
	"queue_answered": both("panggilan dijawab dari antrean", "the call being answered from the queue"),
	"agent_screen": both("permintaan muncul di layar agen", "the request appearing on the agent's screen"),
}


# fmt: off
GAPS = (
	gap("no-channels", WARNING, "channels", "An agreement that names no way to report.",
		Sentence("The agreement names no channel for reports."), Sentence("Add the official channels with their addresses."),
		readings=("X5",)),
	gap("no-official-channel", ERROR, "channels", "Channels of which none is official: no clock ever starts (000 §3.1).",
		Sentence("No channel is official: no clock ever starts."), Sentence("Make at least one channel official: true."),
		readings=("X5",),
		when=lambda subject: (subject.file.channels and not any(channel.official for channel in subject.file.channels))),
)
# fmt: on


@rule(
	WARNING,
	"X5",
	says=Sentence(
		'The official channel "{name}" is the number of one person: reports stop when that person is on leave or moves on. {rest}'
	),
	advice=Sentence("Use a number of the team or the portal, and name a function instead of a person."),
)
def personal_number(subject: Subject) -> Iterator[Found]:
	"""An official channel that is one person's number (000 §3.1 and §7.3)."""
	for number, channel in enumerate(subject.file.channels):
		if channel.official and channel.personal_number:
			others = [
				other for other in subject.file.channels if other.official and not other.personal_number
			]
			rest = (
				Wording(
					Sentence("Other official channels: {names}."), {"names": names_of(c.name for c in others)}
				)
				if others
				else Wording(Sentence("There is no other official channel."))
			)
			yield Found(
				f"channels[{number}].personal_number",
				{"name": channel.name, "rest": rest},
				subject.sentence_with(channel.name.id),
			)


@rule(
	NOTE,
	"X5",
	says=Sentence('The address of the channel "{name}" is a mobile number; it may be one person\'s.'),
	advice=Sentence("If so, write personal_number: true and provide a channel of the team."),
)
def mobile_number(subject: Subject) -> Iterator[Found]:
	"""An official address that is a mobile number, without saying whose phone it is."""
	for number, channel in enumerate(subject.file.channels):
		if channel.official and not channel.personal_number and _MOBILE.search(channel.address or ""):
			yield Found(f"channels[{number}].address", {"name": channel.name})


@rule(
	NOTE,
	says=Sentence("Channels without an address or number: {names}."),
	advice=Sentence("Write the address or number."),
)
def channel_without_address(subject: Subject) -> Iterator[Found]:
	"""Official channels without an address."""
	missing = [
		(number, channel)
		for number, channel in enumerate(subject.file.channels)
		if channel.official and not channel.address and channel.type in _ADDRESSED
	]
	if missing:
		yield Found(
			f"channels[{missing[0][0]}].address",
			{"names": names_of(channel.name for _, channel in missing)},
		)


@rule(
	WARNING,
	"X13",
	"X23",
	says=Sentence('The channel "{name}" has no response target although other channels have one.'),
	advice=Sentence("Add its target, or a row with assumed: true and the value assumed."),
)
def channel_without_response(subject: Subject) -> Iterator[Found]:
	"""Channels that no response row covers (001 §6.4: five of nine; 004 §2: all but chat)."""
	rows = [row for _, row in subject.rows("response")]
	if not rows or any(row.channel is None for row in rows):
		return
	covered = {row.channel for row in rows}
	for number, channel in enumerate(subject.file.channels):
		if channel.official and channel.code not in covered:
			yield Found(f"channels[{number}]", {"name": channel.name})


@rule(
	WARNING,
	"X23",
	says=Sentence("The address {address} is at the domain {domain}, unlike {against}."),
	advice=Sentence("Make sure that the domain is the provider's: confidential data is sent there."),
)
def support_domain_differs(subject: Subject) -> Iterator[Found]:
	"""A support address whose domain differs from the other addresses or from the provider's name (004 §2b)."""
	found = [
		(path, match[0], _registered(match[1]))
		for path, address in _addresses(subject)
		for match in _DOMAIN.finditer(address)
		if _registered(match[1]) not in _ELSEWHERE
	]
	counts = Counter(domain for _, _, domain in found)
	if not counts:
		return
	provider = subject.file.agreement.provider
	names = [
		word for word in re.findall(r"[a-z]{4,}", provider.lower()) if word not in ("indonesia", "group")
	]
	own = {domain for _, address, domain in found if any(name in address.lower() for name in names)}
	usual = own or ({counts.most_common(1)[0][0]} if len(counts) > 1 else set())
	for path, address, domain in dict.fromkeys(found):
		if domain in usual or not (usual or names):
			continue
		against = (
			both(f"kanal lain ({listed(sorted(usual))})", f"the other channels ({listed(sorted(usual))})")
			if usual
			else both(f"nama penyedia ({provider})", f"the provider's name ({provider})")
		)
		yield Found(
			path, {"address": address, "domain": domain, "against": against}, subject.sentence_with(address)
		)


def _addresses(subject: Subject) -> Iterator[tuple[str, str]]:
	"""The provider's addresses with their paths. Account names on other services don't count."""
	for number, channel in enumerate(subject.file.channels):
		if channel.address and channel.type != "Social":
			yield f"channels[{number}].address", channel.address
	for number, contact in enumerate(subject.file.terms.contacts):
		if contact.email and contact.party == "provider":
			yield f"terms.contacts[{number}].email", contact.email


def _registered(host: str) -> str:
	"""The registered domain: kemenkeu.go.id for hai.kemenkeu.go.id."""
	parts = host.lower().split(".")
	size = 3 if len(parts) > 2 and len(parts[-1]) == 2 and parts[-2] in _SECOND_LEVEL else 2
	return ".".join(parts[-size:])


@rule(
	NOTE,
	"X18",
	says=Sentence(
		"The clock of the channel \"{name}\" starts with {event}; the queue before it doesn't count, and a helpdesk doesn't see that moment by itself."
	),
	advice=Sentence(
		"Feed the time of receipt from the telephone exchange or chat service; without it the time the ticket was made is used."
	),
)
def clock_start_unfed(subject: Subject) -> Iterator[Found]:
	"""A clock that starts with something that a helpdesk can't see by itself (001 §6.4)."""
	for number, channel in enumerate(subject.file.channels):
		if channel.clock_starts in _STARTS:
			event = _STARTS[channel.clock_starts]
			yield Found(
				f"channels[{number}].clock_starts",
				{"name": channel.name, "event": event},
				subject.sentence_with("panggilan masuk", "chat request")
				if channel.clock_starts == "queue_answered"
				else subject.sentence_with("chat request", "antarmuka"),
			)


@rule(
	NOTE,
	"X24",
	says=Sentence('The channel "{name}" needs {notice_days} days of notice, read as {used}.{example}'),
	advice=Sentence('Write "calendar days" or "working days" in the document.'),
)
def notice_days_unsaid(subject: Subject) -> Iterator[Found]:
	"""Days of notice that may mean calendar or working days (004 §2d, on-site)."""
	for number, channel in enumerate(subject.file.channels):
		if channel.notice_days is None:
			continue
		calendar = channel.notice_in == "calendar_days"
		used = both("hari kalender", "calendar days") if calendar else both("hari kerja", "working days")
		example = both("", "")
		dates = _two_readings(subject, channel.notice_days)
		if dates is not None:
			asked, plain, working = (day(at) for at in dates)
			example = following(
				Wording(
					Sentence(
						"A request of {asked} means a visit on {plain} at the earliest (calendar days) or {working} (working days)."
					),
					{"asked": asked, "plain": plain, "working": working},
				)
			)
		yield Found(
			f"channels[{number}].notice_in",
			{"name": channel.name, "notice_days": channel.notice_days, "used": used, "example": example},
			next(
				(
					line.sentence
					for line in subject.lines
					if any(
						a.unit == "days" and a.size == channel.notice_days and not a.means
						for a in line.amounts
					)
				),
				None,
			),
		)


def _two_readings(subject: Subject, notice: int) -> tuple[date, date, date] | None:
	"""A day in the coming week for which calendar days and working days of notice differ, with both results."""
	for step in range(7):
		asked = subject.today + timedelta(days=step)
		plain = asked + timedelta(days=notice)
		working = working_day(subject, subject.file.default_calendar, asked, notice)
		if working is not None and working != plain:
			return asked, plain, working
	return None


@rule(
	NOTE,
	says=Sentence("It isn't said whether confidential data may go through {names}."),
	advice=Sentence("Write confidential: true or false."),
)
def confidentiality_unsaid(subject: Subject) -> Iterator[Found]:
	"""Channels that say nothing about confidential data when others do (004 §2a, §2b)."""
	channels = subject.file.channels
	unsaid = [channel for channel in channels if channel.official and channel.confidential is None]
	if unsaid and any(channel.confidential is not None for channel in channels):
		number = channels.index(unsaid[0])
		yield Found(
			f"channels[{number}].confidential",
			{"names": names_of(c.name for c in unsaid)},
			subject.sentence_with("confidential", "rahasia"),
		)
