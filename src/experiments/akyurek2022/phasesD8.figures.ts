import type { ExperimentFigure } from "../experimentFigure.ts";
import { byHiddenSize } from "./phases.figures.ts";

/** The figures of `phases-d8`. */
export const phasesD8Figures: readonly ExperimentFigure[] = [byHiddenSize];
