/** What every browser is told: the run is set by its address, started by the page's own button, and ends with a hash. */
export const address = (site: string, steps: number): string => `${site}#train?preset=fit-d5&steps=${steps}&times=0`;

/** Run in the page: presses Start. Gives back whether the button was there. */
export const pressStart = `(() => {
  const button = [...document.querySelectorAll("button")].find((each) => each.textContent.trim() === "Start");
  button?.click();
  return button !== undefined;
})()`;

/** Run in the page: the SHA-256 shown once the run has ended, the sentence shown where it failed, or "". */
export const readEnd = `(() => {
  const wrong = document.querySelector("[role=alert]")?.textContent ?? "";
  return /\\b[0-9a-f]{64}\\b/.exec(document.body.innerText)?.[0] ?? wrong;
})()`;

const PATIENCE = 240_000; // ms; a run takes some fifteen seconds

/**
 * Presses Start as soon as the page has it, and asks until the run has ended. `evaluate` runs a script in the page.
 * Throws what the page shows where there is no end in sight.
 */
export async function trainInPage(evaluate: (script: string) => Promise<unknown>): Promise<string> {
  const begun = Date.now();
  const pause = async (until: string) => {
    if (Date.now() - begun > PATIENCE)
      throw new Error(
        `no ${until} in ${PATIENCE / 1000} s; the page reads: ${await evaluate("document.body.innerText")}`,
      );
    await new Promise((resolve) => setTimeout(resolve, 250));
  };
  while (!(await evaluate(pressStart))) await pause("Start");
  for (;;) {
    const end = await evaluate(readEnd);
    if (typeof end === "string" && end !== "") return end;
    await pause("end of the run");
  }
}
