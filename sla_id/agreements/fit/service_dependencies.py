"""What a service is part of and what it depends on: the rules of `agreements/catalogue.py` on plain values.

Called by `team_chains`; `service_level_management/ola_fit.py` adds the services of the site's catalogue that an agreement doesn't list.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sla_id.agreements.file.model import AgreementFile


@dataclass(frozen=True, slots=True)
class Node:
	"""A service: the one it is part of, the supporting services it needs, what is asked of it."""

	code: str
	parent: str | None = None
	needs: tuple[str, ...] = ()
	kind: str = "both"
	supporting: bool = False


@dataclass(frozen=True, slots=True)
class Catalogue:
	"""The services by code, in the order of the catalogue."""

	nodes: Mapping[str, Node]

	@classmethod
	def of(cls, file: AgreementFile) -> "Catalogue":
		"""The services that an agreement lists."""
		return cls(
			{
				service.code: Node(
					service.code,
					above[-1] if above else None,
					service.depends_on,
					service.kind,
					service.supporting,
				)
				for service, above in file.all_services()
			}
		)

	def path(self, service: str | None) -> tuple[str, ...]:
		"""A service and everything it is part of, nearest first."""
		found: list[str] = []
		while service and service not in found:
			found.append(service)
			service = self.nodes[service].parent if service in self.nodes else None
		return tuple(found)

	def supporting(self, service: str | None) -> tuple[str, ...]:
		"""The supporting services that it depends on: directly, through what it is part of, or in turn."""
		found: list[str] = []
		waiting = list(self.path(service))
		while waiting:
			node = self.nodes.get(waiting.pop(0))
			for code in node.needs if node else ():
				if code not in found:
					found.append(code)
					waiting.append(code)
		return tuple(found)

	def ordered(self) -> tuple[str, ...]:
		"""The codes of the services that users order."""
		return tuple(code for code, node in self.nodes.items() if not node.supporting)
