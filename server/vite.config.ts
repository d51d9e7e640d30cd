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
    rolldownOptions: {
      // The thread that writes the store is started from a file of its own, under its own name.
      input: {
        main: "server/main.ts",
        poros: "server/poros.ts",
        "writer-thread": "server/store/writer-thread.mjs",
      },
      // All in one folder: the file that starts the thread finds it beside itself, whatever chunk it is in.
      output: {
        entryFileNames: ({ name }) => (name === "writer-thread" ? "writer-thread.mjs" : "[name].js"),
        chunkFileNames: "[name]-[hash].js",
      },
    },
  },
});
