"""A ticket's save stays cheap: so many statements over the host's own, counted with the app's handlers and without them."""

from collections import Counter
from typing import Any

import pytest

from tests.app import save_cost
from tests.app.conftest import Clockwork
from tests.app.save_cost import OPERATIONS, Operation

pytestmark = pytest.mark.each_host


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_statements_over_the_hosts_own(
	operation: Operation, host_name: str, clockwork: Clockwork, site: Any
) -> None:
	clockwork.at("2026-03-16 09:00")
	ours, own = save_cost.compare(operation, host_name)
	over = len(ours.statements) - len(own.statements)
	added = Counter(ours.statements) - Counter(own.statements)
	said = "\n".join(f"{number} x {text[:110]}" for text, number in added.items())
	assert over <= operation.most, f"{over} instead of {operation.most}:\n{said}"
