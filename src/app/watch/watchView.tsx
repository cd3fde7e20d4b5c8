import { useEffect } from "preact/hooks";
import { presetConfig } from "../../config/presets.ts";
import type { Config } from "../../config/schema.ts";
import { goToStop } from "../panels/tour.tsx";
import { navigate, route } from "../route/navigation.ts";
import { defaultPreset } from "../route/route.ts";
import { watchesCurrentRun } from "../route/shownSource.ts";
import { evaluationsOf } from "../runData/evaluations.ts";
import type { RunState } from "../runData/runState.ts";
import { type RecordedRun, recordedPresets } from "../store/recordedRun.ts";
import { useStores } from "../store/stores.ts";
import { words } from "../text/common.ts";
import { Loading } from "../ui/loading.tsx";
import { WatchedRun } from "./watchedRun.tsx";

/** The preset whose recorded run Watch shows. */
export const shownPreset = (): string =>
  recordedPresets.includes(route.value.preset) ? route.value.preset : defaultPreset;

/** The run of this tab, if it has evaluations. */
function ownRun(run: RunState | undefined) {
  const evaluations = run ? evaluationsOf(run.rows) : [];
  return run && evaluations.length > 1
    ? { preset: run.preset, config: run.config, rows: run.rows, evaluations }
    : undefined;
}

/** The run that Watch shows: its preset and settings. */
export function watchedRun(own: RunState | undefined): { readonly preset: string; readonly config: Config } {
  const preset = shownPreset();
  return (watchesCurrentRun.value ? ownRun(own) : undefined) ?? { preset, config: presetConfig(preset) };
}

/** Home: a recorded run, or the run of this tab, at each of its evaluations. */
export function WatchView() {
  const { recorded, runs, training } = useStores();
  const { shownStep } = training;
  const preset = shownPreset();
  useEffect(() => recorded.open(preset), [preset]);
  const now = recorded.opened.value;
  const currentRun = ownRun(runs.current.value);
  return (
    <>
      <h1>{words.watch.heading}</h1>
      {now === undefined && <Loading text={words.watch.loading} />}
      {now && "failed" in now && (
        <div class="notice" role="alert">
          <p>{words.watch.failed(now.failed)}</p>
          <TrainIt preset={preset} />
        </div>
      )}
      {currentRun && (
        <fieldset class="choice">
          <legend class="hidden">{words.watch.which}</legend>
          {([false, true] as const).map((which) => (
            <label key={String(which)}>
              <input
                type="radio"
                name="which"
                checked={watchesCurrentRun.value === which}
                onChange={() => {
                  watchesCurrentRun.value = which;
                }}
              />
              {which ? words.watch.own : words.watch.recorded(preset)}
            </label>
          ))}
        </fieldset>
      )}
      {currentRun && watchesCurrentRun.value ? (
        <WatchedRun
          key="own"
          run={currentRun}
          at={shownStep.value}
          onChoose={(step) => {
            shownStep.value = step === currentRun.evaluations.at(-1)?.step ? undefined : step;
          }}
          call={<TrainIt preset={preset} />}
        />
      ) : (
        now && "run" in now && <Recorded run={now.run} key={now.run.preset} />
      )}
    </>
  );
}

function Recorded({ run }: { readonly run: RecordedRun }) {
  const { preset, config, result } = run;
  return (
    <>
      {isOther(preset) && (
        <p class="quiet" role="status">
          {words.watch.other(preset)}
        </p>
      )}
      <WatchedRun
        run={run}
        at={route.value.at}
        onChoose={(step) => navigate({ at: step })}
        call={<TrainIt preset={preset} />}
      >
        <p class="quiet">{words.watch.summary(preset, config.prompts.exemplars, result)}</p>
      </WatchedRun>
    </>
  );
}

function TrainIt({ preset }: { readonly preset: string }) {
  const { confirm, training } = useStores();
  const train = () =>
    confirm.confirmThen(() => {
      const config = presetConfig(preset);
      navigate({ view: "train", preset, config });
      training.start(preset, config);
    });
  return (
    <div class="buttons">
      <button type="button" class="primary" title={words.watch.trainHint} onClick={train}>
        {words.watch.train}
      </button>
      {route.value.tour === undefined && (
        <button type="button" title={words.tour.takeHint} onClick={() => goToStop(1)}>
          {words.tour.take}
        </button>
      )}
    </div>
  );
}

/** Whether the current settings are other ones than the recorded run's preset. */
function isOther(preset: string): boolean {
  const { preset: selected, config } = route.value;
  return selected !== preset || JSON.stringify(config) !== JSON.stringify(presetConfig(preset));
}
