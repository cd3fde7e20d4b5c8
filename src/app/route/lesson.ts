const views = ["watch", "train", "runs", "figures", "about"]; // their link at the top
const general = ["tour", "settings"];
const sections = [...general, "answers", "distances", "shrinkage", "reads", "table", "tries"];

/** What a teacher may hide, and what he may lock: a view cannot be locked, and Play is nothing without its exemplars. */
export const hideable: readonly string[] = [...views, ...sections];
export const lockable: readonly string[] = ["prompt", ...sections];

/** What does nothing but put another prompt in hand: where the exemplars are locked it is not there. */
export const promptEditors: readonly string[] = ["table", "tries"];

/** What a teacher may do something about. */
export const parts: readonly string[] = [...views, ...general, "prompt", ...sections.slice(general.length)];

/** What a teacher's link hides, and what it locks. */
export interface Lesson {
  readonly hidden: readonly string[];
  readonly locked: readonly string[];
}

/** "train.runs_settings": how a link writes a lesson, hidden parts before the line, locked ones behind it. */
export const formatLesson = ({ hidden, locked }: Lesson): string => `${hidden.join(".")}_${locked.join(".")}`;

/** Reads what writeLesson wrote; undefined where it is anything else. */
export function parseLesson(text: string): Lesson | undefined {
  const [hidden, locked, ...more] = text.split("_").map((part) => part.split(".").filter((name) => name !== ""));
  if (!hidden || !locked || more.length > 0) return undefined;
  if (!hidden.every((name) => hideable.includes(name)) || !locked.every((name) => lockable.includes(name)))
    return undefined;
  return { hidden, locked };
}
