/** The chain shows what was done to a journal, and names where. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readProcess } from "../../../engine/index.ts";
import { reExecuteCases } from "../../../server/cases/index.ts";
import {
  canonicalJson,
  type EntryContent,
  exportJournal,
  exportLine,
  NO_HASH,
  opened,
  type SealedEntry,
  seal,
  sha256Hex,
  verifyExport,
} from "../../../server/journal/index.ts";

const TENANT = "jabar";

function stream(name: string, length: number): readonly SealedEntry[] {
  const entries: SealedEntry[] = [];
  for (let at = 1; at <= length; at += 1) {
    const content: EntryContent = {
      atMs: at,
      actor: { kind: "person", personId: "siti", postId: "karo", mandate: "Plt" },
      command: { type: "ActOnTask", note: `langkah ${at}` },
      events: [{ type: "TaskActed" }],
    };
    entries.push(seal({ tenant: TENANT, stream: name, after: entries.at(-1) ?? null }, content));
  }
  return entries;
}

const streams = ["case/a", "case/b", "library/forms/x"].map((name) => stream(name, 5));

async function exported(): Promise<string[]> {
  const source = {
    heads: async (_tenant: string, prefix: string, afterStream: string, max: number) =>
      streams
        .flatMap((entries) => {
          const last = entries.at(-1);
          return last === undefined ? [] : [{ stream: last.stream, seq: last.seq, hash: last.hash }];
        })
        .filter((head) => head.stream > afterStream && head.stream.startsWith(prefix))
        .slice(0, max),
    sealed: async (_tenant: string, name: string) =>
      streams.find((entries) => entries[0]?.stream === name) ?? [],
  };
  const lines: string[] = [];
  for await (const line of exportJournal(source, TENANT, { prefix: "", atMs: 9 })) lines.push(line);
  return lines;
}

const codes = async (lines: readonly string[]) =>
  (await verifyExport(lines)).findings.map(({ code, stream: name, seq }) => `${code} ${name} ${seq}`);

describe("an exported journal", () => {
  it("that nobody touched is accepted, and what it cannot show is said", async () => {
    const verified = await verifyExport(await exported());
    expect(verified).toMatchObject({ ok: true, entries: 15, streams: 3, findings: [] });
    expect(verified.unseen.join()).toMatch(/checkpoint/);
  });

  it("with any one byte of an entry changed is refused, and the entry is named", async () => {
    const lines = await exported();
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 15 }), async (where, line) => {
        const text = lines[line] ?? "";
        const from = text.indexOf("{", 1);
        const at = from + (where % (text.lastIndexOf('"hash"') - from - 2));
        const other = text[at] === "7" ? "8" : "7";
        const changed = lines.with(line, `${text.slice(0, at)}${other}${text.slice(at + 1)}`);
        const { ok, findings } = await verifyExport(changed);
        expect(ok).toBe(false);
        expect(findings.some((finding) => finding.line === line + 1)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it("with an entry changed and its hash made again is refused at the entry after it", async () => {
    const lines = await exported();
    const forged = { ...JSON.parse(lines[3] ?? "").entry, atMs: 999 };
    const body = canonicalJson(forged);
    expect(await codes(lines.with(3, exportLine({ body, hash: sha256Hex(body) })))).toEqual([
      "broken case/a 4",
    ]);
  });

  it("with an entry deleted is refused, and the missing one is named", async () => {
    const lines = await exported();
    expect(await codes(lines.toSpliced(3, 1))).toEqual(["missing case/a 4"]);
    expect((await verifyExport(lines.toSpliced(3, 1))).findings[0]?.message).toContain("entry 3 is missing");
    expect((await verifyExport(lines.toSpliced(2, 2))).findings[0]?.message).toContain("entries 2 to 3");
  });

  it("with two entries swapped is refused", async () => {
    const lines = await exported();
    const swapped = lines.with(2, lines[3] ?? "").with(3, lines[2] ?? "");
    expect(await codes(swapped)).toEqual(["missing case/a 3"]);
  });

  it("with an entry put in twice is refused", async () => {
    const lines = await exported();
    expect(await codes(lines.toSpliced(3, 0, lines[2] ?? ""))).toEqual(["outOfOrder case/a 2"]);
  });

  it("with the end of a stream cut off is refused, and the first missing entry is named", async () => {
    const lines = await exported();
    expect(await codes(lines.toSpliced(4, 2))).toEqual(["truncated case/a 4"]);
  });

  it("cut off as a file is refused", async () => {
    const lines = await exported();
    expect(await codes(lines.slice(0, -1))).toEqual(["truncated null null"]);
    expect(await codes(lines.slice(0, -4))).toEqual(["truncated null null"]);
    expect(await codes([])).toEqual(["truncated null null"]);
  });

  it("with a stream put in, or an entry of another tenant, is refused", async () => {
    const lines = await exported();
    const foreign = seal(
      { tenant: "kalbar", stream: "case/z", after: null },
      opened(streams[0]?.[0] ?? never()),
    );
    expect(await codes(lines.toSpliced(1, 0, exportLine(foreign)))).toEqual([
      "foreign case/z 1",
      "outOfOrder case/z 1",
    ]);
  });

  it("with a line that is no entry is refused, and the line is named", async () => {
    const lines = await exported();
    for (const hostile of ["<html>", "[]", "null", '{"entry":{"seq":"1"},"hash":1}', '{"__proto__":1}']) {
      const { ok, findings } = await verifyExport(lines.toSpliced(2, 0, hostile));
      expect({ ok, code: findings[0]?.code, line: findings[0]?.line }).toEqual({
        ok: false,
        code: "unreadable",
        line: 3,
      });
    }
  });

  it("reordered by a tool that kept its meaning is still accepted", async () => {
    const lines = await exported();
    const { entry, hash } = JSON.parse(lines[1] ?? "");
    const reordered = JSON.stringify({ hash, entry: Object.fromEntries(Object.entries(entry).reverse()) });
    expect((await verifyExport(lines.with(1, reordered))).ok).toBe(true);
  });

  it("names the entry at which executing a history again gives something else", async () => {
    const verified = await verifyExport(await exported(), {
      reExecute: async (name) => (name === "case/b" ? { seq: 4, message: "differs" } : null),
    });
    expect(verified.findings).toEqual([
      { code: "differs", line: null, stream: "case/b", seq: 4, message: "differs" },
    ]);
  });
});

describe("the golden journal of format 1", () => {
  const golden = readFileSync(new URL("./golden/journal-1.ndjson", import.meta.url), "utf8");

  it("is accepted for ever", async () => {
    const verified = await verifyExport(golden.trimEnd().split("\n"));
    expect(verified).toMatchObject({ ok: true, findings: [] });
    expect(verified.entries).toBeGreaterThan(8);
  });

  it("executes again, by the process it ran, to the very events that were written", async () => {
    const text = readFileSync(new URL("./golden/verifikasi-laporan-1.bpmn", import.meta.url), "utf8");
    const reading = await readProcess(text);
    const process = reading.ok ? (reading.processes[0] ?? null) : null;
    const reExecute = reExecuteCases(async ({ hash }) => (hash === sha256Hex(text) ? process : null));
    const lines = golden.trimEnd().split("\n");
    expect((await verifyExport(lines, { reExecute })).findings).toEqual([]);
    const without = await verifyExport(lines, { reExecute: reExecuteCases(async () => null) });
    expect(without.findings).toMatchObject([{ code: "differs", seq: 1 }]);
  });

  it("with one byte changed is refused", async () => {
    const { ok, findings } = await verifyExport(golden.replace("LKjIP", "LKjIp").trimEnd().split("\n"));
    expect(ok).toBe(false);
    expect(findings[0]).toMatchObject({ code: "changed", seq: 1 });
  });
});

describe("canonical JSON", () => {
  it("is one text for one value, and reads back to it", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = canonicalJson(value);
        const back: unknown = JSON.parse(text);
        expect(canonicalJson(back)).toBe(text);
        expect(JSON.stringify(back)).toBe(JSON.stringify(JSON.parse(JSON.stringify(back))));
        expect(canonicalJson(JSON.parse(JSON.stringify(value)))).toBe(text);
      }),
      { numRuns: 1_000 },
    );
  });

  it("writes strings and numbers as JSON does, whatever signs they hold", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        (s, n) => {
          expect(canonicalJson(s)).toBe(JSON.stringify(s));
          expect(canonicalJson(n)).toBe(JSON.stringify(n));
        },
      ),
      { numRuns: 2_000 },
    );
    for (const text of ["\ud800", "\udfff\ud800", "a\u0000b", '"\\\n', "\u2028\u007f"]) {
      expect(canonicalJson(text)).toBe(JSON.stringify(text));
    }
  });

  it("sorts members, leaves undefined out, and refuses what JSON has not", () => {
    expect(canonicalJson({ b: 1, a: [undefined], c: undefined, é: null, Z: {} })).toBe(
      '{"Z":{},"a":[null],"b":1,"é":null}',
    );
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 1n, () => 1, Symbol("x")]) {
      expect(() => canonicalJson(value)).toThrow(TypeError);
    }
  });

  it("the first entry of a stream follows sixty-four zeros", () => {
    expect(streams[0]?.[0]?.prevHash).toBe(NO_HASH);
    expect(NO_HASH).toMatch(/^0{64}$/);
  });
});

function never(): never {
  throw new Error("there is no entry");
}
