import * as z from "zod";

/**
 * Imported before all that declares shapes, by functions that answer few requests before they end: zod would compile the
 * check of each shape when it is first used, which pays off after thousands of uses.
 */
z.config({ jitless: true });
