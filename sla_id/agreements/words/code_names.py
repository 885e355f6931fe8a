"""Codes of the agreement file in words: the names of `clock: response` or `party: provider`.

Called by the other words, `agreements.document` and `agreements.compare`. Every code that the file's model knows has
a name here (tested).
"""

from collections.abc import Mapping

from sla_id.agreements.file.model import DUTY_LABELS, Label

CLOCKS: Mapping[str, Label] = {
	"response": Label("Waktu Tanggap", "Response time"),
	"next_update": Label("Waktu Kabar Berikutnya", "Time to the next update"),
	"workaround": Label("Solusi Sementara", "Workaround"),
	"resolution": Label("Waktu Penyelesaian", "Resolution time"),
	"permanent_fix": Label("Perbaikan Permanen", "Permanent fix"),
	"fulfilment": Label("Waktu Pemenuhan", "Fulfilment time"),
	"ola": Label("Target Operasional", "Operational target"),
}
TICKET_KINDS: Mapping[str, Label] = {
	"incident": Label("insiden", "incidents"),
	"request": Label("permintaan", "requests"),
}
SERVICE_KINDS: Mapping[str, Label] = {
	"incident": Label("Insiden", "Incidents"),
	"request": Label("Permintaan", "Requests"),
	"both": Label("Insiden dan permintaan", "Incidents and requests"),
}
STAGES: Mapping[str, Label] = {
	"first_line": Label("lini pertama", "first line"),
	"handed_over": Label("penanganan lanjut", "further handling"),
}
MET_BY: Mapping[str, Label] = {
	"confirmed": Label("laporan dikonfirmasi", "the report is confirmed"),
	"team_assigned": Label("tim ditugaskan", "a team is assigned"),
	"workaround_applied": Label("Solusi Sementara diterapkan", "a workaround is applied"),
	"fixed": Label("Perbaikan Permanen diterapkan", "a permanent fix is applied"),
	"fulfilled": Label("permintaan dipenuhi", "the request is fulfilled"),
	"update_sent": Label("kabar dikirim", "an update is sent"),
}
MET_WHEN: Mapping[str, Label] = {
	"all": Label("semua terjadi", "all of them happen"),
	"any": Label("salah satu terjadi", "one of them happens"),
}
STARTS_ON: Mapping[str, Label] = {
	"received": Label("laporan diterima, lalu setiap kabar", "the report is received, then every update"),
	"partner_replied": Label(
		"pesan tertua Mitra yang belum dijawab", "the partner's oldest message that is unanswered"
	),
}
PARTIES: Mapping[str, Label] = {
	"provider": Label("Penyedia Layanan", "Provider"),
	"customer": Label("Mitra", "Partner"),
}
AGREEMENT_TYPES: Mapping[str, Label] = {
	"customer": Label("Pelanggan", "Customer"),
	"internal": Label("Internal", "Internal"),
	"multi-level": Label("Bertingkat", "Multi-level"),
}
LEVELS: Mapping[str, Label] = {
	"corporate": Label("Korporat", "Corporate"),
	"service": Label("Layanan", "Service"),
	"customer": Label("Pelanggan", "Customer"),
}
COMPLETENESS: Mapping[str, Label] = {
	"none": Label("Tidak ada akibat", "No effect"),
	"ask": Label("Pelapor diminta melengkapi", "The reporter is asked to complete it"),
	"wait": Label(
		"Pelapor diminta melengkapi dan penghitungan waktu menunggu",
		"The reporter is asked to complete it and the clocks wait",
	),
}
WORKING_DAY_MODES: Mapping[str, Label] = {
	"hours_per_day": Label("dihitung dalam jam kerja", "counted in working hours"),
	"end_of_day": Label("sampai akhir hari kerja", "until the end of the working day"),
}
STRICTER: Mapping[str, Label] = {
	"stricter": Label("yang lebih ketat", "the stricter one"),
	"service": Label("target layanan", "the service's target"),
	"priority": Label("target prioritas", "the priority's target"),
}
LANGUAGES: Mapping[str, Label] = {
	"id": Label("Bahasa Indonesia", "Indonesian"),
	"en": Label("Bahasa Inggris", "English"),
}
HOLIDAY_CLASSES: Mapping[str, Label] = {
	"national": Label("Libur Nasional", "national holidays"),
	"cuti_bersama": Label("Cuti Bersama", "joint leave (Cuti Bersama)"),
	"regional": Label("Libur Daerah", "regional holidays"),
}
CHANNEL_TYPES: Mapping[str, Label] = {
	"Portal": Label("Portal", "Portal"),
	"E-mail": Label("Surel", "E-mail"),
	"Phone": Label("Telepon", "Phone"),
	"Chat": Label("Obrolan", "Chat"),
	"WhatsApp": Label("WhatsApp", "WhatsApp"),
	"Social": Label("Media sosial", "Social media"),
	"On-site": Label("Di tempat", "On-site"),
	"Virtual": Label("Virtual", "Virtual"),
	"Integration": Label("Integrasi", "Integration"),
}
CLOCK_STARTS: Mapping[str, Label] = {
	"received": Label("laporan diterima", "the report is received"),
	"queue_answered": Label("panggilan masuk ke pusat panggilan", "the call enters the call centre"),
	"agent_screen": Label("permintaan muncul di layar petugas", "the request appears on the agent's screen"),
}
NOTICE_UNITS: Mapping[str, Label] = {
	"calendar_days": Label("hari kalender", "calendar days"),
	"working_days": Label("hari kerja", "working days"),
}
TRIGGERS: Mapping[str, Label] = {
	"reported": Label("Setiap laporan baru", "Every new report"),
	"percent": Label("Persentase waktu terpakai", "Share of the time used"),
	"before_due": Label("Sebelum jatuh tempo", "Before it is due"),
	"after": Label("Setelah dilaporkan", "After the report"),
	"without_workaround": Label("Tanpa Solusi Sementara", "Without a workaround"),
	"breach": Label("Target terlampaui", "Target missed"),
	"manual": Label("Atas permintaan", "On request"),
	"stagnation": Label("Tanpa kemajuan", "No progress"),
	"massive_impact": Label("Dampak bisnis masif", "Massive business impact"),
	"several_partners": Label("Beberapa Mitra terdampak", "Several partners are hit"),
}
ASKED_BY: Mapping[str, Label] = {
	"partner": Label("Mitra", "the partner"),
	"management": Label("manajemen Mitra", "the partner's management"),
	"agent": Label("petugas", "an agent"),
}
DUTIES: Mapping[str, Label] = {**DUTY_LABELS, "other": Label("Kewajiban lain", "Another duty")}
AVAILABILITY_PERIODS: Mapping[str, Label] = {
	"calendar_month": Label("bulan kalender", "calendar month"),
}
AVAILABILITY_FORMULAS: Mapping[str, Label] = {
	"whole_period": Label(
		"Ketersediaan = (jumlah menit dalam bulan − Waktu Henti yang dihitung) ÷ jumlah menit dalam bulan × 100%",
		"Availability = (total minutes of the month − counted downtime) ÷ total minutes of the month × 100%",
	),
	"reduced_period": Label(
		"Ketersediaan = (jumlah menit dalam bulan − menit yang dikecualikan − Waktu Henti yang dihitung)"
		" ÷ (jumlah menit dalam bulan − menit yang dikecualikan) × 100%",
		"Availability = (total minutes of the month − excluded minutes − counted downtime)"
		" ÷ (total minutes of the month − excluded minutes) × 100%",
	),
	"reduced_by_excluded_downtime": Label(
		"Ketersediaan = (jumlah menit dalam bulan − Waktu Henti yang dikecualikan − Waktu Henti yang dihitung)"
		" ÷ (jumlah menit dalam bulan − Waktu Henti yang dikecualikan) × 100%",
		"Availability = (total minutes of the month − excluded downtime − counted downtime)"
		" ÷ (total minutes of the month − excluded downtime) × 100%",
	),
}
UNKNOWN_TIME: Mapping[str, Label] = {
	"up": Label("tersedia", "up"),
	"down": Label("Waktu Henti", "down"),
	"left_out": Label("tidak diperhitungkan", "left out"),
}
DOWNTIME_FROM: Mapping[str, Label] = {
	"first_failed_check": Label("pemeriksaan pertama yang gagal", "the first failed check"),
	"declared": Label("gangguan dinyatakan oleh pemantauan", "when monitoring declares it"),
}
PART_MONTHS: Mapping[str, Label] = {
	"whole_month": Label("terhadap seluruh bulan", "against the whole month"),
	"days_in_force": Label("terhadap hari-hari berlakunya", "against the days in force"),
}
COMPONENT_RULES: Mapping[str, Label] = {
	"any": Label("bila salah satu komponen terhenti", "when any component is down"),
	"all": Label("bila semua komponen terhenti", "when all components are down"),
	"weighted": Label("menurut bobot komponen", "by the components' weights"),
}
SCHEMES: Mapping[str, Label] = {
	"steps": Label("bertingkat menurut Ketersediaan", "steps by availability"),
	"proportional": Label("sebanding dengan Waktu Henti", "in proportion to the downtime"),
	"per_begun_period": Label("per periode Waktu Henti yang dimulai", "for each begun period of downtime"),
	"per_missed_target": Label("per target yang tidak tercapai", "for each missed target"),
}
CREDITED_DOWNTIME: Mapping[str, Label] = {
	"all": Label("seluruhnya", "all of it"),
	"excess": Label("hanya kelebihannya", "only the excess"),
}
CREDIT_WINDOWS: Mapping[str, Label] = {
	"days": Label("hari setelah akhir bulan", "days after the month"),
	"working_days": Label("Hari Kerja setelah akhir bulan", "business days after the month"),
	"months": Label("bulan setelah bulan itu", "months after the month"),
}
BLOCKS: Mapping[str, Label] = {
	"summary": Label("Ringkasan", "Summary"),
	"goals": Label("Tujuan", "Goals"),
	"success": Label("Ukuran keberhasilan", "Measures of success"),
	"parties": Label("Para pihak", "Parties"),
	"needs": Label("Kebutuhan kedua pihak", "Needs of both parties"),
	"in_scope": Label("Ruang lingkup", "Scope"),
	"out_of_scope": Label("Di luar ruang lingkup", "Out of scope"),
	"services": Label("Katalog Layanan", "Service catalogue"),
	"hours": Label("Jam Kerja", "Business hours"),
	"priorities": Label("Tingkat prioritas", "Priorities"),
	"matrix": Label("Matriks prioritas", "Priority matrix"),
	"response": Label("Waktu per kanal", "Times by channel"),
	"targets": Label("Target waktu", "Target times"),
	"service_targets": Label("Target waktu per layanan", "Target times by service"),
	"ola": Label("Perjanjian Tingkat Operasional", "Operational level agreement"),
	"channels": Label("Kanal pelaporan", "Reporting channels"),
	"facts": Label("Informasi wajib", "Required information"),
	"escalation": Label("Jalur Eskalasi", "Escalation"),
	"availability": Label("Ketersediaan", "Availability"),
	"exclusions": Label("Pengecualian", "Exclusions"),
	"provider_duties": Label("Kewajiban Penyedia Layanan", "Duties of the provider"),
	"customer_duties": Label("Kewajiban Mitra", "Duties of the partner"),
	"review": Label("Tinjauan", "Review"),
	"amendment": Label("Amandemen", "Amendment"),
	"contacts": Label("Kontak", "Contacts"),
	"consequence": Label("Akibat bila target tidak tercapai", "Consequence of missed targets"),
	"termination": Label("Pengakhiran", "Termination"),
	"versions": Label("Riwayat versi", "Version history"),
	"signatures": Label("Persetujuan", "Approval"),
	"maintenance": Label("Pemeliharaan terjadwal", "Planned maintenance"),
	"claims": Label("Klaim pengecualian dan laporan bulanan", "Claims and monthly statement"),
	"credits": Label("Restitusi", "Service credits"),
	"pauses": Label("Penangguhan waktu", "Pauses"),
	"breach_causes": Label("Penyebab pelanggaran target", "Causes of missed targets"),
}
WEEKDAY_NUMBERS: Mapping[str, int] = {
	day: number for number, day in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
}


def say(names: Mapping[str, Label], code: str, language: str) -> str:
	"""The name of a code. A code that only the file defines is its own name."""
	return names[code].get(language) if code in names else code
