/** A browser that a test drives by scripts alone, whatever protocol it speaks. */
export interface DrivenBrowser {
  open(url: string): Promise<void>;
  /** Runs an expression in the page and returns its value. */
  evaluate(script: string): Promise<unknown>;
  close(): Promise<void>;
}

const PATIENCE = 240_000; // ms; a run takes some fifteen seconds

/**
 * Evaluates a script in the page until its value is truthy, and returns that value. Throws what the page shows if that
 * takes too long.
 */
export async function waitFor(evaluate: DrivenBrowser["evaluate"], script: string, expected: string): Promise<unknown> {
  for (const begin = Date.now(); Date.now() - begin < PATIENCE; ) {
    const value = await evaluate(script);
    if (value) return value;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  const text = await evaluate("document.body.innerText");
  throw new Error(`expected ${expected} within ${PATIENCE / 1000} s; the page reads: ${text}`);
}
