import { difference } from "../../config/config.ts";
import { cost } from "../../config/cost.ts";
import { SaveProgram } from "../panels/torchButtons.tsx";
import { currentLink, route } from "../route/navigation.ts";
import { trainCommand } from "../runData/command.ts";
import { evaluationsOf } from "../runData/evaluations.ts";
import { isRunning } from "../runData/run.ts";
import { msPerStep, type RunState } from "../runData/runState.ts";
import { useStores } from "../store/stores.ts";
import { words } from "../text/common.ts";
import { CopyButton } from "../ui/copyButton.tsx";
import { Term } from "../ui/glossaryText.tsx";
import { Menu } from "../ui/menu.tsx";
import { fieldError } from "./formState.ts";
import { Files } from "./runOutcome.tsx";

/** Start, pause, one step, reset; what the current settings change; the state of the run. */
export function RunControls() {
  const {
    confirm: { confirmThen },
    runs,
    training,
  } = useStores();
  const run = runs.current.value;
  const { preset, config } = route.value;
  const invalid = fieldError.value !== undefined;
  const underWay = run !== undefined && isRunning(run);
  const differing = run ? Object.keys(difference(config, run.config)) : [];
  const begin = () => confirmThen(() => training.start(preset, config));
  const main = () => {
    if (!run || !underWay) return begin();
    return run.status === "paused" ? training.resume() : training.pause();
  };
  const mainWords = !underWay ? words.train.start : run.status === "paused" ? words.train.resume : words.train.pause;
  return (
    <section class="controls" aria-label={words.train.controls}>
      <div class="buttons">
        <button type="button" class="primary main" onClick={main} disabled={invalid && !underWay}>
          {mainWords}
        </button>
        <button
          type="button"
          onClick={() => (underWay ? training.step(preset, config) : confirmThen(() => training.step(preset, config)))}
          disabled={(invalid && !underWay) || run?.status === "running" || run?.status === "starting"}
        >
          {words.train.step}
        </button>
        <button type="button" onClick={() => confirmThen(training.reset)} disabled={!run}>
          {words.train.reset}
        </button>
        <Menu label={words.train.menu}>
          <Files run={run} />
          <CopyButton label={words.train.link} text={() => currentLink()} />
          <CopyButton label={words.train.command} text={() => trainCommand(preset, config)} />
          <SaveProgram config={config} />
        </Menu>
        <span role="status" class="status">
          {run ? statusOf(run) : <Idle />}
        </span>
        {run?.result && (
          <button type="button" onClick={() => document.getElementById("result")?.scrollIntoView({ block: "center" })}>
            {words.train.toResult}
          </button>
        )}
      </div>
      {invalid && !underWay && <p class="wrong">{words.train.invalid + fieldError.value?.sentence}</p>}
      {run && differing.length > 0 && !invalid && (
        <p class="notice">
          {words.train.differs(differing.map((path) => words.settings[path]?.label ?? path))}{" "}
          <button type="button" onClick={begin}>
            {words.train.startAnew}
          </button>
        </p>
      )}
      {run?.warnings.map((sentence) => (
        <p class="warning" key={sentence}>
          {sentence}
        </p>
      ))}
      <progress
        aria-label={words.train.progress}
        max={run?.config.training.steps ?? config.training.steps}
        value={run?.step ?? 0}
      />
      <Readings run={run} />
    </section>
  );
}

/** What a run of the current settings would cost. */
function Idle() {
  const { machine } = useStores();
  const { config } = route.value;
  if (fieldError.value) return words.train.status.invalid;
  return words.train.status.idle(cost(config).parameters, machine.predict(config).seconds);
}

function statusOf(run: RunState): string {
  const { status } = words.train;
  switch (run.status) {
    case "starting":
      return status.starting;
    case "running":
      return run.wantsPause ? status.pausing : status.running(run.backend ?? "");
    case "paused":
      return status.paused(run.step);
    case "stopped":
      return status.stopped;
    case "failed":
      return status.failed;
    case "done":
      return status.done(run.step);
  }
}

/** The name of a value; some have a tooltip with the meaning. */
function Meant({ name }: { readonly name: string }) {
  const meaning = words.train.meanings[name];
  return meaning === undefined ? name : <Term word={name} meaning={meaning} />;
}

const WILD = 2; // SPD / (D τ²) from which it is least squares that is far off: a learner that answers zero has 1

function Readings({ run }: { readonly run: RunState | undefined }) {
  const { readings, none } = words.train;
  const ms = run && msPerStep(run);
  const steps = run?.config.training.steps ?? route.value.config.training.steps;
  const evaluations = run ? evaluationsOf(run.rows) : [];
  const first = evaluations[0];
  const now = evaluations.at(-1);
  const toOls = now?.to.get("ols");
  const before = first?.to.get("ols");
  const left = ms !== undefined && run && isRunning(run) ? ((steps - run.step) * ms) / 1000 : undefined;
  const items: readonly (readonly [string, string, string?])[] = [
    [readings.step, words.train.stepOf(run?.step ?? 0, steps)],
    [
      readings.loss,
      run?.last ? words.value(run.last.loss) : none,
      run?.last ? words.train.gradientNorm(run.last.gradientNorm) : "",
    ],
    [readings.left, left === undefined ? none : words.duration(left), ms === undefined ? "" : words.train.speed(ms)],
    [readings.nearest, now ? words.nearest(now) : none],
    [
      readings.toOls,
      toOls === undefined ? none : words.value(toOls),
      toOls === undefined || before === undefined
        ? ""
        : before > 1.5 * toOls
          ? words.train.smaller(before / toOls)
          : toOls > WILD
            ? words.train.wild
            : "",
    ],
    [readings.lambda, now ? words.lambda(now.effectiveLambda) : none],
  ];
  return (
    <dl class="readings">
      {items.map(([name, value, more]) => (
        <div key={name}>
          <dt>
            <Meant name={name} />
          </dt>
          <dd>
            {value}
            {more !== undefined && <small>{more}</small>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
