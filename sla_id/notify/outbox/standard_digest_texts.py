"""The texts of digests, in the form of `standard_texts`: the summary, its headings, and how to unsubscribe."""

from sla_id.engine import Sentence

_LINES = (
	"{% for section in sections %}<h3>{{ section.heading }}</h3><ul>"
	'{% for line in section.lines %}<li><a href="{{ line.link }}">{{ line.text }}</a>'
	"{% if line.note %}<br>{{ line.note }}{% endif %}</li>{% endfor %}</ul>"
	"{% if section.more %}<p>{{ section.more }}</p>{% endif %}"
)

DIGEST_TEXTS: dict[str, dict[str, dict[str, tuple[str, str]]]] = {
	"digest": {
		"id": {
			"Desk": ("{{ title }}", ""),
			"E-mail": (
				"{{ title }}",
				f"<p>{{{{ title }}}}</p>{_LINES}"
				"{% else %}<p>Tidak ada yang perlu ditindaklanjuti: tidak ada tiket yang berisiko atau melewati targetnya,"
				" dan tidak ada yang terlambat.</p>{% endfor %}",
			),
			"Text": ("", "Ringkasan tingkat layanan Anda: {{ link }}"),
		},
		"en": {
			"Desk": ("{{ title }}", ""),
			"E-mail": (
				"{{ title }}",
				f"<p>{{{{ title }}}}</p>{_LINES}"
				"{% else %}<p>Nothing needs you: no ticket is at risk or past its target, and nothing is overdue.</p>"
				"{% endfor %}",
			),
			"Text": ("", "Your service level summary: {{ link }}"),
		},
	},
}

DIGEST_WORDS = {
	"Daily": Sentence("Daily service level summary as of {0}"),
	"Weekly": Sentence("Weekly service level summary as of {0}"),
	"tickets": Sentence("Tickets: {0} past their target, {1} at risk"),
	"escalations": Sentence("Escalations nobody has taken over: {0}"),
	"requests": Sentence("Escalation requests waiting for a decision: {0}"),
	"duties": Sentence("Overdue escalation duties: {0}"),
	"reviews": Sentence("Agreements with an overdue review: {0}"),
	"more": Sentence("and {0} more"),
	"due": Sentence("due {0}"),
	"level": Sentence("escalation level {0}"),
	"since": Sentence("since {0}"),
	"decide": Sentence("decide by {0}"),
	"review": Sentence("review was due on {0}"),
	"version": Sentence("version {0}"),
	"why": Sentence(
		"You get this summary because you subscribed to it. Messages about your duties, such as escalations, requests for a decision and action plans, are always sent."
	),
	"stop": Sentence("Stop this summary"),
}
