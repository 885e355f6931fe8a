"""The vocabulary of agreements in Indonesian and English: topics of headings, columns of tables, clocks, parties.

Used by all readers. Words of single documents have no place here.
"""

import re
from collections.abc import Iterable


def any_of(words: str) -> "re.Pattern[str]":
	return re.compile(words, re.IGNORECASE)


TOPICS = {
	"hours": any_of(
		r"jam\s+(?:kerja|operasional|layanan|pelayanan|dukungan)|hari\s+dan\s+jam|waktu\s+(?:operasional|pelayanan)"
		r"|(?:business|service|operating|operational|support|working)\s+hours|hours\s+of"
	),
	"priorities": any_of(r"priorit|severity|keparahan|klasifikasi|classification"),
	"matrix": any_of(r"matri(?:ks|x)"),
	"channels": any_of(r"kanal|saluran|channel|cara\s+menghubungi|how\s+to\s+(?:contact|reach)"),
	"services": any_of(
		r"ruang\s+lingkup|katalog|catalogue?|daftar\s+layanan|scope|cakupan|lingkup\s+layanan"
	),
	"facts": any_of(
		r"informasi\s+(?:yang\s+)?(?:wajib|harus|diperlukan)|(?:required|mandatory)\s+information"
		r"|information\s+(?:to\s+be\s+given|required)|isi\s+laporan|kelengkapan\s+laporan|contents?\s+of\s+(?:a|the)\s+report"
	),
	"escalation": any_of(r"eskalasi|escalat"),
	"availability": any_of(r"uptime|availability|ketersediaan"),
	"exclusions": any_of(r"pengecualian|exclusion"),
	"out_of_scope": any_of(
		r"di\s*luar\s+(?:ruang\s+)?(?:lingkup|cakupan)|out\s+of\s+scope|not\s+covered|tidak\s+tercakup"
	),
	"duties": any_of(r"tanggung\s*jawab|kewajiban|responsibilit|obligation|\bduties"),
	"review": any_of(r"tinjau|review|evaluasi\s+(?:berkala|perjanjian)"),
	"amendment": any_of(r"amandemen|amendment|perubahan\s+perjanjian|changes\s+to"),
	"contacts": any_of(r"kontak|contact"),
	"termination": any_of(r"pembatalan|pengakhiran|penghentian|terminat|cancel"),
	"consequence": any_of(
		r"tidak\s+tercapai|konsekuensi|kompensasi|penalti|denda|kredit\s+layanan|credit|penalt|remed"
	),
	"goals": any_of(r"\btujuan|sasaran|\bgoal|objective|purpose|maksud"),
	"needs": any_of(r"dibutuhkan\s+kedua|needs\s+of"),
	"summary": any_of(r"ringkasan|summary|ikhtisar"),
	"types": any_of(r"jenis|types?\s+of"),
	"requests": any_of(r"permintaan\s+baru|new\s+request|service\s+requests?|permintaan\s+layanan"),
	"procedure": any_of(r"prosedur|procedure"),
	"success": any_of(r"indikator|success|ukuran\s+keberhasilan"),
	"definitions": any_of(r"definisi|pengertian|definition"),
	"introduction": any_of(r"pendahuluan|introduction|latar\s+belakang"),
	"validity": any_of(r"masa\s+berlaku|jangka\s+waktu|validity|term\s+of"),
}

CLOCKS = {
	"workaround": any_of(
		r"(?:solusi|penanganan|perbaikan|jalan\s+(?:lain|keluar))\s+sementara|work-?\s?around|\bmitigat\w+|mitigasi|temporary\s+(?:solution|fix|workaround)"
	),
	"permanent_fix": any_of(
		r"(?:solusi|perbaikan|penyelesaian)\s+(?:permanen|tetap)|permanent(?:\s+(?:fix|solution|resolution))?|(?:final|definitive)\s+(?:fix|solution)"
	),
	"next_update": any_of(
		r"pembaruan\s+(?:status|berkala|kemajuan|informasi)|(?:status|progress)\s+updates?|updates?\s+(?:status|berkala|every|interval|frequency)"
		r"|(?:frequency|interval)\s+of\s+updates?|kabar\s+(?:kemajuan|perkembangan)|^updates?$|^pembaruan$"
	),
	"response": any_of(
		r"\w*[tn]anggap\w*|\breaksi\b|reaction|\b(?:di|mem)?balas(?:an)?\b|respons?\b|response|respond\w*|acknowledg\w*|\brepl(?:y|ies|ied)\b|\banswer(?:ed|s)?\b|first\s+contact|kontak\s+(?:awal|pertama)|(?<!anggung\s)\b(?:di|men)?jawab(?:an)?\b"
	),
	"fulfilment": any_of(
		r"pemenuhan|\bpenuhi\b|\bdiproses\b|\bprocess(?:ed|ing)\b|dipenuhi|memenuhi|fulfil\w*|provision(?:ing|ed)?\b|\bdeliver(?:y|ed)\b|lead\s+time|turn-?around|penyediaan|penyerahan"
	),
	"resolution": any_of(
		r"\bmttr\b|\brepair(?:s|ed)?\b|\bsolv(?:e|ed|ing)\b|resolusi|penyelesaian|(?:di|ter)?selesai(?:kan)?\b|menyelesaikan|resolution|resolved?\b|resolv(?:e|ing)\b|\bfix(?:ed)?\b|(?:di)?tuntas(?:kan)?\b|menuntaskan|memperbaiki|pulih(?:kan)?\b|dipulihkan|memulihkan|pemulihan(?!\s+(?:bencana|data|basis))"
		r"|perbaikan|diperbaiki|restor(?:e|ed|ation)\b|^(?:solusi|solution)$"
	),
}
"""What names a clock; a name inside a longer one ("permanent" in "penyelesaian permanen") doesn't count."""

COLUMNS = (
	(
		"other",
		any_of(
			r"realisasi|capaian|aktual|\bactual|rata-rata|average|denda|penalt|kredit|credit|restitusi|kompensasi|bobot|weight"
			r"|sebelumnya|previous|biaya|harga|price|\bfee\b|retensi|retention|^(?:waktu\s+)?eskalasi$|^escalation(?:\s+(?:after|time))?$|\brto\b|\brpo\b"
		),
	),
	("break", any_of(r"istirahat|\bbreak|rehat|jeda|lunch")),
	(
		"description",
		any_of(
			r"deskripsi|definisi|description|definition|keterangan|penjelasan|meaning|\barti\b|uraian|keadaan|situation|gejala|kriteria|criteria|^(?:nama|name|sebutan|label)$"
		),
	),
	("example", any_of(r"contoh|example")),
	*CLOCKS.items(),
	(
		"hours",
		any_of(
			r"jam\s+(?:kerja|layanan|pelayanan|dukungan|operasional)|(?:service|support|business|working|operating)\s+hours|coverage|cakupan\s+waktu|^(?:jam|hours?|pukul|waktu\s+buka)$"
		),
	),
	("responsible", any_of(r"penanggung\s*jawab|\bpic\b|responsible|owner|petugas")),
	("trigger", any_of(r"pemicu|trigger|kondisi|condition|\bwhen\b")),
	("protocol", any_of(r"protokol|protocol|komunikasi|communication|tindakan|\baction")),
	("version", any_of(r"^(?:versi|version|rev(?:isi|ision)?)\b")),
	("date", any_of(r"tanggal|\bdate\b|^tgl")),
	("signer", any_of(r"penanda\s*tangan|signator|signed\s+by")),
	("role", any_of(r"^peran|jabatan|\brole\b|position")),
	("required", any_of(r"persyaratan|^syarat|data\s+yang|requirements?|required")),
	("day", any_of(r"^(?:hari|days?)(?:\s+(?:kerja|layanan|of\s+(?:the\s+)?week))?$")),
	(
		"level",
		any_of(
			r"priorit|tingkat(?!\s+(?:pe)?layanan)|(?<!service\s)\blevel|severity|keparahan|\btier|urgensi|urgency|kritikalitas|criticality|\bsev\b"
		),
	),
	("channel", any_of(r"kanal|saluran|channel|\bmedia\b")),
	("address", any_of(r"alamat|address|kontak|contact|nomor\s+\w")),
	("impact", any_of(r"dampak|impact")),
	("category", any_of(r"service\s+levels?|tingkat\s+(?:pe)?layanan")),
	(
		"service",
		any_of(
			r"layanan|service|permintaan|permohonan|pengajuan|\brequests?\b|pekerjaan|\border|pesanan|produk|product"
		),
	),
	(
		"category",
		any_of(
			r"kategori|category|kelompok|golongan|kelas|\bclass|jenis|\btype|\bkind|gangguan|insiden|incident|\bitem|kegiatan|activity|tugas|\btask|komponen|unsur|aspek|parameter"
		),
	),
	(
		"target",
		any_of(
			r"\bsla\b|target|waktu|\btime\b|durasi|duration|lama\b|batas|limit|\bstandar\b|tenggat|deadline"
		),
	),
)
"""What a column holds, by its head: the first that fits."""

NO_TICKET = any_of(
	r"klaim|\bclaims?\b|restitusi|kredit|\bcredits?\b|denda|penalt|kompensasi|compensat|refund|pembayaran|\bbayar|payment|\binvoices?\b|tagihan"
	r"|pemeliharaan|maintenance|cadangan|back-?ups?\b|retensi|retention|disimpan|\bkept\b|\bstored\b|arsip|archiv|eskalasi|escalat"
	r"|pengakhiran|diakhiri|mengakhiri|terminat|pemberitahuan|diberitahukan|\bnotice\b|announce|diumumkan|pelatihan|training|uji\b|\btests?\b|\bdrill"
	r"|\brto\b|\brpo\b|latensi|latency|garansi|warranty|masa\s+berlaku|valid(?:ity|\s+for)|kedaluwarsa|expire|\baudit|survei|survey|rapat|meeting"
	r"|laporan\s+(?:bulanan|mingguan|tahunan|berkala|kinerja)|(?:monthly|weekly|annual)\s+reports?|adendum|amandemen|amendment|keberatan|sengketa|dispute"
	r"|lisensi\s+berlaku|sesi\b|session|kata\s+sandi\s+(?:berlaku|diganti)|diskon|discount|potongan|pemantauan|dipantau|diawasi|monitor\w*|watched"
	r"|waktu\s+(?:respons?|tanggap)\s+(?:aplikasi|sistem|halaman|server|api|situs)|(?:page|system|api|server|site)\s+response|suku\s+cadang|spare\s+part"
)
"""What has times of its own that no ticket is measured by."""
ELSEWHERE = any_of(
	r"\b(?:mis(?:al(?:nya|kan)?)?|umpama(?:nya)?|for\s+(?:example|instance))\b|\be\.g\.|^\W*(?:(?:se|sebagai\s+)?contoh(?:nya)?|(?:as\s+an\s+)?example)\s*[:,]|\b(?:contohnya|sebagai\s+contoh)\b"
	r"|\b(?:sebelumnya|semula|dahulu|dulu|tadinya|masih|lampau|tahun\s+lalu|previous(?:ly)?|former(?:ly)?|used\s+to|was|were|last\s+(?:year|month|quarter))\b"
	r"|\b(?:ber)?ubah\w*\b.{0,200}\b(?:menjadi|dari|ke)\b|\bdiubah\b|\bchanged\b|\b(?:menjadi|dari)\s+\d.{0,200}\bmenjadi\s+\d"
	r"|\btercatat\b|\brecorded\b|\b(?:tahun|in|during|sepanjang)\s+20\d\d\b|\b(?:target|sasaran)\s+internal|\binternal\s+(?:target|goal|aim)|promis\w*\s+us\b|menjanjikan\b.{0,200}\bkepada\s+kami"
	r"|rata-rata|\baverage|\bmedian\b|realisasi|capaian|\bactual|\b(?:biasanya|umumnya|lazimnya|typically|usually|normally|generally|often)\b"
	r"|\b(?:usul(?:an)?|diusulkan|rencana(?:nya)?|direncanakan|proposed?|planned|in\s+future|kelak|nanti(?:nya)?)\b"
	r"|pihak\s+ketiga|\bpesaing|\bcompetitors?\b|operator\s+seluler|mobile\s+operator|third[\s-]part|subkontraktor|sub-?contractor|pemasok|\bsuppliers?\b|prinsipal|\bprincipals?\b|\bmereka\b|\btheirs?\b|upstream"
	r"|bukan\s+(?:janji|komitmen|jaminan|target)|tidak\s+(?:mengikat|menjamin|dijamin|dijanjikan|berlaku)|indikatif|indicative"
	r"|\bnot\s+(?:a\s+)?(?:promise|commit|guarantee|binding)|no\s+guarantee|\bilustrasi|illustrat"
)
"""What tells of an example, the past, averages, plans or others, or says that it binds nobody."""
HEADED_ELSEWHERE = any_of(
	r"riwayat|histor[iy]|change\s*log|\b(?:sebelum|before|prior|semula|lama|old|superseded)\b|how\s+we\s+did|track\s+record|hasil\s+(?:tahun|bulan|20)|catatan\s+(?:perubahan|rilis)|release\s+notes|^\W*(?:\d\S*\s+)?(?:contoh|examples?)(?:\s+(?:kasus|per\w+|of|calculations?|hitung\w*))?\W*$|capaian|realisasi|statisti[ck]"
	r"|kinerja\s+(?:tahun|bulan|20)|performance\s+(?:in|of)\b|usulan|\bproposal|perubahan\s+(?:dari|sejak|versi)|changes\s+(?:since|from|in)"
)
"""A heading over what was, what may come, or what is an example."""
NO_HOURS = any_of(
	r"ramadh?an|puasa|kebersihan|keamanan|cleaning|\bguards?\b|kantin|canteen|parkir|parking|selama\s+bulan|khusus|pemeliharaan|maintenance|cadangan|back-?up|\bpatch|deploy|rilis|\brelease|pantau|pemantau|monitor|diawasi|watched|siaga|regu\s+jaga|piket"
	r"|stand-?by|on-?call|lembur|overtime|rapat|meeting|pelatihan|training|batch|pengiriman|delivery|formulir|\bforms?\b|\bapi\b|server|sistem\s+(?:dapat|bisa)"
	r"|jaringan|network|situs|website|portal\s+(?:dapat|bisa|can|is)|diakses|accessible|can\s+be\s+(?:opened|sent|filed)|boleh|tiket\s+dapat|laporan\s+dapat"
)
"""What runs or may be used at its own times, which aren't the hours in which people serve."""
HOURS = any_of(
	r"(?:jam|hari|waktu)(?:\s+dan\s+(?:jam|hari|waktu))?\s+(?:kerja|layanan|pelayanan|operasional|dukungan|bantuan|kantor|buka|support)"
	r"|(?:business|service|support|working|operating|operational|office|opening|coverage|desk)\s+(?:hours|window|times?)|\bcoverage\b|jendela\s+layanan|hours\s+of|\bhours\b"
	r"|ketersediaan\s+(?:dukungan|petugas)|(?:days|hari)\s+(?:and|dan)\s+(?:hours|jam)"
)
SERVES = any_of(
	r"meja\s+(?:layanan|bantuan)|help\s*-?\s*desk|\b(?:me)?layani|\bdilayani|pelayanan|layanan|menjawab|bertugas|tersedia|beroperasi|buka\b|bekerja|\banswers?\b|\bstaffed|\bopen\b|available|\bserves?\b"
	r"|operates?|support\s+(?:is|team|desk)|provides?\s+support|service\s+desk|dukungan|petugas"
)
REQUESTS = any_of(
	r"permintaan|\brequests?\b|layanan|services?\b|\borders?\b|pesanan|pemenuhan|fulfil|provision|pengajuan|permohonan|katalog|catalog|pengerjaan|pekerjaan"
)
PEOPLE = any_of(
	r"\bpusat\s+(?:gangguan|layanan|bantuan|panggilan)|(?:support|call|operations?|service)\s+(?:cent(?:re|er)|room)|\bnoc\b|\b(?:support(?!\s+(?:hours|window))|dukungan|kami|kita|petugas|staf|tim|we|our|staff|team|desk|engineers?)\b"
)
OPEN = any_of(r"\b(?:works?|bekerja|buka|melayani|tersedia|bertugas|siap|open|available|staffed|answer)\b")
DESK = any_of(
	r"^(?:(?:help|service|support)\s*-?\s*desk|meja\s+(?:layanan|bantuan)|support|dukungan(?:\s+teknis)?|layanan\s+pelanggan|customer\s+(?:service|support|care))$"
)
"""A key that names the people who serve."""
_OF_AN_AGREEMENT = any_of(
	r"(?:tingkat|standar|jam|hari|perjanjian|kesepakatan|maklumat|unit)\s+(?:pe)?layanan|layanan\s+pelanggan|service\s+(?:levels?|hours|desk|standards?|schedule|promise|terms)"
	r"|(?:managed|customer|support)\s+services?"
)
TICKET = any_of(
	r"tiket|\btickets?\b|laporan|\breports?\b|permintaan|\brequests?\b|gangguan|insiden|incidents?\b|keluhan|pengaduan|aduan|complaints?\b|pertanyaan"
	r"|questions?\b|masalah|problems?\b|\bissues?\b|kerusakan|faults?\b|permohonan|pesan\b|messages?\b|\bcalls?\b|panggilan|\bcases?\b|kasus|e-?mails?\b|surel|prioritas|priority|severity"
)
_LEVEL_NAME = (
	r"[ps]-?\d|sev-?\s?\d|kritis|critical|darurat|emergency|urgent|mendesak|sangat\s+(?:tinggi|mendesak)|highest|blocker|tinggi|high|mayor|major|berat"
	r"|serius|serious|severe|penting|important|signifikan|sedang|medium|menengah|moderate|normal|biasa|ordinary|standar|standard|rendah|low(?:est)?|minor"
	r"|ringan|kecil|trivial|rutin|routine|genting|merah|kuning|hijau|\bred\b|yellow|amber|green|gawat|fatal|kosmetik|cosmetic|very\s+high|utama"
)
LEVEL_WORD = any_of(
	rf"(?:(?:sangat\s+|very\s+)?(?:{_LEVEL_NAME})(?:\s+(?:{_LEVEL_NAME}))?|[ivx]{{1,4}}|\d{{1,2}})"
)
_RANKS = r"prioritas|priority|tingkat|level|severity|keparahan|sev|kelas|class|urgensi|urgency|kategori|category|golongan|derajat|grade"
_MATTERS = r"gangguan|insiden|incidents?|masalah|tiket|tickets?|laporan|keluhan|dampak|impact|issues?|problems?|faults?|kerusakan|requests?|permintaan|errors?|galat|kesalahan|kendala|bugs?|defects?|cacat|kegagalan"
LEVEL_NOUN = any_of(rf"\b(?:{_RANKS}|{_MATTERS})\b")
LEVEL_MENTION = any_of(
	rf"\b(?:{_RANKS})\s*[\"'(]?(?P<ranked>{LEVEL_WORD.pattern}|(?-i:[A-E]))(?!\w)|\b(?:{_MATTERS})\s+(?:yang\s+)?[\"'(]?(?P<after>{_LEVEL_NAME})(?!\w)"
	rf"|(?<![\w.-])(?P<before>{_LEVEL_NAME})(?:[\s-](?:{_RANKS}|impact))?\s+(?:{_MATTERS}|{_RANKS})\b|(?<![\w.-])(?P<code>[PS]\d)(?![\w.])"
)
"""A level in running text: next to a word such as "gangguan" or "priority", or as a code."""

_ID = (
	"yang dan dari untuk dengan pada adalah akan tidak atau oleh ini itu dalam ke di setiap semua kerja jam hari "
	"waktu layanan permintaan senin selasa rabu kamis jumat tingkat solusi contoh definisi catatan dapat sesuai "
	"kebutuhan nomor saluran jika sebelum tanpa dll media selalu klien pengguna insiden informasi sementara"
)
_EN = (
	"the and of for with on is are will not or by this that in to every all hours days time within service monday "
	"tuesday wednesday thursday friday level resolution response example definition note notes phone via upon at "
	"available during if before without as an a your be may must from per workaround permanent phone"
)
INDONESIAN = frozenset(_ID.split())
ENGLISH = frozenset(_EN.split())
_TOKEN = re.compile(r"[A-Za-z]+")

_GENERIC = (
	"yang dan dari untuk pada adalah akan oleh ini itu dalam ke di setiap semua seluruh tiap dapat sesuai kami kita tim petugas staf penyedia pihak kedua wajib"
	" harus satu unit waktu target standar sasaran awal pertama jangka batas lama lamanya durasi paling lambat maksimal maksimum selambat selambatnya lambatnya masuk baru"
	" pengguna pelanggan pemohon mitra nasabah klien diberikan memberikan dilakukan sebagaimana dimaksud pasal ayat menit jam hari kerja kalender layanan lewat"
	" melalui via secara helpdesk it ti resmi kanal telah sudah atau dengan setelah sejak sesudah terhitung dihitung saat diterima dilaporkan dibuat dicatat"
	" lengkap sampai hingga mulai sla penanganan tingkat level prioritas jenis kategori berikutnya berikut rilis sebagai maka tersebut kalinya adanya"
	" dukungan support menjadi berlaku kepada bagi disampaikan tercantum bisnis operasional berupa solusi siklus ditangani selama perbaikan pengerjaan seketika segera langsung jaminan dijamin menjamin menargetkan"
	" the an and of for with on is are be will shall must to in by this that it its we our us you your every each any all within at most no later than up"
	" maximum less under time times target targets standard initial first new users user customers customer clients client partners partner provide provides give given provided"
	" staff team engineers engineer desk help after since from when received receipt reported logged created opened submitted registered raised working business"
	" service calendar hours days day minutes hour minute clock around through as aim next release level levels of or them they expected maks max maximal have has been"
	" committed guaranteed guarantee agreed upon being which their seminggu sehari week daily while open send sent"
)
GENERIC = frozenset(_GENERIC.split())
"""Words that narrow nothing: what else stands beside a figure says something that has to be understood."""

PROVIDER = any_of(r"penyedia|provider|vendor|\bkami\b|\bour\b")
CUSTOMER = any_of(r"mitra|pengguna|pelanggan|klien|nasabah|customer|client|partner|\buser")
CUSTOMERS_ALL = any_of(
	r"(?:semua|seluruh)\s+(?:pengguna|pelanggan|mitra|klien)|all\s+(?:users|customers|partners|clients)"
)


def asks(text: str) -> bool:
	"""Whether a heading or label is about requests; "tingkat layanan" and the like are every agreement's title."""
	return REQUESTS.search(_OF_AN_AGREEMENT.sub("", text)) is not None


def language_of(text: str) -> str | None:
	"""id or en by the commoner small words, None where that doesn't tell."""
	words = _TOKEN.findall(text.lower())
	indonesian = sum(word in INDONESIAN for word in words)
	english = sum(word in ENGLISH for word in words)
	if indonesian == english:
		return None
	return "id" if indonesian > english else "en"


def topics_of(title: str) -> frozenset[str]:
	"""What a heading is about."""
	return frozenset(topic for topic, pattern in TOPICS.items() if pattern.search(title))


def column_of(head: str) -> str | None:
	"""What a column holds, by its head; a head that names two clocks is a bare target."""
	clocks = clocks_in(head)
	for name, pattern in COLUMNS:
		if name in CLOCKS and clocks:
			return next(iter(clocks)) if len(clocks) == 1 else "target"
		if name not in CLOCKS and pattern.search(head):
			return name
	return None


def clocks_in(text: str) -> dict[str, int]:
	"""The clocks that a wording names, with the place of each; one inside another's name doesn't count."""
	spans: list[tuple[int, int, str]] = []
	for clock, pattern in CLOCKS.items():
		for match in pattern.finditer(text):
			if not any(start < match.end() and match.start() < end for start, end, _ in spans):
				spans.append((match.start(), match.end(), clock))
	found: dict[str, int] = {}
	for start, _, clock in sorted(spans):
		found.setdefault(clock, start)
	return found


def slug(text: str, taken: Iterable[str] = (), words: int = 4) -> str:
	"""A code from a wording: up to four words, lower case, made different from those taken."""
	small = [word for word in re.findall(r"[a-z0-9]+", text.lower()) if word not in INDONESIAN | ENGLISH]
	base = "_".join((small or re.findall(r"[a-z0-9]+", text.lower()) or ["item"])[:words])[:60]
	code, number, used = base, 2, set(taken)
	while code in used:
		code, number = f"{base}_{number}", number + 1
	return code


def upper_slug(text: str, taken: Iterable[str] = ()) -> str:
	"""The same in capitals."""
	return slug(text, [code.lower() for code in taken]).upper()
