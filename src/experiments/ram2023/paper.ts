import type { Paper } from "../experiment.ts";

export const ram2023: Paper = {
  text: "Ram, Levine, Dalmedigos, Muhlgay, Shashua, Leyton-Brown, Shoham (2023). In-context retrieval-augmented language models. arXiv:2302.00083.",
  note: "a document put before a frozen reader’s window, of which a linear world is shown here",
};
