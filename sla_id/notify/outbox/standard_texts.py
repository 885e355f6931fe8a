"""The texts that ship with the app: template, language, channels to (subject, body). docs/outbox.md lists the
values.
"""

from sla_id.notify.outbox.standard_digest_texts import DIGEST_TEXTS
from sla_id.notify.outbox.standard_request_texts import REQUESTS

_DUE = {
	"id": "{% if due %}<p>{% if clock %}{{ clock }} jatuh tempo{% else %}Jatuh tempo{% endif %}: {{ due }}</p>{% endif %}",
	"en": "{% if due %}<p>{% if clock %}{{ clock }} due{% else %}Due{% endif %}: {{ due }}</p>{% endif %}",
}
_LINK = '<p><a href="{{ link }}">{{ link }}</a></p>'
_TICKET = "{{ reference }} {{ subject_line }}"
_NOTE = "{% if note %}: {{ note }}{% endif %}"
_PLAIN = {
	"id": "{{ reference }} {{ priority }}: {{ state }}{% if due %}, {% if clock %}{{ clock }} {% endif %}jatuh tempo {{ due }}{% endif %}. {{ link }}",
	"en": "{{ reference }} {{ priority }}: {{ state }}{% if due %}, {% if clock %}{{ clock }} {% endif %}due {{ due }}{% endif %}. {{ link }}",
}


def _texts(language: str, desk: str, sentence: str, plain: str = "") -> dict[str, tuple[str, str]]:
	"""One language of a template: the desk's line is the e-mail's subject as well."""
	return {
		"Desk": (desk, ""),
		"E-mail": (desk, f"<p>{sentence}</p>{_DUE[language]}{_LINK}"),
		"Text": ("", (plain + " " if plain else "") + _PLAIN[language]),
	}


def _listing(language: str, desk: str, sentence: str, plain: str) -> dict[str, tuple[str, str]]:
	"""As `_texts`, with the facts as a list in the e-mail."""
	facts = "{% if facts %}<ul>{% for fact in facts %}<li>{{ fact }}</li>{% endfor %}</ul>{% endif %}"
	texts = _texts(language, desk, sentence, plain)
	return {**texts, "E-mail": (desk, f"<p>{sentence}</p>{facts}{_DUE[language]}{_LINK}")}


def _asking(language: str, desk: str, sentence: str, how: str, plain: str) -> dict[str, tuple[str, str]]:
	"""As `_texts`, for what is asked of the reader: the facts as a list, and how to answer."""
	facts = "<ul>{% for fact in facts %}<li>{{ fact }}</li>{% endfor %}</ul>"
	note = "{% if note %}<p>{{ note }}</p>{% endif %}"
	asked = f"{{% if facts %}}<p>{sentence}</p>{facts}{note}<p>{how}</p>{{% endif %}}{_LINK}"
	return {**_texts(language, desk, sentence, plain), "E-mail": (desk, asked)}


SHIPPED: dict[str, dict[str, dict[str, tuple[str, str]]]] = {
	"escalation": {
		"id": _texts(
			"id",
			f"Tingkat {{{{ level }}}} ({{{{ responsible }}}}): {_TICKET}",
			f"Tiket {_TICKET} ({{{{ priority }}}}) naik ke eskalasi tingkat {{{{ level }}}}: {{{{ responsible }}}}.",
			"Eskalasi tingkat {{ level }}.",
		),
		"en": _texts(
			"en",
			f"Level {{{{ level }}}} ({{{{ responsible }}}}): {_TICKET}",
			f"Ticket {_TICKET} ({{{{ priority }}}}) escalates to level {{{{ level }}}}: {{{{ responsible }}}}.",
			"Escalation level {{ level }}.",
		),
	},
	"at_risk": {
		"id": _texts(
			"id",
			f"{_TICKET} berisiko: {{{{ clock }}}} jatuh tempo {{{{ due }}}}",
			f"Tiket {_TICKET} ({{{{ priority }}}}) berisiko melewati targetnya: {{{{ clock }}}}.",
		),
		"en": _texts(
			"en",
			f"{_TICKET} is at risk: {{{{ clock }}}} due {{{{ due }}}}",
			f"Ticket {_TICKET} ({{{{ priority }}}}) is at risk of missing its target: {{{{ clock }}}}.",
		),
	},
	"breached": {
		"id": _texts(
			"id",
			f"{_TICKET} melewati targetnya: {{{{ clock }}}}",
			f"Tiket {_TICKET} ({{{{ priority }}}}) melewati targetnya: {{{{ clock }}}}.",
		),
		"en": _texts(
			"en",
			f"{_TICKET} has missed its target: {{{{ clock }}}}",
			f"Ticket {_TICKET} ({{{{ priority }}}}) has missed its target: {{{{ clock }}}}.",
		),
	},
	"missing_facts": {
		"id": _asking(
			"id",
			"{{ reference }}: ada keterangan yang kurang",
			f"Laporan Anda {_TICKET} telah kami terima. Untuk melanjutkannya kami masih memerlukan:",
			"Balas pesan ini dengan satu baris untuk tiap keterangan, misalnya “{{ facts[0] }}: …”,"
			" atau isi di sini:",
			"Ada keterangan yang kurang.",
		),
		"en": _asking(
			"en",
			"{{ reference }}: information is missing",
			f"Your report {_TICKET} has reached us. To go on we still need:",
			"Answer this message with a line for each, for example “{{ facts[0] }}: …”, or fill them in here:",
			"Information is missing.",
		),
	},
	"action_plan": {
		"id": _listing(
			"id",
			"{{ reference }}: {{ title }}",
			f"Tiket {_TICKET} ({{{{ priority }}}}): {{{{ title }}}}",
			"Ada rencana aksi.",
		),
		"en": _listing(
			"en",
			"{{ reference }}: {{ title }}",
			f"Ticket {_TICKET} ({{{{ priority }}}}): {{{{ title }}}}",
			"There is an action plan.",
		),
	},
	"conference_call": {
		"id": _listing(
			"id",
			"{{ reference }}: undangan, {{ title }}",
			f"Anda diundang ke panggilan konferensi tentang tiket {_TICKET} ({{{{ priority }}}}).",
			"Anda diundang ke panggilan konferensi.",
		),
		"en": _listing(
			"en",
			"{{ reference }}: invitation, {{ title }}",
			f"You are invited to a conference call on ticket {_TICKET} ({{{{ priority }}}}).",
			"You are invited to a conference call.",
		),
	},
	"conference_call_cancelled": {
		"id": _listing(
			"id",
			"{{ reference }}: dibatalkan, {{ title }}",
			f"Panggilan konferensi tentang tiket {_TICKET} ({{{{ priority }}}}) dibatalkan.",
			"Panggilan konferensi dibatalkan.",
		),
		"en": _listing(
			"en",
			"{{ reference }}: cancelled, {{ title }}",
			f"The conference call on ticket {_TICKET} ({{{{ priority }}}}) is cancelled.",
			"The conference call is cancelled.",
		),
	},
	"notice": {
		"id": _texts("id", "{{ title }}", "{{ title }}"),
		"en": _texts("en", "{{ title }}", "{{ title }}"),
	},
	"approval_awaited": {
		"id": _texts("id", "{{ title }} menunggu persetujuan Anda", "{{ title }} menunggu persetujuan Anda."),
		"en": _texts("en", "{{ title }} awaits your approval", "{{ title }} awaits your approval."),
	},
	"announced": {
		"id": _texts(
			"id", f"{{{{ title }}}} telah diumumkan{_NOTE}", f"{{{{ title }}}} telah diumumkan{_NOTE}."
		),
		"en": _texts(
			"en", f"{{{{ title }}}} has been announced{_NOTE}", f"{{{{ title }}}} has been announced{_NOTE}."
		),
	},
	"maintenance": {
		"id": _listing("id", "{{ title }}", "{{ title }}", "Pemeliharaan terjadwal."),
		"en": _listing("en", "{{ title }}", "{{ title }}", "Planned maintenance."),
	},
	**REQUESTS,
	**DIGEST_TEXTS,
}
