/**
 * For bundles of Node: what is loaded late, by `import()` or by a library's `require` in a function, stands in a file of
 * its own beside the bundle. V8 reads all of a file before it runs any of it, and a bundle in which modules wait for their
 * turn is slower to run too.
 * `files`: what the import says → name of the file.
 */
export function apart(files) {
  return {
    name: "apart",
    setup(build) {
      build.onResolve({ filter: /./ }, ({ kind, path }) => {
        if (!["dynamic-import", "require-call"].includes(kind) || !Object.hasOwn(files, path)) return undefined;
        return { path: `./${files[path]}`, external: true };
      });
    },
  };
}
