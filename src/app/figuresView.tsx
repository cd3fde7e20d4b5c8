import { useEffect } from "preact/hooks";
import type { ExperimentRecord } from "../experiments/record.ts";
import { recordedExperiments } from "../experiments/recordedExperiments.ts";
import { experimentFigures } from "../plots/experimentFigures.ts";
import { ExperimentDetail } from "./experimentDetail.tsx";
import { openRecord, records } from "./experimentRecord.ts";
import { Explained } from "./explained.tsx";
import { address } from "./inHand.ts";
import { Link } from "./link.tsx";
import { Picture } from "./picture.tsx";
import { words } from "./words.ts";

/** Is the paper right? Every experiment's figure, claims and record; one of them opened. */
export function FiguresView() {
  const { experiment } = address.value;
  useEffect(() => {
    for (const name of experiment === undefined ? recordedExperiments : [experiment]) openRecord(name);
  }, [experiment]);
  if (experiment !== undefined) return <Opened name={experiment} key={experiment} />;
  return (
    <>
      <h1>{words.figures.heading}</h1>
      <p class="lead">
        <Explained text={words.figures.lead} />
      </p>
      <ul class="gallery">
        {recordedExperiments.map((name) => (
          <li key={name}>
            <Card name={name} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Opened({ name }: { readonly name: string }) {
  const opened = records.value[name];
  return (
    <>
      <p>
        <Link to={{ view: "figures" }}>← {words.figures.all}</Link>
      </p>
      {opened === undefined && (
        <p role="status" class="waiting">
          {words.figures.loading}
        </p>
      )}
      {opened && "failed" in opened && (
        <p class="notice" role="alert">
          {words.figures.failed(opened.failed)}
        </p>
      )}
      {opened && "record" in opened && <ExperimentDetail record={opened.record} />}
    </>
  );
}

function Card({ name }: { readonly name: string }) {
  const opened = records.value[name];
  if (opened && "failed" in opened) return <p class="notice">{words.figures.failed(opened.failed)}</p>;
  if (!opened) return <p class="card quiet">{words.figures.loading}</p>;
  return <Thumbnail record={opened.record} />;
}

function Thumbnail({ record }: { readonly record: ExperimentRecord }) {
  const { experiment, about, claims } = record;
  const [first] = experimentFigures[experiment] ?? [];
  const holding = claims.filter(({ state }) => state === "holds").length;
  return (
    <Link to={{ view: "figures", experiment }} class="card">
      {first && (
        <Picture
          draw={(options) => first.draw(record, { ...options, logY: true, keys: false })}
          height={260}
          of={[record]}
        />
      )}
      <strong>{about.title}</strong>
      <span>{about.question}</span>
      <span class="quiet">
        {words.figures.of(about.figure)} · {words.figures.kept(holding, claims.length)}
      </span>
    </Link>
  );
}
