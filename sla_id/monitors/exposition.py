"""The app's figures in Prometheus' own format, by `prometheus_client` and a registry of this app's alone.

The package is an extra (`pip install sla_id[metrics]`): a bench that isn't scraped does without.
"""

from collections.abc import Iterator
from typing import Any

from sla_id.monitors.app_figures import app_figures


class NoClient(RuntimeError):
	"""prometheus_client isn't installed."""


def expose() -> tuple[bytes, str]:
	"""What is scraped, and its content type. Raises NoClient."""
	try:
		from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
		from prometheus_client.core import GaugeMetricFamily
	except ImportError as error:
		raise NoClient("prometheus_client isn't installed: bench pip install 'prometheus_client'") from error

	class Collector:
		"""Asks for the figures when it is scraped."""

		def describe(self) -> list[Any]:
			return []

		def collect(self) -> Iterator[Any]:
			for figure in app_figures():
				family = GaugeMetricFamily(figure.name, figure.says, labels=figure.labels)
				for labels, value in figure.samples:
					family.add_metric(labels, value)
				yield family

	registry = CollectorRegistry(auto_describe=False)
	registry.register(Collector())
	return generate_latest(registry), CONTENT_TYPE_LATEST
