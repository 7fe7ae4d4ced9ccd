import { basename, dirname, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Bundles an entry for Lambda as SST does, minified: one ES module with all that it needs at its start, and parts beside
 * it for what it may ask for later. Returns the size of the module in bytes, with the parts that it always loads.
 */
export async function bundle(entry: string, outfile: string): Promise<number> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [{ in: entry, out: basename(outfile, ".mjs") }],
    outdir: dirname(outfile),
    outExtension: { ".js": ".mjs" },
    chunkNames: `${basename(outfile, ".mjs")}-[hash]`,
    splitting: true,
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
  const sizeOf = (path: string, seen: Set<string>): number => {
    const part = metafile.outputs[path];
    if (!part || seen.has(path)) return 0;
    seen.add(path);
    return part.imports.filter(({ kind }) => kind === "import-statement").reduce((sum, each) => sum + sizeOf(each.path, seen), part.bytes);
  };
  return sizeOf(relative(root, outfile), new Set());
}
