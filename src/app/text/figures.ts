/** Words of the view figures. */
export const figures = {
  heading: "Is the paper right?",
  lead: "Each figure is drawn from a record of transformers that this project’s own command trained or set by hand. Their numbers, hashes and parameters are published with the page.",
  loading: "Opening the records …",
  failed: (reason: string) => `The record could not be opened: ${reason}.`,
  all: "All figures",
  noSuchFigure: (name: string, names: readonly string[]) =>
    `There is no figure ${name} here: expected one of ${names.join(", ")}.`,
  whole: "the whole experiment in ICL Lab",
  of: (figure: string) => {
    if (figure === "ours") return "not in the paper";
    return figure.startsWith("Fig") ? `Akyürek et al. 2022, ${figure}` : figure;
  },
  scale: (here: string, paper: string) => `Scale here: ${here}. The paper’s: ${paper}.`,
  claimCount: (holding: number, all: number) => `${holding} of ${all} ${all === 1 ? "claim holds" : "claims hold"}`,
  claims: "What is claimed, and what was measured",
  paper: "The paper",
  bound: "The bound",
  measured: "Measured",
  boundSet: (when: string) => `Set ${when}.`,
  onControls: "Controls",
  dots: "The values of each seed, against the bound and the controls",
  states: { holds: "holds", "does not hold": "does not hold", "not run": "not run" },
  controls: "Train one of these",
  run: "Run",
  train: "Train it in this tab",
  parameters: "Its parameters",
  unpublished: "Its parameters are not published; its rows and hashes are.",
  trainedHash: (hash: string) => `SHA-256 of its parameters as trained: ${hash}`,
  command: "On the command line",
  allChoices: "all",
  quote: (text: string) => `“${text}”`,
  notebook: "Notebook",
} as const;
