/** One exemplar of one dimension. */
export interface Exemplar {
  readonly x: number;
  readonly y: number;
}

/** The algorithms that answer beside the transformer in Play, by their settings. */
export interface AlgorithmSettings {
  readonly lambda: number; // of ridge regression
  readonly rate: number; // α of gradient descent
  readonly steps: number; // of gradient descent
  readonly neighbors: boolean; // whether nearest neighbours answer too
}

export const X_DOMAIN = [-3, 3] as const;
export const Y_DOMAIN = [-6, 6] as const;
export const MAX_EXEMPLARS = 10; // exemplars the Play transformer reads

/** Where the sliders put a query. */
export const X_RANGE: readonly number[] = Array.from({ length: 25 }, (_, k) => X_DOMAIN[0] + k / 4);
/** Where a slider puts a y. */
export const Y_RANGE: readonly number[] = Array.from({ length: 121 }, (_, k) =>
  Number((Y_DOMAIN[0] + k / 10).toFixed(1)),
);

export const LAMBDAS: readonly number[] = [0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10];
export const RATES: readonly number[] = [0.01, 0.02, 0.05, 0.1, 0.2];
export const STEPS: readonly number[] = [1, 2, 3, 5, 8, 13, 21, 34, 55];

/** What Play opens on: near a line of slope 1.4. */
export const firstPrompt: readonly Exemplar[] = [
  { x: -1.2, y: -1.1 },
  { x: 0.4, y: 0.9 },
  { x: 1.5, y: 2.2 },
];
/** λ is the one that the Play transformers were trained to want: their σ²/τ². */
export const firstAlgorithms: AlgorithmSettings = { lambda: 0.25, rate: 0.02, steps: 8, neighbors: false };

/** A number inside a domain, in hundredths. */
export const clamp = (value: number, [min, max]: readonly [number, number]) =>
  Number(Math.min(max, Math.max(min, value)).toFixed(2)) + 0; // −0 is 0

/** An exemplar inside the figure, in hundredths. */
export const clampExemplar = ({ x, y }: Exemplar): Exemplar => ({ x: clamp(x, X_DOMAIN), y: clamp(y, Y_DOMAIN) });

const FREE = [1, -1, 2, -2, 0.5, -0.5, 1.5, -1.5, 2.5, -2.5, 0.75];

/** The x of another exemplar: far from the others, and not at zero, where y says nothing about w. */
export const suggestPosition = (prompt: readonly Exemplar[]): number =>
  FREE.find((place) => prompt.every(({ x }) => Math.abs(x - place) > 0.2)) ?? 0.75;

/** Ids of the learners that answer, beside the transformer and Bayes. */
export const algorithmIds = ({ lambda, rate, steps, neighbors }: AlgorithmSettings): readonly string[] => [
  "ols",
  `ridge(${lambda})`,
  steps === 1 ? `gd(${rate})` : `gd(${rate},${steps})`,
  ...(neighbors ? ["knn(3,uniform)"] : []),
];

/** "0.5,1.2_-1,0": how a link writes a prompt. */
export const formatPrompt = (prompt: readonly Exemplar[]): string => prompt.map(({ x, y }) => `${x},${y}`).join("_");

/** Parses what writePrompt wrote; undefined for any other text, or for exemplars outside the figure. */
export function parsePrompt(text: string): readonly Exemplar[] | undefined {
  if (text === "") return [];
  const pairs = text.split("_").map((pair) => pair.split(","));
  const isPair = (pair: readonly string[]) => pair.length === 2 && pair.every((part) => /^-?\d+(\.\d+)?$/.test(part));
  if (pairs.length > MAX_EXEMPLARS || !pairs.every(isPair)) return undefined;
  const prompt = pairs.map(([x, y]) => ({ x: Number(x), y: Number(y) }));
  const inside = (value: number, [min, max]: readonly [number, number]) => value >= min && value <= max;
  return prompt.every(({ x, y }) => inside(x, X_DOMAIN) && inside(y, Y_DOMAIN)) ? prompt.map(clampExemplar) : undefined;
}

/** "1_0.02_8_0": how a link writes the algorithms' settings. */
export const formatAlgorithms = ({ lambda, rate, steps, neighbors }: AlgorithmSettings): string =>
  [lambda, rate, steps, neighbors ? 1 : 0].join("_");

/** Parses what writeAlgorithms wrote; undefined for any other text. */
export function parseAlgorithms(text: string): AlgorithmSettings | undefined {
  const parts = text.split("_");
  const [lambda, rate, steps, neighbors] = parts.map(Number) as [number, number, number, number];
  const known = LAMBDAS.includes(lambda) && RATES.includes(rate) && STEPS.includes(steps);
  if (parts.length !== 4 || !known || !/^[01]$/.test(parts[3] ?? "")) return undefined;
  return { lambda, rate, steps, neighbors: neighbors === 1 };
}
