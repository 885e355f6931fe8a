"""A template of the site's own takes no more than a message may: counted, refused at once, in preview and when it is sent."""

import time
from copy import deepcopy
from typing import Any

import pytest

from sla_id.notify.outbox.enclosure import DigestItem, DigestSection
from sla_id.notify.outbox.standard_texts import SHIPPED
from sla_id.notify.outbox.template_preview import preview_text
from sla_id.notify.outbox.template_sandbox import LARGEST_RESULT, TooMuch, fill_in_template
from tests.app import outbox_world as box
from tests.app.test_outbox_templates import row

AT_MOST = 2.0
"""Seconds in which the slowest machine refuses what took 20 s and more."""
__all__ = ["row"]


def doubling(start: str, twice: str, times: int = 60) -> str:
	return start + twice * times


GREEDY = {
	"a power": "{{ 10**10000000 }}",
	"a power of powers": "{{ 9**9**9**9 }}",
	"a repeated text": "{{ 'x' * 1000000000 }}",
	"a repeated list": "{{ [0] * 1000000000 }}",
	"a text in a loop of loops": "{% for a in 'x' * 999 %}" * 4 + "." + "{% endfor %}" * 4,
	"loops over what is given": "{% for a in facts %}" * 18 + "." + "{% endfor %}" * 18,
	"much text in a loop": "{% for a in 'x' * 9000 %}" + "y" * 50_000 + "{% endfor %}",
	"much text in a loop, kept": "{% set s %}{% for a in 'x' * 9000 %}"
	+ "y" * 50_000
	+ "{% endfor %}{% endset %}",
	"a slow test in a loop": "{% for a in 'x' * 9000 %}{% if ('y' * 9000) in ('x' * 9999) %}{% endif %}{% endfor %}",
	"slow filters in a loop": "{% for a in 'x' * 9000 %}{% set q = ('<y' * 9000)|striptags|title %}{% endfor %}",
	"joined texts that double": doubling("{% set x = 'a' %}", "{% set x = x ~ x %}"),
	"added texts that double": doubling("{% set x = 'a' %}", "{% set x = x + x %}"),
	"kept output that doubles": doubling("{% set x = 'a' %}", "{% set x %}{{ x }}{{ x }}{% endset %}"),
	"lists that double": doubling("{% set x = [0] %}", "{% set x = x + x %}"),
	"lists in lists, compared": doubling(
		"{% set a = [0] %}{% set b = [0] %}", "{% set a = [a, a] %}{% set b = [b, b] %}", 40
	)
	+ "{{ a == b }}",
	"tuples in tuples, as a key": doubling("{% set a = (0,) %}", "{% set a = (a, a) %}", 40) + "{{ {a: 1} }}",
	"a replaced text": "{{ ('x' * 9000)|replace('x', 'y' * 9000) }}",
	"a replaced text, by method": "{{ ('x' * 9000).replace('x', 'y' * 9000) }}",
	"a replaced nothing": "{{ ('x' * 9000).replace('', 'y' * 9000) }}",
	"a joined list": "{{ (['x' * 9000] * 1000)|join }}",
	"a joined list, by method": "{{ ('y' * 9000).join('x' * 9000) }}",
	"a width": "{{ 'x'|center(1000000000) }}",
	"a width, by method": "{{ 'x'.ljust(1000000000) }}",
	"a width in a format": "{{ '{:>1000000000}'.format('a') }}",
	"a width in a % text": "{{ '%1000000000d' % 5 }}",
	"a width that is given": "{{ '%*d' % (1000000000, 5) }}",
	"an indent": "{{ 'x'|indent(1000000000) }}",
	"a batch": "{{ 'a'|batch(1000000000, 'x')|list }}",
	"places": "{{ 5|round(100000000, 'ceil') }}",
	"a filter by its name": "{{ ['x']|map('center', 1000000000)|list }}",
	"a range": "{{ range(1000000000)|list }}",
	"a macro that calls itself": "{% macro f() %}{{ f() }}{{ f() }}{% endmacro %}{{ f() }}",
	"a loop that calls itself": "{% for a in [1] recursive %}{{ loop([1]) }}{{ loop([1]) }}{% endfor %}",
	"digits": "{{ " + "9" * 50_000 + " }}",
	"parentheses": "{{ " + "(" * 20_000 + "1" + ")" * 20_000 + " }}",
	"a long sum": "{{ 1" + "+1" * 20_000 + " }}",
	"a long text": "x" * (10 * LARGEST_RESULT),
}


@pytest.mark.parametrize("name", sorted(GREEDY))
@pytest.mark.parametrize("group", ["Desk", "E-mail", "Text"])
def test_a_greedy_text_is_refused_at_once(name: str, group: str, site: Any) -> None:
	subject, body = (GREEDY[name], "x") if group != "Text" else ("", GREEDY[name])
	started = time.monotonic()
	shown = preview_text("notice", group, "id", subject, body)
	assert time.monotonic() - started < AT_MOST
	assert shown["error"]
	assert len(shown["error"]) < 400


@pytest.mark.parametrize("name", ["a power", "a text in a loop of loops", "a replaced text"])
def test_one_that_is_there_already_keeps_no_message_from_leaving(row: Any, site: Any, name: str) -> None:
	"""As it may have been saved before: the shipped text goes, and the log says why."""
	template = site.get_doc(
		{
			"doctype": "SLA Message Template",
			"template": "escalation",
			"channel_group": "Desk",
			"language": "id",
			"subject": GREEDY[name],
		}
	)
	with pytest.raises(site.ValidationError):
		template.insert()
	template.flags.ignore_validate = True
	template.insert()
	started = time.monotonic()
	box.deliver(row)
	assert time.monotonic() - started < AT_MOST
	assert row.state == "Sent"
	(said,) = site.get_all("Notification Log", filters={"name": row.provider_id}, pluck="subject")
	assert said.startswith("Tingkat 2 (Kepala Layanan)")
	assert site.db.exists("Error Log", {"method": ["like", "%escalation (Desk, id)%"]})


@pytest.mark.parametrize(
	("text", "read"),
	[
		("{{ reference }} {{ '%.1f' % 2.25 }} {{ '%s' % level }}", "0042 2.2 2"),
		("{{ reference ~ '/' ~ level }} {{ level|int + 3 }} {{ 2**8 }}", "0042/2 5 256"),
		("{{ facts|join(', ') }}; {{ '/'.join(facts) }}; {{ facts|len }}", "NIP, layar; NIP/layar; 2"),
		(
			"{% for fact in facts %}{{ loop.index }} {{ fact|upper }}{% if not loop.last %}, {% endif %}{% endfor %}",
			"1 NIP, 2 LAYAR",
		),
		("{{ facts[1].replace('l', 'L') }} {{ facts|first }} {{ 'x' * 3 }}", "Layar NIP xxx"),
		("{% set ref = reference|trim %}{% if ref in ('0042', 'x') %}ya{% endif %}", "ya"),
		("{{ sections|map(attribute='heading')|join }} {{ sections[0].lines[0].text }}", "Tiket 0042"),
		("{% for key, value in {'a': 1}.items() %}{{ key }}{{ value }}{% endfor %}", "a1"),
		("{% filter upper %}{{ reference }} ya{% endfilter %}", "0042 YA"),
	],
)
def test_what_texts_do_still_works(text: str, read: str) -> None:
	values = {
		"reference": "0042",
		"level": "2",
		"facts": ["NIP", "layar"],
		"sections": [DigestSection("Tiket", (DigestItem("0042", ""),))],
	}
	assert fill_in_template(text, values, escape=False) == read


def test_a_long_but_honest_digest_goes() -> None:
	"""Six lists of the most urgent 20 each, with links, as the shipped text says them."""
	_subject, body = SHIPPED["digest"]["id"]["E-mail"]
	line = DigestItem(
		"HD Ticket 0042 Sistem tidak dapat diakses", "https://helpdesk.example/app/sla-ticket/0042", "P1"
	)
	values = {"title": "Ringkasan", "sections": [DigestSection("Tiket", (line,) * 20, "dan 99 lagi")] * 6}
	assert fill_in_template(body, values, escape=True).count("<li>") == 120


def test_a_text_changes_nothing_of_what_it_is_given() -> None:
	values = {"facts": ["NIP"], "kept": {"a": 1}}
	before = deepcopy(values)
	for text in (
		"{{ facts.append('x') }}",
		"{{ kept.update({'b': 2}) }}",
		"{{ facts.clear() }}",
		"{{ kept.pop('a') }}",
	):
		with pytest.raises(Exception, match=r"undefined|unsafe|message"):
			fill_in_template(text, values, escape=False)
	assert values == before


def test_a_preview_finds_the_example_as_it_was(site: Any) -> None:
	for text in ("{{ facts.append('<b>') }}", "{% set facts = [] %}{{ facts.append(1) }}"):
		preview_text("notice", "E-mail", "id", "x", text)
	assert (
		preview_text("notice", "E-mail", "id", "x", "{{ facts|join('|') }}")["body"] == "NIP|tangkapan layar"
	)


def test_the_bounds_hold_for_many_at_once() -> None:
	"""Each filling in counts for itself, in as many threads as there are."""
	from concurrent.futures import ThreadPoolExecutor

	def fill(number: int) -> str:
		try:
			return fill_in_template(
				GREEDY["a text in a loop of loops"] if number % 2 else "{{ 'x' * 9 }}", {}, escape=False
			)
		except TooMuch:
			return "refused"

	with ThreadPoolExecutor(8) as pool:
		assert list(pool.map(fill, range(40))) == ["x" * 9, "refused"] * 20
