"""What a service is part of, what it depends on, and the channels through which it is provided.

Services that an agreement lists are as agreed. `Catalogue.unlisted` knows the others: at run time they are the site's
own (`agreements/ticket_catalogue.py`); without a site there are none.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from sla_id.agreements.file.model import AgreementFile

NO_PARENTS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Node:
	"""A service: its parent, the supporting services it needs, the documents it asks for, its only channels."""

	code: str
	parent: str | None = None
	needs: tuple[str, ...] = ()
	kind: str = "both"
	supporting: bool = False
	channels: tuple[str, ...] = ()


def _nothing(_code: str) -> Node | None:
	return None


@dataclass(frozen=True, slots=True)
class Catalogue:
	"""The services by code, in the order of the catalogue."""

	nodes: Mapping[str, Node]
	unlisted: Callable[[str], Node | None] = field(default=_nothing, compare=False)

	@classmethod
	def of(cls, file: AgreementFile, parents: Mapping[str, str] = NO_PARENTS) -> "Catalogue":
		"""The services that an agreement lists. `parents` are services above its topmost ones that it doesn't list."""
		return cls(
			{
				service.code: Node(
					service.code,
					above[-1] if above else parents.get(service.code),
					service.depends_on,
					service.kind,
					service.supporting,
					service.channels,
				)
				for service, above in file.all_services()
			}
		)

	def node(self, code: str) -> Node | None:
		"""What is known of a service, or None."""
		return self.nodes[code] if code in self.nodes else self.unlisted(code)

	def path(self, service: str | None) -> tuple[str, ...]:
		"""A service and everything it is part of, nearest first."""
		found: list[str] = []
		while service and service not in found:
			found.append(service)
			node = self.node(service)
			service = node.parent if node else None
		return tuple(found)

	def supporting(self, service: str | None) -> tuple[str, ...]:
		"""The supporting services that it depends on: directly, through its parents, or through other supporting services."""
		found: list[str] = []
		waiting = list(self.path(service))
		while waiting:
			node = self.node(waiting.pop(0))
			for code in node.needs if node else ():
				if code not in found:
					found.append(code)
					waiting.append(code)
		return tuple(found)

	def channels(self, service: str) -> tuple[str, ...]:
		"""The only channels through which a service is provided, from the nearest level that names some. Empty: any."""
		return next(self._named_channels(service), ())

	def ordered(self) -> tuple[str, ...]:
		"""The codes of the services that users order."""
		return tuple(code for code, node in self.nodes.items() if not node.supporting)

	def _named_channels(self, service: str) -> Iterator[tuple[str, ...]]:
		for code in self.path(service):
			node = self.node(code)
			if node and node.channels:
				yield node.channels
