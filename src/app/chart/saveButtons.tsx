import { useSignal } from "@preact/signals";
import { version } from "../../config/version.ts";
import { errorMessage } from "../../text/errorMessage.ts";
import { currentLink } from "../route/navigation.ts";
import { words } from "../text/common.ts";
import { Choice } from "../ui/choice.tsx";
import { theme } from "../ui/theme.ts";
import {
  csvOf,
  fileNameOf,
  jsonOf,
  pngOf,
  provenanceOf,
  type SavedRow,
  type Source,
  saveFile,
  svgOf,
} from "./exportFigure.ts";
import { type Drawing, type PictureSize, type PictureSizeName, pictureOf } from "./exportPicture.ts";

interface Props {
  readonly name: string; // of the figure
  readonly source: Source<SavedRow>;
  readonly shown: () => PictureSize | undefined; // its size on the page; none while it is not drawn
  readonly draw: Drawing;
}

const formats = ["SVG", "PNG", "CSV", "JSON"] as const;

/** A figure to take away: as a picture, in a size and with a caption if asked, or its numbers. */
export function SaveButtons({ name, source, shown, draw }: Props) {
  const failed = useSignal<string | undefined>(undefined);
  const size = useSignal<PictureSizeName>("shown");
  const captioned = useSignal(false);
  const drawn = () => {
    const now = shown();
    const caption = captioned.value ? words.figure.captionOf(name, source.from, version) : "";
    return now && pictureOf(draw, { document, shown: now, size: size.value, theme: theme.value, caption });
  };
  const save = async (format: (typeof formats)[number]) => {
    failed.value = undefined;
    const provenance = provenanceOf(name, source, currentLink(source.from.step));
    const give = (content: string | Uint8Array, type: string) =>
      saveFile(`${fileNameOf(name, source)}.${format.toLowerCase()}`, new Blob([content as BlobPart], { type }));
    try {
      if (format === "CSV") give(csvOf(source.rows, provenance), "text/csv");
      else if (format === "JSON") give(jsonOf(source.rows, provenance), "application/json");
      else {
        const svg = drawn();
        if (!svg) return;
        if (format === "SVG") give(svgOf(svg, provenance), "image/svg+xml");
        else give(await pngOf(svg, provenance), "image/png");
      }
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
      <details>
        <summary>{words.figure.options}</summary>
        <Choice label={words.figure.size} names={words.figure.sizes} of={size} />
        <label>
          <input
            type="checkbox"
            checked={captioned.value}
            onChange={(event) => {
              captioned.value = event.currentTarget.checked;
            }}
          />{" "}
          {words.figure.caption}
        </label>
      </details>
      {failed.value && (
        <span class="wrong" role="alert">
          {words.figure.saveFailed(failed.value)}
        </span>
      )}
    </div>
  );
}
