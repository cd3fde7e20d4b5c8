/** Words of teacher. */
export const teacher = {
  heading: "For a teacher: a link with fewer controls",
  lead: "The link opens the page as it is now. Locked parts are visible but read-only. Hidden parts are removed.",
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
    shrinkage: "Play: the shrinkage",
    reads: "Play: what the query reads",
    prompt: "Play: the exemplars",
    table: "Play: your own numbers",
    tries: "Play: what to try",
  } as Readonly<Record<string, string>>,
} as const;
