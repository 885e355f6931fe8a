"""Every visible string has its Indonesian, and the CSV says what the .po says. Needs no browser."""

import subprocess
import sys

from tests.layers import ROOT


def test_nothing_visible_is_untranslated() -> None:
	done = subprocess.run(
		[sys.executable, str(ROOT / "sla_id" / "locale" / "update.py"), "--check"],
		capture_output=True,
		text=True,
	)
	assert done.returncode == 0, done.stdout + done.stderr
