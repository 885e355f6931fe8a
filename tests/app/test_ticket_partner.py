"""Whose ticket it is: chosen once, by who reported it; afterwards only the provider's people change it, on purpose."""

from typing import Any

import pytest

from tests.app import world
from tests.app.conftest import Clockwork

OTHER = "tono@satker.example"
LOOK_ALIKE = "bùdi@maju.example"


@pytest.mark.each_host
def test_a_partner_cannot_report_in_anothers_name(host_name: str, clockwork: Clockwork, site: Any) -> None:
	clockwork.at("2026-03-16 09:00")
	site.set_user(world.PARTNER_USER)
	doc = world.ticket(host_name, raised_by=OTHER, sla_id_priority="P2")
	site.set_user("Administrator")
	assert world.record(doc).partner == world.PARTNER


@pytest.mark.each_host
def test_nor_by_a_customer_or_a_contact_that_the_form_sends_along(
	host_name: str, clockwork: Clockwork, site: Any
) -> None:
	doctype = {"HD Ticket": "HD Customer", "Issue": "Customer"}[host_name]
	if not site.db.exists("DocType", doctype):
		pytest.skip(f"{doctype} is not on this site")
	customer = make_customer(site, doctype, "Satuan Kerja")
	partner = site.get_doc("SLA Partner", "SATKER")
	partner.append("links", {"link_doctype": doctype, "link_name": customer})
	partner.save()
	clockwork.at("2026-03-16 09:00")
	site.set_user(world.PARTNER_USER)
	doc = world.ticket(host_name, customer=customer)
	site.set_user("Administrator")
	assert world.record(doc).partner == world.PARTNER
	by_agent = world.ticket(host_name, raised_by="seseorang@example.com", customer=customer)
	assert world.record(by_agent).partner == "SATKER"


@pytest.mark.each_host
@pytest.mark.parametrize("way", ["link", "name", "anothers address"])
def test_nor_by_a_contact_that_they_wrote_themselves(
	way: str, host_name: str, clockwork: Clockwork, site: Any
) -> None:
	"""Frappe lets every login make contacts: with any customer's link, a name like an address, another's address."""
	doctype = {"HD Ticket": "HD Customer", "Issue": "Customer"}[host_name]
	stranger = "tamu@example.com"
	world.user(stranger, "SLA Partner", website=True)
	values: dict[str, Any] = {"first_name": "Tamu", "user": stranger}
	address = world.PARTNER_USER if way == "anothers address" else stranger
	if way == "name":
		values["first_name"] = OTHER
	else:
		if not site.db.exists("DocType", doctype):
			pytest.skip(f"{doctype} is not on this site")
		customer = make_customer(site, doctype, "Satuan Kerja")
		partner = site.get_doc("SLA Partner", "SATKER")
		partner.append("links", {"link_doctype": doctype, "link_name": customer})
		partner.save()
		values["links"] = [{"link_doctype": doctype, "link_name": customer}]
	site.set_user(stranger)
	contact = site.get_doc(
		{"doctype": "Contact", "email_ids": [{"email_id": address, "is_primary": 1}], **values}
	).insert()
	clockwork.at("2026-03-16 09:00")
	if way == "anothers address":  # the mail of the partner's user, as the server fetches it
		site.set_user("Administrator")
		sent = {"contact": contact.name, "customer": values["links"][0]["link_name"]}
		doc = world.ticket(host_name, via_customer_portal=0, **sent)
		assert world.record(doc).partner == world.PARTNER
	else:
		doc = world.ticket(host_name, raised_by=stranger)
		site.set_user("Administrator")
		assert not world.record(doc).partner


@pytest.mark.each_host
def test_a_portal_user_of_no_partner_reports_for_none(
	host_name: str, clockwork: Clockwork, site: Any
) -> None:
	world.user("tamu@example.com", "SLA Partner", website=True)
	clockwork.at("2026-03-16 09:00")
	site.set_user("tamu@example.com")
	doc = world.ticket(host_name, raised_by=OTHER)
	site.set_user("Administrator")
	assert not world.record(doc).partner


@pytest.mark.each_host
def test_a_solved_ticket_doesnt_follow_a_changed_address(
	host_name: str, clockwork: Clockwork, site: Any
) -> None:
	"""The partner puts another's address on its own solved ticket: it breached on that one's account."""
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(host_name, sla_id_priority="P2")
	clockwork.at("2026-03-16 10:00")
	world.change(doc, status="Resolved")
	before, events = world.record(doc), world.events(doc)
	clockwork.at("2026-03-30 09:00")
	world.change(doc, raised_by=OTHER)
	after = world.record(doc)
	assert (after.partner, after.agreement, after.state) == (before.partner, before.agreement, before.state)
	assert world.events(doc) == events


@pytest.mark.each_host
def test_a_contact_who_moves_takes_no_ticket_along(host_name: str, clockwork: Clockwork, site: Any) -> None:
	"""An agent's next save handed the old tickets to the new partner."""
	from sla_id.access import find_ticket

	clockwork.at("2026-03-16 09:00")
	open_one, met = (
		world.ticket(host_name, sla_id_priority="P2"),
		world.ticket(host_name, sla_id_priority="P2"),
	)
	clockwork.at("2026-03-16 10:00")
	world.change(met, status="Resolved")
	states = [world.record(doc).state for doc in (open_one, met)]
	move(site, world.PARTNER_USER, world.PARTNER, "SATKER")
	world.user("pengganti@maju.example", "SLA Partner", website=True)
	partner = site.get_doc("SLA Partner", world.PARTNER)
	partner.append("contacts", {"user": "pengganti@maju.example", "email": "pengganti@maju.example"})
	partner.save()
	site.set_user(world.AGENT)
	for doc in (open_one, met):
		world.change(doc, subject="Diperiksa lagi")
	site.set_user("Administrator")
	world.tick()
	assert [world.record(doc).partner for doc in (open_one, met)] == [world.PARTNER] * 2
	assert [world.record(doc).state for doc in (open_one, met)] == states
	for user, sees in ((world.PARTNER_USER, False), ("pengganti@maju.example", True)):
		site.set_user(user)
		assert [bool(find_ticket(world.record(doc).name)) for doc in (open_one, met)] == [sees, sees]


@pytest.mark.each_host
def test_staff_give_a_ticket_to_its_partner_with_a_reason(
	host_name: str, clockwork: Clockwork, site: Any
) -> None:
	from sla_id.api.ticket import change_partner

	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(host_name, raised_by="seseorang@gmail.example", via_customer_portal=0)
	assert world.record(doc).partner is None
	for user in (world.PARTNER_USER, OTHER, "Guest"):
		site.set_user(user)
		with pytest.raises(site.PermissionError):
			change_partner(doc.doctype, str(doc.name), "SATKER", "milik kami")
	site.set_user(world.AGENT)
	with pytest.raises(site.ValidationError, match="Reason"):
		change_partner(doc.doctype, str(doc.name), world.PARTNER, " ")
	with pytest.raises(site.ValidationError, match="no partner TIDAK-ADA"):
		change_partner(doc.doctype, str(doc.name), "TIDAK-ADA", "ditelepon")
	change_partner(doc.doctype, str(doc.name), world.PARTNER, "Budi menelepon dari nomor pribadi")
	site.set_user("Administrator")
	record = world.record(doc)
	assert (record.partner, record.agreement) == (world.PARTNER, "INNOVASIA-MITRA v1.0")
	event = site.get_last_doc("SLA Event", filters={"sla_ticket": record.name, "event_type": "reclassified"})
	assert (event.actor, "Budi menelepon" in event.reason) == (world.AGENT, True)
	world.change(doc, subject="Lagi")
	assert world.record(doc).partner == world.PARTNER


@pytest.mark.each_host
def test_a_settled_ticket_is_given_away_by_managers_alone(
	host_name: str, clockwork: Clockwork, site: Any
) -> None:
	from sla_id.api.ticket import change_partner

	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(host_name, sla_id_priority="P2")
	clockwork.at("2026-03-16 10:00")
	world.change(doc, status="Resolved")
	site.set_user(world.AGENT)
	with pytest.raises(site.PermissionError):
		change_partner(doc.doctype, str(doc.name), "SATKER", "salah orang")
	site.set_user(world.LEAD)
	change_partner(doc.doctype, str(doc.name), "SATKER", "salah orang")
	site.set_user("Administrator")
	assert world.record(doc).partner == "SATKER"


def test_look_alike_addresses_belong_to_nobody(site: Any) -> None:
	"""MariaDB compares without accents: bùdi@… was taken for budi@maju.example."""
	from sla_id.agreements.partners import Reporter, find_partner, partners_of

	assert find_partner(Reporter(email="BUDI@maju.example ")) == world.PARTNER
	assert find_partner(Reporter(email=LOOK_ALIKE)) is None
	assert find_partner(Reporter(contact=LOOK_ALIKE)) is None
	assert find_partner(Reporter(customer=("HD Customer", "PT Mąju"))) is None
	assert partners_of(LOOK_ALIKE) == []


@pytest.mark.each_host
def test_evidence_counts_from_those_who_may_write_there(
	host_name: str, clockwork: Clockwork, site: Any
) -> None:
	"""Frappe lets any login attach a file to any record."""
	site.db.set_value("SLA Agreement", "INNOVASIA-MITRA v1.0", "completeness", "Ask")
	world.sign_again()
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(host_name, sla_id_priority="P2")

	def attach(user: str) -> bool:
		site.set_user(user)
		site.get_doc(
			{
				"doctype": "File",
				"file_name": f"{user.partition('@')[0]}.png",
				"content": "x",
				"attached_to_doctype": doc.doctype,
				"attached_to_name": str(doc.name),
				"is_private": 1,
			}
		).insert(ignore_permissions=True)
		site.set_user("Administrator")
		return next(bool(row.given) for row in world.record(doc).facts if row.code == "evidence")

	for user in (OTHER, "Guest", world.CHIEF):
		assert not attach(user), user
	assert attach(world.PARTNER_USER)


def test_a_day_takes_so_many_answers_files_and_changes(
	host_name: str, clockwork: Clockwork, site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
	from sla_id.api import limits
	from sla_id.api.agreement import report_contact
	from sla_id.api.portal import MAX_TEXT, give_facts

	for name in ("REPLIES", "FILES", "CHANGES"):
		monkeypatch.setattr(limits, name, 2)
	site.db.set_value("SLA Agreement", "INNOVASIA-MITRA v1.0", "completeness", "Ask")
	world.sign_again()
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(host_name, sla_id_priority="P2")
	name = world.record(doc).name
	site.set_user(world.PARTNER_USER)
	with pytest.raises(site.ValidationError, match=f"at most {MAX_TEXT}"):
		give_facts(name, {"steps": "x" * (MAX_TEXT + 1)})
	with pytest.raises(site.ValidationError, match="at most 2000"):
		report_contact("INNOVASIA-MITRA v1.0", "x" * 2001)
	for number in range(2):
		clockwork.at(f"2026-03-16 09:0{number + 1}")
		give_facts(name, {"steps": f"langkah {number}"})
		report_contact("INNOVASIA-MITRA v1.0", f"perubahan {number}")
	with pytest.raises(site.ValidationError, match="within a day"):
		give_facts(name, {"steps": "lagi"})
	with pytest.raises(site.ValidationError, match="within a day"):
		report_contact("INNOVASIA-MITRA v1.0", "lagi")
	clockwork.at("2026-03-17 09:10")
	give_facts(name, {"steps": "esoknya"})


def make_customer(site: Any, doctype: str, name: str) -> str:
	"""A customer record of a helpdesk."""
	if not site.db.exists(doctype, name):
		site.get_doc({"doctype": doctype, "customer_name": name}).insert(ignore_permissions=True)
	return name


def move(site: Any, user: str, old: str, new: str) -> None:
	"""A contact leaves a partner for another."""
	partner = site.get_doc("SLA Partner", old)
	partner.contacts = [row for row in partner.contacts if row.user != user]
	partner.save()
	other = site.get_doc("SLA Partner", new)
	other.append("contacts", {"user": user, "email": user})
	other.save()
