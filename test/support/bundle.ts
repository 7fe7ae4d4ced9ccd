import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Bundles an entry for Lambda as SST does: one ES module with all it needs, minified. Returns its size in bytes. */
export async function bundle(entry: string, outfile: string): Promise<number> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    minify: true,
    keepNames: true,
    platform: "node",
    target: "esnext",
    format: "esm",
    mainFields: ["module", "main"],
    external: ["sharp", "pg-native"],
    // Packages in CommonJS ask for Node's own modules by `require`, which an ES module has not.
    banner: { js: 'import { createRequire as topLevelCreateRequire } from "module"; const require = topLevelCreateRequire(import.meta.url);' },
    metafile: true,
    logLevel: "error",
  });
  return Object.values(metafile.outputs).reduce((sum, { bytes }) => sum + bytes, 0);
}
