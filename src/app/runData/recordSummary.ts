import type { ExperimentRecord } from "../../experiments/record.ts";

/** What the card of a recorded experiment says: the build reads it from the record. */
export interface RecordSummary {
  readonly experiment: string;
  readonly about: Pick<ExperimentRecord["about"], "title" | "figure" | "question">;
  readonly holding: number; // claims that hold
  readonly claims: number; // claims in all
  readonly sha256: string; // of the record's file
}

export function summarizeRecord({ experiment, about, claims }: ExperimentRecord, sha256: string): RecordSummary {
  const { title, figure, question } = about;
  const holding = claims.filter(({ state }) => state === "holds").length;
  return { experiment, about: { title, figure, question }, holding, claims: claims.length, sha256 };
}
