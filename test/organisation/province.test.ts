import { expect, test } from "vitest";
import { readOrganisation } from "../../organisation/index.ts";
import { changed, provinceDocument } from "./province-fixture.ts";

function problemsOf(json: unknown) {
  const reading = readOrganisation(json);
  return reading.ok ? [] : reading.problems.map(({ code, pointer }) => ({ code, pointer }));
}

test("a whole document is read without problems", () => {
  expect(problemsOf(provinceDocument)).toEqual([]);
});

test("a text, a list and null instead of a document are each one located problem", () => {
  for (const wrong of ["provinsi", [], null, undefined, 7])
    expect(problemsOf(wrong)).toEqual([{ code: "wrongType", pointer: "" }]);
});

test("a misspelt member is named with its place", () => {
  const document = changed((copy) => Object.assign(copy.units[7] ?? {}, { biroPembna: "biro-kesra" }));
  expect(problemsOf(document)).toEqual([{ code: "unknownMember", pointer: "/units/7/biroPembna" }]);
});

test("a unit under one that does not exist is refused", () => {
  const document = changed((copy) => Object.assign(copy.units[6] ?? {}, { parent: "asisten-9" }));
  expect(problemsOf(document)).toEqual([{ code: "unknownReference", pointer: "/units/6/parent" }]);
});

test("units above each other in a circle are refused, and reading ends", () => {
  const document = changed((copy) => Object.assign(copy.units[1] ?? {}, { parent: "biro-kesra" }));
  expect(problemsOf(document).map((problem) => problem.code)).toContain("circle");
});

test("a dinas as biro pembina is refused", () => {
  const document = changed((copy) => Object.assign(copy.units[7] ?? {}, { biroPembina: "disdik" }));
  expect(problemsOf(document)).toEqual([{ code: "notABiro", pointer: "/units/7/biroPembina" }]);
});

test("an id used twice and an id with capitals are refused at their places", () => {
  const document = changed((copy) => {
    Object.assign(copy.persons[1] ?? {}, { id: "sari" });
    Object.assign(copy.persons[2] ?? {}, { id: "Budi" });
    copy.holdings.length = 1;
  });
  expect(problemsOf(document)).toEqual([
    { code: "duplicateId", pointer: "/persons/1/id" },
    { code: "wrongId", pointer: "/persons/2/id" },
  ]);
});

test("30 February as the first day of a mandate is refused", () => {
  const document = changed((copy) => Object.assign(copy.holdings[2] ?? {}, { from: "2027-02-30" }));
  expect(problemsOf(document)).toEqual([{ code: "noSuchDay", pointer: "/holdings/2/from" }]);
});

test("a Plt without a last day is refused", () => {
  const document = changed((copy) => Object.assign(copy.holdings[2] ?? {}, { to: null }));
  expect(problemsOf(document)).toEqual([{ code: "mandateWithoutEnd", pointer: "/holdings/2/to" }]);
});

test("two definitive holders of one post on one day are refused", () => {
  const document = changed((copy) =>
    copy.holdings.push({
      postId: "karo-ekon",
      personId: "budi",
      mandate: "definitif",
      decree: "9",
      from: "2025-01-01",
    }),
  );
  expect(problemsOf(document)).toEqual([{ code: "heldTwice", pointer: "/holdings/6" }]);
});

test("a NIP as a number is refused, since it is a text of 18 digits", () => {
  const document = changed((copy) => Object.assign(copy.persons[0] ?? {}, { nip: 1980 }));
  expect(problemsOf(document)).toEqual([{ code: "wrongType", pointer: "/persons/0/nip" }]);
});
