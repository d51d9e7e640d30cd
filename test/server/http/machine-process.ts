/** A small process with a worker and a message, and what its form is sent with. */
/** Submitted with the report's form; asks a worker, then waits for a message, then branches without a way out. */
const diagram = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:poros="urn:poros:bpmn:1" id="d" targetNamespace="urn:x">
<bpmn:message id="m" name="jawaban" />
<bpmn:process id="uji-mesin" name="Uji mesin" isExecutable="true">
<bpmn:extensionElements><poros:submission post="operator" prefix="UJI" title="&#34;Uji mesin&#34;" /></bpmn:extensionElements>
<bpmn:startEvent id="mulai"><bpmn:extensionElements><poros:form ref="laporan-pertanggungjawaban" /></bpmn:extensionElements><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
<bpmn:serviceTask id="kirim" name="Kirim ke SRIKANDI"><bpmn:extensionElements><poros:work topic="srikandi" attempts="2" backoff="PT1M" /><poros:input target="surat" source="nomorSurat" /></bpmn:extensionElements><bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f2</bpmn:outgoing></bpmn:serviceTask>
<bpmn:intermediateCatchEvent id="tunggu" name="Tunggu jawaban"><bpmn:extensionElements><poros:correlation key="nomorSurat" /></bpmn:extensionElements><bpmn:incoming>f2</bpmn:incoming><bpmn:outgoing>f3</bpmn:outgoing><bpmn:messageEventDefinition id="md" messageRef="m" /></bpmn:intermediateCatchEvent>
<bpmn:exclusiveGateway id="pilih" name="Setuju?"><bpmn:incoming>f3</bpmn:incoming><bpmn:outgoing>f4</bpmn:outgoing></bpmn:exclusiveGateway>
<bpmn:endEvent id="selesai"><bpmn:incoming>f4</bpmn:incoming></bpmn:endEvent>
<bpmn:sequenceFlow id="f1" sourceRef="mulai" targetRef="kirim" /><bpmn:sequenceFlow id="f2" sourceRef="kirim" targetRef="tunggu" /><bpmn:sequenceFlow id="f3" sourceRef="tunggu" targetRef="pilih" />
<bpmn:sequenceFlow id="f4" sourceRef="pilih" targetRef="selesai"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">setuju = true</bpmn:conditionExpression></bpmn:sequenceFlow>
</bpmn:process></bpmn:definitions>`;

export const machineProcess = {
  kind: "processes",
  id: "uji-mesin",
  title: "Uji mesin",
  content: diagram,
} as const;

export const machineValues = {
  jenisLaporan: "SPJ",
  tahun: 2026,
  nomorSurat: "000.1/9/DINKES",
  tanggalSurat: "2027-02-26",
  anggaran: "1000000",
};
