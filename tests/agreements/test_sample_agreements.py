"""Every number of the documents 000, 001 and 004, asserted from the parsed files."""

from datetime import date
from decimal import Decimal

import pytest

from sla_id.agreements.file import AgreedTarget, AgreementFile, Item, TargetRow, parse
from sla_id.fixtures.holiday_files import read_year
from sla_id.fixtures.sample_agreements import sample_agreement, sample_agreements

H = 3600
MINUTE = 60


def sample(name: str) -> AgreementFile:
	return parse(sample_agreement(name), name)


@pytest.fixture(scope="module")
def innovasia() -> AgreementFile:
	return sample("innovasia_mitra")


@pytest.fixture(scope="module")
def hai() -> AgreementFile:
	return sample("hai_djpb")


@pytest.fixture(scope="module")
def benemica() -> AgreementFile:
	return sample("benemica")


def row(file: AgreementFile, clock: str, **scope: str | None) -> TargetRow:
	"""The one row with exactly this clock and scope."""
	full = {
		"priority": None,
		"channel": None,
		"service": None,
		"kind": None,
		"stage": None,
		"team": None,
		**scope,
	}
	found = [r for r in file.targets if r.clock == clock and all(getattr(r, k) == v for k, v in full.items())]
	assert len(found) == 1, (clock, scope, found)
	return found[0]


def hours(count: float) -> AgreedTarget:
	return AgreedTarget("duration", seconds=int(count * H))


def working_days(count: int) -> AgreedTarget:
	return AgreedTarget("days", days=count)


def codes(items: tuple[Item, ...]) -> list[str]:
	return [item.code for item in items]


def numbers(file: AgreementFile) -> list[str]:
	return [section.number for section in file.terms.outline]


def shown(file: AgreementFile) -> dict[str, tuple[str, ...]]:
	return {section.number: section.shows for section in file.terms.outline}


def weekday_windows(file: AgreementFile) -> dict[str, tuple[tuple[str, str], ...]]:
	return dict(file.calendar("business").week.days)


def test_the_samples():
	assert sample_agreements() == ("benemica", "hai_djpb", "innovasia_mitra")
	with pytest.raises(LookupError, match="there are benemica"):
		sample_agreement("../reader")


@pytest.mark.parametrize("name", sample_agreements())
def test_every_target_names_its_section_and_every_label_has_both_languages(name):
	file = sample(name)
	assert all(target.source for target in file.targets)
	assert all(p.label.id and p.label.en for p in file.priorities)
	assert all(service.name.id != service.name.en or service.code for service, _ in file.all_services())


class TestInnovasia:
	"""000 PT Innovasia, version 1.0."""

	def test_head(self, innovasia):
		agreement = innovasia.agreement
		assert (agreement.version, agreement.type, agreement.effective_from, agreement.effective_to) == (
			"1.0",
			"customer",
			date(2025, 1, 1),
			None,
		)
		assert "no date of entry into force" in agreement.source.notes[0]

	def test_1_2_four_classes_are_out_of_scope(self, innovasia):
		assert codes(innovasia.out_of_scope) == [
			"partner_equipment",
			"internet",
			"third_party_apps",
			"end_user_equipment",
		]

	def test_1_2_scope_is_saas_and_apis(self, innovasia):
		assert [service.code for service in innovasia.services] == ["SAAS", "API", "INFRA", "DATA"]

	def test_1_3_business_hours(self, innovasia):
		nine_to_five = (("09:00", "17:00"),)
		assert weekday_windows(innovasia) == dict.fromkeys(["mon", "tue", "wed", "thu", "fri"], nine_to_five)
		assert innovasia.calendar("business").holidays == ("national",)
		assert innovasia.agreement.time_zone == "Asia/Jakarta"
		assert innovasia.agreement.hours_per_day == 8

	def test_1_3_response_needs_confirmation_and_team(self, innovasia):
		for priority in ("P1", "P2", "P3"):
			response = row(innovasia, "response", priority=priority)
			assert response.met_by == ("confirmed", "team_assigned")
			assert response.met_when == "all"

	def test_1_3_resolution_is_workaround_or_fix(self, innovasia):
		for priority in ("P1", "P2", "P3"):
			resolution = row(innovasia, "resolution", priority=priority)
			assert resolution.met_by == ("workaround_applied", "fixed")
			assert resolution.met_when == "any"

	@pytest.mark.parametrize(
		("priority", "response", "resolution", "calendar"),
		[
			("P1", hours(1), hours(8), "always"),
			("P2", hours(4), working_days(3), "business"),
			("P3", working_days(1), AgreedTarget("next_release"), "business"),
		],
	)
	def test_2_1_targets(self, innovasia, priority, response, resolution, calendar):
		for clock, target in (("response", response), ("resolution", resolution)):
			found = row(innovasia, clock, priority=priority)
			assert (found.target, found.calendar) == (target, calendar)
		assert innovasia.calendar("always").week.always

	def test_x3_the_permanent_fix_is_tracked_without_a_target(self, innovasia):
		assert row(innovasia, "permanent_fix").target == AgreedTarget("none")

	def test_2_1_example_cases(self, innovasia):
		assert [len(priority.examples) for priority in innovasia.priorities] == [4, 4, 3]
		assert [priority.label.id for priority in innovasia.priorities] == ["Kritis", "Menengah", "Kecil"]

	def test_3_1_official_channels(self, innovasia):
		assert innovasia.channel("activation_team").official
		assert innovasia.channel("activation_team").personal_number
		assert innovasia.channel("portal").official
		assert [warning.field for warning in innovasia.warnings] == ["channels[0].personal_number"]

	def test_3_2_eight_required_facts(self, innovasia):
		assert codes(innovasia.required_facts) == [
			"reporter",
			"description",
			"steps",
			"evidence",
			"error_message",
			"environment",
			"timestamp",
			"business_impact",
		]
		assert all(fact.required for fact in innovasia.required_facts)

	def test_4_2_three_tiers(self, innovasia):
		first, second, third = innovasia.tiers
		assert [tier.level for tier in innovasia.tiers] == [1, 2, 3]
		assert [trigger.on for trigger in first.triggers] == ["reported"]
		percent, workaround, asked = second.triggers
		assert (percent.on, percent.clock, percent.percent) == ("percent", "resolution", 50)
		assert (workaround.on, workaround.length, workaround.calendar, workaround.priorities) == (
			"without_workaround",
			hours(4),
			"always",
			("P1",),
		)
		assert codes(asked.reasons) == ["wrong_priority", "stagnant", "communication"]
		assert (asked.asked_by, asked.decide_within, asked.calendar) == (
			("partner", "agent"),
			hours(2),
			"always",
		)
		breach, massive, management = third.triggers
		assert (breach.on, breach.clock, breach.priorities) == ("breach", "resolution", ("P1",))
		assert massive.on == "massive_impact"
		assert (management.on, management.asked_by) == ("manual", ("management", "agent"))
		assert codes(management.reasons) == ["partner_management"]
		assert "tertulis" in second.protocol.id
		assert "konferensi darurat" in third.protocol.id

	def test_4_2_what_each_tier_owes_and_whose_times_those_are(self, innovasia):
		first, second, third = innovasia.tiers
		assert [(duty.kind, duty.within) for duty in first.duties] == [("assign", None), ("contact", None)]
		assert [(duty.kind, duty.within) for duty in second.duties] == [
			("contact", hours(1)),
			("action_plan", hours(4)),
		]
		assert [(duty.kind, duty.within) for duty in third.duties] == [("conference_call", hours(2))]
		timed = [duty for tier in innovasia.tiers for duty in tier.duties if duty.within]
		assert all(duty.assumed and duty.calendar == "always" for duty in timed)
		assert (second.acknowledge_within, second.hours, second.wakes_for) == (None, "business", ("P1",))
		assert (third.acknowledge_within, third.hours) == (None, None)
		assert sum("4.2:" in note for note in innovasia.agreement.source.notes) >= 1

	def test_5_availability(self, innovasia):
		availability = innovasia.availability
		assert (availability.target_percent, availability.period, availability.formula) == (
			Decimal(95),
			"calendar_month",
			"whole_period",
		)
		assert codes(availability.exclusions) == [
			"scheduled_maintenance",
			"force_majeure",
			"partner_side",
			"partner_act",
			"third_party",
			"attack",
		]

	def test_6_and_7_duties_contacts_and_amendment(self, innovasia):
		terms = innovasia.terms
		assert (len(terms.provider_duties), len(terms.customer_duties)) == (4, 5)
		assert "pemeliharaan terjadwal" in terms.provider_duties[2].id
		assert [contact.party for contact in terms.contacts] == ["provider", "customer"]
		assert "tertulis" in terms.amendment.id
		assert (terms.consequence, terms.termination) == (None, ())

	def test_1_1_to_6_parties_scope_success_and_needs(self, innovasia):
		terms = innovasia.terms
		assert [party.party for party in terms.parties] == ["provider", "customer"]
		assert "kemitraan formal" in terms.parties[1].description.id
		assert "Software-as-a-Service" in terms.in_scope[0].id
		assert "95%" in terms.success[1].id
		assert (len(terms.provider_needs), len(terms.customer_needs)) == (3, 3)
		assert terms.missed_months is None
		assert innovasia.agreement.completeness == "ask"

	def test_the_outline_is_the_documents_own(self, innovasia):
		assert numbers(innovasia) == (
			[
				"1.0",
				"1.1",
				"1.2",
				"1.3",
				"2.0",
				"2.1",
				"3.0",
				"3.1",
				"3.2",
				"4.0",
				"4.1",
				"4.2",
				"5.0",
				"5.1",
				"5.2",
				"6.0",
				"6.1",
				"6.2",
				"7.0",
				"7.1",
				"7.2",
				"7.3",
			]
		)
		assert shown(innovasia)["2.1"] == ("priorities", "targets")

	def test_7_1_review_every_year(self, innovasia):
		assert innovasia.agreement.review.months == 12


class TestHai:
	"""001 HAI-DJPb, version 2023.0."""

	def test_head_and_versions(self, hai):
		assert hai.agreement.effective_from == date(2023, 1, 1)
		assert [(version.version, version.date) for version in hai.agreement.versions] == [
			("1.0", date(2020, 4, 1)),
			("2022.0", date(2022, 7, 1)),
			("2023.0", date(2023, 1, 1)),
		]

	def test_4_review(self, hai):
		review = hai.agreement.review
		assert (review.months, review.last, review.next) == (12, None, date(2023, 12, 31))
		assert hai.agreement.effective_to is None

	def test_5_1_twelve_services(self, hai):
		assert [service.code for service in hai.services] == [
			*(f"BCSM.0{n}" for n in range(1, 5)),
			*(f"ITSM.0{n}" for n in range(1, 5)),
			"WBSM.01",
			"BMSM.01",
			"MSSM.01",
			"CRSM.01",
		]

	def test_6_1_hours(self, hai):
		eight_to_four = (("08:00", "16:00"),)
		assert weekday_windows(hai) == dict.fromkeys(["mon", "tue", "wed", "thu", "fri"], eight_to_four)
		assert hai.calendar("business").holidays == ("national", "cuti_bersama")
		assert hai.agreement.hours_per_day == 8

	def test_6_2_nine_channels(self, hai):
		assert [(channel.code, channel.type) for channel in hai.channels] == [
			("call_center", "Phone"),
			("email", "E-mail"),
			("portal", "Portal"),
			("web_chat", "Chat"),
			("cso", "Integration"),
			("whatsapp", "WhatsApp"),
			("twitter", "Social"),
			("instagram", "Social"),
			("facebook", "Social"),
		]
		assert "14090" in hai.channel("call_center").address

	@pytest.mark.parametrize(
		("code", "required"),
		[
			("a", ("NPWP", "Kode Satker")),
			("b", ("Nomor SP2D", "Nomor rekening penerima")),
			("c", ("Nomor tiket",)),
			("d", ("Tipe supplier", "Nomor rekening supplier")),
			("e", ("Kode Satker", "Nomor kontrak")),
			("f", ("Nomor SPM", "Kode Satker")),
			("g", ("Kode Satker",)),
			("h", ("Nama pengguna", "Alamat email", "Subjek/judul", "Detail pertanyaan/permasalahan")),
		],
	)
	def test_6_2_whatsapp_categories(self, hai, code, required):
		categories = {category.code: category for category in hai.channel("whatsapp").categories}
		assert list(categories) == list("abcdefgh")
		assert categories[code].required == required
		assert categories["h"].optional == ("Lampiran",)

	@pytest.mark.parametrize(("urgency", "cells"), [("H", "P1 P2 P4"), ("M", "P2 P3 P5"), ("L", "P4 P5 P6")])
	def test_6_3_matrix(self, hai, urgency, cells):
		assert [hai.matrix.priority(urgency, impact) for impact in "HML"] == cells.split()

	@pytest.mark.parametrize(
		("code", "name", "target"),
		[
			("P1", "Urgent", hours(8)),
			("P2", "Tinggi", hours(16)),
			("P3", "Sedang", hours(24)),
			("P4", "Rendah", hours(32)),
			("P5", "Lainnya", hours(40)),
			("P6", "Lainnya", AgreedTarget("open_ended", seconds=40 * H)),
		],
	)
	def test_6_3_priorities(self, hai, code, name, target):
		assert hai.priority(code).label.id == name
		assert row(hai, "fulfilment", priority=code, stage="handed_over").target == target

	@pytest.mark.parametrize(
		("channel", "seconds", "assumed", "starts"),
		[
			("call_center", 2 * MINUTE, False, "queue_answered"),
			("web_chat", 2 * MINUTE, False, "agent_screen"),
			("portal", H, False, "received"),
			("email", H, False, "received"),
			("cso", H, True, "received"),
			("whatsapp", H, True, "received"),
			("twitter", H, True, "received"),
			("instagram", H, True, "received"),
			("facebook", H, True, "received"),
		],
	)
	def test_6_4_response_and_start_of_the_clock(self, hai, channel, seconds, assumed, starts):
		response = row(hai, "response", channel=channel)
		assert (response.target, response.assumed) == (AgreedTarget("duration", seconds=seconds), assumed)
		assert hai.channel(channel).clock_starts == starts

	@pytest.mark.parametrize(
		("channel", "seconds", "assumed"),
		[
			("call_center", 0, False),
			("web_chat", 0, False),
			("portal", H, False),
			("email", H, False),
			*((code, H, True) for code in ("cso", "whatsapp", "twitter", "instagram", "facebook")),
		],
	)
	def test_6_4_normal_fulfilment(self, hai, channel, seconds, assumed):
		found = row(hai, "fulfilment", channel=channel, stage="first_line")
		assert (found.target, found.assumed) == (AgreedTarget("duration", seconds=seconds), assumed)
		assert hai.agreement.first_line

	@pytest.mark.parametrize(
		("service", "subs", "length"),
		[
			("BCSM.01", 4, 32),
			("BCSM.03", 3, 32),
			("BCSM.04", 3, 32),
			("ITSM.01", 6, 24),
			("ITSM.02", 6, 24),
			("ITSM.03", 2, 24),
			("ITSM.04", 2, 16),
			("MSSM.01", 2, 32),
			("WBSM.01", 3, 32),
		],
	)
	def test_6_4_services_with_merged_cells(self, hai, service, subs, length):
		children = [child.code for child in hai.service(service).children]
		assert children == [f"{service}.{n:02d}" for n in range(1, subs + 1)]
		for code in (service, *children):
			assert row(hai, "fulfilment", service=code, stage="handed_over").target == hours(length)

	@pytest.mark.parametrize(
		("service", "target"),
		[
			("BCSM.02.01", hours(32)),
			("BCSM.02.02", hours(32)),
			("BCSM.02.03", hours(24)),
			("BCSM.02.04", hours(24)),
			("BCSM.02.05", hours(32)),
			("BCSM.02.06", hours(32)),
			("BMSM.01", hours(8)),
			("CRSM.01.01", hours(8)),
			("CRSM.01.02", hours(16)),
			("CRSM.01.03", AgreedTarget("none")),
			("CRSM.01.04", hours(8)),
			("CRSM.01.05", hours(8)),
			("CRSM.01.06", AgreedTarget("none")),
		],
	)
	def test_6_4_services_one_by_one(self, hai, service, target):
		assert row(hai, "fulfilment", service=service, stage="handed_over").target == target

	def test_5_2_and_5_3_duties_and_two_signatories(self, hai):
		terms = hai.terms
		assert (len(terms.customer_duties), len(terms.provider_duties), len(terms.signatories)) == (5, 6, 2)
		assert "status" in terms.provider_duties[5].id

	def test_3_and_5_parties_success_and_completeness(self, hai):
		terms = hai.terms
		assert [party.name.id for party in terms.parties] == ["HAI-DJPb", "Pengguna Layanan"]
		assert "ditepati" in terms.success[0].id
		assert "status" in terms.customer_needs[1].id
		assert hai.agreement.completeness == "ask"

	def test_the_outline_is_the_documents_own_with_versions_and_approval(self, hai):
		assert numbers(hai) == [
			"-",
			"1.",
			"2.",
			"3.",
			"4.",
			"5.",
			"5.1.",
			"5.2.",
			"5.3.",
			"5.4.",
			"6.",
			"6.1.",
			"6.2.",
			"6.3.",
			"6.4.",
			"-",
		]
		assert (hai.terms.outline[0].shows, hai.terms.outline[-1].shows) == (("versions",), ("signatures",))
		assert shown(hai)["6.3."] == ("matrix", "targets")
		assert shown(hai)["6.4."] == ("response", "service_targets")

	def test_x11_policy(self, hai):
		assert (hai.agreement.service_or_priority, hai.agreement.requests_use) == ("stricter", "service")

	def test_x17_similar_names_with_other_targets_are_a_warning(self, hai):
		assert len(hai.warnings) == 1
		assert "BCSM.04 (32 h) and BCSM.02.04 (24 h)" in hai.warnings[0].problem


class TestBenemica:
	"""004 Benemica 2025."""

	def test_1_hours(self, benemica):
		nine_to_six = (("09:00", "18:00"),)
		assert weekday_windows(benemica) == dict.fromkeys(["mon", "tue", "wed", "thu", "fri"], nine_to_six)
		assert benemica.calendar("business").holidays == ("national",)
		assert benemica.agreement.hours_per_day == 9
		assert benemica.agreement.seconds_per_day == 9 * H
		assert benemica.agreement.effective_from == date(2025, 1, 1)

	def test_2_chat_response_30_minutes_others_none_until_set(self, benemica):
		assert row(benemica, "response", channel="chat").target == AgreedTarget(
			"duration", seconds=30 * MINUTE
		)
		for channel in ("email", "call_center", "on_site", "virtual"):
			found = row(benemica, "response", channel=channel)
			assert (found.target, found.assumed) == (AgreedTarget("none"), True)

	def test_2_channels(self, benemica):
		assert [(channel.code, channel.type) for channel in benemica.channels] == [
			("chat", "Chat"),
			("email", "E-mail"),
			("call_center", "Phone"),
			("on_site", "On-site"),
			("virtual", "Virtual"),
		]
		assert benemica.channel("chat").confidential is False
		assert benemica.channel("email").confidential is True
		on_site = benemica.channel("on_site")
		assert (on_site.notice_days, on_site.notice_in) == (3, "calendar_days")
		assert "recorded" in benemica.channel("virtual").note

	def test_3_screenshot_or_video_is_required(self, benemica):
		assert "evidence" in codes(benemica.required_facts)
		assert all(fact.required for fact in benemica.required_facts)

	def test_4_four_levels(self, benemica):
		assert [(priority.code, priority.rank) for priority in benemica.priorities] == [
			("CRITICAL", 1),
			("HIGH", 2),
			("NORMAL", 3),
			("LOW", 4),
		]

	@pytest.mark.parametrize(
		("priority", "workaround", "permanent"),
		[
			("CRITICAL", hours(5), 2),
			("HIGH", working_days(1), 5),
			("NORMAL", working_days(3), 7),
			("LOW", None, 10),
		],
	)
	def test_4_workaround_and_permanent_fix(self, benemica, priority, workaround, permanent):
		rows = {r.clock: r for r in benemica.targets if r.priority == priority}
		assert rows["permanent_fix"].target == working_days(permanent)
		assert rows["permanent_fix"].met_by == ("fixed",)
		if workaround is None:
			assert "workaround" not in rows
		else:
			assert (rows["workaround"].target, rows["workaround"].calendar) == (workaround, "business")

	def test_5_new_requests(self, benemica):
		enhancement = row(benemica, "fulfilment", service="ENHANCEMENT", kind="request")
		information = row(benemica, "fulfilment", service="PRODUCT_INFO", kind="request")
		assert enhancement.target == AgreedTarget("estimate")
		assert information.target == working_days(5)

	def test_the_outline_is_the_documents_own_with_its_notes(self, benemica):
		assert numbers(benemica) == ["1.", "2.", "3.", "4.", "5.", "-"]
		assert benemica.terms.outline[-1].title.id == "Catatan"
		assert "rekaman sesi virtual" in benemica.terms.outline[-1].text.id
		assert [party.name.id for party in benemica.terms.parties] == ["Benemica", "Klien"]
		assert benemica.agreement.completeness == "ask"


@pytest.mark.parametrize("name", sample_agreements())
def test_every_section_has_both_languages(name):
	for section in sample(name).terms.outline:
		assert section.title.id
		assert section.title.en
		assert section.text is None or section.text.id != section.text.en


@pytest.mark.parametrize("name", sample_agreements())
def test_no_mobile_number_is_in_a_file(name):
	text = sample_agreement(name)
	assert "+62" not in text
	assert "08" not in text.replace('"08:00"', "").replace("08:00", "").replace("-08", "")


@pytest.mark.parametrize("name", sample_agreements())
def test_the_engine_takes_every_calendar(name):
	from sla_id.engine.working_calendar import WorkingCalendar

	file = sample(name)
	for calendar in file.calendars:
		closed = read_year(2025).closing_days(calendar.holidays, calendar.region)
		assert WorkingCalendar.from_dict(calendar.definition(file.agreement.time_zone, closed))
