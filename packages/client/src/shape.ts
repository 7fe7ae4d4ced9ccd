/** What is wrong with a value, or null. By hand: a library of shapes would be larger than all the rest of this package. */
export type Check = (value: unknown, at: string) => string | null;

const expected =
  (what: string, holds: (value: unknown) => boolean): Check =>
  (value, at) =>
    holds(value) ? null : `${at} is not ${what}`;

const matching = (what: string, pattern: RegExp): Check => expected(what, (value) => typeof value === "string" && pattern.test(value));

export const text = expected("a text", (value) => typeof value === "string");
export const count = expected("a whole number", (value) => Number.isSafeInteger(value) && (value as number) >= 0);
export const day = matching("a day", /^\d{4}-\d{2}-\d{2}$/);
export const instant = expected(
  "an instant",
  (value) => typeof value === "string" && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(value) && !Number.isNaN(Date.parse(value)),
);
export const sha256 = matching("a SHA-256 in hexadecimal", /^[0-9a-f]{64}$/);
export const shortDigest = matching("a SHA-256 in base64url", /^[\w-]{43}$/);
export const code = matching("a unified code", /^[0-9A-Z]{18}$/);

export const literal = (wanted: string | number): Check => expected(JSON.stringify(wanted), (value) => value === wanted);

export const nullable =
  (check: Check): Check =>
  (value, at) =>
    value === null ? null : check(value, at);

export const list =
  (check: Check): Check =>
  (value, at) => {
    if (!Array.isArray(value)) return `${at} is not a list`;
    for (const [place, each] of value.entries()) {
      const fault = check(each, `${at}[${place}]`);
      if (fault !== null) return fault;
    }
    return null;
  };

/** Fields that this version does not know are let through: the signature vouches for them, and a later hub may say more. */
export const record =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value, at) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return `${at} is not an object`;
    for (const [name, check] of Object.entries(fields)) {
      if (!Object.hasOwn(value, name)) return `${at}.${name} is missing`;
      const fault = check((value as Readonly<Record<string, unknown>>)[name], `${at}.${name}`);
      if (fault !== null) return fault;
    }
    return null;
  };
