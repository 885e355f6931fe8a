"""`python -m tests.sites sqlite | mariadb`: build the site that the app layers copy, where it isn't kept from before."""

import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

import embedded


def main() -> None:
	"""Build one kind."""
	if sys.argv[1] == "sqlite":
		embedded.ensure_template()
		return
	from tests.mariadb import mariadb

	with tempfile.TemporaryDirectory() as folder, mariadb() as server:
		embedded.new_site(Path(folder) / "site", db_type="mariadb", host="127.0.0.1", **asdict(server))


if __name__ == "__main__":
	main()
