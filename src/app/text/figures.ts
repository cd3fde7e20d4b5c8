import { formatMeasured } from "../../plots/parts/format.ts";
import { percent } from "./format.ts";

export const labelKinds: Readonly<Record<string, string>> = {
  natural: "natural: ±Aw, they mean the task",
  gaussian: "arbitrary, as drawn in training",
  cube: "arbitrary, corners of a cube: never trained",
  pairs: "arbitrary, sums of two unit vectors: never trained",
  flipped: "flipped: they mean the opposite",
};

/** Words of the worlds whose labels are symbols. */
export const SYMBOL_TERMS: readonly (readonly [term: string, meaning: string])[] = [
  ["label", "four numbers, written for the side of a line on which x is"],
  ["natural", "a pair ±Aw that means the task w, in a language A that all prompts share: as words do"],
  ["arbitrary", "a pair of random vectors: only the exemplars say what they are for"],
  ["flipped", "natural labels exchanged; right is what the exemplars say, not what the labels mean"],
];

export const boundaries: Readonly<Record<string, string>> = {
  line: "a line, as in training",
  bend: "a bend: never trained",
  cross: "a cross: never trained",
};

/** What a reader moves in a figure, and how its values are said where a number or a name alone would not do. */
export const choices: Readonly<
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

/** Words of the view figures. */
export const figures = {
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
    capacity: "SPD to least squares over SPD to ridge(0.1), by D and model: below 1, in blue, least squares is nearer",
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
      ["tuned", "trained on natural prompts alone for the last third of its steps: the analogue of instruction tuning"],
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
} as const;
