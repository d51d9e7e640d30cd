import { describe, expect, test } from "vitest";
import {
  bytes,
  clockTime,
  dayInstant,
  dayNumber,
  fullInstant,
  longDate,
  money,
  number,
  oneDecimal,
  plainDate,
  shortInstant,
  writtenDate,
  zonedTime,
} from "../../ui/index.ts";

const wib = { language: "id", zone: "WIB" } as const;
const at = (text: string) => Date.parse(text);

describe("dates as officials write them", () => {
  test("a long date names day and month in Indonesian", () => {
    expect(longDate(at("2027-02-25T03:10:00Z"), wib)).toBe("Kamis, 25 Februari 2027");
  });
  test("the same instant in English", () => {
    expect(longDate(at("2027-02-25T03:10:00Z"), { ...wib, language: "en" })).toBe(
      "Thursday, 25 February 2027",
    );
  });
  test("a short instant has a dot in the hour, and keeps short months whole", () => {
    expect(shortInstant(at("2027-02-24T04:10:00Z"), wib)).toBe("24 Feb, 11.10");
    expect(dayInstant(at("2027-03-03T03:00:00Z"), wib)).toBe("Rabu 3 Maret, 10.00");
    expect(dayInstant(at("2027-02-26T07:10:00Z"), wib)).toBe("Jumat 26 Feb, 14.10");
  });
  test("a full instant names the zone", () => {
    expect(fullInstant(at("2027-02-26T07:10:00Z"), wib)).toBe("Jumat, 26 Feb 2027, 14.10 WIB");
    expect(zonedTime(at("2027-02-26T03:15:00Z"), wib)).toBe("10.15 WIB");
  });
  test("just before midnight in UTC it is already tomorrow, in each zone by its own hours", () => {
    const late = at("2026-12-31T15:30:00Z");
    expect(plainDate(late, wib)).toBe("31 Desember 2026");
    expect(plainDate(late, { ...wib, zone: "WITA" })).toBe("31 Desember 2026");
    expect(plainDate(late, { ...wib, zone: "WIT" })).toBe("1 Januari 2027");
    expect(clockTime(late, { ...wib, zone: "WIT" })).toBe("00.30");
    expect(dayNumber(late, "WIT") - dayNumber(late, "WIB")).toBe(1);
  });
  test("English puts a colon into the hour", () => {
    expect(clockTime(at("2027-02-26T07:10:00Z"), { ...wib, language: "en" })).toBe("14:10");
  });
  test("a date of a form is written out, and what is none comes back as it was", () => {
    expect(writtenDate("2027-02-15", "id")).toBe("15 Februari 2027");
    expect(writtenDate("besok", "id")).toBe("besok");
    expect(writtenDate("2027-13-01", "id")).toBe("2027-13-01");
  });
});

describe("money and figures", () => {
  test("rupiah is grouped by threes, however long", () => {
    expect(money("412750000000", "id")).toBe("Rp412.750.000.000");
    expect(money("9007199254740993", "id")).toBe("Rp9.007.199.254.740.993");
    expect(money("0", "id")).toBe("Rp0");
    expect(money("-1500", "id")).toBe("Rp-1.500");
  });
  test("cents are shown only where there are any", () => {
    expect(money("1500.00", "id")).toBe("Rp1.500");
    expect(money("1500.50", "id")).toBe("Rp1.500,50");
  });
  test("what is not an amount comes back unchanged", () => {
    expect(money("412,75", "id")).toBe("412,75");
  });
  test("English uses commas", () => {
    expect(money("412750000000", "en")).toBe("Rp412,750,000,000");
  });
  test("figures drop decimals that are nought, columns keep them", () => {
    expect(number(1000, "id")).toBe("1.000");
    expect(number(2.9, "id")).toBe("2,9");
    expect(number(2.04, "id")).toBe("2");
    expect(number(-0.01, "id")).toBe("0");
    expect(number(Number.NaN, "id")).toBe("");
    expect(oneDecimal(2, "id")).toBe("2,0");
  });
  test("sizes of files", () => {
    expect(bytes(180 * 1024, "id")).toBe("180 KB");
    expect(bytes(8.5 * 1024 * 1024, "id")).toBe("8,5 MB");
    expect(bytes(20_971_520, "id")).toBe("20 MB");
    expect(bytes(12, "id")).toBe("12 B");
  });
});
