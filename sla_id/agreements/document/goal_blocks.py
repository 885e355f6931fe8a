"""Blocks on what the agreement is for: summary, goals, success, parties, needs, duties, and how it changes and ends."""

from sla_id.agreements.document.print_context import Paper
from sla_id.agreements.document.printed_values import (
	EMPTY,
	Block,
	Cell,
	Definitions,
	Listing,
	Paragraph,
	PrintedTable,
	PrintedText,
	Row,
	trim,
)
from sla_id.agreements.file.model import Label, Party
from sla_id.agreements.words import code_names, say_date, say_months, say_percent

_GOALS = Label("Tujuan:", "Goals:")
_SUCCESS = Label("Keberhasilan layanan diukur dengan:", "The service succeeds when:")
_NEEDS = Label("Yang dibutuhkan {} untuk mencapai tujuan:", "Needed by {} to reach the goals:")
_DUTIES = Label("Kewajiban {}:", "Duties of {}:")
_TERMINATION = Label("Perjanjian dapat diakhiri dalam hal:", "The agreement may be ended if:")
_MISSED = Label(
	"Bila target tidak tercapai {} berturut-turut, hal itu diberitahukan dan perjanjian dapat diakhiri.",
	"If the targets are missed for {} in a row, notice is given and the agreement may be ended.",
)
_KEPT = Label(
	"Sebulan dianggap tidak tercapai bila kurang dari {} waktu yang jatuh tempo di dalamnya ditepati.",
	"A month is missed if less than {} of the times due in it are kept.",
)
_MISSED_AVAILABILITY = Label(
	"Bulan yang ketersediaannya di bawah janji juga dianggap tidak tercapai.",
	"A month in which the availability is below what is promised is missed as well.",
)
_REVIEW = Label(
	"Perjanjian ini ditinjau bersama oleh kedua belah pihak sekurang-kurangnya sekali setiap {}.",
	"Both parties review this agreement together at least once every {}.",
)
_PERIOD = Label("Periode tinjauan", "Review period")
_LAST = Label("Tinjauan terakhir", "Last review")
_NEXT = Label("Tinjauan berikutnya", "Next review")
_VERSION = (Label("Versi", "Version"), Label("Tanggal", "Date"), Label("Deskripsi", "Description"))
_CONTACT = (
	Label("Pihak", "Party"),
	Label("Jabatan", "Function"),
	Label("Tugas", "Duty"),
	Label("Kontak", "Contact"),
)
_CUSTOMER = Label("Semua pengguna layanan", "All users of the services")


def summary(paper: Paper) -> tuple[Block, ...]:
	"""What is agreed, in one paragraph."""
	label = paper.file.terms.summary
	return (Paragraph(paper.text(label, "terms", "summary")),) if label else ()


def goals(paper: Paper) -> tuple[Block, ...]:
	"""The goals of both parties."""
	return _led(paper, _GOALS, paper.file.terms.goals, "goals")


def success(paper: Paper) -> tuple[Block, ...]:
	"""How success is measured."""
	return _led(paper, _SUCCESS, paper.file.terms.success, "success")


def parties(paper: Paper) -> tuple[Block, ...]:
	"""The parties: those that are named, or else the provider and partner in the head."""
	named = paper.file.terms.parties
	if named:
		return (Definitions(tuple(_party(paper, party) for party in named)),)
	head = paper.file.agreement
	customer = head.partner or head.partner_group or (paper.say(_CUSTOMER) if head.default else None)
	pairs = (("provider", head.provider), ("customer", customer))
	return (
		Definitions(
			tuple(
				(PrintedText(paper.name(code_names.PARTIES, party)), (PrintedText(name),))
				for party, name in pairs
				if name
			)
		),
	)


def _party(paper: Paper, party: Party) -> tuple[PrintedText, tuple[PrintedText, ...]]:
	"""A party's role, name and description. The name is left out if the role already says it."""
	role, name = paper.side(party.party), paper.say(party.name)
	lines = [paper.text(party.description)] if party.description else []
	partner = paper.file.agreement.partner if party.party == "customer" else None
	if partner:
		lines = [paper.text(partner, "agreement", "partner"), *lines]
	elif name != role:
		lines = [paper.text(name, "terms", "parties"), *lines]
	elif not lines:
		role, lines = paper.name(code_names.PARTIES, party.party), [paper.text(name, "terms", "parties")]
	return PrintedText(role), tuple(lines)


def needs(paper: Paper) -> tuple[Block, ...]:
	"""What each party needs to reach the goals (002, point 3)."""
	terms = paper.file.terms
	return (
		*_led(paper, _filled(_NEEDS, paper, "provider"), terms.provider_needs, "provider_needs"),
		*_led(paper, _filled(_NEEDS, paper, "customer"), terms.customer_needs, "customer_needs"),
	)


def provider_duties(paper: Paper) -> tuple[Block, ...]:
	"""The provider's duties."""
	duties = paper.file.terms.provider_duties
	return _led(paper, _filled(_DUTIES, paper, "provider"), duties, "provider_duties")


def customer_duties(paper: Paper) -> tuple[Block, ...]:
	"""The customer's duties."""
	duties = paper.file.terms.customer_duties
	return _led(paper, _filled(_DUTIES, paper, "customer"), duties, "customer_duties")


def review(paper: Paper) -> tuple[Block, ...]:
	"""How often both parties review the agreement, and when."""
	plan = paper.file.agreement.review
	if plan is None:
		return ()
	period = say_months(plan.months, paper.language)
	sentence = paper.say(_REVIEW).format(period.removeprefix("1 "))
	rows = [(_PERIOD, period)]
	rows += [
		(label, say_date(day, paper.language) if day else "–")
		for label, day in ((_LAST, plan.last), (_NEXT, plan.next))
	]
	return (
		Paragraph(paper.text(sentence, "agreement", "review")),
		Definitions(tuple((PrintedText(paper.say(label)), (PrintedText(value),)) for label, value in rows)),
	)


def amendment(paper: Paper) -> tuple[Block, ...]:
	"""How the agreement is changed."""
	label = paper.file.terms.amendment
	return (Paragraph(paper.text(label, "terms", "amendment")),) if label else ()


def consequence(paper: Paper) -> tuple[Block, ...]:
	"""What follows when targets are missed."""
	label = paper.file.terms.consequence
	return (Paragraph(paper.text(label, "terms", "consequence")),) if label else ()


def termination(paper: Paper) -> tuple[Block, ...]:
	"""When the agreement may be ended."""
	terms = paper.file.terms
	blocks = list(_led(paper, _TERMINATION, terms.termination, "termination"))
	if terms.missed_months is not None:
		sentence = paper.say(_MISSED).format(say_months(terms.missed_months, paper.language))
		blocks.append(Paragraph(paper.text(sentence, "terms", "missed_months")))
	if terms.compliance_percent is not None:
		sentence = paper.say(_KEPT).format(say_percent(terms.compliance_percent, paper.language))
		blocks.append(Paragraph(paper.text(sentence, "terms", "compliance_percent")))
	if terms.missed_months is not None and paper.file.availability is not None:
		blocks.append(Paragraph(paper.text(_MISSED_AVAILABILITY, "terms", "missed_months")))
	return tuple(blocks)


def contacts(paper: Paper) -> tuple[Block, ...]:
	"""The authorised contacts with their duties."""
	found = paper.file.terms.contacts
	if not found:
		return ()
	rows = []
	for contact in found:
		reached = tuple(PrintedText(part) for part in (contact.name, contact.email, contact.phone) if part)
		rows.append(
			Row(
				(
					paper.cell(paper.party(contact.party)),
					paper.cell(contact.role, "terms", "contacts"),
					paper.cell(contact.duty),
					Cell(reached) if reached else EMPTY,
				)
			)
		)
	return (_table(paper, "contacts", _CONTACT, rows),)


def versions(paper: Paper) -> tuple[Block, ...]:
	"""The version history."""
	notes = paper.file.agreement.versions
	if not notes:
		return ()
	rows = [
		Row(
			(
				paper.cell(note.version),
				paper.cell(say_date(note.date, paper.language) if note.date else None),
				Cell((PrintedText(note.description, language=paper.file.agreement.language),)),
			)
		)
		for note in notes
	]
	return (_table(paper, "versions", _VERSION, rows),)


def _table(paper: Paper, block: str, header: tuple[Label, ...], rows: list[Row]) -> PrintedTable:
	return trim(
		PrintedTable(
			paper.name(code_names.BLOCKS, block), tuple(paper.say(label) for label in header), tuple(rows)
		)
	)


def _led(paper: Paper, lead: Label, labels: tuple[Label, ...], field: str) -> tuple[Block, ...]:
	"""A list of wordings with a lead above it. Nothing if there are no wordings."""
	if not labels:
		return ()
	listing: Listing = paper.listing(labels, "terms", field)
	return (paper.lead(lead), listing)


def _filled(label: Label, paper: Paper, party: str) -> Label:
	named = paper.party(party)
	return Label(label.id.replace("{}", named), label.en.replace("{}", named))
