import { stringifyRows } from "../../comparison/row.ts";
import { changesOf, scaleRates } from "../../config/rateChanges.ts";
import { type Config, ConfigError } from "../../config/schema.ts";
import { saveFile } from "../chart/exportFigure.ts";
import { TorchButtons } from "../panels/torchButtons.tsx";
import { navigate } from "../route/navigation.ts";
import { divergenceBaseline, type RunState } from "../runData/runState.ts";
import { useStores } from "../store/stores.ts";
import { words } from "../text/common.ts";

/** Why a run ended before its last step, or that it comes to nothing, and what to do about it. */
export function RunOutcome({ run }: { readonly run: RunState }) {
  return (
    <>
      {run.status === "stopped" && <Slower run={run} why={words.train.stopped(run.message ?? "")} />}
      {run.status !== "stopped" && run.status !== "failed" && <Diverging run={run} />}
      {run.status === "failed" && <Failed run={run} />}
    </>
  );
}

function Failed({ run }: { readonly run: RunState }) {
  const { training } = useStores();
  const { message = "", checkpoint } = run;
  const { failed, failedAnew, resumeFrom } = words.train;
  return (
    <div class="wrong" role="alert">
      <p>{checkpoint ? failed(message) : `${failed(message)} ${failedAnew}`}</p>
      {checkpoint && (
        <button type="button" onClick={training.resumeAfterFailure}>
          {resumeFrom(checkpoint.step)}
        </button>
      )}
    </div>
  );
}

/** For a run whose loss is finite but far above that of always answering zero: says so, with its gradient norms. */
function Diverging({ run }: { readonly run: RunState }) {
  const zero = divergenceBaseline(run);
  if (zero === undefined || !run.last) return null;
  const norms = run.log.slice(-NORMS_TOLD).map(({ gradientNorm }) => gradientNorm);
  return <Slower run={run} why={words.train.diverged(run.last.loss, zero, run.step, norms)} />;
}

function Slower({ run, why }: { readonly run: RunState; readonly why: string }) {
  const { confirm, training } = useStores();
  const slower = thirdOf(run.config);
  const { retry, retryChanged } = words.train;
  const again = (config: Config) => {
    confirm.confirmThen(() => {
      navigate({ preset: run.preset, config });
      training.start(run.preset, config);
    });
  };
  return (
    <div class="wrong" role="alert">
      <p>{why}</p>
      {slower && (
        <button type="button" onClick={() => again(slower)}>
          {changesOf(slower).length > 0 ? retryChanged : retry(String(slower.training.learningRate))}
        </button>
      )}
    </div>
  );
}

const NORMS_TOLD = 5;

/** The settings with a third of the rates; undefined if they cannot be lower. */
function thirdOf(config: Config): Config | undefined {
  try {
    return scaleRates(config, 1 / 3);
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}

/** What a finished run came to. */
export function Result({ run }: { readonly run: RunState }) {
  const { result, config } = run;
  if (!result) return null;
  const { resultRows } = words.train;
  const positions = config.prompts.exemplars;
  const items: readonly (readonly [string, string])[] = [
    [resultRows.toOls, result.spdToOls === null ? words.train.noneAway : words.value(result.spdToOls)],
    [resultRows.lambda, words.lambda(result.effectiveLambda)],
    [resultRows.share, words.train.shareOf(result, positions)],
    [resultRows.nearest, words.learner(result.nearest)],
    ...(result.reachedStep === null ? [] : [[resultRows.reached, words.train.reached(result.reachedStep)] as const]),
    [resultRows.time, words.duration(result.secondsTraining)],
    [resultRows.backend, result.backend],
    [resultRows.sha, result.parametersSha256],
  ];
  return (
    <section class="result" aria-labelledby="result">
      <h2 id="result">{words.train.result}</h2>
      <dl>
        {items.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p class="quiet">{words.train.next}</p>
    </section>
  );
}

/** What can be taken from a run: its last checkpoint, and its rows. */
export function Files({ run }: { readonly run: RunState | undefined }) {
  const checkpoint = run?.checkpoint;
  const name = run ? `${run.preset}-seed${run.config.seed}-step${checkpoint?.step ?? 0}` : "";
  return (
    <>
      <button
        type="button"
        disabled={!checkpoint}
        onClick={() =>
          checkpoint && saveFile(`${name}.safetensors`, new Blob([checkpoint.bytes as Uint8Array<ArrayBuffer>]))
        }
      >
        {words.train.checkpoint(checkpoint?.step)}
      </button>
      <button
        type="button"
        disabled={!run || run.rows.length === 0}
        onClick={() =>
          run && saveFile(`${name}-rows.json`, new Blob([stringifyRows(run.rows)], { type: "application/json" }))
        }
      >
        {words.train.rows}
      </button>
      {run && checkpoint && (
        <TorchButtons
          run={{ config: run.config, step: checkpoint.step, file: `${name}.safetensors`, rows: run.rows }}
        />
      )}
    </>
  );
}
