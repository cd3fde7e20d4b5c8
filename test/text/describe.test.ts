import { expect, it } from "vitest";
import { describe, excerpt, listSome } from "../../src/text/describe.ts";

it.each<[unknown, string]>([
  [[], "[]"],
  [{}, "{}"],
  [undefined, "undefined"],
  [null, "null"],
  [Number.NaN, "NaN"],
  [-0.5, "-0.5"],
  ["a\nb", '"a\\nb"'],
  [{ a: [1, "x"] }, '{"a":[1,"x"]}'],
  [[1, 2, 3, 4, 5, 6], "[1,2,3,4,5,…]"],
])("describes %j in short", (value, text) => {
  expect(describe(value)).toBe(text);
});

it("is short for a value of any size or depth", () => {
  let deep: unknown = 1;
  for (let k = 0; k < 200_000; k++) deep = k % 2 ? [deep] : { k: deep };
  const wide = Object.fromEntries(Array.from({ length: 10_000 }, (_, k) => [`key ${k}`.repeat(100), "x".repeat(1000)]));
  for (const value of [deep, wide, "x".repeat(5_000_000), [wide, wide], 10n ** 9000n]) {
    expect(describe(value).length).toBeLessThan(250);
  }
  expect(describe("x".repeat(5_000_000))).toContain("(5,000,000 characters)");
});

it("cuts a long text and a long list, and says how much there was", () => {
  expect(excerpt("abc", 3)).toBe("abc");
  expect(excerpt("abcd", 3)).toBe("abc… (4 characters)");
  expect(listSome(["a", "b"], 2)).toBe("a, b");
  expect(listSome(["a", "b", "c"], 1)).toBe("a and 2 more");
});
