import { type ReadonlySignal, useSignal } from "@preact/signals";
import type { Axis } from "../../plots/experimentFigures.ts";
import { words } from "../text/common.ts";
import { type Column, seriesOf } from "./figureValues.ts";

interface Props {
  readonly name: string;
  readonly axis: Axis;
  readonly columns: ReadonlySignal<readonly Column[]>;
}

/** The figure's twin: all its values as a table, made when it is opened. */
export function ValueTable({ name, axis, columns }: Props) {
  const open = useSignal(false);
  return (
    <details
      class="twin"
      onToggle={(event) => {
        open.value = event.currentTarget.open;
      }}
    >
      <summary>
        {words.figure.table}
        <span class="hidden"> ({name})</span>
      </summary>
      {open.value && <Table name={name} axis={axis} columns={columns} />}
    </details>
  );
}

function Table({ name, axis, columns }: Props) {
  const series = seriesOf(columns.value);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="scrolls" tabIndex={0} aria-label={name}>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.figure.heads[axis]}</th>
            {series.map((each) => (
              <th scope="col" key={each.series}>
                {each.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {columns.value.map(({ x, readings }) => (
            <tr key={x}>
              <th scope="row">{x}</th>
              {series.map((each) => (
                <td key={each.series}>{readings.find((reading) => reading.series === each.series)?.value ?? ""}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
