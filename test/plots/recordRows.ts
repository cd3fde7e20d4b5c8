import type { Row, RowPlace } from "../../src/comparison/row.ts";
import { rowAt } from "./fixtureRows.ts";

const ofSeeds = (value: number): Partial<Row> & { value: number } => ({
  ...{ value, low: value * 0.7, high: value * 1.4, n: 3, of: "seeds" },
});

const seeds = (metric: Row["metric"], at: RowPlace, value: number, reference = "truth"): Row =>
  rowAt(metric, at, value, { reference, ...ofSeeds(value) });

const noises: readonly [sigma2: number, predictor: string][] = [
  [0, "ols"],
  [1 / 16, "ridge(1/16)"],
  [1 / 9, "ridge(1/9)"],
  [1 / 4, "ridge(1/4)"],
  [4 / 9, "ridge(4/9)"],
];
const legend = ["ols", "ridge(0.1)", "ridge(0.5)", "gd(0.02)", "sgd(0.03)", "knn(3,uniform)"];
const models = [
  ...[1, 2, 4, 8].map((layers) => ({ layers, hiddenSize: 64 })),
  ...[8, 16, 32, 128].map((hiddenSize) => ({ layers: 4, hiddenSize })),
];

/** Rows over the seeds of trained models that never were, for pictures and their tests only. */
export const recordRows: readonly Row[] = [
  ...noises.flatMap(([sigma2], k) => [
    ...noises.map(([, predictor], j) =>
      seeds("spd", { positions: "under", sigma2 }, 0.001 * 4 ** Math.abs(k - j), predictor),
    ),
    seeds("effectiveLambda", { positions: "under", sigma2 }, sigma2 || 0.01, "ridge"),
  ]),
  ...models.flatMap(({ layers, hiddenSize }) =>
    legend.map((reference, k) => {
      const away = 0.3 / (layers * hiddenSize) ** (1 / (k + 1));
      return seeds("spd", { positions: "under", layers, hiddenSize }, away, reference);
    }),
  ),
  ...Array.from({ length: 12 }, (_, n) =>
    rowAt("linearity", { exemplars: n + 1 }, 1 - 0.3 / (n + 1) ** 2, {
      ...{ low: 1 - 0.4 / (n + 1) ** 2, high: 1 - 0.2 / (n + 1) ** 2, n: 3, of: "seeds" },
    }),
  ),
  ...[
    { dim: 5, exemplars: 10, layers: 1 },
    { dim: 8, exemplars: 16, layers: 1 },
    { dim: 5, exemplars: 10, layers: 1, sigma2: 1 },
    { dim: 5, exemplars: 10, layers: 2 },
  ].flatMap((at) => [
    rowAt("risk", at, 0.375, { learner: "optimum" }),
    rowAt("risk", at, 0.25, { learner: "two steps" }),
    ...[0.37, 0.38, 0.39].map((value) => rowAt("risk", at, value / at.layers ** 2)),
  ]),
  ...["moment", "ols"].flatMap((reference, k) =>
    [0, 1, 2, 3, 4].flatMap((layer) =>
      (["linear", "mlp"] as const).flatMap((probe, j) => [
        seeds("probeError", { layer, probe }, 0.9 - 0.1 * layer * (k + j), reference),
        { ...seeds("probeError", { layer, probe }, 0.9, reference), learner: "control" },
      ]),
    ),
  ),
  ...["mul", "aff", "gd(0.02)", "ridge(0.1)"].flatMap((reference, k) =>
    [1, 2, 4, 8].flatMap((times) => [
      rowAt("relativeError", { dim: 2, product: 2 ** -times }, 10 ** -k / times ** 2, { reference }),
      rowAt("relativeError", { dim: 2, bypass: 2 ** times }, 10 ** -k / times ** 2, { reference }),
    ]),
  ),
  ...[0, 0.25, 0.5, 0.75, 1].flatMap((flipped) =>
    [0, 4, 16].flatMap((exemplars) => {
      const lost = (rate: number) => 1 - flipped * rate * (exemplars / 16);
      const of = (learner: string, at: RowPlace, value: number): Row => ({
        ...{ ...seeds("accuracy", { exemplars, flipped, ...at }, value), learner },
        ...{ low: 0.97 * value, high: Math.min(1, 1.03 * value) },
      });
      return [
        of("bayes", {}, lost(0.96)),
        of("prior", {}, 1),
        of("transformer", { layers: 1, hiddenSize: 8, step: 3000 }, lost(0.02)),
        of("transformer", { layers: 2, hiddenSize: 16, step: 3000 }, lost(0.5)),
        of("transformer", { layers: 4, hiddenSize: 32, step: 3000 }, lost(0.9)),
        of("transformer", { layers: 4, hiddenSize: 32, step: 4500, tuning: 1500 }, lost(0.3)),
        of("transformer", { layers: 1, hiddenSize: 8, step: 12_000 }, lost(0.1)),
      ];
    }),
  ),
  ...[
    { learner: "bayes", at: {}, more: 0 },
    { learner: "transformer", at: { layers: 2, hiddenSize: 32 }, more: 0.08 },
    { learner: "transformer", at: { layers: 4, hiddenSize: 48 }, more: 0.03 },
  ].flatMap(({ learner, at: reader, more }) => {
    const of = (at: RowPlace, value: number): Row => ({
      ...{ ...seeds("risk", { ...reader, window: 8, ...at }, value + more), learner },
      ...{ low: 0.97 * (value + more), high: 1.03 * (value + more) },
    });
    const [stride, queryLength, candidates, recent] = [4, 16, 16, 16];
    return [
      of({ way: "none" }, 0.26),
      of({ way: "random", stride }, 0.26),
      of({ way: "predictive", stride, queryLength, candidates }, 0.19),
      ...[2, 16, 128].flatMap((length, k) => [
        of({ way: "bag", stride, queryLength: length }, 0.23 + 0.02 * Math.abs(k - 1)),
        of({ way: "zero-shot", stride, queryLength: length, candidates, recent }, 0.2 + 0.01 * Math.abs(k - 1)),
        of({ way: "oracle", stride, queryLength: length, candidates }, 0.15 + 0.01 * Math.abs(k - 1)),
      ]),
    ];
  }),
  ...[2, 8, 16].flatMap((dim, k) => {
    const of = (learner: string, at: RowPlace, value: number): Row => ({
      ...{ ...seeds("accuracy", { exemplars: 32, dim, coefficients: "signed", ...at }, value), learner },
      ...{ low: 0.98 * value, high: 1.02 * value },
    });
    return [
      ...["svm(poly)", "svm(linear)", "ridge-classifier(1)", "centroids", "knn(3,uniform)"].map((id, j) =>
        of(id, {}, 0.94 - 0.05 * k - 0.01 * j * k),
      ),
      of("coordinate-sum", {}, 0.5),
      of("transformer", { layers: 1, hiddenSize: 8, step: 2000 }, 0.7 - 0.1 * k),
      of("transformer", { layers: 2, hiddenSize: 16, step: 2000 }, 0.85 - 0.12 * k),
      of("transformer", { layers: 4, hiddenSize: 32, step: 2000 }, 0.94 - 0.06 * k),
    ];
  }),
  ...(["natural", "gaussian", "flipped"] as const).flatMap((labels, kind) =>
    [1, 4, 16].flatMap((exemplars, k) =>
      [
        { layers: 1, hiddenSize: 16, step: 1500, tuning: 0 },
        { layers: 2, hiddenSize: 32, step: 1500, tuning: 0 },
        { layers: 4, hiddenSize: 32, step: 1500, tuning: 0 },
      ].map((at, size) => {
        const value = kind === 0 ? 0.99 : kind === 1 ? 0.5 + 0.1 * k * size : 0.05 + 0.05 * k * size;
        const all = { exemplars, labels, instructed: false, boundary: "line", ...at } as const;
        return { ...seeds("accuracy", all, value), low: value - 0.02, high: value + 0.02 };
      }),
    ),
  ),
  ...[1, 4, 16].map((exemplars, k) => ({
    ...{ ...seeds("accuracy", { exemplars }, 0.75 + 0.1 * k), learner: "bayes" },
    ...{ low: 0.74 + 0.1 * k, high: 0.76 + 0.1 * k },
  })),
  ...[125, 500].flatMap((tuning) =>
    [
      ["natural", true, 0.93],
      ["natural", false, 0.91],
      ["gaussian", true, 0.88],
      ["gaussian", false, 0.86],
      ["flipped", false, 0.84],
    ].map(([labels, instructed, end]) => {
      const at = {
        exemplars: 16,
        labels,
        instructed,
        boundary: "line",
        layers: 2,
        hiddenSize: 32,
        step: 1500 + tuning,
      };
      const value = (end as number) - 10 / tuning;
      return { ...seeds("accuracy", { ...at, tuning } as RowPlace, value), low: value - 0.03, high: value + 0.03 };
    }),
  ),
  ...[1, 10, 100, 1000].map((step, k) => seeds("effectiveLambda", { positions: "all", step }, 10 ** (1 - k), "ridge")),
];
