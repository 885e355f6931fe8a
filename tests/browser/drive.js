// Opens pages in headless Chromium and says what is on them. Called by stage.py with one argument,
//
//	{ base, chromium, playwright, shots }
//
// then a line of JSON in and a line of JSON out for each round of visits, until its input ends:
//
//	in:  [{ name, user, password, width, path, wait, script, then }]
//	out: { <name>: { status, url, lang, overflow, errors, result, failure } }
//
// `wait` is a selector that must appear; `script` is an expression (awaited) evaluated in the page afterwards, where
// `await until(() => …)` waits for what it returns; `then` is a selector that must appear after that.

async function main() {
	const job = JSON.parse(process.argv[2]);
	const { chromium } = require(job.playwright);
	const browser = await chromium.launch({ executablePath: job.chromium, args: ["--no-sandbox"] });
	const people = {};
	for await (const line of require("readline").createInterface({ input: process.stdin })) {
		const said = {};
		for (const visit of JSON.parse(line)) {
			people[visit.user] ??= await log_in(browser, job.base, visit);
			said[visit.name] = await open(people[visit.user], job, visit);
		}
		process.stdout.write(JSON.stringify(said) + "\n");
	}
	await browser.close();
}

// One page a person, as they would use it: the desk's bundles are fetched once.
async function log_in(browser, base, { user, password }) {
	const context = await browser.newContext({ timezoneId: "Asia/Makassar", locale: "en-GB" });
	if (user) {
		const answer = await context.request.post(`${base}/api/method/login`, {
			form: { usr: user, pwd: password },
		});
		if (!answer.ok()) throw new Error(`${user} can't log in: ${answer.status()} ${await answer.text()}`);
	}
	await context.addInitScript(give_until);
	const page = await context.newPage();
	// leaving a form that was changed; any other question is refused, as by default
	page.on("dialog", (dialog) => (dialog.type() === "beforeunload" ? dialog.accept() : dialog.dismiss()));
	return page;
}

// Runs in the page, before its own scripts.
function give_until() {
	window.until = async (found) => {
		for (let n = 0; n < 300; n++) {
			const value = await found();
			if (value) return value;
			await new Promise((resolve) => setTimeout(resolve, 100));
		}
		throw new Error(`waited 30 s in vain for ${found}`);
	};
}

async function open(page, job, visit) {
	const said = { errors: [] };
	const hear = (error) => said.errors.push(error.message);
	try {
		// errors of the page that is left are none of the next one's
		await page.goto("about:blank");
		await page.setViewportSize({ width: visit.width, height: 900 });
		page.on("pageerror", hear);
		const response = await page.goto(job.base + visit.path, { timeout: 45000 });
		said.status = response.status();
		if (visit.wait) await page.waitForSelector(visit.wait, { timeout: 30000 });
		if (visit.script) said.result = await page.evaluate(visit.script);
		if (visit.then) await page.waitForSelector(visit.then, { timeout: 30000 });
		said.lang = await page.evaluate(() => document.documentElement.lang);
		said.overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
		if (job.shots) await page.screenshot({ path: `${job.shots}/${visit.name}.png`, fullPage: true });
	} catch (error) {
		said.failure = [error.message, ...said.errors].join("\n");
		if (job.shots) await page.screenshot({ path: `${job.shots}/${visit.name}.png` });
	}
	said.url = page.url();
	page.off("pageerror", hear);
	return said;
}

main().catch((error) => {
	console.error(error);
	process.exit(1);
});
