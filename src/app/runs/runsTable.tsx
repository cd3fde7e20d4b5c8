import { useSignal } from "@preact/signals";
import { runLabel } from "../../config/runLabel.ts";
import { errorMessage } from "../../text/errorMessage.ts";
import { saveFile } from "../chart/exportFigure.ts";
import { navigate } from "../route/navigation.ts";
import { evaluationsOf, lastDistance } from "../runData/evaluations.ts";
import { isRunning, isUnfinished, parametersOf, type Run, resumePoint } from "../runData/run.ts";
import { isInTraining, type RunState } from "../runData/runState.ts";
import { toBundle } from "../runData/toBundle.ts";
import { canPrompt } from "../store/promptModels.ts";
import { publishedParameters } from "../store/recordedRun.ts";
import { type Stores, useStores } from "../store/stores.ts";
import { words } from "../text/common.ts";
import { makeBundle } from "../workers/bundleClient.ts";
import { nameAgainst, namesOf } from "./runNames.ts";
import { type SortKeys, sortBy, sortColumns, sorted, sorting } from "./sortRuns.ts";
import { visibleRuns } from "./visibleRuns.ts";

const LONGEST = 120; // characters of a file's name

/** Every run in a line: what differs, what came of it, and what can be done with it. */
export function RunsTable({ runs }: { readonly runs: readonly Run[] }) {
  const { heads } = words.runs;
  const shown = visibleRuns(runs, useStores().runs.visibility.value);
  const names = new Map(namesOf(shown).map((name, k) => [shown[k]?.id, name]));
  const first = shown[0] ?? (runs[0] as Run);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="scrolls" tabIndex={0} aria-label={words.runs.table}>
      <table>
        <thead>
          <tr>
            {Object.entries(heads).map(([key, head]) => (
              <Head key={key} column={key} head={head} />
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted(runs, (run) => keysOf(run, names.get(run.id) ?? nameAgainst(run, first))).map((run) => (
            <Line
              key={run.id}
              run={run}
              shown={shown.includes(run)}
              name={names.get(run.id) ?? nameAgainst(run, first)}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** The head of a column, which sorts the table if the column has an order. */
function Head({ column, head }: { readonly column: string; readonly head: string }) {
  const sortable = sortColumns.find((each) => each === column);
  if (!sortable) return <th scope="col">{head}</th>;
  const by = sorting.value?.column === column ? sorting.value : undefined;
  return (
    <th scope="col" aria-sort={by ? (by.down ? "descending" : "ascending") : "none"}>
      <button type="button" class="sort" aria-label={words.runs.sortBy(head)} onClick={() => sortBy(sortable)}>
        {head} <span aria-hidden="true">{by ? (by.down ? "▼" : "▲") : "↕"}</span>
      </button>
    </th>
  );
}

function keysOf({ rows, log }: Run, name: string): SortKeys {
  const now = lastDistance(rows);
  return {
    run: name,
    step: Math.max(evaluationsOf(rows).at(-1)?.step ?? 0, log.at(-1)?.step ?? 0),
    nearest: now && words.nearest(now),
    toOls: now?.to.get("ols"),
    lambda: now?.effectiveLambda,
    seconds: log.at(-1)?.secondsTraining,
  };
}

interface LineProps {
  readonly run: Run;
  readonly name: string;
}

function Line({ run, shown, name }: LineProps & { readonly shown: boolean }) {
  const { current, visibility, pointed } = useStores().runs;
  const point = (to: string | undefined) => {
    pointed.value = to;
  };
  const { id, preset, config, log, elsewhere } = run;
  const origin = run === current.value ? "live" : isInTraining(run) ? "beside" : run.origin;
  const now = lastDistance(run.rows);
  const toOls = now?.to.get("ols");
  const seconds = log.at(-1)?.secondsTraining;
  const step = Math.max(evaluationsOf(run.rows).at(-1)?.step ?? 0, log.at(-1)?.step ?? 0);
  return (
    <tr
      class={pointed.value === id ? "pointed" : undefined}
      onPointerEnter={() => point(id)}
      onPointerLeave={() => point(undefined)}
      onFocusCapture={() => point(id)}
      onBlurCapture={() => point(undefined)}
    >
      <td>
        <input
          type="checkbox"
          checked={shown}
          aria-label={words.runs.show(`${preset}: ${name}`)}
          onChange={({ currentTarget }) => {
            visibility.value = new Map([...visibility.value, [id, currentTarget.checked]]);
          }}
        />
      </td>
      <th scope="row">
        {name} <small>{`${preset}, ${words.runs.origins[origin]}`}</small>
      </th>
      <td>{elsewhere === undefined ? words.watch.stepOf(step, config.training.steps) : words.runs.elsewhere}</td>
      <td>{now ? words.nearest(now) : words.train.none}</td>
      <td>{toOls === undefined ? words.train.none : words.value(toOls)}</td>
      <td>{now ? words.lambda(now.effectiveLambda) : words.train.none}</td>
      <td>{seconds === undefined ? words.train.none : words.value(seconds)}</td>
      <td class="actions">
        <Actions run={run} name={name} />
      </td>
    </tr>
  );
}

/** What can be done with a run. */
function Actions({ run, name }: LineProps) {
  const stores = useStores();
  const { preset, config, elsewhere } = run;
  const inTraining = isInTraining(run);
  const label = `${preset}: ${name}`;
  return (
    <>
      {elsewhere === undefined && <SaveBundle run={run} name={label} />}
      <button
        type="button"
        aria-label={words.runs.settingsLabel(label)}
        onClick={() => navigate({ view: "train", preset, config })}
      >
        {words.runs.settings}
      </button>
      {canPrompt(config) && parametersOf(run) && (
        <button type="button" aria-label={words.runs.playLabel(label)} onClick={() => play(stores, run, name)}>
          {words.runs.play}
        </button>
      )}
      {inTraining && isRunning(run) && <TrainingActions run={run} label={label} />}
      {!inTraining && isUnfinished(run) && run.checkpoint && (
        <button
          type="button"
          aria-label={words.runs.resumeLabel(label)}
          {...(run.version !== undefined && { title: words.train.trainedByVersion(run.version) })}
          onClick={() => resume(stores, run)}
        >
          {words.runs.resume}
        </button>
      )}
      {!inTraining && (
        <button type="button" aria-label={words.runs.removeLabel(label)} onClick={() => stores.saved.remove(run)}>
          {words.runs.remove}
        </button>
      )}
    </>
  );
}

/** What can be done with a run that trains. Only one beside the run in Train is stopped here. */
function TrainingActions({ run, label }: { readonly run: RunState; readonly label: string }) {
  const { background, runs, training } = useStores();
  const isCurrent = run === runs.current.value;
  const paused = run.status === "paused" || run.wantsPause;
  const pause = () => (isCurrent ? training.pause() : background.pause(run.id));
  const resume = () => (isCurrent ? training.resume() : background.resume(run.id));
  return (
    <>
      <button type="button" aria-label={words.runs.pauseLabel(label, paused)} onClick={paused ? resume : pause}>
        {paused ? words.train.resume : words.train.pause}
      </button>
      {!isCurrent && (
        <button type="button" aria-label={words.runs.stopLabel(label)} onClick={() => background.stop(run.id)}>
          {words.runs.stop}
        </button>
      )}
    </>
  );
}

/** Takes a run to Play. */
function play({ models, play, runs }: Stores, run: Run, name: string): void {
  const isCurrent = run.id === runs.current.value?.id;
  if (!isCurrent) models.open(run, `${run.preset}: ${run.elsewhere ?? name}`);
  play.select(isCurrent ? "tab" : "runs");
}

/** Trains a run that was interrupted further, in this tab. */
function resume({ confirm, training }: Stores, run: Run): void {
  const point = resumePoint(run);
  if (!point) return;
  const { preset, config } = run;
  confirm.confirmThen(() => {
    navigate({ view: "train", preset, config });
    training.resumeRun(point);
  });
}

function SaveBundle({ run, name }: { readonly run: Run; readonly name: string }) {
  const failed = useSignal<string | undefined>(undefined);
  const { config, rows, origin } = run;
  const save = async () => {
    failed.value = undefined;
    try {
      const bundle = toBundle(run);
      const zip = await makeBundle(
        origin === "recorded" ? { ...bundle, checkpoint: await publishedParameters(runLabel(config)) } : bundle,
      );
      saveFile(`${runLabel(config).slice(0, LONGEST)}.zip`, new Blob([zip as BlobPart], { type: "application/zip" }));
    } catch (error) {
      failed.value = words.runs.saveFailed(errorMessage(error));
    }
  };
  return (
    <>
      <button
        type="button"
        aria-label={words.runs.saveLabel(name)}
        title={origin === "recorded" ? words.runs.saveRecorded : undefined}
        disabled={rows.length === 0}
        onClick={() => void save()}
      >
        {words.runs.save}
      </button>
      {failed.value && (
        <span class="wrong" role="alert">
          {failed.value}
        </span>
      )}
    </>
  );
}
