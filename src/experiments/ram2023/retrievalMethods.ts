import type { RetrieverKind } from "../../comparison/row.ts";

/** What a way to read a stream may depend on. */
type Setting = "window" | "stride" | "queryLength" | "candidates" | "recent";

export const WINDOWS_WITH_DOCUMENT = [4, 8]; // windows behind a document
export const WINDOWS_WITHOUT_DOCUMENT = [4, 8, 12]; // windows behind none, no longer than a document: the reader has met as many pairs of one task
export const LOOKBACKS = [4, 8, 16, 32];

/** One way to read a stream, with what it depends on and nothing else. */
export type RetrievalMethod = { readonly way: RetrieverKind } & { readonly [Key in Setting]?: number };

/** Default settings: c 8, s 4, ℓ 16, k 16, s′ 16. */
export const DEFAULTS: Readonly<Record<Setting, number>> = {
  window: 8,
  stride: 4,
  queryLength: 16,
  candidates: 16,
  recent: 16,
};

const DEPENDS: Readonly<Record<RetrieverKind, readonly Setting[]>> = {
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
export const method = (way: RetrieverKind, changes: Partial<Record<Setting, number>> = {}): RetrievalMethod => ({
  way,
  ...Object.fromEntries(DEPENDS[way].map((key) => [key, changes[key] ?? DEFAULTS[key]])),
});

/** Every method measured, each once. */
export const METHODS: readonly RetrievalMethod[] = [
  ...WINDOWS_WITHOUT_DOCUMENT.map((window) => method("none", { window })),
  ...STRIDES.flatMap((stride) => (["random", "predictive", "oracle"] as const).map((way) => method(way, { stride }))),
  ...STRIDES.flatMap((stride) =>
    QUERY_LENGTHS.flatMap((queryLength) =>
      (["bag", "zero-shot"] as const).map((way) => method(way, { stride, queryLength })),
    ),
  ),
  ...QUERY_LENGTHS.filter((length) => length !== DEFAULTS.queryLength).map((queryLength) =>
    method("oracle", { queryLength }),
  ),
  ...(["bag", "zero-shot", "oracle"] as const).map((way) => method(way, { window: 4 })),
  ...CANDIDATES.flatMap((candidates) => (["zero-shot", "oracle"] as const).map((way) => method(way, { candidates }))),
  ...LOOKBACKS.filter((recent) => recent !== DEFAULTS.recent).map((recent) => method("zero-shot", { recent })),
];

/** Pairs of methods whose difference is a row: the first is expected to be worse. */
export const COMPARISONS: readonly (readonly [worse: RetrievalMethod, better: RetrievalMethod])[] = [
  [method("none"), method("random")],
  [method("random"), method("bag")],
  [method("none"), method("bag")],
  [method("bag"), method("zero-shot")],
  [method("zero-shot"), method("predictive")],
  [method("predictive"), method("oracle")],
  [method("zero-shot"), method("oracle")],
  ...(["bag", "zero-shot"] as const).map((way) => [method(way, { stride: 64 }), method(way, { stride: 1 })] as const),
  ...QUERY_LENGTHS.slice(1, -1).flatMap((between) =>
    [2, 128].map((queryLength) => [method("bag", { queryLength }), method("bag", { queryLength: between })] as const),
  ),
  ...[8, 12].flatMap((window) => [
    [method("none", { window }), method("zero-shot", { window: 4 })] as const,
    [method("none", { window }), method("zero-shot")] as const,
  ]),
];

/** How a gap's row names the worse reading: its way, and what is not usual. */
export function methodName({ way, ...settings }: RetrievalMethod): string {
  const letters: Readonly<Record<Setting, string>> = {
    ...{ window: "c", stride: "s", queryLength: "ℓ", candidates: "k", recent: "s′" },
  };
  const changed = DEPENDS[way].filter((key) => settings[key] !== DEFAULTS[key]);
  return [way, ...changed.map((key) => `${letters[key]}${settings[key]}`)].join(" ");
}
