"""Where Prometheus reads the app's own figures, and the buttons for its token in SLA Settings."""

import frappe
from werkzeug.wrappers import Response

from sla_id.access import MANAGERS, need_role
from sla_id.api.arguments import answerable
from sla_id.monitors.exposition import NoClient, expose
from sla_id.monitors.metrics_token import make_metrics_token, may_read_metrics, revoke_metrics_token


@frappe.whitelist(allow_guest=True, methods=["GET"])
@answerable
def prometheus() -> Response:
	"""The app's figures in Prometheus' format. The token is in X-SLA-Monitor-Token, or in Authorization as
	"SLA Monitor TOKEN".

	Answers 401 without the token of SLA Settings, and 501 where `prometheus_client` isn't installed.
	"""
	if not may_read_metrics(frappe.request.headers):
		return Response("no such token", status=401, content_type="text/plain")
	try:
		text, kind = expose()
	except NoClient as error:
		return Response(str(error), status=501, content_type="text/plain")
	return Response(text, content_type=kind)


@frappe.whitelist(methods=["POST"])
@answerable
def new_token() -> dict[str, str]:
	"""Make a new token for Prometheus; the one before no longer counts. It is shown this once. For SLA Managers."""
	need_role(*MANAGERS)
	return {"token": make_metrics_token()}


@frappe.whitelist(methods=["POST"])
@answerable
def remove_token() -> None:
	"""Take Prometheus' token away, so that nobody reads the figures. For SLA Managers."""
	need_role(*MANAGERS)
	revoke_metrics_token()
