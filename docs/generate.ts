import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { words } from "../src/app/text/common.ts";
import { claimTable } from "../src/cli/claimText.ts";
import { costFigure } from "../src/cli/costs/costFigure.ts";
import { parseCosts } from "../src/cli/costs/costResult.ts";
import { costTables } from "../src/cli/costs/costTables.ts";
import { makeDocument, size } from "../src/cli/figures.ts";
import { judgeRecord, readRecord } from "../src/cli/records.ts";
import { difference } from "../src/config/config.ts";
import { cost } from "../src/config/cost.ts";
import { presetConfig, presets } from "../src/config/presets.ts";
import { defaults } from "../src/config/schema.ts";
import { shareText } from "../src/experiments/claimWords.ts";
import { loadExperiment } from "../src/experiments/experiment.ts";
import type { ClaimResult } from "../src/experiments/judgeClaims.ts";
import { experiments } from "../src/experiments/registry.ts";
import { formatMeasured } from "../src/plots/parts/format.ts";
import { deviationsOf } from "../src/tasks/families.ts";

// `npm run docs` writes the tables of the documentation between their markers, from the code and the records.

const folder = new URL("./", import.meta.url);

const loaded = await Promise.all(experiments.map(loadExperiment));

/** Settings that have a column of their own. */
const COLUMNS = [
  "prompts.dim",
  "prompts.exemplars",
  "prompts.sigma",
  "model.layers",
  "model.hiddenSize",
  "model.heads",
  "training.steps",
];

const row = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |`;
const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]) =>
  [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n");

/** The experiments of the README's table. */
const ANSWERED = [
  ...["fit", "bayes", "phases", "probe", "capacity", "construction", "linear-attention", "flipped-labels"],
];

/** The values of a claim from the smallest to the largest, and the seeds that have it. */
function rangeText(claim: ClaimResult): string {
  const [low, high] = [Math.min(...claim.values), Math.max(...claim.values)].map(formatMeasured);
  const share = shareText(claim);
  return `${low === high ? low : `${low} to ${high}`}${share && `; ${share}`}`;
}

/** The saved measurement of `icl costs`; undefined if there is none. */
function savedCosts() {
  const file = new URL("costs.json", folder);
  return existsSync(file) ? parseCosts(readFileSync(file, "utf8")) : undefined;
}

const tables: Readonly<Record<string, () => string>> = {
  costs() {
    const saved = savedCosts();
    return saved
      ? `${costTables(saved)}\n\n![Time of a training step as each size grows alone](costs.svg)`
      : "No measurement is saved yet.";
  },
  claims: () =>
    claimTable(
      loaded.map((experiment) => ({ experiment, results: judgeRecord(experiment, readRecord(experiment)) })),
    ).trimEnd(),
  answers: () => {
    const asked = loaded.filter(({ name }) => ANSWERED.includes(name));
    const rows = asked.map((experiment) => {
      const [first] = judgeRecord(experiment, readRecord(experiment));
      if (!first) throw new Error(`invalid experiment ${experiment.name}: expected a claim`);
      const question = experiment.question.replace(/ \(.*\)$/, "");
      return [question, experiment.figure, `${first.wanted}: ${rangeText(first)}`, `**${first.state}**`];
    });
    return table(["question", "paper", "first claim, and what was measured", "here"], rows);
  },
  glossary: () => table(["word", "meaning"], words.about.glossary),
  presets: () =>
    table(
      ["preset", "", "D", "N", "σ", "L", "H", "K", "parameters", "steps", "other settings"],
      presets.map(({ name, title }) => {
        const config = presetConfig(name);
        const { dim, exemplars } = config.prompts;
        const { sigma } = deviationsOf(config.prompts);
        const { layers, hiddenSize, heads } = config.model;
        const others = Object.entries(difference(config, defaults)).filter(([path]) => !COLUMNS.includes(path));
        return [
          `\`${name}\``,
          title,
          dim,
          exemplars,
          Number(sigma.toPrecision(3)),
          layers,
          hiddenSize,
          heads,
          cost(config).parameters.toLocaleString("en"),
          config.training.steps.toLocaleString("en"),
          others.map(([path, value]) => `\`${path.replace(/^\w+\./, "")}=${value}\``).join(" "),
        ];
      }),
    ),
};

/** The names of the pages in docs. */
export const pages = (): string[] => readdirSync(folder).filter((name) => name.endsWith(".md"));

/** The pages that may have tables, as seen from docs. */
export const pagesWithTables = (): string[] => [...pages(), "../README.md"];

/** A page as it should be: every table between `<!-- generated: name -->` and `<!-- end -->` written anew. */
export function generated(page: string): string {
  const text = readFileSync(new URL(page, folder), "utf8");
  return text.replace(/(<!-- generated: (\w+) -->\n)[\s\S]*?(<!-- end -->)/g, (_, begin, name, end) => {
    const write = tables[name];
    if (!write) throw new Error(`unknown table ${name} in ${page}: expected one of ${Object.keys(tables)}`);
    return `${begin}${write()}\n${end}`;
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const page of pagesWithTables()) writeFileSync(new URL(page, folder), generated(page));
  const saved = savedCosts();
  const figure = saved && costFigure(saved, { ...size, document: makeDocument() });
  if (figure) writeFileSync(new URL("costs.svg", folder), `${figure.node.outerHTML}\n`);
}
