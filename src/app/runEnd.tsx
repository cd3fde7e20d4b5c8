import { ConfigError, withSettings } from "../experiments/config.ts";
import { stringifyRows } from "../experiments/row.ts";
import { saveFile } from "./figure.tsx";
import { go } from "./inHand.ts";
import type { LiveRun } from "./liveRun.ts";
import { start } from "./trainer.ts";
import { words } from "./words.ts";

/** How a run ended: its result, or why it stopped; and what can be taken from it. */
export function RunEnd({ run }: { readonly run: LiveRun }) {
  return (
    <>
      {run.status === "stopped" && <Stopped run={run} />}
      {run.status === "failed" && (
        <p class="wrong" role="alert">
          {words.train.failed(run.message ?? "")}
        </p>
      )}
      {run.result && <Result run={run} />}
      <Files run={run} />
    </>
  );
}

function Stopped({ run }: { readonly run: LiveRun }) {
  const rate = Number((run.config.training.learningRate / 3).toPrecision(1));
  const matrixRate = Number((run.config.training.matrixRate / 3).toPrecision(1));
  const retry = () => {
    try {
      const config = withSettings(run.config, { learningRate: rate, matrixRate });
      go({ preset: run.preset, config });
      start(run.preset, config);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
    }
  };
  return (
    <div class="wrong" role="alert">
      <p>{words.train.stopped(run.message ?? "")}</p>
      <button type="button" onClick={retry}>
        {words.train.retry(String(rate))}
      </button>
    </div>
  );
}

function Result({ run }: { readonly run: LiveRun }) {
  const { result, config } = run;
  if (!result) return null;
  const { resultRows } = words.train;
  const positions = config.prompts.exemplars;
  const items: readonly (readonly [string, string])[] = [
    [resultRows.toOls, words.value(result.spdToOls)],
    [resultRows.lambda, words.lambda(result.effectiveLambda)],
    [resultRows.share, words.train.shareOf(result, positions)],
    [resultRows.nearest, words.learner(result.nearest)],
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

function Files({ run: { preset, config, checkpoint, rows } }: { readonly run: LiveRun }) {
  if (!checkpoint) return null;
  const name = `${preset}-seed${config.seed}-step${checkpoint.step}`;
  return (
    <div class="buttons files">
      <button
        type="button"
        onClick={() => saveFile(`${name}.safetensors`, new Blob([checkpoint.bytes as Uint8Array<ArrayBuffer>]))}
      >
        {words.train.checkpoint(checkpoint.step)}
      </button>
      <button
        type="button"
        onClick={() => saveFile(`${name}-rows.json`, new Blob([stringifyRows(rows)], { type: "application/json" }))}
      >
        {words.train.rows}
      </button>
    </div>
  );
}
