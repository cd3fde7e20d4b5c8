import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { unzipSync, zipSync } from "fflate";
import { beforeAll, describe, expect, it } from "vitest";
import { comparedIds } from "../../src/algorithms/learnerSets.ts";
import { parseRows } from "../../src/comparison/row.ts";
import { version } from "../../src/config/version.ts";
import { decodeSafetensors, encodeSafetensors, type NamedTensor } from "../../src/transformer/safetensors.ts";
import { tableCsv } from "../reference/tableCsv.ts";
import { icl, iclHere, lastLine, newFolder, tiny } from "./icl.ts";

const folder = newFolder();
const checkpoint = join(folder, "run", "checkpoint.safetensors");
/** The config of that checkpoint, as far as it is asked. */
const model = ["--preset", "quick", ...tiny.slice(tiny.indexOf("--set"))];
const cars = join(folder, "cars.csv");

/** The shape and numbers of one .npy file, read by the format's own words. */
function readNpy(bytes: Uint8Array): { shape: number[]; data: Float32Array } {
  expect([...bytes.subarray(0, 8)]).toEqual([0x93, ...Buffer.from("NUMPY"), 1, 0]);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint16(8, true);
  expect((10 + length) % 64).toBe(0);
  const header = new TextDecoder().decode(bytes.subarray(10, 10 + length));
  const [, sizes = ""] =
    /^\{'descr': '<f4', 'fortran_order': False, 'shape': \(([\d, ]*)\), \} *\n$/.exec(header) ?? [];
  return {
    shape: sizes
      .split(",")
      .filter((size) => size.trim())
      .map(Number),
    data: new Float32Array(bytes.slice(10 + length).buffer),
  };
}

beforeAll(async () => {
  const ended = await iclHere("train", ...tiny, "--out", join(folder, "run"));
  expect(ended.err).not.toContain("icl:");
  writeFileSync(cars, tableCsv("cars"));
});

describe("icl compare", { timeout: 300_000 }, () => {
  it("evaluates every learner on the same prompts: rows, NumPy arrays and figures", async () => {
    const out = join(folder, "prompts");
    const ended = await icl("compare", "--checkpoint", checkpoint, "--prompts", "32", "--out", out, "--json");
    expect(ended.code).toBe(0);
    const result = lastLine(ended);
    expect(result).toMatchObject({ prompts: 32, exemplars: 4, dim: 2, step: 20, out });
    expect(Object.keys(result.spd as object)).toEqual(comparedIds);
    expect(readdirSync(out).sort()).toEqual(["error.svg", "ilwd.svg", "predictions.npz", "rows.json", "spd.svg"]);
    const arrays = Object.fromEntries(
      Object.entries(unzipSync(new Uint8Array(readFileSync(join(out, "predictions.npz"))))).map(([name, bytes]) => [
        name,
        readNpy(bytes),
      ]),
    );
    expect(Object.keys(arrays).sort()).toEqual(
      ["x", "y", "w", "transformer", "ilwd_x", "ilwd_transformer", ...comparedIds].map((id) => `${id}.npy`).sort(),
    );
    expect(arrays["x.npy"]?.shape).toEqual([32, 5, 2]);
    expect(arrays["w.npy"]?.shape).toEqual([32, 2]);
    expect(arrays["ilwd_x.npy"]?.shape).toEqual([32, 64, 2]);
    expect(arrays["ilwd_transformer.npy"]?.shape).toEqual([4, 32, 64]);
    for (const id of [...comparedIds, "transformer", "y"]) expect(arrays[`${id}.npy`]?.shape).toEqual([32, 5]);
    const [x, y, w] = ["x", "y", "w"].map((name) => arrays[`${name}.npy`]?.data as Float32Array) as [
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    for (let k = 0; k < y.length; k++) {
      const b = Math.floor(k / 5);
      expect(y[k]).toBeCloseTo(
        (w[2 * b] as number) * (x[2 * k] as number) + (w[2 * b + 1] as number) * (x[2 * k + 1] as number),
        5,
      );
    }
    const metrics = new Set(parseRows(readFileSync(join(out, "rows.json"), "utf8")).map((row) => row.metric));
    expect([...metrics].sort()).toEqual([
      "decidedNearest",
      "effectiveLambda",
      "ilwd",
      "linearity",
      "loss",
      "margin",
      "nearest",
      "spd",
      "squaredError",
    ]);
    for (const name of ["error.svg", "spd.svg", "ilwd.svg"])
      expect(readFileSync(join(out, name), "utf8")).toMatch(/^<svg[^>]* role="img"/);
  });

  it("compares on a table: drops and counts rows, and says which features are zero", async () => {
    const flags = [
      "--data",
      cars,
      "--target",
      "Miles_per_Gallon",
      "--features",
      "Horsepower",
      "--prompts",
      "16",
      "--json",
    ];
    const ended = await iclHere("compare", "--checkpoint", checkpoint, ...flags, "--out", join(folder, "cars"));
    expect(ended.err).toContain("Read 406 rows of 9 columns, separated by commas, with a header, utf-8.\n");
    expect(ended.err).toMatch(/^Left out as text: Name \("chevrolet chevelle malibu" in row 1 \(line 2\)\), .*Origin/m);
    expect(ended.err).toContain("Dropped 14 rows with a missing value.\n");
    // 406 cars: 8 without miles per gallon, 6 without horsepower.
    const table = {
      target: "Miles_per_Gallon",
      features: ["Horsepower"],
      zeroFeatures: 1,
      droppedRows: 14,
      exemplarRows: 261,
      queryRows: 131,
    };
    expect(lastLine(ended).table).toEqual(table);
    expect(lastLine(ended).reading).toMatchObject({ encoding: "utf-8", delimiter: ",", header: true, rows: 406 });
  });

  it("reads a table as its flags say, and says so", async () => {
    const path = join(folder, "dialect.csv");
    const rows = [11, 12, 13, 14, 15, 16].map((k) => `${k}.500;1.${k}0;x;${k * k}`);
    writeFileSync(path, Buffer.from(`${rows.join("\n")}\n17.500;2.000;x;é\n`, "latin1"));
    const flags = ["--delimiter", "semicolon", "--decimal", ",", "--thousands", "point", "--no-header"];
    const more = ["--encoding", "iso-8859-15", "--missing", "é,y", "--missing", "z"];
    const columns = ["--target", "column 4", "--features", "column 1", "--features", "column 2"];
    const out = join(folder, "dialect");
    const ended = await icl(
      ...["compare", "--checkpoint", checkpoint, "--data", path, ...flags, ...more, ...columns],
      ...["--prompts", "8", "--out", out, "--json"],
    );
    expect([ended.code, lastLine(ended).reading]).toEqual([
      0,
      expect.objectContaining({
        encoding: "iso-8859-15",
        delimiter: ";",
        header: false,
        decimal: ",",
        columns: ["column 1", "column 2", "column 4"],
        leftOut: [{ column: "column 3", reason: "text", cell: "x", row: 1, line: 1 }],
      }),
    ]);
    expect(lastLine(ended).table).toMatchObject({ droppedRows: 1, exemplarRows: 4, queryRows: 2 });
    expect(ended.err).toContain('column 3 ("x" in row 1 (line 1))');
  });

  it.each([
    ["1.7e308", ["1.7e308", "1.6e308", "-1.7e308", "1.5e308", "1.2e308", "-1e308", "1.1e308", "0"]],
    ["1e200", ["1e200", "2e200", "4e200", "-1e200", "0", "3e200", "7e200", "5e200"]],
    ["1e-320", ["1e-320", "2e-320", "4e-320", "0", "3e-320", "7e-320", "5e-320", "9e-320"]],
  ])("numbers as large or small as %s become finite rows", async (name, numbers) => {
    const path = join(folder, `${name}.csv`);
    writeFileSync(path, `a,b,c\n${numbers.map((each, k) => `${each},${k},${numbers[(3 * k) % 8]}`).join("\n")}\n`);
    for (const target of ["a", "b"]) {
      const out = join(folder, `${name} ${target}`);
      const flags = ["--data", path, "--target", target, "--prompts", "16", "--out", out];
      const ended = await icl("compare", "--checkpoint", checkpoint, ...flags);
      expect([ended.code, ended.err]).toEqual([0, expect.stringContaining("Read 8 rows of 3 columns")]);
      expect(readFileSync(join(out, "rows.json"), "utf8")).not.toContain("null");
    }
  });

  /** The parameters of the checkpoint as another program would write them: no optimiser's state, other metadata. */
  const plain = (name: string, change: (tensors: readonly NamedTensor[]) => readonly NamedTensor[] = (own) => own) => {
    const { tensors } = decodeSafetensors(new Uint8Array(readFileSync(checkpoint)));
    const path = join(folder, `${name}.safetensors`);
    const own = change(tensors.filter((each) => !each.name.startsWith("optimizer.")));
    writeFileSync(path, encodeSafetensors({ tensors: own, metadata: { format: "pt" } }));
    return path;
  };

  it("compares parameters of another program, with the config of the flags", async () => {
    const [ours, theirs] = [join(folder, "ours"), join(folder, "theirs")];
    const typed = ["--checkpoint", plain("theirs"), ...model];
    const ended = await iclHere("compare", ...typed, "--prompts", "32", "--out", theirs);
    expect(ended.code).toBe(0);
    expect(ended.err).toMatch(/^note: h\.0\.attn\.c_proj\.weight is square: it was read as \[in, out\][^\n]+\n$/);
    expect(ended.out).toMatch(/^SPD \/ D of the transformer \(trained elsewhere\) to each algorithm, 32 prompts/);
    expect((await iclHere("compare", "--checkpoint", checkpoint, "--prompts", "32", "--out", ours)).code).toBe(0);
    for (const name of ["predictions.npz", "rows.json"])
      expect(readFileSync(join(theirs, name)).equals(readFileSync(join(ours, name))), name).toBe(true);
  });

  it("reports how it converted names and matrices that are stored in another way", async () => {
    const compiled = plain("compiled", (own) =>
      own.map((each) => ({ ...each, name: `_orig_mod.module.${each.name}` })),
    );
    const flags = ["--checkpoint", compiled, ...model, "--prompts", "2", "--out", join(folder, "json"), "--json"];
    const ended = await iclHere("compare", ...flags);
    expect(ended.code).toBe(0);
    const result = lastLine(ended);
    expect(result).not.toHaveProperty("step");
    expect(result.notes).toHaveLength(2);
    expect((result.notes as string[])[0]).toContain("removed _orig_mod.module.");
    expect(ended.err).toBe((result.notes as string[]).map((note) => `note: ${note}\n`).join(""));
  });

  const broken = (name: string, change: (bytes: Uint8Array) => Uint8Array) => () => {
    const path = join(folder, `${name}.safetensors`);
    writeFileSync(path, change(new Uint8Array(readFileSync(checkpoint))));
    return ["--checkpoint", path];
  };
  const csv =
    (name: string, text: string, ...flags: string[]) =>
    () => {
      const path = join(folder, `${name}.csv`);
      writeFileSync(path, text);
      return ["--checkpoint", checkpoint, "--data", path, ...flags];
    };
  const withMetadata = (key: string, value: string) => (bytes: Uint8Array) => {
    const file = decodeSafetensors(bytes);
    return encodeSafetensors({ ...file, metadata: { ...file.metadata, [key]: value } });
  };

  it.each<[string, () => string[], string | RegExp]>([
    ["no checkpoint", () => [], "missing --checkpoint: expected a checkpoint.safetensors"],
    [
      "a checkpoint that is not there",
      () => ["--checkpoint", "/nowhere"],
      "invalid --checkpoint: expected a file, got /nowhere, which does not exist",
    ],
    [
      "a truncated checkpoint",
      broken("cut", (bytes) => bytes.slice(0, 5000)),
      /^icl: invalid --checkpoint: .* cannot be read, invalid safetensors: /,
    ],
    [
      "a file of another kind",
      broken("text", () => new TextEncoder().encode("x,y\n1,2\n3,4\n")),
      /^icl: invalid --checkpoint: .* cannot be read, invalid safetensors: /,
    ],
    [
      "a Git LFS pointer",
      broken("pointer", () => new TextEncoder().encode("version https://git-lfs.github.com/spec/v1\noid sha256:0\n")),
      "cannot be read, invalid safetensors: expected a safetensors file, got a Git LFS pointer",
    ],
    [
      "a PyTorch file",
      broken("torch", () => zipSync({ "model/data.pkl": new Uint8Array(9), "model/version": new Uint8Array(2) })),
      "cannot be read, invalid bundle: expected a run's .zip, got a PyTorch file (.pt); in Python, state = torch.load(",
    ],
    [
      "a checkpoint of a newer version",
      broken("newer", withMetadata("format", "2")),
      `invalid checkpoint: expected format 1 or older, got 2, written by version ${version}`,
    ],
    [
      "a checkpoint of another shape",
      broken("shape", (bytes) => {
        const file = decodeSafetensors(bytes);
        const config = JSON.parse(file.metadata.config as string);
        return encodeSafetensors({
          ...file,
          metadata: { ...file.metadata, config: JSON.stringify({ ...config, prompts: { ...config.prompts, dim: 3 } }) },
        });
      }),
      "invalid checkpoint: read_in.weight must be [4, 8], got [3, 8]",
    ],
    [
      "changed parameters",
      broken("changed", (bytes) => {
        const file = decodeSafetensors(bytes);
        (file.tensors[0]?.data as Float32Array)[0] = 7;
        return encodeSafetensors(file);
      }),
      /its parameters must have SHA-256 [0-9a-f]{64}, got [0-9a-f]{64}/,
    ],
    [
      "another program's parameters without a config",
      () => ["--checkpoint", plain("bare")],
      /^icl: missing --preset: .*bare\.safetensors contains no config; expected a preset, and --set path=value for each difference/,
    ],
    [
      "a config typed for a checkpoint that holds its own",
      () => ["--checkpoint", checkpoint, ...model],
      /^icl: invalid --preset: .+ has a config of its own, and --preset is for a file without one$/m,
    ],
    [
      "a setting typed without a preset",
      () => ["--checkpoint", plain("set"), "--set", "layers=1"],
      "missing --preset: expected one that --set layers=1 can change",
    ],
    [
      "a preset that is not there",
      () => ["--checkpoint", plain("unknown"), "--preset", "fit"],
      "unknown preset fit: expected one of quick, ",
    ],
    [
      "a typed config that does not fit",
      () => ["--checkpoint", plain("fit"), "--preset", "quick"],
      /fit\.safetensors cannot be read, invalid checkpoint: missing h\.1\.ln_1\.weight .*; read_in\.weight must be \[5, 32\], got \[3, 8\].*; the file looks like layers=1, hiddenSize=8, dim=2/,
    ],
    [
      "a tensor missing",
      () => ["--checkpoint", plain("missing", (own) => own.slice(0, -1)), ...model],
      "invalid checkpoint: missing read_out.bias [1]; the file looks like layers=1, hiddenSize=8",
    ],
    [
      "a tensor too many",
      () => {
        const extra = { name: "lm_head.weight", shape: [2], data: new Float32Array(2) };
        return ["--checkpoint", plain("extra", (own) => [...own, extra]), ...model];
      },
      "invalid checkpoint: expected the tensors of the config, got a language model",
    ],
    [
      "doubles",
      () => {
        const path = plain("doubles");
        const bytes = readFileSync(path);
        bytes.write("F64", bytes.indexOf("F32"));
        writeFileSync(path, bytes);
        return ["--checkpoint", path, ...model];
      },
      "invalid safetensors: read_in.weight must have 192 bytes, got 96",
    ],
    [
      "a target that never differs",
      csv("constant", "a,b\n1,7\n2,7\n3,7\n4,7\n5,7\n", "--target", "b"),
      "invalid column b: expected numbers that differ, got 7 in every row",
    ],
    [
      "columns that nothing separates",
      csv("bars", "a~b\n1~2\n3~4\n", "--target", "b"),
      "unknown column b: expected one of a~b",
    ],
    [
      "unequal rows",
      csv("uneven", "a,b\n1,2\n3,4,5\n", "--target", "b"),
      "invalid table: expected the same number of cells in every row, got 2 in line 1 and 3 in row 2 (line 3)",
    ],
    [
      "another file than a table",
      csv("page", "<!doctype html><title>404</title>", "--target", "b"),
      "invalid table: expected rows of cells, got a web page",
    ],
    [
      "a number out of all scale",
      csv("outlier", `a,b\n${"1,2\n2,3\n5,1\n7,9\n".repeat(4)}1e300,4\n`, "--target", "b", "--seed", "1"),
      /invalid column a: expected numbers within a million standard deviations of the mean, got 1e\+300/,
    ],
    [
      "a feature twice",
      csv("twice", "a,b\n1,2\n3,4\n5,6\n7,9\n", "--target", "b", "--features", "a,a"),
      "duplicate feature a: expected each feature once",
    ],
    ...(
      [
        ["--delimiter", "colon", 'expected comma, tab, semicolon, pipe or blanks, got "colon"'],
        ["--decimal", ";", 'expected point or comma, got ";"'],
        ["--thousands", "dash", 'expected none, comma, point, apostrophe, blank or underscore, got "dash"'],
      ] as const
    ).map(([flag, value, sentence]): [string, () => string[], string] => [
      `${flag} ${value}`,
      csv(flag, "a,b\n1,2\n", "--target", "b", flag, value),
      `invalid ${flag}: ${sentence}`,
    ]),
    [
      "an unknown encoding",
      csv("encoding", "a,b\n1,2\n", "--target", "b", "--encoding", "klingon"),
      'invalid --encoding: expected a name such as utf-8, utf-16le or windows-1252, got "klingon"',
    ],
    [
      "one mark for decimals and thousands",
      csv("marks", "a,b\n1,2\n", "--target", "b", "--decimal", ",", "--thousands", ","),
      "invalid --thousands: expected another mark than the decimal mark, got comma for both",
    ],
    [
      "--header and --no-header",
      csv("both", "a,b\n1,2\n", "--target", "b", "--header", "--no-header"),
      "invalid --no-header: expected one of --header and --no-header, got both",
    ],
    [
      "an empty --missing",
      csv("missing", "a,b\n1,2\n", "--target", "b", "--missing", "x,,y"),
      'invalid --missing: expected marks separated by commas, got "x,,y"',
    ],
    [
      "a flag of tables without a table",
      () => ["--checkpoint", checkpoint, "--no-header"],
      "missing --data: --no-header is only for a table",
    ],
    [
      "a table without --target",
      csv("a", "u,v\n1,2\n3,4\n"),
      "missing --target: expected the column of the table to predict",
    ],
    [
      "a target that is not there",
      csv("b", "u,v\n1,2\n3,4\n", "--target", "z"),
      "unknown column z: expected one of u, v",
    ],
    [
      "no numeric column",
      csv("c", "u,v\na,2\nb,4\n", "--target", "v"),
      "invalid table: expected a column of numbers other than v, found none",
    ],
    [
      "text in a number column",
      csv("d", "u,v\n1,2\nred,4\n", "--target", "v", "--features", "u"),
      'invalid column u: expected numbers, got "red" in row 2 (line 3)',
    ],
    [
      "one row",
      csv("e", "u,v\n1,2\n", "--target", "v"),
      "invalid table: expected at least 4 rows without missing values, got 1",
    ],
    ["an empty table", csv("f", "", "--target", "v"), "invalid table: expected rows of cells, got nothing"],
    [
      "too many features",
      csv("g", "a,b,c,v\n1,2,3,4\n1,2,3,5\n2,3,4,5\n5,3,1,2\n", "--target", "v"),
      "invalid features: the transformer reads at most 2, got 3 (a, b, c)",
    ],
    [
      "features without a table",
      () => ["--checkpoint", checkpoint, "--features", "a"],
      "missing --data: --features is only for a table",
    ],
  ])("refuses %s with one sentence and exit code 2, and writes nothing", async (name, flags, sentence) => {
    const out = join(folder, `out ${name}`);
    const ended = await iclHere("compare", ...flags(), "--out", out);
    expect(ended.err).toMatch(/^icl: [^\n]+\n$/);
    if (typeof sentence === "string") expect(ended.err).toContain(sentence);
    else expect(ended.err).toMatch(sentence);
    expect([ended.code, ended.out]).toEqual([2, ""]);
    expect(existsSync(out)).toBe(false);
  });

  it("overwrites nothing without --force", async () => {
    const out = join(folder, "kept");
    const flags = ["compare", "--checkpoint", checkpoint, "--prompts", "8", "--out", out];
    expect((await iclHere(...flags)).code).toBe(0);
    const refused = await iclHere(...flags);
    expect([refused.code, refused.err]).toEqual([
      2,
      `icl: invalid --out: ${out} contains rows.json already; expected a new folder, or --force to replace it\n`,
    ]);
    expect((await iclHere(...flags, "--force")).code).toBe(0);
  });

  it("compares with more algorithms, by their ids", async () => {
    const out = join(folder, "more");
    const flags = ["compare", "--checkpoint", checkpoint, "--prompts", "8", "--out", out, "--json"];
    const ended = await iclHere(...flags, "--with", "ridge(2)", "--with", "gd(0.01, 3)", "--with", "ols");
    expect(ended.code).toBe(0);
    const ids = Object.keys(lastLine(ended).spd as object);
    expect(ids.filter((id) => !comparedIds.includes(id))).toEqual(["ridge(2)", "gd(0.01,3)"]);
    expect(ids.length).toBe(comparedIds.length + 2);
    const refused = await iclHere(...flags, "--force", "--with", "ridge");
    expect([refused.code, refused.err]).toEqual([
      2,
      expect.stringMatching(/^icl: invalid --with: unknown learner ridge: expected one of zero, .*\n$/),
    ]);
  });

  const inTable = ["--data", cars, "--target", "Miles_per_Gallon", "--features", "Horsepower"];
  it.each([
    ["the prompts", "svm(poly)", []],
    ["the prompts", "ridge-classifier(1)", []],
    ["a table", "centroids", inTable],
  ])("refuses, on %s of numbers, %s, which needs classes, and writes nothing", async (_, id, flags) => {
    const out = join(folder, "classes");
    const args = ["compare", "--checkpoint", checkpoint, "--prompts", "8", "--with", "ols", "--with", id, "--out", out];
    const ended = await iclHere(...args, ...flags);
    expect([ended.code, ended.out]).toEqual([2, ""]);
    expect(ended.err).toMatch(/^icl: invalid --with: [^\n]+ needs prompts with y = 1 or -1, got -?[\d.e-]+\n$/);
    expect(ended.err).toContain(id);
    expect(existsSync(out)).toBe(false);
  });

  it("refuses in train and compare an algorithm of --algorithm that needs classes, on numbers", async () => {
    const file = join(folder, "classes.mjs");
    writeFileSync(
      file,
      `export default {
        id: "signs", forms: ["signs"], targets: "classes", colour: { light: "#111111", dark: "#eeeeee" }, marker: "plus",
        glossary: [], style: () => ({ name: "signs", label: "signs", dash: "", width: 1 }), engine: async () => ({}),
      };`,
    );
    const out = join(folder, "signs");
    for (const command of [
      ["train", ...tiny],
      ["compare", "--checkpoint", checkpoint, "--prompts", "8"],
    ]) {
      const ended = await icl(...command, "--algorithm", file, "--out", out);
      expect([ended.code, ended.out]).toEqual([2, ""]);
      expect(ended.err).toMatch(/^icl: invalid --algorithm: signs needs prompts with y = 1 or -1, got -?[\d.e-]+\n$/);
      expect(existsSync(out)).toBe(false);
    }
  });

  it("compares prompts of two classes with an algorithm that needs classes", async () => {
    const run = join(folder, "halfspace");
    const trained = await iclHere("train", ...tiny, "--set", "family=halfspace", "--out", run);
    expect(trained.code).toBe(0);
    const flags = [
      "--checkpoint",
      run,
      "--prompts",
      "8",
      "--with",
      "svm(poly)",
      "--out",
      join(folder, "two"),
      "--json",
    ];
    const ended = await iclHere("compare", ...flags);
    expect([ended.code, Object.keys(lastLine(ended).spd as object)]).toEqual([
      0,
      expect.arrayContaining(["svm(poly)"]),
    ]);
  });

  it("never writes into the folder of a run, not even with --force", async () => {
    const out = join(folder, "a run");
    mkdirSync(out);
    writeFileSync(join(out, "config.json"), "{}");
    writeFileSync(join(out, "rows.json"), "[]");
    const refused = await iclHere("compare", "--checkpoint", checkpoint, "--prompts", "8", "--out", out, "--force");
    expect([refused.code, refused.err]).toEqual([
      2,
      `icl: invalid --out: expected a separate folder, got ${out}, which contains the config.json of a run\n`,
    ]);
    expect(readFileSync(join(out, "rows.json"), "utf8")).toBe("[]");
  });
});

describe("icl", { timeout: 300_000 }, () => {
  it("lists its commands, and rejects an unknown one", async () => {
    expect((await iclHere()).out).toContain("icl train");
    const ended = await iclHere("tarin");
    expect([ended.code, ended.err]).toEqual([
      2,
      "icl: unknown command tarin: expected one of presets, train, compare, reproduce, claims, sweep, bundle, export, bench, costs\n",
    ]);
  });

  it.each(["presets", "train", "compare", "bench"])("%s has --help", async (name) => {
    const ended = await iclHere(name, "--help");
    expect(ended.code).toBe(0);
    expect(ended.out).toContain(`icl ${name} `);
    expect(ended.out).toContain("--json");
  });

  it("lists the presets, as text and as JSON", async () => {
    expect((await iclHere("presets")).out).toMatch(/^quick {2,}/);
    const { presets } = lastLine(await iclHere("presets", "--json")) as { presets: { name: string }[] };
    expect(presets.map((preset) => preset.name)).toEqual(expect.arrayContaining(["quick", "fit-d5", "fit-d8"]));
  });

  it("times a step", async () => {
    const ended = await iclHere("bench", "small", "--steps", "3", "--backend", "wasm", "--workers", "1", "--json");
    const { rows } = lastLine(ended) as { rows: Record<string, unknown>[] };
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ size: "small", backend: "wasm", workers: 1, steps: 3 });
    expect(rows[0]?.msPerStep).toBeGreaterThan(0);
    expect(Object.keys(rows[0]?.ms as object)).toEqual(["sampling", "gradient", "synchronisation", "optimizer"]);
  });
});
