import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // Servers, compilers and interpreters run beside the tests: more workers than cores only make them wait.
    maxWorkers: 2,
    // What the user who runs the tests ignores in all repositories is none of their business.
    // Nor is it theirs to keep the compiled code of servers that stand in folders for an hour.
    env: {
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_CONFIG_NOSYSTEM: "1",
      XDG_CONFIG_HOME: "/dev/null-config",
      NODE_DISABLE_COMPILE_CACHE: "1",
    },
  },
});
