import type { Way } from "../../comparison/row.ts";

/** What a way to read a stream may depend on. */
type Setting = "window" | "stride" | "queryLength" | "candidates" | "recent";

export const WITH_DOCUMENT = [4, 8]; // windows behind a document
export const ALONE = [4, 8, 12]; // windows behind none, no longer than a document: the reader has met as many pairs of one task
export const RECENT = [4, 8, 16, 32];

/** One way to read a stream, with what it depends on and nothing else. */
export type Reading = { readonly way: Way } & { readonly [Key in Setting]?: number };

/** What a setting is where nothing else is said: c 8, s 4, ℓ 16, k 16, s′ 16. */
export const USUAL: Readonly<Record<Setting, number>> = {
  window: 8,
  stride: 4,
  queryLength: 16,
  candidates: 16,
  recent: 16,
};

const DEPENDS: Readonly<Record<Way, readonly Setting[]>> = {
  none: ["window"],
  random: ["window", "stride"],
  bag: ["window", "stride", "queryLength"],
  "zero-shot": ["window", "stride", "queryLength", "candidates", "recent"],
  predictive: ["window", "stride", "queryLength", "candidates"],
  oracle: ["window", "stride", "queryLength", "candidates"],
};

export const QUERY_LENGTHS = [2, 4, 8, 16, 32, 64, 128];
const STRIDES = [1, 4, 16, 64];
const CANDIDATES = [2, 4, 8, 32, 64]; // and 16

/** A way to read a stream, as is usual but for the changes. */
export const reading = (way: Way, changes: Partial<Record<Setting, number>> = {}): Reading => ({
  way,
  ...Object.fromEntries(DEPENDS[way].map((key) => [key, changes[key] ?? USUAL[key]])),
});

/** Every reading measured, each once. */
export const READINGS: readonly Reading[] = [
  ...ALONE.map((window) => reading("none", { window })),
  ...STRIDES.flatMap((stride) => (["random", "predictive", "oracle"] as const).map((way) => reading(way, { stride }))),
  ...STRIDES.flatMap((stride) =>
    QUERY_LENGTHS.flatMap((queryLength) =>
      (["bag", "zero-shot"] as const).map((way) => reading(way, { stride, queryLength })),
    ),
  ),
  ...QUERY_LENGTHS.filter((length) => length !== USUAL.queryLength).map((queryLength) =>
    reading("oracle", { queryLength }),
  ),
  ...(["bag", "zero-shot", "oracle"] as const).map((way) => reading(way, { window: 4 })),
  ...CANDIDATES.flatMap((candidates) => (["zero-shot", "oracle"] as const).map((way) => reading(way, { candidates }))),
  ...RECENT.filter((recent) => recent !== USUAL.recent).map((recent) => reading("zero-shot", { recent })),
];

/** Two readings whose difference is a row: the first is expected to be worse. */
export const GAPS: readonly (readonly [worse: Reading, better: Reading])[] = [
  [reading("none"), reading("random")],
  [reading("random"), reading("bag")],
  [reading("none"), reading("bag")],
  [reading("bag"), reading("zero-shot")],
  [reading("zero-shot"), reading("predictive")],
  [reading("predictive"), reading("oracle")],
  [reading("zero-shot"), reading("oracle")],
  ...(["bag", "zero-shot"] as const).map((way) => [reading(way, { stride: 64 }), reading(way, { stride: 1 })] as const),
  ...QUERY_LENGTHS.slice(1, -1).flatMap((between) =>
    [2, 128].map((queryLength) => [reading("bag", { queryLength }), reading("bag", { queryLength: between })] as const),
  ),
  ...[8, 12].flatMap((window) => [
    [reading("none", { window }), reading("zero-shot", { window: 4 })] as const,
    [reading("none", { window }), reading("zero-shot")] as const,
  ]),
];

/** How a gap's row names the worse reading: its way, and what is not usual. */
export function readingName({ way, ...settings }: Reading): string {
  const letters: Readonly<Record<Setting, string>> = {
    ...{ window: "c", stride: "s", queryLength: "ℓ", candidates: "k", recent: "s′" },
  };
  const changed = DEPENDS[way].filter((key) => settings[key] !== USUAL[key]);
  return [way, ...changed.map((key) => `${letters[key]}${settings[key]}`)].join(" ");
}
