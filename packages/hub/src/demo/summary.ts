/** One demo file, and what importing it after those before it must give. */
export interface DemoFile {
  readonly name: string;
  readonly kind: "register" | "licence" | "penalty";
  readonly rows: number;
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly rejectedBy: Readonly<Record<string, number>>;
  /** Rows that are taken although something is said about them. */
  readonly warned: number;
  readonly warnedBy: Readonly<Record<string, number>>;
}

/** What the imports of the files give, in the order of their names, into an empty store on 2026-11-23 or later. */
export interface Demo {
  readonly files: readonly DemoFile[];
}

const counts = ["rows", "created", "changed", "unchanged", "rejected"] as const;

/** The table that `hub demo` prints. */
export function summaryText({ files }: Demo): string {
  const lines = [["file", ...counts], ...files.map((file) => [file.name, ...counts.map((count) => String(file[count]))])];
  lines.push(["all", ...counts.map((count) => String(files.reduce((sum, file) => sum + file[count], 0)))]);
  const widths = counts.map((_, at) => Math.max(...lines.map((line) => line[at + 1]?.length ?? 0)));
  const nameWidth = Math.max(...lines.map(([name = ""]) => name.length));
  const table = lines.map(([name = "", ...cells]) => [name.padEnd(nameWidth), ...cells.map((cell, at) => cell.padStart(widths[at] ?? 0))].join("  "));
  return [...table, ...byCode("rejected for", files, "rejectedBy"), ...byCode("taken with a warning", files, "warnedBy")].join("\n");
}

function byCode(title: string, files: readonly DemoFile[], field: "rejectedBy" | "warnedBy"): string[] {
  const sums = new Map<string, number>();
  for (const file of files) for (const [code, count] of Object.entries(file[field])) sums.set(code, (sums.get(code) ?? 0) + count);
  const parts = [...sums].sort().map(([code, count]) => `${code} ${count}`);
  return parts.length > 0 ? [`${title}: ${parts.join(", ")}`] : [];
}
