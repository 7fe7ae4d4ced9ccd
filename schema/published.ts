/** Concepts of which the public's contract is made, a line each. */
import "./calendar.ts";
import "./credit.ts";
import "./division.ts";
import "./enterprise.ts";
import "./evidence.ts";
import "./history.ts";
import "./identity.ts";
import "./industry.ts";
import "./law.ts";
import "./licence.ts";
import "./log.ts";
import "./node.ts";
import "./penalty.ts";
import "./publicity.ts";
import "./self.ts";
import "./statistics.ts";
