import { describe, expect, it } from "vitest";
import type { Algorithm } from "../../src/algorithms/algorithm.ts";
import { ols } from "../../src/algorithms/ols.engine.ts";
import { parseConfig, withSettings } from "../../src/config/config.ts";
import { defaults } from "../../src/config/schema.ts";
import { addAlgorithm } from "../../src/extensions/addAlgorithm.ts";
import { addTaskFamily } from "../../src/extensions/addTaskFamily.ts";
import { drawPrompts } from "../../src/prompts/drawPrompts.ts";
import type { PromptBatch } from "../../src/prompts/prompt.ts";
import { allFamilies, comparedWith } from "../../src/tasks/families.ts";
import { learnerById } from "../../src/tasks/learnerById.ts";
import { bayes } from "../../src/tasks/linear.bayes.ts";
import { samplePrompts } from "../../src/tasks/samplePrompts.ts";
import { integer, oneOf, shared } from "../../src/tasks/setting.ts";
import type { TaskFamily } from "../../src/tasks/taskFamily.ts";
import type { PromptSettings } from "../../src/tasks/tasks.ts";

const stream = { seed: 1, label: "data", first: 0 };

/** A family that is valid, but for what is changed. */
const family = (changes: object = {}): TaskFamily =>
  ({
    id: "shifted",
    hint: "y = wᵀx",
    settings: {
      ...shared,
      shift: integer({ min: 0, max: 9, default: 2, label: "Shift", hint: "added to every weight" }),
    },
    labels: "scalar",
    scale: ({ dim }: { dim: number }) => dim,
    compared: () => ["zero", "ols"],
    glossary: [],
    engine: async () => ({
      sample: (
        { shift, ...shape }: { shift: number; dim: number; exemplars: number; sigma: number },
        from: typeof stream,
        prompts: number,
      ) => drawPrompts(shape, from, prompts, (data, w) => w.set(w.map(() => shift + data.normal()))),
    }),
    ...changes,
  }) as TaskFamily;

const setting = (changes: object) => ({ settings: { ...shared, ...changes } });
const whole = (changes: object = {}) => ({
  ...integer({ min: 0, max: 9, default: 2, label: "a", hint: "b" }),
  ...changes,
});

describe("addTaskFamily", () => {
  it.each<[string, unknown, string]>([
    ["nothing", undefined, "it must be an object, got undefined"],
    ["an id with spaces", family({ id: "a b" }), 'id must consist of lowercase letters, digits and hyphens, got "a b"'],
    ["an id that is taken", family({ id: "linear" }), 'id "linear" is taken'],
    ["no engine", family({ engine: undefined }), "engine must be a function"],
    ["labels that are symbols", family({ labels: "symbol" }), 'labels must be "scalar", got "symbol"'],
    ["no dimension", family({ settings: {} }), "settings.dim must be a whole number of at least 1"],
    ["a key of another name", family({ conflict: () => undefined }), "conflict must be"],
    [
      "a whole setting of 2.5",
      family(setting({ a: whole({ default: 2.5 }) })),
      "settings.a must have min, max and default that are whole numbers",
    ],
    ["a default out of range", family(setting({ a: whole({ default: 10 }) })), "settings.a must have a default"],
    [
      "a choice without its default",
      family(setting({ a: { ...oneOf({ options: ["x"], default: "x", label: "a", hint: "b" }), default: "y" } })),
      "settings.a must have one of its options as default",
    ],
    ["tuned dimensions", family({ tuned: { dim: 7 } }), "tuned.dim must be a setting, and neither dim nor exemplars"],
    [
      "a setting called constructor",
      family(setting({ constructor: whole() })),
      "settings.constructor is reserved by JavaScript",
    ],
    ["a setting of the model", family(setting({ layers: whole() })), "settings.layers is a setting of every config"],
    [
      "a setting of another kind",
      family(setting({ spread: whole() })),
      "settings.spread is another kind of setting in the task family concept",
    ],
    ["a setting with a bad name", family(setting({ "a.b": whole() })), "must be a name such as nonzero"],
    ["a setting without a hint", family(setting({ a: whole({ hint: "" }) })), "settings.a.hint must be a text"],
    ["a scale that is no number", family({ scale: () => Number.NaN }), "scale must give a number above 0"],
    [
      "nothing to compare with",
      family({ compared: () => ["zero"] }),
      'compared must give ids of algorithms, including "ols"',
    ],
  ])("refuses %s in one sentence", (_, given, sentence) => {
    const before = allFamilies().length;
    let message = "";
    try {
      addTaskFamily(given as TaskFamily);
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toMatch(/^invalid task family: [^\n]+$/);
    expect(message).toContain(sentence);
    expect(allFamilies()).toHaveLength(before);
  });

  it("lets configs name the family, with its own settings and no others", async () => {
    addTaskFamily(family());
    const config = withSettings(defaults, { family: "shifted", shift: "3", dim: 2, exemplars: 4 });
    expect(config.prompts).toEqual({ family: "shifted", dim: 2, exemplars: 4, tau: 1, sigma: 0, shift: 3 });
    expect(() => withSettings(defaults, { family: "shifted", shift: 10 })).toThrow("invalid prompts.shift");
    expect(() => withSettings(defaults, { family: "shifted", nonzero: 1 })).toThrow("is a setting of prompts.family");
    expect(parseConfig(JSON.parse(JSON.stringify(config)))).toEqual(config);
    const batch = await samplePrompts(config.prompts, stream, 3);
    expect([batch.prompts, batch.exemplars, batch.dim]).toEqual([3, 4, 2]);
    expect(() => addTaskFamily(family())).toThrow('id "shifted" is taken');
  });

  it.each<[string, Partial<PromptBatch>, string]>([
    ["too few numbers", { x: new Float32Array(3) }, "expected x [B, N + 1, D] of 20 numbers, got 3"],
    ["other sizes", { exemplars: 9, x: new Float32Array(40), y: new Float32Array(20) }, "expected 2, 4, 2 prompts"],
    [
      "a number that is not finite",
      { y: new Float32Array(10).fill(Number.NaN) },
      "expected finite numbers in y, got NaN",
    ],
  ])("refuses prompts of %s", async (name, wrong, sentence) => {
    const id = `bad-${name.replaceAll(" ", "-")}`;
    const right = { prompts: 2, exemplars: 4, dim: 2, x: new Float32Array(20), y: new Float32Array(10) };
    addTaskFamily(family({ id, engine: async () => ({ sample: () => ({ ...right, ...wrong }) }) }));
    const settings = { family: id, dim: 2, exemplars: 4 } as unknown as PromptSettings;
    await expect(samplePrompts(settings, stream, 2)).rejects.toThrow(
      new RegExp(`^invalid task family ${id}: sample must give prompts: .*${sentence.replace(/[[\]+]/g, "\\$&")}`),
    );
  });
});

describe("the engine of a family from outside", () => {
  const added = (id: string, engine: object) => {
    addTaskFamily(family({ id, engine: async () => engine }));
    return { family: id, dim: 2, exemplars: 4, tau: 1, sigma: 0, shift: 0 } as unknown as PromptSettings;
  };
  const sample = ({ dim, exemplars }: { dim: number; exemplars: number }, from: typeof stream, prompts: number) =>
    drawPrompts({ dim, exemplars, sigma: 0 }, from, prompts, (data, w) => w.set(w.map(() => data.normal())));

  it.each<[string, object, string]>([
    ["without-sample", {}, "engine must give a function sample"],
    ["with-promise", { sample: async () => undefined }, "expected a batch, got a promise"],
    ["with-nothing", { sample: () => undefined }, "expected a batch, got undefined"],
  ])("is refused %s", async (id, engine, sentence) => {
    await expect(samplePrompts(added(id, engine), stream, 2)).rejects.toThrow(sentence);
  });

  it("keeps its own prompts if a sampler fills the same arrays again", async () => {
    const batch = { prompts: 1, exemplars: 4, dim: 2, x: new Float32Array(10), y: new Float32Array(5) };
    let count = 0;
    const settings = added("same-arrays", {
      sample: () => {
        count += 1;
        batch.y.fill(count);
        return batch;
      },
    });
    const first = await samplePrompts(settings, stream, 1);
    await samplePrompts(settings, stream, 1);
    expect([...first.y]).toEqual([1, 1, 1, 1, 1]);
  });

  it("keeps a Bayes predictor of a class, and checks its id", async () => {
    class Engine {
      sample = sample;
      bayes() {
        return bayes({ sigma: 0, tau: 1 });
      }
    }
    const settings = added("of-a-class", new Engine());
    expect((await learnerById("bayes", settings as never)).id).toBe("bayes");
    const wrong = added("of-another-id", { sample, bayes: () => ols() });
    await expect(learnerById("bayes", wrong as never)).rejects.toThrow(
      "engine must give a learner with the id bayes, got ols",
    );
  });
});

const algorithm = (changes: object = {}): Algorithm =>
  ({
    id: "last",
    forms: ["last"],
    colour: { light: "#8a6d3b", dark: "#b8925a" },
    marker: "plus",
    glossary: [],
    style: () => ({ name: "last y", label: "last", dash: "", width: 1 }),
    engine: async () => ({ create: () => ({ id: "last", predict: () => {}, predictQueries: () => {} }) }),
    ...changes,
  }) as unknown as Algorithm;

describe("addAlgorithm", () => {
  it.each<[string, unknown, string]>([
    ["a text", "ridge", "it must be an object"],
    ["an id that is taken", algorithm({ id: "ridge" }), 'id "ridge" is taken'],
    ["the transformer's id", algorithm({ id: "transformer" }), 'id "transformer" is taken'],
    ["a colour with a name", algorithm({ colour: { light: "red", dark: "red" } }), "colour.light must be a colour"],
    ["a marker that is none", algorithm({ marker: "star" }), "marker must be"],
    ["targets that are no classes", algorithm({ targets: "numbers" }), 'targets must be "classes" or absent'],
    ["an empty list to compare", algorithm({ compared: [] }), "compared must have an id"],
    ["values and nothing to compare", algorithm({ forms: ["last(k)"] }), "compared must list ids to compare with"],
  ])("refuses %s in one sentence", (_, given, sentence) => {
    expect(() => addAlgorithm(given as Algorithm)).toThrow(/^invalid algorithm: [^\n]+$/);
    expect(() => addAlgorithm(given as Algorithm)).toThrow(sentence);
  });

  it("refuses a learner of another id, and answers of another number", async () => {
    const engineOf = (learner: object) => ({ engine: async () => ({ create: () => learner }) });
    addAlgorithm(algorithm({ id: "thief", forms: ["thief"], ...engineOf({ id: "ols" }) }));
    await expect(learnerById("thief", { sigma: 0, tau: 1 })).rejects.toThrow(
      "invalid algorithm thief: engine must give a learner with the id thief, got ols",
    );
  });

  const predict = async ({ y }: PromptBatch) => new Float32Array(y.length);
  const predictQueries = async ({ dim }: PromptBatch, queries: Float32Array) => new Float32Array(queries.length / dim);
  it.each<[string, object, string]>([
    [
      "few",
      { predict: async () => new Float32Array(1), predictQueries },
      "predict [B, N + 1] must give 32 finite numbers as a Float32Array, got 1 numbers",
    ],
    ["plain", { predict: async () => [1, 2], predictQueries }, "as a Float32Array, got object"],
    ["nan", { predict: async ({ y }: PromptBatch) => y.map(() => Number.NaN), predictQueries }, "got NaN"],
    ["no-queries", { predict }, "predictQueries must be a function"],
    [
      "few-queries",
      { predict, predictQueries: async () => new Float32Array(3) },
      "predictQueries [B, M] must give 1 finite numbers",
    ],
  ])("refuses what the learner %s answers before anything is trained", async (id, learner, sentence) => {
    addAlgorithm(algorithm({ id, forms: [id], engine: async () => ({ create: () => ({ id, ...learner }) }) }));
    const batch = await samplePrompts(defaults.prompts, stream, 2);
    const asked = learnerById(id, { sigma: 0, tau: 1 }).then((found) => found.predict(batch));
    await expect(asked).rejects.toThrow(`invalid algorithm ${id}: `);
    await expect(asked).rejects.toThrow(sentence);
  });

  it("gives a learner copies, so that it changes nobody's prompts", async () => {
    const spoil = ({ x, y }: PromptBatch) => {
      x.fill(0);
      return y.fill(0);
    };
    const learner = { id: "spoil", predict: async (batch: PromptBatch) => spoil(batch), predictQueries };
    addAlgorithm(algorithm({ id: "spoil", forms: ["spoil"], engine: async () => ({ create: () => learner }) }));
    const batch = await samplePrompts(defaults.prompts, stream, 2);
    const before = structuredClone({ x: batch.x, y: batch.y });
    await (await learnerById("spoil", { sigma: 0, tau: 1 })).predict(batch);
    expect({ x: batch.x, y: batch.y }).toEqual(before);
  });

  it.each(["a < b", 'a "b"'])("refuses the name %j, which a figure cannot hold", (name) => {
    const style = () => ({ name, label: "a", dash: "", width: 1 });
    expect(() => addAlgorithm(algorithm({ id: "named", forms: ["named"], style }))).toThrow(
      "invalid algorithm: style.name must contain none of",
    );
  });

  it("makes learners of its ids, and puts it into every comparison", async () => {
    expect(comparedWith(defaults.prompts)).not.toContain("last");
    addAlgorithm(algorithm());
    expect(comparedWith(defaults.prompts)).toContain("last");
    expect((await learnerById("last", { sigma: 0, tau: 1 })).id).toBe("last");
    expect(() => addAlgorithm(algorithm())).toThrow('id "last" is taken');
  });
});
