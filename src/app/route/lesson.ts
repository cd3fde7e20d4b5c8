const views = ["watch", "train", "runs", "figures", "about"]; // their link at the top
const general = ["tour", "settings"];
const sections = [...general, "answers", "distances", "shrinkage", "reads", "table", "tries"];

/** Parts that a lesson may hide or lock. Views cannot be locked; the exemplars of Play cannot be hidden. */
export const hideable: readonly string[] = [...views, ...sections];
export const lockable: readonly string[] = ["prompt", ...sections];

/** Parts that only change the prompt: they are hidden if the exemplars are locked. */
export const promptEditors: readonly string[] = ["table", "tries"];

/** All parts that a lesson may hide or lock. */
export const parts: readonly string[] = [...views, ...general, "prompt", ...sections.slice(general.length)];

/** The parts that a teacher's link hides and locks. */
export interface Lesson {
  readonly hidden: readonly string[];
  readonly locked: readonly string[];
}

/** "train.runs_settings": how a link writes a lesson, hidden parts before the line, locked ones behind it. */
export const formatLesson = ({ hidden, locked }: Lesson): string => `${hidden.join(".")}_${locked.join(".")}`;

/** Parses what writeLesson wrote; undefined for any other text. */
export function parseLesson(text: string): Lesson | undefined {
  const [hidden, locked, ...more] = text.split("_").map((part) => part.split(".").filter((name) => name !== ""));
  if (!hidden || !locked || more.length > 0) return undefined;
  if (!hidden.every((name) => hideable.includes(name)) || !locked.every((name) => lockable.includes(name)))
    return undefined;
  return { hidden, locked };
}
