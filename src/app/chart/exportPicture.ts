import { palettes } from "../../plots/parts/palette.ts";
import type { PlotOptions } from "../../plots/parts/plotOptions.ts";
import { svg } from "../../plots/parts/svg.ts";
import { text, wrapped } from "../../plots/parts/text.ts";

/** Width and height, px. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

interface SizeSpec {
  readonly size?: PictureSize; // default that on the page
  readonly theme?: PlotOptions["theme"]; // default the page's
  readonly whole?: true; // the size includes the caption; otherwise the picture grows by it
}

/** The sizes that a figure can be saved in, by name. A paper is white. */
const pictureSizes = {
  shown: {},
  column: { size: { width: 360, height: 400 }, theme: "light" }, // 9.5 cm at 96 pixels per inch: a column of a paper
  slide: { size: { width: 960, height: 540 }, whole: true }, // 16:9
} as const satisfies Readonly<Record<string, SizeSpec>>;

export type PictureSizeName = keyof typeof pictureSizes;

/** Draws a figure, in the document, size and theme that it is told. */
export type Drawing = (options: Pick<PlotOptions, "document" | "width" | "height" | "theme">) => SVGSVGElement;

interface Picture {
  readonly document: Document;
  readonly shown: PictureSize; // the figure's size on the page
  readonly size: PictureSizeName;
  readonly theme: PlotOptions["theme"]; // the page's
  readonly caption: string; // beneath the figure; empty for none
}

const [LETTERS, LINE, MARGIN] = [11, 15, 8]; // px

/** A figure drawn in a size, with its caption. */
export function pictureOf(draw: Drawing, { document, shown, size: name, theme: own, caption }: Picture): SVGSVGElement {
  const chosen: SizeSpec = pictureSizes[name];
  const { width, height } = chosen.size ?? shown;
  const theme = chosen.theme ?? own;
  const lines = wrapped(caption, width - 2 * MARGIN, LETTERS);
  const taken = lines.length === 0 ? 0 : lines.length * LINE + MARGIN;
  const above = chosen.whole ? height - taken : height;
  const drawn = draw({ document, width, height: above, theme });
  if (taken === 0) return drawn;
  const whole = above + taken;
  const { background, muted } = palettes[theme];
  return svg(
    document,
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      ...{ width, height: whole, viewBox: `0 0 ${width} ${whole}`, role: "img" },
      "aria-label": drawn.getAttribute("aria-label") ?? undefined,
    },
    [
      svg(document, "rect", { width, height: whole, fill: background }),
      drawn,
      ...lines.map((line, k) =>
        text(document, line, { x: MARGIN, y: above + LINE * (k + 0.75), fill: muted, "font-size": LETTERS }),
      ),
    ],
  ) as SVGSVGElement;
}
