import { signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { experiments } from "../../experiments/registry.ts";
import { errorMessage } from "../../text/errorMessage.ts";
import { StaticFigure } from "../chart/staticFigure.tsx";
import { route } from "../route/navigation.ts";
import type { RecordSummary } from "../runData/recordSummary.ts";
import { useStores } from "../store/stores.ts";
import { words } from "../text/common.ts";
import { GlossaryText } from "../ui/glossaryText.tsx";
import { Link } from "../ui/link.tsx";
import { Loading } from "../ui/loading.tsx";
import { EmbeddedFigure, ExperimentView } from "./experimentView.tsx";

/**
 * The texts of all cards, in teaching order. They come as one small file, so that no card moves when a record arrives. They are
 * the same for every page, so they are in no store.
 */
const summaries = signal<readonly RecordSummary[]>([]);

const loadSummaries = () =>
  import("virtual:record-summaries").then((loaded) => {
    const byName = new Map(loaded.default.map((summary) => [summary.experiment, summary]));
    summaries.value = experiments.flatMap(({ name }) => byName.get(name) ?? []);
  });

/** Is the paper right? Every experiment's figure, claims and record; one of them opened. */
export function FiguresView() {
  const { experiment } = route.value;
  const { records } = useStores();
  const failed = useSignal<string | undefined>(undefined);
  useEffect(() => {
    if (experiment !== undefined) records.open(experiment);
    else
      loadSummaries().catch((error: unknown) => {
        failed.value = errorMessage(error);
      });
  }, [experiment, failed, records]);
  if (experiment !== undefined) return <Opened name={experiment} key={experiment} />;
  return (
    <>
      <h1>{words.figures.heading}</h1>
      <p class="lead">
        <GlossaryText text={words.figures.lead} />
      </p>
      {failed.value !== undefined && (
        <p class="notice" role="alert">
          {words.figures.failed(failed.value)}
        </p>
      )}
      <ul class="gallery">
        {summaries.value.map((summary) => (
          <li key={summary.experiment}>
            <Card {...summary} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Opened({ name }: { readonly name: string }) {
  const opened = useStores().records.opened.value[name];
  const { embed } = route.value;
  if (embed !== undefined && opened && "record" in opened) {
    const { record, drawings } = opened;
    const alone = drawings.find((drawing) => drawing.name === embed);
    if (alone) return <EmbeddedFigure record={record} drawing={alone} />;
    const names = drawings.map((drawing) => drawing.name);
    return (
      <p class="notice" role="alert">
        {words.figures.noSuchFigure(embed, names)}
      </p>
    );
  }
  return (
    <>
      <p>
        <Link to={{ view: "figures" }}>← {words.figures.all}</Link>
      </p>
      {opened === undefined && <Loading text={words.figures.loading} />}
      {opened && "failed" in opened && (
        <p class="notice" role="alert">
          {words.figures.failed(opened.failed)}
        </p>
      )}
      {opened && "record" in opened && <ExperimentView {...opened} />}
    </>
  );
}

const THUMBNAIL_HEIGHT = 260; // px
const NEAR = "400px"; // how far outside the window a card loads its record

/** A card has its whole size from the start. Its record is loaded, and its thumbnail drawn, once it comes near the window. */
function Card({ experiment, about, holding, claims }: RecordSummary) {
  const { records } = useStores();
  const place = useRef<HTMLDivElement>(null);
  const isNear = useSignal(false);
  useEffect(() => {
    if (!place.current) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        isNear.value = true;
        records.open(experiment);
        observer.disconnect();
      },
      { rootMargin: NEAR },
    );
    observer.observe(place.current);
    return () => observer.disconnect();
  }, [experiment, isNear, records]);
  return (
    <Link to={{ view: "figures", experiment }} class="card">
      <div ref={place} style={{ height: `${THUMBNAIL_HEIGHT}px` }}>
        {isNear.value && <Thumbnail experiment={experiment} />}
      </div>
      <strong>{about.title}</strong>
      <span>{about.question}</span>
      <span class="quiet">
        {words.figures.of(about.figure)} · {words.figures.claimCount(holding, claims)}
      </span>
    </Link>
  );
}

function Thumbnail({ experiment }: { readonly experiment: string }) {
  const opened = useStores().records.opened.value[experiment];
  if (!opened) return <span class="quiet">{words.figures.loading}</span>;
  if ("failed" in opened) return <span class="notice">{words.figures.failed(opened.failed)}</span>;
  const { record, drawings } = opened;
  const [first] = drawings;
  if (!first) return null;
  return (
    <StaticFigure
      draw={(options) => first.draw(record, { ...options, logY: true, keys: false })}
      height={THUMBNAIL_HEIGHT}
      of={[record]}
    />
  );
}
