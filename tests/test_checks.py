"""`make check` as tests, so that CI shows each complaint."""

from collections.abc import Callable

import pytest

from tests.check import CHECKS


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_check(check: Callable[[], str]) -> None:
	complaints = check()
	assert not complaints, complaints
