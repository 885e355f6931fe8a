"""Scopes, conditions and numbers in words. Called by `agreements.document` and `agreements.compare`."""

from collections.abc import Iterable
from decimal import Decimal

from sla_id.agreements.file.model import AgreementFile, Label, TargetRow
from sla_id.agreements.words import code_names

_OR = Label("atau", "or")
_AND = Label("dan", "and")


def say_number(number: Decimal | int, language: str) -> str:
	"""A number with its language's separators: "2.016" and "43,2" in Indonesian."""
	text = f"{number:,f}" if isinstance(number, Decimal) else f"{number:,}"
	if "." in text:
		text = text.rstrip("0").rstrip(".")
	return text.translate(str.maketrans(",.", ".,")) if language.startswith("id") else text


def say_percent(number: Decimal | int, language: str) -> str:
	"""A percentage."""
	return f"{say_number(number, language)}%"


def say_amount(amount: Decimal, language: str) -> str:
	"""An amount in rupiah: "Rp25.000.000,00" in Indonesian, "Rp25,000,000.00" in English."""
	text = f"{amount:,.2f}"
	return "Rp" + (text.translate(str.maketrans(",.", ".,")) if language.startswith("id") else text)


def say_exclusion(file: AgreementFile, code: str, language: str) -> str:
	"""What an exclusion of the availability is called; its code where it is a base's."""
	listed = file.availability.exclusions if file.availability else ()
	return next((item.label.get(language) for item in listed if item.code == code), code)


def say_months(months: int, language: str) -> str:
	"""A number of months. Whole years are said as years."""
	if months % 12 == 0:
		years = months // 12
		return Label(f"{years} tahun", "1 year" if years == 1 else f"{years} years").get(language)
	return Label(f"{months} bulan", "1 month" if months == 1 else f"{months} months").get(language)


def join_words(words: Iterable[str], language: str, either: bool = False) -> str:
	"""Words as a list in a sentence: "a, b dan c"."""
	listed = list(words)
	link = (_OR if either else _AND).get(language)
	if len(listed) < 2:
		return "".join(listed)
	return f"{', '.join(listed[:-1])} {link} {listed[-1]}"


def say_party(file: AgreementFile, party: str, language: str) -> str:
	"""The agreement's name for a party, or "Mitra" or "Penyedia Layanan" if it has none."""
	own = [entry.name.get(language) for entry in file.terms.parties if entry.party == party]
	if len(own) == 1:
		return own[0]
	if party == "provider":
		return file.agreement.provider
	return file.agreement.partner or code_names.say(code_names.PARTIES, party, language)


def say_priority(file: AgreementFile, code: str, language: str) -> str:
	"""A priority's label, after its code if that is a number of the document ("P1") or labels repeat."""
	labels = {entry.code: entry.label.get(language) for entry in file.priorities}
	label = labels.get(code, code)
	told = label.casefold().startswith(code.casefold())
	alone = list(labels.values()).count(label) < 2 and not any(mark.isdigit() for mark in code)
	return label if told or alone else f"{code} – {label}"


def say_met(row: TargetRow, language: str) -> str:
	"""What has to happen for a target to be met."""
	met = [code_names.say(code_names.MET_BY, event, language) for event in row.met_by]
	return join_words(met, language, either=row.met_when == "any")


def say_scope(row: TargetRow, language: str) -> str:
	"""The clock and what it applies to, by codes: "Waktu Tanggap P2", "Waktu Pemenuhan ITSM.01 (penanganan lanjut)"."""
	parts = [code_names.say(code_names.CLOCKS, row.clock, language), *filter(None, scope_codes(row))]
	limits = scope_limits(row, language)
	return " ".join(parts) + (f" ({', '.join(limits)})" if limits else "")


def scope_codes(row: TargetRow) -> tuple[str | None, ...]:
	"""The codes that a row is for, service first."""
	return (row.service, row.channel, row.priority, row.team)


def scope_limits(row: TargetRow, language: str) -> list[str]:
	"""The kind and stage that a row is limited to."""
	limits = []
	if row.kind:
		limits.append(code_names.say(code_names.TICKET_KINDS, row.kind, language))
	if row.stage:
		limits.append(code_names.say(code_names.STAGES, row.stage, language))
	return limits
