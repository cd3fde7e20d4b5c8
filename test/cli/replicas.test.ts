import { expect, test } from "vitest";
import type { Host } from "../../src/checkpoints/host.ts";
import { nodeHost } from "../../src/cli/nodeHost.ts";
import { withSettings } from "../../src/config/config.ts";
import { presetConfig } from "../../src/config/presets.ts";
import { type RunOptions, run } from "../../src/runs/trainRun.ts";
import type { Question } from "../../src/training/remoteReplica.ts";

const config = withSettings(presetConfig("quick"), {
  "model.layers": 1,
  "training.steps": 12,
  "evaluation.times": 0,
  "evaluation.prompts": 16,
});

/** Node's host, whose worker threads may be killed: each in the middle of its so-many-th question of a type. */
function killing(
  killAt: readonly number[],
  warnings: string[],
  question: Question["type"] = "gradients",
): Host & { readonly spawned: () => number } {
  const host = nodeHost("wasm", "2");
  let spawned = 0;
  return {
    ...host,
    warn: (sentence) => warnings.push(sentence),
    spawned: () => spawned,
    async spawnReplica() {
      const port = await (host.spawnReplica as NonNullable<Host["spawnReplica"]>)();
      let left = killAt[spawned] ?? Number.POSITIVE_INFINITY;
      spawned += 1;
      return {
        ...port,
        post(message, moved) {
          port.post(message, moved);
          if ((message as Question).type !== question) return;
          left -= 1;
          if (left === 0) port.close(); // the thread ends, whatever it is doing
        },
      };
    },
  };
}

async function hashOf(host: Host): Promise<string | undefined> {
  let hash: string | undefined;
  for await (const event of run(config, host)) if (event.type === "done") hash = event.result.parametersSha256;
  return hash;
}

test("a run whose worker threads are killed continues with new ones, to the same bits", async () => {
  const [calm, warnings] = [[] as string[], [] as string[]];
  const undisturbed = await hashOf(killing([], calm));
  const host = killing([3, 1, 4], warnings);
  expect(await hashOf(host)).toBe(undisturbed);
  expect(host.spawned()).toBe(4);
  expect(calm).toEqual([]);
  expect(warnings).toEqual(
    Array.from(
      { length: 3 },
      () => "a worker died (its thread ended with code 1): its part of the work is computed again",
    ),
  );
});

test("a world of symbols trains to the same bits on one thread, on two, and in two parts", async () => {
  const symbols = withSettings(config, { family: "symbols", readout: "symbol", tuning: 4, natural: 0.5 });
  const ended = async (workers: string, options: RunOptions = {}) => {
    const found: { hash?: string; bytes?: Uint8Array } = {};
    for await (const event of run(symbols, nodeHost("wasm", workers), options)) {
      if (event.type === "checkpoint") found.bytes = event.bytes;
      if (event.type === "done") found.hash = event.result.parametersSha256;
    }
    return found;
  };
  const { hash } = await ended("1");
  expect((await ended("2")).hash).toBe(hash);
  const { bytes } = await ended("1", { until: 7 });
  expect((await ended("2", { from: bytes as Uint8Array })).hash).toBe(hash);
});

test("evaluations have the same rows however many threads share their prompts, also if one is killed", async () => {
  const settings = { "evaluation.prompts": 900, "evaluation.times": 2, "evaluation.reach": 1e-9 };
  const evaluated = withSettings(config, settings);
  const rowsWith = async (host: Host) => {
    const rows = [];
    for await (const event of run(evaluated, host)) if (event.type === "rows") rows.push(...event.rows);
    return rows;
  };
  const alone = await rowsWith(nodeHost("wasm", "1"));
  expect(alone.filter(({ at }) => at.step === 12).length).toBeGreaterThan(0);
  expect(await rowsWith(nodeHost("wasm", "3"))).toEqual(alone);
  const warnings: string[] = [];
  expect(await rowsWith(killing([1], warnings, "forward"))).toEqual(alone);
  expect(warnings.length).toBe(1);
});
