import { computed, signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { runLabel } from "../experiments/runLabel.ts";
import { runsCompared } from "../plots/runsCompared.ts";
import { afterAsking } from "./ask.ts";
import { saveFile } from "./exports.ts";
import { Figure } from "./figure.tsx";
import { address, go } from "./inHand.ts";
import { makeBundle, openBundle } from "./packer.ts";
import { openRecordedRun, recordedPresets } from "./recordedRun.ts";
import { type Along, linesOf, type Measure } from "./runLines.ts";
import {
  chosen,
  type HeldRun,
  heldOf,
  heldOfBundle,
  hold,
  isSame,
  letGo,
  nameBeside,
  namesOf,
  shelf,
  shownOf,
} from "./shelf.ts";
import { SweepForm } from "./sweepForm.tsx";
import { SweepTable } from "./sweepTable.tsx";
import { goOn, live } from "./trainer.ts";
import { words } from "./words.ts";

/** Every run there is to compare: the one in training first. */
const runs = computed<readonly HeldRun[]>(() => {
  const run = live.value;
  return [...(run ? [{ ...heldOf(run), origin: "live", id: "live" } as const] : []), ...shelf.value];
});

const measure = signal<Measure>("toOls"); // of the figure and the sweep alike

const LONGEST = 120; // characters of a file's name

const failure = signal<string | undefined>(undefined);

let asked = false;

/** Puts the recorded run on the shelf, once. */
function holdRecorded(): void {
  if (asked) return;
  asked = true;
  for (const preset of recordedPresets) {
    openRecordedRun(preset).then(
      ({ config, rows, moments }) =>
        hold({ origin: "recorded", preset, config, rows, moments, log: [], unfinished: false }),
      (error: unknown) => {
        failure.value = words.watch.failed(error instanceof Error ? error.message : String(error));
      },
    );
  }
}

async function open(files: Iterable<File>): Promise<void> {
  failure.value = undefined;
  for (const file of files) {
    try {
      const opened = heldOfBundle(await openBundle(new Uint8Array(await file.arrayBuffer())));
      if (runs.value.some((run) => isSame(run, opened))) failure.value = words.runs.known(file.name);
      else hold(opened);
    } catch (error) {
      failure.value = words.runs.refused(file.name, error instanceof Error ? error.message : String(error));
    }
  }
}

/** Runs side by side: a table of what differs and what came of it, and one figure of all. */
export function RunsView() {
  useEffect(holdRecorded, []);
  const over = useSignal(false);
  const all = runs.value;
  const shown = shownOf(all);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a file may be dropped anywhere; the button opens one, too
    <div
      class={over.value ? "runs over" : "runs"}
      onDragOver={(event) => {
        event.preventDefault();
        over.value = true;
      }}
      onDragLeave={() => {
        over.value = false;
      }}
      onDrop={(event) => {
        event.preventDefault();
        over.value = false;
        void open(event.dataTransfer?.files ?? []);
      }}
    >
      <h1>{words.runs.heading}</h1>
      <p class="lead">{words.runs.lead}</p>
      <p class="quiet">{words.runs.last}</p>
      <Opener />
      {failure.value && (
        <p class="notice" role="alert">
          {failure.value}
        </p>
      )}
      {shown.length < all.length && (
        <p class="buttons">
          <button
            type="button"
            onClick={() => {
              chosen.value = new Map(all.map(({ id }) => [id, true]));
            }}
          >
            {words.runs.all}
          </button>
        </p>
      )}
      {all.length === 0 ? <p class="quiet">{words.runs.none}</p> : <Table runs={all} />}
      <SweepForm />
      <SweepTable runs={all} measure={measure.value} />
      <Compared runs={shown} />
    </div>
  );
}

function Opener() {
  const opening = useSignal(false);
  return (
    <p class="buttons">
      <label class="file">
        {opening.value ? words.runs.opening : words.runs.open}
        <input
          type="file"
          accept=".zip,application/zip"
          multiple
          onChange={async (event) => {
            const input = event.currentTarget;
            opening.value = true;
            await open(input.files ?? []);
            input.value = ""; // the same file may be chosen again
            opening.value = false;
          }}
        />
      </label>
      <span class="quiet">{words.runs.drop}</span>
    </p>
  );
}

function Table({ runs }: { readonly runs: readonly HeldRun[] }) {
  const { heads } = words.runs;
  const shown = shownOf(runs);
  const names = new Map(namesOf(shown).map((name, k) => [shown[k]?.id, name]));
  const first = shown[0] ?? (runs[0] as HeldRun);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="scrolls" tabIndex={0} aria-label={words.runs.table}>
      <table>
        <thead>
          <tr>
            {Object.entries(heads).map(([key, head]) => (
              <th scope="col" key={key}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <Line
              key={run.id}
              run={run}
              shown={shown.includes(run)}
              name={names.get(run.id) ?? nameBeside(run, first)}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Line({ run, shown, name }: { readonly run: HeldRun; readonly shown: boolean; readonly name: string }) {
  const { id, origin, preset, config, moments, log, checkpoint, unfinished } = run;
  const said = `${preset}: ${name}`;
  const now = moments.at(-1);
  const toOls = now?.to.get("ols");
  const seconds = log.at(-1)?.secondsTraining;
  const step = Math.max(now?.step ?? 0, log.at(-1)?.step ?? 0);
  const show = (drawn: boolean) => {
    chosen.value = new Map([...chosen.value, [id, drawn]]);
  };
  const continued = () =>
    checkpoint &&
    afterAsking(() => {
      letGo(id);
      go({ view: "train", preset, config });
      const own = run.rows.filter(({ at }) => at.step !== undefined && at.step <= checkpoint.step);
      const log = run.log.filter(({ step }) => step <= checkpoint.step);
      const losses = (run.losses ?? log.map(({ loss }) => loss)).slice(0, checkpoint.step);
      goOn({ preset, config, rows: own, losses, log, ...checkpoint });
    });
  return (
    <tr>
      <td>
        <input
          type="checkbox"
          checked={shown}
          aria-label={words.runs.show(said)}
          onChange={(event) => show(event.currentTarget.checked)}
        />
      </td>
      <th scope="row">
        {name} <small>{`${preset}, ${words.runs.origins[origin]}`}</small>
      </th>
      <td>{words.watch.stepOf(step, config.training.steps)}</td>
      <td>{now ? words.nearest(now) : words.train.none}</td>
      <td>{toOls === undefined ? words.train.none : words.value(toOls)}</td>
      <td>{now ? words.lambda(now.effectiveLambda) : words.train.none}</td>
      <td>{seconds === undefined ? words.train.none : words.value(seconds)}</td>
      <td class="take">
        <SaveBundle run={run} name={said} />
        <button
          type="button"
          aria-label={words.runs.settingsLabel(said)}
          onClick={() => go({ view: "train", preset, config })}
        >
          {words.runs.settings}
        </button>
        {origin !== "live" && unfinished && checkpoint && (
          <button type="button" aria-label={words.runs.goOnLabel(said)} onClick={continued}>
            {words.runs.goOn}
          </button>
        )}
        {origin !== "live" && (
          <button type="button" aria-label={words.runs.removeLabel(said)} onClick={() => letGo(id)}>
            {words.runs.remove}
          </button>
        )}
      </td>
    </tr>
  );
}

function SaveBundle({ run, name }: { readonly run: HeldRun; readonly name: string }) {
  const failed = useSignal<string | undefined>(undefined);
  const { config, rows, log, result, checkpoint } = run;
  const save = async () => {
    failed.value = undefined;
    const until = checkpoint?.step ?? Number.POSITIVE_INFINITY; // what the checkpoint does not know yet stays out
    try {
      const zip = await makeBundle({
        config,
        rows: rows.filter(({ at }) => (at.step ?? 0) <= until),
        log: log.filter(({ step }) => step <= until),
        ...(result !== undefined && { result }),
        ...(checkpoint && { checkpoint: checkpoint.bytes }),
      });
      saveFile(`${runLabel(config).slice(0, LONGEST)}.zip`, new Blob([zip as BlobPart], { type: "application/zip" }));
    } catch (error) {
      failed.value = words.runs.saveFailed(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <>
      <button
        type="button"
        aria-label={words.runs.saveLabel(name)}
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

function Compared({ runs }: { readonly runs: readonly HeldRun[] }) {
  const along = useSignal<Along>("step");
  const together = useSignal(false);
  const shown = { measure: measure.value, along: along.value, together: together.value };
  const lines = linesOf(runs, shown);
  const { measures, alongs, axes } = words.runs;
  return (
    <Figure
      name={words.runs.figure}
      axis={shown.along}
      height={420}
      logX={true}
      logY={true}
      interval={words.figure.seeds}
      of={[runs.map(({ id, moments }) => `${id} ${moments.length}`).join(), ...Object.values(shown)]}
      source={{
        rows: runs.flatMap(({ rows }) => rows).filter(({ metric }) => metric === metricOf[shown.measure]),
        from: { preset: address.value.preset, runs: runs.length },
      }}
      draw={(options) => runsCompared(lines, { ...options, labelX: alongs[shown.along], labelY: axes[shown.measure] })}
    >
      <div class="buttons">
        <Choice label={words.runs.measure} names={measures} of={measure} />
        <Choice label={words.runs.along} names={alongs} of={along} />
        <label>
          <input
            type="checkbox"
            checked={together.value}
            onChange={(event) => {
              together.value = event.currentTarget.checked;
            }}
          />{" "}
          {words.runs.together}
        </label>
      </div>
      {shown.along === "seconds" && runs.some(({ log }) => log.length === 0) && (
        <p class="quiet">{words.runs.noSeconds}</p>
      )}
    </Figure>
  );
}

const metricOf = { toOls: "spd", lambda: "effectiveLambda", error: "squaredError" } as const;

function Choice<Key extends string>({
  label,
  names,
  of,
}: {
  readonly label: string;
  readonly names: Readonly<Record<Key, string>>;
  readonly of: { value: Key };
}) {
  return (
    <label>
      {label}{" "}
      <select
        value={of.value}
        onChange={(event) => {
          of.value = event.currentTarget.value as Key;
        }}
      >
        {(Object.keys(names) as Key[]).map((key) => (
          <option key={key} value={key}>
            {names[key]}
          </option>
        ))}
      </select>
    </label>
  );
}
