import { describe, expect, it } from "vitest";
import { fitBySingularValues } from "../../src/numerics/fitBySingularValues.ts";
import { sampleDocument } from "../../src/tasks/document.engine.ts";
import { sampleLinear } from "../../src/tasks/linear.engine.ts";
import { samplePrompts } from "../../src/tasks/samplePrompts.ts";

const task = { dim: 3, exemplars: 9, tau: 2, sigma: 0, document: 5, relevant: 0.75 };
const stream = { seed: 7, label: "data", first: 0 };

/** The w that made exemplars first…last − 1 of prompt b. */
function weightsOf({ x, y }: { x: Float32Array; y: Float32Array }, b: number, first: number, last: number) {
  const at = b * 10 + first;
  const xs = Float64Array.from(x.subarray(at * 3, (b * 10 + last) * 3));
  return fitBySingularValues(xs, Float64Array.from(y.subarray(at, b * 10 + last)), last - first, 3, 0).weights;
}

const far = (a: Float64Array, b: Float64Array) => Math.max(...a.map((value, d) => Math.abs(value - (b[d] as number))));

describe("sampleDocument", () => {
  const n = 2000;
  const batch = sampleDocument(task, stream, n);

  it("does not depend on the size of the batch, and is drawn by its family's name", async () => {
    expect(await samplePrompts({ ...task, family: "document" }, stream, n)).toEqual(batch);
    const alone = sampleDocument(task, { ...stream, first: 5 }, 1);
    expect(alone.y).toEqual(batch.y.slice(50, 60));
  });

  it("leaves x and the window as linear prompts are, whatever the share", () => {
    const linear = sampleLinear(task, stream, 50);
    for (const relevant of [0, 0.5, 1]) {
      const drawn = sampleDocument({ ...task, relevant }, stream, 50);
      expect(drawn.x).toEqual(linear.x);
      for (let b = 0; b < 50; b++)
        expect(drawn.y.slice(b * 10 + 5, b * 10 + 10)).toEqual(linear.y.slice(b * 10 + 5, b * 10 + 10));
      if (relevant === 1) expect(drawn.y).toEqual(linear.y);
    }
  });

  it("has documents of one w: that of the window in the given share of prompts, another one in the rest", () => {
    let relevant = 0;
    const others: number[] = [];
    for (let b = 0; b < n; b++) {
      const [document, window] = [weightsOf(batch, b, 0, 4), weightsOf(batch, b, 5, 9)];
      const at = (b * 10 + 4) * 3; // the document's last exemplar, foretold by the others
      const foretold = document.reduce((sum, value, d) => sum + value * (batch.x[at + d] as number), 0);
      expect(Math.abs(foretold - (batch.y[b * 10 + 4] as number))).toBeLessThan(0.05);
      if (far(document, window) < 0.05) relevant += 1;
      else others.push(...document);
    }
    expect(Math.abs(relevant / n - 0.75)).toBeLessThan(5 * Math.sqrt(0.1875 / n));
    const variance = others.reduce((sum, value) => sum + value ** 2, 0) / others.length;
    expect(Math.abs(variance / 4 - 1)).toBeLessThan(5 * Math.sqrt(2 / others.length));
  });
});
