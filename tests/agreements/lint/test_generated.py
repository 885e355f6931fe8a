"""Whatever `parse` may give, `lint` has findings for, never an exception."""

from datetime import date

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sla_id.agreements.lint import SEVERITIES, lint
from sla_id.agreements.lint.lengths_in_text import amounts
from tests.agreements.lint.build import YEARS
from tests.agreements.test_round_trip import TEXTS, files

PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
SOURCES = st.lists(
	st.sampled_from(
		["5 hari kerja", "5 (enam) hari", "within 2 business days", "OLA bagi pengguna", "rumus:", "95%"]
	)
	| TEXTS,
	max_size=6,
).map("\n".join)


# Shrinking so large a value takes minutes: the first counterexample has to do.
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck), phases=PHASES)
@given(files(), st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.none() | SOURCES)
def test_lint_never_raises(file, today, source):
	findings = lint(file, today=today, source=source, holidays=YEARS)
	assert findings == lint(file, today=today, source=source, holidays=YEARS)
	severities = [SEVERITIES.index(finding.severity) for finding in findings]
	assert severities == sorted(severities)
	for finding in findings:
		assert finding.path and all(
			part.strip()
			for text in (finding.message, finding.advice)
			for part in (text.get("id"), text.get("en"))
		)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_has_its_lengths_read(text):
	assert all(amount.size >= 0 for amount in amounts(text))
