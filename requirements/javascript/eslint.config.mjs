// Where a script runs decides which names it may use; the rules are ESLint's own recommendation and a few that read on.
import js from "@eslint/js";
import globals from "globals";

const DESK = Object.fromEntries(
	["frappe", "__", "$", "cint", "cur_list", "moment", "open_url_post", "sla_id", "slaPortal"].map(
		(name) => [name, "readonly"],
	),
);

export default [
	js.configs.recommended,
	{
		linterOptions: { reportUnusedDisableDirectives: "error" },
		rules: {
			"no-unused-vars": ["error", { args: "after-used", caughtErrors: "all" }],
			"no-var": "error",
			"prefer-const": "error",
			eqeqeq: "error",
			"no-shadow": "error",
			"max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true }],
			complexity: ["error", 12],
		},
	},
	{
		// each runs in the one scope of a page: no modules
		files: ["sla_id/**/*.js"],
		languageOptions: { sourceType: "script", globals: { ...globals.browser, ...DESK } },
	},
	{
		// Helpdesk calls `setupForm` by its name, and gives it all that it may use: what it needs stands inside
		files: ["sla_id/setup/*.js"],
		rules: {
			"no-unused-vars": ["error", { varsIgnorePattern: "^setupForm$" }],
			"max-lines-per-function": "off",
		},
	},
	{
		files: ["tests/browser/*.js", "embedded/desk/*.js"],
		languageOptions: { sourceType: "commonjs", globals: { ...globals.node } },
	},
	{
		// what it hands to the page runs there
		files: ["tests/browser/*.js"],
		languageOptions: { globals: { ...globals.browser } },
	},
];
