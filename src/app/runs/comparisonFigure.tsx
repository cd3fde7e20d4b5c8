import { type Signal, useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { type FigureAxis, stepAxis } from "../../plots/figureAxis.ts";
import { runsCompared } from "../../plots/runsCompared.ts";
import { Figure } from "../chart/figure.tsx";
import { route } from "../route/navigation.ts";
import type { Run } from "../runData/run.ts";
import type { YQuantity } from "../store/runStore.ts";
import { useStores } from "../store/stores.ts";
import { words } from "../text/common.ts";
import { Choice } from "../ui/choice.tsx";
import { groupBySettings, linesOf, type XQuantity } from "./runLines.ts";

/** Runs over each other in one figure, by one measure, along one axis. */
export function ComparisonFigure({
  runs,
  measure,
}: {
  readonly runs: readonly Run[];
  readonly measure: Signal<YQuantity>;
}) {
  const along = useSignal<XQuantity>("step");
  const together = useSignal(false);
  const shown = { measure: measure.value, along: along.value, together: together.value };
  const lines = linesOf(runs, shown);
  const place = useRef<HTMLDivElement>(null);
  const { pointed } = useStores().runs;
  const lineOf = (id: string) => {
    const group = shown.together ? groupBySettings(runs).find((all) => all.some((run) => run.id === id)) : undefined;
    return group?.[0]?.id ?? id;
  };
  const bright = pointed.value === undefined ? undefined : lineOf(pointed.value);
  useLayoutEffect(() => {
    const isDrawn = lines.some(({ id }) => id === bright);
    for (const line of place.current?.querySelectorAll("[data-series]") ?? [])
      line.classList.toggle("faded", isDrawn && line.getAttribute("data-series") !== bright);
  }, [bright]);
  const { measures, alongs, axes } = words.runs;
  return (
    <div ref={place}>
      <Figure
        name={words.runs.figure}
        axis={axisOf[shown.along]}
        height={420}
        logX={true}
        logY={true}
        interval={words.figure.seeds}
        of={[runs.map(({ id, rows }) => `${id} ${rows.length}`).join(), ...Object.values(shown)]}
        source={{
          rows: runs.flatMap(({ rows }) => rows).filter(({ metric }) => metric === metricOf[shown.measure]),
          from: { preset: route.value.preset, runs: runs.length },
        }}
        draw={(options) =>
          runsCompared(lines, { ...options, labelX: alongs[shown.along], labelY: axes[shown.measure] })
        }
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
        {runs.some(({ elsewhere }) => elsewhere !== undefined) && <p class="quiet">{words.runs.level}</p>}
        {shown.along === "seconds" &&
          runs.some(({ log, elsewhere }) => log.length === 0 && elsewhere === undefined) && (
            <p class="quiet">{words.runs.noSeconds}</p>
          )}
      </Figure>
    </div>
  );
}

const axisOf: Readonly<Record<XQuantity, FigureAxis>> = {
  step: stepAxis,
  prompts: { id: "prompts", label: "prompts", describe: (x) => `${words.whole(Number(x))} prompts` },
  seconds: { id: "seconds", label: "seconds", describe: (x) => `${x} s` },
};

const metricOf = { toBest: "spd", toOls: "spd", lambda: "effectiveLambda", error: "squaredError" } as const;
