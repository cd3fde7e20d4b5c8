import type { LearnerFamily } from "../../algorithms/learner.ts";
import type { MarkerShape } from "./marker.ts";

/** The one look a learner has everywhere; its colour is its family's in the palette. */
export interface LearnerStyle {
  readonly family: LearnerFamily | "truth";
  readonly name: string; // "ridge (λ = 0.1)"
  readonly label: string; // short, for the end of a line
  readonly dash: string; // stroke-dasharray, "" is solid
  readonly width: number; // px
  readonly marker: MarkerShape;
  readonly size?: number; // of a transformer among others: its place in the palette's sizes
  readonly labels?: "natural" | "arbitrary" | "flipped"; // of a transformer's answers: what the labels are
}

/** The look of a learner by its id; "truth" is y itself, an unknown id a plain grey line under its own name. */
export function learnerStyle(id: string): LearnerStyle {
  const [, kind = id, inside = ""] = /^([a-z-]+)(?:\((.*)\))?$/.exec(id) ?? [];
  const [first = "", second] = inside.split(",");
  const [over, under = 1] = first.split("/").map(Number);
  const value = (over ?? Number.NaN) / under;
  switch (kind) {
    case "transformer": {
      if (!first) return { family: kind, name: kind, label: kind, dash: "", width: 2.8, marker: "circle" };
      const step = Number(first).toLocaleString("en"); // another moment of it
      return {
        family: kind,
        name: `${kind}, step ${step}`,
        label: `step ${step}`,
        dash: "3 3",
        width: 2,
        marker: "ring",
      };
    }
    case "ols":
      return { family: kind, name: "least squares", label: "least squares", dash: "", width: 2, marker: "square" };
    case "ridge":
      return {
        family: kind,
        name: `ridge (λ = ${first})`,
        label: `ridge ${first}`,
        dash: stepOf(value, [0.01, 0.25, 1], ["14 3", "9 3", "4 3", "2 3"]),
        width: 1.6,
        marker: "diamond",
      };
    case "bayes":
      return { family: kind, name: "Bayes", label: "Bayes", dash: "9 3 2 3", width: 2, marker: "ring" };
    case "prior":
      return { family: kind, name: "the prior alone", label: "prior alone", dash: "4 3", width: 2, marker: "diamond" };
    case "gd":
      return second
        ? {
            family: kind,
            name: `${second} steps of gradient descent (α = ${first})`,
            label: `${second} × GD ${first}`,
            dash: "7 2 1 2 1 2",
            width: 1.6,
            marker: "triangle",
          }
        : {
            family: kind,
            name: `one step of gradient descent (α = ${first})`,
            label: `GD ${first}`,
            dash: value < 0.015 ? "7 2 2 2" : "3 2",
            width: 1.6,
            marker: "triangle",
          };
    case "sgd":
      return {
        family: kind,
        name: `SGD, one pass (α = ${first})`,
        label: `SGD ${first}`,
        dash: value < 0.02 ? "8 2 1 2" : "5 2",
        width: 1.6,
        marker: "cross",
      };
    case "knn": {
      const how = second === "uniform" ? "uniform" : "weighted";
      return {
        family: kind,
        name: `${first} nearest neighbours, ${how}`,
        label: `${first}-NN ${how}`,
        dash: how === "uniform" ? "5 4" : "11 4",
        width: 1.6,
        marker: "plus",
      };
    }
    case "svm": {
      const how = first === "poly" ? "polynomial" : first;
      const dash = first === "poly" ? "" : "9 3";
      return { family: kind, name: `SVM, ${how} kernel`, label: `SVM ${how}`, dash, width: 2, marker: "ring" };
    }
    case "ridge-classifier": {
      const name = `ridge classifier (λ = ${first})`;
      return { family: "ridge", name, label: "ridge classifier", dash: "4 3", width: 1.6, marker: "diamond" };
    }
    case "centroids":
      return { family: kind, name: "the nearer centroid", label: kind, dash: "8 2 1 2", width: 1.6, marker: "cross" };
    case "coordinate-sum": {
      const name = "the sum of x, and a threshold";
      return { family: "prior", name, label: "sum of x", dash: "2 3", width: 2, marker: "diamond" };
    }
    case "averaging":
      return {
        family: kind,
        name: "averaging (mean of y x)",
        label: "averaging",
        dash: "1 4",
        width: 1.6,
        marker: "bar",
      };
    case "zero":
      return {
        family: kind,
        name: "always answer zero",
        label: "always zero",
        dash: "1 2",
        width: 1.6,
        marker: "none",
      };
    case "truth":
      return { family: kind, name: "the true y", label: "true y", dash: "", width: 1, marker: "none" };
    default:
      return { family: "truth", name: id, label: id, dash: "2 4", width: 1.6, marker: "none" };
  }
}

/** The entry of the first bound that lies above a value, the last where none does. */
const stepOf = (value: number, bounds: readonly number[], entries: readonly string[]): string =>
  entries[bounds.filter((bound) => value >= bound).length] ?? "";
