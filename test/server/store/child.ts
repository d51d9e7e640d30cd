/** Runs a TypeScript file of the tests in a process of its own, and reads what it prints line by line. */
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export interface Child {
  readonly process: ChildProcess;
  readonly lines: string[];
  /** Resolves when this many lines are there; rejects when the process ends before. */
  until(lines: number): Promise<void>;
  ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  errors(): string;
}

export function runChild(file: URL, parameters: readonly string[]): Child {
  const path = fileURLToPath(file);
  const child = spawn(process.execPath, ["--import", "tsx", path, ...parameters], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: string[] = [];
  let told = "";
  let waiting: (() => void)[] = [];
  const look = () => {
    for (const one of waiting) one();
  };
  createInterface({ input: child.stdout }).on("line", (line) => {
    lines.push(line);
    look();
  });
  child.stderr.on("data", (text: Buffer) => {
    told += text.toString();
  });
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.on("close", (code, signal) => {
      resolve({ code, signal });
      look();
    });
  });
  return {
    process: child,
    lines,
    ended,
    errors: () => told,
    until(count) {
      return new Promise((resolve, reject) => {
        const check = () => {
          if (lines.length >= count) resolve();
          else if (child.exitCode !== null || child.signalCode !== null) {
            reject(new Error(`ended after ${lines.length} of ${count} lines: ${told}`));
          } else return;
          waiting = waiting.filter((one) => one !== check);
        };
        waiting.push(check);
        check();
      });
    },
  };
}
