import type { EngineHost } from "../kernels/engineHost.ts";
import { answersOf } from "../prompts/prompt.ts";
import { samplePrompts } from "../tasks/samplePrompts.ts";
import { listSome } from "../text/describe.ts";
import { isSquare, transpose } from "../transformer/matrixLayout.ts";
import { eachPart } from "../transformer/parameters.ts";
import { type Checkpoint, modelOf } from "./checkpoint.ts";
import { openLearner } from "./openLearner.ts";

const MAX_PROMPTS = 256;
const MUCH_BETTER = 0.5; // of the mean squared error of the other reading

/**
 * Notes about parameters of another program: how they were read, and whether their square matrices fit better transposed
 * (their shape does not show if they are [in, out]). Compares both readings on the evaluation prompts.
 */
export async function readingNotes(checkpoint: Checkpoint, host: EngineHost): Promise<readonly string[]> {
  const { notes = [], squares } = checkpoint;
  if (!squares) return notes;
  const [asRead, otherwise] = [await errorOf(checkpoint, host), await errorOf(withSquaresTransposed(checkpoint), host)];
  const names = listSome(squares.names, 2);
  const read = squares.transposed ? "[out, in]" : "[in, out]";
  const errors = `mean squared error ${asRead.toPrecision(3)} on evaluation prompts, ${otherwise.toPrecision(3)} if they are stored the other way`;
  const are = squares.names.length === 1 ? "is square: it was" : "are square: they were";
  if (otherwise < MUCH_BETTER * asRead) {
    const advice = "the other way fits much better: transpose them in the file";
    return [...notes, `${names} ${are} read as ${read}: ${errors}: ${advice}`];
  }
  const isClear = asRead < MUCH_BETTER * otherwise;
  return [
    ...notes,
    `${names} ${are} read as ${read}${isClear ? "" : ", which nothing in the file confirms"}: ${errors}`,
  ];
}

/** Mean squared error to y of a checkpoint's transformer, over prompts and positions. */
async function errorOf(checkpoint: Checkpoint, host: Parameters<typeof openLearner>[1]): Promise<number> {
  const { prompts, evaluation, seed } = checkpoint.config;
  const stream = { seed, label: "evaluation", first: 0 };
  const batch = await samplePrompts(prompts, stream, Math.min(evaluation.prompts, MAX_PROMPTS));
  const learner = await openLearner(checkpoint, host);
  try {
    const answers = await learner.predict(batch);
    const truth = answersOf(batch);
    return answers.reduce((sum, answer, k) => sum + (answer - (truth[k] as number)) ** 2, 0) / answers.length;
  } finally {
    learner.dispose?.();
  }
}

function withSquaresTransposed(checkpoint: Checkpoint): Checkpoint {
  const parameters = checkpoint.state.parameters.slice();
  eachPart(modelOf(checkpoint.config).specs, parameters, (part, spec) => {
    if (isSquare(spec)) part.set(transpose(part, spec.shape[0] as number, spec.shape[1] as number));
  });
  return { ...checkpoint, state: { ...checkpoint.state, parameters } };
}
