"""`make check` as tests, so that CI shows each complaint."""

from collections.abc import Callable

import pytest

from tests.check import CALLED_FROM_OUTSIDE, CHECKS, whitelisted_are_called, why_not_run


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_check(check: Callable[[], str]) -> None:
	if missing := why_not_run(check):
		pytest.skip(missing)
	complaints = check()
	assert not complaints, complaints


def test_a_function_that_nothing_calls_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
	monkeypatch.delitem(CALLED_FROM_OUTSIDE, "sla_id.api.receipts.gateway")
	monkeypatch.setitem(CALLED_FROM_OUTSIDE, "sla_id.api.ticket.get_record", "nobody")
	gateway, record = whitelisted_are_called().splitlines()
	assert "gateway has no caller" in gateway
	assert "get_record is called here too" in record
