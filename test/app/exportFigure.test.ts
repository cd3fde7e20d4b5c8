import { crc32, deflateSync } from "node:zlib";
import { csvParse } from "d3";
import { describe, expect, test } from "vitest";
import { csvOf, fileNameOf, jsonOf, provenanceOf, svgOf, withText } from "../../src/app/chart/exportFigure.ts";
import { type PictureSizeName, pictureOf } from "../../src/app/chart/exportPicture.ts";
import { agreementByExemplars } from "../../src/plots/agreementByExemplars.ts";
import type { PlotOptions } from "../../src/plots/parts/plotOptions.ts";
import { optionsOf } from "../plots/drawn.ts";
import { fixtureRows } from "../plots/fixtureRows.ts";

const link = "http://127.0.0.1/#watch?at=100";
const source = { rows: fixtureRows, from: { config: '{"seed":7}', seed: 7 } };
const provenance = provenanceOf("Distance, by exemplars", source, link);

test("CSV has every row in full, with its position and provenance", () => {
  const lines = csvParse(csvOf(fixtureRows, provenance));
  expect(lines).toHaveLength(fixtureRows.length);
  fixtureRows.forEach((row, k) => {
    const line = lines[k] as unknown as Record<string, string>;
    expect(Number(line.value)).toBe(row.value);
    expect(line.experiment).toBe(row.experiment);
    expect(line.exemplars).toBe(row.at.exemplars === undefined ? "" : String(row.at.exemplars));
    expect([line.seed, line.config, line.link]).toEqual(["7", '{"seed":7}', link]);
  });
});

test("JSON has the provenance and all rows", () => {
  const read = JSON.parse(jsonOf(fixtureRows, provenance));
  expect(read.provenance).toEqual(provenance);
  expect(read.rows).toHaveLength(fixtureRows.length);
});

test("a saved SVG contains the provenance, and the figure on the page does not change", () => {
  const { node } = agreementByExemplars(fixtureRows, optionsOf());
  const before = node.outerHTML;
  const text = svgOf(node, provenance);
  expect(text).toContain("<metadata>");
  expect(text).toContain("&quot;seed&quot;:7".replaceAll("&quot;", '"'));
  expect(node.outerHTML).toBe(before);
});

describe("a picture in a size", () => {
  const shown = { width: 700, height: 400 };
  const draw = (options: PlotOptions) => agreementByExemplars(fixtureRows, options).node;
  const { document } = optionsOf();
  const picture = (size: PictureSizeName, caption: string) =>
    pictureOf(draw, { document, shown, size, theme: "dark", caption });
  const sizeOf = (node: Element) => ["width", "height"].map((side) => Number(node.getAttribute(side)));
  const texts = (node: Element) => [...node.querySelectorAll("text")].map(({ textContent }) => textContent);
  const caption = "Distance to each algorithm, by number of exemplars. fit-d5, seed 1, step 5000; ICL Lab 0.2.0.";

  test.each<[PictureSizeName, number, number]>([
    ["shown", 700, 400],
    ["column", 360, 400],
    ["slide", 960, 540],
  ])("%s is %i by %i pixels", (size, width, height) => {
    expect(sizeOf(picture(size, ""))).toEqual([width, height]);
  });

  test("a slide keeps its size with a caption, which is all there", () => {
    const node = picture("slide", caption);
    expect(sizeOf(node)).toEqual([960, 540]);
    expect(texts(node).join(" ")).toContain(caption);
    const [inner] = [...node.children].filter(({ tagName }) => tagName.toLowerCase() === "svg");
    expect(sizeOf(inner as Element)[1]).toBeLessThan(540);
  });

  test.each<[PictureSizeName, number, number]>([
    ["shown", 700, 400],
    ["column", 360, 400],
  ])("%s grows by its caption", (size, wide, high) => {
    const [width, height] = sizeOf(picture(size, caption)) as [number, number];
    expect(texts(picture(size, caption)).join(" ")).toContain(caption);
    expect(width).toBe(wide);
    expect(height).toBeGreaterThan(high);
    expect(height).toBeLessThan(high + 60);
  });

  test("a column of a paper is light, whatever the page is", () => {
    const background = (size: PictureSizeName) => picture(size, "").querySelector("rect")?.getAttribute("fill");
    expect(background("column")).toBe("#ffffff");
    expect(background("slide")).not.toBe("#ffffff");
  });
});

test("a file's name says the run, the step and the figure", () => {
  expect(fileNameOf("Distance to OLS, by n", { rows: [], from: { preset: "fit-d5", seed: 2, step: 5000 } })).toBe(
    "fit-d5-seed2-step5000-distance-to-ols-by-n",
  );
  expect(fileNameOf("Accuracy “by” size", { rows: [], from: { experiment: "symbol-tuning" } })).toBe(
    "symbol-tuning-accuracy-by-size",
  );
});

test("withText adds one iTXt chunk with the checksum of zlib, and leaves the other chunks of a PNG unchanged", () => {
  const chunk = (type: string, body: Uint8Array) => {
    const named = Buffer.concat([Buffer.from(type), body]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(body.length);
    check.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, check]);
  };
  const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
  const signature = Buffer.from("89504e470d0a1a0a", "hex");
  const rest = Buffer.concat([chunk("IDAT", deflateSync(Buffer.from([0, 255]))), chunk("IEND", Buffer.alloc(0))]);
  const png = Buffer.concat([signature, chunk("IHDR", header), rest]);
  const withProvenance = withText(png, "provenance", '{"λ":1}');
  const body = Buffer.concat([Buffer.from("provenance\0\0\0\0\0"), Buffer.from('{"λ":1}')]);
  expect(
    Buffer.from(withProvenance).equals(Buffer.concat([signature, chunk("IHDR", header), chunk("iTXt", body), rest])),
  ).toBe(true);
});
