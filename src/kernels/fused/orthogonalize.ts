import type * as tf from "@tensorflow/tfjs-core";
import type { NewtonSchulz } from "../operations.ts";
import { runFused } from "./runFused.ts";

export const orthogonalize = (g: tf.Tensor2D, { a, b, c }: NewtonSchulz): tf.Tensor2D =>
  runFused("IclOrthogonalize", { g }, { a, b, c })[0] as tf.Tensor2D;
