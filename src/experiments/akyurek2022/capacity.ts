import type { ExperimentDefinition } from "../experiment.ts";
import { akyurek2022 } from "./paper.ts";

/** Fig 8 of Akyürek et al. 2022: how deep and how wide a transformer must be to favour least squares over ridge regression. */
export const capacity: ExperimentDefinition = {
  name: "capacity",
  title: "How large must it be?",
  paper: akyurek2022,
  figure: "Fig 8",
  question:
    "Which depth, hidden size and number of heads does a transformer need to answer like least squares rather than ridge regression, as D grows?",
  scale: {
    here: "D 1…4, N10; L 1…8, H 8…64, K 1…4 around L4 H32 K4; one seed",
    paper: "D 1…20, N40; L 1…16, H 16…1024, K 1…8",
  },
  notebook: { file: "10-how-large", title: "How large must it be?" },
  figures: async () => (await import("./capacity.figures.ts")).capacityFigures,
  engine: async () => (await import("./capacity.engine.ts")).capacityEngine,
};
