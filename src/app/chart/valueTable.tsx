import { type ReadonlySignal, useSignal } from "@preact/signals";
import type { FigureAxis } from "../../plots/figureAxis.ts";
import { formatValue } from "../../plots/parts/format.ts";
import { words } from "../text/common.ts";
import { type Column, seriesOf } from "./figureValues.ts";

interface Props {
  readonly name: string;
  readonly axis: FigureAxis;
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
            <th scope="col">{axis.label}</th>
            {series.map((each) => (
              <th scope="col" key={each.series}>
                {each.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {columns.value.map(({ x, values }) => (
            <tr key={x}>
              <th scope="row">{x}</th>
              {series.map((each) => {
                const own = values.find((value) => value.series === each.series);
                return <td key={each.series}>{own && formatValue(own.value)}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
