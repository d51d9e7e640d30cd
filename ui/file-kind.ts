/** What kinds of file a slot takes, in the words people use for them. */

const names: Readonly<Record<string, string>> = {
  "application/pdf": "PDF",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
  "application/vnd.openxmlformats-officedocument.presentationml.presentation": "PPTX",
  "application/msword": "DOC",
  "application/vnd.ms-excel": "XLS",
  "application/vnd.oasis.opendocument.text": "ODT",
  "application/vnd.oasis.opendocument.spreadsheet": "ODS",
  "application/zip": "ZIP",
  "image/jpeg": "JPG",
  "image/png": "PNG",
  "text/csv": "CSV",
  "text/plain": "TXT",
};

/** `application/pdf` or `.pdf` as `PDF`. */
export function kindName(accepted: string): string {
  const known = names[accepted.toLowerCase()];
  if (known !== undefined) return known;
  return accepted.startsWith(".")
    ? accepted.slice(1).toUpperCase()
    : (accepted.split("/").at(-1) ?? accepted);
}

/** `PDF, JPG`; each kind once. */
export const kindNames = (accept: readonly string[]): string => [...new Set(accept.map(kindName))].join(", ");

/** Whether a file may be what the slot takes, by name or by what the browser says; the server looks inside. */
export function mayBe(
  accept: readonly string[],
  file: { readonly name: string; readonly type: string },
): boolean {
  if (accept.length === 0) return true;
  const ending = `.${file.name.split(".").at(-1)?.toLowerCase() ?? ""}`;
  return accept.some((accepted) => {
    const lower = accepted.toLowerCase();
    if (lower === file.type.toLowerCase() || lower === ending) return true;
    if (lower.endsWith("/*")) return file.type.toLowerCase().startsWith(lower.slice(0, -1));
    return kindName(lower) === ending.slice(1).toUpperCase().replace("JPEG", "JPG");
  });
}

/** For the `accept` attribute: media types and the endings that belong to them. */
export const acceptAttribute = (accept: readonly string[]): string =>
  [
    ...new Set(
      accept.flatMap((kind) => [kind, names[kind] === undefined ? "" : `.${names[kind]?.toLowerCase()}`]),
    ),
  ]
    .filter((kind) => kind !== "")
    .join(",");
