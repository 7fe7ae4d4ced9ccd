/** A table as the formatter of READMEs leaves it, so that what is printed can stand in one. Columns of numbers stand to the right. */
export function table(header: readonly string[], rows: readonly (readonly string[])[], numbers: readonly number[] = []): string {
  const lines = [header, ...rows].map((cells) => cells.map((cell) => cell.replaceAll("|", "\\|")));
  const widths = header.map((_, at) => Math.max(3, ...lines.map((cells) => cells[at]?.length ?? 0)));
  const isNumber = (at: number) => numbers.includes(at);
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, at) => (isNumber(at) ? cells[at]?.padStart(width) : cells[at]?.padEnd(width))).join(" | ")} |`;
  const rule = line(widths.map((width, at) => (isNumber(at) ? `${"-".repeat(width - 1)}:` : "-".repeat(width))));
  const [first = [], ...rest] = lines;
  return [line(first), rule, ...rest.map(line)].join("\n");
}

/** A number to three digits, with thousands set apart: what an estimate can honestly say. */
export function rounded(value: number): string {
  if (value > 0 && value < 0.0001) return "< 0.0001";
  return value.toLocaleString("en-US", { maximumSignificantDigits: 3 });
}
