import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { servePage } from "../test/bench/servedPage.ts";

// `npm run docs:picture` takes the moving picture of Play for the README. ImageMagick puts the frames together: `apt-get
// install imagemagick`.

const STEPS = [1, 22, 100, 464, 2154, 10_000]; // steps of training
const DRAG = [1.2, 0.9, 0.6, 0.3, 0, -0.3, -0.6, -0.9, -0.6, -0.3, 0, 0.3, 0.6, 0.9]; // y of the exemplar that is moved
const size = { width: 1000, height: 506 }; // px
const target = fileURLToPath(new URL("play.gif", import.meta.url));

const linkOf = (step: number, y: number) => `#play?prompt=-1.4,-1.3_-0.5,-0.6_0.6,${y}_1.3,1.4&at=${step}`;

const { site, browser, close } = await servePage();
const folder = mkdtempSync(join(tmpdir(), "icl-lab-picture-"));
try {
  const context = await browser.newContext({ reducedMotion: "reduce", viewport: { width: 1000, height: 1200 } });
  const page = await context.newPage();
  const frames: string[] = [];
  const take = async (step: number, y: number, hundredths: number) => {
    await page.goto(`${site}${linkOf(step, y)}`);
    await page.locator("figure svg [data-series='transformer'] path").first().waitFor();
    await page.waitForTimeout(300); // the answers to the new prompt are drawn
    const path = join(folder, `${frames.length}.png`.padStart(8, "0"));
    const heading = await page.getByRole("heading", { name: "Every learner’s answer, by query" }).boundingBox();
    await page.screenshot({ path, clip: { x: 0, y: (heading?.y ?? 0) - 12, ...size } });
    frames.push("-delay", String(hundredths), path);
  };
  for (const step of STEPS) await take(step, 0.9, step === STEPS.at(-1) ? 120 : 70);
  for (const y of DRAG) await take(10_000, y, 14);
  const { status, stderr } = spawnSync("convert", [...frames, "-loop", "0", "-dither", "None", "-colors", "96", "-layers", "optimize", target]);
  if (status !== 0) throw new Error(`ImageMagick's convert ended with ${status}: ${stderr}`);
} finally {
  await close();
  rmSync(folder, { recursive: true });
}
