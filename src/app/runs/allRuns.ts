import { entryOfTraining, type RunEntry, type TrainingHandle } from "../runData/runEntry.ts";
import { isRunning, type RunState } from "../runData/runState.ts";
import type { Stores } from "../store/stores.ts";

/** Every run there is to compare: those in training first. */
export function allRuns({ background, runs, training }: Stores): readonly RunEntry[] {
  const run = training.currentRun.value;
  return [
    ...(run ? [inTraining(run, "live", "live", training)] : []),
    ...background.all.value.map(({ run, ...way }) =>
      inTraining(run, "beside", `beside ${JSON.stringify(run.config)}`, way),
    ),
    ...runs.list.value,
  ];
}

/** A run of this tab as one to compare, with the way to it as long as it trains. */
const inTraining = (
  run: RunState,
  origin: RunEntry["origin"],
  id: string,
  { pause, resume, stop }: Pick<TrainingHandle, "pause" | "resume" | "stop">,
): RunEntry => ({
  ...entryOfTraining(run),
  origin,
  id,
  ...(isRunning(run) && {
    training: { pause, resume, ...(stop && { stop }), paused: run.status === "paused" || run.wantsPause },
  }),
});
