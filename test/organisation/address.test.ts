import { expect, test } from "vitest";
import { asistenPembinaOf, biroPembinaOf, resolveAddress } from "../../organisation/index.ts";
import { province } from "./province-fixture.ts";

const organisation = province();

function postOf(post: string, unit: string, from = "dinkes"): string {
  const resolution = resolveAddress(organisation, { post, unit }, from);
  return resolution.ok ? resolution.post.id : resolution.code;
}

test("each relation leads from the submitting unit to a post", () => {
  expect(postOf("operator", "pemrakarsa")).toBe("op-dinkes");
  expect(postOf("pemeriksa", "biroPembina")).toBe("pemeriksa-kesra");
  expect(postOf("kabag", "biroPembina")).toBe("kabag-kesra");
  expect(postOf("kepala", "biroPembina")).toBe("karo-kesra");
  expect(postOf("kepala", "asistenPembina")).toBe("asisten-1");
  expect(postOf("kepala", "asistenPembina", "dispar")).toBe("asisten-2");
  expect(postOf("kepala", "setda")).toBe("sekda");
  expect(postOf("kepala", "gubernur")).toBe("gubernur");
  expect(postOf("kepala", "biro-ekon")).toBe("karo-ekon");
  expect(postOf("kadisdik", "")).toBe("kadisdik");
});

test("an address that leads nowhere says what is missing", () => {
  expect(postOf("operator", "biroPembina")).toBe("unknownPost");
  expect(postOf("kepala", "biro-hantu")).toBe("unknownUnit");
  expect(postOf("kepala", "biroPembina", "setda")).toBe("noBiroPembina");
  expect(postOf("kepala", "asistenPembina", "setda")).toBe("noAsisten");
});

test("the reason names the unit and the one that submitted", () => {
  const resolution = resolveAddress(organisation, { post: "kepala", unit: "biroPembina" }, "dinkes");
  expect(resolution.ok && resolution.reason).toEqual({
    key: "address.biroPembina",
    params: { unit: "Biro Kesra", pemrakarsa: "Dinas Kesehatan" },
  });
});

test("a bagian is coordinated by its own biro and stands under its asisten", () => {
  expect(biroPembinaOf(organisation, "bagian-kesra")?.id).toBe("biro-kesra");
  expect(asistenPembinaOf(organisation, "bagian-kesra")?.id).toBe("asisten-1");
});
