import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

// What only newer versions than the one that builds may have.
const newer = { zlib: ["zstdDecompressSync"] };

/**
 * For bundles of Node: its own modules of these names are loaded when something of them is first used, not with the
 * bundle. Libraries import some for what is hardly ever done, and each takes milliseconds.
 */
export function lateModules(names) {
  return {
    name: "late-modules",
    setup(build) {
      const filter = new RegExp(`^(?:node:)?(?:${names.join("|")})$`);
      build.onResolve({ filter }, ({ path, pluginData }) =>
        pluginData === "late" ? { path, external: true } : { path, namespace: "late" },
      );
      build.onLoad({ filter: /./, namespace: "late" }, ({ path }) => ({
        contents: `
          for (const name of ${JSON.stringify(namesIn(path))})
            Object.defineProperty(exports, name, { enumerable: true, get: () => require(${JSON.stringify(path)})[name] });
        `,
        pluginData: "late",
      }));
    },
  };
}

function namesIn(path) {
  const more = newer[path.replace("node:", "")] ?? [];
  return [...new Set([...Object.keys(require(path)), ...more])];
}
