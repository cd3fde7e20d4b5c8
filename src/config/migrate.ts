import { allFamilies, familyById } from "../tasks/families.ts";
import { parseConfig } from "./config.ts";
import type { Config } from "./schema.ts";

/**
 * A config out of a file, of this version or an older one. Version 0.1 wrote the settings of every family into every
 * config: those foreign to its own family are left out, for they never had an effect. Throws ConfigError.
 */
export const parseStoredConfig = (input: unknown): Config => parseConfig(withoutForeign(input));

function withoutForeign(input: unknown): unknown {
  if (typeof input !== "object" || input === null || !("prompts" in input)) return input;
  const { prompts } = input;
  if (typeof prompts !== "object" || prompts === null || Array.isArray(prompts)) return input;
  const family = familyById("family" in prompts ? prompts.family : "linear");
  if (!family) return input;
  const isForeign = (name: string) =>
    !(name in family.settings) && allFamilies().some(({ settings }) => Object.hasOwn(settings, name));
  return { ...input, prompts: Object.fromEntries(Object.entries(prompts).filter(([name]) => !isForeign(name))) };
}
