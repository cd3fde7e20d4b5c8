import { type DrivenBrowser, waitFor } from "./drivenBrowser.ts";

/** What every browser is told: the run is set by its address, started by the page's own button, and ends with a hash. */
export const address = (site: string, steps: number): string => `${site}#train?preset=fit-d5&steps=${steps}&times=0`;

const pressStart = `(() => {
  const button = [...document.querySelectorAll("button")].find((each) => each.textContent.trim() === "Start");
  button?.click();
  return button !== undefined;
})()`;

const readEnd = `(() => {
  const wrong = document.querySelector("[role=alert]")?.textContent ?? "";
  return /\\b[0-9a-f]{64}\\b/.exec(document.body.innerText)?.[0] ?? wrong;
})()`;

/** Presses Start and waits for the end of the run. Returns the SHA-256 of the parameters, or the sentence if it failed. */
export async function trainInPage(evaluate: DrivenBrowser["evaluate"]): Promise<string> {
  await waitFor(evaluate, pressStart, "a button Start");
  return String(await waitFor(evaluate, readEnd, "the end of the run"));
}
