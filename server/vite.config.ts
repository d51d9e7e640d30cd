import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

// Our own code in few files; packages stay in node_modules, where their binaries (libsql, argon2) are.
export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  publicDir: false,
  build: {
    ssr: true,
    target: "node20",
    outDir: "dist/server",
    emptyOutDir: true,
    sourcemap: true,
    rolldownOptions: { input: { main: "server/main.ts", poros: "server/poros.ts" } },
  },
});
