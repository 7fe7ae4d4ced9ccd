import type { Enterprise } from "../enterprise/index.ts";
import { HubError } from "../error.ts";
import { History } from "../history/index.ts";
import { Licence } from "../licence/index.ts";
import { Penalty } from "../penalty/index.ts";
import { absencesOf } from "./absence.ts";
import { recordDigestOf } from "./digest.ts";
import type { Held } from "./held.ts";
import { type LicenceFact, mostRecords, type PenaltyFact, type RegisterFact, type Statement } from "./statement.ts";

type Facts = Pick<Statement, "name" | "register" | "penalties" | "licences" | "absences">;

/** What a certificate states of what was held, on a day. Throws CERTIFICATE_TOO_LARGE. */
export function factsOf({ profile, register }: Omit<Held, "log">, day: string): Facts {
  const decided = (profile?.penalties ?? []).filter(({ decidedOn }) => decidedOn <= day);
  const penalties = decided.filter((penalty) => History.covers(Penalty.entityOf.history.validity(penalty), day));
  const licences = (profile?.licences ?? []).filter((licence) => History.covers(Licence.entityOf.history.validity(licence), day));
  const count = penalties.length + licences.length;
  if (count > mostRecords)
    throw new HubError("CERTIFICATE_TOO_LARGE", `${count} records were in force on ${day}, a certificate lists ${mostRecords} at most`, { count, mostRecords });
  return {
    name: register?.name ?? profile?.name ?? null,
    register: register && registerFactOf(register),
    penalties: penalties.map(penaltyFactOf),
    licences: licences.map(licenceFactOf),
    absences: [
      ...absencesOf({
        isKnown: profile !== null,
        // Register data that say nothing of the day are held all the same.
        hasRegister: (profile?.register ?? null) !== null,
        penaltiesDecided: decided.length,
        penaltiesInForce: penalties.length,
        licencesInForce: licences.length,
      }),
    ],
  };
}

function registerFactOf(info: Enterprise.Info): RegisterFact {
  const { name, type, status, division, industry, establishedOn, provenance } = info;
  const { source, reportedOn } = provenance;
  return { kind: "register", name, type, status, division, industry, establishedOn, source: source.name, reportedOn, sha256: recordDigestOf(info) };
}

function penaltyFactOf(info: Penalty.Info): PenaltyFact {
  const { decisionNumber, violationType, penaltyTypes, fineFen, confiscatedFen, decidedOn, validTo, authority } = info;
  return {
    kind: "penalty",
    number: decisionNumber,
    violationType,
    types: penaltyTypes,
    fineFen,
    confiscatedFen,
    decidedOn,
    validTo,
    authority,
    sha256: recordDigestOf(info),
  };
}

function licenceFactOf(info: Licence.Info): LicenceFact {
  const { documentNumber, documentName, category, certificateNumber, decidedOn, validFrom, validTo, authority } = info;
  return {
    kind: "licence",
    number: documentNumber,
    name: documentName,
    category,
    certificateNumber,
    decidedOn,
    validFrom,
    validTo,
    authority,
    sha256: recordDigestOf(info),
  };
}
