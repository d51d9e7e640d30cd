/** Vite plugin: puts the icons that an app's sources mention into its page as one inline sprite. */
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { iconNames } from "../icon-names.ts";

/** What we need of Vite's plugin type; the plugin runs in any version that has this hook. */
interface PagePlugin {
  readonly name: string;
  readonly transformIndexHtml: (html: string) => string;
}

/** Our mark: a ring on its axis. */
const mark = '<circle cx="12" cy="12" r="7"/><path d="M12 2v20"/>';

export function iconSprite(folders: readonly string[]): PagePlugin {
  return {
    name: "poros-icon-sprite",
    transformIndexHtml: (html) =>
      html.replace("<body>", `<body>${sprite(iconNames.filter((name) => mentioned(folders).has(name)))}`),
  };
}

/** Symbols only; drawing attributes are set once, on the symbol, and colour by the text around it. */
export function sprite(names: readonly string[]): string {
  const symbols = names.map(
    (name) =>
      `<symbol id="i-${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="${
        name === "poros" ? 2.4 : 1.9
      }" stroke-linecap="round" stroke-linejoin="round">${name === "poros" ? mark : drawing(name)}</symbol>`,
  );
  return `<svg width="0" height="0" class="sprite" aria-hidden="true" focusable="false">${symbols.join("")}</svg>`;
}

function drawing(name: string): string {
  const icons = join(dirname(createRequire(import.meta.url).resolve("lucide-static/package.json")), "icons");
  const svg = readFileSync(join(icons, `${name}.svg`), "utf8");
  return svg
    .slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"))
    .replace(/\s*\n\s*/g, "")
    .replaceAll(" />", "/>");
}

/** Every quoted word in the sources of these folders: more than the icons, never less. */
function mentioned(folders: readonly string[]): Set<string> {
  const words = new Set<string>();
  for (const folder of folders)
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !/\.tsx?$/.test(entry.name) || entry.name === "icon-names.ts") continue;
      const text = readFileSync(join(entry.parentPath, entry.name), "utf8");
      for (const [, word] of text.matchAll(/"([a-z0-9-]+)"/g)) if (word !== undefined) words.add(word);
    }
  return words;
}
