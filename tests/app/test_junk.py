"""Nothing that comes over HTTP ends in an error of the server: every whitelisted function is called with junk.

The functions are found by the app itself, so that a new one is tried by itself. What is refused is refused as Frappe does,
with a status of 400 to 499 and a message.
"""

import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from sla_id import hooks
from tests.app import world
from tests.app.conftest import BENCH_SITE, Clockwork
from tests.app.test_digests import open_page

APP = Path(__file__).resolve().parents[2] / "sla_id"
LONG = "9" * 400
JUNK: tuple[Any, ...] = (
	*(
		"",
		" ",
		"0",
		"-1",
		LONG,
		"-" + LONG,
		"1e999",
		"NaN",
		"Infinity",
		"٣",
		"²",
		"null",
		"true",
		"undefined",
	),
	*(
		"{",
		"[",
		"}",
		'"',
		"[[",
		"{}",
		"[]",
		"[1]",
		"[null]",
		"[[]]",
		"[{}]",
		'["x"]',
		'{"a": 1}',
		'"text"',
		"{'a': 1}",
	),
	*(
		'{"doctype": "User"}',
		'{"doctype": "SLA Calendar"}',
		'{"doctype": []}',
		'{"doctype": "SLA Calendar", "windows": 5}',
	),
	*("[" * 5000, '{"a":' * 2000, "[" + "1," * 2000 + "1]"),
	*(
		"0000-00-00",
		"9999-12-31",
		"99999-01-01",
		"2026-02-30",
		"2026-13-01",
		"25:61",
		"yesterday",
		"2026-03-18T08:00+99:00",
	),
	*(
		"é" * 300,
		"\u0000",
		"a\u0000b",
		"\ud800",
		"\u202e",
		"'; select 1; --",
		"../../etc/passwd",
		"<script>",
		"%",
		"{{ 7*7 }}",
		"%s",
	),
	*(
		None,
		True,
		0,
		-1,
		5,
		10**30,
		-(10**30),
		1.5,
		float("inf"),
		float("nan"),
		[],
		{},
		["x"],
		[None],
		[[]],
		[{}],
		{"a": 1},
	),
	*(
		{"doctype": "User"},
		{"doctype": "SLA Calendar", "time_zone": 5},
		{"doctype": "SLA Calendar", "windows": [5]},
	),
)


SOME = (
	"",
	"-1",
	LONG,
	"NaN",
	"²",
	"{",
	"0000-00-00",
	"9999-12-31",
	"25:61",
	"\ud800",
	None,
	-1,
	10**30,
	float("inf"),
	[5],
	{"a": 1},
)
"""For what takes long to ask."""


def functions() -> Iterator[Any]:
	"""Every whitelisted function of the app."""
	for path in sorted(APP.rglob("*.py")):
		if "whitelist(" not in path.read_text(encoding="utf-8"):
			continue
		module = import_module("sla_id." + ".".join(path.relative_to(APP).with_suffix("").parts))
		for _name, found in inspect.getmembers(module, inspect.isfunction):
			if found.__module__ == module.__name__ and found in whitelisted():
				yield found


def whitelisted() -> Any:
	import frappe

	return frappe.whitelisted


def build_scene(site: Any, clockwork: Clockwork) -> None:
	clockwork.at("2026-03-18 08:00")
	world.ticket("HD Ticket" if site.db.exists("DocType", "HD Ticket") else "Issue", sla_id_priority="P1")


def known(site: Any) -> dict[str, Any]:
	"""What arguments are called, and a value for each that leads into the function."""
	record = site.get_all("SLA Ticket", fields=["name", "reference_doctype", "reference_name"], limit=1)[0]
	agreement = site.db.get_value("SLA Agreement", {"partner": world.PARTNER})
	calendar = site.get_doc("SLA Calendar", site.db.get_value("SLA Agreement", agreement, "default_calendar"))
	return {
		"agreement": agreement,
		"sla_ticket": record.name,
		"tickets": [record.name],
		"ticket": record.name,
		"doctype": record.reference_doctype,
		"name": record.reference_name,
		"escalation": site.db.get_value("SLA Escalation", {"sla_ticket": record.name}),
		"doc": calendar.as_dict(),
		"start": "2026-03-18 08:00",
		"target": "4 h",
		"level": 2,
		"title": "Judul",
		"reason": "Alasan",
		"note": "Catatan",
		"value": "Nilai",
		"values": {"NIP": "1"},
		"code": "NIP",
		"frequency": "Daily",
		"enabled": True,
		"at": "08:00",
		"template": "escalation",
		"channel_group": "Desk",
		"language": "id",
		"names": ["x"],
		"version": "2.0",
		"effective_from": "2027-01-01",
		"description": "Perubahan",
		"last_day": "2026-12-31",
		"decision": "Approved",
		"content_hash": "x",
		"day": "2026-03-18",
		"step": 1,
		"change": "Kontak baru",
	}


def call(site: Any, function: Any, arguments: dict[str, Any]) -> str:
	"""What went wrong in a way that is the server's fault; empty where it answered or refused."""
	site.local.message_log = []
	site.db.savepoint("junk")
	try:
		site.call(function, **arguments)
	except Exception as error:
		status = getattr(error, "http_status_code", 500)
		if status >= 500:
			return f"{type(error).__name__}: {str(error)[:120]}"
		if not str(error).strip() and not site.local.message_log:
			return f"{type(error).__name__} without a word"
	finally:
		site.db.rollback(save_point="junk")
		site.set_user("Administrator")
		site.local.response = site._dict({"docs": []})
	return ""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
	if "function_name" in metafunc.fixturenames:
		import frappe  # noqa: F401

		metafunc.parametrize("function_name", [f"{f.__module__}.{f.__name__}" for f in functions()])


def test_every_function_is_tried() -> None:
	"""Else a way of writing one that is not found would pass in silence."""
	assert len(list(functions())) >= 50
	assert {f"{f.__module__}.{f.__name__}" for f in functions()} >= {
		"sla_id.api.outbox.preview",
		"sla_id.api.portal.give_facts",
	}


@pytest.mark.parametrize("user", ["Administrator", world.LEAD, world.PARTNER_USER])
def test_junk_is_refused_with_a_message(function_name: str, user: str, site: Any) -> None:
	if BENCH_SITE and function_name.endswith(".download_pdf"):
		pytest.skip("a bench's PDF engine fetches the site's own style sheets, and nothing serves it here")
	function = site.get_attr(function_name)
	parameters = list(inspect.signature(function).parameters)
	right = {name: value for name, value in known(site).items() if name in parameters}
	complaints = []
	for name in parameters:
		for junk in JUNK if user == "Administrator" else SOME:
			for arguments in ({**right, name: junk}, dict.fromkeys(parameters, junk)):
				site.set_user(user)
				wrong = call(site, function, arguments)
				if wrong:
					complaints.append(f"{name}={str(junk)[:30]!r}: {wrong}")
	assert not complaints, "\n".join(dict.fromkeys(complaints))


@pytest.mark.parametrize("doctype", ["SLA Calendar", "SLA Holiday List"])
def test_a_form_with_junk_in_any_field_is_refused_with_a_message(doctype: str, site: Any) -> None:
	from sla_id.api.calendar import say_moves, say_week, try_deadline

	right = site.get_doc(doctype, site.get_all(doctype, pluck="name", limit=1)[0]).as_dict()
	right = site.parse_json(site.as_json(right))
	complaints = []
	for place, field in places(site, right):
		for junk in SOME:
			doc = site.parse_json(site.as_json(right))
			(doc[place[0]][0] if len(place) > 1 else doc)[place[-1]] = junk
			asked = [(say_moves, {"doc": doc})]
			if doctype == "SLA Calendar":
				asked += [
					(say_week, {"doc": doc}),
					(try_deadline, {"doc": doc, "start": "2026-03-18 08:00", "target": "4 h"}),
				]
			for function, arguments in asked:
				wrong = call(site, function, arguments)
				if wrong:
					complaints.append(f"{function.__name__} {field}={str(junk)[:30]!r}: {wrong}")
	assert not complaints, "\n".join(dict.fromkeys(complaints))


def places(site: Any, doc: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], str]]:
	"""Each field of a form, and each of the first row of its tables."""
	for field in site.get_meta(doc["doctype"]).fields:
		if field.fieldname not in doc:
			continue
		yield (field.fieldname,), field.fieldname
		rows = doc[field.fieldname]
		if field.fieldtype == "Table" and rows:
			for inner in site.get_meta(field.options).fields:
				yield (field.fieldname, inner.fieldname), f"{field.fieldname}.{inner.fieldname}"


PAGES = sorted({"/sla", *(re.sub("<.*>", "x", rule["from_route"]) for rule in hooks.website_route_rules)})
ASKED = ("start", "show", "name", "code", "_lang")


@pytest.mark.parametrize("user", ["Guest", "Administrator", world.PARTNER_USER])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_is_asked_for_junk_says_so(page: str, user: str, site: Any) -> None:
	complaints = []
	for junk in filter(lambda junk: isinstance(junk, str), SOME):
		text = junk.encode(errors="surrogatepass").decode(errors="replace")
		for asked in ASKED:
			site.db.savepoint("junk")
			shown = open_page(f"{page}?{urlencode({asked: text})}", user=user)
			site.db.rollback(save_point="junk")
			if shown.status_code >= 500 or b"Traceback" in shown.data:
				complaints.append(f"{asked}={text[:30]!r}: {shown.status_code}")
	assert not complaints, "\n".join(complaints)


@pytest.mark.parametrize("start", [LONG, "-1", "-" + LONG, "zwölf", "1e9", "[1]"])
def test_a_start_that_is_none_says_what_to_give(start: str, site: Any) -> None:
	shown = open_page(f"/sla?{urlencode({'start': start})}&_lang=en", user=world.PARTNER_USER)
	assert shown.status_code == 200
	assert "Start: give a whole number" in shown.data.decode()
	assert "Start: give" not in open_page("/sla?start=20&_lang=en", user=world.PARTNER_USER).data.decode()


@pytest.mark.parametrize("day", ["", "Someday"])
def test_a_calendar_row_without_a_day_is_refused_with_its_row(day: Any, site: Any) -> None:
	"""Over REST too, where Frappe asks the controller before it looks for what is missing."""
	calendar = {"doctype": "SLA Calendar", "calendar_name": "Uji", "time_zone": "Asia/Jakarta"}
	calendar["windows"] = [{"day": day, "start_time": "08:00", "end_time": "17:00"}]
	with pytest.raises(site.ValidationError, match="Row 1, Day: choose one of"):
		site.get_doc(calendar).insert()


RECEIPTS: tuple[Any, ...] = (
	*JUNK,
	*({"entry": junk} for junk in JUNK),
	*({"entry": [{"changes": [{"value": {"statuses": [junk]}}]}]} for junk in JUNK),
	*(
		{"entry": [{"changes": [{"value": {"statuses": [{"status": "failed", key: junk}]}}]}]}
		for junk in JUNK
		for key in ("id", "biz_opaque_callback_data", "errors")
	),
	*({"status": "failed", key: junk} for junk in JUNK for key in ("message_id", "id", "error", "status")),
	*(
		{
			"entry": [
				{
					"changes": [
						{
							"value": {
								"statuses": [{"status": "failed", "errors": [{"code": junk, "title": junk}]}]
							}
						}
					]
				}
			]
		}
		for junk in JUNK
	),
)


@pytest.mark.parametrize("channel", ["whatsapp", "gateway"])
def test_a_receipt_of_junk_is_answered(channel: str, site: Any) -> None:
	"""Signed as agreed, whatever it says: 200, as the provider would send it again for ever. Unsigned: 403."""
	import hashlib
	import hmac
	import json
	import time

	from werkzeug.test import EnvironBuilder
	from werkzeug.wrappers import Request

	from sla_id.api import receipts
	from sla_id.notify.outbox.webhook_signature import sign

	secret = "rahasia-bersama-0123456789"
	account = {
		"doctype": "SLA Channel Account",
		"title": "Uji",
		"receipt_secret": secret,
		"phone_number_id": "555",
	}
	account |= {
		"channel": "WhatsApp" if channel == "whatsapp" else "Gateway",
		"url": "https://gateway.example/",
	}
	account |= {"provider_template": "sla_update", "access_token": "EAAG"}
	site.get_doc(account).insert()
	complaints = []
	for junk in RECEIPTS:
		body = junk.encode(errors="replace") if isinstance(junk, str) else json.dumps(junk).encode()
		stamp = str(int(time.time()))
		plain = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
		headers = {"X-Hub-Signature-256": plain}
		if channel == "gateway":
			headers = {"X-SLA-Timestamp": stamp, "X-SLA-Signature": sign(secret, stamp, body)}
		for signed in (
			headers,
			{},
			{"X-SLA-Timestamp": LONG, "X-SLA-Signature": "é", "X-Hub-Signature-256": "é"},
		):
			builder = EnvironBuilder(
				method="POST", data=body, headers=signed, query_string={"account": "Uji"}
			)
			site.local.request = Request(builder.get_environ())
			try:
				answer = getattr(receipts, channel)()
				right = signed is headers and answer.status_code == 200
			except site.PermissionError:
				right = signed is not headers
			except Exception as error:
				complaints.append(f"{body[:60]!r}: {type(error).__name__}: {error}")
				continue
			finally:
				del site.local.request
			if not right:
				complaints.append(f"{body[:60]!r} {list(signed)}")
	assert not complaints, "\n".join(complaints[:20])
