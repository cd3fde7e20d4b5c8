import type { ExperimentDefinition } from "../experiment.ts";
import { ram2023 } from "./paper.ts";

/** Tables 1 and Fig 5, 6 and 7 of Ram et al. 2023, in a linear world: a frozen reader, and what is put before its window. */
export const retrieval: ExperimentDefinition = {
  name: "retrieval",
  title: "Retrieval: a frozen reader, and the document put before its window",
  paper: ram2023,
  figure: "Ram et al. 2023, Table 1, Fig 5 to 7",
  question:
    "How much does a document put before its window help a reader that is not trained any further, and how should it be chosen? (An analogue: the paper’s readers are language models.)",
  scale: {
    here: "D4 σ½, a document of 12 exemplars and a window of 8; L2 H32 and L4 H48, 12,000 steps each; 32 topics, 64 documents, 40 streams of 512 pairs; three seeds",
    paper: "GPT-2, OPT and LLaMA of .1 to 66 billion parameters, Wikipedia in passages of 100 words",
  },
  notebook: { file: "15-retrieval", title: "Retrieval: a frozen reader, and the document put before its window" },
  quote: {
    text: "In-Context RALM that builds on off-the-shelf general purpose retrievers provides surprisingly large LM gains across model sizes and diverse corpora",
    source: "Ram et al. 2023, abstract",
    here: "Here the text is a stream of pairs whose w drifts, a document pairs of one w, and the language model a transformer that is not trained any further.",
  },
  terms: [
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
  figures: async () => (await import("./retrieval.figures.ts")).retrievalFigures,
  engine: async () => (await import("./retrieval.engine.ts")).retrievalEngine,
};
