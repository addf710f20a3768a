// Runs a program and tells what it took, read from the kernel while it runs (Linux only).
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

/** Clock ticks of /proc are hundredths of a second on every Linux of today. */
const ticksPerSecond = 100;

/**
 * Runs `command` to its end. `cpuSeconds`: user and system, threads included; `wallSeconds`; `peakMegabytes`: the largest
 * resident set; `code`: its exit code.
 */
export function measured(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const startedAtMs = performance.now();
    const child = spawn(command, args, { ...options, stdio: ["ignore", "ignore", "ignore"] });
    let usage = { cpuSeconds: 0, peakMegabytes: 0 };
    const look = () => {
      usage = usageOf(child.pid) ?? usage;
    };
    const timer = setInterval(look, 10);
    child.once("error", reject);
    child.once("exit", code => {
      clearInterval(timer);
      resolve({ ...usage, wallSeconds: (performance.now() - startedAtMs) / 1000, code });
    });
  });
}

/** CPU time and peak memory of a living process; undefined when it is gone. */
export function usageOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
    if (peak === null) return undefined;
    return {
      cpuSeconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond,
      peakMegabytes: Number(peak[1]) / 1024,
    };
  } catch {
    // It ended between two looks.
    return undefined;
  }
}

/** CPU milliseconds for each of `count` things that were done between two usages; undefined when the process is gone. */
export function cpuMsBetween(before, after, count) {
  if (before === undefined || after === undefined) return undefined;
  return ((after.cpuSeconds - before.cpuSeconds) * 1000) / count;
}

/** The middle of a list of numbers, or of the two in the middle. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return (sorted[Math.ceil(half) - 1] + sorted[Math.floor(half)]) / 2;
}

/** The smallest value that `percent` of the values do not exceed: the worst, where there are few. */
export function percentile(values, percent) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)];
}

/** Rows as a Markdown table. */
export function table(head, rows) {
  const lines = [head, head.map(() => "---"), ...rows];
  return lines.map(row => `| ${row.join(" | ")} |`).join("\n");
}
