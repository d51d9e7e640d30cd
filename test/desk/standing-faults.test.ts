import { describe, expect, test } from "vitest";
import { nothingRefused, standing } from "../../desk/standing-faults.ts";
import type { Attached } from "../../ui/index.ts";

const fault = (at: string, code = "x") => ({ at, code, message: code });
const file = (slot: string, fileId: string): Attached => ({
  slot,
  name: `${fileId}.pdf`,
  bytes: 1,
  state: { kind: "done", fileId },
});

describe("faults of a refused form", () => {
  const refused = {
    faults: [fault("/values/anggaran", "required"), fault("/values/nomor", "pattern")],
    values: { nomor: "abc" },
    attached: [],
  };
  test("what the check here still finds stays, in its newest words", () => {
    const found = [fault("/values/anggaran", "moneyShort")];
    expect(standing(refused, { values: { nomor: "abc", anggaran: "1,5" }, attached: [] }, found)).toEqual([
      fault("/values/anggaran", "moneyShort"),
      fault("/values/nomor", "pattern"),
    ]);
  });
  test("what only the server can judge stays until its field is changed", () => {
    expect(standing(refused, { values: { nomor: "abc", anggaran: "1" }, attached: [] }, [])).toEqual([
      fault("/values/nomor", "pattern"),
    ]);
    expect(standing(refused, { values: { nomor: "abcd", anggaran: "1" }, attached: [] }, [])).toEqual([]);
  });
  test("a fault that appears while mending is not shown before the next sending", () => {
    expect(standing(nothingRefused, { values: {}, attached: [] }, [fault("/values/baru")])).toEqual([]);
  });
  test("a refused document goes when another is attached, not when a field changes", () => {
    const document = { faults: [fault("/attachments/surat")], values: {}, attached: [file("surat", "a")] };
    expect(standing(document, { values: { x: 1 }, attached: [file("surat", "a")] }, [])).toHaveLength(1);
    expect(standing(document, { values: {}, attached: [file("surat", "b")] }, [])).toHaveLength(0);
  });
  test("a fault of no field goes with the first change of anything", () => {
    const whole = { faults: [fault("")], values: { a: 1 }, attached: [] };
    expect(standing(whole, { values: { a: 1 }, attached: [] }, [])).toHaveLength(1);
    expect(standing(whole, { values: { a: 2 }, attached: [] }, [])).toHaveLength(0);
  });
  test("a field whose name has a slash is found by its escaped pointer", () => {
    const odd = { faults: [fault("/values/a~1b")], values: { "a/b": 1 }, attached: [] };
    expect(standing(odd, { values: { "a/b": 1 }, attached: [] }, [])).toHaveLength(1);
    expect(standing(odd, { values: { "a/b": 2 }, attached: [] }, [])).toHaveLength(0);
  });
});
