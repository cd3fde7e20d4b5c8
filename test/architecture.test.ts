import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, normalize, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, test } from "vitest";

interface Walls {
  readonly src: readonly string[]; // folders, or single files, whose values may be imported
  readonly types?: readonly string[]; // … of which only types may be
  readonly npm: readonly string[];
}

const tfjs = ["@tensorflow/tfjs-core", "@tensorflow/tfjs-backend-wasm", "@tensorflow/tfjs-backend-cpu"];
const science = [
  "numerics",
  "prompts",
  "algorithms",
  "tasks",
  "retrieval",
  "kernels",
  "transformer",
  "training",
  "probes",
  "metrics",
];

/** What the page knows of algorithms and task families: their looks, settings and words, without their engines. */
const algorithmLooks = ["algorithms/algorithm.ts", "algorithms/algorithms.ts"];
const taskSettings = ["tasks/tasks.ts", "tasks/families.ts"];
const kernelWords: readonly string[] = ["kernels/attentionKinds.ts", "kernels/activations.ts"];

/** Folders that every other may import: pure functions of texts. */
const common = ["text"];

/** Data flows one way. Each folder of src, and what it may import besides `common`. */
const walls: Readonly<Record<string, Walls>> = {
  text: { src: [], npm: [] },
  numerics: { src: [], npm: ["ml-matrix", "pure-rand"] },
  prompts: { src: ["numerics"], npm: ["papaparse", "fflate"] },
  algorithms: { src: ["numerics", "prompts"], npm: ["libsvm-js"] },
  tasks: { src: ["numerics", "prompts", "algorithms"], npm: [] },
  retrieval: { src: ["numerics", "prompts", "algorithms"], npm: [] },
  kernels: { src: ["numerics"], npm: tfjs },
  transformer: { src: ["numerics", "prompts", "algorithms", "kernels"], npm: tfjs },
  training: { src: ["numerics", "prompts", "kernels", "transformer"], npm: [...tfjs, "@noble/hashes"] },
  probes: { src: ["numerics", "prompts", "algorithms", "kernels", "transformer", "training"], npm: tfjs },
  metrics: { src: ["numerics"], npm: [] },
  extensions: { src: ["prompts", "algorithms", "tasks", "config"], npm: ["valibot"] },
  config: { src: science, npm: ["valibot", "@noble/hashes"] },
  checkpoints: { src: [...science, "config", "extensions"], npm: ["@noble/hashes"] },
  comparison: { src: [...science, "config", "checkpoints"], npm: ["valibot", "fflate"] },
  runs: { src: [...science, "config", "extensions", "checkpoints", "comparison"], npm: ["fflate", "valibot"] },
  torch: { src: ["config", ...taskSettings, "transformer/modelConfig.ts"], types: ["comparison/row.ts"], npm: [] },
  inspect: { src: [...science, "config", "checkpoints"], npm: [] },
  experiments: {
    src: [...science, "config", "checkpoints", "comparison", "runs", "plots", ...algorithmLooks],
    npm: ["valibot", "d3", "ml-levenberg-marquardt"],
  },
  plots: { src: [...algorithmLooks, "metrics/metrics.ts"], types: ["comparison/row.ts"], npm: ["d3"] },
  worker: {
    src: [
      ...["config", "checkpoints", "comparison", "runs", "inspect", "index.browser.ts", "index.ts"],
      "kernels/wasmPaths.ts",
    ],
    types: science,
    npm: [...tfjs, "workbox-core", "workbox-precaching"],
  },
  cli: {
    src: [
      ...[...science, "config", "extensions", "checkpoints", "comparison", "runs", "inspect", "experiments", "plots"],
      ...["torch", "index.ts"],
    ],
    npm: ["node:", "linkedom", "valibot", "fflate", "d3", "papaparse"],
  },
  app: {
    src: [
      "config",
      "plots",
      ...algorithmLooks,
      ...taskSettings,
      ...[
        "comparison/row.ts",
        ...kernelWords,
        "metrics/metrics.ts",
        "experiments/claimWords.ts",
        "experiments/record.ts",
        "experiments/registry.ts",
        "torch/torchScript.ts",
        "torch/trainingProgram.ts",
        "worker/watchWorker.ts",
      ],
    ],
    types: ["tasks", "checkpoints", "comparison", "runs", "inspect", "experiments", "worker"],
    npm: ["preact", "@preact/signals", "d3", "idb-keyval", "virtual:record-summaries"],
  },
  "index.ts": {
    src: [
      ...[...science, "config", "extensions", "checkpoints", "comparison", "runs", "inspect", "experiments", "plots"],
    ],
    npm: [],
  },
  "index.node.ts": { src: ["index.ts", "checkpoints", "cli"], npm: [] },
  "index.browser.ts": { src: ["index.ts", "checkpoints", "worker"], npm: [] },
};

/** The folders of app, and which of them each may import. Views (above panels) never import each other. */
const shared = ["chart", "store", "text", "workers", "runData", "route", "ui"];
const rooms: Readonly<Record<string, readonly string[]>> = {
  runData: [],
  route: [],
  workers: ["runData"],
  text: ["runData", "route"],
  ui: ["text", "route"],
  store: ["text", "workers", "runData", "route"],
  chart: ["store", "text", "runData", "route", "ui"],
  panels: shared,
  ...Object.fromEntries(
    ["about", "figures", "play", "runs", "train", "watch"].map((view) => [view, ["panels", ...shared]]),
  ),
};

const root = fileURLToPath(new URL("..", import.meta.url));
const allFiles = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" });
const files = allFiles.filter((path) => /\.tsx?$/.test(path) && !path.includes("wasm/assembly/"));
const shells = new Set(["cli", "worker", "app", "index.node.ts", "index.browser.ts"]);

const folderOf = (path: string) => path.split("/")[0] as string;
const read = (path: string) => readFileSync(join(root, "src", path), "utf8");

interface Import {
  readonly from: string; // the file, below src
  readonly to: string; // what it names: a file below src, or a package
  readonly local: boolean;
  readonly typeOnly: boolean;
  readonly lazy: boolean; // by import(), when it is needed
}

function importsOf(from: string): Import[] {
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, typeOnly: boolean, lazy = false) => {
    if (specifier === undefined || !ts.isStringLiteral(specifier)) return;
    const local = specifier.text.startsWith(".");
    const path = specifier.text.replace(/\?.*$/, "");
    found.push({ from, to: local ? normalize(join(dirname(from), path)) : path, local, typeOnly, lazy });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
    } else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], false, true);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(from, read(from), ts.ScriptTarget.Latest));
  return found;
}

const imports = files.flatMap(importsOf);

const within = (path: string, places: readonly string[]) =>
  places.some((place) => path === place || path.startsWith(`${place}/`));

const isAllowed = ({ from, to, local, typeOnly }: Omit<Import, "lazy">): boolean => {
  const { src, types = [], npm } = walls[folderOf(from)] as Walls;
  if (local) {
    return (
      folderOf(to) === folderOf(from) ||
      within(to, [...common, ...src]) ||
      (typeOnly && within(to, types)) ||
      to.endsWith(".css")
    );
  }
  return npm.some((name) => (name.endsWith(":") ? to.startsWith(name) : within(to, [name])));
};

test("every folder of src has its place in the table", () => {
  const known = new Set([...Object.keys(walls), "vite-env.d.ts"]);
  expect([...new Set(allFiles.map(folderOf))].filter((name) => !known.has(name))).toEqual([]);
  expect(files.length).toBeGreaterThan(0);
});

test("imports follow the arrows of the design", () => {
  expect(imports.length).toBeGreaterThan(0);
  const wrong = imports.filter((each) => !isAllowed(each));
  expect(wrong.map(({ from, to, typeOnly }) => `${from} imports ${typeOnly ? "types of " : ""}${to}`)).toEqual([]);
});

test("an experiment's figures and engine are loaded when they are needed", () => {
  const parts = imports.filter(
    ({ to, lazy, typeOnly }) => /^experiments\/.*\.(engine|figures)\.ts$/.test(to) && !lazy && !typeOnly,
  );
  expect(parts.length).toBeGreaterThan(0);
  const partOf = (path: string) => /\.(engine|figures)\.ts$/.exec(path)?.[1];
  const wrong = parts.filter(({ from, to }) => from !== "index.ts" && partOf(from) !== partOf(to));
  expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
});

test("inside app, views import what they share and never each other", () => {
  const room = (path: string) => path.split("/").slice(1, -1)[0];
  const inApp = imports.filter(({ from, to, local }) => local && folderOf(from) === "app" && folderOf(to) === "app");
  expect(inApp.length).toBeGreaterThan(0);
  const wrong = inApp.filter(({ from, to }) => {
    const [own, other] = [room(from), room(to)];
    return own !== undefined && own !== other && !(other && rooms[own]?.includes(other));
  });
  expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
});

test("outside of kernels, an engine is known by its interface alone", () => {
  const isPrivate = (path: string) => folderOf(path) === "kernels" && path.split("/").length > 2;
  const wrong = imports.filter(({ from, to }) => folderOf(from) !== "kernels" && isPrivate(to));
  expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  expect(imports.some(({ to }) => isPrivate(to))).toBe(true);
});

test("no folder holds more files than can be seen at once", () => {
  // Files of one name, such as ridge.ts and ridge.engine.ts, are one place.
  const places = new Set(files.map((file) => join(dirname(file), basename(file).split(".")[0] as string)));
  const perFolder = new Map<string, number>();
  for (const place of places) perFolder.set(dirname(place), (perFolder.get(dirname(place)) ?? 0) + 1);
  expect([...perFolder].filter(([, count]) => count > 25)).toEqual([]);
});

const MAX_LINES = { ofFunction: 80, ofFile: 300 };

/** The functions of a file, nested ones each for themselves: their names, and lines from the first to the last. */
function functionsOf(file: string): { readonly name: string; readonly lines: number }[] {
  const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true);
  const lineAt = (position: number) => source.getLineAndCharacterOfPosition(position).line;
  const found: { readonly name: string; readonly lines: number }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && "body" in node && node.body) {
      const named = node.name ? node : node.parent; // of an arrow function, what it is assigned to
      const name = ts.getNameOfDeclaration(named as ts.Declaration)?.getText(source) ?? "a function without a name";
      found.push({ name, lines: lineAt(node.end) - lineAt(node.getStart(source)) + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

test("no function is longer than 80 lines, and no file than 300", () => {
  const functions = files.flatMap((file) => functionsOf(file).map((each) => ({ ...each, file })));
  expect(functions.length).toBeGreaterThan(files.length);
  const long = functions.filter(({ lines }) => lines > MAX_LINES.ofFunction);
  expect(long.map(({ file, name, lines }) => `${file}: ${name} has ${lines} lines`)).toEqual([]);
  const lengths = files.map((file) => [file, read(file).trimEnd().split("\n").length] as const);
  expect(lengths.filter(([, lines]) => lines > MAX_LINES.ofFile)).toEqual([]);
});

test("the table refuses an import against the arrows", () => {
  const local = { local: true, typeOnly: false };
  expect(isAllowed({ from: "plots/a.ts", to: "metrics/b.ts", ...local })).toBe(false);
  expect(isAllowed({ from: "plots/a.ts", to: "comparison/row.ts", ...local })).toBe(false);
  expect(isAllowed({ from: "plots/a.ts", to: "comparison/row.ts", local: true, typeOnly: true })).toBe(true);
  expect(isAllowed({ from: "app/a.ts", to: "training/train.ts", ...local })).toBe(false);
  expect(isAllowed({ from: "numerics/a.ts", to: "node:fs", local: false, typeOnly: false })).toBe(false);
  expect(isAllowed({ from: "cli/a.ts", to: "node:fs", local: false, typeOnly: false })).toBe(true);
});

test("no file imports itself by a detour", () => {
  const next = new Map(files.map((file) => [file, [] as string[]]));
  for (const { from, to, local } of imports) if (local) next.get(from)?.push(to);
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, path: readonly string[]) => {
    if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(" → "));
    if (path.includes(file) || done.has(file)) return;
    for (const to of next.get(file) ?? []) visit(to, [...path, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  expect(cycles).toEqual([]);
});

test("the clock, the global generator and the console stay in the shells", () => {
  const found = files
    .filter((file) => !shells.has(folderOf(file)))
    .filter((file) => /\b(Math\.random|Date\.now|new Date\(\)|performance\.now|console\.)/.test(withoutComments(file)));
  expect(found).toEqual([]);
});

test("exports have names", () => {
  expect(files.filter((file) => /^export default\b/m.test(read(file)))).toEqual([]);
});

test("no folder is called utils or helpers, and the top level holds what the design lists", () => {
  const folders = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map(({ name }) => name);
  const ignored = readFileSync(join(root, ".gitignore"), "utf8")
    .split("\n")
    .map((line) => line.replace(/^\/|\/$/g, ""));
  const listed = ["src", "docs", "notebooks", "test", "public", ...ignored];
  expect(folders.filter((name) => !listed.includes(name))).toEqual([]);
  const inside = readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" });
  expect([...allFiles, ...inside].filter((path) => /(^|\/)(utils?|helpers?)(\/|\.|$)/i.test(path))).toEqual([]);
});

test("notebooks import the public surface and packages by their bare names", () => {
  const folder = join(root, "notebooks");
  const names = readdirSync(folder).filter((name) => /^\d\d-.+\.html$/.test(name));
  expect(names.length).toBeGreaterThan(0);
  const wrong = names.flatMap((name) => {
    const text = readFileSync(join(folder, name), "utf8");
    const specifiers = [...text.matchAll(/\b(?:from|import)\s*\(?\s*["']([^"']+)["']/g)].map(
      (match) => match[1] as string,
    );
    return specifiers
      .filter((to) => (to.startsWith(".") ? relative(root, join(folder, to)) !== "src/index.ts" : /:/.test(to)))
      .map((to) => `${name} imports ${to}`);
  });
  expect(wrong).toEqual([]);
});

function withoutComments(file: string): string {
  const kind = file.endsWith("x") ? ts.LanguageVariant.JSX : ts.LanguageVariant.Standard;
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true, kind, read(file));
  let code = "";
  for (let token = scanner.scan(); token !== ts.SyntaxKind.EndOfFileToken; token = scanner.scan()) {
    if (token === ts.SyntaxKind.CloseBraceToken) token = scanner.reScanTemplateToken(false);
    code += scanner.getTokenText();
  }
  return code;
}
