import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { TableOptions, TableReading } from "../../inspect/tablePrompt.ts";
import { csvText as words } from "./csvText.ts";

interface Props {
  readonly name: string; // of the table
  readonly reading: TableReading | undefined; // none if it could not be read
  readonly options: TableOptions;
  readonly isFile: boolean; // a text that was pasted has no encoding
  readonly onChange: (options: TableOptions) => void;
}

type Choice = "delimiter" | "decimal" | "thousands" | "header" | "encoding";
const CHOICES: readonly Choice[] = ["delimiter", "decimal", "thousands", "header", "encoding"];

/** How a table was read: in sentences, as its first rows, and with the options to read it otherwise. */
export function CsvPreview({ name, reading, options, isFile, onChange }: Props) {
  return (
    <details class="reading" open>
      <summary>{words.heading}</summary>
      {reading && (
        <ul class="quiet" aria-label={words.sentences}>
          {reading.sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      <fieldset class="buttons">
        <legend class="hidden">{words.heading}</legend>
        {CHOICES.filter((choice) => isFile || choice !== "encoding").map((choice) => (
          <OptionChoice key={choice} {...{ choice, options, reading, onChange }} />
        ))}
        <MissingMarks options={options} onChange={onChange} />
      </fieldset>
      {reading && <Preview name={name} reading={reading} />}
    </details>
  );
}

function OptionChoice({
  choice,
  options,
  reading,
  onChange,
}: Pick<Props, "options" | "reading" | "onChange"> & { readonly choice: Choice }) {
  const value = options[choice];
  const found = value === undefined && reading ? words.found(reading.found)[choice] : undefined;
  const { decimal, thousands } = options;
  const other = choice === "decimal" ? thousands : choice === "thousands" ? decimal : undefined;
  const label = words.labels[choice];
  return (
    <label>
      {label}{" "}
      <select
        aria-label={label}
        value={typeof value === "boolean" ? (value ? "yes" : "no") : (value ?? "")}
        onChange={({ currentTarget }) => onChange(changed(options, choice, currentTarget.value))}
      >
        <option value="">{words.automatic(found)}</option>
        {Object.entries(words.values[choice]).map(([mark, word]) => (
          <option key={mark} value={mark} disabled={mark === other}>
            {word}
          </option>
        ))}
      </select>
    </label>
  );
}

function changed(options: TableOptions, choice: Choice, value: string): TableOptions {
  const { [choice]: _, ...others } = options;
  if (value === "") return others;
  return { ...others, [choice]: choice === "header" ? value === "yes" : value };
}

function MissingMarks({ options, onChange }: Pick<Props, "options" | "onChange">) {
  const current = options.missing?.join(", ") ?? "";
  const text = useSignal(current);
  useEffect(() => {
    text.value = current;
  }, [current]);
  return (
    <label>
      {words.labels.missing}{" "}
      <input
        type="text"
        class="marks"
        placeholder={words.missingHint}
        value={text.value}
        onInput={({ currentTarget }) => {
          text.value = currentTarget.value;
        }}
        onChange={({ currentTarget }) => {
          const marks = currentTarget.value.split(",").map((mark) => mark.trim());
          const missing = marks.filter((mark) => mark !== "");
          const { missing: _, ...others } = options;
          onChange(missing.length > 0 ? { ...others, missing } : others);
        }}
      />
    </label>
  );
}

function Preview({ name, reading: { columns, preview, moreColumns } }: { name: string; reading: TableReading }) {
  const label = words.preview(name);
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard */}
      <section class="scrolls" aria-label={label} tabIndex={0}>
        <table>
          <caption class="hidden">{label}</caption>
          <thead>
            <tr>
              {columns.map((column, k) => (
                <th key={k} scope="col" class={column.notUsed ? "quiet" : undefined}>
                  {column.name}
                  <small>{column.notUsed ? words.notUsed(column.notUsed) : words.used}</small>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {preview.map((row, k) => (
              <tr key={k}>
                {row.map((cell, column) => (
                  <td key={column} class={columns[column]?.notUsed ? "quiet" : undefined}>
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {moreColumns > 0 && <p class="quiet">{words.more(moreColumns)}</p>}
    </>
  );
}
