import { useSignal } from "@preact/signals";
import { errorMessage } from "../../text/errorMessage.ts";
import { currentLink } from "../route/navigation.ts";
import { words } from "../text/common.ts";
import { csvOf, jsonOf, pngOf, provenanceOf, type SavedRow, type Source, saveFile, svgOf } from "./exportFigure.ts";

interface Props {
  readonly name: string; // of the figure
  readonly source: Source<SavedRow>;
  readonly drawn: () => SVGSVGElement | null | undefined;
}

const formats = ["SVG", "PNG", "CSV", "JSON"] as const;

/** A figure to take away: as it is drawn, as a picture, or its numbers. */
export function SaveButtons({ name, source, drawn }: Props) {
  const failed = useSignal<string | undefined>(undefined);
  const save = async (format: (typeof formats)[number]) => {
    failed.value = undefined;
    const svg = drawn();
    const provenance = provenanceOf(name, source, currentLink(source.from.step));
    const give = (content: string | Uint8Array, type: string) =>
      saveFile(`${name}.${format.toLowerCase()}`, new Blob([content as BlobPart], { type }));
    try {
      if (format === "CSV") give(csvOf(source.rows, provenance), "text/csv");
      else if (format === "JSON") give(jsonOf(source.rows, provenance), "application/json");
      else if (svg && format === "SVG") give(svgOf(svg, provenance), "image/svg+xml");
      else if (svg) give(await pngOf(svg, provenance), "image/png");
    } catch (error) {
      failed.value = errorMessage(error);
    }
  };
  return (
    <div class="save">
      <span aria-hidden="true">{words.figure.save}</span>
      {formats.map((format) => (
        <button
          key={format}
          type="button"
          disabled={source.rows.length === 0}
          aria-label={words.figure.saveLabel(name, format)}
          onClick={() => void save(format)}
        >
          {format}
        </button>
      ))}
      {failed.value && (
        <span class="wrong" role="alert">
          {words.figure.saveFailed(failed.value)}
        </span>
      )}
    </div>
  );
}
