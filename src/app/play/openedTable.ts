import { type Signal, signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { TableAnswer, TablePrompt, TableQuestion, TableReading } from "../../inspect/tablePrompt.ts";
import { deviationsOf } from "../../tasks/families.ts";
import { errorMessage } from "../../text/errorMessage.ts";
import { X_DOMAIN, Y_DOMAIN } from "../route/linePrompt.ts";
import type { PromptModel } from "../store/promptModel.ts";
import { words } from "../text/common.ts";
import { callOnce } from "../workers/callOnce.ts";

const MAX_BYTES = 20_000_000; // more is not even read

/** The parts beneath a prompt. */
export const playTabs = ["shrinkage", "table", "reads", "files"] as const;

/** The part that is shown: the table once one is opened. */
export const playTab = signal<(typeof playTabs)[number]>("shrinkage");

/** A table, and how it is to be read. */
type Table = Pick<TableQuestion, "source" | "options"> & { readonly name: string };

/** The table that was opened last, taken or not. */
export interface OpenedTable extends Table {
  readonly reading: TableReading | undefined; // none if it could not be read
  readonly View: typeof import("./csvPreview.tsx").CsvPreview;
}

export const openedTable = signal<OpenedTable | undefined>(undefined);

/** A prompt that was made from rows of the table. */
export interface TakenPrompt {
  readonly table: TablePrompt;
  readonly seed: number; // of its rows
  readonly exemplars: string; // as JSON
}

/** The prompt that was made of a table last; undefined if the last table gave none. */
export const takenPrompt = signal<TakenPrompt | undefined>(undefined);

/** The name of a column of the last table, and a domain of the figure in its numbers: of x₁…x_D, then of y. */
export interface ColumnUnits {
  readonly name: string;
  readonly domain: readonly [number, number];
}

/** The columns of the table as units of the axes, if one of the current exemplars is one of its rows; else undefined. */
export function unitsOf(exemplars: readonly unknown[], dim: number): readonly ColumnUnits[] | undefined {
  const taken = takenPrompt.value;
  if (!taken || taken.table.features.length !== dim) return undefined;
  const rows = new Set((JSON.parse(taken.exemplars) as unknown[]).map((row) => JSON.stringify(row)));
  if (!exemplars.some((each) => rows.has(JSON.stringify(each)))) return undefined;
  const { features, target, standards, scale } = taken.table;
  return [...features, target].map((name, k) => {
    const { mean, deviation } = standards[k] as TablePrompt["standards"][number];
    const [domain, factor] = k < dim ? [X_DOMAIN, deviation] : [Y_DOMAIN, deviation / scale];
    return { name, domain: [mean + factor * domain[0], mean + factor * domain[1]] };
  });
}

/** Which rows and columns are taken; the defaults if nothing is given. */
type Selection = Partial<Pick<TableQuestion, "seed" | "target" | "features">>;

interface TableState {
  readonly failed: Signal<string | undefined>; // why nothing was taken
  readonly accepted: Signal<TakenPrompt | undefined>;
  /** Reads a table and makes a prompt of its rows. */
  readonly take: (table: Table, selection?: Selection) => Promise<void>;
  /** Takes a prompt of a file. */
  readonly open: (file: File | undefined) => Promise<void>;
}

/** The prompt of the last table; the newest request counts. A failure is shown until the prompt changes. */
export function useTable(
  model: PromptModel,
  exemplars: string, // the current ones, as JSON
  onTake: (table: TablePrompt) => readonly unknown[], // makes its rows the current prompt, and returns them
): TableState {
  const failed = useSignal<string | undefined>(undefined);
  const accepted = takenPrompt;
  const latest = useRef(0);
  const take = async ({ name, source, options }: Table, { seed = 1, ...columns }: Selection = {}) => {
    failed.value = undefined;
    playTab.value = "table";
    if (openedTable.value?.source === source) openedTable.value = { ...openedTable.value, options }; // the next change builds on this one
    latest.current += 1;
    const requestId = latest.current;
    try {
      const { answer, View } = await readTable({ source, options, ...limitsOf(model), seed, ...columns });
      if (requestId !== latest.current) return; // another was opened since
      openedTable.value = { name, source, options, reading: answer.reading, View };
      if ("error" in answer) {
        accepted.value = undefined;
        failed.value = words.table.notOpened(name, answer.error);
      } else accepted.value = { table: answer.table, seed, exemplars: JSON.stringify(onTake(answer.table)) };
    } catch (error) {
      if (requestId === latest.current) failed.value = words.table.notOpened(name, errorMessage(error));
    }
  };
  const open = async (file: File | undefined) => {
    if (!file) return;
    playTab.value = "table";
    if (file.size > MAX_BYTES)
      failed.value = words.table.notOpened(file.name, words.table.tooLarge(file.size, MAX_BYTES));
    else await take({ name: file.name, source: new Uint8Array(await file.arrayBuffer()), options: {} });
  };
  useEffect(() => {
    failed.value = undefined; // the prompt has changed
  }, [exemplars]);
  return { failed, accepted, take, open };
}

/** What a transformer can be given: prompts like those that it was trained on. */
function limitsOf({ config: { prompts }, maxExemplars }: PromptModel) {
  const { dim } = prompts;
  const { tau, sigma } = deviationsOf(prompts);
  const scale = Math.sqrt(dim * tau ** 2 + sigma ** 2); // of a y in training
  return { dim, exemplars: maxExemplars, scale };
}

/** Reads a table beside the page, and loads what shows how it was read. */
async function readTable(question: TableQuestion) {
  const worker = new Worker(new URL("../../worker/tableWorker.ts", import.meta.url), { type: "module" });
  const [answer, { CsvPreview: View }] = await Promise.all([
    callOnce<TableAnswer>(worker, question),
    import("./csvPreview.tsx"),
  ]);
  return { answer, View };
}
