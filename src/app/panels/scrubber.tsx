import { signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Evaluation } from "../runData/evaluations.ts";
import { words } from "../text/common.ts";

interface Props {
  readonly evaluations: readonly Evaluation[];
  readonly step: number;
  readonly plays: boolean; // by itself, once, when it appears
  readonly onMove: (step: number) => void; // while it plays
  readonly onChoose: (step: number) => void; // by the visitor
}

const MS_TO_PLAY = 14_000;

/** Number of pause requests. */
export const pauseRequests = signal(0);

/** Pauses playback, even if it is already at the chosen evaluation. */
export function pauseAll(): void {
  pauseRequests.value++;
}

/** Time in a run: one stop an evaluation, so that the log-spaced steps are evenly spaced. */
export function Scrubber({ evaluations, step, plays, onMove, onChoose }: Props) {
  const playing = useSignal(plays);
  const at = Math.max(
    0,
    evaluations.findIndex((evaluation) => evaluation.step === step),
  );
  const last = evaluations.length - 1;
  const before = useRef(pauseRequests.value);
  const playedStep = useRef(step); // the step shown by playing; another one was chosen elsewhere
  useEffect(() => {
    if (!playing.value) return;
    if (step !== playedStep.current || at >= last) {
      playing.value = false;
      return;
    }
    const timer = setTimeout(() => {
      if (!playing.peek() || pauseRequests.peek() !== before.current) return; // paused just now
      playedStep.current = evaluations[at + 1]?.step ?? step;
      onMove(playedStep.current);
    }, MS_TO_PLAY / evaluations.length);
    return () => clearTimeout(timer);
  }, [playing.value, step]);
  useEffect(() => {
    if (pauseRequests.value !== before.current) playing.value = false;
    before.current = pauseRequests.value;
  }, [pauseRequests.value]);
  const toggle = () => {
    if (!playing.value) {
      playedStep.current = at === last ? (evaluations[0]?.step ?? 0) : step;
      if (playedStep.current !== step) onMove(playedStep.current);
    }
    playing.value = !playing.value;
  };
  const evaluation = evaluations[at];
  return (
    <div class="scrubber">
      <button type="button" onClick={toggle} class="toggle">
        {playing.value ? words.watch.pause : words.watch.play}
      </button>
      <label>
        <span class="hidden">{words.watch.scrubber}</span>
        <input
          type="range"
          min={0}
          max={last}
          step={1}
          value={at}
          aria-valuetext={evaluation ? words.watch.evaluation(evaluation.step, evaluation) : ""}
          onInput={(event) => {
            playing.value = false;
            const chosen = evaluations[Number(event.currentTarget.value)];
            if (chosen) onChoose(chosen.step);
          }}
        />
      </label>
    </div>
  );
}
