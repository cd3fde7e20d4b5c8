import { type Attributes, svg } from "./svg.ts";

const FONT = "system-ui, sans-serif";
const WIDTH_OF_A_LETTER = 0.58; // em: an upper estimate for the usual system faces, as figures never measure text

/** A text element in the figures' one typeface, 12 px unless told. */
export const text = (document: Document, content: string, attributes: Attributes): SVGElement =>
  svg(document, "text", { "font-size": 12, "font-family": FONT, ...attributes }, [content]);

/** The px a text will take, estimated from its number of letters. */
export const estimatedWidth = (content: string, size = 12): number => WIDTH_OF_A_LETTER * size * [...content].length;

/** Sentences as lines of at most `width` px, broken at spaces. */
export function wrapped(content: string, width: number, size = 12): string[] {
  const lines: string[] = [];
  for (const word of content.split(" ").filter((each) => each !== "")) {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
    if (lines.length === 0 || estimatedWidth(longer, size) > width) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}
