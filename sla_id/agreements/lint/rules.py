"""The register: every rule with its code, severity and the contradiction of the requirements it belongs to.

The one place where a rule gets its name. Its docstring says what it looks for and where that comes from; docs/lint.md
is made of both (`python -m sla_id.agreements.lint --rules`). The order is the order of findings of one severity.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sla_id.agreements.lint import (
	calendars,
	catalogue,
	channels,
	clocks,
	escalation,
	languages,
	matrix,
	source,
	targets,
	terms,
	tiers,
)
from sla_id.agreements.lint.finding import ERROR, NOTE, WARNING, Found
from sla_id.agreements.lint.subject import Subject

Find = Callable[[Subject], Iterator[Found]]


@dataclass(frozen=True, slots=True)
class Rule:
	"""A rule with its metadata. `reading` are the contradictions it may show, the usual one first."""

	severity: str
	find: Find
	reading: tuple[str, ...] = ()

	@property
	def code(self) -> str:
		"""The stable name: the function's, in kebab case."""
		return self.find.__name__.replace("_", "-")

	@property
	def subject(self) -> str:
		"""The file it stands in."""
		return self.find.__module__.rpartition(".")[2]

	@property
	def looks_for(self) -> str:
		"""The first line of its docstring."""
		return (self.find.__doc__ or "").splitlines()[0]


RULES: tuple[Rule, ...] = (
	Rule(ERROR, matrix.matrix_hole),
	Rule(ERROR, channels.no_official_channel, ("X5",)),
	# Targets
	Rule(WARNING, targets.response_after_resolution),
	Rule(WARNING, targets.workaround_after_permanent_fix),
	Rule(WARNING, targets.less_urgent_stricter),
	Rule(WARNING, targets.priority_without_target),
	Rule(WARNING, targets.clocks_on_two_calendars, ("X1",)),
	Rule(NOTE, targets.hours_calendar_unsaid, ("X1", "X22")),
	Rule(NOTE, targets.target_next_release, ("X4",)),
	Rule(NOTE, targets.target_open_ended, ("X14",)),
	Rule(NOTE, targets.target_none, ("X16",)),
	Rule(NOTE, targets.target_by_estimate),
	Rule(NOTE, targets.target_assumed, ("X13", "X23")),
	# Clocks
	Rule(WARNING, clocks.no_response_target),
	Rule(WARNING, clocks.no_solution_target),
	Rule(WARNING, clocks.permanent_fix_untracked, ("X3",)),
	Rule(NOTE, clocks.workaround_ends_resolution, ("X3",)),
	Rule(NOTE, clocks.response_equals_fulfilment, ("X12",)),
	Rule(NOTE, clocks.service_and_priority, ("X11",)),
	Rule(WARNING, clocks.first_line_without_stage),
	Rule(WARNING, clocks.first_line_without_end),
	# Priorities and matrix
	Rule(WARNING, matrix.matrix_inverted, ("X15",)),
	Rule(NOTE, matrix.matrix_jump, ("X15",)),
	Rule(NOTE, matrix.matrix_asymmetric, ("X15",)),
	Rule(WARNING, matrix.priority_not_in_matrix, ("X15",)),
	Rule(NOTE, matrix.priority_names_repeat, ("X15",)),
	Rule(WARNING, matrix.priority_without_description),
	Rule(NOTE, matrix.host_priority_shared),
	# Calendars
	Rule(WARNING, calendars.day_length_differs, ("X9",)),
	Rule(NOTE, calendars.no_break_stated, ("X9", "X10")),
	Rule(NOTE, calendars.hours_cite_regulation, ("X10",)),
	Rule(NOTE, calendars.joint_leave_counts, ("X8",)),
	Rule(NOTE, calendars.joint_leave_missing, ("X8",)),
	Rule(NOTE, calendars.joint_leave_optional, ("X8",)),
	Rule(WARNING, calendars.no_holidays, ("X8",)),
	Rule(NOTE, calendars.holidays_unknown),
	Rule(NOTE, calendars.calendar_unused),
	Rule(WARNING, calendars.last_minute_closed),
	Rule(NOTE, calendars.shift_over),
	Rule(NOTE, calendars.out_of_hours_reading, ("X20",)),
	Rule(NOTE, calendars.zone_for_all_partners, ("X26",)),
	Rule(NOTE, calendars.party_in_other_zone, ("X26",)),
	# Channels
	Rule(WARNING, channels.no_channels, ("X5",)),
	Rule(WARNING, channels.personal_number, ("X5",)),
	Rule(NOTE, channels.mobile_number, ("X5",)),
	Rule(NOTE, channels.channel_without_address),
	Rule(WARNING, channels.channel_without_response, ("X13", "X23")),
	Rule(WARNING, channels.support_domain_differs, ("X23",)),
	Rule(NOTE, channels.clock_start_unfed, ("X18",)),
	Rule(NOTE, channels.notice_days_unsaid, ("X24",)),
	Rule(NOTE, channels.confidentiality_unsaid),
	# Catalogue
	Rule(WARNING, catalogue.no_services),
	Rule(WARNING, catalogue.service_without_target),
	Rule(WARNING, catalogue.similar_services, ("X17",)),
	Rule(WARNING, catalogue.service_unofficial_channel),
	Rule(WARNING, catalogue.dependency_without_ola),
	Rule(NOTE, catalogue.supporting_unused),
	Rule(NOTE, catalogue.service_without_owner),
	Rule(WARNING, catalogue.ola_longer_than_sla),
	Rule(NOTE, catalogue.ola_in_customer_agreement, ("X25",)),
	# Escalation
	Rule(NOTE, escalation.no_escalation),
	Rule(WARNING, escalation.tier_without_trigger),
	Rule(WARNING, escalation.tier_without_role),
	Rule(WARNING, escalation.escalation_after_target, ("X2",)),
	Rule(NOTE, escalation.escalation_at_target_end, ("X2",)),
	Rule(WARNING, escalation.tiers_same_instant, ("X2",)),
	Rule(NOTE, escalation.triggers_same_instant, ("X2",)),
	Rule(WARNING, escalation.tiers_out_of_order),
	Rule(WARNING, escalation.priority_without_escalation),
	Rule(NOTE, escalation.warning_after_escalation),
	# Tiers
	Rule(WARNING, tiers.repeats_without_acknowledgement),
	Rule(WARNING, tiers.acknowledgement_leads_nowhere),
	Rule(WARNING, tiers.tier_hours_never_open),
	Rule(WARNING, tiers.tier_asleep_while_clock_runs),
	Rule(WARNING, tiers.trigger_for_other_partners),
	Rule(NOTE, tiers.partner_cannot_ask),
	Rule(NOTE, tiers.request_never_decided),
	Rule(WARNING, tiers.duty_after_target),
	Rule(NOTE, tiers.duty_assumed),
	# Terms
	Rule(WARNING, terms.review_overdue, ("X19",)),
	Rule(WARNING, terms.review_missing, ("X19",)),
	Rule(WARNING, terms.review_undated, ("X19",)),
	Rule(WARNING, terms.agreement_ended),
	Rule(NOTE, terms.agreement_ends_soon),
	Rule(WARNING, terms.version_history_ends_elsewhere),
	Rule(NOTE, terms.no_version_history),
	Rule(NOTE, terms.no_summary),
	Rule(NOTE, terms.no_success_measure),
	Rule(NOTE, terms.no_goals),
	Rule(NOTE, terms.no_needs),
	Rule(WARNING, terms.no_contact_point),
	Rule(NOTE, terms.contact_without_duty),
	Rule(WARNING, terms.no_consequence, ("X27",)),
	Rule(NOTE, terms.no_credit_numbers, ("X27",)),
	Rule(WARNING, terms.no_termination),
	Rule(WARNING, terms.termination_months_differ),
	Rule(WARNING, terms.multi_level_without_levels),
	Rule(WARNING, terms.no_signatory),
	Rule(NOTE, terms.unsigned),
	Rule(WARNING, terms.no_amendment),
	Rule(NOTE, terms.no_required_facts),
	Rule(WARNING, terms.completeness_without_facts),
	Rule(NOTE, terms.no_scope),
	Rule(NOTE, terms.no_availability),
	Rule(NOTE, terms.availability_without_exclusions, ("X6",)),
	Rule(NOTE, terms.availability_formula, ("X6",)),
	Rule(NOTE, terms.exclusions_and_clocks, ("X7",)),
	Rule(WARNING, terms.exclusion_names_incident, ("X7",)),
	# Languages
	Rule(WARNING, languages.languages_numbers_differ, ("X21",)),
	Rule(WARNING, languages.languages_milestone_differs, ("X21",)),
	Rule(WARNING, languages.digits_and_words_differ, ("X21",)),
	Rule(NOTE, languages.wording_in_one_language, ("X21",)),
	Rule(WARNING, languages.source_languages_differ, ("X21",)),
	# The document's text
	Rule(WARNING, source.source_number_not_in_file),
	Rule(WARNING, source.target_not_in_source),
	Rule(WARNING, source.calendar_against_source, ("X1", "X22")),
	Rule(NOTE, source.trigger_not_in_source, ("X2",)),
	Rule(NOTE, source.request_time_not_in_source),
	Rule(WARNING, source.duty_not_in_source),
	Rule(WARNING, source.percentage_not_in_source),
	Rule(WARNING, source.formula_missing_in_source, ("X6",)),
	Rule(NOTE, source.ola_as_user_promise, ("X25",)),
)

UNSEEN: tuple[tuple[str, str], ...] = (
	(
		"X16, merged cells",
		"A cell that was merged in the document is an ordinary row of the file, and flattened text shows no cells.",
	),
	(
		"X25, without the document",
		"What a document means by OLA shows in its definition alone; from a file only its place can be judged.",
	),
	(
		"X26, where a partner is",
		"A zone is known of places that a party's name tells; otherwise the three zones are shown side by side.",
	),
)
"""The parts of contradictions that no program can see, and why."""
