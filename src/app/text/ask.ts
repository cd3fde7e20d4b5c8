import { whole } from "./format.ts";

/** Words of ask. */
export const ask = {
  heading: "Stop this training?",
  body: (step: number, steps: number) =>
    `It is at step ${whole(step)} of ${whole(steps)}. Its last checkpoint stays in Runs.`,
  cancel: "Go back to it",
  confirm: "Stop it",
} as const;
