import { defineConfig } from "vite";

// Addresses within the page are relative, so that it can lie in any folder of a web server.
export default defineConfig({
  base: "./",
  worker: { format: "es" },
  build: {
    outDir: "../../src/linkage_rules/desk/built",
    emptyOutDir: true,
    // A data: address would be a second way for what the page loads.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
  },
});
