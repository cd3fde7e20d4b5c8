import { expect, test } from "vitest";
import { sameSign } from "../../src/metrics/accuracy.ts";
import { atPosition } from "../../src/metrics/squaredDifference.ts";
import { mean } from "../../src/numerics/statistics.ts";
import { halfplaneBayes } from "../../src/tasks/symbols.bayes.ts";
import { sampleSymbols } from "../../src/tasks/symbols.engine.ts";

const task = { dim: 2, exemplars: 6, sigma: 0, natural: 0, instructed: 0, symbolSize: 3, symbols: "gaussian" } as const;
const draw = (prompts: number, first = 0) => sampleSymbols(task, { seed: 5, label: "test", first }, prompts);

test("is the mean of sign(wᵀx) over the directions of a fine circle that agree with the exemplars", async () => {
  const batch = draw(50);
  const answers = await halfplaneBayes().predict(batch);
  const circle = Array.from({ length: 20_000 }, (_, k) => {
    const angle = (2 * Math.PI * (k + 0.5)) / 20_000;
    return [Math.cos(angle), Math.sin(angle)] as const;
  });
  for (let b = 0; b < batch.prompts; b++) {
    let agreeing = circle;
    for (let i = 0; i <= batch.exemplars; i++) {
      const at = b * (batch.exemplars + 1) + i;
      const said = ([u, v]: readonly [number, number]) =>
        Math.sign(u * (batch.x[2 * at] as number) + v * (batch.x[2 * at + 1] as number));
      expect(Math.abs((answers[at] as number) - mean(agreeing.map(said)))).toBeLessThan(6 / agreeing.length);
      agreeing = agreeing.filter((w) => said(w) === batch.y[at]);
    }
  }
});

test("after one exemplar it is right three times in four: the mean of 1 − δ/π or δ/π over the angle δ between two x", async () => {
  const batch = draw(20_000);
  const right = atPosition(sameSign(await halfplaneBayes().predict(batch), batch.y), 7, 1);
  expect(Math.abs(mean(right) - 0.75)).toBeLessThan(5 * Math.sqrt(0.1875 / 20_000));
});

test("refuses prompts that are not of two dimensions", async () => {
  const batch = sampleSymbols({ ...task, dim: 3 }, { seed: 5, label: "test", first: 0 }, 1);
  await expect(halfplaneBayes().predict(batch)).rejects.toThrow(/^invalid prompts: expected two dimensions, got 3$/);
});
