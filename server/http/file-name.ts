/** Names of uploaded files: kept for people to read, never used as a path, and safe inside a header. */

/** The last part of the name, without controls and marks that reorder text, at most `most` characters. */
export function readableName(raw: string, most: number): string {
  const last = raw.normalize("NFC").split(/[\\/]/).at(-1) ?? "";
  const clean = last
    // Controls, line separators, and the marks that turn the reading direction.
    .replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, "")
    .replaceAll(/^\.+/g, "")
    .trim();
  const characters = [...clean];
  if (characters.length <= most) return clean || "lampiran";
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(clean)?.[0] ?? "";
  return characters.slice(0, most - ending.length).join("") + ending;
}

/** RFC 6266: plain ASCII for old browsers, the real name in UTF-8. */
export function dispositionHeader(kind: "attachment" | "inline", name: string): string {
  const ascii = name.replaceAll(/[^A-Za-z0-9._ -]/g, "_");
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
