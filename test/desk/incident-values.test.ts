import { describe, expect, test } from "vitest";
import { readVariables } from "../../desk/incident-acts.tsx";

describe("results of a step done by hand", () => {
  test("values are JSON where they are JSON, else the text that was written", () => {
    expect(readVariables('nomor = "A-12"\n\njumlah=3\nlunas = true\nunit = Dinas Kesehatan')).toEqual({
      ok: true,
      variables: { nomor: "A-12", jumlah: 3, lunas: true, unit: "Dinas Kesehatan" },
    });
  });
  test("nothing written is nothing", () => {
    expect(readVariables(" \n")).toEqual({ ok: true, variables: {} });
  });
  test("a line that is no assignment is named", () => {
    expect(readVariables("nomor = 1\nkeliru")).toEqual({ ok: false, line: "keliru" });
    expect(readVariables("1x = 2")).toEqual({ ok: false, line: "1x = 2" });
  });
});
