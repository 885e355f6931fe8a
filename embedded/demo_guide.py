"""The demo's first page, /demo: it leads through the story as partner, agent and manager, and sets the clock forward.

It stands in front of the site's application. Whoever a step is for is logged in by a click, with the demo's own passwords; nothing of
it is in the app. The clock is the process's own: web, workers and tick all see the later time.
"""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import time_machine
from jinja2 import Environment, FileSystemLoader, select_autoescape
from werkzeug.test import EnvironBuilder
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from embedded import demo_pauses, runtime
from embedded.demo_data import (
	AGENT,
	CLIENT,
	EXECUTIVE,
	LIVE_SUBJECT,
	LOGINS,
	MANAGER,
	PARTNER,
	SHOP,
	Login,
	next_due,
)

HOME = "/demo"
LATER = {"1": timedelta(hours=1), "24": timedelta(days=1)}
_WIB = ZoneInfo("Asia/Jakarta")


@dataclass(frozen=True)
class Stop:
	"""A place of the story: who looks, where, and what there is to see, in Indonesian and in English."""

	who: Login
	path: str
	title: tuple[str, str]
	see: tuple[str, str]


STOPS = (
	Stop(
		PARTNER,
		"/sla",
		("Mitra: tiket dan jatuh temponya", "The partner: tickets and their due times"),
		(
			f"Budi melihat tiket perusahaannya sendiri. Waktu tanggap “{LIVE_SUBJECT}” terlewati sekitar satu menit setelah demo siap.",
			f"Budi sees his company's own tickets. The response to “{LIVE_SUBJECT}” is missed about a minute after the demo is up.",
		),
	),
	Stop(
		PARTNER,
		"/sla/HD%20Ticket%200001",
		("Mengapa tenggat ini", "Why this due time"),
		(
			"Satu tiket dengan semua penghitung waktunya, jedanya, dan hitungan tenggatnya langkah demi langkah.",
			"One ticket with all its clocks, its pauses, and the sum behind each due time step by step.",
		),
	),
	Stop(
		PARTNER,
		"/sla/agreements/INNOVASIA-MITRA%20v2.0",
		("Perjanjian yang menunggu persetujuan", "An agreement that waits for approval"),
		(
			"Versi 2.0 sudah disetujui penyedia. Budi membandingkannya dengan versi yang berlaku, lalu menyetujui atau menolak.",
			"Version 2.0 was approved by the provider. Budi compares it with the version in force and approves or rejects it.",
		),
	),
	Stop(
		PARTNER,
		"/sla/maintenance",
		("Pemeliharaan yang diumumkan", "Maintenance that was announced"),
		(
			"Apa yang akan dikerjakan, kapan, dan kapan mitra diberi tahu; dapat dilanggan dari kalender.",
			"What will be worked on, when, and when the partner was told; a calendar can subscribe to it.",
		),
	),
	Stop(
		PARTNER,
		"/sla/claims",
		("Pengecualian yang diklaim", "Exclusions that were claimed"),
		(
			"Satu dikabulkan sebagian dengan alasannya, satu menunggu keputusan; Budi dapat berkeberatan.",
			"One was granted in part, with the reason; one waits for a decision. Budi may object.",
		),
	),
	Stop(
		PARTNER,
		"/sla/statements",
		("Laporan bulan lalu", "Last month's statement"),
		(
			"Disegel, dengan hitungan lengkap dan restitusinya. Budi menerima atau membantah setiap baris, dan mengunduh PDF-nya.",
			"Sealed, with the sum in full and its credit. Budi accepts or disputes each line, and downloads the PDF.",
		),
	),
	Stop(
		AGENT,
		"/desk/sla-ticket",
		("Agen: yang paling mendesak di atas", "The agent: the most urgent on top"),
		(
			"Tiket dari Helpdesk dan ERPNext dalam satu daftar. Buka satu untuk melihat penghitung waktu, eskalasi dan tindakannya.",
			"Tickets of Helpdesk and ERPNext in one list. Open one to see its clocks, escalations and what can be done.",
		),
	),
	Stop(
		MANAGER,
		"/desk/sla",
		("Manajer: apa yang perlu diurus", "The manager: what needs attention"),
		(
			"Yang dilanggar, berisiko dan ditangguhkan; perjanjian, kalender, eskalasi.",
			"What is breached, at risk and paused; agreements, calendars, escalations.",
		),
	),
	Stop(
		MANAGER,
		"/desk/query-report/SLA Availability",
		("Ketersediaan bulan ini", "This month's availability"),
		(
			"Setiap layanan: sejauh ini, sebulan penuh, dan sisa Waktu Henti yang diperbolehkan.",
			"Each service: so far, of the whole month, and what is left of the downtime that is allowed.",
		),
	),
	Stop(
		MANAGER,
		"/desk/sla-statement",
		("Laporan bulanan dan restitusinya", "Monthly statements and their credits"),
		(
			"Maya meninjau dan menyegel laporan, menjawab bantahan, dan membuat revisi dengan alasannya.",
			"Maya reviews and seals statements, replies to disputes, and revises with a reason.",
		),
	),
	Stop(
		SHOP,
		demo_pauses.APPROVAL_PAGE,
		("Jeda yang menunggu persetujuan", "A pause that waits for approval"),
		(
			"Wati melihat alasan jeda dan buktinya. Sampai manajer memutuskan, waktu tetap berjalan dan kedua jatuh tempo ditampilkan.",
			"Wati sees why the ticket is paused and what proves it. Until a manager decides, the clocks run and both due times are shown.",
		),
	),
	Stop(
		SHOP,
		demo_pauses.ENDED_PAGE,
		("Jeda yang berakhir sendiri", "A pause that ended by itself"),
		(
			"Menunggu data dari toko berlaku paling lama 4 jam. Setelah itu waktu berjalan lagi, apa pun status di Helpdesk.",
			"Waiting for the shop's data may last 4 hours at most. After that the clocks run again, whatever status Helpdesk shows.",
		),
	),
	Stop(
		SHOP,
		demo_pauses.CLAIM_PAGE,
		("Pengecualian yang dikabulkan sebagian", "An exclusion granted in part"),
		(
			"Tiga jam diklaim karena banjir, dua dikabulkan: target yang terlewati menjadi terpenuhi, dan hitungannya menunjukkan caranya.",
			"Three hours were claimed for a flood, two were granted: the missed target was met after all, and the sum shows how.",
		),
	),
	Stop(
		MANAGER,
		f"/desk/sla-ticket/{demo_pauses.APPROVAL_PAGE.removeprefix('/sla/')}",
		("Manajer memutuskan jeda", "The manager decides on the pause"),
		(
			"Maya menyetujui atau menolak jeda yang diminta Sari; siapa yang meminta tidak dapat memutuskan.",
			"Maya approves or refuses the pause that Sari asked for; who asked can't decide.",
		),
	),
	Stop(
		AGENT,
		"/desk/sla-ticket?cause_missing=1",
		("Terlewati tanpa penyebab", "Missed without a cause"),
		(
			f"“{demo_pauses.UNEXPLAINED_SUBJECT}” belum dijelaskan; “{demo_pauses.EXPLAINED_SUBJECT}” sudah, dan mitra membaca penyebabnya.",
			f"“{demo_pauses.UNEXPLAINED_SUBJECT}” has no cause yet; “{demo_pauses.EXPLAINED_SUBJECT}” has one, which the partner reads.",
		),
	),
	Stop(
		CLIENT,
		"/sla",
		("Mitra lain, dalam bahasa Inggris", "Another partner, in English"),
		(
			"Rina di Jayapura: perjanjian lain, zona waktu lain, dan tidak ada milik mitra pertama.",
			"Rina in Jayapura: another agreement, another zone, and nothing of the first partner's.",
		),
	),
	Stop(
		EXECUTIVE,
		"/desk/query-report/SLA Availability",
		("Direksi: hanya membaca", "The executive: reads only"),
		(
			"Angka yang sama, tanpa dapat mengubah apa pun.",
			"The same figures, without being able to change anything.",
		),
	),
)


class Clock:
	"""The process's clock, which only goes forward. What falls due on the way happens at its own time."""

	def __init__(self) -> None:
		self._travel: time_machine.travel | None = None
		self._coordinates: Any = None
		self._moving = threading.Lock()

	def forward(self, by: timedelta) -> None:
		"""Move on, through everything that changes by itself meanwhile."""
		with self._moving:
			contextvars.Context().run(self._live_through, datetime.now(timezone.utc) + by)

	def stop(self) -> None:
		"""Back to the machine's time."""
		if self._travel is not None:
			self._travel.stop()
			self._travel = None

	def _move_to(self, at: datetime) -> None:
		if self._travel is None:
			self._travel = time_machine.travel(at, tick=True)
			self._coordinates = self._travel.start()
		else:
			self._coordinates.move_to(at, tick=True)

	def _live_through(self, until: datetime) -> None:
		frappe = runtime.load()
		frappe.init(force=True)
		frappe.connect()
		try:
			from sla_id.sweep.minute_tick import run_sla_minute_tick

			frappe.set_user("Administrator")
			while (due := next_due(until)) is not None:
				self._move_to(max(due, datetime.now(timezone.utc)))
				run_sla_minute_tick()
				frappe.db.commit()
			self._move_to(until)
			run_sla_minute_tick()
			frappe.db.commit()
		finally:
			frappe.destroy()


class Guide:
	"""Answers /demo and what is posted to it; everything else goes to the site."""

	def __init__(self, application: Callable[..., Iterable[bytes]], clock: Clock) -> None:
		self.application, self.clock = application, clock
		pages = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=select_autoescape())
		self.page = pages.get_template("demo_guide.html")

	def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
		request = Request(environ)
		if request.path == HOME and request.method == "GET":
			return self._show(request)(environ, start_response)
		if request.path == f"{HOME}/later" and request.method == "POST":
			return self._later(request)(environ, start_response)
		if request.path == f"{HOME}/open" and request.method == "POST":
			return self._open(request)(environ, start_response)
		return self.application(environ, start_response)

	def _show(self, request: Request) -> Response:
		english = request.args.get("lang") == "en"
		now = datetime.now(timezone.utc).astimezone(_WIB)
		stops = [(number, stop, stop.title[english], stop.see[english]) for number, stop in enumerate(STOPS)]
		text = self.page.render(english=english, now=f"{now:%Y-%m-%d %H:%M} WIB", stops=stops, logins=LOGINS)
		return Response(text, mimetype="text/html", headers={"Cache-Control": "no-store"})

	def _later(self, request: Request) -> Response:
		by = LATER.get(request.form.get("hours", ""))
		if by is None:
			return Response("Choose an hour or a day.", status=400)
		self.clock.forward(by)
		return _see_other(f"{HOME}?lang={'en' if request.form.get('lang') == 'en' else 'id'}")

	def _open(self, request: Request) -> Response:
		"""Log in as the person of a stop, and go there."""
		number = request.form.get("stop", "")
		if not number.isdecimal() or int(number) >= len(STOPS):
			return Response("There is no such stop.", status=400)
		stop = STOPS[int(number)]
		form = {"usr": stop.who.user, "pwd": stop.who.password}
		login = EnvironBuilder("/api/method/login", request.host_url, method="POST", data=form)
		answer = Response.from_app(self.application, login.get_environ(), buffered=True)
		if answer.status_code != 200:
			return Response("The login failed; the passwords may have been changed.", status=502)
		onward = _see_other(stop.path)
		for cookie in answer.headers.getlist("Set-Cookie"):
			onward.headers.add("Set-Cookie", cookie)
		return onward


def _see_other(path: str) -> Response:
	return redirect(path, 303)
