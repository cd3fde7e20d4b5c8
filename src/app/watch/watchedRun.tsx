import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Row } from "../../comparison/row.ts";
import type { Config } from "../../config/schema.ts";
import { agreementByExemplars } from "../../plots/agreementByExemplars.ts";
import { agreementByStep } from "../../plots/agreementByStep.ts";
import { exemplarsAxis, stepAxis } from "../../plots/figureAxis.ts";
import { deviationsOf } from "../../tasks/families.ts";
import { exportSource } from "../chart/exportSource.ts";
import { Figure } from "../chart/figure.tsx";
import { useRestOfHeight } from "../chart/restOfHeight.ts";
import { EvaluationDiff } from "../panels/evaluationDiff.tsx";
import { pauseAll, pauseRequests, Scrubber } from "../panels/scrubber.tsx";
import { type Evaluation, evaluationAt, nearestEvaluation } from "../runData/evaluations.ts";
import { words } from "../text/common.ts";
import { GlossaryText } from "../ui/glossaryText.tsx";
import { distanceDomain } from "./distanceDomain.ts";
import { LineChips, shownLines } from "./distanceLines.tsx";
import { StoryView } from "./storyView.tsx";

const CONTROLS = 520; // px around the figure

let played = false; // it plays by itself once, not at every return

/** What of a run is watched: a recorded one has a result, one of this tab may still grow. */
export interface Watched {
  readonly preset: string;
  readonly config: Config;
  readonly rows: readonly Row[];
  readonly evaluations: readonly Evaluation[]; // at least one
}

interface Props {
  readonly run: Watched;
  readonly at: number | undefined; // the selected step; undefined: the newest
  readonly onChoose: (step: number) => void;
  readonly call: ComponentChildren;
  readonly children?: ComponentChildren;
}

/** The figures of a run: at one evaluation, over training, and as a story of five steps. */
export function WatchedRun({ run, at, onChoose, call, children }: Props) {
  const { evaluations, config } = run;
  const selected = at === undefined ? evaluations.at(-1) : nearestEvaluation(evaluations, at);
  const { plays, playing } = usePlaying(evaluations, at);
  const choose = (to: number) => {
    pauseAll();
    onChoose(evaluationAt(evaluations, to)?.step ?? to);
  };
  const shown = playing.value === undefined ? selected : evaluationAt(evaluations, playing.value);
  if (!shown || !selected) return null;
  return (
    <>
      <div class="opening">
        <p class="lead">
          <GlossaryText text={words.watch.lead(config.prompts.dim, config.prompts.exemplars)} />
        </p>
        {call}
      </div>
      {at !== undefined && selected.step !== at && (
        <p class="quiet" role="status">
          {words.watch.nearestTo(at, selected.step)}
        </p>
      )}
      <div class="watch">
        <div class="stage">
          <h2 class="answer">{words.answerSentence(shown.step, shown)}</h2>
          <Scrubber
            evaluations={evaluations}
            step={shown.step}
            plays={plays}
            onMove={(to) => {
              playing.value = to;
            }}
            onChoose={choose}
          />
          <Strip shown={shown} steps={config.training.steps} />
          <DistancesAt run={run} step={shown.step} />
        </div>
        <div class="side">
          <StoryView evaluations={evaluations} shown={shown} onChoose={choose} />
        </div>
      </div>
      <p class="quiet">{words.watch.figureMeans(config.prompts.dim, deviationsOf(config.prompts).tau)}</p>
      <DistancesByStep run={run} step={shown.step} onPick={choose} />
      {evaluations.length > 1 && <EvaluationDiff run={run} evaluations={evaluations} step={shown.step} />}
      {children}
    </>
  );
}

/** Whether the run plays by itself, and its current step; undefined after another evaluation is chosen. */
function usePlaying(evaluations: readonly Evaluation[], at: number | undefined) {
  const [plays] = useState(() => at === undefined && !played && startsMoving());
  played = true;
  const playing = useSignal(plays ? evaluations[0]?.step : undefined);
  const before = useRef(pauseRequests.value);
  useEffect(() => {
    if (at !== undefined || pauseRequests.value !== before.current) playing.value = undefined;
    before.current = pauseRequests.value;
  }, [at, pauseRequests.value]);
  return { plays, playing };
}

const startsMoving = () => !matchMedia("(prefers-reduced-motion: reduce)").matches;

/** The distances at one evaluation, on an axis that stays as it is. */
function DistancesAt({ run, step }: { readonly run: Watched; readonly step: number }) {
  const { rows, evaluations } = run;
  const domainY = distanceDomain(rows);
  const height = useRestOfHeight(CONTROLS, [240, 420]);
  const lines = shownLines(evaluations);
  const drawn = rows.filter(({ metric, reference }) => metric !== "spd" || lines.includes(reference));
  return (
    <>
      <Figure
        name={words.watch.figure}
        axis={exemplarsAxis}
        height={height}
        logX={false}
        logY={true}
        of={[rows, step, lines.join(" ")]}
        source={exportSource(rows, run, ["spd"], step)}
        draw={(options) => agreementByExemplars(drawn, { ...options, step, ...(options.logY && { domainY }) })}
      />
      <LineChips evaluations={evaluations} />
    </>
  );
}

/** The evaluation in numbers. */
function Strip({ shown, steps }: { readonly shown: Evaluation; readonly steps: number }) {
  return (
    <dl class="strip">
      <div>
        <dt>{words.watch.step}</dt>
        <dd>{words.watch.stepOf(shown.step, steps)}</dd>
      </div>
      <div class="wide">
        <dt>
          <GlossaryText text={words.watch.nearest} />
        </dt>
        <dd>{words.nearest(shown)}</dd>
      </div>
      <div>
        <dt>
          <GlossaryText text={words.watch.effectiveLambda} />
        </dt>
        <dd>{words.lambda(shown.effectiveLambda)}</dd>
      </div>
    </dl>
  );
}

/** The distances over training; a click selects an evaluation. */
function DistancesByStep({
  run,
  step,
  onPick,
}: {
  readonly run: Watched;
  readonly step: number;
  readonly onPick: (step: number) => void;
}) {
  const { rows } = run;
  return (
    <Figure
      name={words.watch.overTraining}
      axis={stepAxis}
      height={430}
      logX={true}
      logY={true}
      of={[rows, step]}
      source={exportSource(rows, run, ["spd", "nearest", "margin", "effectiveLambda"])}
      draw={(options) => agreementByStep(rows, { ...options, step })}
      onPick={onPick}
    >
      <p class="quiet">{words.watch.overTrainingHint}</p>
    </Figure>
  );
}
