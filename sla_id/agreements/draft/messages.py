"""What a draft says to people, in Indonesian and English.

Used by `assemble`, `unplaced` and the command.
"""

_TEXTS = {
	"line": ("baris {line}", "line {line}"),
	"not_in_text": ("tidak ada dalam teks: {why}", "not in the text: {why}"),
	"head": (
		"Rancangan dari dokumen. Di atas setiap angka tertulis baris dan kalimat asalnya; periksa sebelum dipakai.",
		"Drafted from a document. Above each number stand its line and sentence; check it before use.",
	),
	"code": ("kode diturunkan dari nama penyedia", "a code derived from the provider's name"),
	"code_given": ("kode diberikan saat merancang", "the code was given when drafting"),
	"start_given": ("tanggal mulai diberikan saat merancang", "the start was given when drafting"),
	"year_start": (
		"hanya tahun yang disebut; 1 Januari diandaikan",
		"only the year is named; 1 January is assumed",
	),
	"holidays": (
		"teks tidak mengatakan apakah layanan tutup pada hari libur",
		"the text doesn't say whether the service closes on holidays",
	),
	"zone": ("zona waktu tidak disebut; WIB diandaikan", "no time zone is named; WIB is assumed"),
	"region": ("daerah hari libur tidak disebut", "the region of the regional holidays isn't named"),
	"calendar_days": ("hari kalender dihitung 24 jam", "calendar days count 24 hours each"),
	"around_the_clock": ("layanan 24x7", "the service runs 24x7"),
	"host_priority": (
		"prioritas helpdesk dipilih menurut nama tingkat",
		"the helpdesk's priority is chosen by the level's name",
	),
	"translated": ("nama tingkat diterjemahkan", "the level's name is translated"),
	"default_priority": (
		"prioritas sebelum tiket diklasifikasikan: tingkat menengah",
		"the priority until a ticket is classified: the middle level",
	),
	"no_channel_target": (
		"kanal ini tanpa target respons dalam teks",
		"no response target for this channel in the text",
	),
	"sub_service_code": ("kode sublayanan menurut urutan", "the sub-service's code follows its order"),
	"service_code": ("kode layanan diturunkan dari namanya", "the service's code is derived from its name"),
	"merged": ("Sel gabungan; nilai di atasnya.", "Merged cell; the value above."),
	"at_risk": (
		'"mendekati batas" tanpa angka; 75 persen diandaikan',
		'"near the limit" has no figure; 75 per cent is assumed',
	),
	"responsible": (
		"penanggung jawab tidak disebut; judul tingkat dipakai",
		"nobody is named; the tier's title stands in",
	),
	"permanent_fix": (
		"perbaikan permanen dilacak tanpa target setelah solusi sementara",
		"the permanent fix is tracked without a target after a workaround",
	),
	"version": ("versi tidak disebut", "no version is named"),
	"fill_title": ("isi judul perjanjian", "fill in the agreement's title"),
	"fill_code": ("isi kode perjanjian (atau beri --code)", "fill in the agreement's code (or give --code)"),
	"fill_provider": ("isi nama penyedia layanan", "fill in the provider's name"),
	"fill_start": (
		"isi tanggal mulai berlaku (effective_from)",
		"fill in the first day it holds (effective_from)",
	),
	"fill_calendars": (
		"teks tidak memuat jam layanan: isi calendars dan default_calendar",
		"the text has no service hours: fill in calendars and default_calendar",
	),
	"fill_priorities": (
		"teks tidak memuat tingkat prioritas: isi priorities dan default_priority",
		"the text has no priority levels: fill in priorities and default_priority",
	),
	"fill_other": ("{problem}; {advice}", "{problem}; {advice}"),
	"no_targets": ("teks tidak memuat target waktu", "the text holds no target times"),
	"unsaid_hours": (
		'"{figure}" tanpa keterangan jam kerja atau 24x7; dibaca {reading}',
		'"{figure}" doesn\'t say working hours or 24x7; read as {reading}',
	),
	"working_hours": ("jam kerja", "working hours"),
	"plain_days": (
		'"{figure}" bisa berarti hari kerja atau hari kalender; dibaca hari kerja',
		'"{figure}" may mean working or calendar days; read as working days',
	),
	"notice_days": (
		'"{figure}" dibaca sebagai hari kalender',
		'"{figure}" is read as calendar days',
	),
	"formula": (
		"rumus ketersediaan tidak ada dalam teks; seluruh bulan menjadi penyebut",
		"the availability formula is missing in the text; the whole month is the denominator",
	),
	"personal_number": (
		"kanal ini nomor satu orang; nomor dan nama tidak diambil",
		"this channel is one person's number; number and name aren't taken over",
	),
	"domain": (
		"alamat {address} tidak memuat nama penyedia; periksa apakah memang demikian",
		"the address {address} doesn't hold the provider's name; check that it is intended",
	),
	"overdue": (
		"tinjauan berikutnya ({day}) mendahului tanggal acuan",
		"the next review ({day}) lies before the day of reference",
	),
	"two_languages": (
		'kedua bahasa berbeda; teks Indonesia berlaku: "{governing}" / "{other}"',
		'the two languages differ; the governing text is taken: "{governing}" / "{other}"',
	),
	"two_figures": (
		"dua angka untuk hal yang sama: {first} dan {second}; yang pertama dipakai",
		"two figures for the same thing: {first} and {second}; the first is taken",
	),
	"two_hours": (
		'jam layanan disebut berbeda: "{other}"',
		'the service hours are given differently: "{other}"',
	),
	"day_length": (
		"{days} tidak sama dengan {hours} bila satu hari kerja {per_day} jam",
		"{days} isn't {hours} when a working day has {per_day} hours",
	),
	"day_length_window": (
		"satu hari kerja {per_day} jam, tetapi jam layanan {window} jam",
		"a working day is {per_day} hours, but the service hours are {window}",
	),
	"workdays": (
		"hari layanan tidak disebut; Senin sampai Jumat diandaikan",
		"no days are named; Monday to Friday is assumed",
	),
	"too_many": (
		"lebih dari {most} layanan; sisanya dilewati",
		"more than {most} services; the rest is left out",
	),
	"reason_phone": ("nomor telepon tidak diambil", "telephone numbers aren't taken over"),
	"reason_struck": ("dicoret", "struck out"),
	"reason_page": ("kepala halaman", "a page header"),
	"reason_contents": ("daftar isi", "a table of contents"),
	"reason_reference": ("rujukan di dalam dokumen", "a reference inside the document"),
	"reason_translation": (
		"terjemahan berbeda dari teks yang berlaku",
		"a translation that differs from the governing text",
	),
	"reason_word": ("kata bilangan dalam kalimat biasa", "a number word in running text"),
	"reason_other": ("tidak ada tempatnya dalam berkas perjanjian", "no place for it in the agreement file"),
	"summary": (
		"{figures} angka ditempatkan, {unplaced} kalimat berangka tidak ditempatkan, {open} hal terbuka",
		"{figures} figures placed, {unplaced} sentences with numbers not placed, {open} open points",
	),
	"empty": (
		"dokumen kosong; beri berkas .txt atau .docx yang berisi teks perjanjian",
		"the document is empty; give a .txt or .docx with the agreement's text",
	),
	"too_long": (
		"dokumen melebihi {most} karakter; beri hanya teks perjanjian",
		"the document has more than {most} characters; give the agreement's text only",
	),
}


def say(key: str, language: str, **values: object) -> str:
	"""The message in a language code; Indonesian unless English is asked for."""
	indonesian, english = _TEXTS[key]
	return (english if language.startswith("en") else indonesian).format(**values)
