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

/** Parts of undici for tests and browsers, and for retries, which its users do themselves. Its other modules only export what these do, and nobody asks for it. */
const UNUSED = [
  ...['agent', 'client', 'pool', 'interceptor', 'utils'].map((name) => `mock/mock-${name}`),
  ...['mock/pending-interceptors-formatter', 'mock/pluralizer'],
  ...['websocket', 'connection', 'receiver', 'sender', 'frame', 'events', 'util'].map(
    (name) => `web/websocket/${name}`,
  ),
  ...['web/websocket/permessage-deflate', 'web/eventsource/eventsource'],
  ...['web/eventsource/eventsource-stream', 'web/cookies/index', 'web/cookies/parse'],
  ...['filereader', 'util', 'encoding', 'progressevent'].map((name) => `web/fileapi/${name}`),
  ...['web/cookies/util', 'mock/mock-interceptor', 'handler/retry-handler'],
  // Nobody asks for the cache of browsers, for forms in answers, for HTTP/2 and for streams of Node.js.
  ...['web/cache/cache', 'web/fetch/formdata-parser', 'api/api-pipeline', 'api/api-stream'],
  ...['dispatcher/retry-agent', 'dispatcher/balanced-pool', 'dispatcher/client-h2'],
  ...['retry', 'dump', 'dns'].map((name) => `interceptor/${name}`),
].map((name) => moduleOf(`node_modules/undici/lib/${name}.js`));

/** Octokit's list of methods: Portside names each request itself. */
const ENDPOINTS = /^const Endpoints = \{\n {2}actions: \{\n[\s\S]*?\n\};$/m;

/** Matches a module as webpack has it: another number for each `require`, in brackets if a member of it is named. */
function moduleOf(file) {
  const body = readFileSync(file, 'utf8')
    .replace(/^'use strict'\s*/, '')
    .trim();
  const parts = body.split(/\brequire\('[^']+'\)(\.\w+)?/).map((part, at) => {
    if (at % 2 === 0) return escapePattern(part);
    const required = '__webpack_require__\\(\\d+\\)';
    return part === undefined ? required : `\\(?${required}${escapePattern(part)}\\)?`;
  });
  return new RegExp(parts.join(''));
}

function escapePattern(text) {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** A chunk of a bundle, before it is minified, without what no run needs. */
export function leaveOut(code) {
  return UNUSED.reduce((text, unused) => text.replace(unused, ''), code)
    .replace(ENDPOINTS, 'const Endpoints = {};')
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

/** Clients of containers, accounts and blobs of the other kinds. */
const CLIENT =
  /^class ((?:Append|Page)BlobClient|ContainerClient|Blob(?:Service|Batch|Lease)Client)( extends [\w$]+)? \{\n[\s\S]*?\n\}$/gm;

/** A chunk of the Action, without two programs and what describes requests that are never made. */
export function leaveOutOfAction(code) {
  return code
    .replace(ZSTD, '')
    .replace(CRC64, 'binaryInString = []')
    .replace(CLIENT, 'class $1$2 {}')
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
