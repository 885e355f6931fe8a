"""The suite in tests/app as unittest cases, one a file, for `bench run-tests`.

Each runs in a pytest of its own, on a copy of the site without the site's work (tests/app/own_site.py). One file alone:
`bench --site SITE run-tests --module sla_id.tests.test_app --test test_hosts`.
"""

import os
import subprocess
import sys
import unittest
from collections.abc import Callable
from pathlib import Path

import frappe

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "tests" / "app").glob("test_*.py"))


class TestApp(unittest.TestCase):
	"""One method for each file of tests/app; they are added below."""

	def setUp(self) -> None:
		if not FILES:
			self.skipTest("the app was installed without its tests folder")


def _run_file(path: Path) -> Callable[[unittest.TestCase], None]:
	def run(case: unittest.TestCase) -> None:
		sys.path.insert(0, str(ROOT))
		from tests.run import bench_tools

		search = os.pathsep.join([str(ROOT), str(bench_tools(sys.executable))])
		done = subprocess.run(
			[sys.executable, "-m", "pytest", str(path), "-q", "-W", "ignore", "-p", "no:cacheprovider"]
			+ [f"--rootdir={ROOT}", "--color=no"],
			cwd=frappe.utils.get_bench_path() + "/sites",
			env={**os.environ, "SLA_ID_BENCH_SITE": frappe.local.site, "PYTHONPATH": search},
			stdout=subprocess.PIPE,
			stderr=subprocess.STDOUT,
			text=True,
		)
		case.assertEqual(done.returncode, 0, done.stdout[-20_000:])

	run.__doc__ = f"tests/app/{path.name}"
	return run


for _path in FILES:
	setattr(TestApp, _path.stem, _run_file(_path))
