// Stands in for `typescript` and `@typescript/vfs` in bundles. protoplugin imports them to transpile the output of
// plugins that write TypeScript only; ours write each form themselves, so they are never called.
module.exports = {};
