import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vitest/config";

import { offline, offlineModules } from "./offline.ts";

export default defineConfig({
  plugins: [vue(), offline()],
  worker: { format: "es", plugins: () => [offlineModules()] },
  build: {
    // The content policy allows no script in the page, and what is inlined counts against the first screen.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "chrome120",
    rolldownOptions: { output: { entryFileNames: "assets/[name]-[hash].js" } },
  },
  server: { proxy: { "/api": process.env["ZHANPING"] ?? "http://127.0.0.1:8080" } },
  test: { environment: "happy-dom", include: ["src/**/*.test.ts"] },
});
