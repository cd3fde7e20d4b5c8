import type { LearnerFamily } from "../../algorithms/learner.ts";
import type { LearnerStyle } from "./learnerStyle.ts";

/** What a figure is painted with besides its learners. */
export interface Palette {
  readonly background: string;
  readonly ink: string; // text, axes, the transformer
  readonly muted: string; // secondary text
  readonly grid: string;
  readonly sizes: readonly string[]; // transformers, from small to large
  readonly labels: Readonly<Record<"natural" | "arbitrary" | "flipped", string>>; // what labels are
  readonly families: Readonly<Record<LearnerFamily | "truth" | "undecided", string>>;
}

// Okabe & Ito's colours (https://jfly.uni-koeln.de/color), told apart without hue by dash and marker; only lightness
// moves, where a theme's ground leaves less than 3 : 1.
export const palettes: Readonly<Record<"light" | "dark", Palette>> = {
  light: {
    background: "#ffffff",
    ink: "#16181d",
    muted: "#5b616e",
    grid: "#e4e6ea",
    labels: { natural: "#009e73", arbitrary: "#0072b2", flipped: "#d55e00" },
    sizes: ["#a583dd", "#8a5fd0", "#6a3fb5", "#4b2390", "#2a1058"],
    families: {
      transformer: "#16181d",
      ols: "#0072b2",
      ridge: "#bd8300",
      bayes: "#1d96db",
      prior: "#d55e00",
      gd: "#d55e00",
      sgd: "#ca73a3",
      knn: "#009e73",
      svm: "#0072b2",
      centroids: "#ca73a3",
      averaging: "#75797f",
      zero: "#75797f",
      truth: "#8a8e94",
      undecided: "#8a8e94",
    },
  },
  dark: {
    background: "#14161a",
    ink: "#eceef2",
    muted: "#a4abb8",
    grid: "#2c3038",
    labels: { natural: "#00b383", arbitrary: "#3aa3e6", flipped: "#e8731f" },
    sizes: ["#7d5fc0", "#9579d4", "#b199e6", "#cfbff4", "#ece6ff"],
    families: {
      transformer: "#eceef2",
      ols: "#0081c9",
      ridge: "#e69f00",
      bayes: "#56b4e9",
      prior: "#d55e00",
      gd: "#d55e00",
      sgd: "#cc79a7",
      knn: "#009e73",
      svm: "#0081c9",
      centroids: "#cc79a7",
      averaging: "#9298a3",
      zero: "#9298a3",
      truth: "#848a94",
      undecided: "#848a94",
    },
  },
};

/** A learner's colour: its family's, or among transformers that of its size, or of the labels it answers. */
export const colourOf = (palette: Palette, { family, size, labels }: LearnerStyle): string =>
  (labels && palette.labels[labels]) ??
  (size === undefined ? undefined : palette.sizes[Math.min(size, palette.sizes.length - 1)]) ??
  palette.families[family];
