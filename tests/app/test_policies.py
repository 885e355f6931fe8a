"""Escalation policies: from the file to records and back, what is signed of them, and what the engine gets (000 §4)."""

from typing import Any

import pytest

from sla_id.agreements.choose import Choice
from sla_id.agreements.file import AgreementFile, parse
from sla_id.engine import Terms, Tier, TriggerKind
from sla_id.fixtures.sample_agreements import sample_agreement
from tests.agreements.signed_before import as_before, before_availability
from tests.app import world
from tests.app.conftest import Clockwork, wib

MITRA, TIERED = "INNOVASIA-MITRA v1.0", "UJI v2023.0"
NIGHT, OFFICE = "INNOVASIA-MITRA always", "INNOVASIA-MITRA business"
TIERS = """\
escalation:
  tiers:
    - level: 1
      title: Lini pertama
      responsible: Petugas
      triggers: [{on: reported}]
      acknowledge_within: 20 min
      repeat_every: 10 min
    - level: 2
      title: Pengganti lini pertama
      responsible: Petugas kedua
      hours: business
      wakes_for: [P1, P2]
      duties:
        - {kind: contact, within: 30 min, calendar: always, assumed: true}
        - {kind: other, label: {id: Rapat, en: Meeting}}
    - level: 3
      title: Kepala seksi
      responsible: Kepala seksi
      triggers:
        - {on: stagnation, after: 90 min, calendar: always, priorities: [P1, P3]}
        - {on: several_partners, value: 3, services: [ITSM.04], partners: [SATKER, MAJU]}
        - {on: massive_impact}
        - on: manual
          priorities: [P6]
          reasons: [{code: slow, label: Lambat}]
          asked_by: [partner, agent]
          decide_within: 2 h
          calendar: always
"""


def tiered() -> str:
	"""001 with tiers that have all there is."""
	text = sample_agreement("hai_djpb").replace("code: HAI-DJPB", "code: UJI", 1)
	text = text.replace("escalation: {tiers: []} # the document has none\n", TIERS, 1)
	return text.replace("default_calendar:", "  always: {hours: 24x7}\ndefault_calendar:", 1)


def load(text: str, **values: Any) -> str:
	from sla_id.agreements.records.load import load_agreement

	return load_agreement(text, "uji.yaml", partner="SATKER", **values)


def build_scene(site: Any, clockwork: Clockwork) -> None:
	"""An agreement with tiers that have all there is, not approved yet."""
	assert load(tiered(), submit=False) == TIERED


def read(site: Any, name: str) -> AgreementFile:
	from sla_id.agreements.records.read_agreement import read_agreement

	return read_agreement(site.get_doc("SLA Agreement", name))


def policy_of(site: Any, agreement: str) -> Any:
	return site.get_doc(
		"SLA Escalation Policy", site.db.get_value("SLA Agreement", agreement, "escalation_policy")
	)


def test_tiers_come_back_from_records_as_the_file_says_them(site: Any) -> None:
	said = parse(tiered()).tiers
	assert read(site, TIERED).tiers == said
	assert len(said[1].duties) == 2


def test_the_sample_comes_back_as_the_file_says_it(site: Any) -> None:
	assert read(site, MITRA).tiers == parse(sample_agreement("innovasia_mitra")).tiers


def test_a_policy_keeps_its_staffing_when_a_file_says_the_same_again(site: Any) -> None:
	"""Who is told, and how, is the provider's own matter: no file says it, and none takes it away."""
	policy = policy_of(site, TIERED)
	policy.tiers[0].update({"user": world.AGENT, "tell_by": "desk, whatsapp"})
	policy.save()
	assert read(site, TIERED).tiers == parse(tiered()).tiers
	again = load(tiered().replace('version: "2023.0"\n', 'version: "2024.0"\n', 1), submit=False)
	assert policy_of(site, again).name == policy.name
	assert policy_of(site, again).tiers[0].user == world.AGENT


# What may be saved


def policy(**tables: Any) -> dict[str, Any]:
	return {
		"doctype": "SLA Escalation Policy",
		"policy_name": "Kebijakan uji",
		"tiers": [{"level": 1, "tier_title": "Satu"}],
		**tables,
	}


def tier(**values: Any) -> dict[str, Any]:
	return policy(tiers=[{"level": 1, "tier_title": "Satu"}, {"level": 2, "tier_title": "Dua", **values}])


def trigger(on: str, **values: Any) -> dict[str, Any]:
	return policy(triggers=[{"level": 1, "trigger_on": on, **values}])


def duty(**values: Any) -> dict[str, Any]:
	return policy(duties=[{"level": 1, "kind": "contact", **values}])


@pytest.mark.parametrize(
	("values", "words"),
	[
		(tier(acknowledge_within="sebentar"), ("Tiers, row 2, Acknowledge within", "not a target")),
		(tier(acknowledge_within="2 days"), ("Tiers, row 2, Acknowledge within", "hours or minutes")),
		(tier(repeat_every="-1 h"), ("Tiers, row 2, Repeat every", "negative")),
		(tier(tell_by="desk, fax"), ("Tiers, row 2, Told by", "fax", "desk, email, whatsapp, sms, gateway")),
		(tier(wakes_for="P1"), ("Tiers, row 2, At any hour for", "Told within")),
		(tier(wakes_for="P1, P0", hours=OFFICE), ("Tiers, row 2, At any hour for", "SLA Priority P0")),
		(tier(level=1), ("level 1 is listed twice", "1, 2, 3")),
		(trigger("stagnation"), ("Triggers, row 1, Value", "empty")),
		(trigger("stagnation", value="1 day"), ("Triggers, row 1, Value", "e.g. 4 h")),
		(trigger("after", value="4 jm"), ("Triggers, row 1, Value", "unknown unit 'jm'")),
		(trigger("percent", value="half"), ("Triggers, row 1, Value", "percentage")),
		(trigger("several_partners"), ("Triggers, row 1, Value", "number of partners")),
		(trigger("several_partners", value="1"), ("Triggers, row 1, Value", "2 or more")),
		(trigger("several_partners", value="2.5"), ("Triggers, row 1, Value", "2 or more")),
		(trigger("breach", priorities="P1, Px"), ("Triggers, row 1, Priorities", "SLA Priority Px")),
		(trigger("breach", services="ITSM.04, X"), ("Triggers, row 1, Services", "SLA Service X")),
		(trigger("breach", partners="MAJO"), ("Triggers, row 1, Partners", "SLA Partner MAJO")),
		(trigger("breach", asked_by="agent"), ("Triggers, row 1, Asked for by", "manual")),
		(trigger("breach", decide_within="2 h"), ("Triggers, row 1, Decided within", "manual")),
		(
			trigger("manual", asked_by="boss"),
			("Triggers, row 1, Asked for by", "boss", "partner, management"),
		),
		(trigger("manual", decide_within="x"), ("Triggers, row 1, Decided within", "not a target")),
		(
			trigger("manual", asked_by="agent", decide_within="2 h"),
			("Triggers, row 1, Decided within", "Add partner"),
		),
		(trigger("breach", level=3), ("Triggers, row 1, Level", "no tier of level 3")),
		(duty(level=3), ("What a tier owes, row 1, Level", "no tier of level 3")),
		(duty(within="3 hari"), ("What a tier owes, row 1, Within", "working or calendar days")),
		(duty(calendar=OFFICE), ("What a tier owes, row 1, Calendar", "Fill in Within")),
		(duty(kind="other"), ("What a tier owes, row 1, Duty", "say what the duty is")),
	],
)
def test_a_policy_that_cannot_be_computed_names_row_and_field(
	values: dict[str, Any], words: tuple[str, ...], site: Any
) -> None:
	with pytest.raises(site.ValidationError) as caught:
		site.get_doc(values).insert()
	for word in words:
		assert word in str(caught.value), str(caught.value)


def test_a_whole_policy_can_be_typed_in_the_desk(site: Any) -> None:
	"""Empty fields are fine, lengths may be Indonesian, and a duty without a wording gets that of its kind."""
	doc = site.get_doc(
		policy(
			tiers=[{"level": 1, "hours": OFFICE, "wakes_for": "P1 ,P2", "acknowledge_within": "30 menit"}],
			triggers=[
				{"level": 1, "trigger_on": "stagnation", "value": "2 jam"},
				{"level": 1, "trigger_on": "massive_impact", "services": "SAAS"},
				{"level": 1, "trigger_on": "manual", "decide_within": "1 jam", "partners": world.PARTNER},
			],
			duties=[{"level": 1, "kind": "action_plan", "within": "4 jam"}],
		)
	).insert()
	assert (doc.duties[0].label, doc.duties[0].label_en) == ("Rencana aksi tertulis", "Written action plan")


def test_the_example_in_the_fixtures_has_the_tiers_of_the_sample(site: Any) -> None:
	example, sample = (
		site.get_doc("SLA Escalation Policy", "Contoh tiga tingkat dengan tugas"),
		policy_of(site, MITRA),
	)
	for table, fields in {
		"tiers": ("level", "role", "acknowledge_within", "repeat_every", "wakes_for"),
		"triggers": ("level", "trigger_on", "value", "priorities", "asked_by", "decide_within"),
		"duties": ("level", "kind", "within", "assumed"),
		"reasons": ("level", "trigger_row", "code", "label", "label_en"),
	}.items():
		rows = [
			[[row.get(field) or "" for field in fields] for row in held.get(table)]
			for held in (example, sample)
		]
		assert rows[0] == rows[1]


# What is signed


HASHES = {
	"BENEMICA v2025": "a0b0331b76921cc899743c93555fd08486aec35ac4685663a8b272b1b0f6315d",
	"HAI-DJPB v2023.0": "995d5ea2716e538fad6b674705642964d9fe39bae2fd409ba7e8ef1d8720d4e5",
	"LAMA v1.0": "639c5a8821cafb3967b8eb76478b9370d77c400d26bab27e99b066f8b875dfc0",
}
"""Of the three samples as they were before tiers could be acknowledged and owe something."""


def test_what_was_approved_before_keeps_its_hash(site: Any) -> None:
	from sla_id.agreements.records.load import load_agreement
	from sla_id.agreements.records.read_agreement import content_hash

	text = before_availability(as_before(sample_agreement("innovasia_mitra")))
	text = text.replace("code: INNOVASIA-MITRA", "code: LAMA", 1)
	load_agreement(text, "lama.yaml", partner=world.PARTNER, submit=False)
	assert {name: content_hash(site.get_doc("SLA Agreement", name)) for name in HASHES} == HASHES


def test_how_people_are_told_is_not_signed_and_may_change_at_any_time(site: Any) -> None:
	"""Not even a calendar shows that the agreement doesn't speak of otherwise."""
	from sla_id.agreement_lifecycle.agreement_print import agreement_document, read_for_reader
	from sla_id.agreements.records.read_agreement import signed_text
	from sla_id.agreements.signing.proposal import is_unaltered

	calendar = {"doctype": "SLA Calendar", "calendar_name": "Piket Dapur", "time_zone": "Asia/Jakarta"}
	site.get_doc(
		{**calendar, "windows": [{"day": "Monday", "start_time": "04:00", "end_time": "05:00"}]}
	).insert()
	held = policy_of(site, MITRA)
	held.tiers[0].update({"hours": "Piket Dapur", "wakes_for": "P2", "acknowledge_within": "5 min"})
	held.tiers[1].update({"repeat_every": None, "user": world.LEAD, "tell_by": "desk, sms"})
	held.save()
	agreement = site.get_doc("SLA Agreement", MITRA)
	assert is_unaltered(agreement) is True
	text = signed_text(agreement)
	for word in ("acknowledge_within", "repeat_every", "wakes_for", "iket", "sms"):
		assert word not in text
	assert "decide_within: 2 h" in text and "kind: conference_call" in text
	assert "04.00" not in str(agreement_document(agreement, "id"))
	whole = read(site, MITRA)
	assert (whole.tiers[0].hours, whole.tiers[0].wakes_for) == ("piket_dapur", ("P2",))
	site.set_user(world.PARTNER_USER)
	seen = read_for_reader(agreement)
	assert [entry.code for entry in seen.calendars] == ["business", "always"]
	assert all(entry.hours is None and not entry.wakes_for for entry in seen.tiers)


@pytest.mark.parametrize(
	("table", "field", "value"),
	[
		("duties", "within", "9 h"),
		("duties", "kind", "other"),
		("triggers", "asked_by", "agent"),
		("triggers", "services", "SAAS"),
		("triggers", "partners", world.PARTNER),
		("triggers", "priorities", "P3"),
		("tiers", "responsible", "Siapa saja"),
	],
)
def test_what_is_signed_of_a_policy_is_locked(table: str, field: str, value: str, site: Any) -> None:
	held = policy_of(site, MITRA)
	held.get(table)[-1].set(field, value)
	with pytest.raises(site.ValidationError, match="INNOVASIA-MITRA"):
		held.save()


def test_a_calendar_that_only_a_duty_counts_on_is_locked_too(site: Any) -> None:
	calendar = {"doctype": "SLA Calendar", "calendar_name": "Malam", "time_zone": "Asia/Jakarta"}
	malam = site.get_doc(
		{**calendar, "windows": [{"day": "Monday", "start_time": "20:00", "end_time": "23:00"}]}
	).insert()
	row = policy_of(site, MITRA).duties[-1]
	site.db.set_value("SLA Escalation Duty", row.name, "calendar", malam.name)
	malam.windows[0].end_time = "24:00"
	with pytest.raises(site.ValidationError, match="INNOVASIA-MITRA"):
		malam.save()


# What the engine gets


@pytest.fixture
def agreement(site: Any) -> str:
	return TIERED


def tiers(agreement: str, **choice: Any) -> dict[int, Tier]:
	from sla_id.agreements.build_terms import build_terms

	chosen = Choice(agreement, **{"partner": "SATKER", "priority": "P6", **choice})
	terms: Terms = build_terms(chosen, wib("2026-03-02 09:00"))
	return {entry.level: entry for entry in terms.tiers}


def kinds(entry: Tier) -> list[TriggerKind]:
	return [one.on for one in entry.triggers]


def test_how_a_tier_is_told_reaches_the_engine(agreement: str) -> None:
	found = tiers(agreement)
	assert (found[1].acknowledge_seconds, found[1].repeat_seconds, found[1].hours) == (1200, 600, None)
	assert (found[2].acknowledge_seconds, found[2].repeat_seconds) == (0, 0)
	opening = found[2].hours.next_opening(wib("2026-03-02 21:00"))  # type: ignore[union-attr]
	assert opening == wib("2026-03-03 08:00")


@pytest.mark.parametrize(("priority", "asleep"), [("P1", False), ("P2", False), ("P3", True), (None, True)])
def test_some_priorities_wake_a_tier_at_any_hour(priority: str | None, asleep: bool, agreement: str) -> None:
	assert (tiers(agreement, priority=priority)[2].hours is not None) is asleep


def test_a_tier_without_triggers_is_there_for_when_nobody_answers(agreement: str) -> None:
	assert tiers(agreement)[2].triggers == ()


def test_numbers_of_the_new_triggers(agreement: str) -> None:
	found = tiers(agreement, priority="P1", service="ITSM.04")[3]
	still, several, massive = found.triggers
	assert (still.on, still.seconds) == (TriggerKind.STAGNATION, 5400)
	assert still.calendar.deadline(wib("2026-03-08 22:00"), 5400) == wib("2026-03-08 23:30")  # type: ignore[union-attr]
	assert (several.on, several.count, several.seconds) == (TriggerKind.SEVERAL_PARTNERS, 3, 0)
	assert massive.on is TriggerKind.MASSIVE_IMPACT


def test_a_manual_trigger_is_the_engines_too_without_its_numbers(agreement: str) -> None:
	"""By when a request is decided on comes with the request."""
	(asked,) = [one for one in tiers(agreement, priority="P6")[3].triggers if one.on is TriggerKind.MANUAL]
	assert (asked.seconds, asked.percent, asked.count, asked.calendar) == (0, 0, 0, None)


def test_two_ways_to_ask_are_one_trigger_to_the_engine(site: Any) -> None:
	text = (
		tiered()
		.replace("code: UJI", "code: DUA", 1)
		.replace(
			"        - on: manual\n",
			"        - {on: manual, reasons: [{code: vip, label: VIP}]}\n        - on: manual\n",
		)
	)
	name = load(text, submit=False)
	assert len(parse(text).tiers[2].triggers) == 5
	assert kinds(tiers(name, priority="P6")[3]) == ["massive_impact", "manual"]


@pytest.mark.parametrize(
	("service", "partner", "there"),
	[
		("ITSM.04", "SATKER", True),
		("ITSM.04.01", "MAJU", True),
		("ITSM.03", "SATKER", False),
		(None, "SATKER", False),
		("ITSM.04", "KLIEN", False),
		("ITSM.04", None, False),
	],
)
def test_a_trigger_is_for_its_services_those_below_and_its_partners(
	service: str | None, partner: str | None, there: bool, agreement: str
) -> None:
	found = tiers(agreement, service=service, partner=partner)[3]
	assert (TriggerKind.SEVERAL_PARTNERS in kinds(found)) is there
	assert TriggerKind.MASSIVE_IMPACT in kinds(found)


def test_the_tiers_of_000_for_each_priority(site: Any) -> None:
	"""000 §4.2: level 3 comes by itself for a P1 alone; massive impact and requests are for all."""
	of = {priority: tiers(MITRA, partner=world.PARTNER, priority=priority) for priority in ("P1", "P2")}
	assert kinds(of["P1"][2]) == ["percent", "without_workaround", "manual"]
	assert kinds(of["P1"][3]) == ["breach", "massive_impact", "manual"]
	assert kinds(of["P2"][2]) == ["percent", "manual"]
	assert kinds(of["P2"][3]) == ["massive_impact", "manual"]
	assert (of["P1"][2].hours, of["P1"][2].repeat_seconds, of["P1"][2].acknowledge_seconds) == (None, 1800, 0)
	assert of["P2"][2].hours is not None
