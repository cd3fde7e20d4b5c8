import { integer, number } from "./setting.ts";

// Settings of families with natural prompts, which can be tuned on one kind of prompt at the end.

/** The share of natural prompts. */
export const naturalShare = (hint: string) => number({ min: 0, max: 1, default: 0.98, label: "Natural share π", hint });

/** How many of the last training steps are on only one kind of prompt. */
export const tuning = (hint: string) => integer({ min: 0, max: 10_000_000, default: 0, label: "Tuning", hint });
