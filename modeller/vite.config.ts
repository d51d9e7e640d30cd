/** Builds the analyst's app into dist/modeller, served at /pemodel/. The server fills in the nonce per answer. */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { iconSprite } from "../ui/build/icon-sprite.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const shared = fileURLToPath(new URL("../ui", import.meta.url));

export default defineConfig({
  root: here,
  base: "/pemodel/",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  // bpmn-js's menus bring an older Preact for one half of themselves and find ours for the other; one does for all.
  resolve: { dedupe: ["preact"] },
  plugins: [iconSprite([here, shared])],
  html: { cspNonce: "__CSP_NONCE__" },
  build: {
    outDir: "../dist/modeller",
    emptyOutDir: true,
    // Fonts stay files: the policy allows no data: fonts that nobody needs.
    assetsInlineLimit: 0,
    target: "es2022",
    chunkSizeWarningLimit: 900,
  },
});
