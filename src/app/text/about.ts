import { algorithms } from "../../algorithms/algorithms.ts";
import type { Notebook, Paper } from "../../experiments/experiment.ts";
import { experiments } from "../../experiments/registry.ts";
import { type MetricDefinition, metrics } from "../../metrics/metrics.ts";
import { taskFamilies } from "../../tasks/tasks.ts";

/** Every notebook once, in the order of their numbers. */
const notebooks: readonly Notebook[] = [
  { file: "01-least-squares-in-a-prompt", title: "Least squares in a prompt" },
  ...new Map(experiments.map(({ notebook }) => [notebook.file, notebook])).values(),
].sort((a, b) => (a.file < b.file ? -1 : 1));

/** The papers of the experiments, each once. */
const papers = [...new Set(experiments.map(({ paper }) => paper))];
const garg: Paper = {
  text: "Garg, Tsipras, Liang, Valiant (2022). What can transformers learn in-context? A case study of simple function classes. arXiv:2208.01066.",
  note: "training transformers on prompts of simple functions",
};

/** Words of the view about. */
export const about = {
  heading: "About",
  version: (version: string) =>
    `ICL Lab ${version}, MIT licence. Everything runs in this tab; nothing is sent anywhere.`,
  sections: [
    {
      heading: "The question",
      paragraphs: [
        "A transformer that sees a few pairs (x, y) can answer for a new x without changing its parameters: it learns in context. Which learning algorithm is it running then? This page trains a transformer on linear-regression prompts. It compares its answers, prompt by prompt, with those of textbook algorithms.",
      ],
    },
    {
      heading: "The method",
      paragraphs: [
        "Each prompt has its own task weights w ~ N(0, τ² I), with x ~ N(0, I) and y = wᵀx + N(0, σ²). The transformer is a decoder with pre-LayerNorm and learned positions. It reads x₁ y₁ x₂ y₂ … and answers at every x from the exemplars before it. Its loss is the mean squared error over all positions.",
        "A run has about forty evaluations, at steps spaced by ratio. At each, the transformer and every algorithm answer the same 512 prompts, which are never used in training. SPD is the mean squared difference of two learners’ answers. ILWD is the squared distance of the linear weights they imply. Both are divided by D τ², so always answering zero is about 1 away from the truth.",
        "Nearest is the algorithm with the smallest mean SPD. It is undecided if the 95 % paired bootstrap interval of the difference to the runner-up contains 0. The effective λ is the λ of the ridge regression whose answers are closest: ∞ is always answering zero, 0 is least squares.",
      ],
    },
    {
      heading: "The limits",
      paragraphs: [
        "The models here are thousands of times smaller than language models, and the prompts are numbers drawn from one distribution. If two learners answer alike on these prompts, they may still compute differently inside, or disagree on other prompts. A recorded run is one seed.",
      ],
    },
  ],
  wordsHeading: "The words",
  glossary: [
    ["prompt", "x₁ y₁ x₂ y₂ … x, drawn with one w"],
    ["exemplar", "one pair (x, y) of a prompt"],
    ["query", "an x whose y is to be predicted"],
    ["task weights", "the w that made the y of a prompt"],
    ["parameters", "the transformer’s own numbers"],
    ["learner", "anything that maps exemplars and a query to an answer; the transformer is one, least squares another"],
    ["in-context learner", "the transformer read as a learner: it learns from the prompt, its parameters stay"],
    ["algorithm", "a textbook learner"],
    ...algorithms.flatMap(({ glossary }) => glossary),
    ...Object.values<MetricDefinition>(metrics).flatMap(({ glossary }) => (glossary ? [glossary] : [])),
    ["position", "0…N, the number of exemplars before the query"],
    ...taskFamilies.flatMap(({ glossary }) => glossary),
    ["stream", "pairs one after another, whose topic changes now and then"],
    ["topic", "the w of a stretch of a stream"],
    ["reader", "a learner that is not trained any further, given documents"],
    ["way", "how a reader’s document is chosen: none, random, bag, zero-shot, predictive, oracle"],
    ["probe", "a readout trained on hidden states, nothing else"],
    ["step", "one update of the parameters, from one batch of fresh prompts"],
    ["config", "all settings that determine one run"],
    ["run", "one training with one config"],
    ["preset", "a named config"],
    ["experiment", "a question with its runs, what is measured on them, and claims"],
    ["record", "the published results of an experiment: rows, claims, hashes, parameters in half precision"],
    ["D", "how many numbers each x has"],
    ["N", "how many exemplars a prompt has at most"],
  ],
  documentationHeading: "Documentation",
  documentation: "The command line, the library, own data, file formats and more",
  notebooksHeading: "Notebooks",
  notebooks,
  notebookPath: (file: string) => `notebooks/${file}.html`,
  citationsHeading: "The papers",
  citations: [...papers.slice(0, 1), garg, ...papers.slice(1)],
} as const;
