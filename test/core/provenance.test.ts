import { Decision } from "@hub/core/decision";
import { Provenance } from "@hub/core/provenance";
import { describe, expect, it } from "vitest";

const seen = (at: string, row = 2): Provenance.Sighting => ({ fileSha256: "0".repeat(64), fileName: "penalty.csv", row, at });
const source = { name: "示例市生态环境局", uscc: "11140500MB0EXAMP5D" };
const report = (reportedOn: string | null, at: string, row?: number) => Provenance.first(source, reportedOn, seen(at, row), []);

describe("the provenance of a record", () => {
  const [one, two] = ["2026-01-05T01:00:00.000Z", "2026-01-06T01:00:00.000Z"] as const;

  it("keeps the first sighting, moves the last, and counts changes of the facts only", () => {
    const known = report("2025-04-15", one);
    const fresh = report("2025-05-06", two, 7);
    expect(Provenance.again(known, fresh, false)).toEqual({ ...known, lastSeen: seen(two, 7), confirmedOn: "2025-05-06" });
    expect(Provenance.again(known, fresh, true)).toEqual({ ...fresh, firstSeen: seen(one), revision: 2, changedAt: two });
  });

  it.each([
    ["the day its source states, whenever it came", report("2025-04-15", two), report("2025-05-06", one), true],
    ["a later day than the other's", report("2025-05-06", one), report("2025-04-15", two), false],
    ["the instant it came when the days are the same", report("2025-04-15", one), report("2025-04-15", two), true],
    ["the instant it came when a day is missing", report(null, two), report("2025-05-06", one), false],
    ["nothing: it came at the same instant", report(null, one), report(null, one), false],
  ])("is older by %s", (_why, a, b, expected) => {
    expect(Provenance.isOlder(a, b)).toBe(expected);
  });
});

describe("the partition of a decision's subject", () => {
  const nobody: Decision.Subject = {
    name: "高平市示例铸造有限公司",
    type: "organisation",
    uscc: null,
    registrationNumber: null,
    organisationCode: null,
    taxNumber: null,
    institutionCertificateNumber: null,
    socialOrganisationCertificateNumber: null,
    legalRepresentative: null,
  };

  it("is named by its code, else by its first old identifier", () => {
    const taxed = { ...nobody, taxNumber: "140581192203821" };
    const coded = { ...taxed, organisationCode: "192203821" };
    const registered = { ...coded, registrationNumber: "140581000000017" };
    expect([taxed, coded, registered, { ...registered, uscc: "91140581MA0DEMX13N" }].map(Decision.subjectPartition)).toEqual([
      "SUB#taxNumber#140581192203821",
      "SUB#organisationCode#192203821",
      "SUB#registrationNumber#140581000000017",
      "ENT#91140581MA0DEMX13N",
    ]);
    expect(() => Decision.subjectPartition(nobody)).toThrow(TypeError);
  });
});
