/** Vite plugin: the build fails when the JavaScript of the first load, compressed, grows past its limit. */
import { gzipSync } from "node:zlib";

interface Chunk {
  readonly type: "chunk";
  readonly fileName: string;
  readonly code: string;
  readonly isEntry: boolean;
  readonly imports: readonly string[];
}
interface Asset {
  readonly type: "asset";
  readonly fileName: string;
}
type Bundle = Readonly<Record<string, Chunk | Asset>>;

interface BuildPlugin {
  readonly name: string;
  readonly apply: "build";
  readonly generateBundle: (
    this: { error: (message: string) => never; info: (message: string) => void },
    options: unknown,
    bundle: Bundle,
  ) => void;
}

export function sizeLimit(limitBytes: number): BuildPlugin {
  return {
    name: "poros-size-limit",
    apply: "build",
    generateBundle(_options, bundle) {
      const bytes = firstLoadBytes(bundle);
      const said = `first load ${(bytes / 1024).toFixed(1)} KiB of JavaScript (gzip)`;
      if (bytes > limitBytes) this.error(`${said}: the limit is ${(limitBytes / 1024).toFixed(1)} KiB`);
      this.info(said);
    },
  };
}

/** The entries and everything they import at once; what is imported lazily is not in it. */
export function firstLoadBytes(bundle: Bundle): number {
  const seen = new Set<string>();
  const visit = (fileName: string) => {
    const chunk = bundle[fileName];
    if (seen.has(fileName) || chunk?.type !== "chunk") return;
    seen.add(fileName);
    for (const imported of chunk.imports) visit(imported);
  };
  for (const item of Object.values(bundle)) if (item.type === "chunk" && item.isEntry) visit(item.fileName);
  let bytes = 0;
  for (const fileName of seen) {
    const chunk = bundle[fileName];
    if (chunk?.type === "chunk") bytes += gzipSync(chunk.code, { level: 9 }).length;
  }
  return bytes;
}
