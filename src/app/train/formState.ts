import { computed, signal } from "@preact/signals";
import { paths, settingOrDefault, settingRange, withSettings } from "../../config/config.ts";
import { assertFitsInMemory } from "../../config/memory.ts";
import { presetConfig } from "../../config/presets.ts";
import { relevantPaths } from "../../config/relevantPaths.ts";
import { type Config, ConfigError, type Setting } from "../../config/schema.ts";
import { type Choice, withChoice } from "../../config/withChoice.ts";
import { familyById } from "../../tasks/families.ts";
import { navigate, route } from "../route/navigation.ts";

/** The setting that determines which other settings the prompts have. */
export const FAMILY = "prompts.family";

/** Texts as they were entered in the form, by path: "0." on the way to "0.5" must stay what it is. */
const entered = signal<Readonly<Record<string, string>>>({});

/** Settings that changed with the last choice of an option, by path. */
export const changedAlong = signal<Readonly<Record<string, Setting>>>({});

/** Why the form cannot be trained: the sentence, and the setting it is about. */
export interface FieldError {
  readonly sentence: string;
  readonly path: string | undefined; // undefined if it is about none
}

const parsed = computed<{ readonly config: Config } | FieldError>(() => parse(route.value.config, entered.value));

/** The error of the form's values, if there is one. */
export const fieldError = computed<FieldError | undefined>(() => ("config" in parsed.value ? undefined : parsed.value));

/** The task family chosen in the form, even if the form is not valid yet. */
export const chosenFamily = computed<string>(() => entered.value[FAMILY] ?? route.value.config.prompts.family);

/** The paths of the settings in the form: those with an effect, of the prompts those of the chosen family. */
export const formPaths = computed<readonly string[]>(() => {
  const { config } = route.value;
  const family = familyById(chosenFamily.value);
  if (!family || family.id === config.prompts.family) return relevantPaths(config);
  const ofPrompts = [FAMILY, ...Object.keys(family.settings).map((name) => `prompts.${name}`)];
  return [...ofPrompts, ...paths().filter((path) => !path.startsWith("prompts."))];
});

/** The text of a field. */
export const fieldText = (path: string): string =>
  entered.value[path] ?? String(settingOrDefault(route.value.config, path));

/** Takes a text that was entered. The URL changes once the whole form makes a config. */
export function input(path: string, text: string): void {
  changedAlong.value = {};
  if (settingRange(path).kind === "oneOf" && choose(path, text)) return;
  const others = path === FAMILY ? withoutPrompts(entered.value) : entered.value; // it has settings of its own
  const texts = { ...others, [path]: text };
  const result = parse(route.value.config, texts);
  entered.value = texts;
  if ("config" in result) navigate({ config: result.config });
}

/** Chooses an option, and the settings that must change with it. Returns whether there is a config with it. */
function choose(path: string, option: string): boolean {
  const choice = choiceOf(path, option);
  if (!choice) return false;
  const { config, changed } = choice;
  const others = path === FAMILY ? withoutPrompts(entered.value) : entered.value;
  const texts = Object.fromEntries(Object.entries(others).filter(([each]) => each !== path && !(each in changed)));
  const result = parse(config, texts);
  entered.value = texts;
  changedAlong.value = changed;
  navigate({ config: "config" in result ? result.config : config });
  return true;
}

function choiceOf(path: string, option: string): Choice | undefined {
  try {
    return withChoice(route.value.config, path, option);
  } catch (error) {
    if (error instanceof ConfigError) return undefined; // the field shows why
    throw error;
  }
}

const withoutPrompts = (texts: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(texts).filter(([path]) => !path.startsWith("prompts.")));

/** A field lost focus: a valid text is shown as the setting has it. */
export function blur(path: string): void {
  if (fieldError.value) return;
  const { [path]: _, ...others } = entered.value;
  entered.value = others;
}

/** Shows the settings as they are, without the texts that were entered. */
export function clearForm(): void {
  entered.value = {};
  changedAlong.value = {};
}

/** Takes all settings of a preset. */
export function applyPreset(preset: string): void {
  clearForm();
  navigate({ preset, config: presetConfig(preset) });
}

function parse(base: Config, texts: Readonly<Record<string, string>>): { readonly config: Config } | FieldError {
  try {
    const config = withSettings(base, texts);
    assertFitsInMemory(config);
    return { config };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { sentence: error.message, path: error.path };
  }
}
