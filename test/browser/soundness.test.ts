/**
 * An analyst draws what can get stuck: the page finds it, plays the run by the keyboard, reads it as a list on a
 * phone; it is proposed with a reason, and a second person reads that reason before agreeing.
 */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openProvince, type Province, picture } from "./province.ts";

/** Monday 15 February 2027, 08.30 WIB. */
const mondayMs = Date.UTC(2027, 1, 15, 1, 30);

let province: Province;
let analyst: Page;
beforeAll(async () => {
  province = await openProvince(mondayMs);
  analyst = await province.as("dewi.lestari");
  expect(await addedBy(analyst)).toBe(201);
}, 120_000);
afterAll(() => province.close());

const address = () => `${province.server.url}/pemodel/proses/rapat-uji`;

it("the page finds it and plays the run: Space steps, the path is drawn, Esc closes and gives the focus back", async () => {
  await analyst.goto(address());
  const row = analyst
    .locator(".problem")
    .filter({ hasText: "Gerbang gabung menunggu jalur yang tidak akan datang" });
  await row.waitFor();
  expect(await row.textContent()).toMatch(
    /“Perlu rapat\?” memilih “(ya|tidak)”\. “Gabung” tetap menunggu dari/,
  );
  await row.getByRole("button", { name: "Tunjukkan" }).click();
  const bar = analyst.getByRole("region", { name: "Contoh masalah 1" });
  await bar.getByText("Langkah 1 dari 6: Berkas mulai di “Isu masuk”").waitFor();
  // The canvas follows with the frame after the words.
  const passed = analyst.locator(".djs-element.poros-passed");
  await passed.first().waitFor();
  const before = await passed.count();
  for (let step = 2; step <= 6; step += 1) {
    await analyst.keyboard.press("Space");
    await bar.getByText(`Langkah ${step} dari 6`).waitFor();
  }
  await expect.poll(() => passed.count()).toBeGreaterThan(before);
  await expect.poll(() => analyst.locator(".run-stuck-mark").allTextContents()).toEqual(["Tertahan"]);
  await expect.poll(() => analyst.locator(".run-token").count()).toBe(1);
  await picture(analyst, "pemodel-contoh-masalah");
  await bar.getByRole("slider", { name: "Langkah contoh" }).fill("1");
  await bar.getByText("Langkah 1 dari 6").waitFor();
  await analyst.locator(".run-stuck-mark").waitFor({ state: "detached" });
  await analyst.keyboard.press("Escape");
  await bar.waitFor({ state: "detached" });
  await analyst.waitForFunction(
    () =>
      document.querySelectorAll(".djs-element.poros-passed").length === 0 &&
      document.activeElement?.textContent === "Tunjukkan",
  );
});

it("on a phone the run is read as a list of steps, and nothing is wider than the window", async () => {
  const page = await province.as("dewi.lestari", { phone: true });
  await page.goto(address());
  await page.getByRole("button", { name: "Tunjukkan" }).first().click();
  const steps = page.getByRole("list", { name: "Langkah-langkah contoh" });
  await steps.waitFor();
  expect(await steps.getByRole("listitem").allInnerTexts()).toEqual([
    "Berkas mulai di “Isu masuk”",
    "Sampai di “Telaahan staf”",
    "“Telaahan staf” selesai",
    expect.stringMatching(/^“Perlu rapat\?” memilih/),
    expect.stringMatching(/^Sampai di/),
    expect.stringMatching(/selesai$/),
    expect.stringMatching(/Tertahan: “Gabung”/),
  ]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  await picture(page, "pemodel-contoh-masalah-ponsel", { whole: true });
});

it("it is proposed only with a reason, which the second person reads before agreeing", async () => {
  await analyst.getByRole("button", { name: "Terbitkan" }).click();
  const dialog = analyst.getByRole("dialog");
  await dialog.getByLabel("Alasan perubahan").fill("Uji coba rapat.");
  await dialog.getByRole("button", { name: "Ajukan penerbitan" }).click();
  await dialog.getByText("Tulis mengapa tetap diterbitkan, sedikitnya tiga huruf.").waitFor();
  await dialog.getByLabel("Alasan tetap menerbitkan").fill("Jalur bantuan belum dipakai tahun ini.");
  await dialog.getByRole("button", { name: "Ajukan penerbitan" }).click();
  await dialog.waitFor({ state: "detached" });

  const second = await province.as("bambang.sutrisno");
  await second.goto(address());
  const proposal = second.getByRole("region", { name: "Usulan penerbitan" });
  await proposal.getByText("Diusulkan walau ada 3 temuan pemeriksaan").waitFor();
  expect(await proposal.textContent()).toContain("Jalur bantuan belum dipakai tahun ini.");
  expect(await proposal.textContent()).toContain("Gerbang gabung menunggu jalur yang tidak akan datang: j");
  await picture(second, "pemodel-usulan-dengan-alasan");
  await proposal.getByRole("button", { name: "Setujui dan terbitkan" }).click();
  await second.getByRole("dialog").getByRole("button", { name: "Setujui dan terbitkan" }).click();
  await second.getByText("Versi 1 terbit.").first().waitFor();
  expect(province.complaints).toEqual([]);
});

/** Saves the draft as the page itself would, and answers the status. */
function addedBy(page: Page): Promise<number> {
  return page.evaluate(async (content) => {
    const session: { csrf: string } = await (await fetch("/api/v1/session")).json();
    const saved = await fetch("/api/v1/library/processes", {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-csrf-token": session.csrf,
        "idempotency-key": "rapat-uji",
      },
      body: JSON.stringify({ id: "rapat-uji", title: "Rapat uji", content }),
    });
    return saved.status;
  }, stuck());
}

/** One of two ways is chosen, and the join waits for both. */
function stuck(): string {
  const task = (id: string, name: string) =>
    `<bpmn:userTask id="${id}" name="${name}"><bpmn:extensionElements><poros:addressee post="kepala" unit="pemrakarsa" /></bpmn:extensionElements></bpmn:userTask>`;
  const flow = (id: string, from: string, to: string, name = "", inner = "") =>
    `<bpmn:sequenceFlow id="${id}" name="${name}" sourceRef="${from}" targetRef="${to}">${inner}</bpmn:sequenceFlow>`;
  const shape = (id: string, x: number, y: number, width: number, height: number) =>
    `<bpmndi:BPMNShape id="${id}_di" bpmnElement="${id}"><dc:Bounds x="${x}" y="${y}" width="${width}" height="${height}" /></bpmndi:BPMNShape>`;
  const edge = (id: string, ...points: readonly (readonly [number, number])[]) =>
    `<bpmndi:BPMNEdge id="${id}_di" bpmnElement="${id}">${points.map(([x, y]) => `<di:waypoint x="${x}" y="${y}" />`).join("")}</bpmndi:BPMNEdge>`;
  const condition = `<bpmn:conditionExpression>berkas.unit = "dinkes"</bpmn:conditionExpression>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:poros="urn:poros:bpmn:1" id="d" targetNamespace="urn:x">
<bpmn:process id="rapat-uji" name="Rapat uji" isExecutable="true">
<bpmn:extensionElements><poros:submission post="operator" prefix="UJI" title="&#34;Uji&#34;" /></bpmn:extensionElements>
<bpmn:startEvent id="a" name="Isu masuk" />${task("t", "Telaahan staf")}<bpmn:exclusiveGateway id="g" name="Perlu rapat?" default="f4" />
${task("r", "Rapat koordinasi")}${task("m", "Minta bantuan")}<bpmn:parallelGateway id="j" name="Gabung" />${task("s", "Susun rekomendasi")}<bpmn:endEvent id="z" name="Ditutup" />
${flow("f1", "a", "t")}${flow("f2", "t", "g")}${flow("f3", "g", "r", "ya", condition)}${flow("f4", "g", "m", "tidak")}${flow("f5", "r", "j")}${flow("f6", "m", "j")}${flow("f7", "j", "s")}${flow("f8", "s", "z")}
</bpmn:process><bpmndi:BPMNDiagram id="gambar"><bpmndi:BPMNPlane id="bidang" bpmnElement="rapat-uji">
${shape("a", 100, 182, 36, 36)}${shape("t", 190, 160, 100, 80)}${shape("g", 345, 175, 50, 50)}${shape("r", 450, 60, 100, 80)}${shape("m", 450, 260, 100, 80)}${shape("j", 605, 175, 50, 50)}${shape("s", 710, 160, 100, 80)}${shape("z", 870, 182, 36, 36)}
${edge("f1", [136, 200], [190, 200])}${edge("f2", [290, 200], [345, 200])}${edge("f3", [370, 175], [370, 100], [450, 100])}${edge("f4", [370, 225], [370, 300], [450, 300])}${edge("f5", [550, 100], [630, 100], [630, 175])}${edge("f6", [550, 300], [630, 300], [630, 225])}${edge("f7", [655, 200], [710, 200])}${edge("f8", [810, 200], [870, 200])}
</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></bpmn:definitions>`;
}
