import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { withSettings } from "../../config/config.ts";
import { defaults } from "../../config/schema.ts";
import { controlTexts, dotsOf, shareText, valuesText } from "../../experiments/claimWords.ts";
import type { ExperimentFigure } from "../../experiments/experimentFigure.ts";
import type { RecordedClaim } from "../../experiments/judgeClaims.ts";
import type { ExperimentRecord, RunRecord } from "../../experiments/record.ts";
import { experimentByName } from "../../experiments/registry.ts";
import { claimDots, heightOfClaimDots } from "../../plots/claimDots.ts";
import type { Chosen } from "../../plots/figureChoice.ts";
import { Figure } from "../chart/figure.tsx";
import { StaticFigure } from "../chart/staticFigure.tsx";
import { CiteBox } from "../panels/citeBox.tsx";
import { LayerInspector } from "../panels/layerInspector.tsx";
import { TorchButtons } from "../panels/torchButtons.tsx";
import { navigate, route } from "../route/navigation.ts";
import { defaultPreset, formatRoute, persistentParts } from "../route/route.ts";
import { publishedParameters } from "../store/recordedRun.ts";
import { words } from "../text/common.ts";
import { GlossaryText } from "../ui/glossaryText.tsx";
import { FigureControls } from "./figureControls.tsx";

/** A figure of a record alone, with its controls and the way to the rest: for a frame in another page. */
export function EmbeddedFigure({
  record,
  drawing,
}: {
  readonly record: ExperimentRecord;
  readonly drawing: ExperimentFigure;
}) {
  const { about, experiment } = record;
  const { figures } = words;
  return (
    <>
      <h1 class="hidden">{about.title}</h1>
      <RecordFigure figure={drawing} record={record} />
      <p class="quiet">
        {about.title}, {figures.of(about.figure)} ·{" "}
        <a
          href={formatRoute({ ...persistentParts(route.value), view: "figures", experiment })}
          target="_blank"
          rel="noopener"
        >
          {figures.whole}
        </a>
      </p>
    </>
  );
}

/** One experiment: its question, figures, claims, the runs to train, the command. */
export function ExperimentView({
  record,
  drawings,
}: {
  readonly record: ExperimentRecord;
  readonly drawings: readonly ExperimentFigure[];
}) {
  const { experiment, about, runs } = record;
  const { figures } = words;
  const { notebook, terms, quote } = experimentByName(experiment) ?? {};
  const sha256 = useSha256(experiment);
  return (
    <>
      <h1>{about.title}</h1>
      <p class="lead">
        <GlossaryText text={about.question} /> <span class="quiet">({figures.of(about.figure)})</span>
      </p>
      {quote && (
        <blockquote class="quoted">
          <p>
            {figures.quote(quote.text)} <cite>({quote.source})</cite>
          </p>
          <p class="quiet">{quote.here}</p>
        </blockquote>
      )}
      <div class="figures">
        {drawings.map((figure) => (
          <RecordFigure key={figure.name} figure={figure} record={record} />
        ))}
      </div>
      {terms && (
        <section class="claims">
          <h2>{words.about.wordsHeading}</h2>
          <dl class="glossary">
            {terms.map(([term, meaning]) => (
              <div key={term}>
                <dt>{term}</dt>
                <dd>{meaning}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      <section class="claims">
        <h2>{figures.claims}</h2>
        {record.claims.map((claim) => (
          <Claim claim={claim} key={claim.id} />
        ))}
        <p class="quiet">{figures.scale(about.scale.here, about.scale.paper)}</p>
      </section>
      <TrainOne runs={runs} />
      {notebook && (
        <section class="claims">
          <h2>{figures.notebook}</h2>
          <p>
            <a href={words.about.notebookPath(notebook.file)}>{notebook.title}</a>
          </p>
        </section>
      )}
      <CiteBox experiment={experiment} {...(sha256 && { sha256 })} />
      <section class="claims">
        <h2>{figures.command}</h2>
        <pre>{`npm run -s icl -- reproduce ${experiment}\nnpm run -s icl -- reproduce ${experiment} --live\nnpm run -s icl -- claims ${experiment} --recompute`}</pre>
      </section>
    </>
  );
}

/** The SHA-256 of an experiment's record; empty until it is known, and where it cannot be loaded. */
function useSha256(experiment: string): string {
  const sha256 = useSignal("");
  useEffect(() => {
    import("virtual:record-summaries").then(
      ({ default: summaries }) => {
        sha256.value = summaries.find((summary) => summary.experiment === experiment)?.sha256 ?? "";
      },
      () => {}, // then figures and citation are without it
    );
  }, [experiment, sha256]);
  return sha256.value;
}

/** A figure of a record, with a slider for each thing that can be moved in it. */
function RecordFigure({ figure, record }: { readonly figure: ExperimentFigure; readonly record: ExperimentRecord }) {
  const { title, axis, choices, scales, oneSeed, all, rows, draw } = figure;
  const chosen = useSignal<Chosen>({});
  const { experiment, runs } = record;
  const recordSha256 = useSha256(experiment);
  const seeds = new Set(runs.map(({ settings }) => settings.seed ?? 1)).size > 1;
  return (
    <Figure
      name={title}
      axis={axis}
      height={420}
      logX={false}
      logY={true}
      scales={scales}
      {...(seeds && !oneSeed && { interval: words.figure.seeds })}
      embed={figure.name}
      draw={(options) => draw(record, options, chosen.value)}
      of={[record, chosen.value]}
      source={{
        rows: rows(record, chosen.value),
        from: { experiment, recordSha256, runs: runs.map(({ label }) => label).join(" ") },
      }}
    >
      {choices.length > 0 && <FigureControls choices={choices} rows={all(record)} chosen={chosen} />}
    </Figure>
  );
}

const MOST_BESIDE_DOTS = 4; // values in words, where all are drawn

function Claim({ claim }: { readonly claim: RecordedClaim }) {
  const { figures } = words;
  const { state, paper, wanted, bound, values, remark } = claim;
  const share = shareText(claim);
  const dots = dotsOf(claim);
  return (
    <dl class={state === "holds" ? "claim holds" : "claim"}>
      <dt>{figures.paper}</dt>
      <dd>{paper}</dd>
      <dt>{figures.bound}</dt>
      <dd>
        <span>
          <GlossaryText text={wanted} />
        </span>
        {bound && <span class="quiet remark">{figures.boundSet(bound)}</span>}
      </dd>
      <dt>{figures.measured}</dt>
      <dd>
        <strong class="state">{figures.states[state]}</strong>
        {values.length > 0 && `: ${valuesText(claim, dots && MOST_BESIDE_DOTS)}`}
        {share && <span class="quiet remark">{share}</span>}
        {dots && (
          <StaticFigure
            draw={(options) => claimDots(dots, figures.dots, options)}
            height={heightOfClaimDots(dots.length)}
            of={[claim]}
          />
        )}
        {remark && <span class="quiet remark">{remark}</span>}
      </dd>
      <dt>{figures.onControls}</dt>
      <dd>
        {controlTexts(claim).map((text) => (
          <span class="quiet remark" key={text}>
            {text}
          </span>
        ))}
      </dd>
    </dl>
  );
}

/** A run of the experiment, to be trained here with its own settings. */
function TrainOne({ runs }: { readonly runs: readonly RunRecord[] }) {
  const { figures } = words;
  const chosen = useSignal(runs[0]?.label ?? "");
  const run = runs.find(({ label }) => label === chosen.value) ?? runs[0];
  if (!run) return null;
  const train = () => navigate({ view: "train", preset: defaultPreset, config: withSettings(defaults, run.settings) });
  return (
    <>
      <section class="claims">
        <h2>{figures.controls}</h2>
        <div class="buttons">
          <select
            aria-label={figures.run}
            value={run.label}
            onChange={(event) => {
              chosen.value = event.currentTarget.value;
            }}
          >
            {runs.map(({ label }) => (
              <option key={label}>{label}</option>
            ))}
          </select>
          <button type="button" onClick={train}>
            {figures.train}
          </button>
          {run.published && (
            <a href={`records/runs/${run.label}.safetensors`} download>
              {figures.parameters}
            </a>
          )}
          {run.published && (
            <TorchButtons
              run={{ config: withSettings(defaults, run.settings), file: `${run.label}.safetensors`, rows: [] }}
            />
          )}
        </div>
        {!run.published && <p class="quiet">{figures.unpublished}</p>}
        <p class="quiet hash">{figures.trainedHash(run.trainedSha256)}</p>
      </section>
      {run.published && withSettings(defaults, run.settings).model.tokens === "interleaved" && (
        <LayerInspector
          key={run.label}
          of={run.label}
          lead={words.inside.lead}
          read={() => publishedParameters(run.label)}
          rows={run.rows}
        />
      )}
    </>
  );
}
