"""The texts of digests, as `standard_texts` holds the others: the summary itself, its headings, and how to be rid of it."""

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

DIGEST_WORDS: dict[str, dict[str, str]] = {
	"id": {
		"Daily": "Ringkasan harian tingkat layanan per {0}",
		"Weekly": "Ringkasan mingguan tingkat layanan per {0}",
		"tickets": "Tiket: {0} melewati target, {1} berisiko",
		"escalations": "Eskalasi yang belum diambil alih: {0}",
		"requests": "Permintaan eskalasi yang menunggu keputusan: {0}",
		"duties": "Kewajiban eskalasi yang terlambat: {0}",
		"reviews": "Perjanjian yang tinjauannya terlambat: {0}",
		"more": "dan {0} lagi",
		"due": "jatuh tempo {0}",
		"level": "eskalasi tingkat {0}",
		"since": "sejak {0}",
		"decide": "diputuskan paling lambat {0}",
		"review": "tinjauan seharusnya {0}",
		"version": "versi {0}",
		"why": "Anda menerima ringkasan ini karena berlangganan. Pesan tentang tugas Anda, seperti eskalasi, permintaan"
		" keputusan, dan rencana aksi, tetap dikirim.",
		"stop": "Berhenti menerima ringkasan ini",
	},
	"en": {
		"Daily": "Daily service level summary as of {0}",
		"Weekly": "Weekly service level summary as of {0}",
		"tickets": "Tickets: {0} past their target, {1} at risk",
		"escalations": "Escalations that nobody has taken over: {0}",
		"requests": "Escalation requests that await a decision: {0}",
		"duties": "Duties of escalations that are overdue: {0}",
		"reviews": "Agreements whose review is overdue: {0}",
		"more": "and {0} more",
		"due": "due {0}",
		"level": "escalation level {0}",
		"since": "since {0}",
		"decide": "decide by {0}",
		"review": "review was due on {0}",
		"version": "version {0}",
		"why": "You get this summary because you are subscribed to it. Messages about your duties, such as escalations,"
		" requests for a decision and action plans, are sent in any case.",
		"stop": "Stop this summary",
	},
}
