/** Words of the experiments whose labels are symbols. */
export const symbolTerms: readonly (readonly [term: string, meaning: string])[] = [
  ["label", "four numbers, written for the side of a line on which x is"],
  ["natural", "a pair ±Aw that means the task w, in a language A that all prompts share: as words do"],
  ["arbitrary", "a pair of random vectors: only the exemplars say what they are for"],
  ["flipped", "natural labels exchanged; right is what the exemplars say, not what the labels mean"],
];
