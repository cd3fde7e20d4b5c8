import { whole } from "./format.ts";

/** Words of ask. */
export const ask = {
  heading: "Stop this training?",
  body: (step: number, steps: number) =>
    `It stands at step ${whole(step)} of ${whole(steps)}. Under Runs it stays as it stood at its last checkpoint.`,
  keep: "Go back to it",
  lose: "Stop it",
} as const;
