// Builds `*.bundle.*` of the given apps into <out>/<app>/dist, as a bench's own build does, and writes assets.json.
//
//   node build.js '{"out": DIR, "stage": DIR, "apps": [{"name": "…", "dir": "…"}]}'
//
// The sources are read from the installed packages. They name each other by app ("frappe/public/…"), so the apps are
// first linked under one folder, <stage>, beside the npm packages.

const fs = require("fs");
const path = require("path");
const { pathToFileURL } = require("url");
const esbuild = require("esbuild");
const glob = require("fast-glob");
const sass = require("sass");
const vue = require("esbuild-plugin-vue3");

const { out, stage, apps } = JSON.parse(process.argv[2]);
const MODULES = path.join(__dirname, "node_modules");
const ENGINE = apps[0].name;

// ---- the staged tree ------------------------------------------------------

function link(target, name) {
	if (fs.existsSync(target) && !fs.existsSync(name)) fs.symlinkSync(target, name);
}

function link_entries(from, to, except = []) {
	fs.mkdirSync(to, { recursive: true });
	for (const entry of fs.readdirSync(from)) {
		if (!except.includes(entry)) link(path.join(from, entry), path.join(to, entry));
	}
}

function stage_apps() {
	fs.rmSync(stage, { recursive: true, force: true });
	fs.mkdirSync(stage, { recursive: true });
	link(MODULES, path.join(stage, "node_modules"));
	for (const { name, dir } of apps) {
		if (name !== ENGINE) {
			link(dir, path.join(stage, name));
			continue;
		}
		// The engine's files say "<engine>/…" where the folder is still called "frappe".
		const home = path.join(stage, name);
		const js = path.join(home, "public", "js");
		link_entries(dir, home, ["public"]);
		link_entries(path.join(dir, "public"), path.join(home, "public"), ["js"]);
		link_entries(path.join(dir, "public", "js"), js);
		link(path.join(dir, "public", "js", "frappe"), path.join(js, name));
		link(MODULES, path.join(home, "public", "node_modules"));
		link(home, path.join(stage, "frappe"));
	}
}

// ---- plugins --------------------------------------------------------------

// `import "./x.html"` registers a client-side template under its file's name.
const html_templates = {
	name: "html-templates",
	setup(build) {
		build.onResolve({ filter: /\.html$/ }, (args) => ({
			path: path.join(args.resolveDir, args.path),
			namespace: "template",
		}));
		build.onLoad({ filter: /.*/, namespace: "template" }, (args) => {
			const name = path.basename(args.path).split(".")[0];
			// the templates are written to be the inside of a template literal: they escape quotes
			const source = fs.readFileSync(args.path, "utf8").replace(/`/g, "\\`").replace(/\$\{/g, "\\${");
			return { contents: `${ENGINE}.templates[${JSON.stringify(name)}] = \`${source}\`;` };
		});
	},
};

// Frappe's own packages are installed under the engine's name, but their files kept theirs.
function package_file(name, extensions) {
	const file = path.join(MODULES, name);
	const renamed = file.replace(new RegExp(`/${ENGINE}-([^/]+)$`), "/frappe-$1");
	return [file, renamed]
		.flatMap((base) => ["", ...extensions].map((extension) => base + extension))
		.find((candidate) => fs.existsSync(candidate) && fs.statSync(candidate).isFile());
}

// Files imported past what their package's "exports" allows, or under the engine's name.
const deep_imports = {
	name: "deep-imports",
	setup(build) {
		build.onResolve({ filter: new RegExp(`^(plyr|${ENGINE}-[^/]+)/dist/`) }, (args) => {
			const file = package_file(args.path, [".js"]);
			return file ? { path: file } : undefined;
		});
	},
};

// Images and fonts named in style sheets are served as they are.
const served_files = {
	name: "served-files",
	setup(build) {
		const external = (args) => ({ path: args.path, external: true });
		build.onResolve({ filter: /^(\/assets|\/files|data:|https?:)/ }, external);
		build.onResolve({ filter: /\.(png|gif|jpe?g|svg|woff2?|ttf|eot|otf)([?#].*)?$/ }, (args) =>
			args.kind === "url-token" ? external(args) : undefined,
		);
	},
};

function sass_importer(url) {
	let file = null;
	if (url.startsWith("~"))
		file = package_file(url.slice(1), [".scss", ".css"]) || path.join(MODULES, url.slice(1));
	else if (apps.some(({ name }) => url.startsWith(`${name}/`)) || url.startsWith("frappe/"))
		file = path.join(stage, url);
	else if (url.startsWith(`${ENGINE}_`)) {
		// a partial that kept its old name
		const root = path.join(stage, ENGINE, "public", "scss");
		const name = url.replace(`${ENGINE}_`, "frappe_");
		[file] = glob.sync(`**/?(_)${name}.scss`, { cwd: root, absolute: true });
	}
	return file ? pathToFileURL(file.replace(/\.css$/, "")) : null;
}

const scss = {
	name: "scss",
	setup(build) {
		build.onLoad({ filter: /\.scss$/ }, (args) => {
			const result = sass.compile(args.path, {
				importers: [{ findFileUrl: sass_importer }],
				loadPaths: [path.dirname(args.path), stage],
				quietDeps: true,
				logger: sass.Logger.silent,
			});
			return { contents: result.css, loader: "css", resolveDir: path.dirname(args.path) };
		});
	},
};

// ---- build ----------------------------------------------------------------

function entries(app, extensions) {
	const root = path.join(stage, app, "public");
	if (!fs.existsSync(root)) return [];
	// the alias folder holds the same files a second time; error reports to the outside aren't wanted
	const ignore = ["**/node_modules/**", "**/dist/**", `**/js/${ENGINE}/**`, "**/sentry.bundle.js"];
	return glob
		.sync(`**/*.bundle.{${extensions}}`, { cwd: root, ignore, followSymbolicLinks: true })
		.map((file) => path.join(root, file));
}

async function build_app(app, kind, files) {
	if (!files.length) return {};
	const named = Object.fromEntries(
		files.map((file) => [
			path.join(app, "dist", kind, path.basename(file).replace(/\.(js|ts|s?css)$/, "")),
			file,
		]),
	);
	const result = await esbuild.build({
		entryPoints: named,
		entryNames: "[dir]/[name].[hash]",
		outdir: out,
		bundle: true,
		minify: true,
		metafile: true,
		preserveSymlinks: true,
		target: "es2019",
		nodePaths: [MODULES, stage],
		define: {
			"process.env.NODE_ENV": '"production"',
			__VUE_OPTIONS_API__: "true",
			__VUE_PROD_DEVTOOLS__: "false",
		},
		loader: { ".svg": "text" },
		plugins:
			kind === "css"
				? [served_files, scss]
				: [deep_imports, html_templates, served_files, vue({ disableOptimizing: true }), scss],
		logLevel: "error",
	});

	const built = {};
	for (const [output, info] of Object.entries(result.metafile.outputs)) {
		if (!info.entryPoint || (kind === "js" && output.endsWith(".css"))) continue;
		const file = path.resolve(output);
		if (kind === "js" && info.cssBundle) inline_styles(file, path.resolve(info.cssBundle));
		const key = path
			.basename(info.entryPoint)
			.replace(/\.scss$/, ".css")
			.replace(/\.ts$/, ".js");
		built[key] = "/assets/" + path.relative(out, file);
	}
	return built;
}

// Components bring their own styles; nothing would load a style sheet beside the script.
function inline_styles(script, sheet) {
	const css = JSON.stringify(fs.readFileSync(sheet, "utf8"));
	fs.appendFileSync(
		script,
		`\n(()=>{const s=document.createElement("style");s.textContent=${css};document.head.append(s)})();\n`,
	);
	fs.unlinkSync(sheet);
}

async function main() {
	stage_apps();
	const assets = {};
	for (const { name } of apps) {
		Object.assign(assets, await build_app(name, "js", entries(name, "js,ts")));
		Object.assign(assets, await build_app(name, "css", entries(name, "css,scss")));
	}
	// pages of the engine ask for its bundles under the new name
	for (const [key, file] of Object.entries(assets)) {
		if (key.startsWith("frappe-")) assets[key.replace("frappe-", `${ENGINE}-`)] = file;
	}
	fs.writeFileSync(path.join(out, "assets.json"), JSON.stringify(assets, null, 1));
	fs.rmSync(stage, { recursive: true, force: true });
	console.log(`${Object.keys(assets).length} bundles`);
}

main().catch((error) => {
	console.error(error.message || error);
	process.exit(1);
});
