/** Concepts of which the public knows nothing, a line each: loaded when somebody else first asks. */
import "./access.ts";
import "./audit.ts";
import "./enforcement.ts";
import "./intake.ts";
import "./list-proposal.ts";
import "./listing-keep.ts";
import "./objection.ts";
import "./outreach.ts";
import "./penalty-keep.ts";
import "./rating-keep.ts";
import "./repair.ts";
