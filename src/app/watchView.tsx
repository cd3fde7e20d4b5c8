import { computed, signal, useComputed, useSignal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { presetConfig } from "../experiments/presets.ts";
import { agreementByExemplars } from "../plots/agreementByExemplars.ts";
import { agreementByStep } from "../plots/agreementByStep.ts";
import { defaultPreset } from "./address.ts";
import { afterAsking } from "./ask.ts";
import { distanceDomain } from "./distanceDomain.ts";
import { Figure } from "./figure.tsx";
import { address, go } from "./inHand.ts";
import { momentAt } from "./moment.ts";
import { openRecordedRun, type RecordedRun, recordedPresets } from "./recordedRun.ts";
import { Scrubber } from "./scrubber.tsx";
import { StoryView } from "./storyView.tsx";
import { start } from "./trainer.ts";
import { words } from "./words.ts";

type Opened = { readonly run: RecordedRun } | { readonly failed: string } | undefined;

const opened = signal<Opened>(undefined);
const shownPreset = computed(() =>
  recordedPresets.includes(address.value.preset) ? address.value.preset : defaultPreset,
);

let asked = "";
let played = false; // it plays by itself once, not at every return

/** Opens the recorded run of the preset in hand, once. */
export function openRecorded(): void {
  const preset = shownPreset.value;
  if (asked === preset) return;
  asked = preset;
  opened.value = undefined;
  openRecordedRun(preset).then(
    (run) => {
      if (asked === preset) opened.value = { run };
    },
    (error: unknown) => {
      if (asked === preset) opened.value = { failed: error instanceof Error ? error.message : String(error) };
    },
  );
}

/** Home: what a transformer becomes, told by a recorded run. */
export function WatchView() {
  useEffect(openRecorded, [shownPreset.value]);
  const now = opened.value;
  return (
    <>
      <h1>{words.watch.heading}</h1>
      {now === undefined && (
        <p role="status" class="waiting">
          {words.watch.loading}
        </p>
      )}
      {now && "failed" in now && (
        <div class="notice" role="alert">
          <p>{words.watch.failed(now.failed)}</p>
          <TrainIt preset={shownPreset.value} />
        </div>
      )}
      {now && "run" in now && <Recorded run={now.run} key={now.run.preset} />}
    </>
  );
}

function TrainIt({ preset }: { readonly preset: string }) {
  const train = () =>
    afterAsking(() => {
      const config = presetConfig(preset);
      go({ view: "train", preset, config });
      start(preset, config);
    });
  return (
    <div class="call">
      <button type="button" class="primary" onClick={train}>
        {words.watch.train}
      </button>
      <span class="quiet">{words.watch.trainHint}</span>
    </div>
  );
}

function Recorded({ run }: { readonly run: RecordedRun }) {
  const { rows, moments, config, preset, result } = run;
  const linked = address.value.at;
  const [plays] = useState(() => linked === undefined && !played && startsMoving());
  played = true;
  const first = moments[0]?.step ?? 0;
  const step = useSignal(linked ?? (plays ? first : (moments.at(-1)?.step ?? first)));
  useEffect(() => {
    if (linked !== undefined) step.value = linked; // another link of the same run
  }, [linked]);
  const moment = useComputed(() => momentAt(moments, step.value));
  const choose = (to: number) => {
    step.value = to;
    go({ at: momentAt(moments, to)?.step ?? to });
  };
  const shown = moment.value;
  if (!shown) return null;
  const domainY = distanceDomain(rows);
  return (
    <>
      <div class="opening">
        <p class="lead">{words.watch.lead(config.prompts.dim, config.prompts.exemplars)}</p>
        <TrainIt preset={preset} />
      </div>
      {isOther(preset) && <p class="quiet">{words.watch.other(preset)}</p>}
      <div class="watch">
        <div class="stage">
          <Figure
            name={words.watch.figure}
            axis="exemplars"
            height={420}
            logX={false}
            logY={true}
            of={[rows, shown.step]}
            draw={(options) =>
              agreementByExemplars(rows, { ...options, step: shown.step, ...(options.logY && { domainY }) })
            }
          />
          <Scrubber
            moments={moments}
            step={shown.step}
            plays={plays}
            onMove={(to) => {
              step.value = to;
            }}
            onChoose={choose}
          />
          <dl class="strip">
            <div>
              <dt>{words.watch.step}</dt>
              <dd>{words.watch.stepOf(shown.step, config.training.steps)}</dd>
            </div>
            <div class="wide">
              <dt>{words.watch.nearest}</dt>
              <dd>{words.nearest(shown)}</dd>
            </div>
            <div>
              <dt title={words.watch.effectiveLambdaHint}>{words.watch.effectiveLambda}</dt>
              <dd>{words.lambda(shown.effectiveLambda)}</dd>
            </div>
          </dl>
        </div>
        <div class="side">
          <StoryView moments={moments} step={shown.step} onChoose={choose} />
        </div>
      </div>
      <Figure
        name={words.watch.overTraining}
        axis="step"
        height={430}
        logX={true}
        logY={true}
        of={[rows, shown.step]}
        draw={(options) => agreementByStep(rows, { ...options, step: shown.step })}
        onPick={choose}
      >
        <p class="quiet">{words.watch.overTrainingHint}</p>
      </Figure>
      <p class="quiet">{words.watch.summary(preset, config.prompts.exemplars, result)}</p>
    </>
  );
}

const startsMoving = () => !matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Whether the settings in hand are other ones than the recorded run's preset. */
function isOther(preset: string): boolean {
  const { preset: wanted, config } = address.value;
  return wanted !== preset || JSON.stringify(config) !== JSON.stringify(presetConfig(preset));
}
