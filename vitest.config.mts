import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Servers, compilers and interpreters run beside the tests: more workers than cores only make them wait.
    maxWorkers: 2,
  },
});
