import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { observable } from "@observablehq/notebook-kit/vite";
import { defineConfig, type Plugin, type Rolldown } from "vite";
import { summarizeRecord } from "./src/app/runData/recordSummary.ts";
import { parseRecord } from "./src/experiments/record.ts";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const pages = [
  at("index.html"),
  ...readdirSync(at("notebooks"))
    .map((name) => at(`notebooks/${name}`))
    .filter((path) => path.endsWith(".html") && holdsNotebook(readFileSync(path, "utf8"))),
];

function holdsNotebook(html: string): boolean {
  return /<notebook[\s>]/.test(html);
}

/**
 * Observable's plugin, kept to notebooks: by itself it rewrites every page of the site, index.html too. Its inline style
 * is left out, notebook.css stands for it.
 */
function notebooks(): Plugin {
  const plugin = observable({ template: at("notebooks/template.html") }) as Plugin;
  const { transformIndexHtml } = plugin;
  if (typeof transformIndexHtml !== "object" || !("handler" in transformIndexHtml)) {
    throw new Error("invalid notebook plugin: wanted a transformIndexHtml object with a handler");
  }
  const { handler } = transformIndexHtml;
  return {
    ...plugin,
    transformIndexHtml: {
      order: "pre",
      async handler(html, context) {
        if (!holdsNotebook(html)) return html;
        const page = await handler.call(this, html, context);
        return typeof page === "string" ? page.replace(/<style[^>]*>[^<]*<\/style>/, "") : page;
      },
    },
  };
}

/** What the built pages may load: their own files, and WebAssembly. */
const policy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "worker-src 'self'",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'none'",
].join("; ");

/** The policy in every built page; the development server needs its styles inline. */
function contentSecurityPolicy(): Plugin {
  const attrs = { "http-equiv": "Content-Security-Policy", content: policy };
  return {
    name: "content-security-policy",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler: () => [{ tag: "meta", attrs, injectTo: "head-prepend" }],
    },
  };
}

/** The texts of the cards in Figures, read from the records, as one small module. */
function recordSummaries(): Plugin {
  const id = "virtual:record-summaries";
  const files = () => readdirSync(at("public/records")).filter((name) => name.endsWith(".json"));
  return {
    name: "record-summaries",
    resolveId: (source) => (source === id ? `\0${id}` : undefined),
    load(resolved) {
      if (resolved !== `\0${id}`) return undefined;
      const summaries = files().map((name) => {
        const text = readFileSync(at(`public/records/${name}`), "utf8");
        return summarizeRecord(parseRecord(text), createHash("sha256").update(text).digest("hex"));
      });
      return `export default ${JSON.stringify(summaries)};`;
    },
  };
}

/** The address of the served page on a line of its own, without colours or arrows. */
function plainAddress(): Plugin {
  return {
    name: "plain-address",
    configurePreviewServer(server) {
      server.printUrls = () => {
        const { local = [], network = [] } = server.resolvedUrls ?? {};
        for (const url of [...local, ...network]) server.config.logger.info(url);
      };
    },
  };
}

const OFFLINE = "offline.js"; // the service worker: its name must stay, its folder is what it serves
const MANIFEST = "self.__WB_MANIFEST"; // what stands in it for the list of files

/** Puts the list of all files that the page needs offline into the service worker, with their hashes. */
function offlineFiles(): Plugin {
  return {
    name: "offline-files",
    apply: "build",
    writeBundle({ dir = "" }) {
      const files = readdirSync(dir, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(dir, join(entry.parentPath, entry.name)).replaceAll(sep, "/"))
        .filter((path) => /^assets\/|^records\/|^runs\/|^icon|^index\.html$|^notebooks\/[^/]+\.html$/.test(path))
        .filter((path) => !path.includes("supportVectors")) // LIBSVM is large, and no view asks it
        .sort();
      const path = join(dir, OFFLINE);
      const worker = readFileSync(path, "utf8");
      if (!worker.includes(MANIFEST)) throw new Error(`invalid ${OFFLINE}: expected ${MANIFEST} in it`);
      const list = JSON.stringify(files.map((file) => offlineFile(dir, file)));
      writeFileSync(
        path,
        worker.replaceAll(MANIFEST, () => list),
      );
    },
  };
}

/** A file as the service worker knows it: built files have their hash in their names, the others need a revision. */
function offlineFile(dir: string, url: string) {
  const hash = createHash("sha256")
    .update(readFileSync(join(dir, url)))
    .digest();
  const revision = url.startsWith("assets/") ? null : hash.toString("hex").slice(0, 16);
  return { url, revision, integrity: `sha256-${hash.toString("base64")}` };
}

/** Leaves LIBSVM out of the workers: it is large, and no view of the page asks it. */
const withoutLibsvm = (): Plugin => ({
  name: "without-libsvm",
  enforce: "pre",
  load: (id) =>
    id.endsWith("/supportVectors.engine.ts")
      ? 'export function supportVectors() { throw new Error("invalid learner: the page holds no support vectors"); }'
      : undefined,
});

const ENGINE = "\0experiment-engine";

/** Leaves out what trains and measures experiments: the page shows their records. */
const withoutExperimentEngines = (): Plugin => ({
  name: "without-experiment-engines",
  enforce: "pre",
  resolveId: (source, importer) =>
    importer?.includes("/src/experiments/") && /^\.\/\w+\.engine\.ts$/.test(source) ? ENGINE : undefined,
  load: (id) =>
    id === ENGINE ? 'throw new Error("invalid experiment: the page holds no engines of experiments");' : undefined,
});

type OnLog = NonNullable<Rolldown.InputOptions["onLog"]>;

/** Leaves out a warning that is of no use to the person who builds: LIBSVM has a branch for Node. */
const withoutKnown: OnLog = (level, log, report) => {
  if (!/libsvm-js.*externalized|externalized.*libsvm-js/.test(log.message)) report(level, log);
};

/** The same for a worker, which is one file: what it imports later is in it from the beginning. */
const withoutKnownOfWorker: OnLog = (level, log, report) => {
  if (log.code !== "INEFFECTIVE_DYNAMIC_IMPORT") withoutKnown(level, log, report);
};

export default defineConfig({
  root: at("."),
  base: "./", // the built site runs from any path of any static host
  appType: "mpa",
  // `npm run build` puts the documentation beside the page; `npm start` does without, to be there sooner.
  define: { "import.meta.env.HAS_DOCUMENTATION": process.env.npm_lifecycle_event === "build" },
  plugins: [
    withoutExperimentEngines(),
    notebooks(),
    contentSecurityPolicy(),
    plainAddress(),
    recordSummaries(),
    offlineFiles(),
  ],
  resolve: {
    alias: { "observable:runtime": "@observablehq/notebook-kit/runtime" },
  },
  build: {
    outDir: at("dist"),
    emptyOutDir: true,
    chunkSizeWarningLimit: 900, // kB: each worker carries the engine; the page's own first chunk has its bound in bench:page
    assetsInlineLimit: 0, // the content security policy allows no data: URL but for pictures
    modulePreload: { polyfill: false }, // it would be an inline script
    rolldownOptions: {
      input: [...pages, at("src/worker/serviceWorker.ts")],
      output: { entryFileNames: ({ name }) => (name === "serviceWorker" ? OFFLINE : "assets/[name]-[hash].js") },
      checks: { pluginTimings: false }, // how long plugins took is of no use to the person who builds
      onLog: withoutKnown,
    },
  },
  worker: {
    format: "es",
    plugins: () => [withoutLibsvm()],
    // One file a worker: split in two, WebKit runs the engine before it is set up.
    rolldownOptions: {
      output: { codeSplitting: false },
      checks: { pluginTimings: false },
      onLog: withoutKnownOfWorker,
    },
  },
  preview: { host: "127.0.0.1", port: 4173 },
});
