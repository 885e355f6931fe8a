"""What the rooms read of our records, for mypy: Frappe's documents have no types of their own.

`record_types.pyi` beside this file has them, written from the DocTypes by `python -m tests.record_types`: AgreementRecord
for SLA Agreement, AgreementTargetRow for a row of its table. A process that runs needs none of them.
"""

from typing import Any


def __getattr__(name: str) -> Any:
	return Any
