import { crc32, deflateSync } from "node:zlib";
import { csvParse } from "d3";
import { expect, test } from "vitest";
import { csvOf, jsonOf, provenanceOf, svgOf, withText } from "../../src/app/chart/exportFigure.ts";
import { agreementByExemplars } from "../../src/plots/agreementByExemplars.ts";
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
