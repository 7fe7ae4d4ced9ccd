import type { Intake } from "@hub/core/intake";
import { faultAt, plans } from "./fault.ts";
import { type Firm, firmOf, isLate, outsideFirm, spareFirmOf, threadFirm } from "./firm.ts";
import { licenceCells, plainLicenceCells, threadLicenceCells } from "./licence.ts";
import { penaltyCells, plainPenaltyCells, threadPenaltyCells } from "./penalty.ts";
import { about, chance } from "./random.ts";
import { firstRegisterCells, registerCells, updateOf } from "./register.ts";
import type { Cells } from "./subject.ts";

/** A row and what the import must make of it: so the summary is a sum, not a guess. */
export interface Row {
  readonly cells: Cells;
  readonly outcome: Intake.RowIssues["outcome"];
  /** Why it is rejected. */
  readonly code?: Intake.IssueCode;
  /** What is said about it although it is taken. */
  readonly warning?: Intake.IssueCode;
  /** It has a cell more than the header. */
  readonly isRagged?: true;
}

/** A county and its story: how many firms, and the number from which all else follows. */
export interface County {
  readonly enterprises: number;
  readonly seed: number;
}

function created(made: { readonly cells: Cells; readonly warning?: Intake.IssueCode }): Row {
  return { ...made, outcome: "created" };
}

/** Every firm once, so that as many are created as were asked for; the wrong rows come on top. */
export function* registerFile({ enterprises, seed }: County): Generator<Row> {
  for (let index = 0; index < enterprises; index += 1) {
    const firm = firmOf(seed, index);
    yield created(firstRegisterCells(firm));
    const fault = faultAt(plans.register, index);
    if (!fault) continue;
    const wrong = fault.isRepeat ? firm : spareFirmOf(seed, index);
    yield { cells: fault.spoil(registerCells(wrong), wrong, seed), outcome: "rejected", code: fault.code, ...(fault.isRagged && { isRagged: true }) };
  }
}

/** No licence for a tenth of the firms, one for half of them, two or three for the others. */
export function* licenceFile({ enterprises, seed }: County): Generator<Row> {
  let ordinal = 0;
  for (let index = 0; index < enterprises; index += 1) {
    if (index === 0) {
      for (const cells of threadLicenceCells(threadFirm)) yield { cells, outcome: "created" };
      continue;
    }
    const firm = firmOf(seed, index);
    const place = chance(seed, about.licences, index).below(100);
    const many = place < 10 && !isLate(index) ? 0 : place < 62 ? 1 : place < 94 ? 2 : 3;
    for (let at = 0; at < many; at += 1) yield created(licenceCells(seed, firm, ordinal++, at));
    const fault = faultAt(plans.licences, index);
    if (!fault) continue;
    const cells = plainLicenceCells(seed, firm, ordinal++);
    if (fault.isRepeat) yield { cells, outcome: "created" };
    yield { cells: fault.spoil(cells, firm, seed), outcome: "rejected", code: fault.code, ...(fault.isRagged && { isRagged: true }) };
  }
}

export type Channel = "sheet" | "messages";

/** About one firm in eight was penalised. One decision in four is reported by message; both files count alike. */
export function* penaltyFile({ enterprises, seed }: County, channel: Channel): Generator<Row> {
  if (channel === "sheet") yield { cells: threadPenaltyCells(threadFirm), outcome: "created" };
  // Without it the messages of a very small county would hold no record at all.
  else yield created(penaltyCells(seed, outsideFirm(seed), 0));
  let ordinal = 1;
  for (let index = 1; index < enterprises; index += 1) {
    for (let left = penaltiesOf(seed, index); left > 0; left -= 1) {
      if (channelOf(seed, ordinal) === channel) yield created(penaltyCells(seed, firmOf(seed, index), ordinal));
      ordinal += 1;
    }
    for (const each of ["sheet", "messages"] as const) {
      const fault = faultAt(plans[each], index);
      if (!fault) continue;
      if (each === channel) {
        const firm = firmOf(seed, index);
        const cells = plainPenaltyCells(seed, firm, ordinal);
        if (fault.isRepeat) yield { cells, outcome: "created" };
        yield { cells: fault.spoil(cells, firm, seed), outcome: "rejected", code: fault.code };
      }
      ordinal += 1;
    }
  }
}

function penaltiesOf(seed: number, index: number): number {
  const place = chance(seed, about.penalised, index).below(1_000);
  if (place >= 120) return index % 400 === 5 ? 1 : 0;
  return place < 4 ? 3 : place < 18 ? 2 : 1;
}

function channelOf(seed: number, ordinal: number): Channel {
  return chance(seed, about.channel, ordinal).percent(25) ? "messages" : "sheet";
}

export function* updateFile({ enterprises, seed }: County): Generator<Row> {
  for (let index = 0; index < enterprises; index += 1) {
    if (index % 5 !== 0) continue;
    const row = updateOf(seed, firmOf(seed, index));
    if (row) yield row;
  }
}

/** The n-th of a list of sound decisions, spread evenly over the firms. */
export function soundPenalty({ enterprises, seed }: County, number: number): Cells {
  const firm: Firm = firmOf(seed, number % enterprises);
  return plainPenaltyCells(seed, firm, number);
}
