import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';

/** undici has its parser twice: this one is for processors without SIMD, which are older than 2008. */
const [, PARSER] = /'([^']{1000,})'/.exec(
  readFileSync('node_modules/undici/lib/llhttp/llhttp-wasm.js', 'utf8'),
);

/** The calculator of CVSS scores explains each value of each metric. No report shows these texts. */
const METRIC = /\bdescription:"(?:[^"\\]|\\.)*"/g;
const METRICS = new Set(
  readFileSync('node_modules/ae-cvss-calculator/dist/ae-cvss-calculator.js', 'utf8').match(METRIC),
);

/** A chunk of a bundle, before it is minified, without what no run needs. */
export function leaveOut(code) {
  return code
    .replace(PARSER, '')
    .replace(METRIC, (text) => (METRICS.has(text) ? 'description:""' : text))
    .replace(SCHEMA, withoutDescriptions);
}

/** The Action runs on Node.js 24, which has zstd. Its bundle needs no decoder in WebAssembly. */
const [, ZSTD] = /"([A-Za-z0-9+/=]{1000,})"/.exec(
  readFileSync('node_modules/zstddec/dist/zstddec-stream.mjs', 'utf8'),
);

/**
 * The storage of the Actions cache has blobs of three kinds, and the Action reads and writes block blobs. What the responses of
 * requests about others, containers and accounts look like is never asked.
 */
const MAPPER =
  /^([ \t]*(?:export )?const \w+) = \{\n(?:[ \t]*serializedName: "[^"]*",\n)?(?:[ \t]*xmlName: "[^"]*",\n)?[ \t]*type: \{\n[ \t]*name: "Composite",\n[ \t]*className: "(?!StorageError|BlobDownload|BlobGetProperties|BlockBlob|Block)\w*",\n[\s\S]*?\n[ \t]*\};$/gm;

/** The requests themselves. */
const REQUEST = /^([ \t]*const \w+OperationSpec[\w$]*) = \{\n[\s\S]*?\n[ \t]*\};$/gm;

function withoutRequest(text, start) {
  const isUnused =
    /\bpath: "\/(?:\{containerName\})?",/.test(text) ||
    /\b(?:Page|Append)Blob\w+Headers/.test(text);
  return isUnused ? `${start} = {};` : text;
}

/** The checksum of that storage, as a program in WebAssembly. @actions/cache asks for none. */
const CRC64 = /\bbinaryInString = \[[^\]]{1000,}\]/;

/** A chunk of the Action, without two programs and what describes requests that are never made. */
export function leaveOutOfAction(code) {
  return code
    .replace(ZSTD, '')
    .replace(CRC64, 'binaryInString = []')
    .replace(MAPPER, '$1 = {};')
    .replace(REQUEST, withoutRequest);
}

/** webpack's module of docs/report.schema.json. */
const SCHEMA = /JSON\.parse\(('\{"\$schema":(?:[^'\\]|\\.)*')\)/g;

/** Its descriptions are for readers of the documentation. */
function withoutDescriptions(_, literal) {
  const schema = JSON.parse(runInNewContext(literal), (key, value) =>
    key === 'description' && typeof value === 'string' ? undefined : value,
  );
  return `JSON.parse(${JSON.stringify(JSON.stringify(schema))})`;
}
