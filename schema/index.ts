import "./calendar.ts";
import "./division.ts";
import "./enterprise.ts";
import "./evidence.ts";
import "./identity.ts";
import "./industry.ts";
import "./intake.ts";
import "./history.ts";
import "./licence.ts";
import "./log.ts";
import "./node.ts";
import "./penalty.ts";
import "./statistics.ts";
import { builder } from "./builder.ts";

/** The hub's GraphQL schema. */
export const schema = builder.toSchema({ sortSchema: false });
