"""Agreements as records: exact round trip, approval by both, versions that nobody can falsify."""

import shutil
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from sla_id.agreements.file import parse
from sla_id.fixtures.sample_agreements import sample_agreement, sample_agreements
from tests.app import outbox_world as box
from tests.app import world
from tests.app.conftest import Clockwork

MITRA = "INNOVASIA-MITRA v1.0"


@pytest.mark.parametrize("name", sample_agreements())
def test_a_record_reads_as_the_file_it_came_from(site: Any, name: str) -> None:
	from sla_id.agreements.records.load import load_agreement
	from sla_id.agreements.records.read_agreement import export_agreement, read_agreement

	text = sample_agreement(name).replace("code: ", "code: X-", 1)
	record = site.get_doc("SLA Agreement", load_agreement(text, name, submit=False))
	assert read_agreement(record) == replace(parse(text, name), warnings=())
	assert export_agreement(record) == text


def test_an_exported_agreement_is_imported_again_to_the_letter(site: Any) -> None:
	from sla_id.agreements.file import dump
	from sla_id.agreements.records.load import load_agreement
	from sla_id.agreements.records.read_agreement import export_agreement, read_agreement

	agreement = site.get_doc("SLA Agreement", MITRA)
	text = dump(replace(read_agreement(agreement)))
	text = text.replace("code: INNOVASIA-MITRA", "code: SALINAN", 1)
	copy = site.get_doc("SLA Agreement", load_agreement(text, "salinan.yaml", submit=False))
	assert export_agreement(copy) == text
	copy.source_file = None
	assert export_agreement(copy) == text


def test_an_edit_shows_in_the_export(site: Any) -> None:
	from sla_id.agreements.records.load import load_agreement
	from sla_id.agreements.records.read_agreement import export_agreement

	text = sample_agreement("innovasia_mitra").replace("code: ", "code: X-", 1)
	record = site.get_doc("SLA Agreement", load_agreement(text, "x.yaml", submit=False))
	record.targets[0].target = "2 h"
	exported = export_agreement(record)
	assert exported != text
	assert str(parse(exported).targets[0].target) == "2 h"


LEVEL = """format: sla_id/agreement@1
agreement:
  code: MAJU-KHUSUS
  title: Tambahan untuk PT Maju
  version: "1.0"
  provider: PT Innovasia Inovasi Indonesia
  extends: DASAR
  level: customer
  partner: SATKER2
  effective_from: 2026-01-01
  at_risk_percent: 50
targets:
  - {clock: response, priority: P1, target: 30 min, calendar: always, met_by: [confirmed], source: "1"}
"""
SERVICE_LEVEL = """format: sla_id/agreement@1
agreement:
  code: DASAR-DATA
  title: Integritas data
  version: "1.0"
  type: multi-level
  provider: PT Innovasia Inovasi Indonesia
  extends: DASAR
  level: service
  service: DATA
  effective_from: 2026-01-01
targets:
  - {clock: resolution, priority: P1, target: 2 h, calendar: always, met_by: [fixed], source: "2"}
"""


@pytest.fixture
def levels(clockwork: Clockwork, site: Any) -> Any:
	"""A corporate agreement, a service level on it and a customer level on it."""
	from sla_id.agreements.records.load import load_agreement

	clockwork.at("2026-06-08 09:00")
	world.user("eka@satker2.example", "SLA Partner", website=True)
	world.partner("SATKER2", "Satuan Kerja Dua", "eka@satker2.example")
	base = sample_agreement("innovasia_mitra").replace("code: INNOVASIA-MITRA", "code: DASAR", 1)
	for text in (base, SERVICE_LEVEL, LEVEL):
		load_agreement(text, "level.yaml")
	return site


def test_a_level_overrides_only_what_it_names(levels: Any) -> None:
	from sla_id.agreements.choose import record_agreement
	from sla_id.agreements.rules.effective_agreement import target_path

	host = next(host for host in world.HOSTS if levels.db.exists("DocType", host))
	doc = world.ticket(host, raised_by="eka@satker2.example", sla_id_priority="P1", sla_id_service="DATA")
	assert world.record(doc).agreement == "MAJU-KHUSUS v1.0"
	assert world.clock(doc, "response").target_seconds == 30 * 60
	assert world.clock(doc, "resolution").target_seconds == 2 * 3600
	merged = record_agreement(world.record(doc))
	origins = {(row.clock, row.priority): merged.origins[target_path(row)] for row in merged.file.targets}
	assert origins["response", "P1"] == "MAJU-KHUSUS v1.0"
	assert origins["resolution", "P1"] == "DASAR-DATA v1.0"
	assert origins["response", "P2"] == "DASAR v1.0"
	assert merged.origins["agreement.at_risk_percent"] == "MAJU-KHUSUS v1.0"
	assert merged.origins["agreement.hours_per_day"] == "DASAR v1.0"
	other = world.ticket(host, raised_by="eka@satker2.example", sla_id_priority="P1", sla_id_service="API")
	assert world.clock(other, "resolution").target_seconds == 8 * 3600


def test_a_level_reads_as_the_file_it_came_from(levels: Any) -> None:
	from sla_id.agreements.file import dump
	from sla_id.agreements.records.load import load_agreement
	from sla_id.agreements.records.read_agreement import export_agreement, read_agreement

	record = levels.get_doc("SLA Agreement", "MAJU-KHUSUS v1.0")
	assert export_agreement(record) == LEVEL
	text = dump(read_agreement(record)).replace("code: MAJU-KHUSUS", "code: MAJU-LAGI")
	assert "hours_per_day" not in text
	again = levels.get_doc("SLA Agreement", load_agreement(text, "lagi.yaml", submit=False))
	again.source_file = None
	assert export_agreement(again) == text


def test_a_ticket_keeps_the_levels_it_started_under(levels: Any, clockwork: Clockwork) -> None:
	from sla_id.agreements.records.load import load_agreement

	host = next(host for host in world.HOSTS if levels.db.exists("DocType", host))
	doc = world.ticket(host, raised_by="eka@satker2.example", sla_id_priority="P2")
	base = sample_agreement("innovasia_mitra").replace("code: INNOVASIA-MITRA", "code: DASAR", 1)
	base = base.replace('version: "1.0"\n', 'version: "2.0"\n', 1).replace("2025-01-01", "2026-06-09", 1)
	load_agreement(base.replace("target: 4 h", "target: 1 h"), "level.yaml")
	clockwork.at("2026-06-09 09:00")
	later = world.ticket(host, raised_by="eka@satker2.example", sla_id_priority="P2")
	world.change(doc, subject="Masih", sla_id_impact="H")
	assert world.clock(doc, "response").target_seconds == 4 * 3600
	assert world.clock(later, "response").target_seconds == 3600


def test_a_level_without_its_base_is_refused_by_line(site: Any) -> None:
	from sla_id.agreements.records.load import load_agreement

	with pytest.raises(site.ValidationError, match=r"agreement\.extends.*DASAR"):
		load_agreement(LEVEL, "level.yaml")


@pytest.fixture
def draft(clockwork: Clockwork, site: Any) -> Any:
	"""The draft of version 2.0 of the partner's agreement, made from the one in force."""
	from sla_id.agreements.signing.versions import draft_next

	clockwork.at("2026-06-08 09:00")
	contact = site.get_doc("SLA Partner", world.PARTNER)
	contact.contacts[0].contact_role = "Authorised"
	contact.save()
	current = site.get_doc("SLA Agreement", MITRA)
	new = draft_next(current, "2.0", "2026-07-01", "Tanggapan P1 dipercepat")
	new.targets[0].target = "30 min"
	return new.save()


def test_both_parties_approve_exactly_the_text_they_read(draft: Any, site: Any, clockwork: Clockwork) -> None:
	from sla_id.agreements.signing.proposal import decide, is_unaltered, propose

	assert draft.status == "Draft"
	with pytest.raises(site.ValidationError, match="approved"):
		draft.submit()
	draft.reload()
	waiting = propose(draft)
	assert {seat.party for seat in waiting} == {"Provider", "Customer"}
	with pytest.raises(site.ValidationError, match="has changed"):
		decide(draft, world.LEAD, "Approved", "0" * 64)
	assert [seat.party for seat in decide(draft, world.LEAD, "Approved", draft.content_hash)] == ["Customer"]
	with pytest.raises(site.PermissionError):
		decide(draft, world.LEAD, "Approved", draft.content_hash)
	with pytest.raises(site.PermissionError):
		decide(draft, "tono@satker.example", "Approved", draft.content_hash)
	site.set_user(world.PARTNER_USER)
	assert decide(draft, world.PARTNER_USER, "Approved", draft.content_hash) == []
	site.set_user("Administrator")
	signed = site.get_doc("SLA Agreement", draft.name)
	assert (signed.docstatus, signed.status) == (1, "Approved")
	assert is_unaltered(signed) is True
	rows = site.get_all(
		"SLA Agreement Approval", {"agreement": draft.name}, ["party", "approved_by", "through", "at_text"]
	)
	assert {(row.party, row.approved_by, row.through) for row in rows} == {
		("Provider", world.LEAD, "Desk"),
		("Customer", world.PARTNER_USER, "Portal"),
	}
	assert all("WIB" in row.at_text for row in rows)


def test_an_edit_after_the_proposal_takes_the_approvals_back(draft: Any, site: Any) -> None:
	from sla_id.agreements.signing.proposal import decide, propose

	propose(draft)
	decide(draft, world.LEAD, "Approved", draft.content_hash)
	draft.reload()
	draft.targets[0].target = "45 min"
	draft.save()
	assert (draft.status, draft.content_hash) == ("Draft", None)
	waiting = propose(draft)
	assert {seat.party for seat in waiting} == {"Provider", "Customer"}


def test_returned_with_a_reason_it_is_a_draft_again(draft: Any, site: Any) -> None:
	from sla_id.agreements.signing.proposal import decide, propose

	propose(draft)
	with pytest.raises(site.ValidationError, match="what should be changed"):
		decide(draft, world.PARTNER_USER, "Returned", draft.content_hash)
	decide(draft, world.PARTNER_USER, "Returned", draft.content_hash, "Target P2 juga")
	assert site.db.get_value("SLA Agreement", draft.name, "status") == "Draft"


def test_what_was_approved_cannot_be_changed_under_it(site: Any) -> None:
	agreement = site.get_doc("SLA Agreement", MITRA)
	calendar = site.get_doc("SLA Calendar", agreement.default_calendar)
	calendar.windows[0].end_time = "20:00"
	with pytest.raises(site.ValidationError, match="INNOVASIA-MITRA"):
		calendar.save()
	calendar.reload()
	calendar.append(
		"breaks", {"break_date": "2026-03-20", "start_time": "11:30", "end_time": "13:15", "reason": "Jumat"}
	)
	calendar.save()
	policy = site.get_doc("SLA Escalation Policy", agreement.escalation_policy)
	policy.triggers[0].trigger_on = "breach"
	with pytest.raises(site.ValidationError, match="INNOVASIA-MITRA"):
		policy.save()
	policy.reload()
	policy.tiers[0].user = world.AGENT
	policy.save()
	matrix = site.get_doc("SLA Priority Matrix", "HAI-DJPB")
	matrix.cells[0].priority = "P6"
	with pytest.raises(site.ValidationError, match="HAI-DJPB"):
		matrix.save()


def test_a_change_behind_the_apps_back_is_noticed(draft: Any, site: Any) -> None:
	from sla_id.agreements.signing.proposal import is_unaltered

	agreement = site.get_doc("SLA Agreement", MITRA)
	assert is_unaltered(agreement) is True
	site.db.set_value("SLA Agreement Target", agreement.targets[0].name, "target", "10 h")
	site.clear_cache(doctype="SLA Agreement")
	assert is_unaltered(site.get_doc("SLA Agreement", MITRA)) is False


def test_a_decision_is_never_rewritten(site: Any) -> None:
	approval = site.get_last_doc("SLA Agreement Approval", {"agreement": MITRA})
	approval.signatory = "Someone else"
	with pytest.raises(site.ValidationError, match="can't be changed or deleted"):
		approval.save(ignore_permissions=True)
	with pytest.raises(site.ValidationError, match="can't be changed or deleted"):
		approval.delete(ignore_permissions=True)


def test_versions_that_overlap_are_refused(draft: Any, site: Any) -> None:
	from sla_id.agreements.signing.paper import approve_on_paper

	draft.effective_from = "2024-06-01"
	draft.save()
	approve_on_paper(draft)
	with pytest.raises(site.ValidationError, match="in force from"):
		draft.submit()


def test_the_partner_sees_a_version_once_it_is_proposed(draft: Any, site: Any) -> None:
	from sla_id.access import list_agreements
	from sla_id.agreements.signing.proposal import propose

	def seen() -> set[str]:
		site.set_user(world.PARTNER_USER)
		names = {row.name for row in list_agreements(["name", "status"])}
		site.set_user("Administrator")
		return names

	assert seen() == {MITRA}
	propose(draft)
	assert seen() == {MITRA, draft.name}


def test_a_new_version_that_says_other_things_gets_its_own_policy_and_calendar(site: Any) -> None:
	from sla_id.agreements.records.load import load_agreement

	text = sample_agreement("innovasia_mitra").replace('version: "1.0"\n', 'version: "3.0"\n', 1)
	text = text.replace("effective_from: 2025-01-01", "effective_from: 2027-01-01")
	text = text.replace('mon: [["09:00", "17:00"]]', 'mon: [["08:00", "17:00"]]').replace(
		"after: 4 h", "after: 3 h"
	)
	new = site.get_doc("SLA Agreement", load_agreement(text, "v3.yaml", partner=world.PARTNER))
	old = site.get_doc("SLA Agreement", MITRA)
	assert new.default_calendar != old.default_calendar
	assert new.escalation_policy != old.escalation_policy
	assert site.get_doc("SLA Calendar", old.default_calendar).windows[0].start_time == "09:00"
	assert site.get_doc("SLA Calendar", new.default_calendar).windows[0].start_time == "08:00"


def test_the_printed_agreement_holds_its_numbers_and_who_approved_it(draft: Any, site: Any) -> None:
	from sla_id.agreements.signing.proposal import decide, propose

	propose(draft)
	decide(draft, world.LEAD, "Approved", draft.content_hash)
	decide(draft, world.PARTNER_USER, "Approved", draft.content_hash)
	html = site.get_print("SLA Agreement", draft.name, print_format="SLA Agreement Indonesia")
	assert "2.1" in html
	assert "30 menit" in html
	assert "siklus rilis berikutnya" in html.lower()
	assert draft.content_hash in html
	english = site.get_print("SLA Agreement", draft.name, print_format="SLA Agreement English")
	assert "30 min" in english
	assert "next release" in english.lower()


def test_it_prints_as_a_pdf_in_both_languages(site: Any) -> None:
	if not any(map(shutil.which, ("chromium", "wkhtmltopdf"))):
		pytest.skip("neither chromium nor wkhtmltopdf is installed: no PDF can be made here")
	from frappe.utils.pdf import get_pdf

	from sla_id.agreement_lifecycle.agreement_print import sla_id_print_agreement

	# the agreement alone: around it Frappe's page asks the served site for its styles
	agreement = site.get_doc("SLA Agreement", MITRA)
	for language in ("id", "en"):
		page = f'<!DOCTYPE html><meta charset="utf-8">{sla_id_print_agreement(agreement, language)}'
		printed = get_pdf(page)
		assert printed.startswith(b"%PDF")
		assert len(printed) > 20_000


def test_who_has_to_approve_is_told_once_a_proposal(draft: Any, site: Any, clockwork: Clockwork) -> None:
	"""The bell, and an e-mail with the way to the partner's page; the other side learns of the decision."""
	from sla_id.agreement_lifecycle.agreement_acts import decide_agreement, propose_agreement

	box.clear()
	site.db.set_value("User", world.PARTNER_USER, "language", "id")

	def told(template: str) -> list[tuple[str, str, str]]:
		fields = ["channel", "recipient", "state"]
		rows = site.get_all(
			"SLA Outbox", {"template": template, "reference_name": draft.name}, fields, order_by="creation"
		)
		return [(row.channel, row.recipient, row.state) for row in rows]

	propose_agreement(draft)
	box.deliver()
	once = told("approval_awaited")
	assert ("Desk", world.PARTNER_USER, "Sent") in once and ("E-mail", world.PARTNER_USER, "Sent") in once
	assert ("Desk", world.LEAD, "Sent") in once
	assert len(set(once)) == len(once)
	(said,) = site.get_all(
		"Notification Log", {"for_user": world.PARTNER_USER, "document_name": draft.name}, pluck="subject"
	)
	assert said.endswith("menunggu persetujuan Anda")
	site.set_user(world.PARTNER_USER)
	decide_agreement(draft, world.PARTNER_USER, "Returned", draft.content_hash, "Terlalu cepat.")
	site.set_user("Administrator")
	box.deliver()
	assert told("notice") == [("Desk", world.LEAD, "Sent")]
	clockwork.at("2026-06-08 10:00")
	propose_agreement(site.get_doc("SLA Agreement", draft.name))
	assert len(told("approval_awaited")) == 2 * len(once), "the same text proposed again is asked about again"


def test_a_message_that_never_arrived_can_be_sent_again(draft: Any, site: Any, clockwork: Clockwork) -> None:
	from sla_id.agreement_lifecycle.agreement_acts import propose_agreement
	from sla_id.api.outbox import resend

	propose_agreement(draft)
	name = site.db.get_value(
		"SLA Outbox", {"template": "approval_awaited", "recipient": world.LEAD, "channel": "Desk"}
	)
	site.db.set_value("User", world.LEAD, "enabled", 0)
	row = site.get_doc("SLA Outbox", name)
	box.deliver(row)
	assert row.state == "Dead" and "enabled" in row.last_error
	site.db.set_value("User", world.LEAD, "enabled", 1)
	site.set_user(world.LEAD)
	assert resend([name]) == 1
	site.set_user("Administrator")
	box.deliver(row)
	assert row.state == "Sent"


def test_announcing_tells_the_partner_once(draft: Any, site: Any, clockwork: Clockwork) -> None:
	from sla_id.agreement_lifecycle.agreement_acts import announce_agreement, end_agreement
	from sla_id.agreements.signing.paper import approve_on_paper

	with pytest.raises(site.ValidationError, match="isn't approved"):
		announce_agreement(draft)
	approve_on_paper(draft)
	draft.submit()
	assert announce_agreement(draft) == [world.PARTNER_USER]
	box.deliver()
	with pytest.raises(site.ValidationError, match="was announced"):
		announce_agreement(draft)
	told = site.get_all(
		"Notification Log", {"for_user": world.PARTNER_USER, "document_name": draft.name}, pluck="subject"
	)
	assert len(told) == 1
	assert "1 July 2026" in told[0] or "1 Juli 2026" in told[0]
	assert site.db.exists("Email Queue Recipient", {"recipient": world.PARTNER_USER}), "they have no bell"
	with pytest.raises(site.ValidationError, match="in the past"):
		end_agreement(draft, site.utils.getdate("2026-06-01"), "Selesai")


def test_statuses_follow_the_calendar(draft: Any, site: Any, clockwork: Clockwork) -> None:
	from sla_id.agreements.signing.paper import approve_on_paper
	from sla_id.agreements.signing.versions import refresh_statuses

	approve_on_paper(draft)
	draft.submit()
	status = lambda name: site.db.get_value("SLA Agreement", name, "status")  # noqa: E731
	assert (status(MITRA), status(draft.name)) == ("In Force", "Approved")
	clockwork.at("2026-07-01 00:30")
	refresh_statuses()
	assert (status(MITRA), status(draft.name)) == ("Superseded", "In Force")


def test_an_overdue_review_warns_once_and_the_agreement_stays_in_force(
	site: Any, clockwork: Clockwork
) -> None:
	"""X19: 001's next review was due on 31-12-2023."""
	from sla_id.agreement_lifecycle.daily_checks import run_daily

	clockwork.at("2026-06-08 09:00")
	run_daily()
	notices = site.get_all("SLA Notice", {"agreement": "HAI-DJPB v2023.0"}, ["kind", "subject"])
	assert [notice.kind for notice in notices] == ["Review Overdue"]
	assert run_daily() == []
	assert site.db.get_value("SLA Agreement", "HAI-DJPB v2023.0", "status") == "In Force"
	review = site.get_doc(
		{
			"doctype": "SLA Agreement Review",
			"agreement": "HAI-DJPB v2023.0",
			"review_date": "2026-06-08",
			"outcome": "Keep",
		}
	).insert()
	review.submit()
	assert str(site.db.get_value("SLA Agreement", "HAI-DJPB v2023.0", "next_review")) == "2027-06-08"


def test_three_months_missed_in_a_row_raise_a_notice(site: Any) -> None:
	"""002 §6."""
	from sla_id.agreement_lifecycle.missed_months import Month, missed_in_a_row
	from sla_id.reporting import Counts

	def months(*figures: tuple[int, int]) -> list[Month]:
		return [Month(f"2026-{n:02d}", Counts(met=a, missed_closed=b)) for n, (a, b) in enumerate(figures, 1)]

	def row(goal: str, *figures: tuple[int, int]) -> list[str]:
		return missed_in_a_row(months(*figures), Fraction(goal) / 100)

	assert row("95", (5, 5), (9, 1), (10, 0), (1, 9)) == ["2026-04"]
	assert row("95", (5, 5), (9, 1)) == ["2026-01", "2026-02"]
	assert row("90", (5, 5), (9, 1)) == []
	assert row("100", (0, 2), (0, 0), (0, 1)) == ["2026-01", "2026-03"]


def test_a_goal_is_compared_as_it_was_typed() -> None:
	"""1,243 of 1,375 are exactly 90.4 %: floats make 90.4 · 1375 more than 1243 · 100."""
	from sla_id.agreement_lifecycle.missed_months import Month
	from sla_id.ledger.clock_facts import read_goal
	from sla_id.reporting import Counts

	goal = read_goal(90.4)
	assert goal == Fraction(904, 1000)
	assert not Month("2026-01", Counts(met=1243, missed_closed=132)).is_missed(goal)
	assert Month("2026-01", Counts(met=1242, missed_closed=133)).is_missed(goal)


def test_missed_months_are_counted_from_real_tickets(site: Any, clockwork: Clockwork) -> None:
	from sla_id.agreement_lifecycle.daily_checks import run_daily

	host = next(host for host in world.HOSTS if site.db.exists("DocType", host))
	site.db.set_value("SLA Agreement", MITRA, "missed_months", 3)
	for month in (1, 2, 3):
		clockwork.at(f"2026-{month:02d}-05 09:00")
		doc = world.ticket(host, sla_id_priority="P1")
		clockwork.at(f"2026-{month:02d}-07 09:00")
		world.tick()
		world.change(doc, status=world.status(host, "Resolved"))
	clockwork.at("2026-04-01 00:30")
	run_daily()
	details = site.get_all("SLA Notice", {"agreement": MITRA, "kind": "Missed Months"}, pluck="details")
	assert len(details) == 1
	assert "2026-01, 2026-02, 2026-03" in details[0]


def test_a_change_of_contact_is_a_notice_that_somebody_acknowledges(site: Any, clockwork: Clockwork) -> None:
	from sla_id.api.agreement import acknowledge_notice, report_contact

	site.set_user(world.PARTNER_USER)
	with pytest.raises(site.ValidationError, match="what has changed"):
		report_contact(MITRA, "  ")
	name = report_contact(MITRA, "Kontak teknis: Budi diganti Wati mulai 1 Juli")
	with pytest.raises(site.DoesNotExistError):
		report_contact("HAI-DJPB v2023.0", "Bukan milik kami")
	with pytest.raises(site.PermissionError):
		acknowledge_notice(name, "ok")
	site.set_user(world.LEAD)
	acknowledge_notice(name, "Sudah dicatat")
	notice = site.get_doc("SLA Notice", name)
	assert (notice.state, notice.acknowledged_by, notice.partner) == (
		"Acknowledged",
		world.LEAD,
		world.PARTNER,
	)


def test_agreements_from_before_approvals_get_status_and_hash(site: Any) -> None:
	from sla_id.agreements.signing.proposal import is_unaltered
	from sla_id.patches.v0_2.agreements_know_their_status import execute

	site.db.set_value("SLA Agreement", MITRA, {"status": "Draft", "content_hash": None})
	site.db.delete("SLA Agreement Approval", {"agreement": MITRA})
	execute()
	agreement = site.get_doc("SLA Agreement", MITRA)
	assert agreement.status == "In Force"
	assert is_unaltered(agreement) is True
	assert not site.get_all("SLA Agreement Approval", {"agreement": MITRA})


@pytest.mark.parametrize("user", [world.PARTNER_USER, world.AGENT, "tono@satker.example"])
@pytest.mark.parametrize(
	("function", "arguments"),
	[
		("propose", {"agreement": MITRA}),
		("announce", {"agreement": MITRA}),
		("end", {"agreement": MITRA, "last_day": "2027-01-01", "reason": "Selesai"}),
		(
			"new_version",
			{"agreement": MITRA, "version": "9", "effective_from": "2027-01-01", "description": "Uji"},
		),
		("export_file", {"agreement": MITRA}),
		("import_file", {"text": "format: sla_id/agreement@1"}),
		("check", {"agreement": MITRA}),
	],
)
def test_only_managers_manage_agreements(
	site: Any, user: str, function: str, arguments: dict[str, str]
) -> None:
	site.set_user(user)
	with pytest.raises(site.PermissionError):
		site.get_attr(f"sla_id.api.agreement.{function}")(**arguments)


@pytest.mark.parametrize("function", ["get_state", "compare_versions", "show_document", "export_signed_text"])
def test_another_partners_agreement_stays_closed(site: Any, function: str) -> None:
	site.set_user("tono@satker.example")
	with pytest.raises(site.DoesNotExistError):
		site.get_attr(f"sla_id.api.agreement.{function}")(agreement=MITRA)


def test_the_signed_text_gives_the_hash_and_holds_nothing_internal(site: Any) -> None:
	"""Anybody of the partner can check the hash with sha256sum."""
	from hashlib import sha256

	from sla_id.agreements.records.load import load_agreement
	from sla_id.api.agreement import export_signed_text, show_document

	text = sample_agreement("innovasia_mitra").replace("code: INNOVASIA-MITRA", "code: RAHASIA", 1)
	text = text.replace(
		"escalation: # 4.1",
		"  - {clock: ola, team: Tim Dapur, target: 1 h, calendar: business, note: hanya internal}\n\nescalation: # 4.1",
		1,
	)
	text = text.replace("effective_from: 2025-01-01", "effective_from: 2027-01-01", 1)
	name = load_agreement(text, "rahasia.yaml", partner=world.PARTNER)
	agreement = site.get_doc("SLA Agreement", name)
	assert any(row.clock == "ola" for row in agreement.targets)
	site.set_user(world.PARTNER_USER)
	export_signed_text(name)
	content = site.local.response.filecontent
	assert sha256(content).hexdigest() == agreement.content_hash
	assert b"Tim Dapur" not in content
	assert "Tim Dapur" not in show_document(name, "id", True)
	site.set_user("Administrator")
	assert "Tim Dapur" in show_document(name, "id", True)


def test_a_printed_level_says_where_each_value_comes_from(levels: Any) -> None:
	from sla_id.api.agreement import show_document

	html = show_document("MAJU-KHUSUS v1.0", "en")
	assert "30 min" in html
	assert "from: DASAR v1.0" in html
	assert "3 working days" in html or "3 business days" in html


def test_who_cannot_be_told_of_an_agreement_is_named(draft: Any, site: Any) -> None:
	"""A partner's user has no desk: without an outgoing account nothing reaches them, and the count said it did."""
	from sla_id.agreement_lifecycle.agreement_acts import announce_agreement, propose_agreement

	def noted() -> list[str]:
		about = {"reference_doctype": "SLA Agreement", "reference_name": draft.name, "comment_type": "Info"}
		return site.get_all("Comment", about, pluck="content", order_by="creation")

	site.db.set_value("Email Account", {"default_outgoing": 1}, "enable_outgoing", 0)
	site.clear_messages()
	propose_agreement(draft)
	assert any(line.startswith("Not told") and "Budi" in line for line in noted())
	assert any("Budi" in str(entry) for entry in site.local.message_log)
	held = site.get_doc("SLA Agreement", site.db.get_value("SLA Agreement", {"partner": "SATKER"}))
	held.db_set("announced_on", None)
	assert announce_agreement(held) == []
	site.db.set_value("Email Account", {"default_outgoing": 1}, "enable_outgoing", 1)
	held.db_set("announced_on", None)
	assert announce_agreement(held) == ["tono@satker.example"]


def test_a_signatory_without_a_user_is_named_when_the_text_is_proposed(draft: Any, site: Any) -> None:
	"""Their address belongs to nobody here: nothing went out, and nobody could have decided."""
	from sla_id.agreement_lifecycle.agreement_acts import propose_agreement

	draft.append(
		"signatories",
		{"party": "Customer", "label": "Direktur", "full_name": "Ani", "email": "ani@tidak.example"},
	)
	draft.save()
	propose_agreement(draft)
	about = {"reference_doctype": "SLA Agreement", "reference_name": draft.name, "comment_type": "Info"}
	notes = site.get_all("Comment", about, pluck="content")
	assert any(line.startswith("Not told") and "Ani" in line for line in notes), notes
