import { useSignal } from "@preact/signals";
import { getSetting } from "../../config/config.ts";
import { ConfigError } from "../../config/schema.ts";
import { route } from "../route/navigation.ts";
import { useStores } from "../store/stores.ts";
import type { Grid } from "../store/sweepGrid.ts";
import { concurrency } from "../store/sweepQueue.ts";
import { words } from "../text/common.ts";
import { gridOf, sweepable } from "./gridOf.ts";

const SEEDS = [1, 2, 3, 4, 5];

/** Asks for a small sweep around the current settings. */
export function SweepForm() {
  const { confirm, machine, queue } = useStores();
  const [first, second] = [useSignal("model.layers"), useSignal("")];
  const [firstText, secondText] = [useSignal("1, 2, 4"), useSignal("")];
  const seeds = useSignal(1);
  const { preset, config } = route.value;
  const varied = [
    ...(first.value === "" ? [] : [{ path: first.value, text: firstText.value }]),
    ...(second.value === "" ? [] : [{ path: second.value, text: secondText.value }]),
  ];
  const result = tryOut(() => gridOf(preset, config, varied, seeds.value));
  const { sweep } = words.runs;
  const configs = "grid" in result ? result.grid.cells.flatMap((cell) => cell.configs) : [];
  const seconds = configs.reduce((sum, each) => sum + machine.predict(each, 1).seconds, 0);
  return (
    <details class="sweep">
      <summary>{sweep.heading}</summary>
      <p class="quiet">{sweep.lead}</p>
      <div class="buttons">
        <Vary label={sweep.vary} path={first} text={firstText} none={sweep.seedsOnly} />
        <Vary label={sweep.and} path={second} text={secondText} none={sweep.nothing} />
        <label>
          {sweep.seeds}{" "}
          <select
            value={seeds.value}
            onChange={(event) => {
              seeds.value = Number(event.currentTarget.value);
            }}
          >
            {SEEDS.map((count) => (
              <option key={count} value={count}>
                {count}
              </option>
            ))}
          </select>
        </label>
      </div>
      <p class="buttons">
        <button
          type="button"
          class="primary"
          disabled={!("grid" in result)}
          onClick={() => "grid" in result && confirm.confirmThen(() => queue.trainGrid(result.grid))}
        >
          {sweep.train}
        </button>
        {queue.pending.value.length > 0 && (
          <button type="button" onClick={queue.cancel}>
            {sweep.end}
          </button>
        )}
        {"grid" in result ? (
          <span class="quiet">
            {sweep.cost(configs.length, seconds, concurrency(configs, navigator.hardwareConcurrency))}
          </span>
        ) : (
          <span class="wrong" role="alert">
            {result.error}
          </span>
        )}
      </p>
    </details>
  );
}

function Vary({
  label,
  path,
  text,
  none,
}: {
  readonly label: string;
  readonly path: { value: string };
  readonly text: { value: string };
  readonly none?: string;
}) {
  const { sweep } = words.runs;
  return (
    <>
      <label>
        {label}{" "}
        <select
          value={path.value}
          onChange={(event) => {
            path.value = event.currentTarget.value;
            text.value = path.value === "" ? "" : String(getSetting(route.value.config, path.value));
          }}
        >
          {none && <option value="">{none}</option>}
          {sweepable(route.value.config).map((each) => (
            <option key={each} value={each}>
              {words.settings[each]?.label ?? each}
            </option>
          ))}
        </select>
      </label>
      {path.value !== "" && (
        <label>
          {sweep.over}{" "}
          <input
            type="text"
            autocomplete="off"
            spellcheck={false}
            value={text.value}
            aria-label={sweep.valuesOf(words.settings[path.value]?.label ?? path.value)}
            onInput={(event) => {
              text.value = event.currentTarget.value;
            }}
          />
        </label>
      )}
    </>
  );
}

function tryOut(make: () => Grid): { readonly grid: Grid } | { readonly error: string } {
  try {
    return { grid: make() };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { error: error.message };
  }
}
