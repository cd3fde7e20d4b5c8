import { useSignal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { saveFile } from "../chart/exportFigure.ts";
import { EvaluationDiff } from "../panels/evaluationDiff.tsx";
import { LayerInspector } from "../panels/layerInspector.tsx";
import { ResumeRun } from "../panels/resumeRun.tsx";
import { Scrubber } from "../panels/scrubber.tsx";
import { route } from "../route/navigation.ts";
import { type Evaluation, evaluationAt, evaluationsOf } from "../runData/evaluations.ts";
import type { RunState } from "../runData/runState.ts";
import { nearestSnapshot } from "../runData/snapshots.ts";
import { canPrompt } from "../store/promptModels.ts";
import { useStores } from "../store/stores.ts";
import { words } from "../text/common.ts";
import { Tabs } from "../ui/tabs.tsx";
import { RateForm } from "./rateForm.tsx";
import { RunControls } from "./runControls.tsx";
import { DistancesByExemplars, DistancesByStep, ErrorByExemplars, LossByStep } from "./runFigures.tsx";
import { Result, RunOutcome } from "./runOutcome.tsx";
import { SettingsForm } from "./settingsForm.tsx";

const { figures } = words.train;

/** Trains a transformer of the current settings, and shows its figures. */
export function TrainView() {
  const [isWide] = useState(() => matchMedia("(min-width: 900px)").matches);
  const open = useSignal(isWide);
  const { machine, runs, queue } = useStores();
  useEffect(machine.measureSoon, [machine]);
  const run = runs.current.value;
  return (
    <>
      <h1>{words.train.heading}</h1>
      <div class="train">
        <details
          class="panel"
          open={open.value}
          onToggle={(event) => {
            open.value = event.currentTarget.open;
          }}
        >
          <summary>{words.train.settings}</summary>
          <SettingsForm />
        </details>
        <div class="stage">
          {!run && <ResumeRun />}
          <RunControls />
          {run && <RunOutcome run={run} />}
          <LiveFigures />
          {run && !queue.isSweeping.value && <RateForm run={run} />}
          {run?.result && <Result run={run} />}
        </div>
      </div>
    </>
  );
}

/** The run in figures, at the evaluation shown; empty before it starts. */
function LiveFigures() {
  const stores = useStores();
  const { shownStep } = stores.training;
  const run = stores.runs.current.value;
  const rows = run?.rows ?? [];
  const of = run ?? route.value;
  const evaluations = run ? evaluationsOf(rows) : [];
  const selectedStep = shownStep.value;
  const shown = selectedStep === undefined ? evaluations.at(-1) : evaluationAt(evaluations, selectedStep);
  const step = evaluations.length > 1 ? shown?.step : undefined;
  const choose = (step: number) => {
    shownStep.value = step === evaluations.at(-1)?.step ? undefined : step;
  };
  return (
    <>
      <h2 class="answer">{shown ? words.answerSentence(shown.step, shown) : words.train.waitingForAnswer}</h2>
      <Tabs
        label={words.train.figuresLabel}
        tabs={[
          {
            id: "training",
            name: figures.overTraining,
            show: () => (
              <DistancesByStep
                run={run}
                rows={rows}
                of={of}
                step={selectedStep === undefined ? undefined : step} // the newest needs no mark
                onPick={choose}
              />
            ),
          },
          {
            id: "exemplars",
            name: figures.agreement,
            show: () => <DistancesByExemplars rows={rows} of={of} step={step} />,
          },
          { id: "loss", name: figures.loss, show: () => <LossByStep run={run} rows={rows} of={of} /> },
          { id: "error", name: figures.error, show: () => <ErrorByExemplars rows={rows} of={of} step={step} /> },
        ]}
      />
      {run && shown && evaluations.length > 1 && (
        <>
          <ShownEvaluation
            run={run}
            evaluations={evaluations}
            shown={shown}
            selectedStep={selectedStep}
            onChoose={choose}
          />
          <EvaluationDiff run={run} evaluations={evaluations} step={shown.step} />
        </>
      )}
      {run && shown && <OwnInside run={run} step={shown.step} />}
    </>
  );
}

/** The run layer by layer, at the snapshot nearest to the evaluation shown. */
function OwnInside({ run, step }: { readonly run: RunState; readonly step: number }) {
  const snapshot = nearestSnapshot(run.snapshots, step);
  if (!snapshot || run.config.model.tokens !== "interleaved") return null;
  return (
    <LayerInspector
      of={snapshot}
      lead={words.inside.own(snapshot.step)}
      read={() => Promise.resolve(snapshot.bytes)}
      rows={[]}
    />
  );
}

/** The evaluation that the figures show: the newest, unless another was chosen. */
function ShownEvaluation({
  run,
  evaluations,
  shown,
  selectedStep,
  onChoose,
}: {
  readonly run: RunState;
  readonly evaluations: readonly Evaluation[];
  readonly shown: Evaluation;
  readonly selectedStep: number | undefined;
  readonly onChoose: (step: number) => void;
}) {
  const { models, play } = useStores();
  const snapshot = run.snapshots.find(({ step }) => step === shown.step);
  const newest = evaluations.at(-1)?.step ?? 0;
  const playable = canPrompt(run.config);
  return (
    <section class="shown-evaluation" aria-label={words.train.shownEvaluation}>
      <Scrubber evaluations={evaluations} step={shown.step} plays={false} onMove={onChoose} onChoose={onChoose} />
      <p class="buttons">
        <span>{words.watch.evaluation(shown.step, shown)}</span>
        {selectedStep !== undefined && (
          <button type="button" onClick={() => onChoose(newest)}>
            {words.train.newest}
          </button>
        )}
        <button
          type="button"
          title={playable ? words.train.playHint : words.train.notPlayable}
          disabled={!playable || !models.current.value}
          onClick={() => play.select("tab")}
        >
          {words.train.play}
        </button>
        <button
          type="button"
          title={words.train.parameters16Hint}
          disabled={!snapshot}
          onClick={() =>
            snapshot &&
            saveFile(
              `${run.preset}-seed${run.config.seed}-step${snapshot.step}-half.safetensors`,
              new Blob([snapshot.bytes as Uint8Array<ArrayBuffer>]),
            )
          }
        >
          {words.train.parameters16(shown.step)}
        </button>
      </p>
    </section>
  );
}
