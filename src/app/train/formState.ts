import { computed, signal } from "@preact/signals";
import { type Config, ConfigError, getSetting, type Setting, withSettings } from "../../config/config.ts";
import { presetConfig } from "../../config/presets.ts";
import { address, go } from "../route/navigation.ts";
import { settingNamed } from "../route/settingInError.ts";

/** Texts as they were typed into the form, by path: "0." on the way to "0.5" must stay what it is. */
const typed = signal<Readonly<Record<string, string>>>({});

/** Why the form cannot be trained: the sentence, and the setting it is about. */
export interface Refusal {
  readonly sentence: string;
  readonly path: string | undefined; // undefined where it is about none
}

const tried = computed<{ readonly config: Config } | Refusal>(() => tryOut(address.value.config, typed.value));

/** The refusal of what stands in the form, where there is one. */
export const refusal = computed<Refusal | undefined>(() => ("config" in tried.value ? undefined : tried.value));

/** What stands in a field. */
export const fieldText = (path: string): string =>
  typed.value[path] ?? String(getSetting(address.value.config, path) as Setting);

/** Takes what was typed; the URL follows as soon as the whole form makes a config. */
export function type(path: string, text: string): void {
  const texts = { ...typed.value, [path]: text };
  const result = tryOut(address.value.config, texts);
  typed.value = texts;
  if ("config" in result) go({ config: result.config });
}

/** A field was left: what was typed there and holds is shown as the setting has it. */
export function leaveField(path: string): void {
  if (refusal.value) return;
  const { [path]: _, ...others } = typed.value;
  typed.value = others;
}

/** Takes all settings of a preset. */
export function takePreset(preset: string): void {
  typed.value = {};
  go({ preset, config: presetConfig(preset) });
}

function tryOut(base: Config, texts: Readonly<Record<string, string>>): { readonly config: Config } | Refusal {
  try {
    return { config: withSettings(base, texts) };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { sentence: error.message, path: settingNamed(error.message) };
  }
}

addEventListener("hashchange", () => {
  typed.value = {}; // another link was opened
});
