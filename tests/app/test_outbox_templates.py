"""What recipients read: shipped texts in both languages, the site's own, and what happens when one fails."""

from typing import Any

import pytest

from sla_id.notify.outbox import Message, enqueue
from sla_id.notify.outbox.message_texts import DESK, EMAIL, TEXT, MessageText, render, say_due
from sla_id.notify.outbox.reader_language import reader_of
from sla_id.notify.outbox.record_links import link_for
from sla_id.notify.outbox.standard_texts import SHIPPED
from sla_id.notify.outbox.template_preview import preview_text
from tests.app import outbox_world as box
from tests.app import world
from tests.app.conftest import Clockwork


@pytest.fixture
def row(site: Any, clockwork: Clockwork) -> Any:
	"""An escalation of a ticket whose subject is hostile, to the lead."""
	host = next(host for host in world.HOSTS if site.db.exists("DocType", host))
	clockwork.at("2026-03-02 09:00")
	doc = world.ticket(host, sla_id_priority="P1", subject="<img src=x> {{ link }} gaji")
	about = ("SLA Ticket", f"{doc.doctype} {doc.name}")
	message = Message("t", "Desk", world.LEAD, "escalation", box.CONTEXT, about, world.LEAD, language="id")
	return site.get_doc("SLA Outbox", enqueue(message))


def own(site: Any, group: str, subject: str = "", body: str = "", **values: Any) -> Any:
	doc = {
		"doctype": "SLA Message Template",
		"template": "escalation",
		"channel_group": group,
		"language": "id",
	}
	return site.get_doc({**doc, "subject": subject, "body": body, **values}).insert()


@pytest.mark.parametrize("template", sorted(SHIPPED))
@pytest.mark.parametrize("group", [DESK, EMAIL, TEXT])
def test_every_shipped_text_reads(site: Any, template: str, group: str) -> None:
	read = {language: preview_text(template, group, language) for language in ("id", "en")}
	for text in read.values():
		assert text["error"] == ""
		assert text["body" if group != DESK else "subject"]
		assert "{" not in text["subject"] + text["body"]
		assert "<tidak>" not in text["body"] and "<not>" not in text["body"]
		if group == TEXT:
			assert "dapat diakses" not in text["body"] and "reachable" not in text["body"]
	if (template, group) != ("notice", DESK):
		assert read["id"] != read["en"]


def test_the_shipped_text_of_an_escalation(row: Any) -> None:
	text = render(row, DESK)
	# Frappe has put the ticket's subject in order when it was saved
	assert text == MessageText('Tingkat 2 (Kepala Layanan): 0042 <img src="x"> {{ link }} gaji', "")
	mail = render(row, EMAIL)
	assert "&lt;img src=" in mail.body and "{{ link }} gaji" in mail.body
	assert "<img" not in mail.body
	assert "Jatuh tempo: Senin, 2 Maret 2026 12.30 WIB" in mail.body


def test_a_text_of_ones_own(row: Any, site: Any) -> None:
	own(site, "Desk", "Tolong: {{ reference }}\nsegera")
	assert render(row, DESK).subject == "Tolong: 0042 segera"
	row.language = "en"
	assert render(row, DESK).subject.startswith("Level 2 (Kepala Layanan)")


@pytest.mark.parametrize(
	"body",
	[
		"{{ unknown }}",
		"{% if %}",
		"{{ frappe.db.get_value('User', 'Administrator', 'email') }}",
		"{{ frappe.get_all('SLA Ticket') }}",
		"{{ ''.__class__.__mro__ }}",
		"{{ reference.__init__.__globals__ }}",
		"{% include 'sla_id/hooks.py' %}",
		"{{ range(3) }}",
		"   ",
	],
)
def test_a_text_that_fails_still_goes(row: Any, site: Any, body: str) -> None:
	"""The shipped one takes its place, and the Error Log says so. A template reads no records."""
	template = site.get_doc(
		{
			"doctype": "SLA Message Template",
			"template": "escalation",
			"channel_group": "Desk",
			"language": "id",
			"subject": body,
		}
	)
	template.flags.ignore_validate = True
	template.insert()
	box.deliver(row)
	assert row.state == "Sent"
	(said,) = site.get_all("Notification Log", filters={"name": row.provider_id}, pluck="subject")
	assert said.startswith("Tingkat 2 (Kepala Layanan)")
	assert site.db.exists("Error Log", {"method": ["like", "%escalation (Desk, id)%"]})


def test_a_text_that_cannot_be_read_is_not_saved(site: Any) -> None:
	with pytest.raises(site.ValidationError):
		own(site, "Text", body="{{ subject_line }}")
	with pytest.raises(site.ValidationError):
		own(site, "E-mail", "{{ reference }}", "{% if %}")
	assert own(site, "E-mail", "{{ reference }}", "<b>{{ subject_line }}</b>")


def test_times_are_said_twice_where_they_differ() -> None:
	due = "2026-03-19T07:05:00+00:00"
	assert say_due(due, "id", "Asia/Jakarta", "Asia/Jakarta") == "Kamis, 19 Maret 2026 14.05 WIB"
	assert say_due(due, "en", "Asia/Jayapura", "Asia/Jakarta") == (
		"Thursday, 19 March 2026 16:05 WIT (Thursday, 19 March 2026 14:05 WIB)"
	)
	assert say_due(None, "id", "Asia/Jakarta", None) == ""


def test_whose_language_and_zone(site: Any) -> None:
	site.db.set_value("User", world.PARTNER_USER, {"language": None, "time_zone": None})
	site.db.set_value("SLA Partner", world.PARTNER, {"language": "en", "time_zone": "Asia/Makassar"})
	assert reader_of(world.PARTNER_USER) == ("en", "Asia/Makassar")
	site.db.set_value("User", world.PARTNER_USER, {"language": "id", "time_zone": "Asia/Jayapura"})
	assert reader_of(world.PARTNER_USER) == ("id", "Asia/Jayapura")
	site.db.set_single_value("System Settings", "language", "en")
	site.db.set_value("User", world.PARTNER_USER, {"language": "en", "time_zone": "Asia/Jakarta"})
	site.db.set_value("SLA Partner", world.PARTNER, "language", "id")
	assert reader_of(world.PARTNER_USER) == ("id", "Asia/Makassar"), (
		"the site's are what Frappe gives everybody"
	)
	site.db.set_value("User", world.LEAD, "language", "id")
	assert reader_of(world.LEAD)[0] == "id" and reader_of(None)[0] == "en"
	assert link_for(world.PARTNER_USER, "SLA Ticket", "HD Ticket 1").endswith("/sla/HD%20Ticket%201")
	assert "/sla-ticket/" in link_for(world.LEAD, "SLA Ticket", "HD Ticket 1")


def test_the_preview(site: Any) -> None:
	from sla_id.api.outbox import preview

	site.set_user(world.LEAD)
	shown = preview("escalation", "E-mail", "id", "{{ reference }}", "<p>{{ subject_line }} {{ due }}</p>")
	assert shown["subject"] == "0042"
	assert shown["body"] == (
		"<p>Sistem &lt;tidak&gt; dapat diakses"
		" Kamis, 19 Maret 2026 15.05 WITA (Kamis, 19 Maret 2026 14.05 WIB)</p>"
	)
	assert "subject_line" in preview("escalation", "Text", "id", "", "{{ subject_line }}")["error"]


@pytest.mark.parametrize(("language", "said"), [("id", "Waktu Penyelesaian"), ("en", "Resolution time")])
def test_a_message_names_its_own_clock(language: str, said: str, clockwork: Clockwork, site: Any) -> None:
	"""An unanswered P1: the response has been late for hours, yet a tier that the resolution brings in names the resolution."""
	site.db.set_value("User", world.LEAD, "language", language)
	host = next(host for host in world.HOSTS if site.db.exists("DocType", host))
	clockwork.at("2026-03-02 09:00")
	doc = world.ticket(host, sla_id_priority="P1")
	clockwork.at("2026-03-02 16:30")
	world.tick()
	tier = site.get_all(
		"SLA Escalation",
		{"sla_ticket": f"{host} {doc.name}", "clock": "resolution"},
		["name", "level"],
		order_by="level desc",
	)[0]
	row = site.get_last_doc(
		"SLA Outbox", {"user": world.LEAD, "channel": "Desk", "context": ["like", f"%{tier.name}%"]}
	)
	body = render(row, EMAIL).body
	due = world.clock(doc, "resolution").due_utc
	assert due > world.clock(doc, "response").due_utc
	assert said in body
	assert ("2 Maret 2026 17.00 WIB" if language == "id" else "2 March 2026 17:00 WIB") in body
	assert ("09.15" if language == "id" else "09:15") not in body


def test_a_warning_names_the_clock_that_is_near(clockwork: Clockwork, site: Any) -> None:
	"""The same ticket at risk of its resolution: what is due first is the response, long late."""
	host = next(host for host in world.HOSTS if site.db.exists("DocType", host))
	clockwork.at("2026-03-02 09:00")
	doc = world.ticket(host, sla_id_priority="P1")
	from frappe.desk.form import assign_to

	assign_to.add({"assign_to": [world.AGENT], "doctype": host, "name": doc.name})
	clockwork.at("2026-03-02 16:30")
	world.tick()
	rows = site.get_all("SLA Outbox", {"template": "at_risk", "user": world.AGENT}, pluck="name")
	said = [render(site.get_doc("SLA Outbox", name), DESK).subject for name in rows]
	assert any("Resolution time due" in text and "17:00" in text for text in said), said
	assert not any("Resolution time" in text and "09:15" in text for text in said)
