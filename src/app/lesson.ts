/** What a teacher may hide or lock. */
export const parts: readonly string[] = [
  ...["watch", "train", "runs", "figures", "about"], // views: their link at the top
  ...["tour", "settings", "answers", "distances", "shrinkage", "reads", "table", "tries"],
];

/** What a teacher's link hides, and what it locks. */
export interface Lesson {
  readonly hidden: readonly string[];
  readonly locked: readonly string[];
}

/** "train.runs_settings": how a link writes a lesson, hidden parts before the line, locked ones behind it. */
export const writeLesson = ({ hidden, locked }: Lesson): string => `${hidden.join(".")}_${locked.join(".")}`;

/** Reads what writeLesson wrote; undefined where it is anything else. */
export function readLesson(text: string): Lesson | undefined {
  const [hidden, locked, ...more] = text.split("_").map((part) => part.split(".").filter((name) => name !== ""));
  const known = (names: readonly string[]) => names.every((name) => parts.includes(name));
  if (!hidden || !locked || more.length > 0 || !known([...hidden, ...locked])) return undefined;
  return { hidden, locked };
}
