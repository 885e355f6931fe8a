"""Printing on the embedded engine, whose package leaves it out: print formats are rendered, and Chromium makes the PDF.

On a bench Frappe's own PDF engine does this. Called by `runtime` through `mends`.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SECONDS = 60


class NoBrowser(RuntimeError):
	"""No Chromium on this machine."""


def install() -> None:
	"""Put both in the place of the package's stubs."""
	import monoframe.utils.pdf as pdf

	pdf.pdf_body_html = _render
	pdf.get_pdf = html_to_pdf


def _render(template: Any, args: dict[str, Any], **_more: Any) -> str:
	return str(template.render(args))


def html_to_pdf(html: str, options: dict[str, Any] | None = None, output: Any = None) -> bytes:
	"""A page as PDF, printed by a Chromium that can't reach the network. Raises NoBrowser without one."""
	browser = next(filter(None, map(shutil.which, BROWSERS)), None)
	if browser is None:
		raise NoBrowser("A PDF needs Chromium here. On Debian: apt-get install chromium")
	with tempfile.TemporaryDirectory() as folder:
		page, printed = Path(folder) / "page.html", Path(folder) / "page.pdf"
		page.write_text(html, encoding="utf-8")
		subprocess.run(
			[
				browser,
				*("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
				*("--disable-background-networking", "--disable-component-update", "--disable-sync"),
				*("--host-resolver-rules=MAP * ~NOTFOUND", "--no-pdf-header-footer"),
				f"--user-data-dir={folder}/profile",
				f"--print-to-pdf={printed}",
				page.as_uri(),
			],
			check=True,
			timeout=SECONDS,
			stdout=subprocess.DEVNULL,
			stderr=subprocess.DEVNULL,
		)
		return printed.read_bytes()
