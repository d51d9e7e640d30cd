/** Builds the officials' app. The build fails when its first load grows past 60 KB of JavaScript (gzip). */
import { defineConfig } from "vite";
import { iconSprite } from "../ui/build/icon-sprite.ts";
import { sizeLimit } from "../ui/build/size-limit.ts";

const here = import.meta.dirname;

export default defineConfig({
  root: here,
  base: "/",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  plugins: [iconSprite([here, `${here}/../ui`]), sizeLimit(60 * 1024)],
  build: {
    outDir: `${here}/../dist/desk`,
    emptyOutDir: true,
    assetsInlineLimit: 0,
    // Small chunks are few; the polyfill would be an inline script, which the page's policy forbids.
    modulePreload: { polyfill: false },
  },
  server: { proxy: { "/api": `http://127.0.0.1:${process.env.PORT ?? "3000"}` } },
});
