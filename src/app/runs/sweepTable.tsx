import { max, mean, min } from "d3";
import type { Run } from "../runData/run.ts";
import type { YQuantity } from "../store/runStore.ts";
import { useStores } from "../store/stores.ts";
import { type Cell, configsOf, type Grid } from "../store/sweepGrid.ts";
import { words } from "../text/common.ts";
import { lastOf } from "./runLines.ts";
import { visibleRuns } from "./visibleRuns.ts";

const FULLEST = 0.6; // of the colour: numbers stay readable on it

interface Props {
  readonly runs: readonly Run[];
  readonly measure: YQuantity;
}

/** The sweep of this page as a heat map that fills while it is trained; a cell shows only its runs. */
export function SweepTable({ runs, measure }: Props) {
  const { queue } = useStores();
  const grid = queue.currentGrid.value;
  if (!grid) return null;
  const { sweep, measures } = words.runs;
  const results = resultsOf(grid, runs, measure);
  const trained = results.flatMap((result) => result.runs);
  return (
    <div class="grid">
      <h2>{sweep.table(measures[measure])}</h2>
      <p class="quiet" role="status">
        {sweep.progress(trained.length, configsOf(grid).length, queue.pending.value.length)}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section class="scrolls" tabIndex={0} aria-label={sweep.table(measures[measure])}>
        <HeatTable axes={grid.axes} results={results} runs={runs} measure={measure} />
      </section>
      <p class="quiet">{sweep.tableHint}</p>
    </div>
  );
}

/** What came of a cell. */
interface Result {
  readonly cell: Cell;
  readonly runs: readonly Run[]; // those that are trained
  readonly values: readonly number[]; // of the measure
  readonly value: number | undefined; // their mean
}

function resultsOf(grid: Grid, runs: readonly Run[], measure: YQuantity): readonly Result[] {
  const trained = new Map(
    runs.filter(({ elsewhere }) => elsewhere === undefined).map((run) => [JSON.stringify(run.config), run]),
  );
  return grid.cells.map((cell) => {
    const own = cell.configs.flatMap((config) => trained.get(JSON.stringify(config)) ?? []);
    const values = own.flatMap((run) => lastOf(run, measure) ?? []);
    return { cell, runs: own, values, value: mean(values) };
  });
}

/** The results by the values of the axes: the first downwards, the second across. */
function HeatTable({
  axes,
  results,
  runs,
  measure,
}: Props & Pick<Grid, "axes"> & { readonly results: readonly Result[] }) {
  const [down, across] = axes;
  const share = shares(results);
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{axes.map(({ path }) => words.settings[path]?.label ?? path).join(" \\ ")}</th>
          {(across?.values ?? [""]).map((column) => (
            <th scope="col" key={column}>
              {across ? column : words.runs.measures[measure]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {(down?.values ?? [""]).map((row) => (
          <tr key={row}>
            <th scope="row">{down ? row : words.runs.same}</th>
            {(across?.values ?? [""]).map((column) => {
              const result = results.find(
                ({ cell: { values } }) => (!down || values[0] === row) && (!across || values[1] === column),
              ) as Result;
              const colour = result.value === undefined ? 0 : FULLEST * share(result.value);
              return (
                <td
                  key={column}
                  style={{
                    background: `color-mix(in oklab, var(--strong) ${Math.round(100 * colour)}%, transparent)`,
                  }}
                >
                  <CellButton {...result} all={runs} measure={measure} />
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** How near a value is to the lowest of all: 1 there, 0 at the highest, by logarithms. */
function shares(results: readonly Result[]): (value: number) => number {
  const logs = results.map(({ value }) => Math.log(value ?? Number.NaN)).filter(Number.isFinite);
  const [lowest = 0, highest = 0] = [min(logs), max(logs)];
  return (value) =>
    highest > lowest ? Math.min(1, Math.max(0, (highest - Math.log(value)) / (highest - lowest))) : 0.5;
}

/** A cell's number, which shows only its runs. */
function CellButton({
  cell,
  runs,
  values,
  value,
  all,
  measure,
}: Result & { readonly all: readonly Run[]; readonly measure: YQuantity }) {
  const { visibility } = useStores().runs;
  const { sweep } = words.runs;
  if (value === undefined) return <>{words.train.none}</>;
  return (
    <button
      type="button"
      class="cell"
      aria-pressed={isAlone(visibleRuns(all, visibility.value), all, runs)}
      aria-label={sweep.cell(cell.values, words.value(value), values.length)}
      onClick={() => {
        visibility.value = new Map(all.map((run) => [run.id, runs.includes(run)]));
      }}
    >
      {measure === "lambda" ? words.lambda(value) : words.value(value)}
      {values.length > 1 && <small>{sweep.range(min(values) ?? value, max(values) ?? value)}</small>}
    </button>
  );
}

const isAlone = (shown: readonly Run[], all: readonly Run[], runs: readonly Run[]): boolean =>
  shown.length < all.length && shown.length === runs.length && runs.every((run) => shown.includes(run));
