import type { Paper } from "../experiment.ts";

export const wei2023: Paper = {
  text: "Wei, Wei, Tay, Tran, Webson, Lu, Chen, Liu, Huang, Zhou, Ma (2023). Larger language models do in-context learning differently. arXiv:2303.03846.",
  note: "flipped labels and labels that mean nothing, of which linear worlds are shown here, and linear classification",
};

export const weiHou2023: Paper = {
  text: "Wei, Hou, Lampinen, Chen, Huang, Tay, Chen, Lu, Zhou, Ma, Le (2023). Symbol tuning improves in-context learning in language models. arXiv:2305.08298.",
  note: "tuning on labels that mean nothing, of which a linear world is shown here",
};
