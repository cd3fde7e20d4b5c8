import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright";
import { quantileOfSorted } from "../../src/numerics/statistics.ts";
import { firstFiles } from "../browser/firstFiles.ts";
import { servePage } from "./servedPage.ts";

// `npm run bench:page`: how quick the built page is, read from the browser's own clock and performance entries. One line a
// reading: what, the number, the bound it is held against. Other work on the machine slows all of it.

const MOVES = 60; // of a dragged exemplar
const SECONDS_WATCHED = 20; // of a training of medium size

const { dist, site, browser, close } = await servePage();
const say = (what: string, value: number, unit: string, bound: string) =>
  process.stdout.write(
    `${what.padEnd(58)} ${value.toFixed(value < 10 ? 1 : 0).padStart(6)} ${unit.padEnd(3)} (${bound})\n`,
  );
const quantile = (values: readonly number[], p: number) => quantileOfSorted(Float64Array.from(values).sort(), p);

async function open(path: string): Promise<Page> {
  const context = await browser.newContext({ reducedMotion: "reduce", viewport: { width: 1440, height: 1000 } });
  const page = await context.newPage();
  await page.addInitScript(() => {
    const seen = { figure: 0, tasks: [] as number[], events: [] as number[] };
    Object.assign(globalThis, { seen });
    new MutationObserver(() => {
      if (seen.figure === 0 && document.querySelector("svg [data-series] path")) seen.figure = performance.now();
    }).observe(document, { childList: true, subtree: true });
    new PerformanceObserver((list) => seen.tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: "longtask",
    });
    new PerformanceObserver((list) => seen.events.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: "event",
      durationThreshold: 16,
    } as PerformanceObserverInit);
  });
  await page.goto(site + path);
  return page;
}

type Seen = { readonly figure: number; readonly tasks: number[]; readonly events: number[] };
const seenIn = (page: Page) => page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);

/** From the pointer that drags the third exemplar to what stands last in Play redrawn, at the 50th and 95th percentile. */
async function readDrags(what: string, path: string, bound: number): Promise<void> {
  const page = await open(path);
  const handle = page.getByRole("button", { name: /^Exemplar 3/ });
  const box = await handle.boundingBox();
  if (!box) throw new Error("missing the exemplar to drag");
  const delays: number[] = [];
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  for (let k = 0; k < MOVES; k++) {
    const redrawn = page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          let moved = 0;
          addEventListener(
            "pointermove",
            (event) => {
              moved = event.timeStamp;
            },
            { once: true, capture: true },
          );
          const observer = new MutationObserver(() => {
            if (moved === 0) return;
            observer.disconnect();
            resolve(performance.now() - moved);
          });
          const figures = [...document.querySelectorAll(".play > figure .thumbnail")];
          observer.observe(figures.at(-1) as Element, { childList: true });
        }),
    );
    await page.waitForTimeout(20);
    await page.mouse.move(box.x + (k % 2) * 40, box.y + 2 * k);
    delays.push(await redrawn);
  }
  await page.mouse.up();
  say(`Play, pointer to ${what}, median of ${MOVES}`, quantile(delays, 0.5), "ms", "–");
  say(`Play, pointer to ${what}, 95th percentile of ${MOVES}`, quantile(delays, 0.95), "ms", `below ${bound}`);
  await page.context().close();
}

try {
  const bytes = firstFiles(dist, "index.html").map((path) => gzipSync(readFileSync(join(dist, path))).length);
  say("first chunk, compressed", bytes.reduce((sum, each) => sum + each, 0) / 1000, "kB", "below 120");

  const first: number[] = [];
  for (let k = 0; k < 5; k++) {
    const page = await open("");
    await page.locator("svg [data-series] path").first().waitFor();
    first.push((await seenIn(page)).figure);
    await page.context().close();
  }
  say("first figure, median of 5 visits", quantile(first, 0.5), "ms", "below 1,000");

  await readDrags("all curves", "#play", 33);
  await readDrags("both maps", "#play?plane=-1.5,0.5,-1.9_0.5,-1.5,1.4_1.5,1.2,0.8", 100);

  const train = await open("#train?preset=fit-d8");
  await train.getByRole("button", { name: "Start", exact: true }).click();
  await train.getByText(/^Training on /).waitFor();
  await train.evaluate(() => {
    const { seen } = globalThis as unknown as { seen: Seen };
    seen.tasks.length = 0; // those of opening the page are not meant
    seen.events.length = 0;
  });
  const until = Date.now() + 1000 * SECONDS_WATCHED;
  while (Date.now() < until) {
    await train
      .getByRole("button", { name: /^log x:/ })
      .first()
      .click();
    await train.waitForTimeout(250);
  }
  const { tasks, events } = await seenIn(train);
  say(`while medium trains, the longest task in ${SECONDS_WATCHED} s`, Math.max(0, ...tasks), "ms", "below 50");
  say(`while medium trains, tasks above 50 ms`, tasks.length, "", "none");
  say(
    "while medium trains, event to next paint, 95th percentile",
    quantile(events.length ? events : [0], 0.95),
    "ms",
    "below 100",
  );
} finally {
  await close();
}
