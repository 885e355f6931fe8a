"""Exclusions are claims (000 §5.2): made with evidence under the agreement's classes, decided by another person, wholly or in part."""

from datetime import date, datetime
from fractions import Fraction
from typing import Any

import pytest

from sla_id.audit_trail import find_broken_trails, read_trail
from sla_id.availability.month_question import percent
from sla_id.availability.spans import SECOND
from sla_id.exclusions.claim_figures import figures_if_granted
from sla_id.exclusions.decide_claim import answer_objection, decide_claim, object_to_claim
from sla_id.exclusions.make_claim import add_evidence, withdraw_claim
from sla_id.exclusions.read_claims import claims_between
from sla_id.outages.record_outage import correct_outage
from sla_id.outages.service_month import VersionMonth, service_month
from sla_id.sweep.self_check.check_trails import check_trails
from tests.app import exclusion_world as scenery
from tests.app import world
from tests.app.conftest import Clockwork, wib
from tests.app.exclusion_world import BAYAR, CLAIM, PAYER, claim, held, span
from tests.app.outage_world import april, outage

APRIL = date(2026, 4, 1)
SECOND_LEAD = "kedua@provider.example"


def build_scene(site: Any, clockwork: Clockwork) -> None:
	clockwork.at("2026-03-02 09:00")
	scenery.prepare()


@pytest.fixture(autouse=True)
def later(site: Any, clockwork: Clockwork) -> None:
	"""It is Monday 20 April 2026, 12:00, and an agent is at work."""
	clockwork.at("2026-04-20 12:00")
	site.set_user(world.AGENT)


def decide(site: Any, name: str, *spans: tuple[datetime, datetime], reason: str = "Terbukti") -> None:
	"""As the lead."""
	before = site.session.user
	site.set_user(world.LEAD)
	decide_claim(name, spans, reason)
	site.set_user(before)


def month(service: str | None = "API", first: date = APRIL, partner: str = world.PARTNER) -> VersionMonth:
	(version,) = service_month(partner, service, first).versions
	assert version.figures is not None, version.problem
	return version


def hours(microseconds: Fraction) -> str:
	seconds = int(microseconds / SECOND)
	return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def counted(**values: Any) -> str:
	figures = month(**values).figures
	assert figures is not None
	return hours(figures.whole.counted)


def kinds(name: str) -> list[str]:
	return [entry.kind for entry in read_trail(CLAIM, name)]


# The worked cases, from records ----------------------------------------------------------------------------------


def test_claims_that_overlap_are_excluded_once(site: Any) -> None:
	"""Down 08–14, claims 09–11 and 10–12:30 granted: 2:30:00 counts."""
	down = outage("10 08:00", "10 14:00")
	assert counted() == "6:00:00"
	for first, last in (("10 09:00", "10 11:00"), ("10 10:00", "10 12:30")):
		name = claim(first, last, outages=[down])
		decide(site, name, span(first, last))
	assert counted() == "2:30:00"


def test_an_exclusion_granted_in_part(site: Any) -> None:
	outage("10 08:00", "10 14:00")
	name = claim("10 08:00", "10 14:00")
	decide(site, name, span("10 09:00", "10 10:00"), span("10 12:00", "10 12:30"))
	doc = held(name)
	assert (doc.status, len(doc.granted)) == ("Partly Granted", 2)
	assert counted() == "4:30:00"


def test_both_figures_until_it_is_decided(site: Any) -> None:
	"""30 days at 95 % allow 36 hours: 40 hours down miss it, unless five of them don't count."""
	outage("10 00:00", "11 16:00")
	assert month().figures.met is False  # type: ignore[union-attr]
	name = claim("10 00:00", "10 05:00")
	figures = month().figures
	assert figures and figures.met is None and hours(figures.whole.counted) == "40:00:00"
	assert hours(figures.if_all_granted.counted) == "35:00:00"
	decide(site, name, reason="Bukan serangan")
	figures = month().figures
	assert figures and figures.met is False and figures.if_all_granted == figures.whole
	assert held(name).status == "Refused"
	claim("10 00:00", "10 05:00", evidence="Laporan forensik")
	figures = month().figures
	assert figures and figures.met is None, "it may be claimed once more, with other evidence"


def test_a_claim_over_midnight_of_the_agreements_zone(site: Any) -> None:
	"""31 March 23:00 to 1 April 02:30 in WIB: an hour of March, two and a half of April."""
	outage("2026-03-31 23:00", "2026-04-01 02:30")
	assert (counted(first=date(2026, 3, 1)), counted()) == ("1:00:00", "2:30:00")
	name = claim("2026-03-31 23:30", "2026-04-01 01:00")
	decide(site, name, span("2026-03-31 23:30", "2026-04-01 01:00"))
	assert (counted(first=date(2026, 3, 1)), counted()) == ("0:30:00", "1:30:00")


def test_a_window_across_midnight(site: Any) -> None:
	"""Down 11 April 22:30 to 12 April 03:15, 00:00–02:00 excluded: 2:45:00 counts."""
	outage("11 22:30", "12 03:15")
	decide(site, claim("12 00:00", "12 02:00"), span("12 00:00", "12 02:00"))
	assert counted() == "2:45:00"


@pytest.mark.parametrize(
	("formula", "last", "shown", "met"),
	[
		("whole_period", "10 04:00", "95.0000", True),
		("reduced_period", "10 04:00", "94.9720", False),
		("reduced_by_excluded_downtime", "10 04:00", "94.9720", False),
		("whole_period", "10 05:00", "95.0000", True),
		("reduced_period", "10 05:00", "94.9650", False),
		("reduced_by_excluded_downtime", "10 05:00", "94.9720", False),
	],
)
def test_the_three_denominators(
	formula: str, last: str, shown: str, met: bool, site: Any, clockwork: Clockwork
) -> None:
	"""2,400 minutes down, 240 of them excluded, by a claim of 240 or of 300 minutes."""
	site.set_user("Administrator")
	world.user("orang@lain.example", "SLA Partner", website=True)
	world.partner("LAIN", "PT Lain", "orang@lain.example")
	scenery.agree("LAIN", formula=formula)
	outage("10 00:00", "10 04:00", "PAY", partners=("LAIN",))
	outage("12 00:00", "13 12:00", "PAY", partners=("LAIN",))
	clockwork.at("2026-05-04 09:00")
	name = claim("10 00:00", last, "PAY", partner="LAIN")
	decide(site, name, span("10 00:00", last))
	figures = month(service="PAY", partner="LAIN").figures
	assert figures and figures.whole.availability is not None
	assert percent(figures.whole.availability, figures.guarantee.target) == shown
	assert figures.met is met and hours(figures.whole.counted) == "36:00:00"


def test_a_claim_excludes_what_its_services_take_down(site: Any) -> None:
	"""Exactly those that an outage of its services takes down: parts with the whole, no neighbours."""
	outage("10 08:00", "10 10:00", "API")
	outage("10 08:00", "10 10:00", "DATA")
	decide(site, claim("10 08:00", "10 09:00", "API"), span("10 08:00", "10 09:00"))
	assert (counted(), counted(service="DATA")) == ("1:00:00", "2:00:00")
	outage("16 08:00", "16 10:00", "PAY", partners=(BAYAR,))
	decide(site, claim("16 08:00", "16 09:00", "PAY", partner=BAYAR), span("16 08:00", "16 09:00"))
	for service in ("PAY", "PAY.CARD", "PAY.QR"):
		assert counted(service=service, partner=BAYAR) == "1:00:00", "parts are down with the whole"
	decide(site, claim("16 09:00", "16 10:00", "PAY.QR", partner=BAYAR), span("16 09:00", "16 10:00"))
	assert counted(service="PAY.QR", partner=BAYAR) == "0:00:00"
	assert counted(service="PAY.CARD", partner=BAYAR) == "1:00:00", "a neighbour's claim is none of its"


def test_a_claim_for_a_part_excuses_no_other_part(site: Any) -> None:
	"""Cards down 08–10, claimed 08–11; QRIS down 09–11 of itself: its two hours count for the whole."""
	outage("16 08:00", "16 10:00", "PAY.CARD", partners=(BAYAR,))
	outage("16 09:00", "16 11:00", "PAY.QR", partners=(BAYAR,))
	name = claim("16 08:00", "16 11:00", "PAY.CARD", partner=BAYAR)

	def told(spans: list[tuple[datetime, datetime]]) -> dict[str | None, tuple[str, str]]:
		return {
			row.service: (hours(row.now.whole.counted), hours(row.decided.whole.counted))
			for row in figures_if_granted(held(name), spans)
		}

	all_of_it = [span("16 08:00", "16 11:00")]
	assert told(all_of_it) == {"PAY": ("3:00:00", "2:00:00"), "PAY.CARD": ("2:00:00", "0:00:00")}
	decide(site, name, *all_of_it)
	for service, left in (("PAY", "2:00:00"), ("PAY.CARD", "0:00:00"), ("PAY.QR", "2:00:00")):
		assert counted(service=service, partner=BAYAR) == left, service
	assert told([]) == {"PAY": ("2:00:00", "3:00:00"), "PAY.CARD": ("0:00:00", "2:00:00")}


def test_a_claim_for_several_services_is_replaced_whole(site: Any) -> None:
	outage("16 08:00", "16 10:00", "PAY", partners=(BAYAR,))
	name = claim("16 08:00", "16 09:00", "PAY", "PAY.CARD", partner=BAYAR)
	decide(site, name, span("16 08:00", "16 09:00"))
	assert {
		row.service: (hours(row.now.whole.counted), hours(row.decided.whole.counted))
		for row in figures_if_granted(held(name), [])
	} == dict.fromkeys(("PAY", "PAY.CARD", "PAY.QR"), ("1:00:00", "2:00:00"))


def test_parts_of_parts_and_everything_agreed_as_one(site: Any) -> None:
	for part in ("A", "B"):
		outage("16 08:00", "16 10:00", f"PAY.CARD/{part}", partners=(BAYAR,))
	decide(site, claim("16 08:00", "16 10:00", "PAY.CARD/A", partner=BAYAR), span("16 08:00", "16 10:00"))
	for service in ("PAY", "PAY.CARD", None):
		assert counted(service=service, partner=BAYAR) == "2:00:00", "the other part of the part"
	decide(site, claim("16 08:00", "16 09:00", "PAY.CARD", partner=BAYAR), span("16 08:00", "16 09:00"))
	for service in ("PAY", "PAY.CARD", None):
		assert counted(service=service, partner=BAYAR) == "1:00:00", "what covers the part covers its parts"


def test_the_form_lists_what_the_claim_would_take_out(site: Any) -> None:
	from sla_id.api import exclusions

	outage("16 08:00", "16 10:00", "PAY.CARD", partners=(BAYAR,), title="Kartu")
	outage("16 09:00", "16 11:00", "PAY.QR", partners=(BAYAR,), title="QRIS")
	outage("16 09:00", "16 11:00", "PAY", partners=(BAYAR,), title="Semua")
	shown = exclusions.describe(claim("16 08:00", "16 11:00", "PAY.CARD", partner=BAYAR))
	assert [row["title"] for row in shown["outages"]] == ["Kartu", "Semua"]


# Making one ------------------------------------------------------------------------------------------------------


def test_what_a_claim_keeps(site: Any) -> None:
	down = outage("10 08:00", "10 14:00")
	doc = held(claim("10 09:00", "10 11:00", outages=[down]))
	assert (doc.partner, doc.agreement, doc.class_code) == (world.PARTNER, "INNOVASIA-MITRA v1.0", "attack")
	assert (doc.class_label, doc.class_label_en) == ("Serangan Berbahaya", "Malicious attack")
	assert (doc.status, doc.claimed_by, doc.late, doc.decide_by_utc) == ("Open", world.AGENT, 0, None)
	assert [row.outage for row in doc.outages] == [down]
	assert str(doc.downtime_end_utc) == "2026-04-10 07:00:00"
	assert kinds(doc.name) == ["Claimed"]


@pytest.mark.parametrize(
	("values", "says"),
	[
		({"start": "10 11:00", "end": "10 09:00"}, "Until: .* isn't after the start"),
		({"start": "10 09:00", "end": "10 09:00"}, "Until: .* isn't after the start"),
		({"start": "20 09:00", "end": "20 12:02"}, "Until: .* is in the future"),
		(
			{"start": "2019-06-01 00:00", "end": "2019-06-02 00:00"},
			"Partner: no agreement of MAJU was in force",
		),
		({"start": "2025-12-01 00:00", "end": "10 00:00"}, "one claim covers 92 days at most"),
		({"class_code": "bad_luck"}, "excludes no class bad_luck. It excludes: Scheduled maintenance, Force"),
		({"class_code": ""}, "excludes no class"),
		({"partner": "NOBODY"}, "there is no partner NOBODY"),
		({"partner": "x') or ('1'='1"}, "there is no partner"),
		({"services": ("NOTHING",)}, "there is no service NOTHING"),
		({"services": ("BMSM.01",)}, "the agreement INNOVASIA-MITRA v1.0 of MAJU doesn't name BMSM.01"),
		({"evidence": "  "}, "Evidence: say what shows"),
		({"evidence": "x" * 5001}, "at most 5000"),
		({"outages": ["OUT-99999"]}, "there is no outage OUT-99999"),
	],
)
def test_what_can_not_be_claimed(values: dict[str, Any], says: str, site: Any) -> None:
	outage("10 08:00", "10 14:00")
	given = {"start": "10 09:00", "end": "10 11:00", **values}
	with pytest.raises(site.ValidationError, match=says):
		claim(given.pop("start"), given.pop("end"), *given.pop("services", ()), **given)
	assert site.db.count(CLAIM) == 0


def test_another_partners_outage_is_none_of_theirs(site: Any) -> None:
	theirs = outage("10 08:00", "10 14:00", "BMSM.01", partners=("SATKER",))
	elsewhere = outage("12 08:00", "12 14:00")
	with pytest.raises(site.ValidationError, match=f"{theirs} doesn't count for MAJU"):
		claim("10 09:00", "10 11:00", outages=[theirs])
	with pytest.raises(site.ValidationError, match=f"{elsewhere} isn't at the claimed time"):
		claim("10 09:00", "10 11:00", outages=[elsewhere])


def test_the_same_is_claimed_once_at_a_time(site: Any) -> None:
	name = claim("10 09:00", "10 11:00")
	with pytest.raises(site.ValidationError, match=f"{name} claims the same already"):
		claim("10 09:00", "10 11:00", evidence="Lain")
	withdraw_claim(name, "salah waktu")
	assert claim("10 09:00", "10 11:00") != name


def test_a_claim_rests_on_one_version(site: Any, clockwork: Clockwork) -> None:
	site.set_user("Administrator")
	scenery.agree(BAYAR, "within: 30 hari kerja", version="2.0", since="2026-04-16")
	site.db.set_value("SLA Agreement", "BAYAR v1.0", "effective_to", "2026-04-15")
	with pytest.raises(site.ValidationError, match="changes or ends on Thursday, 16 April 2026 00:00 WIB"):
		claim("15 22:00", "16 02:00", "PAY", partner=BAYAR)
	before = claim("15 22:00", "16 00:00", "PAY", partner=BAYAR)
	after = claim("16 00:00", "16 02:00", "PAY", partner=BAYAR)
	assert [held(name).agreement for name in (before, after)] == ["BAYAR v1.0", "BAYAR v2.0"]


# In time ---------------------------------------------------------------------------------------------------------


def test_late_by_the_agreements_calendar(site: Any, clockwork: Clockwork) -> None:
	"""Three working days of 8 hours after Thursday 16 April, 12:00: until Tuesday 21 April, 12:00."""
	down = outage("16 08:00", "16 12:00", "PAY", partners=(BAYAR,))
	clockwork.at("2026-04-21 12:00")
	site.set_user("Administrator")
	in_time = held(claim("16 08:00", "16 10:00", "PAY", partner=BAYAR, outages=[down]))
	assert (in_time.late, str(in_time.claim_until_utc)) == (1, "2026-04-21 05:00:00"), "a microsecond late"
	clockwork.at("2026-04-21 11:59")
	in_time = held(claim("16 08:00", "16 11:00", "PAY", partner=BAYAR, outages=[down]))
	assert in_time.late == 0
	assert str(in_time.decide_by_utc) == "2026-04-23 04:59:00.000001", "two working days later"
	correct_outage(down, {"ended": None}, "masih berlangsung")
	clockwork.at("2026-04-25 12:00")
	lasting = held(claim("16 08:00", "16 11:30", "PAY", partner=BAYAR, outages=[down]))
	assert lasting.late == 0, "the downtime hasn't ended"


def test_a_late_claim_is_decided_like_any_other(site: Any, clockwork: Clockwork) -> None:
	outage("01 08:00", "01 12:00", "PAY", partners=(BAYAR,))
	name = claim("01 08:00", "01 12:00", "PAY", partner=BAYAR)
	assert held(name).late == 1
	decide(site, name, reason="Terlambat: perjanjian memberi 3 hari kerja")
	assert held(name).status == "Refused"


# Deciding --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
	("spans", "says"),
	[
		([("10 08:59", "10 10:00")], "isn't within what was claimed"),
		([("10 10:00", "10 11:01")], "isn't within what was claimed"),
		([("10 10:30", "10 10:00")], "isn't after"),
		([("10 10:00", "10 10:00")], "isn't after"),
		([("10 09:00", "10 10:00"), ("10 09:59", "10 11:00")], "two spans overlap"),
		([("10 09:00", "10 10:00"), ("10 09:00", "10 10:00")], "two spans overlap"),
	],
)
def test_what_can_not_be_granted(spans: list[tuple[str, str]], says: str, site: Any) -> None:
	name = claim("10 09:00", "10 11:00")
	with pytest.raises(site.ValidationError, match=says):
		decide(site, name, *(span(*pair) for pair in spans))
	site.set_user("Administrator")
	assert (held(name).status, kinds(name)) == ("Open", ["Claimed"])


def test_spans_that_touch_are_one_and_all_of_it_is_granted(site: Any) -> None:
	name = claim("10 09:00", "10 11:00")
	decide(site, name, span("10 10:00", "10 11:00"), span("10 09:00", "10 10:00"))
	doc = held(name)
	assert doc.status == "Granted"
	assert [(str(row.start_utc), str(row.end_utc)) for row in doc.granted] == [
		("2026-04-10 02:00:00", "2026-04-10 04:00:00")
	]


def test_a_decision_needs_its_reason_and_is_made_once(site: Any) -> None:
	name = claim("10 09:00", "10 11:00")
	with pytest.raises(site.ValidationError, match="Reason: say why; the partner reads it"):
		decide(site, name, reason=" ")
	decide(site, name, reason="Tidak ada bukti")
	site.set_user("Administrator")
	with pytest.raises(site.ValidationError, match=f"{name} is in state “Refused” by now: Lead did that on"):
		decide_claim(name, [span("10 09:00", "10 11:00")], "terlambat")
	entry = read_trail(CLAIM, name)[-1]
	assert (entry.kind, entry.by_user, entry.reason) == ("Refused", world.LEAD, "Tidak ada bukti")
	assert entry.before and entry.before["status"] == "Open"


def test_who_claims_does_not_decide(site: Any) -> None:
	site.set_user(world.LEAD)
	name = claim("10 09:00", "10 11:00")
	with pytest.raises(site.PermissionError, match=f"You claimed {name}, so somebody else decides it: Kedua"):
		decide_claim(name, [], "x")
	site.set_user(SECOND_LEAD)
	decide_claim(name, [span("10 09:00", "10 11:00")], "Terbukti")
	assert held(name).own_decision == 0


def test_an_only_manager_may_decide_and_the_claim_says_so(site: Any) -> None:
	site.set_user("Administrator")
	site.get_doc("User", SECOND_LEAD).db_set("enabled", 0)
	site.set_user(world.LEAD)
	name = claim("10 09:00", "10 11:00")
	decide_claim(name, [span("10 09:00", "10 11:00")], "Terbukti")
	assert held(name).own_decision == 1


def test_withdrawing(site: Any) -> None:
	outage("10 08:00", "10 14:00")
	name = claim("10 09:00", "10 11:00")
	decide(site, name, span("10 09:00", "10 11:00"))
	assert counted() == "4:00:00"
	with pytest.raises(site.ValidationError, match="Reason"):
		withdraw_claim(name, "")
	withdraw_claim(name, "bukti ternyata palsu")
	assert counted() == "6:00:00" and not held(name).granted
	with pytest.raises(site.ValidationError, match="Withdrawn"):
		withdraw_claim(name, "lagi")


def test_evidence_may_be_added_while_it_waits(site: Any) -> None:
	name = claim("10 09:00", "10 11:00")
	add_evidence(name, "Log firewall 09.00–11.00")
	assert held(name).evidence.endswith("\n\nLog firewall 09.00–11.00")
	decide(site, name, reason="Tidak ada bukti")
	with pytest.raises(site.ValidationError, match="Refused"):
		add_evidence(name, "terlambat")
	assert kinds(name) == ["Claimed", "Evidence added", "Refused"]


# The partner objects -----------------------------------------------------------------------------------------------


def test_an_objection_keeps_or_changes_the_decision(site: Any, clockwork: Clockwork) -> None:
	outage("16 08:00", "16 12:00", "PAY", partners=(BAYAR,))
	for grant, outcome, left in (
		(("16 08:00", "16 12:00"), "Kept", "0:00:00"),
		(("16 08:00", "16 09:00"), "Changed", "3:00:00"),
	):
		site.set_user(world.AGENT)
		name = claim("16 08:00", "16 12:00", "PAY", partner=BAYAR)
		decide(site, name, span("16 08:00", "16 12:00"))
		assert str(held(name).object_until_utc) == "2026-04-27 05:00:00.000001", "five working days"
		site.set_user(PAYER)
		object_to_claim(name, "Itu bukan serangan")
		with pytest.raises(site.ValidationError, match="You have objected already"):
			object_to_claim(name, "Sekali lagi")
		site.set_user(world.LEAD)
		assert counted(service="PAY", partner=BAYAR) == "0:00:00", "until it is answered the decision stands"
		answer_objection(name, [span(*grant)], "Sudah diperiksa ulang")
		doc = held(name)
		assert (doc.objection_outcome, doc.objected_by) == (outcome, PAYER)
		assert counted(service="PAY", partner=BAYAR) == left
		with pytest.raises(site.ValidationError, match="no objection that waits"):
			answer_objection(name, [], "x")
		withdraw_claim(name, "akhir uji")


def test_when_nobody_can_object(site: Any, clockwork: Clockwork) -> None:
	outage("16 08:00", "16 12:00", "PAY", partners=(BAYAR,))
	name = claim("16 08:00", "16 12:00", "PAY", partner=BAYAR)
	with pytest.raises(site.ValidationError, match="nothing of it was granted"):
		object_to_claim(name, "x")
	decide(site, name, span("16 08:00", "16 09:00"))
	with pytest.raises(site.ValidationError, match="say why"):
		object_to_claim(name, " ")
	clockwork.at("2026-04-27 12:01")
	with pytest.raises(site.ValidationError, match="The time to object ended on Monday, 27 April"):
		object_to_claim(name, "x")
	refused = claim("16 09:00", "16 10:00", "PAY", partner=BAYAR)
	decide(site, refused)
	with pytest.raises(site.ValidationError, match="nothing of it was granted"):
		object_to_claim(refused, "x")


def test_an_agreement_without_a_limit_takes_objections_always(site: Any, clockwork: Clockwork) -> None:
	name = claim("10 09:00", "10 11:00")
	decide(site, name, span("10 09:00", "10 11:00"))
	clockwork.at("2026-09-01 09:00")
	object_to_claim(name, "Setelah audit kami")
	assert held(name).objection == "Setelah audit kami"


# For other rooms -------------------------------------------------------------------------------------------------

heard: list[tuple[str, date, date]] = []


def hear(partner: str, first: date, last: date) -> None:
	heard.append((partner, first, last))


def test_other_rooms_hear_of_each_decision(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
	heard.clear()
	hooks = site.get_hooks

	def with_ours(hook: str | None = None, *args: Any, **values: Any) -> Any:
		ours = ["sla_id.exclusions.read_claims.hear"]  # Frappe finds functions of installed apps alone
		return ours if hook == "sla_id_after_claim_decision" else hooks(hook, *args, **values)

	monkeypatch.setattr("sla_id.exclusions.read_claims.hear", hear, raising=False)
	monkeypatch.setattr(site, "get_hooks", with_ours)
	days = (world.PARTNER, date(2026, 3, 31), date(2026, 4, 1))
	name = claim("2026-03-31 23:30", "2026-04-01 01:00")
	assert not heard, "an open claim excludes nothing"
	decide(site, name, span("2026-04-01 00:00", "2026-04-01 01:00"))
	assert heard == [days]
	object_to_claim(name, "x")
	answer_objection_as_lead(site, name)
	assert heard == [days, days]
	claims_again = claim("2026-03-31 23:30", "2026-04-01 01:00")
	withdraw_claim(claims_again, "x")
	assert heard == [days, days, days]


def answer_objection_as_lead(site: Any, name: str) -> None:
	site.set_user(world.LEAD)
	answer_objection(name, [], "Benar")
	site.set_user(world.AGENT)


def test_claims_between(site: Any) -> None:
	first = claim("10 09:00", "10 11:00", "API", "DATA/DB")
	second = claim("10 10:00", "10 12:00")
	decide(site, second, span("10 10:30", "10 11:00"))
	rows = claims_between(world.PARTNER, april("10 10:30"), april("11 00:00"))
	assert [(row.name, row.service, row.component) for row in rows] == [
		(first, "API", None),
		(first, "DATA", "DB"),
		(second, "API", None),
	]
	assert rows[0].granted == () and rows[2].granted == (span("10 10:30", "10 11:00"),)
	assert (rows[2].status, rows[2].decided_by, rows[2].reason) == ("Partly Granted", world.LEAD, "Terbukti")
	assert {row.name for row in claims_between(world.PARTNER, april("10 11:00"), april("11 00:00"))} == {
		second
	}
	assert claims_between(world.PARTNER, april("10 12:00"), april("11 00:00")) == []
	assert claims_between("SATKER", april("10 00:00"), april("11 00:00")) == []
	assert [
		row.name for row in claims_between(world.PARTNER, april("10 00:00"), april("11 00:00"), ["DATA"])
	] == [first]


def test_the_daily_check_compares_claims_with_their_trail(site: Any) -> None:
	name = claim("10 09:00", "10 11:00")
	decide(site, name, span("10 09:00", "10 10:00"))
	site.set_user("Administrator")
	assert check_trails() == [] and list(find_broken_trails()) == []
	site.db.set_value(
		"SLA Exclusion Span", {"parent": name}, "end_utc", wib("2026-04-10 11:00").replace(tzinfo=None)
	)
	assert [(finding.name, finding.doctype) for finding in check_trails()] == [(name, CLAIM)]
