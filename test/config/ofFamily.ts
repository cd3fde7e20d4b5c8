import { defaults, type Setting } from "../../src/config/schema.ts";
import { familyById } from "../../src/tasks/families.ts";
import { taskFamilies } from "../../src/tasks/tasks.ts";

/** Of settings by name or path those that the family has which they name, the default's if they name none. */
export function ofFamily<T extends Setting>(settings: Readonly<Record<string, T>>): Record<string, T> {
  const id = settings.family ?? settings["prompts.family"] ?? defaults.prompts.family;
  const own = familyById(id)?.settings ?? {};
  const isForeign = (name: string) => !(name in own) && taskFamilies.some((each) => name in each.settings);
  return Object.fromEntries(Object.entries(settings).filter(([path]) => !isForeign(path.replace(/^prompts\./, ""))));
}
