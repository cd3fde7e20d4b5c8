import type { Config } from "../config/schema.ts";
import { invalidSetting } from "../config/schema.ts";
import { familyOf } from "../tasks/families.ts";

/** The Python modules that others import, by name. */
const modules: Readonly<Record<string, URL>> = {
  arguments: new URL("./arguments.py", import.meta.url),
  checkpoint_file: new URL("./checkpoint_file.py", import.meta.url),
  drawn_prompts: new URL("./drawn_prompts.py", import.meta.url),
  evaluation: new URL("./evaluation.py", import.meta.url),
  folder_lock: new URL("./folder_lock.py", import.meta.url),
  initial_parameters: new URL("./initial_parameters.py", import.meta.url),
  linear_prompts: new URL("./linear_prompts.py", import.meta.url),
  optimizer: new URL("./optimizer.py", import.meta.url),
  processes: new URL("./processes.py", import.meta.url),
  prompt_source: new URL("./prompt_source.py", import.meta.url),
  random_numbers: new URL("./random_numbers.py", import.meta.url),
  run_files: new URL("./run_files.py", import.meta.url),
  training: new URL("./training.py", import.meta.url),
  transformer: new URL("./transformer.py", import.meta.url),
};

/** Python files joined into one: its imports, and the bodies of the files. */
export interface JoinedPython {
  readonly imports: readonly string[];
  readonly bodies: readonly string[];
}

/** The Python file that draws the prompts of a config. Throws ConfigError if the task family has none. */
export function samplerOf({ prompts }: Config): URL {
  const { id, python } = familyOf(prompts);
  if (python) return python;
  throw invalidSetting("prompts.family", `"${id}" has no Python file that draws its prompts`);
}

/**
 * Joins Python files: first their external imports, each once, then their bodies, each after the modules that it imports.
 * `read` gives the text of a file.
 */
export async function joinPython(files: readonly URL[], read: (file: URL) => Promise<string>): Promise<JoinedPython> {
  const imports = new Set<string>();
  const bodies = new Map<string, string>();
  const add = async (file: URL): Promise<void> => {
    if (bodies.has(file.href)) return;
    bodies.set(file.href, ""); // prevents a second reading if modules import each other
    const lines = (await read(file)).replace(/^""".*"""\n/, "").split("\n");
    for (const line of lines.filter(isImport)) {
      const module = modules[/^from (\w+) import/.exec(line)?.[1] ?? ""];
      if (module) await add(module);
      else imports.add(line);
    }
    bodies.delete(file.href);
    bodies.set(
      file.href,
      lines
        .filter((line) => !isImport(line))
        .join("\n")
        .trim(),
    );
  };
  for (const file of files) await add(file);
  return { imports: [...imports], bodies: [...bodies.values()] };
}

const isImport = (line: string) => /^(import|from) /.test(line);
