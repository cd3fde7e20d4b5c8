import { describe, expect, it } from "vitest";
import { learnerById } from "../../src/algorithms/learnerById.ts";
import { comparedIds, paperLegend } from "../../src/algorithms/learnerSets.ts";

const task = { sigma: 0.5, tau: 1 };

describe("learnerById", () => {
  it.each([...new Set([...comparedIds, ...paperLegend])])("finds %s", (id) => {
    expect(learnerById(id, task).id).toBe(id);
  });

  it("reads settings, and tells Bayes the task", () => {
    expect(learnerById("gd(0.01,8)", task)).toMatchObject({ family: "gd", settings: { rate: 0.01, steps: 8 } });
    expect(learnerById("knn(5, uniform)", task)).toMatchObject({ id: "knn(5,uniform)", settings: { k: 5 } });
    expect(learnerById("bayes", task).settings).toEqual(task);
    expect(learnerById("bayes", { sigma: 0, tau: 1 }).laws).toContain("exactWhenDetermined");
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
  ])("refuses %j in one sentence that names it", (id) => {
    const forms =
      "zero, averaging, ols, ridge(λ), bayes, prior, gd(α), gd(α,k), sgd(α), knn(k,uniform), knn(k,inverse-square)";
    expect(() => learnerById(id, task)).toThrow(new Error(`unknown learner ${id}: wanted one of ${forms}`));
  });
});
