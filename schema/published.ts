/** Concepts of which the public's contract is made, a line each. */
import "./calendar.ts";
import "./division.ts";
import "./enterprise.ts";
import "./evidence.ts";
import "./history.ts";
import "./identity.ts";
import "./industry.ts";
import "./licence.ts";
import "./listing.ts";
import "./log.ts";
import "./node.ts";
import "./penalty.ts";
import "./publicity.ts";
import "./rating.ts";
import "./self.ts";
import "./statistics.ts";
