"""Summaries by e-mail: the page to choose them, and the page of the link in each, on any screen and over HTTP.

The tests follow one subscription through its life, in their order.
"""

from typing import Any

import requests

from tests.browser.stage import NARROW, WIDE, Seen, Stage, Visit

PAGE = """({
	text: document.querySelector(".sla-page").innerText,
	unlabelled: [...document.querySelectorAll(".sla-page nav:not([aria-label])")].length,
	fields: [...document.querySelectorAll(".sla-page input:not([type=hidden]), .sla-page select")].map((field) => [field.name, Boolean(field.labels.length), field.type === "checkbox" ? field.checked : field.value]),
	buttons: [...document.querySelectorAll(".sla-page button")].map((button) => button.innerText.trim()),
	narrowest: Math.min(...[...document.querySelectorAll(".sla-page button, .sla-choice")].map((e) => e.getBoundingClientRect().height)),
	languages: [...document.querySelectorAll(".sla-languages a")].map((a) => a.getAttribute("href")),
})"""
CHOOSE = """(async () => {
	const form = document.querySelector("form[data-frequency=Weekly]");
	form.elements.enabled.checked = true;
	form.elements.weekday.value = "Friday";
	form.elements.at.value = "AT";
	form.querySelector("button").click();
	const notice = form.querySelector(".sla-notice");
	await until(() => !notice.hidden);
	return notice.innerText;
})()"""
PRESS = """document.querySelector(".sla-page form button").click()"""


def look(stage: Stage, *visits: Visit) -> dict[str, Seen]:
	seen = stage.look(list(visits))
	assert {name: one.errors for name, one in seen.items() if one.errors} == {}
	return seen


def weekly_of(stage: Stage) -> Any:
	"""The partner's weekly subscription, as a manager's interface reads it."""
	answer = stage.session(stage.scene["lead"]).get(
		f"{stage.url}/api/resource/SLA Digest",
		params={
			"fields": '["name", "enabled", "weekday", "at", "next_due_utc"]',
			"filters": f'{{"user": "{stage.scene["partner"]}", "frequency": "Weekly"}}',
		},
		timeout=60,
	)
	answer.raise_for_status()
	return next(iter(answer.json()["data"]), None)


def link(stage: Stage) -> str:
	"""The path of the link in the partner's weekly summary."""
	from sla_id.notify.outbox.unsubscribe_link import PATH, code_for

	return f"{PATH}?code={code_for(weekly_of(stage)['name'], stage.scene['partner'])}"


def every_screen(name: str, path: str, user: str | None) -> list[Visit]:
	sign = "&" if "?" in path else "?"
	return [
		Visit(f"{name}_{language}_{width}", f"{path}{sign}_lang={language}", user, width, ".sla-page", PAGE)
		for language in ("id", "en")
		for width in (NARROW, WIDE)
	]


def fits(seen: dict[str, Seen]) -> None:
	for name, one in seen.items():
		assert one.status == 200, name
		assert one.overflow <= 0, name
		assert one.lang == name.split("_")[1], name
		assert one.result["unlabelled"] == 0, name
		assert all(labelled for _name, labelled, _value in one.result["fields"]), name
		assert one.result["narrowest"] >= 24, "large enough for a finger"


def test_choosing_on_any_screen(stage: Stage) -> None:
	seen = look(stage, *every_screen("summaries", "/sla/summaries", stage.scene["partner"]))
	fits(seen)
	page = seen["summaries_en_1440"].result
	assert ["enabled", True, False] in page["fields"] and ["at", True, "08:00"] in page["fields"]
	assert "WITA" in page["text"], "times of one's own zone"
	assert "can't unsubscribe" in page["text"]


def test_choosing_is_kept(stage: Stage) -> None:
	partner = stage.scene["partner"]
	path = "/sla/summaries?_lang=en"
	seen = look(
		stage,
		Visit(
			"summaries_bad",
			path,
			partner,
			wait="form",
			script=CHOOSE.replace('value = "AT"', 'type = "text"').replace(
				"form.querySelector", 'form.elements.at.value = "99:99"; form.querySelector', 1
			),
		),
		Visit("summaries_chosen", path, partner, wait="form", script=CHOOSE.replace("AT", "17:30")),
		Visit("summaries_kept", path, partner, wait="form", script=PAGE),
	)
	assert "time of day" in seen["summaries_bad"].result
	assert seen["summaries_chosen"].result == "Saved."
	kept = weekly_of(stage)
	assert (kept["enabled"], kept["weekday"]) == (1, "Friday")
	assert kept["next_due_utc"].endswith("09:30:00"), "17:30 WITA"
	assert ["weekday", True, "Friday"] in seen["summaries_kept"].result["fields"]


def test_who_is_asked_to_sign_in(stage: Stage) -> None:
	seen = look(stage, Visit("summaries_guest", "/sla/summaries", None, wait="form"))
	assert "/login?redirect-to=/sla/summaries" in seen["summaries_guest"].url


def test_the_page_of_the_link_on_any_screen(stage: Stage) -> None:
	"""Without a login; opening it changes nothing."""
	seen = look(stage, *every_screen("unsubscribe", link(stage), None))
	fits(seen)
	page = seen["unsubscribe_en_360"].result
	assert page["buttons"] == ["Unsubscribe"]
	assert "Stop the weekly summary?" in page["text"] and "can't unsubscribe" in page["text"]
	assert stage.scene["partner"] not in page["text"]
	assert all("code=" in address for address in page["languages"]), "the other language is of the same link"
	by_default = look(stage, Visit("unsubscribe_default", link(stage), None, wait=".sla-page"))
	assert by_default["unsubscribe_default"].lang == "id", "the partner's language"
	assert weekly_of(stage)["enabled"] == 1


def test_a_forged_link_changes_nothing(stage: Stage) -> None:
	forged = link(stage)[:-3] + "AAA"
	seen = look(stage, *every_screen("forged", forged, None)[2:])
	for one in seen.values():
		assert one.result["buttons"] == [] and "isn't valid" in one.result["text"]
		assert one.overflow <= 0
	answer = requests.post(stage.url + forged, data={"List-Unsubscribe": "One-Click"}, timeout=60)
	assert answer.status_code == 403
	assert weekly_of(stage)["enabled"] == 1


def test_the_button(stage: Stage) -> None:
	"""For who is signed in as well: their request carries Frappe's own token."""
	partner = stage.scene["partner"]
	for user in (None, partner):
		visit = Visit(
			f"unsubscribed_{user or 'guest'}",
			link(stage) + "&_lang=en",
			user,
			NARROW,
			".sla-page form",
			PRESS,
			".sla-page [role=status]",
		)
		seen = look(stage, visit)[visit.name]
		assert seen.overflow <= 0
		assert weekly_of(stage)["enabled"] == 0
		look(
			stage,
			Visit(
				"resumed",
				"/sla/summaries?_lang=en",
				partner,
				wait="form",
				script=CHOOSE.replace("AT", "08:00"),
			),
		)
		assert weekly_of(stage)["enabled"] == 1, "they come back in the portal"


def test_a_mail_program_needs_one_request(stage: Stage) -> None:
	"""RFC 8058 §3.1: a POST to the header's own address, with no cookies, no redirect, no login."""
	from sla_id.notify.outbox.unsubscribe_link import SHORT_PATH

	address = stage.url + SHORT_PATH + link(stage).partition("code=")[2]
	for method in ("GET", "HEAD"):
		assert requests.request(method, address, allow_redirects=False, timeout=60).status_code == 200
	assert weekly_of(stage)["enabled"] == 1, "what a mail scanner does"
	answer = requests.post(address, data={"List-Unsubscribe": "One-Click"}, allow_redirects=False, timeout=60)
	assert answer.status_code == 200
	assert weekly_of(stage)["enabled"] == 0
	assert "no-store" in answer.headers.get("Cache-Control", "")
