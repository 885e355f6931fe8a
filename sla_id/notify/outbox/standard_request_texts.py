"""The texts about escalation requests, in the form of `standard_texts`: for those who decide, and for the
requester.
"""

_TICKET = "{{ reference }} {{ subject_line }}"
_LINK = '<p><a href="{{ link }}">{{ link }}</a></p>'
_FACTS = "{% for fact in facts %}<p>{{ fact }}</p>{% endfor %}"

REQUESTS: dict[str, dict[str, dict[str, tuple[str, str]]]] = {
	"escalation_requested": {
		"id": {
			"Desk": (
				f"{_TICKET}: mitra meminta eskalasi tingkat {{{{ level }}}}, putuskan sebelum {{{{ due }}}}",
				"",
			),
			"E-mail": (
				"{{ reference }}: mitra meminta eskalasi tingkat {{ level }}",
				f"<p>Mitra meminta eskalasi tingkat {{{{ level }}}} ({{{{ responsible }}}}) untuk tiket {_TICKET}"
				" ({{ priority }}){% if title %}: {{ title }}{% endif %}.</p>"
				"<p>Putuskan sebelum {{ due }}. Bila belum diputuskan, permintaan dianggap sah.</p>" + _LINK,
			),
			"Text": (
				"",
				"{{ reference }} {{ priority }}: mitra meminta eskalasi tingkat {{ level }}."
				" Putuskan sebelum {{ due }}. {{ link }}",
			),
		},
		"en": {
			"Desk": (f"{_TICKET}: the partner asks for level {{{{ level }}}}, decide by {{{{ due }}}}", ""),
			"E-mail": (
				"{{ reference }}: the partner asks for escalation level {{ level }}",
				f"<p>The partner asks for escalation level {{{{ level }}}} ({{{{ responsible }}}}) for ticket {_TICKET}"
				" ({{ priority }}){% if title %}: {{ title }}{% endif %}.</p>"
				"<p>Decide by {{ due }}. Undecided by then, the request counts as valid.</p>" + _LINK,
			),
			"Text": (
				"",
				"{{ reference }} {{ priority }}: the partner asks for escalation level {{ level }}."
				" Decide by {{ due }}. {{ link }}",
			),
		},
	},
	"request_decided": {
		"id": {
			"Desk": (f"{_TICKET}: permintaan eskalasi tingkat {{{{ level }}}}: {{{{ title }}}}", ""),
			"E-mail": (
				"{{ reference }}: permintaan eskalasi Anda: {{ title }}",
				f"<p>Permintaan eskalasi tingkat {{{{ level }}}} untuk tiket {_TICKET}: {{{{ title }}}}.</p>"
				+ _FACTS
				+ _LINK,
			),
			"Text": (
				"",
				"{{ reference }}: permintaan eskalasi tingkat {{ level }} telah diputuskan. {{ link }}",
			),
		},
		"en": {
			"Desk": (f"{_TICKET}: request for level {{{{ level }}}}: {{{{ title }}}}", ""),
			"E-mail": (
				"{{ reference }}: your request for an escalation: {{ title }}",
				f"<p>Your request for escalation level {{{{ level }}}} for ticket {_TICKET}: {{{{ title }}}}.</p>"
				+ _FACTS
				+ _LINK,
			),
			"Text": (
				"",
				"{{ reference }}: your request for escalation level {{ level }} was decided. {{ link }}",
			),
		},
	},
}
