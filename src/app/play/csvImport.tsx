import { signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Config } from "../../config/schema.ts";
import type { TableAnswer, TablePrompt, TableQuestion, TableReading } from "../../inspect/tablePrompt.ts";
import { deviationsOf } from "../../tasks/families.ts";
import { words } from "../text/common.ts";
import { callOnce } from "../workers/callOnce.ts";

interface Props {
  readonly prompts: Config["prompts"]; // that the transformer was trained on
  readonly maxExemplars: number; // exemplars that it can be given
  readonly locked: boolean; // whether nothing may be pasted or dropped
  readonly inHand: readonly unknown[]; // the exemplars
  readonly onTake: (table: TablePrompt) => readonly unknown[]; // puts its rows in hand, and gives those
}

const MAX_BYTES = 20_000_000; // more is not even read

/** The table that was opened last, taken or not. */
interface Opened {
  readonly name: string;
  readonly source: TableQuestion["source"];
  readonly options: TableQuestion["options"];
  readonly reading: TableReading | undefined; // none if it could not be read
  readonly View: typeof import("./csvPreview.tsx").CsvPreview;
}

const opened = signal<Opened | undefined>(undefined);

/** A visitor's own numbers as the prompt: a CSV opened, dropped or pasted; how it is read, which columns, and which rows. */
export function CsvImport({ prompts, maxExemplars: max, locked, inHand, onTake }: Props) {
  const failed = useSignal<string | undefined>(undefined);
  const shown = useSignal<{ readonly table: TablePrompt; readonly seed: number; readonly taken: string } | undefined>(
    undefined,
  );
  const { dim } = prompts;
  const { tau, sigma } = deviationsOf(prompts);
  const latestTake = useRef(0);
  const take = async (
    { name, source, options = {} }: Pick<Opened, "name" | "source"> & Partial<Opened>,
    { seed = 1, ...columns }: Partial<Pick<TableQuestion, "seed" | "target" | "features">> = {},
  ) => {
    const scale = Math.sqrt(dim * tau ** 2 + sigma ** 2); // of a y in training
    const question: TableQuestion = { source, options, dim, exemplars: max, scale, seed, ...columns };
    failed.value = undefined;
    if (opened.value?.source === source) opened.value = { ...opened.value, options }; // the next change builds on this one
    latestTake.current += 1;
    const mine = latestTake.current;
    try {
      const worker = new Worker(new URL("../../worker/tableWorker.ts", import.meta.url), { type: "module" });
      const [answer, { CsvPreview: View }] = await Promise.all([
        callOnce<TableAnswer>(worker, question),
        import("./csvPreview.tsx"),
      ]);
      if (mine !== latestTake.current) return; // another was opened since
      opened.value = { name, source, options, reading: answer.reading, View };
      if ("refused" in answer) {
        shown.value = undefined;
        failed.value = words.table.refused(name, answer.refused);
      } else shown.value = { table: answer.table, seed, taken: JSON.stringify(onTake(answer.table)) };
    } catch (error) {
      if (mine === latestTake.current)
        failed.value = words.table.refused(name, error instanceof Error ? error.message : String(error));
    }
  };
  const open = async (file: File | undefined) => {
    if (!file) return;
    if (file.size > MAX_BYTES)
      failed.value = words.table.refused(file.name, words.table.tooLarge(file.size, MAX_BYTES));
    else await take({ name: file.name, source: new Uint8Array(await file.arrayBuffer()) });
  };
  const latest = { open, take };
  const exemplars = JSON.stringify(inHand);
  useEffect(() => {
    failed.value = undefined; // what is in hand is another
  }, [exemplars]);
  const alert = useRef<HTMLParagraphElement>(null);
  useEffect(() => alert.current?.scrollIntoView({ block: "nearest" }), [failed.value]);
  useEffect(() => {
    if (locked) return;
    const onPaste = (event: ClipboardEvent) => {
      if (event.target instanceof HTMLInputElement && event.target.type === "text") return;
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (text.trim() === "") return;
      event.preventDefault();
      void latest.take({ name: words.table.pasted, source: text });
    };
    const onDrag = (event: DragEvent) => event.preventDefault();
    const onDrop = (event: DragEvent) => {
      event.preventDefault();
      void latest.open(event.dataTransfer?.files[0]);
    };
    addEventListener("paste", onPaste);
    addEventListener("dragover", onDrag);
    addEventListener("drop", onDrop);
    return () => {
      removeEventListener("paste", onPaste);
      removeEventListener("dragover", onDrag);
      removeEventListener("drop", onDrop);
    };
  });
  const now = shown.value;
  const again = opened.value;
  return (
    <section class="claims own">
      <h2>{words.table.heading}</h2>
      <p class="buttons">
        <label class={locked ? "file off" : "file"}>
          {words.table.open}
          <input
            type="file"
            accept=".csv,.tsv,.txt,.dat,.data,.gz,text/csv,text/tab-separated-values,text/plain,application/gzip"
            onChange={async ({ currentTarget: input }) => {
              await open(input.files?.[0]);
              input.value = ""; // the same file may be chosen again
            }}
          />
        </label>
        {!locked && <span class="quiet">{words.table.drop}</span>}
      </p>
      {failed.value && (
        <p class="wrong" role="alert" ref={alert}>
          {failed.value}
        </p>
      )}
      {now && again && (
        <>
          <div class="buttons">
            <ColumnChoice
              label={words.table.target}
              columns={now.table.columns}
              value={now.table.target}
              onChoose={(target) =>
                void take(again, {
                  seed: now.seed,
                  target,
                  features: now.table.features.map((each) => (each === target ? now.table.target : each)), // they change places
                })
              }
            />
            {now.table.features.map((feature, k) => (
              <ColumnChoice
                key={k}
                label={words.table.feature(k, dim)}
                columns={now.table.columns.filter(
                  (name) => name === feature || (name !== now.table.target && !now.table.features.includes(name)),
                )}
                value={feature}
                onChoose={(name) =>
                  void take(again, {
                    seed: now.seed,
                    target: now.table.target,
                    features: now.table.features.map((each, other) => (other === k ? name : each)),
                  })
                }
              />
            ))}
            <button
              type="button"
              onClick={() =>
                void take(again, {
                  seed: now.seed + 1,
                  target: now.table.target,
                  features: now.table.features,
                })
              }
            >
              {words.table.others}
            </button>
          </div>
          <p class="quiet" role="status">
            {words.table.told(again.name, now.table)}
            {exemplars !== now.taken && ` ${words.table.moved}`}
          </p>
        </>
      )}
      {again && (
        <again.View
          name={again.name}
          reading={again.reading}
          options={again.options}
          isFile={typeof again.source !== "string"}
          onChange={(options) => void take({ ...again, options })}
        />
      )}
    </section>
  );
}

function ColumnChoice({
  label,
  columns,
  value,
  onChoose,
}: {
  readonly label: string;
  readonly columns: readonly string[];
  readonly value: string;
  readonly onChoose: (name: string) => void;
}) {
  return (
    <label>
      {label}{" "}
      <select aria-label={label} value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {columns.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  );
}
