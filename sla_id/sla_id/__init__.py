"""Frappe's module "SLA ID", whose documents lie in the app's folder itself.

Frappe looks for a module's DocTypes in `<app>/<module>/doctype/`; this app keeps them in `sla_id/doctype/`. The
module package therefore stands in for its parent folder: both its path and its file point there.
"""

from pathlib import Path

_APP = Path(__file__).resolve().parent.parent
__path__ = [str(_APP)]
__file__ = str(_APP / "__init__.py")
