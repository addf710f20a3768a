import { execFileSync } from "node:child_process";

/** Runs the real git in a folder, without the settings of the machine; gives what it prints. */
export function git(folder: string, args: readonly string[], input = ""): string {
  const identity = ["-c", "user.name=Test", "-c", "user.email=test@localhost", "-c", "core.excludesFile="];
  return execFileSync("git", [...identity, ...args], {
    cwd: folder,
    input,
    encoding: "utf8",
    stdio: ["pipe", "pipe", "ignore"],
    env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" },
  });
}

/** Which of these paths git ignores. */
export function ignoredByGit(folder: string, paths: readonly string[]): readonly string[] {
  try {
    return git(folder, ["check-ignore", "-z", "--stdin"], paths.join("\0")).split("\0").slice(0, -1);
  } catch (error) {
    // It exits with 1 when it ignores none.
    if (error instanceof Error && Reflect.get(error, "status") === 1) return [];
    throw error;
  }
}
