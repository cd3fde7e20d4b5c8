import { useSignal } from "@preact/signals";
import { withSettings } from "../../config/config.ts";
import { changesOf, tunable } from "../../config/rateChanges.ts";
import { relevantPaths } from "../../config/relevantPaths.ts";
import { ConfigError } from "../../config/schema.ts";
import { isRunning } from "../runData/run.ts";
import type { RunState } from "../runData/runState.ts";
import { useStores } from "../store/stores.ts";
import { words } from "../text/common.ts";

/** Gives a rate of the run another value from its next step on; what was changed stays in its settings, by step. */
export function RateForm({ run }: { readonly run: RunState }) {
  const { training: current } = useStores();
  const setting = useSignal<(typeof tunable)[number]>("learningRate");
  const text = useSignal("");
  const wrong = useSignal<string | undefined>(undefined);
  const { label, value, act, waiting, made } = words.train.change;
  const relevant = relevantPaths(run.config);
  const names = tunable.filter((each) => relevant.includes(`training.${each}`));
  const submit = (event: Event) => {
    event.preventDefault();
    try {
      const { training } = withSettings(run.config, { [`training.${setting.value}`]: text.value });
      const settings = { [setting.value]: training[setting.value] };
      wrong.value = undefined;
      text.value = "";
      current.change(settings);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      wrong.value = error.message;
    }
  };
  return (
    <>
      {isRunning(run) && (
        <form class="buttons change" onSubmit={submit} autocomplete="off">
          <label>
            {label}{" "}
            <select
              value={setting.value}
              onChange={(event) => {
                setting.value = names.find((each) => each === event.currentTarget.value) ?? "learningRate";
              }}
            >
              {names.map((each) => (
                <option key={each} value={each}>
                  {nameOf(each)}
                </option>
              ))}
            </select>
          </label>
          <label>
            <span class="hidden">{value}</span>
            <input
              type="text"
              inputMode="decimal"
              size={8}
              placeholder={String(run.config.training[setting.value])}
              value={text.value}
              aria-invalid={wrong.value !== undefined}
              onInput={(event) => {
                text.value = event.currentTarget.value;
              }}
            />
          </label>
          <button type="submit">{act}</button>
          {run.changing && <span class="quiet">{waiting}</span>}
        </form>
      )}
      {wrong.value !== undefined && isRunning(run) && (
        <p class="wrong" role="alert">
          {wrong.value}
        </p>
      )}
      {changesOf(run.config).length > 0 && (
        <p class="quiet" role="status">
          {changesOf(run.config)
            .map((each) => made(nameOf(each.setting), each.value, each.step))
            .join(", ")}
        </p>
      )}
    </>
  );
}

const nameOf = (setting: string) => words.settings[`training.${setting}`]?.label ?? setting;
