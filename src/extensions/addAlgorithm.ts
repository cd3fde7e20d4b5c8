import * as v from "valibot";
import { type Algorithm, parseId } from "../algorithms/algorithm.ts";
import { allAlgorithms, registerAlgorithm } from "../algorithms/algorithms.ts";
import { checkDefinition, fault, figureText, text } from "./checkDefinition.ts";
import { checkedLearner } from "./checkedLearner.ts";

const colour = v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/i, "must be a colour such as #8a6d3b"));

const styleSchema = v.object({
  name: figureText,
  label: figureText,
  dash: v.pipe(v.string(), v.regex(/^[\d .]*$/)),
  width: v.number(),
});

const definition = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z-]+$/, "must consist of lowercase letters and hyphens")),
  forms: v.pipe(v.array(figureText), v.minLength(1)),
  compared: v.optional(v.pipe(v.array(figureText), v.minLength(1, "must have an id"))),
  targets: v.optional(v.literal("classes", 'must be "classes" or absent')),
  colour: v.strictObject({ light: colour, dark: colour }),
  marker: v.picklist(["circle", "square", "diamond", "triangle", "ring", "cross", "plus", "bar", "none"]),
  glossary: v.array(v.tuple([text, text])),
  style: v.function(),
  engine: v.function(),
});

/**
 * Adds a reference algorithm to this process: from now on every comparison includes the ids in its `compared`, or its own id
 * if there are none. Throws one sentence if it is invalid; its id must be free.
 */
export function addAlgorithm(algorithm: Algorithm): void {
  checkDefinition("algorithm", definition, algorithm);
  const { id, forms } = algorithm;
  if (id === "transformer" || id === "truth" || allAlgorithms().some((each) => each.id === id))
    throw fault("algorithm", "id", `"${id}" is taken`);
  if (!algorithm.compared && !forms.includes(id))
    throw fault("algorithm", "compared", `must list ids to compare with, such as those of ${forms.join(", ")}`);
  const { colour, marker, glossary, targets, compared = [id] } = algorithm;
  const style = (values: readonly string[]) => {
    const drawn = algorithm.style(values);
    checkDefinition("algorithm", v.object({ style: styleSchema }), { style: drawn });
    return drawn;
  };
  for (const each of compared) {
    if (parseId(each).name !== id) throw fault("algorithm", "compared", `must be ids of ${id}, got ${each}`);
    style(parseId(each).values);
  }
  registerAlgorithm({
    ...{ id, forms, compared, colour, marker, glossary, style },
    ...(targets && { targets }),
    async engine() {
      const engine = await algorithm.engine();
      return {
        create(values, task, fullId) {
          const learner = engine.create(values, task, fullId);
          return learner && checkedLearner(`algorithm ${id}`, fullId.replaceAll(" ", ""), learner);
        },
      };
    },
  });
}
