import { allAlgorithms } from "../../algorithms/algorithms.ts";
import type { LearnerStyle } from "./learnerStyle.ts";

/** What a figure is painted with besides its learners. */
export interface Palette {
  readonly theme: "light" | "dark";
  readonly background: string;
  readonly ink: string; // text, axes, the transformer
  readonly muted: string; // secondary text
  readonly grid: string;
  readonly sizes: readonly string[]; // transformers, from small to large
  readonly labels: Readonly<Record<"natural" | "arbitrary" | "flipped", string>>; // what labels are
  readonly families: Readonly<Record<"transformer" | "truth" | "undecided", string>>; // an algorithm has its own colour
}

// Okabe & Ito's colours (https://jfly.uni-koeln.de/color), told apart without hue by dash and marker; only lightness
// moves, where a theme's ground leaves less than 3 : 1.
export const palettes: Readonly<Record<"light" | "dark", Palette>> = {
  light: {
    theme: "light",
    background: "#ffffff",
    ink: "#16181d",
    muted: "#5b616e",
    grid: "#e4e6ea",
    labels: { natural: "#009e73", arbitrary: "#0072b2", flipped: "#d55e00" },
    sizes: ["#a583dd", "#8a5fd0", "#6a3fb5", "#4b2390", "#2a1058"],
    families: {
      transformer: "#16181d",
      truth: "#8a8e94",
      undecided: "#8a8e94",
    },
  },
  dark: {
    theme: "dark",
    background: "#14161a",
    ink: "#eceef2",
    muted: "#a4abb8",
    grid: "#2c3038",
    labels: { natural: "#00b383", arbitrary: "#3aa3e6", flipped: "#e8731f" },
    sizes: ["#7d5fc0", "#9579d4", "#b199e6", "#cfbff4", "#ece6ff"],
    families: {
      transformer: "#eceef2",
      truth: "#848a94",
      undecided: "#848a94",
    },
  },
};

/** A learner's colour: its family's, or among transformers that of its size, or of the labels it answers. */
export const colourOf = (palette: Palette, { family, size, labels }: LearnerStyle): string =>
  (labels && palette.labels[labels]) ??
  (size === undefined ? undefined : palette.sizes[Math.min(size, palette.sizes.length - 1)]) ??
  familyColour(palette, family);

/** The colour of an algorithm by its id, of "transformer", "truth" or "undecided"; the colour of truth for any other id. */
export const familyColour = ({ theme, families }: Palette, family: string): string =>
  Object.hasOwn(families, family)
    ? families[family as keyof Palette["families"]]
    : (allAlgorithms().find(({ id }) => id === family)?.colour[theme] ?? families.truth);
