/** Demonstration accounts as a table for the terminal: shown once, kept nowhere. */
import type { Role } from "../../api/index.ts";

export interface ShownAccount {
  readonly username: string;
  readonly password: string;
  readonly roles: readonly Role[];
  readonly posts: readonly string[];
}

export function accountTable(url: string, accounts: readonly ShownAccount[]): string {
  const rows = accounts.map(({ username, password, roles, posts }) => [
    username,
    password,
    roles.join(", "),
    posts.join("; "),
  ]);
  const heads = ["Nama pengguna", "Kata sandi", "Peran", "Jabatan"];
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...rows.map((row) => (row[column] ?? "").length)),
  );
  const line = (cells: readonly string[]) =>
    `  ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd();
  return [
    "",
    `Poros berjalan di ${url}`,
    "",
    "Provinsi peraga telah disiapkan. Kata sandi di bawah ini hanya ditampilkan sekali:",
    "",
    line(heads),
    line(widths.map((width) => "-".repeat(width))),
    ...rows.map(line),
    "",
    "",
  ].join("\n");
}
