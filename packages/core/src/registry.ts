import { Access } from "./access/index.ts";
import { Audit } from "./audit/index.ts";
import { Calendar } from "./calendar/index.ts";
import { onceEntity } from "./command.ts";
import { Credit } from "./credit/index.ts";
import { Division } from "./division/index.ts";
import { Document } from "./document/index.ts";
import { Enforcement } from "./enforcement/index.ts";
import { Enterprise } from "./enterprise/index.ts";
import { Evidence } from "./evidence/index.ts";
import { Expiry } from "./expiry/index.ts";
import { History } from "./history/index.ts";
import { Identity } from "./identity/index.ts";
import { Industry } from "./industry/index.ts";
import { Intake } from "./intake/index.ts";
import { Law } from "./law/index.ts";
import { Licence } from "./licence/index.ts";
import { Listing } from "./listing/index.ts";
import { Log } from "./log/index.ts";
import { Objection } from "./objection/index.ts";
import { Outreach } from "./outreach/index.ts";
import { Penalty } from "./penalty/index.ts";
import { Projection } from "./projection/index.ts";
import { Publicity } from "./publicity/index.ts";
import { Quota } from "./quota/index.ts";
import { Rating } from "./rating/index.ts";
import { Repair } from "./repair/index.ts";
import { Self } from "./self/index.ts";
import { Totals } from "./totals/index.ts";
import { trailEntity } from "./trail.ts";

/** Every concept of the hub, a line each. */
export const concepts = {
  ...{ Access, Audit, Calendar, Credit, Division, Document, Enforcement, Enterprise, Evidence, Expiry, History, Identity },
  ...{ Industry, Intake, Law, Licence, Listing, Log, Objection, Outreach, Penalty, Projection, Publicity, Quota, Rating, Repair, Self, Totals },
};

/** Every kind of stored item, a line each. */
export const entities = [
  Enterprise.entityOf,
  Enterprise.identifierEntity,
  Penalty.entityOf,
  Licence.entityOf,
  Repair.entityOf,
  Objection.entityOf,
  Outreach.campaignEntity,
  Outreach.targetEntity,
  Rating.entityOf,
  Listing.entityOf,
  Listing.proposalEntity,
  History.versionEntity,
  Log.activeEntity,
  Log.headEntity,
  Log.runEntity,
  Totals.totalEntity,
  Projection.pointerEntity,
  Projection.buildingEntity,
  Projection.pulseEntity,
  Intake.runEntity,
  Intake.listingEntity,
  Intake.rowIssuesEntity,
  Enforcement.entityOf,
  Access.agencyEntity,
  Access.keyEntity,
  Access.keyUseEntity,
  Access.clientEntity,
  Access.personEntity,
  Access.delegationEntity,
  Quota.quotaEntity,
  onceEntity,
  trailEntity,
  Audit.listedEntity,
  Audit.sealEntity,
] as const;
