import { formatLambda, formatValue } from "../../plots/parts/format.ts";
import { about } from "./about.ts";
import { ask } from "./ask.ts";
import { between } from "./between.ts";
import { cite } from "./cite.ts";
import { figure } from "./figure.ts";
import { figures } from "./figures.ts";
import { answerSentence, bytes, duration, learner, milliseconds, nearest, storySentence, whole } from "./format.ts";
import { inside } from "./inside.ts";
import { play } from "./play.ts";
import { runs } from "./runs.ts";
import { settings } from "./settings.ts";
import { table } from "./table.ts";
import { teacher } from "./teacher.ts";
import { torch } from "./torch.ts";
import { tour } from "./tour.ts";
import { train } from "./train.ts";
import { watch } from "./watch.ts";

/** All words of the page. */
export const words = {
  whole,
  learner,
  duration,
  bytes,
  milliseconds,
  nearest,
  answerSentence,
  storySentence,
  settings,
  lambda: formatLambda,
  value: formatValue,

  title: "ICL Lab",
  skip: "To the content",
  opening: "Opening the view …",
  notOpened: (reason: string) => `This view could not be opened: ${reason}.`,
  navigation: "Views",
  views: { watch: "Watch", play: "Play", train: "Train", runs: "Runs", figures: "Figures", about: "About" },
  documentTitle: (view: string) => `${view} · ICL Lab`,
  theme: { label: "Theme", system: "as the system", light: "light", dark: "dark" },
  ignored: (sentences: readonly string[]) =>
    `The page ignores parts of this link that it cannot read: ${sentences.join("; ")}.`,
  dismiss: "Dismiss",
  currentSettings: (title: string, name: string, changes: number) =>
    changes === 0 ? `${title} (${name})` : `${name} with ${changes} ${changes === 1 ? "setting" : "settings"} changed`,
  experiment: "Experiment",

  watch,

  tour,

  play,

  train,

  teacher,

  table,

  between,

  torch,

  runs,

  figures,

  cite,

  inside,

  onPaper: (version: string, link: string) => `ICL Lab ${version} · ${link}`,

  newVersion: "A new version of this page is ready.",
  reload: "Reload",

  ask,

  figure,

  about,
} as const;
