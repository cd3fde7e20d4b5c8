import { algorithms } from "../../algorithms/algorithms.ts";
import { taskFamilies } from "../../tasks/tasks.ts";

/** Words of the view about. */
export const about = {
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
    ["learner", "anything that maps exemplars and a query to an answer; the transformer is one, least squares another"],
    ["in-context learner", "the transformer read as a learner: it learns from the prompt, its parameters stay"],
    ["algorithm", "a textbook learner"],
    ...algorithms.flatMap(({ glossary }) => glossary),
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
    ...taskFamilies.flatMap(({ glossary }) => glossary),
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
  documentationHeading: "Documentation",
  documentation: "The command line, the library, own data, file formats and more",
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
} as const;
