import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

it("the bench of round trips says loudly that it lacks Java, measures nothing and ends with exit code 2", async () => {
  const bench = fileURLToPath(new URL("./index.ts", import.meta.url));
  const ended = promisify(execFile)(process.execPath, [bench, "roundtrips"], { env: { PATH: "/nonexistent" } });
  await expect(ended).rejects.toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("Java 17 or later") as string });
});
