import { type MarkerShape, parseId } from "../../algorithms/algorithm.ts";
import { allAlgorithms } from "../../algorithms/algorithms.ts";

/** The one look a learner has everywhere; its colour is its family's in the palette. */
export interface LearnerStyle {
  readonly family: string; // of its colour in the palette: an algorithm, transformer or truth
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
  const { name, values } = parseId(id);
  const algorithm = allAlgorithms().find((each) => each.id === name);
  if (algorithm) return { family: name, marker: algorithm.marker, ...algorithm.style(values) };
  if (id === "truth")
    return { family: "truth", name: "the true y", label: "true y", dash: "", width: 1, marker: "none" };
  if (name === "transformer") return transformerStyle(values[0]);
  return { family: "truth", name: id, label: id, dash: "2 4", width: 1.6, marker: "none" };
}

/** The look of the transformer, or of the transformer after another number of steps. */
function transformerStyle(after: string | undefined): LearnerStyle {
  const family = "transformer";
  if (!after) return { family, name: family, label: family, dash: "", width: 2.8, marker: "circle" };
  const step = `step ${Number(after).toLocaleString("en")}`;
  return { family, name: `${family}, ${step}`, label: step, dash: "3 3", width: 2, marker: "ring" };
}
