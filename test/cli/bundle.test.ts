import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { iclHere, lastLine, newFolder, tiny } from "./icl.ts";

const SENTENCE = /^icl: [^\n]+\n$/;

it("packs a run into one file and unpacks it again; train resumes it and compare reads it", {
  timeout: 300_000,
}, async () => {
  const folder = newFolder();
  const [run, zip, again] = [join(folder, "run"), join(folder, "run.zip"), join(folder, "again")];
  const hash = lastLine(await iclHere("train", ...tiny, "--out", join(folder, "whole"), "--json")).parametersSha256;
  await iclHere("train", ...tiny, "--until", "10", "--out", run);
  expect(lastLine(await iclHere("bundle", run, "--out", zip, "--json")).out).toBe(zip);
  expect((await iclHere("bundle", zip, "--out", again)).code).toBe(0);
  expect(readdirSync(again).sort()).toEqual(readdirSync(run).sort());
  const contents = (of: string) => readdirSync(of).map((name) => readFileSync(join(of, name), "latin1"));
  expect(contents(again)).toEqual(contents(run));
  const asked = ["--prompts", "32", "--json"];
  const ofZip = lastLine(await iclHere("compare", "--checkpoint", zip, ...asked, "--out", join(folder, "a")));
  const ofFile = lastLine(
    await iclHere("compare", "--checkpoint", join(run, "checkpoint.safetensors"), ...asked, "--out", join(folder, "b")),
  );
  expect(ofZip.spd).toEqual(ofFile.spd);
  expect(
    lastLine(await iclHere("train", "--resume", "--workers", "1", "--out", again, "--json")).parametersSha256,
  ).toBe(hash);
});

it("rejects anything but a run with one sentence, and writes nothing", { timeout: 300_000 }, async () => {
  const folder = newFolder();
  const [empty, text, out] = [join(folder, "empty"), join(folder, "text"), join(folder, "out")];
  mkdirSync(empty);
  writeFileSync(text, "no zip");
  const refused: readonly (readonly [readonly string[], RegExp])[] = [
    [["--out", out], /missing RUN/],
    [[empty], /missing --out/],
    [[join(folder, "none"), "--out", out], /which does not exist/],
    [[empty, "--out", out], /missing config\.json/],
    [[text, "--out", out], /expected a run folder or a \.zip/],
    [["public/runs/play-d1", "--out", text], /exists already/],
  ];
  for (const [args, sentence] of refused) {
    const { code, err } = await iclHere("bundle", ...args);
    expect([code, err]).toEqual([2, expect.stringMatching(SENTENCE)]);
    expect(err).toMatch(sentence);
  }
  expect(existsSync(out)).toBe(false);
  expect(readFileSync(text, "utf8")).toBe("no zip");
});
