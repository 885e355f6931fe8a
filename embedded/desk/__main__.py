"""`python -m embedded.desk`: builds the desk's front end if it isn't built yet."""

import sys
import time

from embedded import desk, runtime
from embedded.site import DEFAULT_APPS

runtime.prepare()
started = time.monotonic()
try:
	already = desk.find(DEFAULT_APPS) is not None
	desk.ensure(DEFAULT_APPS)
except desk.DeskNotBuilt as error:
	sys.exit(str(error))
print("desk: already built" if already else f"desk: built in {time.monotonic() - started:.0f} s")
