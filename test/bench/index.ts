import { accessBench } from "./access.ts";
import { changesBench } from "./changes.ts";
import { coldstartBench } from "./coldstart.ts";
import { type Bench, type Metric, Unable } from "./harness.ts";
import { importBench } from "./import.ts";
import { profileBench } from "./profile.ts";
import { roundtripsBench } from "./roundtrips.ts";

const benches: Readonly<Record<string, Bench>> = {
  access: accessBench,
  changes: changesBench,
  coldstart: coldstartBench,
  import: importBench,
  profile: profileBench,
  roundtrips: roundtripsBench,
};

const names = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const isJson = process.argv.includes("--json");
const unknown = names.filter((name) => !(name in benches));

if (names.length === 0 || unknown.length > 0) {
  const list = Object.entries(benches).map(([name, { about }]) => `  ${name.padEnd(10)} ${about}`);
  process.stderr.write(`${unknown.length > 0 ? `No bench called ${unknown.join(", ")}\n` : ""}npm run bench -- NAME… [--json]\n${list.join("\n")}\n`);
  process.exitCode = 2;
} else {
  const metrics: Metric[] = [];
  for (const name of names) {
    try {
      const found = await benches[name]?.run((text) => process.stderr.write(`${name}: ${text}\n`));
      for (const metric of found ?? []) metrics.push({ ...metric, name: `${name}.${metric.name}`, value: Number(metric.value.toPrecision(4)) });
    } catch (error) {
      if (!(error instanceof Unable)) throw error;
      process.stderr.write(`*** ${error.message} ***\n`);
      process.exitCode = 2;
    }
  }
  if (isJson) process.stdout.write(`${JSON.stringify(Object.fromEntries(metrics.map(({ name, value }) => [name, value])))}\n`);
  else for (const { name, value, unit } of metrics) process.stdout.write(`${name} ${value} ${unit}\n`);
}
