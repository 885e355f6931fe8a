"""Partners read no DocType at all: every route of Frappe's, every function, page and file of ours, asked by everybody.

What is asked is found in the app and in the engine themselves, so a new DocType, function or page is asked too.
"""

import importlib
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin

import frappe
import pytest

import sla_id
from tests.app import world
from tests.app.conftest import Clockwork
from tests.app.routes import Answer, ask

OTHER, STRANGER = "tono@satker.example", "tamu@example.com"
OUTSIDE = (world.PARTNER_USER, OTHER, STRANGER, "Guest")
STAFF = (world.AGENT, world.LEAD, world.CHIEF)
SECRET = "Rahasia dapur"
"""Stands in everything internal, and in everything of the other partner's."""
MISSING = "Tidak Ada 9"


def build_scene(site: Any, clockwork: Clockwork) -> None:
	"""A ticket of each partner with everything that can hang on one, full of what the other may not read."""
	clockwork.at("2026-06-08 09:00")
	world.user(STRANGER, "SLA Partner", website=True)
	for user, subject in ((world.PARTNER_USER, "Milik sendiri"), (OTHER, SECRET)):
		doc = world.ticket(_host(), raised_by=user, subject=subject, sla_id_priority="P1")
		record = world.record(doc)
		record.add_comment("Comment", SECRET)
		site.db.set_value("SLA Ticket", record.name, "_assign", f'["{SECRET}"]')
	for name in ("INNOVASIA-MITRA v1.0", "HAI-DJPB v2023.0"):
		if site.db.exists("SLA Agreement", name):
			site.get_doc("SLA Agreement", name).add_comment("Comment", SECRET)
	site.db.set_value("SLA Partner", "SATKER", "partner_name", SECRET)
	_announce_maintenance()
	_claim_exclusions()
	_seal_statements()
	site.get_doc(
		{
			"doctype": "File",
			"file_name": "dapur.txt",
			"content": SECRET,
			"attached_to_doctype": "SLA Partner",
			"attached_to_name": world.PARTNER,
			"is_private": 1,
		}
	).insert()


def _announce_maintenance() -> None:
	"""Maintenance of each partner's services: the other's is secret, and so is what staff alone may read of one's own."""
	from sla_id.maintenance.carry_out import announce_maintenance
	from sla_id.maintenance.feed_tokens import make_feed
	from tests.app.maintenance_world import plan

	night = ("2026-06-20 22:00", "2026-06-21 02:00")
	for service, title in (("API", "Milik sendiri"), ("BMSM.01", SECRET)):
		name = plan(*night, service, title=title, title_en=title, description=SECRET)
		announce_maintenance(name, late_is_known=True)
	plan(*night, "API", title=SECRET, title_en=SECRET)  # not announced
	make_feed(OTHER)


def _claim_exclusions() -> None:
	"""A claim on each partner's time; the other's is secret."""
	from tests.app.exclusion_world import claim

	claim("2026-06-05 08:00", "2026-06-05 10:00", evidence="Milik sendiri")
	theirs = claim("2026-06-05 08:00", "2026-06-05 11:00", evidence=SECRET)
	frappe.db.set_value("SLA Exclusion Claim", theirs, "partner", "SATKER")


def _seal_statements() -> None:
	"""A sealed statement of each partner's May, and a draft of one's own that is the provider's."""
	from sla_id.agreements.records.load import load_agreement
	from sla_id.fixtures.sample_agreements import sample_agreement
	from sla_id.statements.draft_statement import draft_statement
	from sla_id.statements.seal_statement import seal_statement
	from tests.app.outage_world import outage

	outage("2026-05-10 08:00", "2026-05-10 09:00", "API", title="Milik sendiri", partners=(world.PARTNER,))
	outage("2026-05-10 08:00", "2026-05-10 09:00", "BMSM.01", title=SECRET, partners=("SATKER",))
	text = sample_agreement("innovasia_mitra").replace("code: INNOVASIA-MITRA", "code: SATKER-SAAS", 1)
	load_agreement(text.replace('version: "1.0"', 'version: "9.0"', 1), "satker.yaml", partner="SATKER")
	for partner in (world.PARTNER, "SATKER"):
		name = draft_statement(partner, frappe.utils.getdate("2026-05-01"))
		assert name, partner
		seal_statement(name)
	draft_statement(world.PARTNER, frappe.utils.getdate("2026-04-01"))


def _host() -> str:
	return next(host for host in world.HOSTS if frappe.db.exists("DocType", host))


def doctypes() -> list[str]:
	"""Every DocType of the app, as its files say."""
	folder = Path(sla_id.__file__).parent / "doctype"
	return sorted(
		frappe.unscrub(path.parent.name).replace("Sla", "SLA").replace("On Call", "On-call")
		for path in folder.glob("*/*.json")
	)


# Frappe's own routes ---------------------------------------------------------------------------------------------

Route = tuple[str, str, dict[str, Any]]


def routes(doctype: str, name: str) -> Iterator[Route]:
	"""The ways in which Frappe gives out a record or the list of them, or changes one."""
	both = {"doctype": doctype, "name": name}
	for version in ("", "v1/"):
		for method in ("GET", "PUT", "DELETE"):
			yield method, f"/api/{version}resource/{doctype}/{name}", {}
		yield "GET", f"/api/{version}resource/{doctype}/{name}", {"expand_links": "1"}
		yield "GET", f"/api/{version}resource/{doctype}", {"fields": ["*"]}
		yield "POST", f"/api/{version}resource/{doctype}", {"data": {"name": name}}
	yield "GET", f"/api/v2/document/{doctype}/{name}", {}
	yield "GET", f"/api/v2/document/{doctype}", {"fields": ["*"]}
	yield "PATCH", f"/api/v2/document/{doctype}/{name}", {}
	yield "POST", f"/api/v2/document/{doctype}/{name}/method/add_comment", {"text": "x"}
	yield "GET", f"/api/v2/doctype/{doctype}/count", {}
	yield "GET", f"/api/v2/doctype/{doctype}/meta", {}
	comment = {"method": "add_comment", "args": {"text": "x"}}
	for function in ("run_doc_method", "frappe.handler.run_doc_method"):
		yield "POST", f"/api/method/{function}", {"dt": doctype, "dn": name, **comment}
		yield "POST", f"/api/method/{function}", {"docs": both, **comment}
		yield "POST", "/", {"cmd": function, "dt": doctype, "dn": name, **comment}
	for function, values in _functions(doctype, name):
		yield "POST", f"/api/method/{function}", values
		yield "POST", "/", {"cmd": function, **values}
	for path in ("/printview", "/print"):
		yield "GET", path, both
		yield "GET", path, {**both, "format": "SLA Agreement Internal"}


def _functions(doctype: str, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
	both, listed = {"doctype": doctype, "name": name}, {"doctype": doctype, "fields": ["*"]}
	client, load = "frappe.client.", "frappe.desk.form.load."
	yield client + "get", both
	yield client + "get_list", listed
	yield client + "get_list", {**listed, "parent": doctype}
	yield client + "get_count", {"doctype": doctype}
	yield client + "get_value", {"doctype": doctype, "filters": name, "fieldname": "creation"}
	yield client + "set_value", {**both, "fieldname": "subject", "value": "x"}
	yield client + "validate_link", {"doctype": doctype, "docname": name}
	yield client + "delete", both
	yield client + "has_permission", {"doctype": doctype, "docname": name}
	yield client + "get_doc_permissions", {"doctype": doctype, "docname": name}
	yield client + "rename_doc", {"doctype": doctype, "old_name": name, "new_name": "x"}
	yield client + "insert", {"doc": {"doctype": doctype}}
	for module in (load, "frappe.desk.form.save.", "frappe.desk.form.utils."):
		yield module + "getdoc", both  # the loader is reached under every module that imports it
	yield load + "get_docinfo", both
	yield load + "get_communications", both
	yield load + "getdoctype", {"doctype": doctype}
	yield "frappe.desk.reportview.get", listed
	yield "frappe.desk.reportview.get_list", listed
	yield "frappe.desk.reportview.get_count", {"doctype": doctype}
	yield "frappe.desk.reportview.export_query", {**listed, "file_format_type": "CSV", "title": "x"}
	yield "sla_id.api.exports.export_list", {**listed, "file_format_type": "CSV", "title": "x"}
	yield "frappe.desk.search.search_link", {"doctype": doctype, "txt": ""}
	yield "frappe.desk.search.get_link_title", {"doctype": doctype, "docname": name}
	yield "frappe.desk.link_preview.get_preview_data", {"doctype": doctype, "docname": name}
	yield (
		"frappe.desk.form.utils.add_comment",
		{
			"reference_doctype": doctype,
			"reference_name": name,
			"content": "x",
			"comment_email": "x",
			"comment_by": "x",
		},
	)
	yield "frappe.desk.form.assign_to.add", {"doctype": doctype, "name": name, "assign_to": [OTHER]}
	yield "frappe.desk.like.toggle_like", {**both, "add": "Yes"}
	yield "frappe.share.add", {**both, "user": OTHER}
	yield "frappe.share.get_users", both
	yield "frappe.www.printview.get_html_and_style", {"doc": doctype, "name": name}
	yield "frappe.utils.print_format.download_pdf", both
	yield "frappe.utils.print_format.download_pdf", {**both, "format": "SLA Agreement Internal"}
	yield "frappe.utils.print_format.download_multi_pdf", {"doctype": doctype, "name": [name]}


def _examples(doctype: str) -> list[str]:
	"""A record of the reader's own, of the other partner's, of nobody's, and one that isn't there."""
	of_partners = ("SLA Ticket", "SLA Agreement", "SLA Statement")
	own = {"partner": world.PARTNER} if doctype in of_partners else None
	other = {"partner": "SATKER"} if doctype in of_partners else None
	found = [frappe.db.get_value(doctype, filters, "name") for filters in (own, other) if filters]
	if not found and not frappe.get_meta(doctype).issingle:
		found = frappe.get_all(doctype, pluck="name", limit=1)
	return [*filter(None, map(str, found)), MISSING]


@pytest.mark.parametrize("user", OUTSIDE)
def test_frappes_routes_answer_alike_for_what_is_there_and_what_isnt(user: str, site: Any) -> None:
	site.set_user(user)
	for doctype in doctypes():
		answers: dict[int, dict[str, Answer]] = {}
		for name in _examples(doctype):
			for number, (method, path, values) in enumerate(routes(doctype, name)):
				answers.setdefault(number, {})[name] = ask(user, method, path, values)
		for number, (method, path, _values) in enumerate(routes(doctype, MISSING)):
			said = answers[number]
			assert {answer.status for answer in said.values()} <= {403, 404}, (doctype, method, path, said)
			assert len({answer.status for answer in said.values()}) == 1, (doctype, method, path, said)
			for name, answer in said.items():
				assert SECRET not in answer.text, (doctype, method, path)
				assert answer.text.replace(name, MISSING) == said[MISSING].text, (doctype, method, path, said)


SPELLINGS = (
	"SLÁ Ticket",
	"ＳＬＡ Ticket",
	"sla_ticket",
	"S\u200bLA Tic\u00adket",
	"SLA\u00a0Ticket",
	"sla\u3000TICKET ",
)


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_doctype_in_another_spelling_is_answered_alike(spelling: str, site: Any) -> None:
	"""MariaDB finds a DocType by look-alike letters; Frappe then answered 500, and echoed a name."""
	name = site.db.get_value("SLA Ticket", {"partner": "SATKER"}, "name")
	for user, status in ((world.PARTNER_USER, 404), ("Guest", 403)):
		for record in (name, MISSING):
			both = {"doctype": spelling, "name": record, "docname": record}
			for method, path, values in (
				("GET", f"/api/resource/{spelling}/{record}", {}),
				("GET", f"/api/v2/document/{spelling}/{record}", {}),
				("POST", "/api/method/frappe.client.get", both),
				("POST", "/api/method/frappe.desk.search.get_link_title", both),
			):
				assert ask(user, method, path, values).status == status, (path, record)


def test_our_functions_have_one_name(site: Any) -> None:
	"""The module that stands in for the app's folder makes every function reachable under a second one."""
	listed = {"doctype": "SLA Ticket", "fields": ["name"], "file_format_type": "CSV", "title": "x"}
	for function in ("sla_id.sla_id.api.exports.export_list", "sla_id.sla_id.sla_id.api.exports.export_list"):
		assert ask(world.PARTNER_USER, "POST", f"/api/method/{function}", listed).status == 404


def test_each_function_of_the_engine_that_names_a_doctype(site: Any) -> None:
	"""Also those that nobody thought of, and those of apps beside us: none tells a partner of a record."""
	name = frappe.db.get_value("SLA Ticket", {"partner": "SATKER"}, "name")
	asked = 0
	for function in list(frappe.whitelisted):
		named = {"doctype", "dt", "reference_doctype", "ref_doctype", "document_type", "parent_doctype"}
		given = dict.fromkeys(named & set(inspect.signature(function).parameters), "SLA Ticket")
		if given and not function.__module__.startswith("sla_id."):
			path = f"/api/method/{function.__module__}.{function.__qualname__}"
			values = {**given, "name": name, "docname": name, "dn": name}
			assert ask(world.PARTNER_USER, "POST", path, values).status in (403, 404), path
			asked += 1
	assert asked > 50


@pytest.mark.parametrize("user", STAFF)
def test_staff_read_what_their_roles_say(user: str, site: Any) -> None:
	site.set_user(user)
	may = {
		doctype: bool(site.has_permission(doctype, "read")) for doctype in doctypes() if _is_own_page(doctype)
	}
	site.set_user("Administrator")
	assert may["SLA Ticket"] and may["SLA Agreement"]
	for doctype, allowed in may.items():
		for name in _examples(doctype)[:-1]:
			answer = ask(user, "GET", f"/api/resource/{doctype}/{name}")
			assert answer.status == (200 if allowed else 403), (doctype, name, answer)


def _is_own_page(doctype: str) -> bool:
	meta = frappe.get_meta(doctype)
	return not (meta.istable or meta.issingle or doctype == "SLA Digest")


def test_no_role_of_people_outside_has_a_permission(site: Any) -> None:
	ours = doctypes()
	outside = ["SLA Partner", "All", "Guest"]
	for table in ("DocPerm", "Custom DocPerm"):
		assert not site.get_all(table, filters={"parent": ["in", ours], "role": ["in", outside]})
	for user in OUTSIDE:
		site.set_user(user)
		assert [doctype for doctype in ours if site.has_permission(doctype, "read")] == []


def test_nobody_opens_a_record_to_partners_by_a_share_or_a_permission(site: Any) -> None:
	name = site.db.get_value("SLA Ticket", {"partner": world.PARTNER}, "name")
	with pytest.raises(site.ValidationError, match="portal"):
		site.share.add("SLA Ticket", name, world.PARTNER_USER, read=1)
	with pytest.raises(site.ValidationError, match="portal"):
		site.share.add("SLA Ticket", name, everyone=1, read=1)
	site.share.add("SLA Ticket", name, world.AGENT, read=1)
	permission = {"doctype": "Custom DocPerm", "parent": "SLA Ticket", "role": "SLA Partner", "read": 1}
	with pytest.raises(site.ValidationError, match="portal"):
		site.get_doc(permission).insert()


def test_what_a_site_had_opened_is_closed_by_the_update(site: Any) -> None:
	from sla_id.patches.v0_4.records_are_closed_to_partners import execute

	name = site.db.get_value("SLA Ticket", {"partner": world.PARTNER}, "name")
	for values in (
		{"doctype": "Custom DocPerm", "parent": "SLA Ticket", "role": "SLA Partner", "read": 1},
		{"doctype": "Custom DocPerm", "parent": "SLA Ticket", "role": "SLA Manager", "read": 1},
		{"doctype": "DocShare", "share_doctype": "SLA Ticket", "share_name": name, "user": OTHER, "read": 1},
	):
		doc = site.get_doc(values)
		doc.name = site.generate_hash(length=10)
		doc.db_insert()
	execute()
	assert site.get_all("Custom DocPerm", {"parent": "SLA Ticket"}, pluck="role") == ["SLA Manager"]
	assert not site.db.exists("DocShare", {"share_doctype": "SLA Ticket", "user": OTHER})


# Our own functions -----------------------------------------------------------------------------------------------

FOR_PARTNERS = {
	"sla_id.api.agreement.compare_versions",
	"sla_id.api.agreement.decide",
	"sla_id.api.agreement.download_pdf",
	"sla_id.api.agreement.export_signed_text",
	"sla_id.api.agreement.get_state",
	"sla_id.api.agreement.report_contact",
	"sla_id.api.agreement.show_document",
	"sla_id.api.digests.choose",
	"sla_id.api.escalation_requests.ask",
	"sla_id.api.escalation_requests.possible",
	"sla_id.api.escalation_requests.withdraw",
	"sla_id.api.portal.give_facts",
	"sla_id.api.portal.give_file",
	"sla_id.api.statements.download_pdf",
	"sla_id.api.ticket.get_clocks",
	"sla_id.api.ticket.get_record",
}
"""What partners may call, of their own records. Anything else refuses them, whatever they name."""
NEEDS_THE_WEB = {"sla_id.api.agreement.download_pdf", "sla_id.api.statements.download_pdf"}
"""The PDF engine fetches the site's own style sheets: tests/browser downloads one."""
OF_FRAPPE = {"sla_id.api.exports.export_list", "sla_id.api.exports.export_report"}
"""They stand in for Frappe's own and name no record by an argument: they are among the routes above."""
FOR_EVERYBODY = {
	"sla_id.api.metrics.prometheus",
	"sla_id.api.monitors.receive",
	"sla_id.api.receipts.gateway",
	"sla_id.api.receipts.whatsapp",
}
"""Signed, or with a token, instead of signed in."""


def functions() -> list[Callable[..., Any]]:
	"""Every whitelisted function of the app."""
	root = Path(sla_id.__file__).parent
	for path in root.rglob("*.py"):
		if "@frappe.whitelist" in path.read_text(encoding="utf-8"):
			module = path.relative_to(root.parent).with_suffix("")
			importlib.import_module(".".join(module.parts).removesuffix(".__init__"))
	found = {
		_path(function): function for function in frappe.whitelisted if _path(function).startswith("sla_id.")
	}
	return [found[path] for path in sorted(found)]


def _path(function: Callable[..., Any]) -> str:
	return f"{function.__module__}.{function.__qualname__}"


@dataclass(frozen=True, slots=True)
class Named:
	"""The records that a call names."""

	ticket: str
	agreement: str
	anything: str
	claim: str = MISSING
	statement: str = MISSING

	def at(self, address: str) -> str:
		"""The page of one of these records."""
		return address.format(
			ticket=self.ticket, agreement=self.agreement, claim=self.claim, statement=self.statement
		)

	def values(self, function: Callable[..., Any]) -> dict[str, Any]:
		"""Arguments for a function, by what its parameters are called."""
		doctype, _, name = (
			self.ticket.partition(" ") if self.ticket == MISSING else (_host(), "", self.ticket)
		)
		if self.ticket != MISSING:
			name = self.ticket.removeprefix(_host() + " ")
		given: dict[str, Any] = {
			"sla_ticket": self.ticket,
			"ticket": self.ticket,
			"tickets": [self.ticket],
			"doctype": _host() if self.ticket == MISSING else doctype,
			"name": name or self.ticket,
			"agreement": self.agreement,
			"statement": self.statement,
			"doc": {"doctype": "SLA Calendar"},
			"file": MISSING,
		}
		named = (
			"escalation",
			"request",
			"incident",
			"plan",
			"call",
			"cycle",
			"notice",
			"row",
			"template",
			"outage",
			"maintenance",
			"claim",
			"feed",
			"credit_note",
		)
		given |= dict.fromkeys((*named, "source", "message"), self.anything)
		known = {str: "x", int: 1, bool: True, float: 8.0}
		found = {}
		for parameter in inspect.signature(function).parameters.values():
			if parameter.name in given:
				found[parameter.name] = given[parameter.name]
			elif parameter.default is inspect.Parameter.empty:
				kinds = {get_origin(kind) or kind for kind in _kinds(parameter.annotation)}
				found[parameter.name] = (
					{"x": "x"}
					if dict in kinds
					else ["x"]
					if list in kinds
					else next((known[kind] for kind in kinds if kind in known), "x")
				)
		return found


def _kinds(annotation: Any) -> tuple[Any, ...]:
	return get_args(annotation) if isinstance(annotation, UnionType) else (annotation,)


def _named(partner: str, anything: str = MISSING) -> Named:
	return Named(
		str(frappe.db.get_value("SLA Ticket", {"partner": partner}, "name")),
		str(frappe.db.get_value("SLA Agreement", {"partner": partner}, "name")),
		anything,
		str(frappe.db.get_value("SLA Exclusion Claim", {"partner": partner}, "name")),
		str(frappe.db.get_value("SLA Statement", {"partner": partner, "state": "Sealed"}, "name")),
	)


NOBODYS = Named(MISSING, MISSING, MISSING)


def _call(user: str, function: Callable[..., Any], named: Named) -> Answer:
	method = "GET" if "GET" in frappe.allowed_http_methods_for_whitelisted_func[function] else "POST"
	return ask(user, method, f"/api/method/{_path(function)}", named.values(function))


@pytest.mark.parametrize("user", [world.PARTNER_USER, STRANGER, "Guest"])
def test_our_functions_tell_nobody_outside_of_anothers_record(user: str, site: Any) -> None:
	for function in functions():
		path = _path(function)
		fired = site.db.get_value("SLA Escalation", {"sla_ticket": _named("SATKER").ticket}, "name")
		theirs, nobodys = (_call(user, function, named) for named in (_named("SATKER", fired), NOBODYS))
		assert SECRET not in theirs.text, path
		assert theirs.status == nobodys.status, (path, theirs, nobodys)
		assert theirs.status in ((401, 403, 417) if path in FOR_EVERYBODY else (400, 403, 404, 417)), (
			path,
			theirs,
		)
		for name in (_named("SATKER").ticket, _named("SATKER").agreement, str(fired)):
			assert name not in theirs.text.replace(f"'{name}'", ""), (path, theirs)
		if path not in FOR_PARTNERS | FOR_EVERYBODY | OF_FRAPPE:
			own = _call(user, function, _named(world.PARTNER))
			assert own.status in (403, 404), (path, own)


def test_partners_use_what_is_theirs(site: Any) -> None:
	paths = {_path(function) for function in functions()}
	assert paths >= FOR_PARTNERS | FOR_EVERYBODY
	for function in functions():
		if _path(function) in FOR_PARTNERS - NEEDS_THE_WEB:
			own = _call(world.PARTNER_USER, function, _named(world.PARTNER))
			assert own.status in (200, 417) or "request" in _path(function), (_path(function), own)
			assert SECRET not in own.text, _path(function)


@pytest.mark.parametrize("user", STAFF)
def test_our_functions_break_for_nobody(user: str, site: Any) -> None:
	for function in functions():
		if _path(function) in NEEDS_THE_WEB:
			continue
		for named in (_named(world.PARTNER), NOBODYS):
			answer = _call(user, function, named)
			allowed = (200, 400, 403, 404, 409, 417, *((401,) if _path(function) in FOR_EVERYBODY else ()))
			assert answer.status in allowed, (_path(function), answer)


def test_who_left_a_partner_or_is_disabled_sees_its_clocks_no_more(site: Any) -> None:
	"""The helpdesk still shows them the ticket they raised; its service level is the partner's."""
	from sla_id.api.ticket import get_clocks

	doctype, name = _host(), _named(world.PARTNER).ticket.removeprefix(_host() + " ")
	site.set_user(world.PARTNER_USER)
	assert get_clocks(doctype, name)["clocks"]
	for change in (
		lambda: site.db.delete("SLA Partner Contact", {"user": world.PARTNER_USER}),
		lambda: site.db.set_value("User", world.PARTNER_USER, "enabled", 0),
		lambda: site.db.set_value("SLA Partner", world.PARTNER, "disabled", 1),
	):
		site.set_user("Administrator")
		site.db.savepoint("before_leaving")
		change()
		site.clear_document_cache("User", world.PARTNER_USER)
		site.set_user(world.PARTNER_USER)
		with pytest.raises(site.DoesNotExistError):
			get_clocks(doctype, name)
		site.db.rollback(save_point="before_leaving")
		site.clear_document_cache("User", world.PARTNER_USER)


# Pages and files -------------------------------------------------------------------------------------------------

FOR_GUESTS = {"sla_unsubscribe"}
ADDRESSES = {
	"sla_ticket": "/sla/{ticket}",
	"sla_agreement": "/sla/agreements/{agreement}",
	"sla_claim": "/sla/claims/{claim}",
	"sla_statement": "/sla/statements/{statement}",
}
"""Pages of one record."""
LISTS = {
	"sla": "/sla",
	"sla_agreements": "/sla/agreements",
	"sla_maintenance": "/sla/maintenance",
	"sla_claims": "/sla/claims",
	"sla_statements": "/sla/statements",
	"sla_summaries": "/sla/summaries",
}


def test_every_page_asks_who_reads(site: Any) -> None:
	pages = {path.stem for path in (Path(sla_id.__file__).parent / "www").glob("*.py")} - {"__init__"}
	assert pages == {*ADDRESSES, *LISTS, *FOR_GUESTS}, "say here who may open a new page"
	own, theirs = _named(world.PARTNER), _named("SATKER")
	for address in LISTS.values():
		assert ask(world.PARTNER_USER, "GET", address).status == 200, address
		assert SECRET not in ask(world.PARTNER_USER, "GET", address).text, address
		assert ask(STRANGER, "GET", address).status == 403, address
	for address in ADDRESSES.values():
		asked = [ask(world.PARTNER_USER, "GET", named.at(address)) for named in (own, theirs, NOBODYS)]
		assert [answer.status for answer in asked] == [200, 404, 404], (address, asked[0].text[:2000])
		assert not [answer for answer in asked if SECRET in answer.text], address
	for page in pages - FOR_GUESTS:
		address = own.at({**LISTS, **ADDRESSES}[page])
		assert ask("Guest", "GET", address).status in (301, 302), address


def test_each_page_for_somebody_signed_in_carries_its_token(site: Any) -> None:
	own = _named(world.PARTNER)
	for address in (*LISTS.values(), *ADDRESSES.values()):
		page = ask(world.PARTNER_USER, "GET", own.at(address))
		assert 'name="csrf-token"' in page.text, address


def test_private_files_of_our_records_stay_private(site: Any) -> None:
	path = site.db.get_value("File", {"file_name": ["like", "dapur%"]}, "file_url")
	assert ask(world.PARTNER_USER, "GET", path).status == ask("Guest", "GET", path).status == 403


def test_the_internal_print_is_for_staff(site: Any) -> None:
	from sla_id.agreement_lifecycle.agreement_print import sla_id_print_agreement

	doc = site.get_doc("SLA Agreement", _named(world.PARTNER).agreement)
	for user in OUTSIDE:
		site.set_user(user)
		with pytest.raises(site.PermissionError):
			sla_id_print_agreement(doc, "id", internal=True)
	site.set_user(world.AGENT)
	assert sla_id_print_agreement(doc, "id", internal=True)
