import type { Archive } from "./archive.ts";
import { type Shown, shownBy } from "./value.ts";
import { readPart } from "./workbook.ts";

/** How each cell format of a workbook shows numbers, by the index that cells refer to. */
export async function readStyles(archive: Archive, part: string | null): Promise<readonly Shown[]> {
  const codes = new Map<number, string>();
  const ids: number[] = [];
  let within = false;
  if (part !== null) {
    await readPart(archive, part, {
      open(name, attributes) {
        if (name === "numFmt") codes.set(Number(attributes["numFmtId"]), attributes["formatCode"] ?? "");
        if (name === "cellXfs") within = true;
        if (name === "xf" && within) ids.push(Number(attributes["numFmtId"] ?? 0));
      },
      close(name) {
        if (name === "cellXfs") within = false;
      },
    });
  }
  return ids.map((id) => shownBy(id, codes.get(id)));
}
