"""Every difference is told, told once, and in words; equal files have none."""

import random
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sla_id.agreements.compare import ADDED, CHANGED, REMOVED, Change, compare
from sla_id.agreements.compare.value_words import Side
from sla_id.agreements.file import AgreedTarget, availability_terms, parse
from sla_id.agreements.file import model as m
from sla_id.agreements.words import code_names
from sla_id.agreements.words.field_names import CODES, ENTRIES, FIELDS
from sla_id.fixtures.sample_agreements import sample_agreement, sample_agreements
from tests.agreements.test_round_trip import files

QUICK = settings(
	max_examples=20,
	deadline=None,
	suppress_health_check=list(HealthCheck),
	phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
SAMPLES = {name: parse(sample_agreement(name), name) for name in sample_agreements()}
INNOVASIA = SAMPLES["innovasia_mitra"]
UNORDERED = {
	*("calendars", "priorities", "targets", "tiers", "shifts", "breaks"),
	*("holidays", "met_by", "channels", "depends_on", "inherits", "wakes_for"),
}
VALUES = (*(vars(m)[name] for name in FIELDS),)


def canonical(value, name: str = ""):
	"""The value with lists whose order means nothing in one order."""
	if isinstance(value, tuple):
		entries = tuple(canonical(entry) for entry in value)
		if name in UNORDERED and not (name == "channels" and entries and is_dataclass(entries[0])):
			return tuple(sorted(entries, key=repr))
		return entries
	if is_dataclass(value):
		return replace(
			value,
			**{f.name: canonical(getattr(value, f.name), f.name) for f in fields(value) if f.compare},
		)
	return value


def changes(
	new: m.AgreementFile, old: m.AgreementFile = INNOVASIA, language: str = "id"
) -> tuple[Change, ...]:
	return compare(old, new, language)


def with_targets(**given: AgreedTarget | str) -> m.AgreementFile:
	"""000 with its P2 response changed."""
	rows = list(INNOVASIA.targets)
	rows[1] = replace(rows[1], **given)
	return replace(INNOVASIA, targets=tuple(rows))


def with_terms(**given) -> m.AgreementFile:
	return replace(INNOVASIA, terms=replace(INNOVASIA.terms, **given))


class TestWords:
	def test_every_field_and_entry_of_the_model_has_a_name(self):
		for kind in VALUES:
			assert list(FIELDS[kind.__name__]) == [field.name for field in fields(kind) if field.compare]
		known = {
			value.__name__ for value in vars(m).values() if isinstance(value, type) and is_dataclass(value)
		}
		assert known == {*FIELDS, "Label", "Problem", "AgreedTarget"}
		assert set(ENTRIES) <= set(FIELDS)

	def test_every_code_has_a_wording(self):
		for known, said in [
			(m.AGREEMENT_TYPES, code_names.AGREEMENT_TYPES),
			(m.LEVELS, code_names.LEVELS),
			(m.COMPLETENESS, code_names.COMPLETENESS),
			(m.WORKING_DAY_MODES, code_names.WORKING_DAY_MODES),
			(m.SERVICE_OR_PRIORITY, code_names.STRICTER),
			(m.LANGUAGES, code_names.LANGUAGES),
			(m.HOLIDAY_CLASSES, code_names.HOLIDAY_CLASSES),
			(m.WEEKDAYS, code_names.WEEKDAY_NUMBERS),
			(m.CHANNEL_TYPES, code_names.CHANNEL_TYPES),
			(m.CLOCK_STARTS, code_names.CLOCK_STARTS),
			(m.NOTICE_UNITS, code_names.NOTICE_UNITS),
			(m.SERVICE_KINDS, code_names.SERVICE_KINDS),
			(m.TICKET_KINDS, code_names.TICKET_KINDS),
			(m.STAGES, code_names.STAGES),
			(m.CLOCKS, code_names.CLOCKS),
			(m.MET_BY, code_names.MET_BY),
			(m.MET_WHEN, code_names.MET_WHEN),
			(m.TRIGGERS, code_names.TRIGGERS),
			(m.ASKED_BY, code_names.ASKED_BY),
			(m.DUTY_KINDS, code_names.DUTIES),
			(m.PARTIES, code_names.PARTIES),
			(m.BLOCKS, code_names.BLOCKS),
			(m.AVAILABILITY_PERIODS, code_names.AVAILABILITY_PERIODS),
			(m.AVAILABILITY_FORMULAS, code_names.AVAILABILITY_FORMULAS),
			(availability_terms.UNKNOWN_TIME, code_names.UNKNOWN_TIME),
			(availability_terms.DOWNTIME_FROM, code_names.DOWNTIME_FROM),
			(availability_terms.PART_MONTHS, code_names.PART_MONTHS),
			(availability_terms.COMPONENT_RULES, code_names.COMPONENT_RULES),
			(m.SCHEME_FIELDS, code_names.SCHEMES),
			(availability_terms.CREDITED_DOWNTIME, code_names.CREDITED_DOWNTIME),
			(m.CREDIT_WINDOWS, code_names.CREDIT_WINDOWS),
		]:
			assert set(known) == set(said)
		assert all(field in FIELDS[kind] for kind, field in CODES)


class TestComplete:
	@QUICK
	@given(files(), files())
	def test_two_files_that_differ_have_a_change_and_equal_ones_none(self, old, new):
		assert compare(old, old, "id") == ()
		if canonical(old) != canonical(new):
			for language in ("id", "en"):
				found = compare(old, new, language)
				assert found
				assert all(change.before != change.after for change in found)

	@settings(
		max_examples=150,
		deadline=None,
		suppress_health_check=list(HealthCheck),
		phases=(Phase.explicit, Phase.generate),
	)
	@given(st.sampled_from(sorted(SAMPLES)), st.randoms(use_true_random=False), st.booleans())
	def test_a_change_of_any_single_field_is_told(self, name, chance, backwards):
		old = SAMPLES[name]
		new = mutate(old, chance)
		if canonical(old) == canonical(new):
			return
		if backwards:
			old, new = new, old
		found = compare(old, new, "id")
		assert found
		assert all(change.before != change.after for change in found)
		assert all((change.kind == ADDED) <= (change.before is None) for change in found)

	@pytest.mark.parametrize("backwards", [False, True])
	def test_every_field_of_escalation_is_told(self, backwards):
		"""One by one, in a sample that has them all."""
		for path in places(INNOVASIA.tiers, ("tiers",)):
			for seed in range(2):
				old, new = INNOVASIA, put(INNOVASIA, path, random.Random(seed))
				if canonical(old) == canonical(new):
					continue
				found = compare(new, old, "id") if backwards else compare(old, new, "id")
				assert found, path
				assert all(change.before != change.after for change in found), path

	@pytest.mark.parametrize("name", sorted(SAMPLES))
	def test_reordering_where_it_means_nothing_is_not_told(self, name):
		old = SAMPLES[name]
		chance = random.Random(7)
		rows = [replace(row, met_by=row.met_by[::-1]) for row in old.targets]
		chance.shuffle(rows)
		new = replace(
			old,
			targets=tuple(rows),
			priorities=old.priorities[::-1],
			calendars=old.calendars[::-1],
			tiers=old.tiers[::-1],
		)
		assert compare(old, new, "id") == ()

	def test_reordering_where_it_means_something_is_told_as_such(self):
		(change,) = changes(with_terms(goals=INNOVASIA.terms.goals[::-1]))
		assert (change.what, change.kind) == ("Urutan: Tujuan", CHANGED)
		(change,) = changes(replace(INNOVASIA, services=INNOVASIA.services[::-1]))
		assert (change.what, change.before) == ("Urutan: Layanan", "SAAS; API; INFRA; DATA")


class TestTargets:
	@pytest.mark.parametrize(
		("given", "after", "stricter"),
		[
			({"target": AgreedTarget("duration", seconds=7200)}, "2 jam kerja", True),
			({"target": AgreedTarget("duration", seconds=8 * 3600)}, "8 jam kerja", False),
			({"target": AgreedTarget("days", days=1)}, "1 hari kerja (8 jam kerja)", False),
			({"target": AgreedTarget("none")}, "tanpa target", False),
			({"target": AgreedTarget("estimate")}, "sesuai estimasi", False),
			({"calendar": "always"}, "4 jam (24x7)", True),
			(
				{"calendar": "always", "target": AgreedTarget("duration", seconds=36000)},
				"10 jam (24x7)",
				None,
			),
		],
	)
	def test_a_target_says_whether_the_partner_gets_more(self, given, after, stricter):
		(change,) = changes(with_targets(**given))
		assert change == Change(
			"Target waktu", "Target Waktu Tanggap P2", "4 jam kerja", after, CHANGED, stricter
		)
		(back,) = compare(with_targets(**given), INNOVASIA, "id")
		assert back.stricter is (None if stricter is None else not stricter)

	def test_rows_are_matched_by_scope(self):
		(change,) = changes(replace(with_targets(note="x"), targets=with_targets(note="x").targets[::-1]))
		assert (change.what, change.before, change.after) == ("Target Waktu Tanggap P2: catatan", None, "x")

	def test_a_row_that_is_added_or_removed(self):
		row = m.TargetRow(
			"next_update", AgreedTarget("duration", seconds=7200), "business", ("update_sent",), priority="P1"
		)
		more = replace(INNOVASIA, targets=(row, *INNOVASIA.targets))
		(change,) = changes(more)
		assert (change.what, change.before, change.after, change.kind, change.stricter) == (
			"Target Waktu Kabar Berikutnya P1",
			None,
			"2 jam kerja",
			ADDED,
			True,
		)
		(change,) = compare(more, INNOVASIA, "en")
		assert (change.what, change.kind, change.stricter) == (
			"Target: Time to the next update P1",
			REMOVED,
			False,
		)

	def test_a_removed_row_that_a_wider_one_stands_in_for_is_neither(self):
		wide = m.TargetRow("response", AgreedTarget("duration", seconds=60), "business", ("confirmed",))
		old = replace(INNOVASIA, targets=(wide, *INNOVASIA.targets))
		(change,) = compare(old, replace(old, targets=(wide, *INNOVASIA.targets[1:])), "id")
		assert (change.kind, change.stricter) == (REMOVED, None)


class TestOtherFields:
	def test_head_and_calendar(self):
		week = m.Week(days=(("mon", (("08:00", "17:00"),)),))
		new = replace(
			INNOVASIA,
			agreement=replace(INNOVASIA.agreement, version="2.0", effective_to=date(2027, 12, 31)),
			calendars=(replace(INNOVASIA.calendars[0], week=week), INNOVASIA.calendars[1]),
		)
		assert [(change.what, change.before, change.after) for change in changes(new)] == [
			("Versi", "1.0", "2.0"),
			("Berlaku sampai", None, "31 Desember 2027"),
			("Kalender business: jam buka", "Senin–Jumat 09.00–17.00", "Senin 08.00–17.00"),
		]

	@pytest.mark.parametrize(
		("given", "stricter"),
		[
			({"target_percent": Decimal("99.9")}, True),
			({"target_percent": Decimal(90)}, False),
			({"exclusions": INNOVASIA.availability.exclusions[1:]}, True),
			({"formula": "reduced_period"}, True),
		],
	)
	def test_availability(self, given, stricter):
		(change,) = changes(replace(INNOVASIA, availability=replace(INNOVASIA.availability, **given)))
		assert change.stricter is stricter
		assert change.section == "Ketersediaan"

	def test_fewer_holidays_are_more_for_the_partner(self):
		open_all_year = replace(INNOVASIA.calendars[0], holidays=())
		(change,) = changes(replace(INNOVASIA, calendars=(open_all_year, INNOVASIA.calendars[1])))
		assert (change.before, change.after, change.stricter) == ("Libur Nasional", None, True)

	def test_a_reworded_duty_is_changed_another_one_is_not(self):
		duties = list(INNOVASIA.terms.provider_duties)
		duties[0] = m.Label(duties[0].id + " yang disepakati", duties[0].en)
		duties[3] = m.Label("Zzz", "Qqq")
		reworded, added, removed = changes(with_terms(provider_duties=tuple(duties)))
		assert (reworded.kind, added.kind, removed.kind) == (CHANGED, ADDED, REMOVED)
		assert reworded.after.endswith("yang disepakati")

	def test_a_change_of_the_other_language_is_told_too(self):
		label = INNOVASIA.terms.summary
		(change,) = changes(with_terms(summary=m.Label(label.id, "Other words.")))
		assert (change.before, change.after) == (
			f"Bahasa Inggris: {label.en}",
			"Bahasa Inggris: Other words.",
		)

	def test_matrix_cells_are_told_by_row_and_column(self):
		hai = SAMPLES["hai_djpb"]
		cells = (("P1", "P1", "P4"), *hai.matrix.cells[1:])
		(change,) = compare(hai, replace(hai, matrix=replace(hai.matrix, cells=cells)), "id")
		assert (change.what, change.before, change.after) == ("Matriks prioritas: H × M", "P2", "P1")

	def test_a_service_that_moves_says_where(self):
		hai = SAMPLES["hai_djpb"]
		first, second, *others = hai.services
		moved = (
			replace(first, children=first.children[:-1]),
			replace(second, children=(first.children[-1], *second.children)),
			*others,
		)
		found = compare(hai, replace(hai, services=moved), "id")
		assert next((change.what, change.before, change.after) for change in found) == (
			"Layanan BCSM.01.04: di bawah layanan",
			"BCSM.01",
			"BCSM.02",
		)

	def test_escalation(self):
		tiers = (INNOVASIA.tiers[0], replace(INNOVASIA.tiers[1], triggers=INNOVASIA.tiers[1].triggers[1:]))
		found = changes(replace(INNOVASIA, tiers=tiers))
		assert [(change.what, change.kind) for change in found] == [
			("Eskalasi tingkat 2: pemicu", REMOVED),
			("Eskalasi tingkat 3", REMOVED),
		]
		assert found[0].before == "50% dari Waktu Penyelesaian telah terpakai"

	@pytest.mark.parametrize(
		("given", "after", "stricter"),
		[
			({"within": AgreedTarget("duration", seconds=7200)}, "2 jam (24x7)", True),
			({"within": AgreedTarget("duration", seconds=28800)}, "8 jam (24x7)", False),
			({"calendar": "business"}, "4 jam kerja", False),
			({"within": AgreedTarget("duration", seconds=7200), "calendar": "business"}, "2 jam kerja", None),
			({"within": None, "calendar": None}, "", False),
		],
	)
	def test_what_a_tier_owes_says_whether_the_partner_gets_more(self, given, after, stricter):
		contact, plan = INNOVASIA.tiers[1].duties
		tiers = list(INNOVASIA.tiers)
		tiers[1] = replace(tiers[1], duties=(contact, replace(plan, **given)))
		(change,) = changes(replace(INNOVASIA, tiers=tuple(tiers)))
		said = "Rencana aksi formal secara tertulis"
		assert change == Change(
			"Tingkat eskalasi",
			f"Eskalasi tingkat 2, kewajiban {said}",
			f"{said}: dalam 4 jam (24x7)",
			f"{said}: dalam {after}" if after else said,
			CHANGED,
			stricter,
		)

	def test_a_duty_that_goes_is_less_for_the_partner_and_how_people_are_told_is_neither(self):
		tiers = list(INNOVASIA.tiers)
		tiers[1] = replace(tiers[1], duties=tiers[1].duties[:1], hours=None, wakes_for=())
		found = changes(replace(INNOVASIA, tiers=tuple(tiers)), language="en")
		assert [(change.what, change.before, change.after, change.stricter) for change in found] == [
			("Escalation level 2: told within", "business", None, None),
			("Escalation level 2: at any hour for priorities", "P1", None, None),
			(
				"Escalation level 2, duty Formal action plan in writing",
				"Formal action plan in writing: within 4 hours (24x7)",
				None,
				False,
			),
		]

	def test_sections_are_in_the_readers_language(self):
		found = compare(INNOVASIA, SAMPLES["benemica"], "en")
		assert {change.section for change in found} <= {
			*(
				"Head of the agreement",
				"Calendars",
				"Priorities",
				"Channels",
				"Services",
				"Required information",
			),
			*("Out of scope", "Target times", "Levels of escalation", "Availability", "Terms", "Scope"),
			*("Outline of the document", "Service credits"),
		}

	def test_a_summary_tells_all_of_an_entry(self):
		channel = SAMPLES["benemica"].channel("on_site")
		said = Side(SAMPLES["benemica"], "id").summary(channel)
		assert "jenis: Di tempat" in said
		assert "diajukan sebelumnya (hari): 3" in said


def mutate(value, chance: random.Random):
	"""The file with one field, at any depth, changed to something else."""
	path = chance.choice(list(places(value)))
	return put(value, path, chance)


def places(value, path: tuple = ()) -> Iterator[tuple]:
	"""The way to every field that can be changed."""
	if isinstance(value, tuple):
		for number, entry in enumerate(value):
			if entry not in m.WEEKDAYS:
				yield from places(entry, (*path, number))
		if path and not is_pair(value):
			yield path
	elif is_dataclass(value) and not isinstance(value, AgreedTarget):
		for field in fields(value):
			if field.compare:
				yield from places(getattr(value, field.name), (*path, field.name))
	else:
		yield path


def is_pair(value: tuple) -> bool:
	"""Whether a tuple is no list: a window, or a weekday with its windows."""
	return len(value) == 2 and isinstance(value[0], str) and (":" in value[0] or value[0] in m.WEEKDAYS)


def put(value, path: tuple, chance: random.Random):
	if not path:
		return other(value, chance)
	step, *rest = path
	if isinstance(step, int):
		return (*value[:step], put(value[step], tuple(rest), chance), *value[step + 1 :])
	return replace(value, **{step: put(getattr(value, step), tuple(rest), chance)})


def other(value, chance: random.Random):
	"""Another value of the same kind; a list loses an entry or is turned round."""
	if isinstance(value, tuple):
		return value[1:] if chance.random() < 0.5 else value[::-1]
	if isinstance(value, bool):
		return not value
	if isinstance(value, AgreedTarget):
		return AgreedTarget("days", days=(value.days or 0) + 1)
	if isinstance(value, int | Decimal):
		return value + 1
	if isinstance(value, date):
		return date(2031, 1, 1)
	if value is None:
		return None
	return "09:30" if ":" in value and len(value) == 5 else f"{value}x"
