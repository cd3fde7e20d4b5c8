import { describe, expect, it } from "vitest";
import { algorithms } from "../../src/algorithms/algorithms.ts";
import { comparedIds, paperLegend } from "../../src/algorithms/learnerSets.ts";
import { type LearnerTask, learnerById } from "../../src/tasks/learnerById.ts";
import { sampleLinear } from "../../src/tasks/linear.engine.ts";
import { exampleIds } from "./exampleIds.ts";

const task = { sigma: 0.5, tau: 1 };

describe("learnerById", () => {
  it.each([...new Set([...comparedIds, ...paperLegend])])("finds %s", async (id) => {
    expect((await learnerById(id, task)).id).toBe(id);
  });

  it("reads settings, and tells Bayes the task", async () => {
    expect(await learnerById("gd(0.01,8)", task)).toMatchObject({ family: "gd", settings: { rate: 0.01, steps: 8 } });
    expect(await learnerById("knn(5, uniform)", task)).toMatchObject({ id: "knn(5,uniform)", settings: { k: 5 } });
    expect((await learnerById("bayes", task)).settings).toEqual(task);
    expect((await learnerById("bayes", { sigma: 0, tau: 1 })).laws).toContain("exactWhenDetermined");
  });

  it.each([
    "",
    "OLS",
    "ols()",
    "ols(1)",
    "ridge",
    "ridge()",
    "ridge(0)",
    "ridge(-1)",
    "ridge(Infinity)",
    "ridge(a)",
    "ridge(1,2)",
    "ridge(1",
    "gd(0.1,0)",
    "gd(0.1,1.5)",
    "gd(0.1,2,3)",
    "sgd(0)",
    "knn(3)",
    "knn(0,uniform)",
    "knn(2.5,uniform)",
    "knn(3,near)",
    "transformer",
    "svm(rbf)",
    "ridge-classifier",
    "centroids(1)",
  ])("refuses %j in one sentence that names it", async (id) => {
    const forms = algorithms.flatMap((each) => each.forms).join(", ");
    await expect(learnerById(id, task)).rejects.toThrow(new Error(`unknown learner ${id}: expected one of ${forms}`));
  });

  it.each<[LearnerTask, string]>([
    [{ family: "concept", sigma: 0.5, tau: 1, spread: 0.1 }, "natural"],
    [{ family: "document", sigma: 0.5, tau: 1, relevant: 0.5 }, "document"],
  ])("the Bayes predictor of %j says which setting it lacks", async (known, setting) => {
    await expect(learnerById("bayes", known)).rejects.toThrow(new RegExp(`^invalid ${setting}: .*got undefined$`));
  });

  it("has a learner for every form", async () => {
    const ids = exampleIds(algorithms);
    expect(ids).toContain("gd(2,2)");
    for (const id of ids) expect((await learnerById(id, task)).id).toBe(id);
    expect(new Set(algorithms.map(({ id }) => id)).size).toBe(algorithms.length);
  });

  it.each(["centroids", "coordinate-sum", "ridge-classifier(1)", "svm(linear)"])(
    "%s refuses labels that are no classes",
    async (id) => {
      const batch = sampleLinear({ dim: 2, exemplars: 3, ...task }, { seed: 1, label: "test", first: 0 }, 1);
      await expect((await learnerById(id, task)).predict(batch)).rejects.toThrow(
        /^invalid prompts: a classifier needs y = 1 or -1, got /,
      );
    },
  );
});
