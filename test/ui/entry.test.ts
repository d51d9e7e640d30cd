import { describe, expect, test } from "vitest";
import { readDate, readMoney } from "../../ui/index.ts";

describe("an amount as it is typed", () => {
  test.each([
    ["412750000000", "412750000000"],
    ["412.750.000.000", "412750000000"],
    ["412,750,000,000", "412750000000"],
    ["Rp 412.750.000.000", "412750000000"],
    ["Rp. 1.500", "1500"],
    ["1.500,00", "1500"],
    ["000500", "500"],
    ["9007199254740993", "9007199254740993"],
  ])("%s is %s rupiah", (typed, rupiah) => {
    expect(readMoney(typed)).toEqual({ kind: "amount", rupiah });
  });
  test("412,75 asks whether milliards are meant, and never guesses in silence", () => {
    expect(readMoney("412,75")).toEqual({ kind: "short", meant: "412750000000" });
    expect(readMoney("412.75")).toEqual({ kind: "short", meant: "412750000000" });
  });
  test("words of magnitude are asked about as well", () => {
    expect(readMoney("412,75 miliar")).toEqual({ kind: "short", meant: "412750000000" });
    expect(readMoney("2,5 juta")).toEqual({ kind: "short", meant: "2500000" });
    expect(readMoney("1 triliun")).toEqual({ kind: "short", meant: "1000000000000" });
  });
  test("mixed or broken marks are no amount", () => {
    expect(readMoney("1.50.000")).toEqual({ kind: "short", meant: null });
    expect(readMoney("sekitar sejuta")).toEqual({ kind: "notNumber" });
    expect(readMoney("")).toEqual({ kind: "notNumber" });
    expect(readMoney("=1+1")).toEqual({ kind: "notNumber" });
  });
});

describe("a date as it is typed", () => {
  test.each([
    ["15 Februari 2027", "2027-02-15"],
    ["Senin, 15 Februari 2027", "2027-02-15"],
    ["15 feb 2027", "2027-02-15"],
    ["15 August 2027", "2027-08-15"],
    ["15/2/2027", "2027-02-15"],
    ["15-02-2027", "2027-02-15"],
    ["15.2.2027", "2027-02-15"],
    ["2027-2-15", "2027-02-15"],
    ["29 Februari 2028", "2028-02-29"],
  ])("%s is %s", (typed, iso) => {
    expect(readDate(typed)).toEqual({ kind: "date", iso });
  });
  test("31/02/2027 is told where February ends, not rolled over", () => {
    expect(readDate("31/02/2027")).toEqual({ kind: "pastEnd", year: 2027, month: 2, lastDay: 28 });
  });
  test("what is no date is none", () => {
    for (const typed of ["", "besok", "32/1/2027", "1/13/2027", "15 Fe 2027", "15 Februari"])
      expect(readDate(typed).kind).toBe("notDate");
  });
});
