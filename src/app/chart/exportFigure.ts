import { csvFormat } from "d3";
import { type Row, toJson } from "../../comparison/row.ts";
import { version } from "../../config/version.ts";

/** One number of a figure with its place, such as a row, or an answer in Play. */
export interface SavedRow {
  readonly experiment: string;
  readonly at: object;
  readonly value: number;
}

/** The rows of a figure and their provenance. */
export interface Source<Saved extends SavedRow = Row> {
  readonly rows: readonly Saved[];
  readonly from: Provenance & { readonly step?: number }; // experiment or preset, seeds, the training step shown
}

/** The provenance of an exported file. */
export type Provenance = Readonly<Record<string, string | number>>;

export const provenanceOf = (figure: string, { from }: Source<SavedRow>, link: string): Provenance => ({
  figure,
  ...from,
  program: "icl-lab",
  version,
  link,
});

/** The name of a figure's file, without its ending: "fit-d5-seed1-step5000-distance-to-each-algorithm". */
export function fileNameOf(name: string, { from }: Source<SavedRow>): string {
  const { experiment, preset, seed, step } = from;
  const parts = [experiment ?? preset, seed !== undefined && `seed${seed}`, step !== undefined && `step${step}`, name];
  return parts
    .filter((part) => part !== undefined && part !== false)
    .map((part) =>
      String(part)
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, "-"),
    )
    .join("-")
    .replace(/^-|-$/g, "");
}

/** Rows as JSON, with their provenance before them. */
export const jsonOf = (rows: readonly SavedRow[], provenance: Provenance): string =>
  `{"provenance":${toJson(provenance)},"rows":[\n${rows.map(toJson).join(",\n")}\n]}\n`;

/** Rows as a table: a column for each place, value and interval in full, and the provenance on every line. */
export function csvOf(rows: readonly SavedRow[], provenance: Provenance): string {
  const places = [...new Set(rows.flatMap(({ at }) => Object.keys(at)))];
  const lines = rows.map(({ at, ...row }) => ({
    ...row,
    ...Object.fromEntries(places.map((place) => [place, (at as Readonly<Record<string, unknown>>)[place] ?? ""])),
    ...provenance,
    ...(provenance.experiment === undefined && { experiment: row.experiment }),
  }));
  return `${csvFormat(lines)}\n`;
}

/** A drawn figure as a file of its own, the provenance in its metadata. */
export function svgOf(svg: SVGSVGElement, provenance: Provenance): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const metadata = svg.ownerDocument.createElementNS("http://www.w3.org/2000/svg", "metadata");
  metadata.textContent = toJson(provenance);
  copy.prepend(metadata);
  return copy.outerHTML;
}

const SHARP = 2; // pixels of the picture to one of the figure

/** A drawn figure as a picture, the provenance in a text of the file. Throws if the browser cannot draw it. */
export async function pngOf(svg: SVGSVGElement, provenance: Provenance): Promise<Uint8Array> {
  const address = URL.createObjectURL(new Blob([svg.outerHTML], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = SHARP * Number(svg.getAttribute("width"));
    canvas.height = SHARP * Number(svg.getAttribute("height"));
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
    if (!blob) throw new Error("the figure could not be made a picture here");
    return withText(new Uint8Array(await blob.arrayBuffer()), "provenance", toJson(provenance));
  } finally {
    URL.revokeObjectURL(address);
  }
}

const BEFORE = 33; // bytes of a PNG until its first chunk, the header, has ended

/** A PNG with one more text in it: an iTXt chunk, UTF-8, behind the header (PNG specification, 11.3.3.4). */
export function withText(png: Uint8Array, keyword: string, text: string): Uint8Array {
  const utf8 = new TextEncoder();
  const body = utf8.encode(`iTXt${keyword}\0\0\0\0\0${text}`); // not compressed, no language, no translated keyword
  const chunk = new Uint8Array(body.length + 8);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, body.length - 4);
  chunk.set(body, 4);
  view.setUint32(4 + body.length, checksum(body));
  const whole = new Uint8Array(png.length + chunk.length);
  whole.set(png.subarray(0, BEFORE));
  whole.set(chunk, BEFORE);
  whole.set(png.subarray(BEFORE), BEFORE + chunk.length);
  return whole;
}

/** CRC-32 as PNG has it (annex D). */
function checksum(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** Gives a file to the visitor. */
export function saveFile(name: string, blob: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
