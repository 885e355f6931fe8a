# Written from the DocTypes by `python -m tests.record_types`. A text, date or link that may be empty is None there; numbers
# never are. What is read of an SLA Ticket stands in ticket_record.py.

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Protocol, Self

class StoredRow(Protocol):
	"""A row of the database, or of a table in a document: its fields by name."""

	name: str
	idx: int
	docstatus: int
	creation: datetime
	modified: datetime
	owner: str
	modified_by: str

	def get(self, field: str, default: Any = None, /) -> Any:
		"""A field by its name."""

	def update(self, values: Mapping[str, Any], /) -> Any:
		"""Set several fields; writes nothing."""


class StoredRecord(StoredRow, Protocol):
	"""A document of Frappe's, saved or not."""

	doctype: str
	flags: Any
	meta: Any

	def set(self, field: str, value: Any, /) -> None:
		"""Set a field or a table; writes nothing."""

	def append(self, table: str, row: Any = None, /) -> Any:
		"""Add a row to a table; writes nothing."""

	def insert(self, *, ignore_permissions: bool = False) -> Self:
		"""Write it as a new document."""

	def save(self, *, ignore_permissions: bool = False) -> Self:
		"""Write it: validated, and with hooks."""

	def submit(self) -> Self:
		"""Submit it."""

	def reload(self) -> Self:
		"""Read it again."""

	def db_set(self, field: str | Mapping[str, Any], value: Any = None, /, *, update_modified: bool = True) -> None:
		"""Write fields past validation and hooks."""

	def get_password(self, field: str, /, raise_exception: bool = True) -> str | None:
		"""A secret of it, in plain text."""

	def has_value_changed(self, field: str, /) -> bool:
		"""Whether a field differs from what was stored before this save."""

	def is_new(self) -> bool:
		"""Whether it has no row in the database yet."""

	def get_doc_before_save(self) -> Any:
		"""The document as it was, while it is saved; None of a new one."""

	def get_all_children(self) -> list[Any]:
		"""The rows of all its tables."""

	def as_dict(self, *, no_nulls: bool = False) -> Any:
		"""Its fields."""

	def add_comment(self, kind: str, text: str, /) -> Any:
		"""Add a comment to its timeline."""

	def check_permission(self, kind: str = "read", /) -> None:
		"""Throws PermissionError where the user lacks it."""

	def has_permission(self, kind: str = "read", /) -> bool:
		"""Whether the user has it."""

	def notify_update(self) -> None:
		"""Tell open forms that it has changed."""


class HostDocument(StoredRecord, Protocol):
	"""A host's ticket: what HD Ticket and Issue have in common. Other fields are read with `get`."""

	subject: str
	status: str
	customer: str


class AttachedFile(StoredRecord, Protocol):
	"""Frappe's File on a ticket."""

	attached_to_doctype: str
	attached_to_name: str


class AssignedTask(StoredRecord, Protocol):
	"""Frappe's ToDo on a ticket."""

	reference_type: str
	reference_name: str


class CommunicationRecord(StoredRecord, Protocol):
	"""Frappe's Communication on a ticket, as a document or a row."""

	reference_doctype: str
	reference_name: str
	subject: str | None
	content: str | None
	sender: str | None
	recipients: str | None
	cc: str | None
	bcc: str | None
	user: str | None
	communication_type: str
	communication_medium: str | None
	communication_date: datetime | None
	sent_or_received: str
	delivery_status: str | None
	message_id: str | None
	in_reply_to: str | None
	uid: int | None
	email_account: str | None


class TableRow(StoredRow, Protocol):
	"""A row of a table in a document."""

	doctype: str
	parent: str
	parenttype: str
	parentfield: str
	meta: Any

	def set(self, field: str, value: Any, /) -> None:
		"""Set a field; writes nothing."""

	def as_dict(self, *, no_nulls: bool = False) -> Any:
		"""Its fields."""


class ActionPlanRevisionRow(TableRow, Protocol):
	"""A row of SLA Action Plan Revision."""

	revision: int
	sent_utc: datetime | None
	sent_by: str | None
	sent_to: str | None
	content_text: str | None
	content: str | None
	sha: str | None


class ActionStepRow(TableRow, Protocol):
	"""A row of SLA Action Step."""

	step: str
	owner_name: str | None
	owner_user: str | None
	due: datetime | None
	status: str
	done_on: datetime | None


class AgreementCalendarRow(TableRow, Protocol):
	"""A row of SLA Agreement Calendar."""

	code: str
	calendar: str


class AgreementCategoryRow(TableRow, Protocol):
	"""A row of SLA Agreement Category."""

	channel: str
	code: str
	label: str
	label_en: str | None
	required: str | None
	optional: str | None


class AgreementChannelRow(TableRow, Protocol):
	"""A row of SLA Agreement Channel."""

	channel: str
	label: str | None
	label_en: str | None
	channel_type: str | None
	official: int
	clock_starts: str
	address: str | None
	personal_number: int
	confidential: str | None
	notice_days: int
	notice_in: str
	note: str | None


class AgreementClauseRow(TableRow, Protocol):
	"""A row of SLA Agreement Clause."""

	section: str
	label: str
	label_en: str | None


class AgreementComponentRow(TableRow, Protocol):
	"""A row of SLA Agreement Component."""

	guarantee_row: int
	code: str
	label: str | None
	label_en: str | None
	weight: float


class AgreementContactRow(TableRow, Protocol):
	"""A row of SLA Agreement Contact."""

	party: str
	label: str
	label_en: str | None
	full_name: str | None
	email: str | None
	phone: str | None
	description: str | None
	description_en: str | None


class AgreementCoveredServiceRow(TableRow, Protocol):
	"""A row of SLA Agreement Covered Service."""

	service: str


class AgreementCreditStepRow(TableRow, Protocol):
	"""A row of SLA Agreement Credit Step."""

	below: float
	percent: float


class AgreementGuaranteeRow(TableRow, Protocol):
	"""A row of SLA Agreement Guarantee."""

	services: str
	target_percent: float
	calendar: str | None
	minimum: str | None
	components: str | None


class AgreementPartyRow(TableRow, Protocol):
	"""A row of SLA Agreement Party."""

	party: str
	label: str
	label_en: str | None
	description: str | None
	description_en: str | None


class AgreementPriorityRow(TableRow, Protocol):
	"""A row of SLA Agreement Priority."""

	priority: str
	rank: int
	label: str | None
	label_en: str | None
	host_priority: str | None
	description: str | None
	description_en: str | None
	examples: str | None
	examples_en: str | None
	is_default: int


class AgreementRevisionRow(TableRow, Protocol):
	"""A row of SLA Agreement Revision."""

	revision: str
	revision_date: date | None
	description: str | None


class AgreementSectionRow(TableRow, Protocol):
	"""A row of SLA Agreement Section."""

	number: str
	label: str
	label_en: str | None
	shows: str | None
	description: str | None
	description_en: str | None


class AgreementServiceRow(TableRow, Protocol):
	"""A row of SLA Agreement Service."""

	service: str
	label: str
	label_en: str | None
	kind: str
	parent_code: str | None
	supporting: int
	owner_title: str | None
	documents: str | None
	documents_en: str | None
	channels: str | None
	depends_on: str | None
	note: str | None


class AgreementSignatoryRow(TableRow, Protocol):
	"""A row of SLA Agreement Signatory."""

	party: str
	label: str
	label_en: str | None
	full_name: str | None
	email: str | None
	signed_on: date | None


class AgreementTargetRow(TableRow, Protocol):
	"""A row of SLA Agreement Target."""

	clock: str
	priority: str | None
	service: str | None
	channel: str | None
	kind: str | None
	stage: str | None
	team: str | None
	target: str
	calendar: str | None
	met_by: str | None
	met_when: str
	starts_on: str | None
	assumed: int
	source: str | None
	note: str | None


class BreachCauseRow(TableRow, Protocol):
	"""A row of SLA Breach Cause."""

	code: str
	label: str | None
	label_en: str | None
	description: str | None
	description_en: str | None


class CalendarBreakRow(TableRow, Protocol):
	"""A row of SLA Calendar Break."""

	break_date: date
	start_time: str
	end_time: str
	reason: str | None


class CalendarShiftRow(TableRow, Protocol):
	"""A row of SLA Calendar Shift."""

	shift_name: str
	from_date: date
	to_date: date
	day: str
	start_time: str | None
	end_time: str | None


class CalendarWindowRow(TableRow, Protocol):
	"""A row of SLA Calendar Window."""

	day: str
	start_time: str
	end_time: str


class CallDecisionRow(TableRow, Protocol):
	"""A row of SLA Call Decision."""

	decision: str
	owner_name: str | None
	due: date | None
	status: str


class CallParticipantRow(TableRow, Protocol):
	"""A row of SLA Call Participant."""

	user: str | None
	email: str | None
	full_name: str | None
	party: str
	attended: int


class CreditNoteLineRow(TableRow, Protocol):
	"""A row of SLA Credit Note Line."""

	label: str | None
	agreement: str | None
	line_key: str | None
	before_cap: float
	amount: float
	currency: str | None


class EscalationDutyRow(TableRow, Protocol):
	"""A row of SLA Escalation Duty."""

	level: int
	kind: str
	label: str | None
	label_en: str | None
	within: str | None
	calendar: str | None
	assumed: int


class EscalationReasonRow(TableRow, Protocol):
	"""A row of SLA Escalation Reason."""

	level: int
	trigger_row: int
	code: str
	label: str | None
	label_en: str | None
	description: str | None
	description_en: str | None


class EscalationTaskRow(TableRow, Protocol):
	"""A row of SLA Escalation Task."""

	kind: str
	label: str | None
	label_en: str | None
	due_text: str | None
	due_utc: datetime | None
	done_utc: datetime | None
	done_by: str | None
	late_seconds: str | None
	note: str | None
	reference_doctype: str | None
	reference_name: str | None


class EscalationTellingRow(TableRow, Protocol):
	"""A row of SLA Escalation Telling."""

	user: str | None
	channel: str | None
	told: int
	why_not: str | None
	last_utc: datetime | None
	number: int


class EscalationTierRow(TableRow, Protocol):
	"""A row of SLA Escalation Tier."""

	level: int
	tier_title: str | None
	tier_title_en: str | None
	responsible: str | None
	role: str | None
	user: str | None
	schedule: str | None
	tell_by: str | None
	acknowledge_within: str | None
	repeat_every: str | None
	hours: str | None
	wakes_for: str | None
	protocol: str | None
	protocol_en: str | None


class EscalationTriggerRow(TableRow, Protocol):
	"""A row of SLA Escalation Trigger."""

	level: int
	trigger_on: str
	clock: str | None
	value: str | None
	calendar: str | None
	priorities: str | None
	services: str | None
	partners: str | None
	asked_by: str | None
	decide_within: str | None
	note: str | None


class ExclusionEvidenceRow(TableRow, Protocol):
	"""A row of SLA Exclusion Evidence."""

	file: str
	file_name: str | None
	content_hash: str | None
	added_by: str | None
	added_utc: datetime | None


class ExclusionOutageRow(TableRow, Protocol):
	"""A row of SLA Exclusion Outage."""

	outage: str


class ExclusionServiceRow(TableRow, Protocol):
	"""A row of SLA Exclusion Service."""

	service: str
	component: str | None


class ExclusionSpanRow(TableRow, Protocol):
	"""A row of SLA Exclusion Span."""

	start_utc: datetime
	end_utc: datetime


class HolidayRow(TableRow, Protocol):
	"""A row of SLA Holiday."""

	holiday_date: date
	holiday_name: str
	holiday_name_en: str | None
	holiday_class: str
	region: str | None
	decree: str | None
	basis: str
	origin: str
	note: str | None


class HolidayDecreeRow(TableRow, Protocol):
	"""A row of SLA Holiday Decree."""

	decree_number: str
	decree_date: date | None
	decree_title: str | None
	amends: str | None


class MaintenanceAnnouncementRow(TableRow, Protocol):
	"""A row of SLA Maintenance Announcement."""

	partner: str
	agreement: str | None
	kind: str
	written_utc: datetime | None
	told_utc: datetime | None
	in_time: int
	latest_utc: datetime | None
	why_not_told: str | None
	touched_services: str | None
	recipients: str | None
	sequence: int
	planned_start_utc: datetime | None
	planned_end_utc: datetime | None
	told_key: str | None


class MaintenancePartnerRow(TableRow, Protocol):
	"""A row of SLA Maintenance Partner."""

	partner: str


class MaintenanceServiceRow(TableRow, Protocol):
	"""A row of SLA Maintenance Service."""

	service: str
	component: str | None


class MajorIncidentTicketRow(TableRow, Protocol):
	"""A row of SLA Major Incident Ticket."""

	sla_ticket: str
	partner: str | None
	subject: str | None
	added_utc: datetime | None
	removed: int
	told: int


class ManagementStepRow(TableRow, Protocol):
	"""A row of SLA Management Step."""

	step: int
	action: str | None
	owner_title: str | None
	step_owner: str | None
	due_on: date | None
	state: str
	round: int
	done_on: datetime | None
	done_by: str | None
	finding: str | None
	details: str | None


class MatrixCellRow(TableRow, Protocol):
	"""A row of SLA Matrix Cell."""

	urgency: str
	impact: str
	priority: str


class MatrixLevelRow(TableRow, Protocol):
	"""A row of SLA Matrix Level."""

	axis: str
	code: str
	label: str | None
	label_en: str | None
	rank: int
	description: str | None
	description_en: str | None


class OnCallMemberRow(TableRow, Protocol):
	"""A row of SLA On-call Member."""

	user: str


class OnCallOverrideRow(TableRow, Protocol):
	"""A row of SLA On-call Override."""

	user: str
	from_time: datetime
	to_time: datetime
	note: str | None


class OutagePartnerRow(TableRow, Protocol):
	"""A row of SLA Outage Partner."""

	partner: str


class OutageServiceRow(TableRow, Protocol):
	"""A row of SLA Outage Service."""

	service: str
	component: str | None


class OutageTicketRow(TableRow, Protocol):
	"""A row of SLA Outage Ticket."""

	ticket_doctype: str
	ticket: str


class PartnerContactRow(TableRow, Protocol):
	"""A row of SLA Partner Contact."""

	user: str | None
	email: str | None
	contact_role: str
	contact: str | None
	job_title: str | None


class PartnerLinkRow(TableRow, Protocol):
	"""A row of SLA Partner Link."""

	link_doctype: str
	link_name: str


class PauseReasonRow(TableRow, Protocol):
	"""A row of SLA Pause Reason."""

	code: str
	label: str | None
	label_en: str | None
	evidence: int
	approval: int
	longest: str | None
	calendar: str | None
	description: str | None
	description_en: str | None


class RequiredFactRow(TableRow, Protocol):
	"""A row of SLA Required Fact."""

	code: str
	label: str | None
	label_en: str | None
	required: int
	description: str | None
	description_en: str | None


class ScopeExclusionRow(TableRow, Protocol):
	"""A row of SLA Scope Exclusion."""

	code: str
	label: str | None
	label_en: str | None
	description: str | None
	description_en: str | None


class ServiceChannelRow(TableRow, Protocol):
	"""A row of SLA Service Channel."""

	channel: str


class ServiceDependencyRow(TableRow, Protocol):
	"""A row of SLA Service Dependency."""

	supporting_service: str
	note: str | None


class StatementLineRow(TableRow, Protocol):
	"""A row of SLA Statement Line."""

	kind: str
	label: str | None
	agreement: str | None
	line_key: str | None
	target_percent: str | None
	availability: str | None
	met: str | None
	counted_seconds: str | None
	amount: str | None
	answer: str | None
	answer_reason: str | None
	answered_by: str | None
	answered_utc: datetime | None
	reply: str | None
	replied_by: str | None
	replied_utc: datetime | None


class StatusRuleRow(TableRow, Protocol):
	"""A row of SLA Status Rule."""

	host: str
	status: str
	effect: str


class ActionPlanRecord(StoredRecord, Protocol):
	"""SLA Action Plan, a document."""

	title: str
	sla_ticket: str
	escalation: str | None
	partner: str | None
	status: str
	revision: int
	next_update_on: datetime | None
	situation: str | None
	goal: str | None
	steps: list[ActionStepRow]
	sent_utc: datetime | None
	sent_by: str | None
	sent_to: str | None
	revisions: list[ActionPlanRevisionRow]


class AgreementRecord(StoredRecord, Protocol):
	"""SLA Agreement, a document."""

	agreement_code: str
	version: str
	agreement_number: str | None
	title: str
	title_en: str | None
	agreement_type: str
	status: str
	partner: str | None
	partner_group: str | None
	is_default: int
	provider: str
	based_on: str | None
	level: str | None
	level_service: str | None
	effective_from: date
	effective_to: date | None
	announced_on: date | None
	language: str
	ended_on: date | None
	end_reason: str | None
	amended_from: str | None
	content_hash: str | None
	signed_text: str | None
	proposed_on: datetime | None
	default_calendar: str | None
	working_day: str | None
	hours_per_day: float
	at_risk_percent: float
	service_or_priority: str | None
	requests_use: str | None
	first_line: int
	targets: list[AgreementTargetRow]
	calendars: list[AgreementCalendarRow]
	matrix: str | None
	priorities: list[AgreementPriorityRow]
	services: list[AgreementServiceRow]
	channels: list[AgreementChannelRow]
	categories: list[AgreementCategoryRow]
	completeness: str | None
	required_facts: list[RequiredFactRow]
	out_of_scope: list[ScopeExclusionRow]
	pause_reasons: list[PauseReasonRow]
	ask_breach_cause: int
	breach_causes: list[BreachCauseRow]
	parties: list[AgreementPartyRow]
	clauses: list[AgreementClauseRow]
	contacts: list[AgreementContactRow]
	signatories: list[AgreementSignatoryRow]
	compliance_percent: float
	missed_months: int
	availability_percent: float
	availability_formula: str
	availability_source: str | None
	availability_note: str | None
	availability_services: list[AgreementCoveredServiceRow]
	availability_calendar: str | None
	availability_part_month: str | None
	availability_minimum: str | None
	availability_downtime_from: str | None
	availability_unknown: str | None
	guarantees: list[AgreementGuaranteeRow]
	components: list[AgreementComponentRow]
	exclusions: list[ScopeExclusionRow]
	maintenance_notice: str | None
	maintenance_exclusion: str | None
	maintenance_calendar: str | None
	maintenance_assumed: int
	claims_within: str | None
	claims_decide_within: str | None
	claims_object_within: str | None
	claims_calendar: str | None
	statement_answer_within: str | None
	statement_calendar: str | None
	credit_enabled: int
	credit_assumed: int
	credit_fee: str | None
	credit_kind: str | None
	credit_window_kind: str | None
	credit_window_count: int
	credit_steps: list[AgreementCreditStepRow]
	credit_downtime: str | None
	credit_divide_by_target: int
	credit_daily_fees: float
	credit_period_seconds: int
	credit_days: int
	credit_each: str | None
	credit_percent_of_fee: float
	credit_cap_percent: float
	credit_cap_amount: str | None
	credit_only_when_missed: int
	escalation_policy: str | None
	review_months: int
	last_review: date | None
	next_review: date | None
	revisions: list[AgreementRevisionRow]
	outline: list[AgreementSectionRow]
	source_document: str | None
	source_number: str | None
	source_notes: str | None
	source_file: str | None


class AgreementApprovalRecord(StoredRecord, Protocol):
	"""SLA Agreement Approval, a document."""

	agreement: str
	party: str
	decision: str
	signatory: str | None
	signatory_title: str | None
	comment: str | None
	approved_by: str | None
	at_text: str | None
	at_utc: datetime | None
	through: str
	ip_address: str | None
	content_hash: str | None
	approval_key: str | None


class AgreementReviewRecord(StoredRecord, Protocol):
	"""SLA Agreement Review, a document."""

	agreement: str
	review_date: date
	outcome: str
	next_review: date | None
	participants: str | None
	minutes: str | None


class AuditEntryRecord(StoredRecord, Protocol):
	"""SLA Audit Entry, a document."""

	subject_doctype: str
	subject: str
	kind: str
	reason: str | None
	at_utc: datetime
	by_user: str
	number: int
	before_json: str | None
	after_json: str | None
	chain: str


class BlindTimeRecord(StoredRecord, Protocol):
	"""SLA Blind Time, a document."""

	source: str | None
	reason: str
	start_utc: datetime | None
	end_utc: datetime | None


class BreachAnswerRecord(StoredRecord, Protocol):
	"""SLA Breach Answer, a document."""

	sla_ticket: str
	partner: str | None
	agreement: str | None
	clock: str
	team: str | None
	cycle: int
	due_utc: datetime | None
	cause_code: str | None
	cause: str | None
	cause_en: str | None
	root_cause: str | None
	answered_by: str | None
	answered_utc: datetime | None


class CalendarRecord(StoredRecord, Protocol):
	"""SLA Calendar, a document."""

	calendar_name: str
	time_zone: str
	always_open: int
	preview: str | None
	windows: list[CalendarWindowRow]
	holiday_country: str | None
	close_on_national: int
	close_on_cuti_bersama: int
	close_on_regional: int
	region: str | None
	extra_holidays: list[HolidayRow]
	shifts: list[CalendarShiftRow]
	breaks: list[CalendarBreakRow]


class ChannelRecord(StoredRecord, Protocol):
	"""SLA Channel, a document."""

	code: str
	channel_name: str
	channel_name_en: str | None
	channel_type: str
	description: str | None
	disabled: int


class ChannelAccountRecord(StoredRecord, Protocol):
	"""SLA Channel Account, a document."""

	title: str
	channel: str
	enabled: int
	when_in_doubt: str
	url: str | None
	receipt_secret: str | None
	phone_number_id: str | None
	provider_template: str | None
	access_token: str | None
	verify_token: str | None
	method: str
	headers: str | None
	secret_header: str | None
	secret_value: str | None
	body_template: str | None
	id_field: str | None
	failures: int
	down_until_utc: datetime | None


class ClockCycleRecord(StoredRecord, Protocol):
	"""SLA Clock Cycle, a document."""

	sla_ticket: str
	clock: str
	team: str | None
	cycle: int
	outcome: str | None
	reopened: int
	started_utc: datetime | None
	due_utc: datetime | None
	stopped_utc: datetime | None
	paused_since_utc: datetime | None
	excluded_utc: datetime | None
	as_of_utc: datetime | None
	target_seconds: float
	used_seconds: float
	paused_seconds: float
	late_seconds: float
	partner: str | None
	agreement: str | None
	service: str | None
	priority: str | None
	channel: str | None
	kind: str | None
	reference_doctype: str | None


class ConferenceCallRecord(StoredRecord, Protocol):
	"""SLA Conference Call, a document."""

	subject: str
	sla_ticket: str
	escalation: str | None
	partner: str | None
	status: str
	starts_on: datetime
	duration_minutes: int
	bridge: str | None
	agenda: str | None
	participants: list[CallParticipantRow]
	minutes: str | None
	decisions: list[CallDecisionRow]
	share_with_partner: int
	invited_utc: datetime | None
	invited_by: str | None
	event: str | None
	sequence: int
	uid: str | None
	held_utc: datetime | None
	held_by: str | None
	cancel_reason: str | None
	invited_to: str | None
	invited_sha: str | None


class CreditNoteRecord(StoredRecord, Protocol):
	"""SLA Credit Note, a document."""

	partner: str
	month: date
	title: str | None
	statement: str
	state: str
	kind: str
	reverses: str | None
	claim_until_utc: datetime | None
	before_cap: float
	amount: float
	currency: str | None
	words: str | None
	lines: list[CreditNoteLineRow]
	drafted_by: str | None
	approved_by: str | None
	approved_utc: datetime | None
	reason: str | None
	books_doctype: str | None
	books_name: str | None
	note_key: str | None


class DigestRecord(StoredRecord, Protocol):
	"""SLA Digest, a document."""

	user: str
	frequency: str
	partner: str | None
	enabled: int
	at: timedelta
	weekday: str
	next_due_utc: datetime | None
	last_sent_utc: datetime | None
	subscription_key: str | None


class EscalationRecord(StoredRecord, Protocol):
	"""SLA Escalation, a document."""

	sla_ticket: str
	subject: str | None
	level: int
	tier_title: str | None
	tier_title_en: str | None
	responsible: str | None
	trigger_on: str | None
	clock: str | None
	cycle: int
	due_text: str | None
	due_utc: datetime | None
	fired_utc: datetime | None
	late_seconds: str | None
	notified: str | None
	agreement: str | None
	protocol: str | None
	protocol_en: str | None
	acknowledged_utc: datetime | None
	acknowledged_by: str | None
	acknowledge_by_utc: datetime | None
	told: int
	closed_utc: datetime | None
	tellings: list[EscalationTellingRow]
	duties: list[EscalationTaskRow]
	escalation_key: str | None


class EscalationPolicyRecord(StoredRecord, Protocol):
	"""SLA Escalation Policy, a document."""

	policy_name: str
	tiers: list[EscalationTierRow]
	duties: list[EscalationDutyRow]
	triggers: list[EscalationTriggerRow]
	reasons: list[EscalationReasonRow]


class EscalationRequestRecord(StoredRecord, Protocol):
	"""SLA Escalation Request, a document."""

	sla_ticket: str
	subject: str | None
	partner: str | None
	level: int
	status: str
	decide_by_text: str | None
	late: int
	party: str
	requested_by: str
	requested_text: str | None
	reason: str | None
	reason_label: str | None
	reason_label_en: str | None
	explanation: str | None
	answer: str | None
	decided_by: str | None
	decided_text: str | None
	requested_utc: datetime | None
	decide_by_utc: datetime | None
	decided_utc: datetime | None
	open_key: str | None


class EventRecord(StoredRecord, Protocol):
	"""SLA Event, a document."""

	sla_ticket: str
	event_type: str
	at_text: str | None
	reason: str | None
	at_utc: datetime
	until_utc: datetime | None
	sequence: int
	origin: str
	actor: str | None
	team: str | None
	event_key: str | None
	details: str | None


class ExclusionClaimRecord(StoredRecord, Protocol):
	"""SLA Exclusion Claim, a document."""

	partner: str
	class_label: str | None
	status: str
	agreement: str | None
	claimed_by: str | None
	late: int
	evidence: str | None
	reason: str | None
	objection: str | None
	objection_answer: str | None
	services: list[ExclusionServiceRow]
	granted: list[ExclusionSpanRow]
	outages: list[ExclusionOutageRow]
	evidence_files: list[ExclusionEvidenceRow]
	start_utc: datetime
	end_utc: datetime
	time_zone: str | None
	downtime_end_utc: datetime | None
	claimed_utc: datetime | None
	claim_until_utc: datetime | None
	decide_by_utc: datetime | None
	told_utc: datetime | None
	decided_by: str | None
	decided_utc: datetime | None
	own_decision: int
	object_until_utc: datetime | None
	objected_by: str | None
	objected_utc: datetime | None
	objection_outcome: str | None
	objection_answered_by: str | None
	objection_answered_utc: datetime | None
	class_code: str | None
	class_label_en: str | None
	list_order: str | None
	open_key: str | None


class FeedTokenRecord(StoredRecord, Protocol):
	"""SLA Feed Token, a document."""

	user: str
	service: str | None
	token_hash: str | None
	made_utc: datetime | None
	last_read_utc: datetime | None
	revoked_utc: datetime | None


class HolidayListRecord(StoredRecord, Protocol):
	"""SLA Holiday List, a document."""

	country: str
	year: int
	basis: str
	gaps: str | None
	removed: str | None
	holidays: list[HolidayRow]
	decrees: list[HolidayDecreeRow]


class MaintenanceRecord(StoredRecord, Protocol):
	"""SLA Maintenance, a document."""

	title: str
	title_en: str | None
	state: str
	planned_text: str | None
	impact: str | None
	impact_en: str | None
	description: str | None
	services: list[MaintenanceServiceRow]
	partners: list[MaintenancePartnerRow]
	announcements: list[MaintenanceAnnouncementRow]
	planned_start_utc: datetime
	planned_end_utc: datetime
	time_zone: str | None
	actual_start_utc: datetime | None
	actual_end_utc: datetime | None
	uid: str | None
	sequence: int


class MajorIncidentRecord(StoredRecord, Protocol):
	"""SLA Major Incident, a document."""

	title: str
	status: str
	service: str | None
	partner_count: int
	found_by: str
	found_text: str | None
	reason: str | None
	resolution: str | None
	resolved_by: str | None
	resolved_text: str | None
	tickets: list[MajorIncidentTicketRow]
	found_utc: datetime | None
	resolved_utc: datetime | None
	open_key: str | None


class ManagementCycleRecord(StoredRecord, Protocol):
	"""SLA Management Cycle, a document."""

	title: str
	from_date: date
	to_date: date
	state: str
	round: int
	next_step: str | None
	next_due: date | None
	steps: list[ManagementStepRow]
	report_html: str | None
	report_html_en: str | None
	reviewed_by: str | None
	reviewed_on: datetime | None


class MessageTemplateRecord(StoredRecord, Protocol):
	"""SLA Message Template, a document."""

	template: str
	channel_group: str
	language: str
	enabled: int
	subject: str | None
	body: str | None


class MonitorMessageRecord(StoredRecord, Protocol):
	"""SLA Monitor Message, a document."""

	source: str | None
	state: str
	says: str | None
	problem: str | None
	outage: str | None
	received_utc: datetime | None
	last_received_utc: datetime | None
	times: int
	attempts: int
	next_try_utc: datetime | None
	payload: str | None
	message_key: str | None


class MonitorObservationRecord(StoredRecord, Protocol):
	"""SLA Monitor Observation, a document."""

	source: str | None
	target: str | None
	message: str | None
	title: str | None
	is_down: int
	outage: str | None
	seen_utc: datetime | None
	declared_utc: datetime | None
	measured_utc: datetime | None
	begins: int
	told_start_utc: datetime | None
	told_end_utc: datetime | None
	settled: int
	watch: str | None
	labels_json: str | None
	is_group: int
	parent_watch: str | None
	children_json: str | None
	observation_key: str | None


class MonitorSourceRecord(StoredRecord, Protocol):
	"""SLA Monitor Source, a document."""

	title: str
	kind: str
	enabled: int
	token_hint: str | None
	token_made_utc: datetime | None
	token_hash: str | None
	offset_seconds: int
	join_within_seconds: int
	silent_after_minutes: int
	largest_kilobytes: int
	most_per_minute: int
	kept_days: int
	check_every_seconds: int
	failures_to_declare: int
	successes_to_recover: int
	last_heard_utc: datetime | None
	silent_since_utc: datetime | None
	incomplete: int
	truncated_alerts: int


class MonitorTargetRecord(StoredRecord, Protocol):
	"""SLA Monitor Target, a document."""

	source: str
	kind: str | None
	title: str
	matcher: str | None
	service: str | None
	component: str | None
	impact_percent: float
	ignored: int
	check_kind: str
	url: str | None
	is_control: int
	expected_status: str | None
	keyword: str | None
	timeout_seconds: int
	state: str
	last_seen_utc: datetime | None
	last_result: str | None
	failing_since_utc: datetime | None
	declared_utc: datetime | None
	failures: int
	good_since_utc: datetime | None
	successes: int


class NoticeRecord(StoredRecord, Protocol):
	"""SLA Notice, a document."""

	kind: str
	state: str
	agreement: str | None
	partner: str | None
	raised_by: str | None
	raised_text: str | None
	raised_utc: datetime | None
	subject: str | None
	details: str | None
	answer: str | None
	acknowledged_by: str | None
	acknowledged_utc: datetime | None
	notice_key: str | None


class OnCallScheduleRecord(StoredRecord, Protocol):
	"""SLA On-call Schedule, a document."""

	schedule_name: str
	time_zone: str
	starts_on: datetime
	turn_days: int
	members: list[OnCallMemberRow]
	overrides: list[OnCallOverrideRow]


class OutageRecord(StoredRecord, Protocol):
	"""SLA Outage, a document."""

	title: str
	status: str
	detected_by: str
	source: str | None
	cause: str | None
	root_cause: str | None
	services: list[OutageServiceRow]
	partners: list[OutagePartnerRow]
	tickets: list[OutageTicketRow]
	started_utc: datetime
	ended_utc: datetime | None
	impact_percent: float
	measured_start_utc: datetime | None
	declared_start_utc: datetime | None
	confirmed_utc: datetime | None
	asked_utc: datetime | None
	major_incident: str | None
	merged_into: str | None


class OutboxRecord(StoredRecord, Protocol):
	"""SLA Outbox, a document."""

	channel: str
	state: str
	recipient: str
	user: str
	account: str | None
	kind: str
	template: str
	language: str
	zone: str
	reference_doctype: str
	reference_name: str
	subject: str | None
	body: str | None
	context: str | None
	attempts: int
	next_attempt_utc: datetime | None
	claimed_until_utc: datetime | None
	claim: str | None
	last_error: str | None
	provider_id: str | None
	sent_utc: datetime | None
	delivered_utc: datetime | None
	dismissed_utc: datetime | None
	dismissed_by: str | None
	message_key: str | None


class PartnerRecord(StoredRecord, Protocol):
	"""SLA Partner, a document."""

	partner_code: str
	partner_name: str
	partner_group: str | None
	time_zone: str | None
	language: str
	disabled: int
	links: list[PartnerLinkRow]
	contacts: list[PartnerContactRow]
	email_domains: str | None


class PriorityRecord(StoredRecord, Protocol):
	"""SLA Priority, a document."""

	code: str
	rank: int
	colour: str | None
	description: str | None


class PriorityMatrixRecord(StoredRecord, Protocol):
	"""SLA Priority Matrix, a document."""

	matrix_name: str
	levels: list[MatrixLevelRow]
	cells: list[MatrixCellRow]


class ReleaseRecord(StoredRecord, Protocol):
	"""SLA Release, a document."""

	release_name: str
	planned_on: datetime | None
	released: int
	notes: str | None


class SelfCheckFindingRecord(StoredRecord, Protocol):
	"""SLA Self Check Finding, a document."""

	kind: str
	state: str
	says: str | None
	reference_doctype: str | None
	reference_name: str | None
	sla_ticket: str | None
	found_utc: datetime | None


class ServiceRecord(StoredRecord, Protocol):
	"""SLA Service, a document."""

	code: str
	service_name: str
	kind: str
	parent_sla_service: str | None
	is_group: int
	service_owner: str | None
	supporting: int
	disabled: int
	service_name_en: str | None
	description: str | None
	documents: str | None
	documents_en: str | None
	channels: list[ServiceChannelRow]
	dependencies: list[ServiceDependencyRow]
	lft: int
	rgt: int
	old_parent: str | None


class SettingsRecord(StoredRecord, Protocol):
	"""SLA Settings, a document."""

	enabled: int
	status_rules: list[StatusRuleRow]
	tick_batch: int
	notify_at_risk: int
	email_on_escalation: int
	max_attempts: int
	intranet_hosts: str | None
	allow_http: int
	requests_a_day: int
	major_partners: int
	major_within_minutes: int
	outage_ask_after_minutes: int
	answer_ask_every_minutes: int
	claim_remind_after_hours: int
	books_company: str | None
	books_account: str | None
	books_receivable: str | None
	books_cost_center: str | None
	metrics_token_hint: str | None
	metrics_token_made_utc: datetime | None
	metrics_token_hash: str | None
	reconciled_until: str | None
	last_tick_utc: datetime | None
	shipped: str | None
	shipped_fields: str | None
	self_checked_utc: datetime | None
	self_check_looked_at: int
	self_check_found: int
	self_check_left: int


class StatementRecord(StoredRecord, Protocol):
	"""SLA Statement, a document."""

	partner: str
	month: date
	title: str | None
	state: str
	revision: int
	reason: str | None
	missed: int
	credit: float
	currency: str | None
	open_disputes: int
	lines: list[StatementLineRow]
	number: int
	seal: str | None
	previous_seal: str | None
	sealed_utc: datetime | None
	sealed_by: str | None
	answer_until_utc: datetime | None
	replaces: str | None
	drafted_by: str | None
	content: str | None
	statement_key: str | None
	chain_key: str | None


class TicketClaimRecord(StoredRecord, Protocol):
	"""SLA Ticket Claim, a document."""

	sla_ticket: str
	partner: str | None
	agreement: str | None
	status: str
	class_code: str
	class_label: str | None
	class_label_en: str | None
	from_utc: datetime
	to_utc: datetime
	claimed_by: str | None
	claimed_utc: datetime | None
	granted_from_utc: datetime | None
	granted_to_utc: datetime | None
	evidence: str | None
	evidence_file: str | None
	decided_by: str | None
	decided_utc: datetime | None
	decision_reason: str | None
	taken_back_by: str | None
	taken_back_utc: datetime | None
	taken_back_reason: str | None


class TicketPauseRecord(StoredRecord, Protocol):
	"""SLA Ticket Pause, a document."""

	sla_ticket: str
	partner: str | None
	agreement: str | None
	status: str
	reason_code: str
	reason: str | None
	reason_en: str | None
	started_utc: datetime
	asked_utc: datetime | None
	asked_by: str | None
	evidence: str | None
	evidence_file: str | None
	decided_by: str | None
	decided_utc: datetime | None
	decision_reason: str | None


class WebhookEndpointRecord(StoredRecord, Protocol):
	"""SLA Webhook Endpoint, a document."""

	title: str
	enabled: int
	url: str
	secret: str
	events: str | None
	failures: int
	down_until_utc: datetime | None
