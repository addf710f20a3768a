import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

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
          for (const name of ${JSON.stringify(Object.keys(require(path)))})
            Object.defineProperty(exports, name, { enumerable: true, get: () => require(${JSON.stringify(path)})[name] });
        `,
        pluginData: "late",
      }));
    },
  };
}
