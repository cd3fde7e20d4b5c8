import type { Row } from "../../comparison/row.ts";
import { words } from "../text/common.ts";

const KINDS = ["linear", "mlp"] as const;
const TARGETS = ["moment", "ols"] as const;

/** What the probes of a run read after one of its layers; nothing if no probe was trained on it. */
export function ProbeTable({ rows, layer }: { readonly rows: readonly Row[]; readonly layer: number }) {
  const own = words.inside.probes;
  const here = rows.filter(
    ({ metric, learner, at }) => metric === "probeError" && learner === "transformer" && at.layer === layer,
  );
  const [first] = here;
  if (first?.at.exemplars === undefined) return null;
  return (
    <>
      <h3>{own.heading(first.at.exemplars)}</h3>
      <table class="probes">
        <thead>
          <tr>
            <th scope="col">{own.target}</th>
            {KINDS.map((kind) => (
              <th scope="col" key={kind} class="number">
                {own[kind]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {TARGETS.map((target) => (
            <tr key={target}>
              <th scope="row">{own[target]}</th>
              {KINDS.map((kind) => {
                const read = here.find(({ reference, at }) => reference === target && at.probe === kind);
                return <td key={kind}>{read ? words.value(read.value) : own.none}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <p class="quiet">{own.means(first.n)}</p>
    </>
  );
}
