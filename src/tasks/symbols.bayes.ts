import type { Learner } from "../algorithms/learner.ts";
import { onlineLearner } from "../algorithms/online.ts";

/**
 * The Bayes predictor of y = sign(wᵀx) in two dimensions, w uniform on the circle: each exemplar leaves the half of the
 * circle that agrees with it, all of them an arc, and E[y] is the share of the arc that gives 1 minus the share that
 * gives −1. It only distinguishes the two classes, whatever their symbols are. Throws if D is not 2.
 */
export const halfplaneBayes = (): Learner =>
  onlineLearner({ id: "bayes", family: "bayes", settings: {}, laws: ["zeroWithNone", "exchangeable"] }, (dim) => {
    if (dim !== 2) throw new Error(`invalid prompts: expected two dimensions, got ${dim}`);
    let [low, high] = FULL_CIRCLE; // the arc, in radians
    /** The half circle around an angle, shifted by full circles to the position of the arc. */
    const halfAbout = (x: Float64Array, offset: number, y: number) => {
      const angle = Math.atan2(y * (x[offset + 1] as number), y * (x[offset] as number));
      const turns = Math.round(((low + high) / 2 - angle) / (2 * Math.PI));
      const middle = angle + 2 * Math.PI * turns;
      return [Math.max(low, middle - Math.PI / 2), Math.min(high, middle + Math.PI / 2)] as const;
    };
    return {
      reset() {
        [low, high] = FULL_CIRCLE;
      },
      observe(x, offset, y) {
        const [from, to] = halfAbout(x, offset, Math.sign(y));
        if (to > from) [low, high] = [from, to]; // an exemplar that contradicts the others is ignored
      },
      answer(query, offset) {
        const [from, to] = halfAbout(query, offset, 1);
        return (2 * Math.max(0, to - from)) / (high - low) - 1;
      },
    };
  });

const FULL_CIRCLE = [-2 * Math.PI, 2 * Math.PI] as const; // before the first exemplar: contains every half circle
