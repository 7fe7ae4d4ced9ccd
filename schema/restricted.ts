/** Concepts of which the public knows nothing, a line each: loaded when somebody else first asks. */
import "./access.ts";
import "./audit.ts";
import "./enforcement.ts";
import "./intake.ts";
