import { max, mean, min } from "d3";
import type { RunEntry } from "../runData/runEntry.ts";
import { visibility, visibleRuns } from "../store/runList.ts";
import type { Cell } from "../store/sweepGrid.ts";
import { currentGrid, sweepQueue } from "../store/sweepQueue.ts";
import { words } from "../text/common.ts";
import { lastOf, type YQuantity } from "./runLines.ts";

const FULLEST = 0.6; // of the colour: numbers stay readable on it

/** The sweep of this page as a heat map that fills while it is trained; a cell shows its runs alone. */
export function SweepTable({ runs, measure }: { readonly runs: readonly RunEntry[]; readonly measure: YQuantity }) {
  const asked = currentGrid.value;
  if (!asked) return null;
  const { sweep, measures } = words.runs;
  const [down, across] = asked.axes;
  const trained = new Map(
    runs.filter(({ elsewhere }) => elsewhere === undefined).map((run) => [JSON.stringify(run.config), run]),
  );
  const runsOf = (cell: Cell) => cell.configs.flatMap((config) => trained.get(JSON.stringify(config)) ?? []);
  const numberOf = (cell: Cell) => {
    const values = runsOf(cell).flatMap((run) => lastOf(run, measure) ?? []);
    return { value: mean(values), values };
  };
  const logs = asked.cells.map((cell) => Math.log(numberOf(cell).value ?? Number.NaN)).filter(Number.isFinite);
  const [lowest = 0, highest = 0] = [min(logs), max(logs)];
  const share = (value: number) =>
    highest > lowest ? Math.min(1, Math.max(0, (highest - Math.log(value)) / (highest - lowest))) : 0.5;
  const rows = down?.values ?? [""];
  const columns = across?.values ?? [""];
  const left = sweepQueue.value.length;
  const all = asked.cells.reduce((sum, { configs }) => sum + configs.length, 0);
  return (
    <div class="grid">
      <h2>{sweep.table(measures[measure])}</h2>
      <p class="quiet" role="status">
        {sweep.progress(asked.cells.flatMap(runsOf).length, all, left)}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section class="scrolls" tabIndex={0} aria-label={sweep.table(measures[measure])}>
        <table>
          <thead>
            <tr>
              <th scope="col">{asked.axes.map(({ path }) => words.settings[path]?.label ?? path).join(" \\ ")}</th>
              {columns.map((column) => (
                <th scope="col" key={column}>
                  {across ? column : measures[measure]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row}>
                <th scope="row">{down ? row : words.runs.same}</th>
                {columns.map((column) => {
                  const cell = asked.cells.find(
                    ({ values }) => (!down || values[0] === row) && (!across || values[1] === column),
                  ) as Cell;
                  const { value, values } = numberOf(cell);
                  const colour = value === undefined ? 0 : FULLEST * share(value);
                  return (
                    <td
                      key={column}
                      style={{
                        background: `color-mix(in oklab, var(--strong) ${Math.round(100 * colour)}%, transparent)`,
                      }}
                    >
                      {value === undefined ? (
                        words.train.none
                      ) : (
                        <button
                          type="button"
                          class="cell"
                          aria-pressed={isAlone(runs, runsOf(cell))}
                          aria-label={sweep.cell(cell.values, words.value(value), values.length)}
                          onClick={() => showAlone(runs, runsOf(cell))}
                        >
                          {measure === "lambda" ? words.lambda(value) : words.value(value)}
                          {values.length > 1 && (
                            <small>{sweep.range(min(values) ?? value, max(values) ?? value)}</small>
                          )}
                        </button>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p class="quiet">{sweep.tableHint}</p>
    </div>
  );
}

function isAlone(all: readonly RunEntry[], runs: readonly RunEntry[]): boolean {
  const shown = visibleRuns(all);
  return shown.length < all.length && shown.length === runs.length && runs.every((run) => shown.includes(run));
}

function showAlone(all: readonly RunEntry[], shown: readonly RunEntry[]): void {
  visibility.value = new Map(all.map((run) => [run.id, shown.includes(run)]));
}
