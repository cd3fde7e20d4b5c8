import type { ComparisonSummary } from "../../comparison/prepareComparison.ts";
import type { TablePrompt } from "../../inspect/tablePrompt.ts";
import { formatLambda, formatMeasured, formatValue } from "../../plots/parts/format.ts";
import { learnerStyle } from "../../plots/parts/learnerStyle.ts";
import { retrieverKinds } from "../../plots/riskByRetrieval.ts";
import type { ComparisonLearner } from "../route/planePrompt.ts";
import type { Distance, Evaluation } from "../runData/evaluations.ts";
import type { StoryStep } from "../runData/story.ts";

type Standard = TablePrompt["standards"][number];

const whole = (value: number) => Math.round(value).toLocaleString("en");

const learner = (id: string) => (id === "undecided" ? "undecided" : learnerStyle(id).name);

/** Seconds as a person says them: "40 s", "12 min", "3.5 h". */
function duration(seconds: number): string {
  if (seconds < 1) return "under a second";
  if (seconds < 100) return `${whole(seconds)} s`;
  if (seconds < 5400) return `${whole(seconds / 60)} min`;
  const hours = seconds / 3600;
  return hours < 48 ? `${Number(hours.toPrecision(2))} h` : `${whole(hours / 24)} days`;
}

/** Bytes as a person says them: "190 MB". */
const bytes = (count: number) =>
  count < 1e9 ? `${whole(Math.max(1, count / 1e6))} MB` : `${Number((count / 1e9).toPrecision(2))} GB`;

const percent = (share: number) => `${whole(100 * share)} %`;

const labelKinds: Readonly<Record<string, string>> = {
  natural: "natural: ±Aw, they mean the task",
  gaussian: "arbitrary, as drawn in training",
  cube: "arbitrary, corners of a cube: never trained",
  pairs: "arbitrary, sums of two unit vectors: never trained",
  flipped: "flipped: they mean the opposite",
};

/** Words of the worlds whose labels are symbols. */
const SYMBOL_TERMS: readonly (readonly [term: string, meaning: string])[] = [
  ["label", "four numbers, written for the side of a line on which x is"],
  ["natural", "a pair ±Aw that means the task w, in a language A that all prompts share: as words do"],
  ["arbitrary", "a pair of random vectors: only the exemplars say what they are for"],
  ["flipped", "natural labels exchanged; right is what the exemplars say, not what the labels mean"],
];

const boundaries: Readonly<Record<string, string>> = {
  line: "a line, as in training",
  bend: "a bend: never trained",
  cross: "a cross: never trained",
};

/** What a reader moves in a figure, and how its values are said where a number or a name alone would not do. */
const choices: Readonly<
  Record<string, { readonly label: string; readonly said?: (value: number | string) => string }>
> = {
  size: { label: "Transformers" },
  flipped: { label: "Share flipped", said: (value) => `${percent(Number(value))} of the labels` },
  dim: { label: "Dimensions", said: (value) => `D = ${value}` },
  exemplars: { label: "Exemplars", said: (value) => `${value} before the query` },
  labels: { label: "Labels", said: (value) => labelKinds[value] ?? String(value) },
  boundary: { label: "What parts the classes", said: (value) => boundaries[value] ?? String(value) },
  window: { label: "Window c", said: (value) => `at most ${value} pairs` },
  stride: { label: "Stride s", said: (value) => (value === 1 ? "every pair" : `every ${value} pairs`) },
  queryLength: { label: "Query length ℓ", said: (value) => `the last ${value} pairs` },
  coefficients: {
    label: "Coefficients",
    said: (value) => (value === "signed" ? "with signs" : "as printed: all positive"),
  },
};

const milliseconds = (ms: number) => `${ms < 10 ? Number(ms.toPrecision(2)) : whole(ms)} ms`;

/** "Nearest: ridge (λ = 0.1), distance 0.004", or that the prompts do not tell. */
const nearest = ({ nearest, closest, distance, runnerUp }: Distance): string =>
  nearest === "undecided"
    ? `undecided: ${learnerStyle(closest).label} or ${learnerStyle(runnerUp).label}, distance ${formatValue(distance)}`
    : `${learner(nearest)}, distance ${formatValue(distance)}`;

/** A sentence of the story: only what the rows of that moment say. */
function told({ kind, moment, before = "" }: StoryStep, passed: readonly string[]): string {
  const lambda = `Effective λ: ${formatLambda(moment.effectiveLambda)}.`;
  const now = `Nearest: ${nearest(moment)}.`;
  switch (kind) {
    case "start":
      return `Its parameters are random. ${now} ${lambda}`;
    case "nearest":
      return `Now nearest: ${nearest(moment)}; just before, ${learner(before)}. ${lambda}`;
    case "tenth":
      return `Its distance to ${learner(before)} is a tenth of what it was. ${now} ${lambda}`;
    case "lambda":
      return `The effective λ has fallen below 1: ${formatLambda(moment.effectiveLambda)}. ${now}`;
    case "end": {
      const between = passed.slice(1, -1).map(learner);
      const way = between.length > 0 ? ` It came by ${between.join(", then ")}.` : "";
      const ols = moment.to.get("ols");
      const distance =
        ols === undefined || moment.closest === "ols"
          ? ""
          : ` To least squares, over 1…N exemplars: ${formatValue(ols)}.`;
      return `${now}${distance} ${lambda}${way}`;
    }
  }
}

/** The numbers a run ended with. SPD is divided by D τ². */
export type RunEnding = Pick<ComparisonSummary, "spdToOls" | "effectiveLambda" | "nearestOls" | "undecided">;

/** At how many positions OLS is the nearest, of how many that are decided. */
function shareOf({ nearestOls, undecided }: RunEnding, positions: number): string {
  const decided = positions - undecided;
  if (decided === 0 || nearestOls === null) return `no position: none of ${positions} is decided`;
  return `${Math.round(nearestOls * decided)} of ${decided} decided positions, of ${positions} in all`;
}

/** A setting in the form: its name, and what it means. */
export interface SettingWords {
  readonly label: string;
  readonly hint: string;
}

/** Names and meanings of the settings, by path. */
const settings: Readonly<Record<string, SettingWords>> = {
  "prompts.family": {
    label: "Task family",
    hint: "linear: y = wᵀx; concept: most prompts share a w; halfspace, symbols: y is one of two classes; document: one comes first",
  },
  "prompts.dim": { label: "Dimension D", hint: "numbers in each x" },
  "prompts.exemplars": { label: "Exemplars N", hint: "pairs (x, y) in a prompt" },
  "prompts.tau": { label: "Spread of task weights τ", hint: "w ~ N(0, τ² I)" },
  "prompts.sigma": { label: "Noise σ", hint: "y = wᵀx + N(0, σ²)" },
  "prompts.taskWeights": { label: "Task weights w", hint: "drawn for each prompt, or 1 in all of them" },
  "prompts.natural": {
    label: "Natural share π",
    hint: "of concept: prompts whose w is near w₀ = τ (1, …, 1); of symbols: whose labels mean the task",
  },
  "prompts.spread": { label: "Spread of the natural t₀", hint: "family concept: natural w ~ N(w₀, t₀² τ² I)" },
  "prompts.coefficients": { label: "Coefficients", hint: "family halfspace: all positive, or with signs" },
  "prompts.document": { label: "Document", hint: "family document: exemplars of it, the first of N" },
  "prompts.relevant": { label: "Relevant share p", hint: "family document: documents of the prompt’s own task" },
  "prompts.instructed": { label: "Instructed share", hint: "family symbols: prompts that begin with an instruction" },
  "prompts.symbolSize": { label: "Symbol size M", hint: "family symbols: numbers a label is written in" },
  "prompts.symbols": { label: "Symbols", hint: "family symbols: how those without a meaning are drawn" },
  "prompts.tuning": {
    label: "Tuning",
    hint: "last steps; of concept on natural prompts alone, of symbols on arbitrary ones, uninstructed",
  },
  "model.layers": { label: "Layers L", hint: "attention and MLP, one after another" },
  "model.hiddenSize": { label: "Hidden size H", hint: "numbers that carry a token" },
  "model.heads": { label: "Heads K", hint: "must divide H" },
  "model.attention": { label: "Attention", hint: "how tokens look at each other" },
  "model.mlp": { label: "MLP", hint: "the second half of a layer" },
  "model.norm": { label: "LayerNorm", hint: "where it stands" },
  "model.tokens": { label: "Tokens", hint: "x and y in turn, or together" },
  "model.positions": { label: "Positions", hint: "how a token knows its place" },
  "model.init": { label: "Begins as", hint: "drawn at random, or set by hand" },
  "model.readout": { label: "Readout", hint: "what an answer is: a number; of family symbols, one of the two" },
  "model.loss": { label: "Loss on", hint: "all positions, or the last query" },
  "training.steps": { label: "Steps", hint: "updates, the length of the schedule" },
  "training.batch": { label: "Batch B", hint: "fresh prompts a step" },
  "training.optimizer": { label: "Optimiser", hint: "Muon moves matrices, Adam the rest" },
  "training.learningRate": { label: "Learning rate", hint: "Adam’s" },
  "training.matrixRate": { label: "Matrix rate", hint: "Muon’s; Adam alone does not use it" },
  "training.momentum": { label: "Momentum", hint: "Muon’s; Adam alone does not use it" },
  "training.warmup": { label: "Warm-up", hint: "steps until the full rate" },
  "training.decay": { label: "Decay", hint: "of the rates, to the last step" },
  "training.clip": { label: "Clip", hint: "largest gradient norm; 0 is none" },
  "training.changes": { label: "Changes", hint: "of a rate while it trains, from a step on" },
  "evaluation.prompts": { label: "Prompts", hint: "the same at every evaluation" },
  "evaluation.times": { label: "Evaluations", hint: "along the run, spaced by ratio" },
  "evaluation.reach": { label: "Ends at", hint: "distance to least squares; 0 is never" },
  seed: { label: "Seed", hint: "of all random streams" },
};

/** Every word a visitor sees or hears, but for the figures' own and the sentences of refusals. */
export const words = {
  whole,
  learner,
  duration,
  bytes,
  milliseconds,
  nearest,
  told,
  settings,
  lambda: formatLambda,
  value: formatValue,

  title: "ICL Lab",
  skip: "To the content",
  navigation: "Views",
  views: { watch: "Watch", play: "Play", train: "Train", runs: "Runs", figures: "Figures", about: "About" },
  documentTitle: (view: string) => `${view} · ICL Lab`,
  theme: { label: "Theme", system: "as the system", light: "light", dark: "dark" },
  ignored: (sentences: readonly string[]) =>
    `This link holds what the page cannot read, and leaves it out: ${sentences.join("; ")}.`,
  dismiss: "Dismiss",
  inHand: (title: string, name: string, changes: number) =>
    changes === 0 ? `${title} (${name})` : `${name} with ${changes} ${changes === 1 ? "setting" : "settings"} changed`,
  experiment: "Experiment",

  watch: {
    heading: "Which algorithm does a transformer learn?",
    lead: (dim: number, exemplars: number) =>
      `A small transformer is trained to continue prompts x₁ y₁ x₂ y₂ … that hide a linear rule (${dim === 1 ? "one dimension" : `${dim} dimensions`}, up to ${exemplars} exemplars); each line is how far its answers are from those of a textbook algorithm, so the lowest line is what it is most like.`,
    train: "Train it yourself",
    trainHint: "The same settings, from zero, in this tab.",
    figure: "Distance to each algorithm, by number of exemplars",
    figureMeans:
      "SPD: the mean squared difference of two learners’ answers; divided by D τ², always answering zero is about 1 away from the truth.",
    overTraining: "The same distance over training",
    overTrainingHint: "Choose a moment with the mouse or a finger, or with the arrow keys and Enter.",
    scrubber: "Training step",
    play: "Play",
    pause: "Pause",
    step: "Step",
    stepOf: (step: number, steps: number) => `${whole(step)} of ${whole(steps)}`,
    nearest: "Nearest algorithm",
    distance: "Its distance",
    effectiveLambda: "Effective λ",
    story: "What happened",
    storyStep: (step: number) => `Step ${whole(step)}`,
    moment: (step: number, moment: Evaluation) =>
      `Step ${whole(step)}. Nearest: ${nearest(moment)}. Effective λ ${formatLambda(moment.effectiveLambda)}.`,
    summary: (preset: string, positions: number, result: RunEnding) =>
      `Recorded run ${preset}. At its end least squares is the nearest at ${shareOf(result, positions)}. A position, the number of exemplars before the query, is decided where the nearest is nearer than the next beyond chance.`,
    other: (preset: string) =>
      `Showing the recorded run ${preset}. There is no recorded run for the current settings; open Train to see them.`,
    nearestTo: (asked: number, shown: number) =>
      `The link asks for step ${whole(asked)}; the nearest evaluation is at step ${whole(shown)}.`,
    which: "Run",
    recorded: (preset: string) => `Recorded run ${preset}`,
    own: "The run of this tab",
    loading: "Opening the recorded run …",
    failed: (reason: string) => `The recorded run could not be opened: ${reason}. Training works without it.`,
  },

  tour: {
    label: "Tour",
    take: "Take the tour",
    takeHint: "Six stops, five minutes: which algorithm it is, and what noise does to it.",
    stop: (k: number, all: number) => `Stop ${k} of ${all}`,
    next: "Next",
    before: "Back",
    again: "Restore this stop",
    againHint: "Everything as it was when you came to this stop",
    end: "End the tour",
    stops: [
      {
        heading: "A transformer that knows nothing",
        text: "A transformer reads a prompt x₁ y₁ x₂ y₂ … x, in which y follows x by a hidden linear rule, and answers for the last x. Each line is how far its answers are from those of one textbook algorithm, by the number of exemplars (x, y) it has seen: the lowest is what it is most like. Here its parameters are random, and the lowest is “always answer zero”. (With one or two exemplars a small step of gradient descent, GD or SGD 0.01, lies beside it: it hardly leaves zero.)",
      },
      {
        heading: "What it became",
        text: "After training, least squares and ridge regression with a small λ, which is nearly least squares, are lowest, far below gradient descent and nearest neighbours. With 2 to 4 exemplars the lowest line is that of least squares; at 5 and 6, as many as there are dimensions or one more, that of ridge 0.1. With many, both are equally near. (The mean over all numbers of exemplars, which names the nearest beneath, is smallest for ridge 0.1.) Pull the scrubber beneath the figure to see which algorithms it passed through. Without noise the Bayes predictor equals least squares, so the two lines coincide.",
      },
      {
        heading: "One exemplar, and noise",
        text: "Another transformer, of one dimension, trained on noisy lines: drag the point. Least squares goes right through it; the transformer, like ridge regression, answers nearer to zero, since one noisy point is not to be trusted fully. Pull the point in to x = 0.5, where it tells less of the slope: the transformer holds back more. Pull it out to x = 2, where it tells more: all three lie close together. The line Bayes, the best predictor for this noise, is that of ridge 0.25.",
      },
      {
        heading: "Many exemplars",
        text: "With eight exemplars the transformer, least squares and ridge regression lie on each other: with many exemplars it hardly matters which slopes were to be expected before them. Drag one point a little, and all three turn alike. Drag the rightmost down to the bottom edge: on the way the page says beneath the figure that such prompts hardly occur in training, and at the edge the transformer has turned less than the other two.",
      },
      {
        heading: "How much noise, how much ridge",
        text: "Fifteen transformers, three at each of five levels of noise. Across: σ²/⁠τ², the variance of the noise over that of the task weights w. Down: predictors. In the cells are distances with fewer exemplars than dimensions (n < D), the smallest of each column framed. Without noise it is least squares; with noise it is ridge regression with the λ = σ²/⁠τ² that is best for it (Bayes); the row of effective λ beneath says how near to that they came. Nobody told them the noise.",
      },
      {
        heading: "Now one of your own",
        text: "In short: without noise it answers like least squares; with noise like ridge regression with λ = σ²/⁠τ², and with many exemplars the two are the same. Start trains one without noise: its effective λ falls towards 0, to some 0.1 in so short a training. Then set “Noise σ” (in Settings, under Prompts) to 0.5 and start again: now it comes down to some 0.3 to 0.4, on its way to σ²/⁠τ² = 0.25. Runs has both in one figure: choose effective λ as its measure.",
      },
    ],
  },

  play: {
    heading: "What does it do with your prompt?",
    lead: (locked: boolean) =>
      `${locked ? "A" : "Drag the exemplars: a"} small transformer, trained on noisy lines y = w x + noise and never told which algorithm to run, answers at every x beside the textbook’s learners.`,
    loading: "Opening the transformer …",
    failed: (reason: string) => `The transformer could not be opened: ${reason}.`,
    again: "Try again",
    figure: "Every learner’s answer, by query",
    exemplar: (k: number, x: number, y: number, moves: boolean) =>
      `Exemplar ${k}: x ${x}, y ${y}${moves ? ". Arrow keys move it, Delete removes it" : ""}`,
    dimensions: { label: "Dimensions of x", one: "One dimension: lines", two: "Two dimensions: planes" },
    plane: {
      lead: (locked: boolean) =>
        `${locked ? "A" : "Drag the exemplars over the plane, and set their y: a"} small transformer, trained on noisy planes y = w₁ x₁ + w₂ x₂ + noise, answers at every x beside the algorithm that you choose.`,
      figure: "Every answer as a height: blue above zero, orange below, zero on the line",
      against: "Beside it:",
      difference: (name: string) => `transformer less ${name}`,
      exemplar: (k: number, [first, second]: readonly [number, number], y: number, moves: boolean) =>
        `Exemplar ${k}: x₁ ${first}, x₂ ${second}, y ${y}${moves ? ". Arrow keys move it, Page Up and Page Down set its y, Delete removes it" : ""}`,
      query: (first: number, second: number) => `Query: x₁ ${first}, x₂ ${second}. Arrow keys move it`,
      height: (k: number) => `y of exemplar ${k}`,
      hint: (count: number, max: number) =>
        count === 0
          ? `0 of at most ${max} exemplars. Click or tap into a map for one. The cross is the query.`
          : `${count} of at most ${max} exemplars, each with its y. Drag one; turn the wheel over it, or use the slider of the one chosen last, to set its y;${count < max ? " click or tap into a map for another;" : ""} double-click, double-tap or press Delete to remove one. The cross is the query.`,
      looking: { x: "x₁ of the query", y: "x₂ of the query" },
      tryThis: [
        {
          name: "Only one exemplar",
          look: "Two weights, one equation: the answers rise only in the direction of that x. Compare with ridge, then with least squares: whose hill is as steep?",
          plane: "1.5,1,2",
          against: "ols",
        },
        {
          name: "Three on a line",
          look: "All x lie almost in one direction. Across it the prompt says nearly nothing: least squares makes much of that little, what does the transformer?",
          plane: "-2,-1.9,-1.5_0.6,0.7,1.2_1.8,1.7,0.6",
          against: "ols",
        },
        {
          name: "One that does not fit",
          look: "Five lie near a plane, one far off it. Read beneath the maps whether such a prompt was trained on, then watch the difference to ridge.",
          plane: "-2,0.5,-1.7_-1,-1.5,0.1_0.2,1.8,-1.1_1.2,-0.6,1.6_2,1.5,1.2_1,0.2,-5",
          against: "ridge",
        },
        {
          name: "A hill, not a plane",
          look: "y is high in the middle and low around: no plane through zero fits. Does the transformer bend where nearest neighbours do?",
          plane: "0.2,0.2,3_2,0,-1_-2,0.2,-1_0,2,-1_0.2,-2,-1_1.5,1.5,-2_-1.5,-1.5,-2",
          against: "knn",
        },
      ] as readonly {
        readonly name: string;
        readonly look: string;
        readonly plane: string;
        readonly against: ComparisonLearner;
      }[],
    },
    tries: "Try this",
    triesLead: "Each sets the prompt, and asks something that the curves and the implied weights ŵ answer.",
    tryThis: [
      {
        name: "Two that contradict each other",
        look: "Two exemplars at the same x disagree. Which one does each learner follow?",
        prompt: "1.5,2_1.5,-2",
      },
      {
        name: "Near zero, far from zero",
        look: "Both lie on y = 1.5 x. Remove the one far out: how much of the slope goes with it, for the transformer and for least squares?",
        prompt: "0.2,0.3_2.4,3.6",
      },
      {
        name: "One outlier",
        look: "Five lie near y = x, one far off. Does the transformer shrug it off, as a person would, or is it pulled along like least squares?",
        prompt: "-2,-2.1_-1,-0.8_0.5,0.4_1,1.2_1.7,1.6_2.5,-3",
      },
      {
        name: "A curve",
        look: "No line fits y = x². Which line does each learner take, and does the transformer bend?",
        prompt: "-2,4_-1.3,1.7_-0.6,0.4_0.6,0.4_1.3,1.7_2,4",
      },
      {
        name: "Before it was trained",
        look: "The same exemplars as at the beginning, after one training step: then pull “Transformer after” on, and see when its line begins to turn.",
        prompt: "-1.2,-1.1_0.4,0.9_1.5,2.2",
        at: 1,
      },
    ] as readonly { readonly name: string; readonly look: string; readonly prompt: string; readonly at?: number }[],
    hint: (count: number, max: number) =>
      count === 0
        ? `0 of at most ${max} exemplars. Click or tap into the figure for one.`
        : `${count} of at most ${max} exemplars. Drag one${count < max ? ", click or tap into the figure for another" : ""}; double-click, double-tap or press Delete to remove one.`,
    locked: "The exemplars are locked by this link.",
    leftOut: (max: number, left: number) =>
      `This transformer was trained on at most ${max} exemplars: ${left === 1 ? "the last one" : `the last ${left}`} in hand it is not given.`,
    which: "Transformer",
    recorded: (preset: string) => `The one that comes with the page (${preset})`,
    own: "The run of this tab",
    taken: (name: string) => `${name}, out of Runs`,
    takenLead:
      "Shows a transformer from Runs next to the reference algorithms. A link opens with the built-in transformer.",
    ownLead:
      "The transformer of this tab answers at every x beside the textbook’s learners, as it stands at the moment shown: it is the same moment in Train and Watch, and moves on as long as it trains. A link opens with the one that comes with the page.",
    add: "Add an exemplar",
    remove: "Remove the last",
    clear: "Remove all",
    back: "Back to the beginning",
    settings: "Who answers",
    nearestTo: (asked: number, shown: number) =>
      `The link asks for step ${whole(asked)}; the nearest that is kept is step ${whole(shown)}.`,
    moment: "Transformer after",
    momentOf: (step: number, steps: number) =>
      `step ${whole(step)} of ${whole(steps)}${step === 1 ? ": as good as untrained" : ""}`,
    before: "Compare with itself after",
    noMoment: "no other step",
    shrinkage: {
      heading: "What is held back, by direction",
      means:
        "Of what least squares makes of each eigen-direction of XᵀX, the share that a learner holds back: 0 is nothing, 1 all of it; below 0 it goes farther than least squares, above 1 the other way. Ridge regression holds back λ / (λ + s), gradient descent (1 − 2αs)ᵏ, s being how much the exemplars say of that direction.",
      direction: "Direction",
      only: "x",
      size: "s",
      none: "–",
    },
    lambda: "Ridge regression, λ",
    rate: "Gradient descent, α",
    steps: "Gradient descent, steps",
    neighbors: "3 nearest neighbours",
    learner: "Learner",
    distance: "Distance",
    apart: (distance: number) =>
      distance > 0 && distance < 1e-5
        ? "< 0.00001"
        : distance < 0.001
          ? String(Number(distance.toPrecision(2)))
          : formatValue(distance),
    implied: "ŵ",
    impliedMeans:
      "Implied weights: of the linear function of x that is nearest to its answers; in one dimension, a slope",
    weight: (value: number) => value.toFixed(2).replace("-", "−"),
    implies: (weights: readonly number[]) => {
      const written = weights.map((value) => value.toFixed(2).replace("-", "−"));
      return written.length === 1 ? (written[0] as string) : `(${written.join(", ")})`;
    },
    answer: (query: readonly number[]) => `ŷ(${query.map((value) => String(value).replace("-", "−")).join(", ")})`,
    answerMeans: (query: readonly number[]) => `Its answer to the query x = ${query.join(", ")}, which is chosen below`,
    headsLead: "Show what it reads:",
    reads: "What the query reads",
    readsLead:
      "How much attention the last token, the x that is asked about, pays to every token of the prompt (Σ = 1 in each head).",
    readsHint:
      "A cell without a number has less than 0.01. Point at a head, or choose one: the wider an exemplar’s ring above, the more of the head’s attention it has.",
    showHead: (head: string) => `Show on the exemplars what ${head} reads`,
    share: (head: string, shares: readonly number[]) =>
      `${head}: ${shares.map((share, k) => `exemplar ${k + 1} ${Math.round(100 * share)} %`).join(", ")}`,
    looking: "x of the query",
    head: (layer: number, head: number) => `layer ${layer}, head ${head}`,
    distances: "Distance from the transformer",
    distanceMeans: "Mean squared difference of the answers, over x ~ N(0, I), divided by D. The nearest is in bold.",
    usual: (count: number) =>
      count === 0
        ? "No exemplar yet: every learner answers zero until it has seen one, and so should the transformer."
        : "Prompts like this one occur in its training.",
    unusual: (reasons: readonly string[]) =>
      `Prompts like this one hardly occur in its training: ${reasons.join(", and ")}. Its answers here are extrapolation.`,
    unusualY: (dim: number, { tau, sigma }: { readonly tau: number; readonly sigma: number }) =>
      `${dim === 1 ? "lines through zero with slopes" : "planes through zero with"} w ~ N(0, ${tau === 1 ? "1" : `${tau}²`}) ${sigma === 0 ? "and no noise" : `and noise of standard deviation ${sigma === 0.5 ? "½" : sigma}`} rarely produce exemplars like these`,
    unusualX: "so many exemplars lie far from zero",
  },

  train: {
    heading: "Train a transformer in this tab",
    lead: "Set what the prompts, the transformer and its training are, then start. Nothing leaves this machine.",
    settings: "Settings",
    preset: "Preset",
    presetHint: (figure: string) => {
      if (figure === "none") return "no figure of the paper";
      return figure.startsWith("Fig") ? `Akyürek et al. 2022, ${figure}` : figure;
    },
    groups: { prompts: "Prompts", model: "Transformer", training: "Training", evaluation: "Comparison" },
    default: (value: string) => `default ${value}`,
    range: (min: string, max: string) => `${min} to ${max}`,
    presetHas: (value: string) => `preset has ${value}`,
    useDefault: (label: string, value: string) => `${label}: back to ${value}`,
    back: "back",
    fixed: "Fixed in this version",
    cost: "What it costs",
    parameters: "Parameters",
    memory: "Memory",
    time: "Time, roughly",
    costTime: (seconds: number, msPerStep: number) => `${duration(seconds)} (${milliseconds(msPerStep)} a step)`,
    costTooLong: "That is long for a tab. Fewer steps, layers or a smaller batch make it shorter.",
    invalid: "These settings cannot be trained: ",
    kept: (preset: string, seed: number, step: number, steps: number) =>
      `A run of ${preset} (seed ${whole(seed)}) was interrupted; it is kept in this browser as it stood at step ${whole(step)} of ${whole(steps)}.`,
    keptByOther: (version: string) => `Version ${version} trained it: from here on its numbers may differ.`,
    goOn: "Resume it",
    discard: "Discard",
    discarded: (preset: string) => `The interrupted training of ${preset} was discarded.`,
    undo: "Undo",
    notKept: (reason: string) => `This run cannot be kept for after a reload: ${reason}`,
    start: "Start",
    startAnew: "Start anew with these settings",
    pause: "Pause",
    resume: "Resume",
    step: "One step",
    reset: "Reset",
    controls: "Training",
    link: "Copy link",
    command: "Copy command",
    copied: "Copied",
    differs: (names: readonly string[]) => `The settings differ from the run below in ${names.join(", ")}.`,
    progress: "Progress",
    stepOf: (step: number, steps: number) => `${whole(step)} of ${whole(steps)}`,
    readings: {
      step: "Step",
      loss: "Loss",
      speed: "Speed",
      left: "Time left",
      nearest: "Nearest algorithm",
      toOls: "Distance to least squares, 1…N",
      lambda: "Effective λ",
    },
    meanings: {
      "Nearest algorithm":
        "Smallest mean SPD / (D τ²) over 1…N exemplars; undecided if the bootstrap interval contains 0",
      "Distance to least squares, 1…N": "SPD / (D τ²): mean squared difference of the answers, over 1…N exemplars",
      "Effective λ": "The λ of the ridge regression its answers are closest to: ∞ is zero, 0 is least squares",
    } as Readonly<Record<string, string>>,
    change: {
      label: "Change while it trains",
      value: "New value",
      act: "From the next step on",
      waiting: "From the next step that is taken.",
      made: (label: string, value: number, step: number) =>
        `${label} ${formatValue(value)} from step ${whole(step)} on`,
      mark: (label: string, value: number) => `${label} ${formatValue(value)}`,
      form: "learningRate=0.001@400, separated by _",
      none: "none",
    },
    speed: (ms: number) => `${milliseconds(ms)} a step`,
    gradientNorm: (norm: number) => `gradient norm ${formatValue(norm)}`,
    wild: "with noise least squares itself is far off near n = D",
    smaller: (times: number) => `${Number(times.toPrecision(2))} times smaller than at step 0`,
    none: "–",
    status: {
      idle: (parameters: number, seconds: number) =>
        `Ready. Start trains ${whole(parameters)} parameters from zero, ${seconds < 1 ? "in" : "for some"} ${duration(seconds)}.`,
      starting: "Loading the engine and asking every algorithm …",
      running: (backend: string) => `Training${backend === "" ? "" : ` on ${backend}`}.`,
      pausing: "Pausing …",
      paused: (step: number) => `Paused after step ${whole(step)}.`,
      stopped: "The run stopped itself.",
      failed: "The run failed.",
      done: (steps: number) => `Finished: ${whole(steps)} steps.`,
    },
    stopped: (message: string) => `${message.charAt(0).toUpperCase()}${message.slice(1)}.`,
    retry: (rate: string) => `Try again with learning rate ${rate}`,
    diverged: (loss: number, zero: number, step: number, norms: readonly number[]) =>
      `It diverges: at step ${whole(step)} its loss is ${formatValue(loss)}, where always answering zero has ${formatValue(zero)}; gradient norms lately ${norms.map((norm) => formatValue(norm)).join(", ")}.`,
    retryChanged: "Try again with a third of every rate",
    failed: (message: string) => `The training ended: ${message}.`,
    failedAnew: "Reset, then start again.",
    goOnFrom: (step: number) => `Resume from step ${whole(step)}`,
    figures: {
      loss: "Training loss",
      error: "Error, by exemplars",
      agreement: "Distance, by exemplars",
      overTraining: "Distance, over training",
    },
    smoothing: "Smoothing",
    unsmoothed: "none: the mean of neighbouring steps",
    metric: "Distance",
    spd: "SPD",
    ilwd: "ILWD",
    spdMeans: "Squared prediction difference: how far the answers are apart",
    ilwdMeans: "Implicit linear weight difference: how far the linear weights implied by the answers are apart",
    ilwdLater: "ILWD is measured once, when the run ends.",
    result: "Result",
    resultRows: {
      toOls: "Distance to least squares (SPD / D τ², away from n = D)",
      lambda: "Effective λ",
      share: "Positions nearest to least squares",
      nearest: "Nearest over all positions",
      reached: "Reached the distance at which it ends",
      time: "Time in training",
      backend: "Engine",
      sha: "SHA-256 of the parameters",
    },
    shareOf,
    noneAway: "not measured: no number of exemplars is away from n = D",
    reached: (step: number) => `at step ${whole(step)}`,
    checkpoint: (step: number | undefined) => (step === undefined ? "Checkpoint" : `Checkpoint (step ${whole(step)})`),
    parameters16: (step: number) => `Parameters (step ${whole(step)})`,
    play: "Try it in Play",
    playHint: "Hold a prompt in your hand, and see what this transformer answers, at every moment",
    notPlayable: "Play holds lines and planes: start one with D 1 or 2, of the family linear, with interleaved tokens",
    parameters16Hint:
      "As safetensors, in half precision: compare asks them, and Runs opens them. Of each evaluation, as far as 64 MiB go",
    newest: "Newest",
    toResult: "To the result",
    rows: "Rows (JSON)",
    next: "Next: change a setting and start anew, or keep the checkpoint and ask it with the command line’s compare.",
  },

  teacher: {
    heading: "For a teacher: a link with fewer controls",
    lead: "The link opens what is in hand now. Locked parts are visible but read-only. Hidden parts are removed.",
    open: "Open it",
    states: { shown: "shown", locked: "locked", hidden: "hidden" },
    parts: {
      watch: "View Watch",
      train: "View Train",
      runs: "View Runs",
      figures: "View Figures",
      about: "View About",
      tour: "The tour",
      settings: "Train: the settings",
      answers: "Play: who answers",
      distances: "Play: the distances",
      shrinkage: "Play: what is held back",
      reads: "Play: what the query reads",
      prompt: "Play: the exemplars",
      table: "Play: your own numbers",
      tries: "Play: what to try",
    } as Readonly<Record<string, string>>,
  },

  table: {
    heading: "Your own numbers",
    open: "Open a table (.csv)",
    drop: "or drop one here, or paste it",
    pasted: "What was pasted",
    refused: (name: string, reason: string) => `${name} was not taken: ${reason}.`,
    tooLarge: (size: number, max: number) => `wanted at most ${bytes(max)}, got ${bytes(size)}`,
    target: "y is",
    feature: (k: number, dim: number) => (dim === 1 ? "x is" : `x${"₁₂"[k]} is`),
    others: "Other rows",
    moved: "The exemplars in hand are no longer those rows.",
    told: (name: string, { features, target, y, rows, dropped, standards, x, scale }: TablePrompt) => {
      const scaled = (symbol: string, column: string, { mean, deviation }: Standard) =>
        `${symbol}(${column} − ${formatMeasured(mean)}) / ${formatMeasured(deviation)}`;
      const names = features.map((column, k) =>
        scaled(`${features.length === 1 ? "x" : `x${"₁₂"[k]}`} = `, column, standards[k] as Standard),
      );
      const outside = [...x, ...y].filter((value, k) => Math.abs(value) > (k < x.length ? 3 : 6)).length;
      const drawn = y.length < rows ? `${y.length} of ${whole(rows)} rows, drawn at random` : `all ${rows} rows`;
      const factor = formatMeasured(scale);
      return `${name}: ${drawn}${dropped > 0 ? ` (${whole(dropped)} more have a value missing)` : ""}, and standardised by all of them: ${names.join("; ")}; ${scaled(`y = ${factor} · `, target, standards.at(-1) as Standard)}, ${factor} being the standard deviation of a y in training.${outside > 0 ? ` ${outside === 1 ? "One number lies" : `${outside} numbers lie`} outside the figure, and stand at its edge.` : ""}`;
    },
  },

  between: {
    heading: "Hold it against another moment",
    figure: "What changed between two moments",
    beside: (step: number) => `Step ${whole(step)}, beside`,
    step: (step: number) => `step ${whole(step)}`,
    told: (from: Evaluation, to: Evaluation) =>
      `From step ${whole(from.step)} to step ${whole(to.step)}: nearest ${nearest(from)}, then ${nearest(to)}; effective λ ${formatLambda(from.effectiveLambda)}, then ${formatLambda(to.effectiveLambda)}.`,
  },

  torch: {
    copy: "Copy as PyTorch",
    save: "PyTorch (.py)",
    hint: (file: string) =>
      `A script that rebuilds the transformer from ${file}, beside it, draws the same prompts, and answers them`,
  },

  runs: {
    heading: "What makes the difference?",
    lead: "Runs side by side: those of this tab, a recorded one, and those you open. What is the same in all of them is left out of their names.",
    last: (count: number, size: number) =>
      `The newest ${count}, of at most ${whole(size / 2 ** 20)} MiB in all, are kept in this browser: save what must last.`,
    mayBeDeleted: "The browser may delete them when it needs space.",
    noStorage: (reason: string) =>
      `This browser stores nothing for the page (${reason}): runs are lost when the page is closed. Save what must last.`,
    storing: {
      kept: (reason: string) => `A run cannot be kept for after a reload: ${reason}.`,
      opened: (reason: string) => `A run that is kept could not be opened: ${reason}.`,
      read: (reason: string) => `A run that was kept could not be opened, and is kept no longer: ${reason}.`,
    },
    play: "Play",
    playLabel: (run: string) => `Try ${run} in Play`,
    pauseLabel: (run: string, paused: boolean) => `${paused ? "Resume" : "Pause"} ${run}`,
    stop: "Stop",
    stopLabel: (run: string) => `Stop ${run}, and train the next of the sweep`,
    removed: (preset: string) => `A run of ${preset} was removed.`,
    putBack: "Bring it back",
    known: (name: string) => `${name} holds a run that is in the table already.`,
    open: "Open a run (.zip, .safetensors)",
    opening: "Opening it …",
    refused: (name: string, reason: string) => `${name} was not opened: ${reason}.`,
    tooLarge: (size: number) => `it must have at most ${whole(size / 2 ** 20)} MiB`,
    notes: (name: string, notes: readonly string[]) => `${name}: ${notes.join("; ")}.`,
    drop: "or drop one here: a .zip as the command line’s bundle makes them, or the parameters of a transformer trained elsewhere, in PyTorch say, as .safetensors with its config in the metadata",
    table: "Runs",
    heads: {
      shown: "Shown",
      run: "What differs",
      step: "Step",
      nearest: "Nearest",
      toOls: "To least squares",
      lambda: "Effective λ",
      seconds: "Seconds",
      take: "Take",
    },
    origins: {
      recorded: "recorded",
      tab: "of this tab",
      kept: "kept in this browser",
      opened: "opened",
      live: "now in Train",
      beside: "training now",
    },
    elsewhere: "trained elsewhere",
    show: (name: string) => `Show ${name}`,
    same: "the same settings",
    settingsDiffer: (count: number) => `${count} settings differ`,
    save: "Save (.zip)",
    saveLabel: (name: string) => `Save ${name} as .zip`,
    saveRecorded: "With its float16 parameters, as published; training cannot be resumed from them",
    saveFailed: (reason: string) => `It could not be saved: ${reason}.`,
    goOn: "Resume",
    goOnLabel: (name: string) => `Resume training ${name}`,
    settings: "Settings",
    settingsLabel: (name: string) => `Take the settings of ${name} to Train`,
    remove: "Remove",
    removeLabel: (name: string) => `Remove ${name}`,
    none: "No run to show: open one, or train one.",
    figure: "Runs, side by side",
    level: "Models trained elsewhere are drawn as a horizontal line, because their step count is unknown.",
    agreement: "One of them, held against each algorithm, by number of exemplars",
    which: "Run",
    measure: "Measure",
    measures: {
      toOls: "distance to least squares",
      lambda: "effective λ",
      error: "error on the evaluation prompts",
    },
    axes: {
      toOls: "SPD / (D τ²) to least squares",
      lambda: "effective λ",
      error: "squared error / (D τ²)",
    },
    along: "Along",
    alongs: { step: "training steps", prompts: "prompts seen", seconds: "seconds of training" },
    together: "seeds as one line: their mean, and a band from the least to the largest",
    ofSeeds: (name: string, count: number) => `${name} (${count} seeds)`,
    sweep: {
      heading: "Train several: a sweep",
      lead: "Every combination starts from the current settings of Train, as many runs at once as this machine has cores.",
      vary: "Vary",
      and: "and",
      nothing: "nothing else",
      over: "over",
      valuesOf: (setting: string) => `Values of ${setting}, separated by commas`,
      seeds: "Seeds of each",
      train: "Train all",
      end: "Stop after those under way",
      kept: (preset: string, runs: number) =>
        `A sweep of ${runs} runs of ${preset} was interrupted. It goes on with what is not done: from where each run stood when it was last kept.`,
      goOn: "Resume the sweep",
      seedsAlone: "nothing: seeds alone",
      cost: (runs: number, seconds: number, atOnce: number) =>
        `${runs} ${runs === 1 ? "run" : "runs"}${atOnce > 1 ? `, ${atOnce} at once` : ""}, some ${duration(seconds)} in all.`,
      noValues: (setting: string) => `${setting} needs at least one value, separated by commas`,
      twice: "One setting is varied twice: choose another",
      tooMany: (count: number, max: number) => `That makes ${count} runs: wanted at most ${max}`,
      table: (measure: string) => `The sweep: ${measure}, at the last evaluation`,
      tableHint: "Darker is smaller. A cell is the mean over seeds (min–max). Click it to show only its runs.",
      progress: (begun: number, all: number, left: number) =>
        left > 0 ? `${begun} of ${all} runs begun; ${left} to come.` : `All ${all} runs are begun or done.`,
      cell: (values: readonly string[], value: string, seeds: number) =>
        `${values.join(", ")}: ${value}, ${seeds} ${seeds === 1 ? "seed" : "seeds"}. Show its runs alone`,
      range: (low: number, high: number) => `${formatValue(low)}–${formatValue(high)}`,
    },
    all: "Show all",
    noSeconds: "A run that has no log has no seconds, and is not drawn along them.",
  },

  figures: {
    heading: "Is the paper right?",
    lead: "Each figure is drawn from a record: transformers trained, or set by hand, by this project’s own command, whose numbers, hashes and parameters lie beside the page.",
    loading: "Opening the records …",
    failed: (reason: string) => `The record could not be opened: ${reason}.`,
    all: "All figures",
    of: (figure: string) => {
      if (figure === "ours") return "not in the paper";
      return figure.startsWith("Fig") ? `Akyürek et al. 2022, ${figure}` : figure;
    },
    scale: (here: string, paper: string) => `Scale here: ${here}. The paper’s: ${paper}.`,
    kept: (holding: number, all: number) => `${holding} of ${all} ${all === 1 ? "claim holds" : "claims hold"}`,
    claims: "What is claimed, and what was measured",
    paper: "The paper",
    wanted: "The bound",
    measured: "Measured",
    values: (values: readonly number[], of: string) => `${values.map(formatMeasured).join(", ")} (${of})`,
    states: { holds: "holds", "does not hold": "does not hold", "not run": "not run" },
    controls: "Train one of these",
    run: "Run",
    train: "Train it in this tab",
    parameters: "Its parameters",
    unpublished: "Its parameters are not published: its rows and hashes are.",
    trainedHash: (hash: string) => `SHA-256 of its parameters as trained: ${hash}`,
    command: "On the command line",
    figureNames: {
      spd: "Distance (SPD), by exemplars",
      ilwd: "Distance of implied weights (ILWD), by exemplars",
      linearity: "Linearity, by exemplars",
      noise: "Distance to each predictor, by noise",
      depth: "Distance to each algorithm, by depth",
      size: "Distance to each algorithm, by hidden size",
      capacity:
        "SPD to least squares over SPD to ridge(0.1), by D and model: below 1, in blue, least squares is nearer",
      probes: "What a probe reads, by layer",
      attention: "Tokens the probes attend to, layer by layer",
      products: "Error, by the size of products",
      bypass: "Error, by the size a LayerNorm sees",
      agreement: "Distance to each algorithm, over training (one seed)",
      lambda: "Effective λ, over training",
      risk: "Excess risk, by task and layers",
      ways: "Excess risk, by how the document is chosen",
      strides: "Excess risk, by stride",
      queries: "Excess risk, by query length",
      candidates: "Excess risk, by number of candidates",
      flips: "Accuracy on unflipped labels, by share flipped",
      accuracyBySize: "Accuracy, by size",
      dims: "Accuracy, by dimension",
      labelsBySize: "Accuracy by size, for labels of each kind",
      labelsByExemplars: "Accuracy by exemplars, for labels of one kind",
      labelsByTuning: "Accuracy by steps of symbol tuning, for labels of each kind",
      flipped: "Accuracy on unflipped labels, by number of flipped exemplars",
    } as Readonly<Record<string, string>>,
    choices: {
      label: (name: string) => choices[name]?.label ?? name,
      value: (name: string, value: number | string) => choices[name]?.said?.(value) ?? String(value),
      all: "all",
    },
    quote: (text: string) => `“${text}”`,
    quotes: {
      "flipped-labels": {
        text: "While small language models ignore flipped labels presented in-context and thus rely primarily on semantic priors from pretraining, large models can override semantic priors when presented with in-context exemplars that contradict priors",
        source: "Wei et al. 2023, abstract",
        here: "Here the prior is a w₀ that most prompts of training share, and a flipped label is −y.",
      },
      "linear-classification": {
        text: "large-enough language models can even perform linear classification in a SUL-ICL setting",
        source: "Wei et al. 2023, abstract",
        here: "Here small transformers read numbers as numbers, and were trained on such prompts, which theirs were not.",
      },
      "unrelated-labels": {
        text: "The ability to do SUL-ICL also emerges primarily with scale",
        source: "Wei et al. 2023, abstract, of in-context learning with semantically unrelated labels",
        here: "Here a label is a vector: natural where it means the task, arbitrary where it means nothing.",
      },
      "symbol-tuning": {
        text: "symbol-tuned models show large improvements in following flipped-labels presented in-context, meaning that they are more capable of using in-context information to override prior semantic knowledge",
        source: "Wei, Hou et al. 2023, abstract",
        here: "Here a symbol is a vector that means nothing, an instruction the task in another language, and tuning the last steps of training.",
      },
      retrieval: {
        text: "In-Context RALM that builds on off-the-shelf general purpose retrievers provides surprisingly large LM gains across model sizes and diverse corpora",
        source: "Ram et al. 2023, abstract",
        here: "Here the text is a stream of pairs whose w drifts, a document pairs of one w, and the language model a transformer that is not trained any further.",
      },
    } as Readonly<Record<string, { readonly text: string; readonly source: string; readonly here: string }>>,
    terms: {
      "flipped-labels": [
        ["concept", "w₀ = (1, …, 1): the task that most prompts of training share, and that the parameters may learn"],
        ["natural", "a prompt whose w is the concept, or near it: 98 % of training"],
        [
          "free",
          "a prompt whose w has nothing to do with the concept: 2 % of training, the only reason to read exemplars",
        ],
        ["flipped", "an exemplar of the concept whose y is shown as −y; the answer is scored on labels as they were"],
        ["the prior alone", "answers w₀ᵀx, whatever it is shown"],
        ["Bayes", "the best answer: weighs natural against free by how likely each makes the exemplars"],
        [
          "tuned",
          "trained on natural prompts alone for the last third of its steps: the analogue of instruction tuning",
        ],
        ["L, H", "layers, and numbers a token has in each (the hidden size)"],
      ],
      retrieval: [
        [
          "reader",
          "a transformer that is not trained any further: it has learned that half of all documents are of no use",
        ],
        ["document", "12 pairs of one topic, put before the window; the corpus has two for each of 32 topics"],
        ["window", "the last pairs of the stream, all that a reader without a document knows"],
        ["stream", "pairs one after another, whose topic gives way to another every 48 pairs on average"],
        ["none, random", "no document; or any of the 64, most often of another topic"],
        [
          "bag",
          "the document whose sum of y x is most like that of the last ℓ pairs: order is not seen, as by BM25 words’ order is not",
        ],
        [
          "zero-shot",
          "of 16 candidates of the bag, the one with which the reader’s own error on the last 16 pairs is least",
        ],
        [
          "predictive",
          "of the same 16, chosen by a linear scorer trained, by the paper’s eq. 9, to favour what helps next",
        ],
        ["oracle", "of the same 16, the one that helps most on the very pairs to come: a bound, no method"],
        ["excess risk", "(ŷ − wᵀx)² / (D τ²), what is lost against knowing the topic"],
        ["Bayes", "the reader that weighs a relevant against an irrelevant document as is best"],
      ],
      "linear-classification": [
        ["two classes", "y = 1 where ⟨a, x⟩ > t and −1 elsewhere; x, a and p are drawn from 1 … 1000, and t = ⟨a, p⟩"],
        ["as printed", "every number of a is positive, as in the paper’s Algorithm 1"],
        ["with signs", "every number of a has a sign of its own, so that only exemplars tell the direction"],
        ["sum of x", "a threshold on the sum of x, halfway between the classes’ means; it has no direction to learn"],
        ["SVM", "a support vector machine, scikit-learn’s defaults: C = 1; the polynomial kernel is of degree 3"],
        ["L, H", "layers, and numbers a token has in each (the hidden size)"],
      ],
      "unrelated-labels": [...SYMBOL_TERMS, ["Bayes", "the best answer of one who knows no label’s meaning"]],
      "symbol-tuning": [
        ...SYMBOL_TERMS,
        ["instructed", "an instruction, Bw, the task in another language, stands ahead of the exemplars"],
        ["tuning", "last steps of training, on arbitrary labels alone: none natural, instructed or flipped"],
        ["cube, pairs", "arbitrary labels of two kinds that no training has drawn"],
        ["bend, cross", "classes parted by a curve, or by two crossing lines, where all training has one line"],
      ],
    } as Readonly<Record<string, readonly (readonly [term: string, meaning: string])[]>>,
    notebook: "Notebook",
  },

  inside: {
    heading: "Inside, layer by layer",
    lead: "What one of these carries from layer to layer, on a prompt of its own task: the stream at every token, and who reads whom.",
    held: (name: string) =>
      `What the run above, ${name}, carries from layer to layer at its end, or where it stands, on a prompt of its own task: the stream at every token, and who reads whom.`,
    own: (step: number) =>
      `What this run carries from layer to layer after step ${whole(step)}, on a prompt of its own task: the stream at every token, and who reads whom. It follows the scrubber.`,
    open: "Open it",
    opening: "Opening it …",
    failed: (reason: string) => `It could not be opened: ${reason}.`,
    layer: "Layer",
    layerOf: (layer: number, layers: number) =>
      layer > 0
        ? `after layer ${layer} of ${layers}`
        : layers === 1
          ? "before its one layer"
          : `before the first of ${layers} layers`,
    another: "Another prompt",
    sum: (before: number, added: number, layer: number) =>
      `${formatMeasured(before)} before it and ${formatMeasured(added)} that layer ${layer} adds`,
    reads: (reader: string, from: string, head: number) =>
      `the weight of ${from} in what head ${head + 1} brings to ${reader}`,
    stream: "The stream, a column a token",
    attention: (layer: number, head: number) =>
      `Layer ${layer}, head ${head + 1}: which token (down) each token (across) reads`,
    answers: (exemplars: number, answer: number, y: number) =>
      `After all ${exemplars} exemplars it answers ${formatMeasured(answer)}; y is ${formatMeasured(y)}.`,
    probes: {
      heading: (exemplars: number) => `What a probe reads here, after ${exemplars} exemplars`,
      target: "read",
      linear: "linear probe",
      mlp: "MLP probe",
      moment: "XᵀY",
      ols: "w of least squares",
      none: "–",
      means: (prompts: number) =>
        `Squared error over the variance of what is read, on ${whole(prompts)} prompts: 0 where all of it is read, 1 where nothing is.`,
    },
  },

  newVersion: "A new version of this page is ready.",
  reload: "Reload",

  ask: {
    heading: "Stop this training?",
    body: (step: number, steps: number) =>
      `It stands at step ${whole(step)} of ${whole(steps)}. Under Runs it stays as it stood at its last checkpoint.`,
    keep: "Go back to it",
    lose: "Stop it",
  },

  figure: {
    logX: "log x",
    logY: "log y",
    save: "Save:",
    saveLabel: (name: string, format: string) => `Save the figure “${name}” as ${format}`,
    saveFailed: (reason: string) => `It could not be saved: ${reason}.`,
    scaleLabel: (axis: string, name: string) => `${axis}: ${name}`,
    read: (name: string) => `Read values of “${name}” with the arrow keys`,
    table: "Values as a table",
    nothing: "no values",
    interval: " value, and its 95 % interval",
    seeds: " mean of the seeds, the least and the largest",
    places: {
      exemplars: (x: string) => `${x} ${x === "1" ? "exemplar" : "exemplars"}`,
      step: (x: string) => `step ${x}`,
      layers: (x: string) => `${x} ${x === "1" ? "layer" : "layers"}`,
      hiddenSize: (x: string) => `hidden size ${x}`,
      sigma2: (x: string) => `σ²/τ² ${x}`,
      task: (x: string) => `task ${x}`,
      product: (x: string) => `ε = ${formatValue(Number(x))}`,
      layer: (x: string) => `layer ${x}`,
      dim: (x: string) => `D = ${x}`,
      flipped: (x: string) => `${percent(Number(x))} flipped`,
      tuning: (x: string) => `${whole(Number(x))} steps of tuning`,
      way: (x: string) => retrieverKinds[Number(x)] ?? x,
      stride: (x: string) => `s = ${x}`,
      queryLength: (x: string) => `ℓ = ${x}`,
      candidates: (x: string) => `k = ${x}`,
      parameters: (x: string) => `about ${whole(Number(x))} parameters in the layers`,
      token: (x: string) => `token ${x}`,
      prompts: (x: string) => `${whole(Number(x))} prompts`,
      seconds: (x: string) => `${x} s`,
      bypass: (x: string) => `N = ${formatValue(Number(x))}`,
    },
    heads: {
      exemplars: "exemplars",
      step: "step",
      layers: "layers",
      hiddenSize: "hidden size",
      sigma2: "σ²/τ²",
      task: "task",
      product: "ε",
      bypass: "N",
      layer: "layer",
      token: "token",
      dim: "D",
      prompts: "prompts",
      seconds: "seconds",
      flipped: "share flipped",
      way: "how the document is chosen",
      stride: "stride s",
      queryLength: "query length ℓ",
      candidates: "candidates k",
      parameters: "parameters in the layers",
      tuning: "steps of tuning",
    },
    reading: (place: string, values: readonly string[]) => `${place}: ${values.join("; ")}`,
  },

  about: {
    heading: "About",
    version: (version: string) =>
      `ICL Lab ${version}, MIT licence. Everything runs in this tab; nothing is sent anywhere.`,
    sections: [
      {
        heading: "The question",
        paragraphs: [
          "A transformer that is shown a few pairs (x, y) can answer for a new x without changing its parameters: it learns in context. Which learning algorithm is it running then? This page trains one on linear-regression prompts and holds its answers, prompt by prompt, against those of textbook algorithms.",
        ],
      },
      {
        heading: "The method",
        paragraphs: [
          "Each prompt has its own task weights w ~ N(0, τ² I); x ~ N(0, I) and y = wᵀx + N(0, σ²). The transformer (a decoder with pre-LayerNorm and learned positions) reads x₁ y₁ x₂ y₂ … and answers at every x from the exemplars before it. Its loss is the mean squared error over all positions.",
          "At some forty moments of a run, spaced by ratio, the transformer and every algorithm answer the same 512 prompts, which are never trained on. SPD is the mean squared difference of two learners’ answers; ILWD is the squared distance of the linear weights they imply. Both are divided by D τ², so always answering zero is about 1 away from the truth.",
          "Nearest is the algorithm of smallest mean SPD; it reads undecided where the 95 % paired bootstrap interval of the difference to the runner-up holds 0. The effective λ is that of the ridge regression whose answers are closest: ∞ is always answering zero, 0 is least squares.",
        ],
      },
      {
        heading: "The limits",
        paragraphs: [
          "The models here are thousands of times smaller than language models, and the prompts are numbers drawn from one distribution. That two learners answer alike on these prompts does not show that they compute alike inside, nor that they would agree on other prompts. A recorded run is one seed.",
        ],
      },
    ],
    wordsHeading: "The words",
    glossary: [
      ["prompt", "x₁ y₁ x₂ y₂ … x, drawn with one w"],
      ["exemplar", "one pair (x, y) of a prompt"],
      ["query", "an x whose y is asked for"],
      ["task weights", "the w that made the y of a prompt"],
      ["parameters", "the transformer’s own numbers"],
      [
        "learner",
        "anything that maps exemplars and a query to an answer; the transformer is one, least squares another",
      ],
      ["in-context learner", "the transformer read as a learner: it learns from the prompt, its parameters stay"],
      ["algorithm", "a textbook learner"],
      [
        "Bayes",
        "the best predictor there is for one who knows how w and the noise are drawn: ridge regression with λ = σ²/τ², which without noise is least squares",
      ],
      ["least squares", "the linear function that misses the exemplars least, whatever weights that takes"],
      ["ridge regression", "least squares that pays λ for large weights: the larger λ, the nearer to zero its answers"],
      ["gradient descent", "steps downhill on the squared error, from w = 0"],
      ["nearest neighbours", "the mean y of the exemplars whose x are nearest to the query"],
      [
        "SPD",
        "squared prediction difference: the mean over prompts of the squared difference of two learners’ answers, here divided by D τ²",
      ],
      [
        "ILWD",
        "implicit linear weight difference: the same of the linear weights that fit each learner’s answers to 64 fresh queries",
      ],
      [
        "nearest",
        "the algorithm of smallest mean SPD; undecided if the bootstrap interval of its lead over the runner-up contains 0",
      ],
      ["effective λ", "the λ whose ridge regression is nearest: 0 is least squares, ∞ is always answering zero"],
      ["position", "0…N, the number of exemplars before the query"],
      ["concept", "the w₀ = τ (1, …, 1) of a world where most prompts’ w is near it"],
      ["natural", "of a prompt in a world with a concept: its w is near the concept; of symbols: they mean the task"],
      ["free", "of a prompt in a world with a concept: its w is anywhere"],
      ["flipped", "shown with −y for y, and scored on the sign of the concept"],
      ["symbol", "a vector written for a label"],
      ["arbitrary", "of symbols: they mean nothing of the task"],
      ["document", "exemplars put before a prompt’s window"],
      ["window", "the last exemplars, which a reader sees with a document or without"],
      ["relevant", "of a document: its exemplars are of the prompt’s own w"],
      ["stream", "pairs one after another, whose topic gives way to another now and then"],
      ["topic", "the w of a stretch of a stream"],
      ["reader", "a learner that is not trained any further, given documents"],
      ["way", "how a reader’s document is chosen: none, random, bag, zero-shot, predictive, oracle"],
      ["probe", "a readout trained on hidden states, nothing else"],
      ["step", "one update of the parameters, from one batch of fresh prompts"],
      ["config", "all that determines one run"],
      ["run", "one config carried out"],
      ["preset", "a named config"],
      ["experiment", "a question with its runs, what is measured on them, and claims"],
      ["record", "what is published of an experiment: rows, claims, hashes, parameters in half precision"],
      ["D", "how many numbers each x has"],
      ["N", "how many exemplars a prompt has at most"],
    ],
    notebooksHeading: "Notebooks",
    notebooks: [
      { path: "notebooks/01-least-squares-in-a-prompt.html", title: "Least squares in a prompt" },
      { path: "notebooks/02-whose-answers.html", title: "Whose answers are these?", experiments: ["fit"] },
      { path: "notebooks/03-linear-in-the-query.html", title: "Linear in the query?", experiments: ["linearity"] },
      { path: "notebooks/04-trained-with-noise.html", title: "Trained with noise", experiments: ["bayes"] },
      { path: "notebooks/05-deeper-and-wider.html", title: "Deeper and wider", experiments: ["phases", "phases-d8"] },
      { path: "notebooks/06-phases-over-training.html", title: "Phases over training", experiments: ["emergence"] },
      { path: "notebooks/07-what-the-layers-know.html", title: "What the layers know", experiments: ["probe"] },
      {
        path: "notebooks/08-algorithms-by-hand.html",
        title: "Algorithms set by hand",
        experiments: ["construction"],
      },
      {
        path: "notebooks/09-linear-attention.html",
        title: "Linear attention is gradient descent",
        experiments: ["linear-attention"],
      },
      { path: "notebooks/10-how-large.html", title: "How large must it be?", experiments: ["capacity"] },
      {
        path: "notebooks/11-flipped-labels.html",
        title: "Flipped labels: the prior, or the prompt?",
        experiments: ["flipped-labels"],
      },
      {
        path: "notebooks/12-linear-classification.html",
        title: "Linear classification: how many dimensions?",
        experiments: ["linear-classification"],
      },
      {
        path: "notebooks/13-unrelated-labels.html",
        title: "Labels that mean nothing: “Foo” and “Bar”",
        experiments: ["unrelated-labels"],
      },
      {
        path: "notebooks/14-symbol-tuning.html",
        title: "Symbol tuning: learning to read labels",
        experiments: ["symbol-tuning"],
      },
      {
        path: "notebooks/15-retrieval.html",
        title: "Retrieval: a frozen reader, and the document put before its window",
        experiments: ["retrieval"],
      },
    ] as readonly { readonly path: string; readonly title: string; readonly experiments?: readonly string[] }[],
    citationsHeading: "The papers",
    citations: [
      {
        text: "Akyürek, Schuurmans, Andreas, Ma, Zhou (2022). What learning algorithm is in-context learning? Investigations with linear models. arXiv:2211.15661.",
        note: "the question, SPD, ILWD, and the algorithms compared",
      },
      {
        text: "Garg, Tsipras, Liang, Valiant (2022). What can transformers learn in-context? A case study of simple function classes. arXiv:2208.01066.",
        note: "training transformers on prompts of simple functions",
      },
      {
        text: "von Oswald, Niklasson, Randazzo, Sacramento, Mordvintsev, Zhmoginov, Vladymyrov (2022). Transformers learn in-context by gradient descent. arXiv:2212.07677.",
        note: "gradient descent inside attention",
      },
      {
        text: "Wei, Wei, Tay, Tran, Webson, Lu, Chen, Liu, Huang, Zhou, Ma (2023). Larger language models do in-context learning differently. arXiv:2303.03846.",
        note: "flipped labels and labels that mean nothing, of which linear worlds are shown here, and linear classification",
      },
      {
        text: "Wei, Hou, Lampinen, Chen, Huang, Tay, Chen, Lu, Zhou, Ma, Le (2023). Symbol tuning improves in-context learning in language models. arXiv:2305.08298.",
        note: "tuning on labels that mean nothing, of which a linear world is shown here",
      },
      {
        text: "Ram, Levine, Dalmedigos, Muhlgay, Shashua, Leyton-Brown, Shoham (2023). In-context retrieval-augmented language models. arXiv:2302.00083.",
        note: "a document put before a frozen reader’s window, of which a linear world is shown here",
      },
    ],
  },
} as const;
