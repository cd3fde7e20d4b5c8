import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Browser, chromium } from "playwright";
import ts from "typescript";
import { build, createServer, preview } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchOptions } from "../browser/findChromium.ts";
import { compile, definitions, examples, installPackage, runIn, typeErrors } from "./project.ts";

let project: string;
let browser: Browser;

beforeAll(async () => {
  project = installPackage();
  const [inNode, inPage] = examples;
  writeFileSync(join(project, "inNode.ts"), inNode as string);
  writeFileSync(join(project, "inPage.ts"), inPage as string);
  writeFileSync(
    join(project, "index.html"),
    '<!doctype html><link rel="icon" href="data:,"><body><script type="module" src="inPage.ts"></script>',
  );
  browser = await chromium.launch(launchOptions());
});

afterAll(async () => {
  await browser?.close();
  if (project) rmSync(dirname(project), { recursive: true });
});

const inPackage = (path = "") => join(project, "node_modules/icl-lab", path);
const packedFiles = () => readdirSync(inPackage(), { recursive: true, encoding: "utf8" });

test("docs/library.md has an example for Node and one for a page", () => {
  expect(examples).toHaveLength(2);
});

test("the package holds the built engine, nothing of the page and no TypeScript but declarations", () => {
  const files = packedFiles();
  expect(files).toContain("lib/index.browser.js");
  expect(files).toContain("lib/kernels/wasm/tfjs-backend-wasm-simd.wasm");
  expect(files.filter((path) => /(^|\/)(app|src|test|notebooks|node_modules)(\/|$)|index\.html/.test(path))).toEqual(
    [],
  );
  expect(files.filter((path) => /(?<!\.d)\.tsx?$/.test(path))).toEqual([]);
  const { dependencies } = JSON.parse(readFileSync(inPackage("package.json"), "utf8"));
  expect(Object.keys(dependencies).filter((name) => /preact|tsx|idb/.test(name))).toEqual([]);
});

test("what the built files import is there: a file beside them, a dependency, or Node's own", () => {
  const { dependencies } = JSON.parse(readFileSync(inPackage("package.json"), "utf8"));
  const names = new Set(Object.keys(dependencies));
  const missing = packedFiles()
    .filter((path) => /^lib\/.*\.(js|d\.ts)$/.test(path))
    .flatMap((path) => {
      const { importedFiles } = ts.preProcessFile(readFileSync(inPackage(path), "utf8"), true, true);
      return importedFiles
        .map(({ fileName }) => fileName)
        .filter((to) => !to.startsWith(".") && !to.startsWith("node:"))
        .filter((to) => !names.has(/^(@[^/]+\/)?[^/]+/.exec(to)?.[0] as string))
        .map((to) => `${path} imports ${to}`);
    });
  expect(missing).toEqual([]);
});

// Under both ways to find modules that TypeScript has: as Node does, with the Node example, and as bundlers do.
test.each([
  ["inNode.ts", "NodeNext", "NodeNext"],
  ["inPage.ts", "ESNext", "Bundler"],
])("%s of docs/library.md has no type error (module %s)", (file, module, resolution) => {
  const flags = ["--module", module, "--moduleResolution", resolution];
  expect(typeErrors(project, ...flags, file)).toEqual([]);
  compile(project, "--noEmit", ...flags, file);
});

test("a wrong call is a type error: the declarations are read", () => {
  writeFileSync(join(project, "wrong.ts"), 'import { ridge } from "icl-lab";\nridge("0.1");\n');
  const errors = typeErrors(project, "--module", "NodeNext", "wrong.ts");
  expect(errors.join()).toMatch(/^wrong\.ts.*'string' is not assignable to parameter of type 'number'/);
});

/** What the Node example prints: the run's hash, then SPD to each algorithm. */
function printed(): string {
  compile(project, "--outDir", "built", "--module", "NodeNext", "inNode.ts");
  return runIn(project, process.execPath, "built/inNode.js");
}

test("the examples of docs/library.md run in Node and in a Vite page, served and built, and train to the same bits", async () => {
  const [hash, ...spd] = printed().split("\n");
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(spd.join("\n")).toMatch(/^ols Float64Array\(11\) \[[\s\S]*ridge\(0\.1\) Float64Array\(11\) \[/);

  const common = { root: project, configFile: false, logLevel: "error" } as const;
  const served = await createServer({ ...common, server: { host: "127.0.0.1", port: 0 } });
  await served.listen();
  expect(await trainedIn(served.resolvedUrls?.local[0] as string)).toBe(hash);
  await served.close();

  await build(common);
  const built = await preview({ ...common, preview: { host: "127.0.0.1", port: 0 } });
  expect(await trainedIn(built.resolvedUrls?.local[0] as string)).toBe(hash);
  await built.close();
});

/** Opens the page of the example, waits for its figure, and gives back the hash it printed. */
async function trainedIn(address: string): Promise<string | undefined> {
  const page = await browser.newPage();
  const said: string[] = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  page.on("response", (response) => {
    if (response.status() >= 400) said.push(`${response.url()} ${response.status()}`);
  });
  try {
    await page.goto(address);
    await page.waitForSelector("svg", { timeout: 60_000 });
    const workers = page.workers().length;
    expect(await page.locator("svg path").count()).toBeGreaterThan(3);
    expect(workers, "the threads end with the run").toBe(0);
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\n${said.join("\n")}`);
  } finally {
    await page.close();
  }
  const lines = said.filter((line) => !line.startsWith("[vite]"));
  expect(lines).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
  return lines[0];
}

test("npx icl-lab is the command line, with the records beside it", () => {
  const icl = (...args: string[]) => runIn(project, "npx", "--offline", "icl-lab", ...args);
  expect(icl("presets", "--json")).toContain('"quick"');
  const small = ["dim=2", "exemplars=4", "layers=1", "hiddenSize=8", "heads=1", "batch=8", "evaluation.prompts=16"];
  const settings = small.flatMap((setting) => ["--set", setting]);
  const sweep = ["sweep", "--preset", "quick", "--steps", "20", ...settings, "--grid", "seed=1,2", "--out", "swept"];
  expect(icl(...sweep)).toContain("2 runs");
  const train = [
    "train",
    "--preset",
    "quick",
    "--steps",
    "20",
    ...settings,
    "--workers",
    "2",
    "--json",
    "--out",
    "run",
  ];
  expect(
    icl(...train)
      .trim()
      .split("\n")
      .at(-1),
  ).toContain('"workers":2');
  expect(icl("claims", "linear-attention")).toContain("holds");
});

test("the definitions of docs/extending.md have no type error, and train, compare and sweep load them", () => {
  const files = ["sparse.ts", "lasso.ts"];
  for (const [k, file] of files.entries()) writeFileSync(join(project, file), definitions[k] as string);
  expect(typeErrors(project, "--module", "NodeNext", ...files)).toEqual([]);
  compile(project, "--outDir", "built", "--module", "NodeNext", ...files);
  const icl = (...args: string[]) => runIn(project, "npx", "--offline", "icl-lab", ...args);
  const load = ["--task", "built/sparse.js", "--algorithm", "built/lasso.js"];
  const small = ["family=few", "dim=4", "nonzero=1", "exemplars=6", "layers=1", "hiddenSize=8", "heads=1", "batch=8"];
  const settings = [...small, "evaluation.prompts=16"].flatMap((setting) => ["--set", setting]);
  const config = ["--preset", "quick", "--steps", "20", ...settings];
  expect(icl("train", ...load, ...config, "--workers", "2", "--out", "few")).toContain("20 steps");
  const checkpoint = ["--checkpoint", "few/checkpoint.safetensors", "--prompts", "64"];
  const compared = icl("compare", ...load, ...checkpoint, "--with", "lasso(0.1)", "--json", "--out", "asked");
  const { spd } = JSON.parse(compared) as { readonly spd: Readonly<Record<string, number>> };
  expect(Object.keys(spd).sort()).toEqual(["bayes", "lasso(0.1)", "ols", "ridge(0.1)", "shrink(0.1)", "zero"]);
  expect(spd["shrink(0.1)"]).toBeCloseTo(spd["lasso(0.1)"] as number, 4);
  expect(icl("sweep", ...load, ...config, "--grid", "seed=1,2", "--out", "many")).toContain("2 runs");

  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const typed = () => icl("compare", "--task", "sparse.ts", "--algorithm", "lasso.ts", ...checkpoint, "--out", "typed");
  // The bytes of sparse.ts are not those of sparse.js, which the run was made with.
  if (major > 22 || (major === 22 && minor >= 18))
    expect(typed).toThrow("the run uses the task family few from a definition file");
  else expect(typed).toThrow("TypeScript needs Node 22.18 or newer");
});
