"""Packaging. `frappe` is left out on purpose: a bench brings its own, and the name on PyPI is a placeholder."""

import re
from pathlib import Path

from setuptools import find_packages, setup

VERSION = re.search(
	r'__version__ = "(.+)"', Path(__file__).with_name("sla_id").joinpath("__init__.py").read_text()
)[1]

setup(
	name="sla_id",
	version=VERSION,
	description="Indonesian service level agreements for Frappe Helpdesk and ERPNext",
	author="The sla_id authors",
	license="MIT",
	packages=find_packages(include=["sla_id", "sla_id.*"]),
	include_package_data=True,
	zip_safe=False,
	python_requires=">=3.11",
	install_requires=["holidays>=0.84", "icalendar>=5.0.12", "pytz", "requests", "PyYAML"],
	extras_require={"metrics": ["prometheus_client>=0.20"]},
)
