/** How a definition file is loaded: the end of a sentence. */
export const howToLoad = (kind: "task" | "algorithm"): string =>
  `icl loads it with --${kind} FILE; the page cannot load it`;
