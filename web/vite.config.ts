// vite.config.ts: how the web application is built, served while developing, and unit-tested.
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import type { Plugin } from "vite";

// Glide loads its cell editor through React.lazy; the first key typed after a page load is then lost.
// Turning its two lazy calls into static imports is the only cure that held (see e2e/grid.spec.ts).
function eager_glide(): Plugin {
  const lazy_import = /const (\w+) = React\.lazy\(async \(\) => await import\((".*?")\)\);/g;
  return {
    name: "eager-glide",
    enforce: "pre",
    transform(code, id) {
      if (!id.includes("glide-data-grid/dist/esm") || !code.includes("React.lazy(")) return null;
      return code.replace(lazy_import, (_, name: string, path: string) => `import ${name} from ${path};`);
    },
  };
}

/** What the grid takes of lodash is CommonJS: served as it is, a page in development would find no default export. */
const lodash = ["clamp", "debounce", "flatten", "groupBy", "has", "range", "throttle", "uniq"].map((name) => `lodash/${name}.js`);

/** The running program that pages ask while they are worked on. */
const roost = process.env.ROOST_SERVER ?? "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [eager_glide(), react()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  optimizeDeps: { exclude: ["@glideapps/glide-data-grid"], include: [...lodash, "react-responsive-carousel"] },
  build: {
    outDir: "dist",
    target: "es2022",
    // A data: address for a font or picture would need a wider content security policy.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    modulePreload: { polyfill: false },
    // Two pages: the application, and the reference of the API, which nobody loads who does not ask for it.
    rolldownOptions: { input: ["index.html", "api/docs/index.html"] },
  },
  server: { proxy: { "/api": { target: roost, ws: true } } },
  test: { environment: "jsdom", include: ["src/**/*.spec.{ts,tsx}"], setupFiles: ["src/testing/setup.ts"] },
});
