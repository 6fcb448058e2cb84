// node scripts/check-workflows.mjs FILE...: validates actions and workflows with GitHub's own parser, and prints a line per
// problem. Exits with 1 if there is one. The parser is bundled first, because Node.js does not support its JSON imports.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';

const folder = mkdtempSync(join(tmpdir(), 'portside-workflows-'));
const source = `
  import { readFileSync } from 'node:fs';
  import { validate } from '@actions/languageservice';
  import { TextDocument } from 'vscode-languageserver-textdocument';
  async function getFileContent({ path }) {
    return { name: path, content: readFileSync(path, 'utf8') };
  }
  export async function problems(file) {
    const text = readFileSync(file, 'utf8');
    const document = TextDocument.create('file:///' + file, 'yaml', 1, text);
    // With our reusable workflows the parser also checks their inputs and outputs; it cannot know those of others.
    const isKnown = text.includes('/portside/.github/workflows/');
    const found = await validate(document, isKnown ? { fileProvider: { getFileContent } } : {});
    return found.map((d) => file + ':' + (d.range.start.line + 1) + ': ' + d.message);
  }`;
const entry = join(folder, 'entry.mjs');
const bundle = join(folder, 'bundle.mjs');
writeFileSync(entry, source);
buildSync({
  entryPoints: [entry],
  nodePaths: ['node_modules'],
  bundle: true,
  platform: 'node',
  format: 'esm',
  logLevel: 'error',
  outfile: bundle,
  banner: {
    js: "import{createRequire}from'module';const require=createRequire(import.meta.url);",
  },
});
const { problems } = await import(pathToFileURL(bundle).href);
const all = (await Promise.all(process.argv.slice(2).map(problems))).flat();
for (const line of all) console.log(line);
rmSync(folder, { recursive: true });
process.exitCode = all.length > 0 ? 1 : 0;
