import { useEffect, useRef } from "preact/hooks";
import type { TablePrompt } from "../../inspect/tablePrompt.ts";
import type { PromptModel } from "../store/promptModel.ts";
import { words } from "../text/common.ts";
import { isLocked } from "../ui/lessonPart.tsx";
import { openedTable, useTable } from "./openedTable.ts";

interface Props<Exemplar> {
  readonly model: PromptModel;
  readonly prompt: readonly Exemplar[];
  readonly toExemplar: (x: Float32Array, y: number) => Exemplar;
  readonly onTake: (exemplars: readonly Exemplar[]) => void;
}

/** A visitor's own numbers as the prompt: a CSV opened, dropped or pasted; how it is read, which columns, and which rows. */
export function CsvImport<Exemplar>({ model, prompt, toExemplar, onTake }: Props<Exemplar>) {
  const { dim } = model.config.prompts;
  const locked = isLocked("table");
  const exemplars = JSON.stringify(prompt);
  const takeRows = ({ x, y }: TablePrompt) => {
    const rows = [...y].map((each, k) => toExemplar(x.subarray(k * dim, (k + 1) * dim), each));
    onTake(rows);
    return rows;
  };
  const { failed, accepted, take, open } = useTable(model, exemplars, takeRows);
  usePasteAndDrop(locked, (source) => void take({ name: words.table.pasted, source, options: {} }), open);
  const now = accepted.value?.table.features.length === dim ? accepted.value : undefined;
  const opened = openedTable.value;
  return (
    <section class="claims">
      <h2>{words.table.heading}</h2>
      <FileButton locked={locked} onOpen={open} />
      {failed.value && <ImportError text={failed.value} />}
      {now && opened && (
        <>
          <ColumnChoices
            table={now.table}
            onChoose={(columns) => void take(opened, { seed: now.seed, ...columns })}
            onOthers={({ target, features }) => void take(opened, { seed: now.seed + 1, target, features })}
          />
          <p class="quiet" role="status">
            {words.table.summary(opened.name, now.table)}
            {exemplars !== now.exemplars && ` ${words.table.moved}`}
          </p>
        </>
      )}
      {opened && (
        <opened.View
          name={opened.name}
          reading={opened.reading}
          options={opened.options}
          isFile={typeof opened.source !== "string"}
          onChange={(options) => void take({ ...opened, options })}
        />
      )}
    </section>
  );
}

/** Takes texts that are pasted and files that are dropped anywhere on the page, unless it is locked. */
function usePasteAndDrop(
  locked: boolean,
  onText: (text: string) => void,
  onFile: (file: File | undefined) => Promise<void>,
): void {
  useEffect(() => {
    if (locked) return;
    const onPaste = (event: ClipboardEvent) => {
      if (event.target instanceof HTMLInputElement && event.target.type === "text") return;
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (text.trim() === "") return;
      event.preventDefault();
      onText(text);
    };
    const onDrag = (event: DragEvent) => event.preventDefault();
    const onDrop = (event: DragEvent) => {
      event.preventDefault();
      void onFile(event.dataTransfer?.files[0]);
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
}

function FileButton({
  locked,
  onOpen,
}: {
  readonly locked: boolean;
  readonly onOpen: (file: File | undefined) => Promise<void>;
}) {
  return (
    <p class="buttons">
      <label class={locked ? "file off" : "file"}>
        {words.table.open}
        <input
          type="file"
          accept=".csv,.tsv,.txt,.dat,.data,.gz,text/csv,text/tab-separated-values,text/plain,application/gzip"
          onChange={async ({ currentTarget: input }) => {
            await onOpen(input.files?.[0]);
            input.value = ""; // the same file may be chosen again
          }}
        />
      </label>
      {!locked && <span class="quiet">{words.table.drop}</span>}
    </p>
  );
}

/** Why a table was not opened, scrolled into view. */
function ImportError({ text }: { readonly text: string }) {
  const alert = useRef<HTMLParagraphElement>(null);
  useEffect(() => alert.current?.scrollIntoView({ block: "nearest" }), [text]);
  return (
    <p class="wrong" role="alert" ref={alert}>
      {text}
    </p>
  );
}

/** The columns of a prompt. */
type Columns = Pick<TablePrompt, "target" | "features">;

/** Which columns are y and x, and other rows of them. */
function ColumnChoices({
  table: { columns, target, features },
  onChoose,
  onOthers,
}: {
  readonly table: TablePrompt;
  readonly onChoose: (columns: Columns) => void;
  readonly onOthers: (columns: Columns) => void;
}) {
  return (
    <div class="buttons">
      <ColumnChoice
        label={words.table.target}
        columns={columns}
        value={target}
        onChoose={(name) =>
          onChoose({
            target: name,
            features: features.map((each) => (each === name ? target : each)), // they change places
          })
        }
      />
      {features.map((feature, k) => (
        <ColumnChoice
          key={k}
          label={words.table.feature(k, features.length)}
          columns={columns.filter((name) => name === feature || (name !== target && !features.includes(name)))}
          value={feature}
          onChoose={(name) =>
            onChoose({ target, features: features.map((each, other) => (other === k ? name : each)) })
          }
        />
      ))}
      <button type="button" onClick={() => onOthers({ target, features })}>
        {words.table.others}
      </button>
    </div>
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
