import { alarms } from "./alarms.ts";
import { api } from "./api.ts";
import { changes } from "./changes.ts";
import { functions } from "./functions.ts";
import { intake } from "./intake.ts";
import { partition } from "./partition.ts";
import type { Promised } from "./promised.ts";
import { storage } from "./storage.ts";

/** All that the stacks promise. */
export const promises: readonly Promised[] = [...storage, ...functions, ...api, ...intake, ...changes, ...alarms, ...partition];
