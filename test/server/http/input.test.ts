/** What a request may carry: JSON bodies, parameters, headers. Each test says what was sent. */
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Client, type ServerUnderTest, startServer } from "./server-under-test.ts";

let running: ServerUnderTest;
let analyst: Client;
let operator: Client;
const draftPath = "/api/v1/processes/verifikasi-laporan/submission?post=dinkes-operator";

beforeAll(async () => {
  running = await startServer({ limits: { wrongPasswordsPerAddress: 1_000 } });
  analyst = await running.as("perancang");
  operator = await running.as("pemohon");
});
afterAll(() => running.stop());

const check = (body: unknown, headers?: Record<string, string>) =>
  analyst.send("POST", "/api/v1/library/processes/x/check", body, headers);
const keep = (body: unknown) => operator.send("PUT", draftPath, body);

describe("bodies", () => {
  test("a body that is not JSON is refused with 400", async () => {
    const reply = await check("{not json");
    expect([reply.status, reply.at("code")]).toEqual([400, "badJson"]);
    expect(reply.headers.get("content-type")).toContain("application/problem+json");
  });
  test("no body at all is refused with 400", async () => {
    const reply = await analyst.send("POST", "/api/v1/library/processes/x/check");
    expect([reply.status, reply.at("code")]).toEqual([400, "bodyMissing"]);
  });
  test("bytes that are not UTF-8 are refused with 400", async () => {
    const response = await fetch(`${running.url}/api/v1/session`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: new Uint8Array([0x22, 0xff, 0xfe, 0x22]),
    });
    expect(response.status).toBe(400);
  });
  test("JSON sent as text/plain is refused with 415", async () => {
    const reply = await check({ content: "" }, { "content-type": "text/plain" });
    expect([reply.status, reply.at("code")]).toEqual([415, "wrongMediaType"]);
  });
  test("a compressed body is refused with 415", async () => {
    const reply = await check({ content: "" }, { "content-encoding": "gzip" });
    expect(reply.status).toBe(415);
  });
  test("a member that the schema does not name is refused with 422 and named", async () => {
    const reply = await check({ content: "", opd: "dinkes" });
    expect([reply.status, reply.at("faults/0/at")]).toEqual([422, "/opd"]);
  });
  test("a key __proto__ is refused with 422 and changes nothing", async () => {
    const reply = await keep('{"values":{"__proto__":{"polluted":1}}}');
    expect([reply.status, reply.at("code"), reply.at("faults/0/at")]).toEqual([
      422,
      "forbiddenKey",
      "/values/__proto__",
    ]);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });
  test.each(["constructor", "prototype"])("a key %s is refused with 422", async (key) => {
    expect((await keep({ values: { [key]: 1 } })).at("code")).toBe("forbiddenKey");
  });
  test("98 KB of brackets, 49,000 deep, are refused with 422", async () => {
    const reply = await keep(`{"values":{"a":${"[".repeat(49_000)}${"]".repeat(49_000)}}}`);
    expect([reply.status, reply.at("code")]).toEqual([422, "tooDeep"]);
  });
  test("half of a surrogate pair is refused with 422", async () => {
    const reply = await keep('{"values":{"judul":"\\ud800"}}');
    expect([reply.status, reply.at("code"), reply.at("faults/0/at")]).toEqual([
      422,
      "loneSurrogate",
      "/values/judul",
    ]);
  });
  test("a NUL character is refused with 422", async () => {
    expect((await keep('{"values":{"judul":"a\\u0000b"}}')).at("code")).toBe("nulCharacter");
  });
  test("1e400 is refused with 422", async () => {
    expect((await keep('{"values":{"nilai":1e400}}')).at("code")).toBe("numberOutOfRange");
  });
  test("a value past 1 MB is refused with 413", async () => {
    const reply = await keep({ values: { judul: "x".repeat(1_000_001) } });
    expect([reply.status, reply.at("code")]).toEqual([413, "valueTooLarge"]);
  });
  test("a body past the limit is refused with 413", async () => {
    const reply = await keep(`{"values":{"judul":"${"x".repeat(2_600_000)}"}}`);
    expect([reply.status, reply.at("code")]).toEqual([413, "bodyTooLarge"]);
  });
  test("null, missing and empty text stay distinct in a draft", async () => {
    expect((await keep({ values: { a: null, b: "" } })).status).toBe(200);
    const draft = (await operator.get(draftPath)).at("draft/values");
    expect(draft).toEqual({ a: null, b: "" });
  });
  test("one key in two spellings (NFC and NFD) is one key, and refused when written twice", async () => {
    const reply = await keep(`{"values":{"caf\u00e9":1,"cafe\u0301":2}}`);
    expect([reply.status, reply.at("code")]).toEqual([422, "repeatedKey"]);
    await keep(`{"values":{"cafe\u0301":2}}`);
    expect((await operator.get(draftPath)).at("draft/values")).toEqual({ "caf\u00e9": 2 });
  });
  test("template text comes back literally", async () => {
    const text = ["{{7*7}} $", "{7*7} =1+1"].join("");
    await keep({ values: { judul: text } });
    expect((await operator.get(draftPath)).at("draft/values/judul")).toBe(text);
  });
  test("a body that does not arrive is refused with 408", async () => {
    const impatient = await startServer({ empty: true, limits: { bodyMs: 100 } });
    const status = await new Promise<number>((resolve, reject) => {
      const request = httpRequest(
        `${impatient.url}/api/v1/session`,
        { method: "POST", headers: { "content-type": "application/json", "content-length": "100" } },
        (response) => resolve(response.statusCode ?? 0),
      );
      request.on("error", reject);
      request.write("{");
    });
    expect(status).toBe(408);
    await impatient.stop();
  });
});

describe("parameters", () => {
  test("a repeated parameter is refused with 400", async () => {
    const reply = await operator.get("/api/v1/cases?state=running&state=completed");
    expect([reply.status, reply.at("code")]).toEqual([400, "repeatedParameter"]);
  });
  test.each(["submitted;drop table cases", "title", "number desc", "__proto__"])(
    "an unknown sort %s is refused with 400",
    async (sort) => {
      const reply = await operator.get(`/api/v1/cases?sort=${encodeURIComponent(sort)}`);
      expect([reply.status, reply.at("faults/0/at")]).toEqual([400, "sort"]);
    },
  );
  test.each(["size=0", "size=-1", "size=1e9", "size=ten", "after=not-a-cursor", "page=-1"])(
    "%s is refused with 400",
    async (query) => {
      expect((await operator.get(`/api/v1/cases?${query}`)).status).toBe(400);
    },
  );
  test("a parameter that the route does not know is refused with 400", async () => {
    expect((await operator.get("/api/v1/session?debug=1")).at("code")).toBe("invalidQuery");
  });
  test("an incomplete escape in a parameter or in the path is refused with 400", async () => {
    expect((await operator.get("/api/v1/cases?q=%E0%A4%A")).status).toBe(400);
    expect((await operator.get("/api/v1/cases/%E0%A4%A")).status).toBe(400);
  });
  test("a search that looks like SQL finds nothing and breaks nothing", async () => {
    const reply = await operator.get(`/api/v1/cases?q=${encodeURIComponent("%' or 1=1 --")}`);
    expect([reply.status, reply.at("total")]).toEqual([200, 0]);
  });
  test("an address of 5,000 characters is refused with 414", async () => {
    expect((await operator.get(`/api/v1/cases?q=${"x".repeat(5_000)}`)).status).toBe(414);
  });
});

describe("methods and headers", () => {
  test("TRACE is refused with 405", async () => {
    const reply = await new Promise<string>((resolve, reject) => {
      const socket = connect(running.server.port, "127.0.0.1");
      socket.on("data", (data) => {
        resolve(String(data).split("\r\n")[0] ?? "");
        socket.destroy();
      });
      socket.on("error", reject);
      socket.write(`TRACE /api/v1/session HTTP/1.1\r\nHost: 127.0.0.1:${running.server.port}\r\n\r\n`);
    });
    expect(reply).toContain(" 405 ");
  });
  test("a method that a known path does not serve is refused with 405 and told what it does", async () => {
    const reply = await operator.send("DELETE", "/api/v1/inbox");
    expect([reply.status, reply.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  });
  test("HEAD on the event stream is refused with 405, and holds nothing open", async () => {
    expect((await operator.send("HEAD", "/api/v1/events")).status).toBe(405);
    expect((await operator.send("HEAD", "/api/v1/session")).status).toBe(200);
  });
  test("an unknown path answers 404 as a problem", async () => {
    expect((await operator.get("/api/v1/nothing")).at("code")).toBe("notFound");
  });
  test("an act without Idempotency-Key is refused with 400", async () => {
    const reply = await operator.send("POST", "/api/v1/cases", {}, { "idempotency-key": "" });
    expect([reply.status, reply.at("code")]).toEqual([400, "idempotencyKeyMissing"]);
  });
  test("saving a document without If-Match is refused with 428", async () => {
    const reply = await analyst.send("PUT", "/api/v1/library/forms/x", { title: "x", content: "{}" });
    expect(reply.status).toBe(428);
  });
  test("a spoofed X-Forwarded-For changes nothing about who is counted", async () => {
    const wrong = (address: string) =>
      running
        .client()
        .send(
          "POST",
          "/api/v1/session",
          { username: "siapa.ini", password: "salah-benar-salah" },
          { "x-forwarded-for": address },
        );
    const statuses = [];
    for (let i = 0; i < 21; i += 1) statuses.push((await wrong(`10.0.0.${i}`)).status);
    expect(statuses.at(-1)).toBe(429);
  });
  test("the type of a problem leads to what it means", async () => {
    const reply = await running.client().get("/api/v1/inbox");
    const meaning = await running.client().get(`${String(reply.at("type"))}?lang=en`);
    expect(meaning.body).toEqual({ code: "notSignedIn", status: 401, title: "You are not signed in" });
    expect((await running.client().get("/api/v1/problems/toString")).status).toBe(404);
  });
  test("messages are Indonesian unless English is asked for", async () => {
    const path = "/api/v1/inbox";
    const client = running.client();
    expect((await client.get(path)).at("title")).toBe("Anda belum masuk");
    expect((await client.get(path, { "accept-language": "en-GB,id;q=0.5" })).at("title")).toBe(
      "You are not signed in",
    );
    expect((await client.get(`${path}?lang=en`)).at("title")).toBe("You are not signed in");
  });
});
