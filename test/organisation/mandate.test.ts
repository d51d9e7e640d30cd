import { expect, test } from "vitest";
import { holderOn, isExcluded, postsOf } from "../../organisation/index.ts";
import { province } from "./province-fixture.ts";

const organisation = province();

test("a Plt acts from the first day of the decree to the last", () => {
  expect(holderOn(organisation, "karo-kesra", "2027-01-31")).toBeUndefined();
  expect(holderOn(organisation, "karo-kesra", "2027-02-01")?.holding.mandate).toBe("Plt");
  expect(holderOn(organisation, "karo-kesra", "2027-04-30")?.person.name).toBe("Ratna");
  expect(holderOn(organisation, "karo-kesra", "2027-05-01")).toBeUndefined();
});

test("a Plh acts instead of the definitive holder, and only on the days of the order", () => {
  expect(holderOn(organisation, "asisten-1", "2027-02-28")?.person.id).toBe("budi");
  expect(holderOn(organisation, "asisten-1", "2027-03-03")?.person.id).toBe("ratna");
  expect(holderOn(organisation, "asisten-1", "2027-03-06")?.person.id).toBe("budi");
});

test("while a Plh acts, the definitive holder does not hold the post", () => {
  expect(postsOf(organisation, "budi", "2027-03-03")).toEqual([]);
  expect(postsOf(organisation, "budi", "2027-03-08").map(({ post }) => post.id)).toEqual(["asisten-1"]);
});

test("a person's own post comes before the posts held by mandate", () => {
  const held = postsOf(organisation, "ratna", "2027-03-03");
  expect(held.map(({ post, holding }) => [post.id, holding.mandate])).toEqual([
    ["karo-ekon", "definitif"],
    ["karo-kesra", "Plt"],
    ["asisten-1", "Plh"],
  ]);
});

test("a mandate that excludes anggaran says so", () => {
  const holder = holderOn(organisation, "karo-kesra", "2027-02-01");
  expect(holder && isExcluded(holder.holding, "anggaran")).toBe(true);
  expect(holder && isExcluded(holder.holding, "cuti")).toBe(false);
});
