// A small province: two dinas under two biro of one asisten, a third under another. Tests change copies of it.
import { type Organisation, readOrganisation } from "../../organisation/index.ts";

export const provinceDocument = {
  id: "contoh",
  name: "Provinsi Contoh",
  zone: "WIB",
  units: [
    { id: "provinsi", name: "Gubernur", shortName: "Gubernur", kind: "kepalaDaerah", parent: null },
    { id: "setda", name: "Sekretariat Daerah", shortName: "Setda", kind: "setda", parent: "provinsi" },
    { id: "asisten-1", name: "Asisten I", shortName: "Asisten I", kind: "asisten", parent: "setda" },
    { id: "asisten-2", name: "Asisten II", shortName: "Asisten II", kind: "asisten", parent: "setda" },
    { id: "biro-kesra", name: "Biro Kesra", shortName: "Kesra", kind: "biro", parent: "asisten-1" },
    { id: "bagian-kesra", name: "Bagian Kesra", shortName: "Bagian", kind: "bagian", parent: "biro-kesra" },
    { id: "biro-ekon", name: "Biro Ekonomi", shortName: "Ekonomi", kind: "biro", parent: "asisten-2" },
    {
      id: "dinkes",
      name: "Dinas Kesehatan",
      shortName: "Dinkes",
      kind: "dinas",
      parent: "provinsi",
      biroPembina: "biro-kesra",
      urusan: ["kesehatan"],
    },
    {
      id: "disdik",
      name: "Dinas Pendidikan",
      shortName: "Disdik",
      kind: "dinas",
      parent: "provinsi",
      biroPembina: "biro-kesra",
      urusan: ["pendidikan"],
    },
    {
      id: "dispar",
      name: "Dinas Pariwisata",
      shortName: "Dispar",
      kind: "dinas",
      parent: "provinsi",
      biroPembina: "biro-ekon",
      urusan: ["pariwisata"],
    },
  ],
  posts: [
    {
      id: "gubernur",
      title: "Gubernur",
      shortTitle: "Gub",
      unitId: "provinsi",
      role: "kepala",
      echelon: "KDH",
    },
    { id: "sekda", title: "Sekda", shortTitle: "Sekda", unitId: "setda", role: "kepala", echelon: "I.b" },
    {
      id: "asisten-1",
      title: "Asisten I",
      shortTitle: "As I",
      unitId: "asisten-1",
      role: "kepala",
      echelon: "II.a",
    },
    {
      id: "asisten-2",
      title: "Asisten II",
      shortTitle: "As II",
      unitId: "asisten-2",
      role: "kepala",
      echelon: "II.a",
    },
    {
      id: "karo-kesra",
      title: "Karo Kesra",
      shortTitle: "Karo",
      unitId: "biro-kesra",
      role: "kepala",
      echelon: "II.b",
    },
    {
      id: "kabag-kesra",
      title: "Kabag Kesra",
      shortTitle: "Kabag",
      unitId: "bagian-kesra",
      role: "kabag",
      echelon: "III.a",
    },
    {
      id: "pemeriksa-kesra",
      title: "Pemeriksa Kesra",
      shortTitle: "Pem",
      unitId: "bagian-kesra",
      role: "pemeriksa",
    },
    {
      id: "karo-ekon",
      title: "Karo Ekonomi",
      shortTitle: "Karo",
      unitId: "biro-ekon",
      role: "kepala",
      echelon: "II.b",
    },
    {
      id: "kadinkes",
      title: "Kepala Dinkes",
      shortTitle: "Kadis",
      unitId: "dinkes",
      role: "kepala",
      echelon: "II.a",
    },
    { id: "op-dinkes", title: "Operator Dinkes", shortTitle: "Op", unitId: "dinkes", role: "operator" },
    {
      id: "kadisdik",
      title: "Kepala Disdik",
      shortTitle: "Kadis",
      unitId: "disdik",
      role: "kepala",
      echelon: "II.a",
    },
    {
      id: "kadispar",
      title: "Kepala Dispar",
      shortTitle: "Kadis",
      unitId: "dispar",
      role: "kepala",
      echelon: "II.a",
    },
  ],
  persons: [
    { id: "sari", name: "Sari", nip: "198001012005012001" },
    { id: "ratna", name: "Ratna", nip: "197501012000012001" },
    { id: "budi", name: "Budi", nip: "197001011995011001" },
    { id: "gubernur", name: "Hasan" },
    { id: "joko", name: "Joko", nip: "199001012015011001" },
  ],
  holdings: [
    { postId: "pemeriksa-kesra", personId: "sari", mandate: "definitif", decree: "1", from: "2024-01-01" },
    { postId: "karo-ekon", personId: "ratna", mandate: "definitif", decree: "2", from: "2023-01-01" },
    {
      postId: "karo-kesra",
      personId: "ratna",
      mandate: "Plt",
      decree: "SP 1",
      from: "2027-02-01",
      to: "2027-04-30",
      limits: ["anggaran"],
    },
    { postId: "asisten-1", personId: "budi", mandate: "definitif", decree: "3", from: "2022-01-01" },
    {
      postId: "asisten-1",
      personId: "ratna",
      mandate: "Plh",
      decree: "SP 2",
      from: "2027-03-01",
      to: "2027-03-05",
    },
    { postId: "op-dinkes", personId: "joko", mandate: "definitif", decree: "4", from: "2024-01-01" },
  ],
};

/** A document with a wrong place in it: `change` edits a copy. */
export function changed(change: (document: typeof provinceDocument) => void): unknown {
  const copy = structuredClone(provinceDocument);
  change(copy);
  return copy;
}

export function province(): Organisation {
  const reading = readOrganisation(provinceDocument);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.organisation;
}
