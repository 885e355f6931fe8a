"""`python -m tests.browser.pictures [NAME …]`: take the guides' pictures anew, from the pages that the browser tests look at."""

import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.layers import ROOT

IMAGES = ROOT / "docs" / "images"
PICTURES: Mapping[str, str] = {
	"agent-ticket-en.png": "sla_ticket_en",
	"agent-ticket-id.png": "sla_ticket_id",
	"partner-ticket-en.png": "paused_en_1440",
	"partner-ticket-id.png": "paused_id_1440",
}
"""Each picture and the visit of `pages` that shows it."""


def take(names: list[str]) -> None:
	"""Look at the pages and keep their pictures."""
	from tests.browser.conftest import served
	from tests.browser.pages import visits

	with tempfile.TemporaryDirectory() as shots:
		with served(shots) as seen:
			wanted = {PICTURES[name] for name in names}
			seen.look([visit for visit in visits(seen.scene) if visit.name in wanted])
		IMAGES.mkdir(exist_ok=True)
		for name in names:
			shutil.copyfile(Path(shots) / f"{PICTURES[name]}.png", IMAGES / name)
			print(f"docs/images/{name}")


if __name__ == "__main__":
	take(sys.argv[1:] or list(PICTURES))
