/** Words of the box that says how to cite. */
export const cite = {
  heading: "How to cite",
  copy: "Copy BibTeX",
  bibtex(version: string, experiment?: string, sha256?: string): string {
    const note = experiment
      ? `Experiment ${experiment}${sha256 ? `, record SHA-256 ${sha256}` : ""}`
      : "Cite the paper whose experiment you reproduce as well";
    return [
      `@software{icllab,`,
      `  title = {{ICL Lab}: which learning algorithm does a transformer run in context?},`,
      `  author = {{The ICL Lab contributors}},`,
      `  version = {${version}},`,
      `  note = {${note}}`,
      `}`,
    ].join("\n");
  },
} as const;
