import type { Paper } from "../experiment.ts";

export const vonOswald2022: Paper = {
  text: "von Oswald, Niklasson, Randazzo, Sacramento, Mordvintsev, Zhmoginov, Vladymyrov (2022). Transformers learn in-context by gradient descent. arXiv:2212.07677.",
  note: "gradient descent inside attention",
};
