import { bench, describe } from "vitest";
import { comparedIds } from "../../src/algorithms/learnerSets.ts";
import { learnerById } from "../../src/tasks/learnerById.ts";
import { sampleLinear } from "../../src/tasks/linear.engine.ts";

const task = { dim: 8, exemplars: 40, tau: 1, sigma: 0.5 };
const batch = sampleLinear(task, { seed: 1, label: "bench", first: 0 }, 1024);
const learners = await Promise.all(comparedIds.map((id) => learnerById(id, task)));
const options = { warmupIterations: 3, iterations: 15, time: 0 };

// The peer is test/bench/closedForm.py, to be run in the same sitting.
describe("answers at every position of 1,024 prompts, D8 N40", () => {
  for (const learner of learners) {
    bench(
      learner.id,
      async () => {
        await learner.predict(batch);
      },
      options,
    );
  }

  bench(
    "all of them",
    async () => {
      for (const learner of learners) await learner.predict(batch);
    },
    options,
  );
});
