import { signal } from "@preact/signals";
import type { ExperimentFigure } from "../../experiments/experimentFigure.ts";
import { type ExperimentRecord, parseRecord } from "../../experiments/record.ts";
import { experimentByName } from "../../experiments/registry.ts";
import { errorMessage } from "../../text/errorMessage.ts";

/** A record with its figures, or why it could not be opened; undefined while it is loaded. */
export type OpenedRecord =
  | { readonly record: ExperimentRecord; readonly drawings: readonly ExperimentFigure[] }
  | { readonly failed: string }
  | undefined;

/** The published records of experiments. */
export type Records = ReturnType<typeof createRecords>;

export function createRecords() {
  const opened = signal<Readonly<Record<string, OpenedRecord>>>({});
  const requested = new Set<string>();
  return {
    /** Records by the name of their experiment. */
    opened,
    /** Opens the record of an experiment, once; `opened` has it when it is there. */
    open(name: string): void {
      if (requested.has(name)) return;
      requested.add(name);
      const keep = (its: OpenedRecord) => {
        opened.value = { ...opened.value, [name]: its };
      };
      Promise.all([fetchRecord(name), experimentByName(name)?.figures() ?? []]).then(
        ([record, drawings]) => keep({ record, drawings }),
        (error: unknown) => {
          requested.delete(name);
          keep({ failed: errorMessage(error) });
        },
      );
    },
  };
}

async function fetchRecord(name: string): Promise<ExperimentRecord> {
  const response = await fetch(new URL(`records/${name}.json`, document.baseURI));
  if (!response.ok) throw new Error(`missing the record of ${name}: the server answered ${response.status}`);
  return parseRecord(await response.text());
}
