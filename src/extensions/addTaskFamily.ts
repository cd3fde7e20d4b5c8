import * as v from "valibot";
import { defaults } from "../config/schema.ts";
import { allFamilies, registerFamily } from "../tasks/families.ts";
import type { SettingDefinition, SettingDefinitions, SettingsOf } from "../tasks/setting.ts";
import type { Conflict, TaskFamily } from "../tasks/taskFamily.ts";
import { checkDefinition, fault, text } from "./checkDefinition.ts";
import { withCheckedEngine } from "./checkedEngine.ts";

const words = { label: text, hint: text };

const numberSetting = v.pipe(
  v.strictObject({
    kind: v.literal("number"),
    whole: v.boolean(),
    min: v.pipe(v.number(), v.finite()),
    max: v.pipe(v.number(), v.finite()),
    default: v.number(),
    ...words,
  }),
  v.check(({ min, max, default: value }) => min <= value && value <= max, "must have a default from min to max"),
  v.check(
    ({ whole, min, max, default: value }) => !whole || [min, max, value].every(Number.isInteger),
    "must have min, max and default that are whole numbers",
  ),
);

const choiceSetting = v.pipe(
  v.strictObject({
    kind: v.literal("oneOf"),
    options: v.pipe(v.array(text), v.minLength(1)),
    default: text,
    ...words,
  }),
  v.check((setting) => setting.options.includes(setting.default), "must have one of its options as default"),
);

const definition = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]*$/, "must consist of lowercase letters, digits and hyphens")),
  name: v.optional(text),
  hint: text,
  settings: v.record(
    v.pipe(v.string(), v.regex(/^[a-z][A-Za-z0-9]*$/, "must be a name such as nonzero")),
    v.variant("kind", [numberSetting, choiceSetting]),
  ),
  labels: v.literal("scalar", 'must be "scalar"'),
  glossary: v.array(v.tuple([text, text])),
  conflicts: v.optional(v.function()),
  scale: v.function(),
  compared: v.function(),
  tuned: v.optional(v.record(v.string(), v.union([v.number(), v.string()]))),
  python: v.optional(v.instance(URL)),
  engine: v.function(),
});

/**
 * Adds a task family to this process: from now on configs may name it. The result of its `sample` is checked too.
 * Throws one sentence if it is invalid; its id and setting names must be free, and its labels must be numbers.
 */
export function addTaskFamily(family: TaskFamily): void {
  checkDefinition("task family", definition, family);
  const { id, settings } = family;
  if (allFamilies().some((each) => each.id === id)) throw fault("task family", "id", `"${id}" is taken`);
  for (const name of ["dim", "exemplars"]) {
    const setting = settings[name];
    if (setting?.kind !== "number" || !setting.whole || setting.min < 1)
      throw fault("task family", `settings.${name}`, "must be a whole number of at least 1");
  }
  for (const [name, setting] of Object.entries(settings)) checkName(name, setting);
  const values = Object.fromEntries(Object.entries(settings).map(([name, setting]) => [name, setting.default]));
  const scale: unknown = family.scale(values);
  if (!(typeof scale === "number" && scale > 0 && scale < Number.POSITIVE_INFINITY))
    throw fault("task family", "scale", `must give a number above 0 for the defaults, got ${String(scale)}`);
  const compared = (promptSettings: typeof values) => checkCompared(family.compared(promptSettings));
  compared(values);
  for (const name of Object.keys(family.tuned ?? {}))
    if (!Object.hasOwn(settings, name) || name === "dim" || name === "exemplars")
      throw fault("task family", `tuned.${name}`, "must be a setting, and neither dim nor exemplars");
  const { name, hint, labels, glossary, tuned, python } = family;
  registerFamily(
    withCheckedEngine({
      ...{ id, hint, settings, labels, glossary, compared },
      ...(name !== undefined && { name }),
      ...(tuned && { tuned }),
      ...(python && { python }),
      ...(family.conflicts && { conflicts: (promptSettings) => checkedConflict(family, promptSettings) }),
      scale: (promptSettings) => family.scale(promptSettings),
      engine: () => family.engine(),
    }),
  );
}

/** The conflict that a family reports, checked. */
function checkedConflict(family: TaskFamily, promptSettings: SettingsOf<SettingDefinitions>): Conflict | undefined {
  const conflict: unknown = family.conflicts?.(promptSettings);
  if (conflict === undefined || v.is(conflictSchema, conflict)) return conflict;
  throw fault("task family", "conflicts", 'must give undefined, or { setting, problem } such as "must be even, got 3"');
}

const conflictSchema = v.object({ setting: text, problem: text });

/** The ids of the compared algorithms, checked. */
function checkCompared(ids: unknown): readonly string[] {
  if (Array.isArray(ids) && ids.every((each) => typeof each === "string") && ids.includes("ols")) return ids;
  throw fault("task family", "compared", 'must give ids of algorithms, including "ols"');
}

/** Throws for a name that another setting has. */
function checkName(name: string, setting: SettingDefinition): void {
  const { model, training, evaluation } = defaults;
  const elsewhere = ["family", "seed", ...[model, training, evaluation].flatMap((group) => Object.keys(group))];
  if (name in {}) throw fault("task family", `settings.${name}`, "is reserved by JavaScript");
  if (elsewhere.includes(name)) throw fault("task family", `settings.${name}`, "is a setting of every config");
  const other = allFamilies().find((each) => Object.hasOwn(each.settings, name));
  const kindOf = (each: SettingDefinition | undefined) =>
    each?.kind === "number" ? `number, ${each.whole ? "whole" : "real"}` : each?.options.join();
  if (other && kindOf(other.settings[name]) !== kindOf(setting))
    throw fault("task family", `settings.${name}`, `is another kind of setting in the task family ${other.id}`);
}
