/** Ids of tasks and jobs count within their case; on the wire they carry the case: `<caseId>.<id>`. */
export function wireId(caseId: string, id: string): string {
  return `${caseId}.${id}`;
}

export function readWireId(text: string): { readonly caseId: string; readonly id: string } | null {
  const at = text.indexOf(".");
  if (at <= 0 || at === text.length - 1) return null;
  return { caseId: text.slice(0, at), id: text.slice(at + 1) };
}
