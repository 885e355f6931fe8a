"""Every figure and countable fact of the requirements for the five documents, and where a draft should have it.

Read by `test_figures`. What the requirements compute from a figure (allowed downtime of a month) isn't listed: the
file holds the percentage. A reading that the text doesn't give (a tier at 50 percent) is listed and not recovered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.agreements.draft.reading import Reading

WEEKDAYS = ["mon", "tue", "wed", "thu", "fri"]
Look = Callable[[Reading], Any]


@dataclass(frozen=True)
class Figure:
	"""What a document says, and how to find it in a draft."""

	document: str
	section: str
	what: str
	expected: Any
	look: Look


def window(day: str, end: int) -> Look:
	return lambda r: r.at("calendars.business.hours")[day][0][end]


def count(path: str) -> Look:
	return lambda r: len(r.at(path))


def says(kind: str, words: str) -> Look:
	return lambda r: any(words in text for text in r.facts(kind))


def holds(path: str, words: str) -> Look:
	return lambda r: words.lower() in str(r.at(path)).lower()


def checked(kind: str, path: str) -> Look:
	return lambda r: any(where == path for where, _ in r.points(kind))


def target(clock: str, **scope: str) -> Look:
	return lambda r: r.target(clock, **scope)


def calendar(clock: str, **scope: str) -> Look:
	return lambda r: r.calendar(clock, **scope)


def innovasia() -> Iterator[tuple[str, str, Any, Look]]:
	"""000."""
	yield "head", "version", "1.0", lambda r: r.at("agreement.version")
	yield "1.2", "four out-of-scope classes", 4, count("out_of_scope")
	yield "1.2", "scope: application functionality", True, holds("terms.in_scope", "fungsionalitas aplikasi")
	yield (
		"1.2",
		"scope: infrastructure availability",
		True,
		holds("terms.in_scope", "ketersediaan infrastruktur"),
	)
	yield "1.2", "scope: data integrity", True, holds("terms.in_scope", "integritas data")
	yield "1.2", "scope: APIs", True, holds("terms.in_scope", "API")
	yield "1.3", "Monday to Friday", WEEKDAYS, lambda r: list(r.at("calendars.business.hours"))
	yield "1.3", "opens", "09:00", window("mon", 0)
	yield "1.3", "closes", "17:00", window("fri", 1)
	yield "1.3", "national holidays only", ["national"], lambda r: r.at("calendars.business.holidays")
	yield "1.3", "WIB", "Asia/Jakarta", lambda r: r.at("agreement.time_zone")
	yield "X9", "hours a working day", 8, lambda r: r.at("agreement.hours_per_day")
	met = ["confirmed", "team_assigned"], "all"
	yield "1.3", "response: confirmed and assigned", met, lambda r: _met(r, "response", "P1")
	met = ["workaround_applied", "fixed"], "any"
	yield "1.3", "resolution: workaround or fix", met, lambda r: _met(r, "resolution", "P1")
	yield "1.3", "per calendar month", "calendar_month", lambda r: r.at("availability.period")
	yield from _innovasia_levels()
	yield from _innovasia_tiers()
	yield "2.1", "by impact, not complexity", True, says("classification", "bukan berdasarkan kompleksitas")
	yield "3.1", "the official channel", "Nomor Tim Aktivasi", lambda r: r.file["channels"][0]["name"]
	yield (
		"3.1",
		"clocks start there only",
		True,
		says("clock start", "hanya akan dimulai setelah laporan diterima"),
	)
	yield "3.2", "eight required facts", 8, count("required_facts")
	reporter = "Nama lengkap, email, dan nomor telepon kontak teknis"
	yield "3.2", "the reporter's three data", reporter, lambda r: r.file["required_facts"][0]["description"]
	yield "5.1", "uptime", 95, lambda r: r.at("availability.target_percent")
	codes = ["scheduled_maintenance", "force_majeure", "partner_side", "partner_act", "third_party", "attack"]
	yield "5.2", "six exclusions", codes, lambda r: [one["code"] for one in r.at("availability.exclusions")]
	yield (
		"6.1",
		"notice of maintenance",
		True,
		holds("terms.provider_duties", "proaktif mengenai pemeliharaan"),
	)
	yield "6.2", "five duties of the partner", 5, count("terms.customer_duties")
	yield "7.1", "yearly review", 12, lambda r: r.at("agreement.review.months")
	yield "7.1", "or another interval", True, says("review", "interval lain")
	yield "7.2", "written amendment", True, holds("terms.amendment", "secara tertulis dan disetujui")
	yield "7.3", "authorised contact", "Tim Aktivasi", lambda r: r.at("terms.contacts")[0]["role"]
	yield "7.3", "duty to notify", True, lambda r: "memberitahukan" in r.at("terms.contacts")[0]["duty"]
	yield "X5", "a personal number", True, lambda r: r.file["channels"][0]["personal_number"]
	yield "X5", "the portal counts too", "Portal", lambda r: r.channel("portal")["type"]
	yield "X6", "the formula is missing", True, checked("check", "availability.formula")


def _met(r: Reading, clock: str, priority: str) -> tuple[list[str], str]:
	row = r.row(clock, priority=priority)
	return row["met_by"], row["met_when"]


def _innovasia_levels() -> Iterator[tuple[str, str, Any, Look]]:
	rows = (
		("P1", "1 h", "always", "8 h", "always", "Kritis", 4),
		("P2", "4 h", "business", "3 days", "business", "Menengah", 4),
		("P3", "1 day", "business", "next release", "business", "Kecil", 3),
	)
	for code, response, first, resolution, second, name, examples in rows:
		yield "2.1", f"{code} response", response, target("response", priority=code)
		yield "2.1", f"{code} response hours", first, calendar("response", priority=code)
		yield "2.1", f"{code} resolution", resolution, target("resolution", priority=code)
		yield "2.1, X1", f"{code} resolution hours", second, calendar("resolution", priority=code)
		yield "2.1", f"{code} name", name, lambda r, code=code: r.label(code)
		yield "2.1", f"{code} examples", examples, lambda r, code=code: len(r.priority(code)["examples"])


def _innovasia_tiers() -> Iterator[tuple[str, str, Any, Look]]:
	yield "4.1", "automatic near the limit", "resolution", lambda r: r.trigger(2, "percent")["clock"]
	yield "X2", "a tier at half of the time", 50, lambda r: r.trigger(2, "percent")["value"]
	asked = ["Prioritas dinilai salah", "Progres stagnan", "Komunikasi tidak memuaskan"]
	yield "4.1", "three manual reasons", asked, lambda r: r.reasons(2)[1:]
	engineer = "Technical Maintenance/Infrastructure Engineer"
	yield "4.2", "level 1 answers", engineer, lambda r: r.tier(1)["responsible"]
	yield "4.2", "level 1: every new incident", True, lambda r: bool(r.trigger(1, "reported"))
	yield "4.2", "level 1: partner portal", True, lambda r: "Portal Dukungan Mitra" in r.tier(1)["protocol"]
	yield "4.2", "level 2 answers", "Lead of Technology", lambda r: r.tier(2)["responsible"]
	yield "4.2", "level 2: valid request", "Permintaan eskalasi valid dari Mitra", lambda r: r.reasons(2)[0]
	yield (
		"4.2",
		"level 2: hours without workaround",
		"4 h",
		lambda r: r.trigger(2, "without_workaround")["after"],
	)
	yield "4.2", "level 2: for P1", ["P1"], lambda r: r.trigger(2, "without_workaround")["priorities"]
	yield "4.2", "level 2: written plan", True, lambda r: "secara tertulis" in r.tier(2)["protocol"]
	yield "4.2", "level 3 answers", True, lambda r: "CTO" in r.tier(3)["responsible"]
	yield "4.2, X2", "level 3: 8 h is P1's breach", ["P1"], lambda r: r.trigger(3, "breach")["priorities"]
	yield (
		"4.2",
		"level 3: massive impact, and a request",
		(True, 1),
		lambda r: (
			bool(r.trigger(3, "massive_impact")),
			len(r.reasons(3)),
		),
	)
	yield "4.2", "level 3: conference call", True, lambda r: "konferensi darurat" in r.tier(3)["protocol"]


def hai() -> Iterator[tuple[str, str, Any, Look]]:
	"""001."""
	yield "head", "in force", date(2023, 1, 1), lambda r: r.at("agreement.effective_from")
	history = (("1.0", date(2020, 4, 1)), ("2022.0", date(2022, 7, 1)), ("2023.0", date(2023, 1, 1)))
	for n, (version, day) in enumerate(history):
		yield "head", f"version {n + 1}", version, lambda r, n=n: r.at("agreement.versions")[n]["version"]
		yield "head", f"version {n + 1}: date", day, lambda r, n=n: r.at("agreement.versions")[n]["date"]
	yield "head", "two signatories", 2, count("terms.signatories")
	yield "1", "for all users", True, lambda r: r.at("agreement.default")
	yield "4", "months between reviews", 12, lambda r: r.at("agreement.review.months")
	yield "4", "last review: none", None, lambda r: r.at("agreement.review").get("last")
	yield "4", "next review", date(2023, 12, 31), lambda r: r.at("agreement.review.next")
	yield "X19", "the review is overdue", True, checked("check", "agreement.review.next")
	yield "1", "valid until replaced", True, says("validity", "sampai digantikan")
	yield "4", "changes are announced", True, says("announcement", "diumumkan")
	codes = "BCSM.01 BCSM.02 BCSM.03 BCSM.04 ITSM.01 ITSM.02 ITSM.03 ITSM.04 WBSM.01 BMSM.01 MSSM.01 CRSM.01"
	yield "5.1", "twelve services", codes.split(), lambda r: [one["code"] for one in r.file["services"]]
	yield "5.2", "five duties of users", 5, count("terms.customer_duties")
	yield "5.3", "six duties of the desk", 6, count("terms.provider_duties")
	yield "5.3", "status information", True, holds("terms.provider_duties", "status insiden")
	yield "5.3", "three things not given", 3, count("out_of_scope")
	yield "6.1", "Monday to Friday", WEEKDAYS, lambda r: list(r.at("calendars.business.hours"))
	yield "6.1", "opens", "08:00", window("mon", 0)
	yield "6.1", "closes", "16:00", window("fri", 1)
	yield "6.1", "the regulation", True, says("regulation", "221/PMK.01/2021")
	yield "6.1", "outside hours", True, says("outside hours", "hari kerja berikutnya")
	yield (
		"6.1",
		"changes of hours announced",
		True,
		says("announcement", "Perubahan terhadap hari dan jam kerja"),
	)
	holidays = ["national", "cuti_bersama"]
	yield "X8", "cuti bersama too", holidays, lambda r: r.at("calendars.business.holidays")
	yield from _hai_channels()
	yield from _hai_levels()
	yield from _hai_services()


def _hai_channels() -> Iterator[tuple[str, str, Any, Look]]:
	addresses = {
		"call_center": "14090 ext.1 dan ext. 3",
		"email": "hai.djpb@kemenkeu.go.id",
		"portal": "hai.kemenkeu.go.id",
		"web_chat": "djpb.kemenkeu.go.id, hai.kemenkeu.go.id",
		"twitter": "@haiDJPb",
		"instagram": "@hai.djpb",
		"facebook": "www.facebook.com/hai.djpb",
	}
	yield "6.2", "nine channels", 9, count("channels")
	for code, address in addresses.items():
		yield "6.2", f"{code}: address", address, lambda r, code=code: r.channel(code)["address"]
	yield "6.2", "HAI CSO through OM SPAN", True, lambda r: "OM SPAN" in r.channel("hai_cso")["note"]
	yield "6.2", "WhatsApp: eight categories", 8, lambda r: len(r.channel("whatsapp")["categories"])
	needs = {
		"a": ("npwp", "kode satker"),
		"b": ("nomor sp2d", "nomor rekening penerima"),
		"c": ("nomor tiket",),
		"d": ("tipe supplier", "nomor rekening supplier"),
		"e": ("kode satker", "nomor kontrak"),
		"f": ("nomor spm", "kode satker"),
		"g": ("kode satker",),
	}
	for letter, names in needs.items():
		yield "6.2", f"category {letter}", names, lambda r, letter=letter: r.needs(letter)
	yield "6.2", "category h: five data", 5, lambda r: len(r.needs("h"))
	yield (
		"6.2",
		"category h: attachment if any",
		["Lampiran"],
		lambda r: r.channel("whatsapp")["categories"][7]["optional"],
	)
	for code, time in {"call_center": "2 min", "web_chat": "2 min", "portal": "1 h", "email": "1 h"}.items():
		yield "6.4", f"{code}: response", time, target("response", channel=code)
	for code in ("hai_cso", "whatsapp", "twitter", "instagram", "facebook"):
		yield "X13", f"{code}: as the portal", ("1 h", True), lambda r, code=code: _assumed(r, code)
	starts = {"call_center": "queue_answered", "web_chat": "agent_screen"}
	for code, start in starts.items():
		yield "6.4, X18", f"{code}: clock starts", start, lambda r, code=code: r.channel(code)["clock_starts"]
	firsts = {"call_center": "immediate", "web_chat": "immediate", "portal": "1 h", "email": "1 h"}
	for code, time in firsts.items():
		yield "6.4", f"{code}: fulfilment", time, target("fulfilment", channel=code, stage="first_line")


def _assumed(r: Reading, code: str) -> tuple[str, bool]:
	row = r.row("response", channel=code)
	return row["target"], row["assumed"]


def _hai_levels() -> Iterator[tuple[str, str, Any, Look]]:
	cells = {"H": "P1 P2 P4", "M": "P2 P3 P5", "L": "P4 P5 P6"}
	for row, codes in cells.items():
		for column, code in zip("HML", codes.split(), strict=True):
			look: Look = lambda r, row=row, column=column: r.at("matrix.cells")[row][column]  # noqa: E731
			yield "6.3", f"matrix {row}/{column}", code, look
	levels = (
		("P1", "8 h", "1 day", "Urgent"),
		("P2", "16 h", "2 days", "Tinggi"),
		("P3", "24 h", "3 days", "Sedang"),
		("P4", "32 h", "4 days", "Rendah"),
		("P5", "40 h", "5 days", "Lainnya"),
		("P6", "> 40 h", "> 5 days", "Lainnya"),
	)
	for code, hours, days, name in levels:
		yield "6.3", f"{code}: hours", hours, target("fulfilment", priority=code, stage="handed_over")
		yield "6.3", f"{code}: days", f"= {days}", lambda r, code=code: _note(r, code)
		yield "6.3", f"{code}: name", name, lambda r, code=code: r.label(code)
	yield "X9", "hours a working day", 8, lambda r: r.at("agreement.hours_per_day")


def _note(r: Reading, code: str) -> str:
	return r.row("fulfilment", priority=code, stage="handed_over")["note"]


def _hai_services() -> Iterator[tuple[str, str, Any, Look]]:
	named = {"BCSM.02.01": 32, "BCSM.02.02": 32, "BCSM.02.03": 24, "BCSM.02.04": 24, "BCSM.02.05": 32}
	named |= {"BCSM.02.06": 32, "BMSM.01": 8, "CRSM.01.01": 8, "CRSM.01.02": 16, "CRSM.01.04": 8}
	for code, hours in named.items():
		yield "6.4", code, f"{hours} h", lambda r, code=code: r.service(code)
	merged = {
		"BCSM.01": (4, 32),
		"BCSM.03": (3, 32),
		"BCSM.04": (3, 32),
		"ITSM.01": (6, 24),
		"ITSM.02": (6, 24),
	}
	merged |= {"ITSM.03": (2, 24), "ITSM.04": (2, 16), "MSSM.01": (2, 32), "WBSM.01": (3, 32)}
	for code, (subs, hours) in merged.items():
		look: Look = lambda r, code=code: _below(r, code)  # noqa: E731
		yield "6.4", f"{code}: {subs} below", [f"{hours} h"] * subs, look
	yield "X16", "CRSM.01.05: the cell above", "8 h", lambda r: r.service("CRSM.01.05")
	for code in ("CRSM.01.03", "CRSM.01.06"):
		yield "X16", f"{code}: a dash", "none", lambda r, code=code: r.service(code)


def _below(r: Reading, code: str) -> list[str]:
	service = next(one for one in r.file["services"] if one["code"] == code)
	return [r.service(child["code"]) for child in service["children"]]


def article() -> Iterator[tuple[str, str, Any, Look]]:
	"""002."""
	yield (
		"1",
		"summary: what, to whom, how measured",
		True,
		says("advice", "kepada siapa layanan itu dikirimkan"),
	)
	yield "2", "goals of both", True, holds("terms.goals", "tujuan terukur")
	yield "3", "needs of both", True, says("advice", "dibutuhkan masing-masing pihak")
	yield "4", "contact points with duties", True, says("contact point", "tim mana yang melakukan apa")
	yield "4", "who reports weekly", True, says("contact point", "setiap minggu")
	yield "5", "consequence: service credit", True, holds("terms.consequence", "kredit layanan")
	yield "6", "months missed", 3, lambda r: r.at("terms.missed_months")
	yield "6", "loss of support", True, holds("terms.termination", "tidak memiliki dukungan")
	for name in ("Pelanggan", "Internal", "Bertingkat"):
		yield "types", name, True, says("type", f"Perjanjian Tingkat Layanan {name}")


def procedure() -> Iterator[tuple[str, str, Any, Look]]:
	"""003."""
	yield "head", "number", "507/IT1.B05.3/OT/2021", lambda r: r.at("agreement.number")
	yield "head", "in force", date(2021, 12, 28), lambda r: r.at("agreement.effective_from")
	yield "head", "revision", "0", lambda r: r.at("agreement.version")
	yield "head", "document status", True, says("document status", "TIDAK TERKENDALI")
	yield "head", "prepared and approved by", 3, count("terms.signatories")
	service_desk, four = (
		"seksi layanan",
		"seksi perencanaan dan tata kelola, seksi pengembangan, seksi operasional, dan seksi layanan",
	)
	owners = [service_desk] * 9 + [four, "kasubdit operasional dan layanan sti"]
	for n, owner in enumerate(owners):
		yield "V", f"step {n + 1}", (str(n + 1), owner), lambda r, n=n: r.steps()[n]
	yield "V", "eleven steps", 11, lambda r: len(r.steps())
	yield "V", "step 10 with third parties", True, lambda r: "pihak ketiga" in r.facts("step")[9]
	yield "V", "review each semester", 6, lambda r: r.at("agreement.review.months")
	yield "VI", "a report each semester", True, holds("terms.success", "per semester")


def benemica() -> Iterator[tuple[str, str, Any, Look]]:
	"""004."""
	yield "head", "year", "2025", lambda r: r.at("agreement.version")
	yield "head", "from 2025", date(2025, 1, 1), lambda r: r.at("agreement.effective_from")
	yield "1", "chat response", "30 min", target("response", channel="chat")
	yield "1", "Monday to Friday", WEEKDAYS, lambda r: list(r.at("calendars.business.hours"))
	yield "1", "opens", "09:00", window("mon", 0)
	yield "1", "closes", "18:00", window("fri", 1)
	yield "1", "not on national holidays", ["national"], lambda r: r.at("calendars.business.holidays")
	yield "1", "WIB", "Asia/Jakarta", lambda r: r.at("agreement.time_zone")
	yield "X9", "hours a working day", 9, lambda r: r.at("agreement.hours_per_day")
	yield "2", "five channels", 5, count("channels")
	yield "2a", "chat: no confidential data", False, lambda r: r.channel("chat")["confidential"]
	yield "2b", "e-mail: confidential data", True, lambda r: r.channel("email")["confidential"]
	yield "2b", "e-mail: change requests", True, lambda r: "Change Request" in r.channel("email")["note"]
	yield "2b, X23", "another domain", True, checked("check", "channels[1].address")
	yield "2c", "call centre hours", True, lambda r: "09.00 - 18.00" in r.channel("call_center")["note"]
	yield "2d", "on-site: days of notice", 3, lambda r: r.channel("on_site")["notice_days"]
	yield "2d, X24", "calendar days", "calendar_days", lambda r: r.channel("on_site")["notice_in"]
	yield "2e", "virtual: may be recorded", True, lambda r: "direkam" in r.channel("virtual")["note"]
	yield "Catatan", "the client may ask for it", True, says("right", "meminta rekaman")
	yield "3", "screenshot or video", True, holds("required_facts", "screenshot atau video")
	for code in ("email", "call_center", "on_site", "virtual"):
		yield "X23", f"{code}: no target", ("none", True), lambda r, code=code: _assumed(r, code)
	times = {"CRITICAL": ("5 h", "2 days"), "HIGH": ("1 day", "5 days"), "NORMAL": ("3 days", "7 days")}
	for code, (workaround, permanent) in times.items():
		yield "4", f"{code}: workaround", workaround, target("workaround", priority=code)
		yield "4", f"{code}: permanent", permanent, target("permanent_fix", priority=code)
	yield "4", "LOW: permanent", "10 days", target("permanent_fix", priority="LOW")
	yield (
		"4",
		"LOW: no workaround",
		3,
		lambda r: sum(row["clock"] == "workaround" for row in r.file["targets"]),
	)
	yield "X22", "the 5 hours are working hours", "business", calendar("workaround", priority="CRITICAL")
	for line in (155, 179, 199):
		look: Look = lambda r, line=line: line in [at for _, at in r.points("contradiction")]  # noqa: E731
		yield "X21", f"the languages differ, line {line}", True, look
	yield "5a", "enhancement: by estimate", "by estimate", lambda r: r.file["targets"][-2]["target"]
	yield "5b", "product information", "5 days", lambda r: r.file["targets"][-1]["target"]


DOCUMENTS = {"000": innovasia, "001": hai, "002": article, "003": procedure, "004": benemica}


def all_figures() -> list[Figure]:
	"""The list, document by document."""
	return [Figure(document, *entry) for document, entries in DOCUMENTS.items() for entry in entries()]
