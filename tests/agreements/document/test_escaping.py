"""No text of a file becomes markup, wherever it stands."""

from dataclasses import fields, is_dataclass, replace
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from sla_id.agreements.document import Approval, render, to_html
from sla_id.agreements.document.print_html import running_header
from sla_id.agreements.file import AgreedTarget
from sla_id.agreements.file import model as m
from tests.agreements.document.samples import sample
from tests.agreements.test_round_trip import files

HOSTILE = "<script>alert('x')</script>\"'&</style></table><b onclick=\"y\">*/}"
SAMPLES = ("innovasia_mitra", "hai_djpb", "benemica")


class Tags(HTMLParser):
	"""Every element and attribute of a page."""

	def __init__(self) -> None:
		super().__init__()
		self.seen: set[str] = set()

	def handle_starttag(self, tag, attrs):
		self.seen |= {tag, *(f"@{name}" for name, _ in attrs)}


def tags(page: str) -> set[str]:
	parser = Tags()
	parser.feed(page)
	return parser.seen


PLAIN = {
	*(
		"html",
		"head",
		"meta",
		"title",
		"style",
		"body",
		"article",
		"header",
		"section",
		"h1",
		"h2",
		"h3",
		"h4",
		"h5",
	),
	*(
		"h6",
		"p",
		"span",
		"sup",
		"small",
		"br",
		"ul",
		"ol",
		"li",
		"dl",
		"dt",
		"dd",
		"div",
		"table",
		"thead",
		"tbody",
	),
	*("tr", "th", "td", "code"),
	*(
		"@lang",
		"@charset",
		"@name",
		"@content",
		"@class",
		"@role",
		"@aria-label",
		"@aria-hidden",
		"@tabindex",
	),
	*("@scope", "@colspan", "@type"),
}


def poison(value, name=""):
	"""The value with every text that people write made hostile; codes that refer to each other stay."""
	if isinstance(value, m.Label):
		return m.Label(HOSTILE, HOSTILE)
	if isinstance(value, AgreedTarget | m.Week):
		return value
	if isinstance(value, tuple):
		return tuple(poison(entry, name) for entry in value)
	if is_dataclass(value):
		return replace(
			value, **{field.name: poison(getattr(value, field.name), field.name) for field in fields(value)}
		)
	written = {
		*(
			"address",
			"note",
			"owner",
			"responsible",
			"role",
			"team",
			"version",
			"description",
			"name",
			"email",
			"phone",
		),
		*("provider", "partner", "number", "document", "notes", "required", "optional", "source"),
	}
	return HOSTILE if isinstance(value, str) and name in written else value


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("language", ["id", "en"])
def test_hostile_texts_stay_texts(name, language):
	file = poison(sample(name))
	approval = Approval("provider", HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)
	for entry in (file, replace(file, terms=replace(file.terms, outline=()))):
		document = render(
			entry, language, approvals=[approval], status=HOSTILE, internal=True, origins={"terms": HOSTILE}
		)
		page = to_html(document)
		assert "<script" not in page
		assert "onclick=" not in page.replace("onclick=&#34;", "")
		assert page.count("</style>") == 1
		assert tags(page) <= PLAIN


def test_the_running_header_is_one_css_string():
	document = render(poison(sample("benemica")), "id", status=HOSTILE)
	rules = running_header(document)
	assert not set("<>'&*") & set(rules)
	assert rules.count('"') % 2 == 0


@settings(
	max_examples=40,
	deadline=None,
	suppress_health_check=list(HealthCheck),
	phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
@given(files())
def test_no_markup_of_any_file_survives(file):
	assert tags(to_html(render(file, "id", internal=True))) <= PLAIN
	assert "<script" not in to_html(render(poison(file), "en", internal=True))
