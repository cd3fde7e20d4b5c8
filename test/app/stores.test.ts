import { readFileSync } from "node:fs";
import { beforeEach, expect, test, vi } from "vitest";
import { newRunState } from "../../src/app/runData/runState.ts";
import { createStores } from "../../src/app/store/stores.ts";
import { defaults } from "../../src/config/schema.ts";

const memory = await vi.hoisted(async () => (await import("./memoryBrowser.ts")).memoryDatabases());
vi.mock("idb-keyval", () => memory.keyval);
vi.mock("../../src/app/workers/bundleClient.ts", async () => (await import("./memoryBrowser.ts")).textBundles);
vi.stubGlobal("navigator", {});
vi.stubGlobal("document", { baseURI: "http://localhost/" });
const answer = vi.fn<() => Promise<Response>>();
vi.stubGlobal("fetch", answer);
beforeEach(() => void answer.mockReset());

const file = (name: string, content: object) => new File([JSON.stringify(content)], name);
const run = { config: defaults, rows: [], log: [] };

test("the stores of one page do not change those of another page", async () => {
  const [one, two] = [createStores(), createStores()];
  await one.files.open([new File(["no run"], "text.zip")]);
  await two.files.open([file("run.zip", run)]);
  one.runs.measure.value = "error";
  one.runs.setCurrent(newRunState("1", "quick", defaults, false));
  expect([one.files.failure.value, two.files.failure.value]).toEqual([
    expect.stringMatching(/^text\.zip was not opened: /),
    undefined,
  ]);
  expect([one.runs.list.value.length, two.runs.list.value.length]).toEqual([0, 1]);
  expect([two.runs.measure.value, two.runs.current.value]).toEqual(["toBest", undefined]);
});

test("a file is in Runs once, and the files after one that fails are opened", async () => {
  const { files, runs } = createStores();
  await files.open([new File(["no run"], "text.zip"), file("run.zip", run)]);
  expect(runs.list.value).toMatchObject([{ origin: "opened", status: "done", config: defaults }]);
  await files.open([file("again.zip", run)]);
  expect(files.failure.value).toBe("again.zip contains a run that is already in the table.");
  expect(runs.list.value).toHaveLength(1);
  await files.open([]);
  expect(files.failure.value).toBeUndefined();
});

test("a record is fetched once, and again only after a failure", async () => {
  const { records } = createStores();
  answer.mockResolvedValueOnce(new Response("", { status: 404 }));
  records.open("lines");
  records.open("lines");
  await vi.waitFor(() =>
    expect(records.opened.value).toEqual({ lines: { failed: "missing the record of lines: the server answered 404" } }),
  );
  const text = readFileSync(new URL("../../public/records/capacity.json", import.meta.url), "utf8");
  answer.mockResolvedValueOnce(new Response(text));
  for (const _ of [1, 2]) records.open("lines");
  await vi.waitFor(() => expect(records.opened.value.lines).toHaveProperty("record.experiment", "capacity"));
  records.open("lines");
  expect(answer).toHaveBeenCalledTimes(2);
  expect(createStores().records.opened.value).toEqual({});
});
