/** What bpmn-js says, in the reader's language. */
import { bpmnWords } from "./bpmn-words.ts";

export function translator(language: "id" | "en") {
  return (template: string, values: Readonly<Record<string, string>> = {}): string => {
    const said = language === "id" ? (bpmnWords[template] ?? template) : template;
    return said.replace(/\{([^}]+)\}/g, (whole, name: string) => values[name] ?? whole);
  };
}
