import { fits, isHeader } from "../table.ts";
import { nextLine, scanner } from "./scan.ts";

const marks = [",", "\t", ";"];
/** Records of the beginning that are looked at. */
const mostRecords = 30;

/**
 * The mark that splits the beginning of a file into a header and the most records of its width; of equals the one that gives the
 * header the most cells. So a text full of semicolons does not turn a comma's file into a semicolon's.
 */
export function delimiterOf(beginning: string): string {
  const points = new Map(marks.map((mark) => [mark, pointsOf(beginning, mark)]));
  return marks.reduce((best, mark) => ((points.get(mark) ?? 0) > (points.get(best) ?? 0) ? mark : best));
}

function pointsOf(beginning: string, mark: string): number {
  const all = soundRecords(beginning, mark);
  const header = all.findIndex(isHeader);
  const width = all[header]?.length;
  if (width === undefined) return 0;
  const fitting = all.slice(header + 1).filter((cells) => fits(cells, width)).length;
  return fitting * 100_000 + width;
}

function soundRecords(beginning: string, mark: string): readonly (readonly string[])[] {
  const scan = scanner(mark);
  const sound: (readonly string[])[] = [];
  let at = 0;
  for (let record = 0; record < mostRecords && at < beginning.length; record += 1) {
    const found = scan(beginning, at, true);
    if (found.kind === "record") sound.push(found.cells);
    at = found.kind === "record" ? found.next : (nextLine(beginning, at, true) ?? beginning.length);
  }
  return sound;
}
