import type { LearnerFamily } from "../algorithms/learner.ts";

export type MarkerShape = "circle" | "square" | "diamond" | "triangle" | "cross" | "plus" | "none";

/** The one look a learner has everywhere; its colour is its family's in the palette. */
export interface LearnerStyle {
  readonly family: LearnerFamily | "truth";
  readonly name: string; // "ridge (λ = 0.1)"
  readonly label: string; // short, for the end of a line
  readonly dash: string; // stroke-dasharray, "" is solid
  readonly width: number; // px
  readonly marker: MarkerShape;
}

const families: Readonly<Record<string, LearnerFamily>> = {
  transformer: "transformer",
  ols: "ols",
  ridge: "ridge",
  bayes: "bayes",
  gd: "gd",
  sgd: "sgd",
  knn: "knn",
  averaging: "averaging",
  zero: "zero",
};

/** The look of a learner by its id; "truth" is y itself, an unknown id a plain grey line under its own name. */
export function learnerStyle(id: string): LearnerStyle {
  const [, kind = id, inside = ""] = /^([a-z]+)(?:\((.*)\))?$/.exec(id) ?? [];
  const [first = "", second] = inside.split(",");
  const family = families[kind] ?? "truth";
  const look = (name: string, label: string, dash: string, marker: MarkerShape, width = 1.6): LearnerStyle => ({
    family,
    name,
    label,
    dash,
    width,
    marker,
  });
  switch (kind) {
    case "transformer":
      return look("transformer", "transformer", "", "circle", 2.8);
    case "ols":
      return look("least squares", "least squares", "", "square", 2);
    case "ridge":
      return look(`ridge (λ = ${first})`, `ridge ${first}`, Number(first) < 0.25 ? "9 3" : "4 3", "diamond");
    case "bayes":
      return look("Bayes", "Bayes", "12 3 2 3", "triangle", 2);
    case "gd":
      return second
        ? look(
            `${second} steps of gradient descent (α = ${first})`,
            `${second} GD steps ${first}`,
            "7 2 1 2 1 2",
            "triangle",
          )
        : look(
            `one step of gradient descent (α = ${first})`,
            `GD ${first}`,
            Number(first) < 0.015 ? "7 2 2 2" : "3 2",
            "triangle",
          );
    case "sgd":
      return look(`SGD, one pass (α = ${first})`, `SGD ${first}`, Number(first) < 0.02 ? "8 2 1 2" : "4 2", "cross");
    case "knn":
      return look(
        `3 nearest neighbours, ${second === "uniform" ? "uniform" : "weighted"}`,
        `3-NN ${second === "uniform" ? "uniform" : "weighted"}`,
        second === "uniform" ? "5 4" : "10 4",
        "plus",
      );
    case "averaging":
      return look("averaging (mean of y x)", "averaging", "1 3", "cross", 1.4);
    case "zero":
      return look("always answer zero", "zero", "1 2", "none", 1.4);
    case "truth":
      return look("the true y", "true y", "", "none", 1);
    default:
      return look(id, id, "2 4", "none");
  }
}
