"""Packaging. `frappe` is left out on purpose: a bench brings its own, and the name on PyPI is a placeholder."""

from setuptools import find_packages, setup

setup(
	name="sla_id",
	version="0.3.0",
	description="Indonesian service level agreements for Frappe Helpdesk and ERPNext",
	author="The sla_id authors",
	license="MIT",
	packages=find_packages(include=["sla_id", "sla_id.*"]),
	include_package_data=True,
	zip_safe=False,
	python_requires=">=3.11",
	install_requires=["holidays>=0.84", "pytz", "requests", "PyYAML"],
)
