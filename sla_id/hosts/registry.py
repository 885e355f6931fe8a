"""All hosts, and those that this site has."""

from collections.abc import Iterator, Mapping
from importlib import import_module

import frappe

from sla_id.hosts.adapters import ADAPTERS
from sla_id.hosts.base import Host


class _Hosts(Mapping[str, Host]):
	"""Each adapter by its DocType, imported when it is first asked for."""

	def __init__(self) -> None:
		self._made: dict[str, Host] = {}

	def __getitem__(self, doctype: str) -> Host:
		path = ADAPTERS[doctype]
		if path not in self._made:
			module, _dot, name = path.rpartition(".")
			self._made[path] = getattr(import_module(module), name)()
		return self._made[path]

	def __contains__(self, doctype: object) -> bool:
		return doctype in ADAPTERS

	def __iter__(self) -> Iterator[str]:
		return iter(ADAPTERS)

	def __len__(self) -> int:
		return len(ADAPTERS)


HOSTS = _Hosts()


def present_hosts() -> list[Host]:
	"""The hosts whose DocType this site has; none, one or both. Remembered until the site's cache is cleared."""
	names = frappe.cache.get_value("sla_id_hosts", generator=_present)
	return [HOSTS[name] for name in names]


def _present() -> list[str]:
	return [name for name, host in HOSTS.items() if host.is_here()]
