/** Attachments: what may be uploaded, under which name it is kept, and who gets it back. */
import { readdirSync, readFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readForm } from "../../../casework/index.ts";
import { dispositionHeader, readableName } from "../../../server/http/file-name.ts";
import { httpLimits } from "../../../server/http/limits.ts";
import { pdf, submitReport } from "./report.ts";
import { type Client, type ServerUnderTest, startServer } from "./server-under-test.ts";

let running: ServerUnderTest;
let operator: Client;
beforeAll(async () => {
  running = await startServer({ limits: { fileBytes: 100_000, uploadMs: 2_000 } });
  operator = await running.as("pemohon");
});
afterAll(() => running.stop());

/** Nothing that was being received stays behind. */
const leftovers = () => readdirSync(join(running.dataDir, "uploads"));

const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0]);

describe("an upload", () => {
  test("of a PDF is kept under its hash, with the name for people", async () => {
    const reply = await operator.upload("Surat pengantar – Dinkes.pdf", pdf);
    expect(reply.status).toBe(201);
    expect(reply.body).toMatchObject({ name: "Surat pengantar – Dinkes.pdf", mediaType: "application/pdf" });
    const fileId = String(reply.at("fileId"));
    const back = await operator.get(`/api/v1/files/${fileId}`);
    expect(back.text).toBe(pdf);
    expect(back.headers.get("content-disposition")).toBe(
      "attachment; filename=\"Surat pengantar _ Dinkes.pdf\"; filename*=UTF-8''Surat%20pengantar%20%E2%80%93%20Dinkes.pdf",
    );
    expect(back.headers.get("content-security-policy")).toBe("default-src 'none'; sandbox");
    expect(back.headers.get("x-content-type-options")).toBe("nosniff");
  });

  test.each([
    ["a PDF", "laporan.pdf", pdf, "inline"],
    ["a picture", "foto.png", png, "inline"],
    ["a text", "catatan.txt", "Lengkap.", "attachment"],
    ["a table", "data.csv", "a,b\n1,2\n", "attachment"],
  ])(
    "of %s asked for to be shown: %s comes as %s, in a sandbox",
    async (_what, name, content, disposition) => {
      const fileId = String((await operator.upload(name, content)).at("fileId"));
      const shown = await operator.get(`/api/v1/files/${fileId}?show=inline`);
      expect(shown.headers.get("content-disposition")).toMatch(
        new RegExp(`^${disposition}; filename="${name}"`),
      );
      expect(shown.headers.get("content-security-policy")).toBe("default-src 'none'; sandbox");
      expect(shown.headers.get("x-content-type-options")).toBe("nosniff");
      expect((await operator.get(`/api/v1/files/${fileId}?show=page`)).status).toBe(400);
    },
  );

  test("of 0 bytes is refused with 422", async () => {
    const reply = await operator.upload("kosong.pdf", "");
    expect([reply.status, reply.at("code")]).toEqual([422, "emptyFile"]);
    expect(leftovers()).toEqual([]);
  });

  test.each([
    ["HTML named .pdf", "laporan.pdf", "<!doctype html><script>alert(1)</script>"],
    ["HTML after a PDF mark", "laporan.pdf", `<html>${pdf}`],
    ["SVG with a script", "gambar.png", '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    ["HTML named .txt", "catatan.txt", "selamat datang <script>alert(1)</script>"],
    ["a PNG named .pdf", "laporan.pdf", png],
    ["a program", "alat.exe", new Uint8Array([0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0])],
    ["a zip archive", "arsip.zip", new Uint8Array([0x50, 0x4b, 3, 4, 20, 0, 0, 0, 8, 0])],
    ["a name without an ending", "laporan", pdf],
  ])("of %s is refused with 415", async (_what, name, content) => {
    const reply = await operator.upload(name, content);
    expect([reply.status, reply.at("code")]).toEqual([415, "contentMismatch"]);
    expect(leftovers()).toEqual([]);
  });

  test("past the limit is refused with 413, with a length and without one, and the temporary file is gone", async () => {
    const large = `%PDF-${"x".repeat(120_000)}`;
    expect((await operator.upload("besar.pdf", large)).status).toBe(413);
    const chunked = await new Promise<number>((resolve, reject) => {
      const request = httpRequest(
        `${running.url}/api/v1/files`,
        {
          method: "POST",
          headers: {
            cookie: operator.cookie,
            "x-csrf-token": operator.csrf,
            "content-type": "multipart/form-data; boundary=b",
          },
        },
        (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        },
      );
      request.on("error", reject);
      request.write('--b\r\ncontent-disposition: form-data; name="slot"\r\n\r\nlaporan\r\n');
      request.write('--b\r\ncontent-disposition: form-data; name="file"; filename="b.pdf"\r\n\r\n');
      request.write(large);
      request.end("\r\n--b--\r\n");
    });
    expect(chunked).toBe(413);
    await expect.poll(leftovers).toEqual([]);
  });

  test("that is dropped half way, twenty times, leaves nothing behind, and the server alive", async () => {
    for (let i = 0; i < 20; i += 1) {
      await new Promise<void>((resolve) => {
        const request = httpRequest(`${running.url}/api/v1/files`, {
          method: "POST",
          headers: {
            cookie: operator.cookie,
            "x-csrf-token": operator.csrf,
            "content-type": "multipart/form-data; boundary=b",
          },
        });
        request.on("error", () => resolve());
        request.on("close", () => resolve());
        request.write('--b\r\ncontent-disposition: form-data; name="file"; filename="b.pdf"\r\n\r\n%PDF-');
        setTimeout(() => request.destroy(), 5);
      });
    }
    await expect.poll(leftovers).toEqual([]);
    expect((await operator.get("/readyz")).status).toBe(200);
  });

  test("with JSON instead of a form is refused with 415, a path in it read by nobody", async () => {
    const reply = await operator.send("POST", "/api/v1/files", {
      slot: "x",
      file: { filepath: "/etc/passwd" },
    });
    expect([reply.status, reply.at("code")]).toEqual([415, "wrongMediaType"]);
  });

  test.each([
    ["an empty field name", '--b\r\ncontent-disposition: form-data; name=""\r\n\r\nx\r\n--b--\r\n'],
    ["no file", '--b\r\ncontent-disposition: form-data; name="slot"\r\n\r\nlaporan\r\n--b--\r\n'],
    ["a nested field name", '--b\r\ncontent-disposition: form-data; name="slot[a][b]"\r\n\r\nx\r\n--b--\r\n'],
    ["a cut body", '--b\r\ncontent-disposition: form-data; name="slot"\r\n\r\nlapo'],
    ["no boundary that it uses", "just text"],
  ])("with %s is refused with 400, and the server lives", async (_what, body) => {
    const reply = await operator.send("POST", "/api/v1/files", body, {
      "content-type": "multipart/form-data; boundary=b",
    });
    expect([reply.status, reply.at("code")]).toEqual([400, "badMultipart"]);
    expect((await operator.get("/readyz")).status).toBe(200);
    expect(leftovers()).toEqual([]);
  });

  test("with two files, or a second slot, is refused with 400", async () => {
    for (const field of ["file", "slot"]) {
      const form = new FormData();
      form.append("slot", "laporan");
      form.append("file", new Blob([pdf], { type: "application/pdf" }), "a.pdf");
      if (field === "file") form.append("file", new Blob([pdf]), "b.pdf");
      else form.append("slot", "lain");
      const response = await fetch(`${running.url}/api/v1/files`, {
        method: "POST",
        body: form,
        headers: { cookie: operator.cookie, "x-csrf-token": operator.csrf },
      });
      expect(response.status).toBe(400);
      await response.body?.cancel();
    }
    await expect.poll(leftovers).toEqual([]);
  });
});

describe("a name", () => {
  test.each([
    ["../../etc/passwd.pdf", "passwd.pdf"],
    ["C:\\surat\\laporan.pdf", "laporan.pdf"],
    ["a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie: x=1.pdf"],
    ["gpj\u202e.fdp", "gpj.fdp"],
    ["...pdf", "pdf"],
    ["", "lampiran"],
    [`${"n".repeat(300)}.pdf`, `${"n".repeat(196)}.pdf`],
    ["cafe\u0301.pdf", "caf\u00e9.pdf"],
  ])("%j becomes %j", (raw, kept) => {
    expect(readableName(raw, 200)).toBe(kept);
  });

  test("with quotes, semicolons and line ends cannot leave its header", () => {
    const header = dispositionHeader("attachment", "a\"; filename=evil.html\r\nX: y'.pdf");
    expect(header).not.toMatch(/[\r\n]/);
    expect(header.match(/"/g)).toHaveLength(2);
    expect(header).toContain("filename*=UTF-8''a%22%3B%20filename%3Devil.html%0D%0AX%3A%20y%27.pdf");
  });

  test("that climbs is kept as its last part, and the bytes under a key of ours", async () => {
    const reply = await operator.upload("../../../../tmp/jahat.pdf", pdf);
    expect(reply.at("name")).toBe("jahat.pdf");
    const kept = readdirSync(join(running.dataDir, "files"), { recursive: true, encoding: "utf8" });
    expect(kept.some((path) => path.includes("jahat"))).toBe(false);
    expect(kept.some((path) => path.endsWith(String(reply.at("sha256"))))).toBe(true);
  });
});

describe("a file is given", () => {
  test("unsent only to who uploaded it; sent, to who may see the case; to others it is not there", async () => {
    const other = await running.as("pemohonLain");
    const reviewer = await running.as("petugas");
    const unsent = String((await operator.upload("surat.pdf", pdf)).at("fileId"));
    expect((await operator.get(`/api/v1/files/${unsent}`)).status).toBe(200);
    const submitted = await submitReport(operator);
    const page = await operator.get(`/api/v1/cases/${submitted.at("caseId")}`);
    const sent = String(page.at("attachments/0/fileId"));
    expect((await reviewer.get(`/api/v1/files/${sent}`)).status).toBe(200);
    const unknown = await other.get("/api/v1/files/00000000-0000-4000-8000-000000000000");
    for (const fileId of [unsent, sent]) {
      const reply = await other.get(`/api/v1/files/${fileId}`);
      expect({ ...(reply.body as object), requestId: "" }).toEqual({
        ...(unknown.body as object),
        requestId: "",
      });
      expect(reply.status).toBe(404);
    }
    expect((await reviewer.get(`/api/v1/files/${unsent}`)).status).toBe(404);
  });
});

describe("the largest file", () => {
  const most = httpLimits.fileBytes;
  const file = (bytes: number) => `%PDF-1.7\n${"x".repeat(bytes - 15)}%%EOF\n`;

  test("is what the session says, and no form of the library promises more", async () => {
    expect((await operator.get("/api/v1/session")).at("fileBytes")).toBe(100_000);
    const folder = join(import.meta.dirname, "../../../library/forms");
    for (const name of readdirSync(folder)) {
      const reading = readForm(JSON.parse(readFileSync(join(folder, name), "utf8")));
      const promised = reading.ok ? reading.form.documents.map((slot) => slot.maxBytes) : [Infinity];
      expect(Math.max(0, ...promised), name).toBeLessThanOrEqual(most);
    }
  });

  test("is taken whole to the last byte, and one byte more is refused by the number that the form says", async () => {
    const whole = await startServer();
    try {
      const client = await whole.as("pemohon");
      const taken = await client.upload("penuh.pdf", file(most));
      expect([taken.status, taken.at("bytes")], taken.text).toEqual([201, most]);
      const refused = await client.upload("lebih.pdf", file(most + 1));
      expect([refused.status, refused.at("code"), refused.at("detail")]).toEqual([
        413,
        "fileTooLarge",
        "Paling besar 20 MB.",
      ]);
    } finally {
      await whole.stop();
    }
  });
});
