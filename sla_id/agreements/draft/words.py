"""The vocabulary of agreements in Indonesian and English: topics of headings, columns of tables, clocks, parties.

Used by all readers. Words of single documents have no place here.
"""

import re
from collections.abc import Iterable


def _any(words: str) -> "re.Pattern[str]":
	return re.compile(words, re.IGNORECASE)


TOPICS = {
	"hours": _any(
		r"jam\s+(?:kerja|operasional|layanan|pelayanan|dukungan)|hari\s+dan\s+jam|waktu\s+(?:operasional|pelayanan)"
		r"|(?:business|service|operating|operational|support|working)\s+hours|hours\s+of"
	),
	"priorities": _any(r"priorit|severity|keparahan|klasifikasi|classification"),
	"matrix": _any(r"matri(?:ks|x)"),
	"channels": _any(r"kanal|saluran|channel|cara\s+menghubungi|how\s+to\s+(?:contact|reach)"),
	"services": _any(r"ruang\s+lingkup|katalog|catalogue?|daftar\s+layanan|scope|cakupan|lingkup\s+layanan"),
	"facts": _any(
		r"informasi\s+(?:yang\s+)?(?:wajib|harus|diperlukan)|(?:required|mandatory)\s+information"
		r"|information\s+(?:to\s+be\s+given|required)|isi\s+laporan|kelengkapan\s+laporan|contents?\s+of\s+(?:a|the)\s+report"
	),
	"escalation": _any(r"eskalasi|escalat"),
	"availability": _any(r"uptime|availability|ketersediaan"),
	"exclusions": _any(r"pengecualian|exclusion"),
	"out_of_scope": _any(
		r"di\s*luar\s+(?:ruang\s+)?(?:lingkup|cakupan)|out\s+of\s+scope|not\s+covered|tidak\s+tercakup"
	),
	"duties": _any(r"tanggung\s*jawab|kewajiban|responsibilit|obligation|\bduties"),
	"review": _any(r"tinjau|review|evaluasi\s+(?:berkala|perjanjian)"),
	"amendment": _any(r"amandemen|amendment|perubahan\s+perjanjian|changes\s+to"),
	"contacts": _any(r"kontak|contact"),
	"termination": _any(r"pembatalan|pengakhiran|penghentian|terminat|cancel"),
	"consequence": _any(
		r"tidak\s+tercapai|konsekuensi|kompensasi|penalti|denda|kredit\s+layanan|credit|penalt|remed"
	),
	"goals": _any(r"\btujuan|sasaran|\bgoal|objective|purpose|maksud"),
	"needs": _any(r"dibutuhkan\s+kedua|needs\s+of"),
	"summary": _any(r"ringkasan|summary|ikhtisar"),
	"types": _any(r"jenis|types?\s+of"),
	"requests": _any(r"permintaan\s+baru|new\s+request|service\s+requests?|permintaan\s+layanan"),
	"procedure": _any(r"prosedur|procedure"),
	"success": _any(r"indikator|success|ukuran\s+keberhasilan"),
	"definitions": _any(r"definisi|pengertian|definition"),
	"introduction": _any(r"pendahuluan|introduction|latar\s+belakang"),
	"validity": _any(r"masa\s+berlaku|jangka\s+waktu|validity|term\s+of"),
}

COLUMNS = (
	("description", _any(r"deskripsi|definisi|description|definition|keterangan|penjelasan|meaning")),
	("example", _any(r"contoh|example")),
	("workaround", _any(r"sementara|workaround|temporary")),
	("permanent_fix", _any(r"permanen|permanent")),
	("response", _any(r"respon|tanggap|response|acknowledg")),
	("resolution", _any(r"resolusi|penyelesaian|resolution|resolve|perbaikan|\bfix")),
	("fulfilment", _any(r"pemenuhan|fulfil")),
	("next_update", _any(r"pembaruan|update")),
	(
		"responsible",
		_any(r"penanggung\s*jawab|\bpic\b|responsible|owner|petugas|eskalasi\s+kepada|escalated\s+to"),
	),
	("trigger", _any(r"pemicu|trigger|kondisi|condition|\bwhen\b")),
	("protocol", _any(r"protokol|protocol|komunikasi|communication|tindakan|\baction")),
	("version", _any(r"^(?:versi|version|rev(?:isi|ision)?)\b")),
	("date", _any(r"tanggal|\bdate\b|^tgl")),
	("signer", _any(r"penanda\s*tangan|signator|signed\s+by")),
	("role", _any(r"^peran|jabatan|\brole\b|position")),
	("required", _any(r"persyaratan|^syarat|data\s+yang|requirements?|required")),
	("level", _any(r"priorit|tingkat|\blevel|severity|keparahan|\btier")),
	("channel", _any(r"kanal|saluran|channel|\bmedia\b")),
	("address", _any(r"alamat|address|kontak|contact|nomor")),
	("impact", _any(r"dampak|impact")),
	("urgency", _any(r"kepentingan|urgensi|urgency|mendesak")),
	("category", _any(r"kategori|category")),
	("service", _any(r"layanan|service|ruang\s+lingkup")),
	("target", _any(r"^sla$|target|waktu|\btime\b|durasi")),
)

CLOCKS = (
	(
		"workaround",
		_any(r"solusi\s+sementara|penanganan\s+sementara|workaround|temporary\s+(?:solution|fix)"),
	),
	("permanent_fix", _any(r"(?:solusi|perbaikan|penyelesaian)\s+permanen|permanent")),
	("response", _any(r"waktu\s+tanggap|tanggap(?:an)?\b|respons?\b|response|respond|acknowledg")),
	("fulfilment", _any(r"pemenuhan|dipenuhi|fulfil")),
	(
		"next_update",
		_any(r"pembaruan\s+status|status\s+update|update\s+(?:status|berkala)|progress\s+update"),
	),
	("resolution", _any(r"resolusi|penyelesaian|diselesaikan|terselesaikan|resolution|resolve|perbaikan")),
)

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

PROVIDER = _any(r"penyedia|provider|vendor|\bkami\b|\bour\b")
CUSTOMER = _any(r"mitra|pengguna|pelanggan|klien|nasabah|customer|client|partner|\buser")
CUSTOMERS_ALL = _any(
	r"(?:semua|seluruh)\s+(?:pengguna|pelanggan|mitra|klien)|all\s+(?:users|customers|partners|clients)"
)


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
	"""What a column holds, by its head."""
	return next((name for name, pattern in COLUMNS if pattern.search(head)), None)


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
