/**
 * What a file is, told by its bytes and never by its name or by what the browser says. Only kinds that an office
 * exchanges are known; what opens as a page or a script in a browser is not among them. Archives are looked at from
 * outside: nothing is ever unpacked.
 */
export type Sniffed =
  | { readonly kind: "known"; readonly mediaType: string }
  /** What it looks like instead, for the message. */
  | { readonly kind: "unknown"; readonly looksLike: string };

/** Media type to the endings that go with it. */
const endings: Readonly<Record<string, readonly string[]>> = {
  "application/pdf": ["pdf"],
  "image/png": ["png"],
  "image/jpeg": ["jpg", "jpeg"],
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ["docx"],
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ["xlsx"],
  "application/vnd.openxmlformats-officedocument.presentationml.presentation": ["pptx"],
  "application/vnd.oasis.opendocument.text": ["odt"],
  "application/vnd.oasis.opendocument.spreadsheet": ["ods"],
  "application/vnd.oasis.opendocument.presentation": ["odp"],
  "text/plain": ["txt"],
  "text/csv": ["csv"],
};

/** Names of the parts that make a zip archive one of Office's. */
const officeParts: readonly (readonly [string, string])[] = [
  ["word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
  ["xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
  ["ppt/presentation.xml", "application/vnd.openxmlformats-officedocument.presentationml.presentation"],
];

/** How many bytes of the beginning and of the end `sniff` looks at. */
export const sniffBytes = 65_536;

/** `name` only chooses between kinds that share their bytes (text and CSV), and must agree with what was found. */
export function sniff(head: Buffer, tail: Buffer, name: string): Sniffed {
  const ending = /\.([A-Za-z0-9]{1,8})$/.exec(name)?.[1]?.toLowerCase() ?? "";
  const found = byBytes(head, tail, ending);
  if (found.kind === "unknown") return found;
  return endings[found.mediaType]?.includes(ending)
    ? found
    : { kind: "unknown", looksLike: `${found.mediaType} (.${ending || "?"})` };
}

function byBytes(head: Buffer, tail: Buffer, ending: string): Sniffed {
  const starts = (...bytes: readonly number[]) => bytes.every((byte, at) => head[at] === byte);
  if (head.subarray(0, 1024).includes("%PDF-")) {
    // A page before the mark would be read as a page by a browser that sniffs.
    return head.subarray(0, 5).toString("latin1") === "%PDF-"
      ? known("application/pdf")
      : unknown("application/octet-stream");
  }
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return known("image/png");
  if (starts(0xff, 0xd8, 0xff)) return known("image/jpeg");
  if (starts(0x50, 0x4b, 0x03, 0x04)) return ofArchive(head, tail);
  return ofText(head, ending);
}

function ofArchive(head: Buffer, tail: Buffer): Sniffed {
  const mimetype = /^mimetypeapplication\/vnd\.oasis\.opendocument\.(text|spreadsheet|presentation)/.exec(
    head.subarray(30, 130).toString("latin1"),
  )?.[1];
  if (mimetype) return known(`application/vnd.oasis.opendocument.${mimetype}`);
  for (const [part, mediaType] of officeParts) {
    if (head.includes(part) || tail.includes(part)) {
      return head.includes("vbaProject.bin") || tail.includes("vbaProject.bin")
        ? unknown("macro")
        : known(mediaType);
    }
  }
  return unknown("application/zip");
}

function ofText(head: Buffer, ending: string): Sniffed {
  let text: string;
  try {
    // The cut may fall inside a character: `stream` lets the last one be unfinished.
    text = new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: head.length >= sniffBytes });
  } catch {
    return unknown("application/octet-stream");
  }
  if (/[^\P{Cc}\t\n\v\f\r]/u.test(text)) return unknown("application/octet-stream");
  if (
    /^\s*</.test(text.replace(/^\uFEFF/, "")) ||
    /<(?:!doctype|html|script|svg|body|iframe|head)\b/i.test(text)
  ) {
    return unknown("text/html");
  }
  return known(ending === "csv" ? "text/csv" : "text/plain");
}

function known(mediaType: string): Sniffed {
  return { kind: "known", mediaType };
}

function unknown(looksLike: string): Sniffed {
  return { kind: "unknown", looksLike };
}
