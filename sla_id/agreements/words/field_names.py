"""The fields of the agreement file in words, and which of their values are codes. Called by `agreements.compare`.

Every field of every value in the file's model has a name here (tested), so that a new field can't be compared without one.
"""

from collections.abc import Mapping
from dataclasses import fields

from sla_id.agreements.file import model
from sla_id.agreements.file.model import Label
from sla_id.agreements.file.plain_fields import plain_fields
from sla_id.agreements.words import code_names

_CODE = Label("kode", "code")
_NAME = Label("nama", "name")
_LABEL = Label("sebutan", "label")
_DESCRIPTION = Label("deskripsi", "description")
_NOTE = Label("catatan", "note")
_CALENDAR = Label("kalender", "calendar")
_CLOCK = Label("waktu", "clock")
_SOURCE = Label("sumber", "source")
_TITLE = Label("judul", "title")
_PARTY = Label("pihak", "party")
_ROLE = Label("jabatan", "function")
_PRIORITY = Label("prioritas", "priority")
_CHANNELS = Label("kanal", "channels")
_SERVICE = Label("layanan", "service")
_VERSION = Label("versi", "version")
_EMAIL = Label("surel", "e-mail")
_NUMBER = Label("nomor", "number")
_KIND = Label("jenis tiket", "kind of ticket")
_REGION = Label("daerah", "region")
_ASSUMED = Label("diasumsikan", "assumed")
_MINIMUM = Label("tidak dihitung bila tidak lebih dari", "doesn't count unless longer than")

_NAMES: Mapping[str, Mapping[str, Label]] = {
	"AgreementFile": {
		"agreement": Label("Kepala perjanjian", "Head of the agreement"),
		"calendars": Label("Kalender", "Calendars"),
		"default_calendar": Label("Kalender utama", "Main calendar"),
		"priorities": Label("Tingkat prioritas", "Priorities"),
		"default_priority": Label("Prioritas sebelum klasifikasi", "Priority before classification"),
		"matrix": Label("Matriks prioritas", "Priority matrix"),
		"channels": Label("Kanal", "Channels"),
		"services": Label("Layanan", "Services"),
		"required_facts": Label("Informasi wajib", "Required information"),
		"out_of_scope": Label("Di luar ruang lingkup", "Out of scope"),
		"targets": Label("Target waktu", "Target times"),
		"tiers": Label("Tingkat eskalasi", "Levels of escalation"),
		"availability": Label("Ketersediaan", "Availability"),
		"terms": Label("Ketentuan", "Terms"),
		"pause_reasons": Label("Alasan penangguhan", "Reasons for pauses"),
		"breach_causes": Label("Penyebab pelanggaran target", "Causes of missed targets"),
		"credit": Label("Restitusi", "Service credits"),
	},
	"Agreement": {
		"code": Label("Kode", "Code"),
		"title": Label("Judul", "Title"),
		"version": Label("Versi", "Version"),
		"provider": Label("Penyedia Layanan", "Provider"),
		"effective_from": Label("Berlaku sejak", "In force from"),
		"extends": Label("Turunan dari", "Overrides"),
		"level": Label("Tingkat", "Level"),
		"service": Label("Layanan", "Service"),
		"partner": Label("Mitra", "Partner"),
		"default": Label("Berlaku untuk semua pengguna", "Holds for all users"),
		"effective_to": Label("Berlaku sampai", "In force until"),
		"time_zone": Label("Zona waktu", "Time zone"),
		"hours_per_day": Label("Jam Kerja per Hari Kerja", "Business hours of a business day"),
		"at_risk_percent": Label(
			"Peringatan setelah (persen waktu terpakai)", "Warning after (percent of the time)"
		),
		"review": Label("Tinjauan", "Review"),
		"versions": Label("Riwayat versi", "Version history"),
		"source": Label("Dokumen sumber", "Source document"),
		"inherits": Label("Mengikuti perjanjian induk", "Left to the agreement above"),
	},
	"Review": {
		"months": Label("setiap", "every"),
		"last": Label("terakhir", "last"),
		"next": Label("berikutnya", "next"),
	},
	"VersionNote": {"version": _VERSION, "date": Label("tanggal", "date"), "description": _DESCRIPTION},
	"Source": {
		"document": Label("dokumen", "document"),
		"number": _NUMBER,
		"notes": Label("pembacaan", "readings"),
	},
	"Calendar": {
		"code": _CODE,
		"week": Label("jam buka", "opening hours"),
		"holidays": Label("tutup pada", "closed on"),
		"region": _REGION,
		"shifts": Label("jam khusus", "special hours"),
		"breaks": Label("jeda", "breaks"),
	},
	"Week": {"always": Label("24x7", "24x7"), "days": Label("hari", "days")},
	"ShiftRow": {
		"first": Label("sejak", "from"),
		"last": Label("sampai", "to"),
		"week": Label("jam buka", "opening hours"),
		"name": _NAME,
	},
	"BreakRow": {"day": Label("tanggal", "date"), "windows": Label("jam tutup", "closed"), "name": _NAME},
	"Priority": {
		"code": _CODE,
		"rank": Label("urutan kepentingan", "rank"),
		"label": _LABEL,
		"description": _DESCRIPTION,
		"examples": Label("contoh kasus", "example cases"),
	},
	"Matrix": {
		"urgency": Label("kepentingan", "urgency"),
		"impact": Label("dampak", "impact"),
		"cells": Label("sel", "cells"),
	},
	"Item": {
		"code": _CODE,
		"label": _LABEL,
		"description": _DESCRIPTION,
		"required": Label("wajib", "required"),
	},
	"ChannelRow": {
		"code": _CODE,
		"name": _NAME,
		"type": Label("jenis", "type"),
		"confidential": Label("data rahasia boleh dikirim", "takes confidential data"),
		"categories": Label("kategori", "categories"),
	},
	"Category": {
		"code": _CODE,
		"name": _NAME,
		"required": Label("data wajib", "required data"),
		"optional": Label("data jika ada", "data if any"),
	},
	"Service": {
		"code": _CODE,
		"name": _NAME,
		"documents": Label("dokumen", "documents"),
		"channels": _CHANNELS,
		"depends_on": Label("bergantung pada", "depends on"),
		"children": Label("di bawah layanan", "below the service"),
	},
	"TargetRow": {
		"clock": _CLOCK,
		"target": Label("target", "target"),
		"calendar": _CALENDAR,
		"met_by": Label("terpenuhi saat", "met when"),
		"met_when": Label("syarat pemenuhan", "condition"),
		"starts_on": Label("dihitung sejak", "counted from"),
		"priority": _PRIORITY,
		"channel": Label("kanal", "channel"),
		"service": _SERVICE,
	},
	"TierRow": {
		"level": Label("tingkat", "level"),
		"title": _TITLE,
		"responsible": Label("penanggung jawab", "responsible"),
		"role": Label("peran di aplikasi", "role in the app"),
		"protocol": Label("protokol komunikasi", "protocol of communication"),
		"triggers": Label("pemicu", "triggers"),
		"acknowledge_within": Label("dikonfirmasi dalam", "acknowledged within"),
		"repeat_every": Label("diulang setiap", "repeated every"),
		"hours": Label("diberitahukan dalam jam", "told within"),
		"wakes_for": Label("kapan pun untuk prioritas", "at any hour for priorities"),
		"duties": Label("kewajiban", "duties"),
	},
	"Duty": {
		"kind": Label("jenis", "kind"),
		"label": _LABEL,
		"within": Label("dalam waktu", "within"),
		"calendar": _CALENDAR,
	},
	"TriggerRow": {
		"on": Label("pemicu", "trigger"),
		"clock": _CLOCK,
		"percent": Label("persen", "percent"),
		"length": Label("lama", "length"),
		"calendar": _CALENDAR,
		"priorities": Label("hanya prioritas", "priorities"),
		"reasons": Label("alasan", "reasons"),
		"partners_hit": Label("jumlah Mitra terdampak", "number of partners hit"),
		"services": Label("hanya layanan", "services"),
		"partners": Label("hanya Mitra", "partners"),
		"asked_by": Label("diminta oleh", "asked for by"),
		"decide_within": Label("diputuskan dalam", "decided within"),
	},
	"Availability": {
		"target_percent": Label("Ketersediaan yang dijanjikan", "promised availability"),
		"period": Label("periode", "period"),
		"exclusions": Label("pengecualian", "exclusions"),
		"calendar": Label("berlaku dalam jam", "holds in hours"),
		"minimum": _MINIMUM,
		"services": Label("berlaku untuk layanan", "holds for services"),
		"guarantees": Label("ketersediaan yang berbeda", "differing guarantees"),
		"maintenance": Label("pemeliharaan terjadwal", "planned maintenance"),
		"claims": Label("klaim pengecualian", "claims of exclusions"),
		"statement": Label("laporan bulanan", "monthly statement"),
	},
	"GuaranteeRow": {
		"services": Label("layanan", "services"),
		"target_percent": Label("Ketersediaan yang dijanjikan", "promised availability"),
		"calendar": Label("berlaku dalam jam", "holds in hours"),
		"minimum": _MINIMUM,
		"parts": Label("daftar komponen", "list of components"),
	},
	"ComponentRow": {"code": _CODE, "label": _LABEL, "weight": Label("bobot", "weight")},
	"MaintenanceTerms": {
		"notice": Label("diberitahukan sebelumnya", "announced ahead"),
		"calendar": _CALENDAR,
		"exclusion": Label("termasuk pengecualian", "falls under the exclusion"),
	},
	"ClaimTerms": {
		"within": Label("diajukan dalam", "claimed within"),
		"decide_within": Label("diputuskan dalam", "decided within"),
		"object_within": Label("keberatan dalam", "objection within"),
		"calendar": _CALENDAR,
	},
	"StatementTerms": {
		"answer_within": Label("ditanggapi dalam", "answered within"),
		"calendar": _CALENDAR,
	},
	"CreditTerms": {
		"fee": Label("biaya per bulan", "monthly fee"),
		"scheme": Label("skema", "scheme"),
		"window": Label("dapat diklaim", "may be claimed"),
	},
	"AgreedScheme": {
		"kind": Label("jenis skema", "kind of scheme"),
		"steps": Label("tingkat restitusi", "steps"),
		"daily_fees": Label("biaya harian per periode", "daily fees for a period"),
		"each": Label("per target yang tidak tercapai", "for each missed target"),
		"percent_of_fee": Label("ditambah bagian dari biaya per bulan", "and of the monthly fee"),
		"cap_percent": Label("paling banyak (bagian dari biaya)", "at most (share of the fee)"),
		"cap_amount": Label("paling banyak (jumlah)", "at most (amount)"),
	},
	"CreditStep": {
		"below": Label("Ketersediaan di bawah", "availability below"),
		"percent": Label("restitusi", "credit"),
	},
	"CreditWindow": {"kind": Label("satuan", "unit"), "count": Label("lamanya", "number")},
	"PauseReason": {
		"code": _CODE,
		"label": _LABEL,
		"description": _DESCRIPTION,
		"longest": Label("paling lama", "longest"),
		"calendar": _CALENDAR,
	},
	"BreachCauses": {"causes": Label("daftar penyebab", "list of causes")},
	"Party": {"party": _PARTY, "name": _NAME, "description": _DESCRIPTION},
	"Contact": {
		"party": _PARTY,
		"role": _ROLE,
		"duty": Label("tugas", "duty"),
	},
	"Signatory": {
		"party": _PARTY,
		"role": _ROLE,
		"signed": Label("ditandatangani", "signed"),
	},
	"Section": {
		"number": _NUMBER,
		"title": _TITLE,
		"shows": Label("isi", "contents"),
		"text": Label("teks", "text"),
	},
	"AgreedTerms": {
		"summary": Label("Ringkasan", "Summary"),
		"goals": Label("Tujuan", "Goals"),
		"success": Label("Ukuran keberhasilan", "Measures of success"),
		"parties": Label("Para pihak", "Parties"),
		"provider_needs": Label("Kebutuhan Penyedia Layanan", "Needs of the provider"),
		"customer_needs": Label("Kebutuhan Mitra", "Needs of the partner"),
		"in_scope": Label("Ruang lingkup", "Scope"),
		"provider_duties": Label("Kewajiban Penyedia Layanan", "Duties of the provider"),
		"customer_duties": Label("Kewajiban Mitra", "Duties of the partner"),
		"contacts": Label("Kontak", "Contacts"),
		"signatories": Label("Penanda tangan", "Signatories"),
		"amendment": Label("Amandemen", "Amendment"),
		"consequence": Label("Akibat bila target tidak tercapai", "Consequence of missed targets"),
		"termination": Label("Pengakhiran", "Termination"),
		"compliance_percent": Label(
			"Sebulan tercapai bila ditepati sekurang-kurangnya", "A month is kept when met to at least"
		),
		"missed_months": Label(
			"Bulan berturut-turut tidak tercapai sampai dapat diakhiri",
			"Missed months in a row until it may be ended",
		),
		"outline": Label("Susunan dokumen", "Outline of the document"),
	},
}


def _names_of(kind: str) -> Mapping[str, Label]:
	"""Names in the order of the class. A plain field has its name in the model."""
	names = _NAMES[kind]
	plain = {entry.name: Label(*entry.words) for entry in plain_fields(getattr(model, kind))}
	order = [entry.name for entry in fields(getattr(model, kind))]
	return {name: found for name in order if (found := plain.get(name) or names.get(name))}


FIELDS: Mapping[str, Mapping[str, Label]] = {kind: _names_of(kind) for kind in _NAMES}
"""What the fields of each value are called, by the value's class."""

CODES: Mapping[tuple[str, str], Mapping[str, Label]] = {
	("Agreement", "type"): code_names.AGREEMENT_TYPES,
	("Agreement", "level"): code_names.LEVELS,
	("Agreement", "language"): code_names.LANGUAGES,
	("Agreement", "working_day"): code_names.WORKING_DAY_MODES,
	("Agreement", "service_or_priority"): code_names.STRICTER,
	("Agreement", "requests_use"): code_names.STRICTER,
	("Agreement", "completeness"): code_names.COMPLETENESS,
	("Agreement", "inherits"): {
		**FIELDS["Agreement"],
		**{name: FIELDS["AgreementFile"][name] for name in ("default_calendar", "default_priority")},
	},
	("Calendar", "holidays"): code_names.HOLIDAY_CLASSES,
	("ChannelRow", "type"): code_names.CHANNEL_TYPES,
	("ChannelRow", "clock_starts"): code_names.CLOCK_STARTS,
	("ChannelRow", "notice_in"): code_names.NOTICE_UNITS,
	("Service", "kind"): code_names.SERVICE_KINDS,
	("TargetRow", "clock"): code_names.CLOCKS,
	("TargetRow", "met_by"): code_names.MET_BY,
	("TargetRow", "met_when"): code_names.MET_WHEN,
	("TargetRow", "starts_on"): code_names.STARTS_ON,
	("TargetRow", "kind"): code_names.TICKET_KINDS,
	("TargetRow", "stage"): code_names.STAGES,
	("TriggerRow", "on"): code_names.TRIGGERS,
	("TriggerRow", "clock"): code_names.CLOCKS,
	("TriggerRow", "asked_by"): code_names.ASKED_BY,
	("Duty", "kind"): code_names.DUTIES,
	("Availability", "period"): code_names.AVAILABILITY_PERIODS,
	("Availability", "formula"): code_names.AVAILABILITY_FORMULAS,
	("Availability", "unknown_counts_as"): code_names.UNKNOWN_TIME,
	("Availability", "downtime_from"): code_names.DOWNTIME_FROM,
	("Availability", "part_month"): code_names.PART_MONTHS,
	("GuaranteeRow", "components"): code_names.COMPONENT_RULES,
	("AgreedScheme", "kind"): code_names.SCHEMES,
	("AgreedScheme", "downtime"): code_names.CREDITED_DOWNTIME,
	("CreditWindow", "kind"): code_names.CREDIT_WINDOWS,
	("Party", "party"): code_names.PARTIES,
	("Contact", "party"): code_names.PARTIES,
	("Signatory", "party"): code_names.PARTIES,
	("Section", "shows"): code_names.BLOCKS,
}
"""Which names the codes of a field have."""

ENTRIES: Mapping[str, Label] = {
	"Calendar": Label("Kalender {}", "Calendar {}"),
	"ShiftRow": Label("jam khusus sejak {}", "special hours from {}"),
	"BreakRow": Label("jeda {}", "break on {}"),
	"Priority": Label("Prioritas {}", "Priority {}"),
	"Item": Label("{}", "{}"),
	"ChannelRow": Label("Kanal {}", "Channel {}"),
	"Category": Label("kategori {}", "category {}"),
	"Service": Label("Layanan {}", "Service {}"),
	"TargetRow": Label("Target {}", "Target: {}"),
	"TierRow": Label("Eskalasi tingkat {}", "Escalation level {}"),
	"TriggerRow": Label("pemicu {}", "trigger {}"),
	"Duty": Label("kewajiban {}", "duty {}"),
	"GuaranteeRow": Label("Ketersediaan {}", "Availability of {}"),
	"ComponentRow": Label("komponen {}", "component {}"),
	"CreditStep": Label("restitusi di bawah {}", "credit below {}"),
	"PauseReason": Label("Alasan {}", "Reason {}"),
	"VersionNote": Label("Versi {} dalam riwayat", "Version {} of the history"),
	"Party": Label("Pihak {}", "Party {}"),
	"Contact": Label("Kontak {}", "Contact {}"),
	"Signatory": Label("Penanda tangan {}", "Signatory {}"),
	"Section": Label("Bagian {}", "Section {}"),
}
"""What one entry of a list is called."""


def say_field(kind: str, field: str, language: str) -> str:
	"""The name of a field of the value class `kind`."""
	return FIELDS[kind][field].get(language)
