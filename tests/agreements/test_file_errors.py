"""Wrong agreement files: each problem has its line, column, field, and what to write instead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla_id.agreements.file import AgreementFileError, Problem, dump, parse

GOOD = """\
format: sla_id/agreement@1
agreement:
  code: TEST
  title: Uji
  version: "1.0"
  provider: Penyedia
  effective_from: 2025-01-01
  effective_to: null
  time_zone: Asia/Jakarta
  hours_per_day: 8
calendars:
  business:
    hours:
      mon: [["09:00", "12:00"], ["13:00", "17:00"]]
      tue: [["09:00", "17:00"]]
    holidays: [national]
  always: {hours: 24x7}
default_calendar: business
priorities:
  - {code: P1, rank: 1, label: {id: Kritis, en: Critical}}
  - {code: P2, rank: 2, label: {id: Rendah, en: Low}}
default_priority: P2
matrix:
  urgency: [{code: H, label: High}, {code: L, label: Low}]
  impact: [{code: H, label: High}, {code: L, label: Low}]
  cells:
    H: {H: P1, L: P2}
    L: {H: P2, L: P2}
channels:
  - {code: portal, name: Portal, type: Portal}
services:
  - code: A
    name: Induk
    children:
      - {code: A.1, name: Anak}
targets:
  - {clock: response, priority: P1, target: 1 h, calendar: always}
  - {clock: resolution, priority: P1, target: 8 h, calendar: always}
  - {clock: fulfilment, service: A.1, channel: portal, target: 3 days}
escalation:
  tiers:
    - level: 1
      title: Dukungan
      responsible: Engineer
      triggers:
        - {on: percent, clock: resolution, value: 50}
    - level: 2
      title: Manajer
      responsible: Manager
      triggers:
        - {on: stagnation, after: 6 h}
        - {on: several_partners, value: 2, priorities: [P1], services: [A.1], partners: [MAJU]}
        - on: manual
          reasons: [{code: slow, label: Lambat}]
          asked_by: [partner, agent]
          decide_within: 2 h
          calendar: always
      acknowledge_within: 30 min
      repeat_every: 15 min
      hours: business
      wakes_for: [P1]
      duties:
        - {kind: action_plan, within: 5 h, calendar: always, assumed: true}
        - {kind: other, label: Rapat}
"""


def problems(text: str) -> tuple[Problem, ...]:
	with pytest.raises(AgreementFileError) as caught:
		parse(text, "uji.yaml")
	return caught.value.problems


def changed(before: str, after: str) -> str:
	assert GOOD.count(before) >= 1, before
	return GOOD.replace(before, after, 1)


def line_of(text: str, part: str) -> int:
	return text[: text.index(part)].count("\n") + 1


def test_the_file_these_tests_break_is_good():
	assert parse(GOOD).warnings == ()
	assert parse(dump(parse(GOOD))) == parse(GOOD)


@pytest.mark.parametrize(
	("before", "after", "at", "field", "problem", "advice"),
	[
		# wrong numbers
		("target: 8 h", "target: 8 jm", "8 jm", "targets[1].target", "unknown unit 'jm'", '"8 h"'),
		("target: 8 h", "target: -3 h", "-3 h", "targets[1].target", "negative", '"3 h"'),
		(
			"target: 3 days",
			"target: 3 hari",
			"3 hari",
			"targets[2].target",
			"working or calendar",
			'"3 days"',
		),
		("target: 1 h,", "", "{clock: response", "targets[0].target", "is missing", "give it a value"),
		("hours_per_day: 8", "hours_per_day: 25", "25", "agreement.hours_per_day", "'25'", "write e.g. 8"),
		(
			"value: 50",
			"value: half",
			"half",
			"escalation.tiers[0].triggers[0].value",
			"whole number",
			"write",
		),
		("value: 50", "value: 0", "0}", "escalation.tiers[0].triggers[0].value", "1 to 1000", "write"),
		# times and dates
		(
			'"17:00"',
			'"25:00"',
			'"25:00"',
			"calendars.business.hours.mon[1][1]",
			"not a time of day",
			'"17:00"',
		),
		('"17:00"', '"5 pm"', '"5 pm"', "calendars.business.hours.mon[1][1]", "not a time", '"09:00"'),
		(
			'"13:00"',
			'"11:00"',
			'["11:00"',
			"calendars.business.hours.mon[1]",
			"overlaps 09:00-12:00",
			"11:00",
		),
		(
			'["13:00", "17:00"]',
			'["13:00"]',
			'["13:00"]',
			"calendars.business.hours.mon[1]",
			"1 values",
			"write",
		),
		(
			'["13:00", "17:00"]',
			'["13:00", "13:00"]',
			'["13:00"',
			"calendars.business.hours.mon[1]",
			"empty",
			"24:00",
		),
		(
			"effective_from: 2025-01-01",
			"effective_from: 1/1/2025",
			"1/1/2025",
			"agreement.effective_from",
			"not a date",
			"2025-01-31",
		),
		(
			"effective_to: null",
			"effective_to: 2024-12-31",
			"2024-12-31",
			"agreement.effective_to",
			"before effective_from",
			"null",
		),
		(
			"time_zone: Asia/Jakarta",
			"time_zone: WIB",
			"WIB",
			"agreement.time_zone",
			"not a time zone",
			"Asia/Jakarta (WIB)",
		),
		# references
		(
			"priority: P1, target: 8 h",
			"priority: P9, target: 8 h",
			"P9",
			"targets[1].priority",
			"no priority 'P9'",
			"P1, P2",
		),
		("service: A.1", "service: A.2", "A.2", "targets[2].service", "no service 'A.2'", "'A.1'"),
		(
			"channel: portal",
			"channel: protal",
			"protal",
			"targets[2].channel",
			"no channel",
			"did you mean 'portal'",
		),
		(
			"calendar: always}",
			"calendar: alwais}",
			"alwais",
			"targets[0].calendar",
			"no calendar",
			"'always'",
		),
		(
			"default_calendar: business",
			"default_calendar: office",
			"office",
			"default_calendar",
			"no calendar",
			"business, always",
		),
		("default_priority: P2", "default_priority: X", "X\n", "default_priority", "no priority", "P1, P2"),
		("default_priority: P2\n", "", "format", "default_priority", "is missing", "P1, P2"),
		# the matrix
		("H: {H: P1, L: P2}", "H: {H: P1}", "{H: P1}", "matrix.cells.H.L", "is empty", "P1, P2"),
		(
			"    L: {H: P2, L: P2}\n",
			"",
			"H: {H: P1, L",
			"matrix.cells.L",
			"row of the matrix is missing",
			"each impact",
		),
		("H: {H: P1, L: P2}", "H: {H: P1, L: P7}", "P7", "matrix.cells.H.L", "no priority 'P7'", "P1, P2"),
		(
			"H: {H: P1, L: P2}",
			"H: {H: P1, L: P2, M: P1}",
			"P1}",
			"matrix.cells.H.M",
			"unknown field 'M'",
			"known are H, L",
		),
		# codes
		(
			"code: P2, rank",
			"code: P1, rank",
			"P1, rank: 2",
			"priorities[1].code",
			"'P1' is already used on line 20",
			"its own",
		),
		("rank: 2", "rank: 1", "1, label: {id: Rendah", "priorities[1].rank", "already used", "its own"),
		(
			"code: A.1",
			"code: A",
			"A, name: Anak",
			"services[0].children[0].code",
			"already used on line 32",
			"its own",
		),
		("code: TEST", "code: a b", "a b", "agreement.code", "not a code", "without blanks"),
		(
			"responsible: Engineer\n",
			"responsible: Engineer\n    - level: 1\n      title: x\n      responsible: y\n",
			"1\n      title: x",
			"escalation.tiers[1].level",
			"already used",
			"1, 2, 3",
		),
		# structure
		(
			"title: Uji",
			"titel: Uji",
			"Uji",
			"agreement.titel",
			"unknown field 'titel'",
			"did you mean 'title'",
		),
		(
			"title: Uji",
			"title: Uji\n  code: TWO",
			"code: TWO",
			"agreement.code",
			"appears twice (first on line 3)",
			"keep one",
		),
		("title: Uji", "title: [Uji]", "[Uji]", "agreement.title", "a list stands where", "single value"),
		(
			"holidays: [national]",
			"holidays: national",
			"national",
			"calendars.business.holidays",
			"list is expected",
			"[a, b]",
		),
		(
			"holidays: [national]",
			"holidays: [cuti]",
			"cuti",
			"calendars.business.holidays[0]",
			"not known",
			"cuti_bersama",
		),
		(
			"holidays: [national]",
			"holidays: [regional]",
			"hours:\n      mon",
			"calendars.business.region",
			"is missing",
			"name the region",
		),
		(
			"format: sla_id/agreement@1",
			"format: other",
			"other",
			"format",
			"not a format",
			"sla_id/agreement@1",
		),
		(
			"clock: fulfilment",
			"clock: fullfilment",
			"fullfilment",
			"targets[2].clock",
			"did you mean 'fulfilment'",
			"write one of",
		),
		("type: Portal", "type: Fax", "Fax", "channels[0].type", "not known", "Portal, E-mail"),
		(
			"on: percent",
			"on: without_workaround",
			"resolution, value",
			"escalation.tiers[0].triggers[0].clock",
			"means nothing",
			"percent",
		),
		(
			"provider: Penyedia",
			"provider: Penyedia\n  default: true\n  partner: X",
			"true",
			"agreement.default",
			"default for all",
			"drop",
		),
		(
			"clock: fulfilment, service",
			"clock: ola, service",
			"{clock: ola",
			"targets[2].team",
			"is missing",
			"name the team",
		),
		(
			"clock: fulfilment, service",
			"clock: fulfilment, stage: first_line, service",
			"{clock: fulfilment",
			"targets[2]",
			"first line",
			"first_line: true",
		),
		(
			"clock: resolution, priority",
			"clock: response, priority",
			"{clock: response, priority: P1, target: 8",
			"targets[1]",
			"same thing as the row on line 37",
			"narrow it",
		),
		(
			"title: Uji",
			"title: !!python/name:os.system x",
			"!!python",
			"agreement.title",
			"tag",
			"plain data",
		),
	],
)
def test_a_problem_names_line_field_and_remedy(before, after, at, field, problem, advice):
	text = changed(before, after)
	found = [p for p in problems(text) if p.field == field]
	assert found, problems(text)
	assert problem in found[0].problem
	assert advice in found[0].advice
	if "is missing" not in problem and "is empty" not in problem:
		start = text.index(after.split("\n")[0]) if after else 0
		assert found[0].line >= text[:start].count("\n") + 1
		assert text.splitlines()[found[0].line - 1][found[0].column - 1 :].startswith(at.splitlines()[0])
	assert found[0].line >= 1 and found[0].column >= 1


MANAGER = "escalation.tiers[1]"


@pytest.mark.parametrize(
	("before", "after", "at", "field", "problem", "advice"),
	[
		("after: 6 h", "after: 6 jm", "6 jm", "triggers[0].after", "unknown unit 'jm'", '"6 h"'),
		("after: 6 h", "after: 2 days", "2 days", "triggers[0].after", "counts working days", '"8 h"'),
		("{on: stagnation, after: 6 h}", "{on: stagnation}", "{on", "triggers[0].after", "is missing", "give"),
		("value: 2, ", "value: 1, ", "1, ", "triggers[1].value", "whole number from 2", "write e.g. 2"),
		("value: 2, ", "", "{on: several", "triggers[1].value", "is missing", "from 2"),
		("[P1], services", "[P9], services", "P9", "triggers[1].priorities[0]", "no priority 'P9'", "P1"),
		("[A.1], partners", "[A.2], partners", "A.2", "triggers[1].services[0]", "no service 'A.2'", "'A.1'"),
		("[MAJU]", '["A, B"]', '"A, B"', "triggers[1].partners[0]", "holds a comma", "[MAJU, JAYA]"),
		("[partner, agent]", "[partner, agen]", "agen", "triggers[2].asked_by[1]", "'agent'", "management"),
		("[partner, agent]", "[agent]", "2 h", "triggers[2].decide_within", "no partner may ask", "add partner"),
		("decide_within: 2 h", "decide_within: soon", "soon", "triggers[2].decide_within", "not a target", "write"),
		("          decide_within: 2 h\n", "", "always", "triggers[2].calendar", "without decide_within", "add"),
		(
			"{on: stagnation, after: 6 h}",
			"{on: massive_impact, after: 6 h}",
			"6 h",
			"triggers[0].after",
			"means nothing for `on: massive_impact`",
			"stagnation",
		),
		(
			"{on: stagnation, after: 6 h}",
			"{on: reported, asked_by: [agent]}",
			"[agent]",
			"triggers[0].asked_by",
			"means nothing",
			"use one of manual",
		),
		("acknowledge_within: 30 min", "acknowledge_within: 1 day", "1 day", "acknowledge_within", "days", "8 h"),
		("repeat_every: 15 min", "repeat_every: -1 h", "-1 h", "repeat_every", "negative", '"1 h"'),
		("hours: business\n      wakes", "hours: bisnis\n      wakes", "bisnis", "hours", "no calendar", "business"),
		("      hours: business\n      wakes", "      wakes", "[P1]", "wakes_for", "without hours", "add hours"),
		("wakes_for: [P1]", "wakes_for: [P0]", "P0", "wakes_for[0]", "no priority 'P0'", "P1, P2"),
		("kind: action_plan", "kind: plan", "plan", "duties[0].kind", "'plan' is not known", "action_plan"),
		("within: 5 h", "within: 5 hari", "5 hari", "duties[0].within", "working or calendar", "5 days"),
		("within: 5 h, ", "", "always", "duties[0].calendar", "without within", "add within"),
		("calendar: always, assumed", "calendar: alway, assumed", "alway", "duties[0].calendar", "no calendar", "'always'"),
		("{kind: other, label: Rapat}", "{kind: other}", "{kind: other", "duties[1].label", "is missing", "write"),
		("{kind: other, label: Rapat}", "{kind: other, lable: x}", "x}", "duties[1].lable", "unknown", "'label'"),
	],
)  # fmt: skip
def test_a_problem_of_a_tier_names_line_field_and_remedy(before, after, at, field, problem, advice):
	text = changed(before, after)
	found = [p for p in problems(text) if p.field == f"{MANAGER}.{field}"]
	assert len(found) == 1, problems(text)
	assert problem in found[0].problem
	assert advice in found[0].advice
	assert text.splitlines()[found[0].line - 1][found[0].column - 1 :].startswith(at.strip())


def test_all_problems_are_found_in_one_pass():
	text = (
		GOOD.replace("8 h", "8 jm")
		.replace("Asia/Jakarta", "Mars")
		.replace("25-01-01", "25-13-01")
		.replace("type: Portal", "type: Fax")
		.replace("title: Uji", "titel: Uji")
	)
	found = problems(text)
	assert [p.field for p in found] == [
		"agreement.title",
		"agreement.titel",
		"agreement.effective_from",
		"agreement.time_zone",
		"channels[0].type",
		"targets[1].target",
	]
	assert list(found) == sorted(found)


def test_the_message_lists_file_line_field_and_advice():
	with pytest.raises(AgreementFileError) as caught:
		parse(changed("target: 8 h", "target: 8 jm"), "uji.yaml")
	assert str(caught.value) == (
		"uji.yaml: 1 problem\n"
		"  line 38, column 47, targets[1].target: '8 jm' has the unknown unit 'jm'; "
		'write min, h or days, e.g. "8 h" or "8 days"'
	)


@pytest.mark.parametrize("end", ["23:59", "23.59"])
def test_a_day_that_ends_at_its_last_minute_is_a_warning(end):
	"""24x7 typed as 00:00 to 23:59 loses a minute a night: it can be read, and says what to write."""
	text = GOOD.replace('"17:00"', f'"{end}"')
	assert text != GOOD
	(warning, *_) = parse(text).warnings
	assert "loses the last minute of the day" in warning.problem
	assert '"24:00"' in warning.advice
	assert parse(GOOD.replace('"17:00"', '"24:00"')).warnings == ()


def test_response_after_resolution_is_a_warning():
	warnings = parse(changed("target: 1 h", "target: 9 h")).warnings
	assert [(w.line, w.field) for w in warnings] == [(37, "targets[0]")]
	assert "response (9 h) may come later than the resolution (8 h)" in warnings[0].problem


def test_a_tier_without_a_trigger_is_a_warning():
	text = GOOD[: GOOD.index("      triggers:")]
	assert "nothing brings in level 1" in parse(text).warnings[0].problem


def test_a_tier_that_comes_in_when_nobody_acknowledges_needs_no_trigger():
	last = "    - {level: 3, title: Direksi, responsible: Director}\n"
	assert parse(GOOD + last).warnings == ()
	(warning,) = parse(changed("      acknowledge_within: 30 min\n", "") + last).warnings
	assert (warning.field, "nothing brings in level 3" in warning.problem) == (
		"escalation.tiers[2].triggers",
		True,
	)


@pytest.mark.parametrize(
	("text", "problem"),
	[
		("", "empty"),
		("- a\n- b\n", "list stands where fields"),
		("just words", "single value stands where fields"),
		("a: [1, 2", "isn't valid YAML"),
		("a: 'x\n", "isn't valid YAML"),
		("a: 1\n---\nb: 2\n", "isn't valid YAML"),
		("a: &x [1]\nb: *x\n", "alias"),
		("[" * 100 + "]" * 100, "nested deeper"),
		("a: \x00", "character"),
		("a: 1\n\tb: 2\n", "isn't valid YAML"),
		("x" * 1_000_001, "more than 1,000,000"),
		("? [a]\n: b\n", "name of a field is a list"),
	],
)
def test_what_is_not_an_agreement_at_all(text, problem):
	assert any(problem in found.problem for found in problems(text))


def test_yaml_values_are_taken_as_written():
	text = changed('version: "1.0"', "version: 1.0").replace('"09:00", "12:00"', "09:00, 12:00")
	assert parse(text) == parse(GOOD)


def test_indonesian_times_and_targets_are_understood():
	text = changed('"09:00", "12:00"', '"09.00", "12.00"').replace("8 h", "8 jam kerja")
	assert parse(text.replace("3 days", "3 hari kerja")) == parse(GOOD)


def test_shifts_and_breaks_are_checked():
	extra = """\
    shifts:
      - {from: 2026-02-19, to: 2026-03-20, hours: {mon: [["08:00", "15:00"]]}, name: Ramadan}
      - {from: 2026-03-01, to: 2026-02-01, hours: 24x7}
      - {from: 2026-03-20, to: 2026-03-25, hours: 24x8}
    breaks:
      - {date: 2026-02-20, windows: [["11:30", "13:15"]]}
      - {date: 2026-02-21}
"""
	found = problems(GOOD.replace("    holidays: [national]\n", "    holidays: [national]\n" + extra))
	assert [(p.field, p.line) for p in found] == [
		("calendars.business.shifts[1].to", 19),
		("calendars.business.shifts[2]", 20),
		("calendars.business.shifts[2].hours", 20),
		("calendars.business.breaks[1].windows", 23),
	]


@given(st.integers(0, len(GOOD) - 1), st.sampled_from(list(":{}[]'\"#-\n\t &*!|>%@`xX0,")))
def test_any_single_slip_gives_a_file_or_a_domain_error(position, character):
	for text in (GOOD[:position] + character + GOOD[position + 1 :], GOOD[:position] + GOOD[position + 1 :]):
		try:
			file = parse(text)
		except AgreementFileError as error:
			assert error.problems
			assert all(p.line >= 1 and p.problem and p.advice for p in error.problems)
		else:
			assert parse(dump(file)) == file


@given(st.text(max_size=60))
def test_any_text_gives_a_file_or_a_domain_error(text):
	with pytest.raises(AgreementFileError):
		parse(text)


def _many(line: str, count: int) -> str:
	return GOOD + "".join(line.format(number=number) + "\n" for number in range(count))


@pytest.mark.parametrize(
	"text",
	[
		_many("unknown_{number}: 1", 80_000),
		_many("unknown_{number}: {{a: [1, 2, {{b: 3}}]}}", 20_000),
		_many("format: sla_id/agreement@1", 20_000),
		GOOD + "\n".join(f"{'x' * 9000}{number}: 1" for number in range(100)) + "\n",
		GOOD.replace("effective_to: null", "effective_to: " + "9" * 500_000),
		GOOD.replace(
			"agreement:\n", "agreement:\n" + "".join(f"  f{number}: 1\n" for number in range(50_000))
		),
	],
	ids=["unknown", "nested", "doubled", "long names", "a long value", "inside"],
)
def test_after_a_hundred_problems_reading_stops(text: str) -> None:
	"""80,000 unknown fields were answered with 82 MB."""
	with pytest.raises(AgreementFileError) as caught:
		parse(text, "besar.yaml")
	said = caught.value.problems
	assert 1 <= len(said) <= 101
	assert len(str(caught.value)) < 300_000
	if len(said) > 1:
		assert said[-1].problem == "there are more than 100 problems"
		assert "100 problems and more" in str(caught.value)
