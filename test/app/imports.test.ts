import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test, vi } from "vitest";

const started: string[] = []; // what an import did
vi.mock("@preact/signals", async (original) => ({
  ...(await original<typeof import("@preact/signals")>()),
  effect: () => started.push("effect"),
}));
vi.mock("idb-keyval", async (original) => ({
  ...(await original<typeof import("idb-keyval")>()),
  createStore: () => started.push("createStore"),
}));
vi.mock("virtual:record-summaries", () => ({ default: [] }));

/** Stands for a global of a browser: whatever is done with it is noted. */
const fake = (name: string): unknown =>
  new Proxy(class {}, {
    get: (_, key) => {
      started.push(`${name}.${String(key)}`);
      return () => undefined;
    },
    set: (_, key) => {
      started.push(`${name}.${String(key)} =`);
      return true;
    },
    apply: () => {
      started.push(name);
    },
    construct: () => {
      started.push(`new ${name}`);
      return {};
    },
  });

const browser = ["document", "location", "history", "navigator", "indexedDB", "localStorage", "sessionStorage"];
const globals = ["addEventListener", "matchMedia", "fetch", "Worker", "BroadcastChannel", "requestAnimationFrame"];
for (const name of [...browser, ...globals]) vi.stubGlobal(name, fake(name));
afterAll(() => vi.unstubAllGlobals());

const folder = fileURLToPath(new URL("../../src/app/", import.meta.url));
const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((path) => /\.tsx?$/.test(path) && !path.endsWith(".d.ts") && path !== "main.tsx")
  .sort();

test("the list of the page's files includes its main folders", () => {
  for (const room of ["store", "route", "runData", "text", "chart", "runs"])
    expect(files.filter((path) => path.startsWith(`${room}/`))).not.toEqual([]);
});

test.each(files)("the import of %s starts nothing", async (path) => {
  started.length = 0;
  await import(`${folder}${path}`);
  expect(started).toEqual([]);
});

test("the stubs record what an import would start", () => {
  started.length = 0;
  addEventListener("storage", () => {});
  indexedDB.open("runs");
  new Worker("worker.js");
  document.title = "ICL Lab";
  expect(started).toEqual(["addEventListener", "indexedDB.open", "new Worker", "document.title ="]);
});
