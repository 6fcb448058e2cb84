import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { leaveOut, leaveOutOfAction } from '../../scripts/leave-out.mjs';

const parserOf = (name: string) =>
  /'(AGFz[^']+)'/.exec(readFileSync(`node_modules/undici/lib/llhttp/${name}.js`, 'utf8'))?.[1] ??
  '';

test('the parser without SIMD is left out, and the other one stays', () => {
  const [simd, other] = [parserOf('llhttp_simd-wasm'), parserOf('llhttp-wasm')];
  expect(leaveOut(`a('${simd}'); b('${other}')`)).toBe(`a('${simd}'); b('')`);
});

test.each([
  ['mock/mock-agent', 'class MockAgent'],
  ['web/websocket/websocket', 'class WebSocket'],
  ['web/eventsource/eventsource', 'class EventSource'],
  ['web/cookies/parse', 'function parseSetCookie'],
  ['web/fileapi/filereader', 'class FileReader'],
  ['handler/retry-handler', 'class RetryHandler'],
  ['interceptor/dns', 'class DNSInstance'],
  ['dispatcher/client-h2', 'function connectH2'],
])('the module %s is left out, and one that only resembles it stays', (name, mark) => {
  const source = readFileSync(`node_modules/undici/lib/${name}.js`, 'utf8');
  const module = source
    .replace(/^'use strict'\s*/, '')
    .replace(/\brequire\('[^']+'\)/g, '__webpack_require__(7)');
  expect(module).toContain(mark);
  expect(leaveOut(`before\n${module}after`).trim()).toMatch(/^before\s+after$/);
  expect(leaveOut(`${module.replace(mark, `${mark}2`)}`)).toContain(`${mark}2`);
});

test('the methods of Octokit are left out, and the plugin that lists them stays', () => {
  const folder = 'node_modules/@octokit/plugin-rest-endpoint-methods/dist-src/generated';
  const code = readFileSync(`${folder}/endpoints.js`, 'utf8');
  expect(leaveOut(code)).toMatch(/^const Endpoints = \{\};\nvar endpoints_default = Endpoints;\n/);
});

test('descriptions of the schema are left out, and a property of that name stays', () => {
  const schema = {
    $schema: 'x',
    description: "it's long",
    properties: { description: { type: 'string', description: 'A text' } },
  };
  const literal = `'${JSON.stringify(schema).replaceAll("'", "\\'")}'`;
  const code = leaveOut(`module.exports = JSON.parse(${literal});`);
  expect(code.startsWith('module.exports = JSON.parse("')).toBe(true);
  expect(JSON.parse(JSON.parse(code.slice(code.indexOf('"'), -2)))).toEqual({
    $schema: 'x',
    properties: { description: { type: 'string' } },
  });
});

test('explanations of CVSS metrics are left out, and other descriptions stay', () => {
  const calculator = readFileSync(
    'node_modules/ae-cvss-calculator/dist/ae-cvss-calculator.js',
    'utf8',
  );
  const text = /description:"[^"]{80,}"/.exec(calculator)?.[0];
  expect(leaveOut(`a({${text}}, {description:"ours"})`)).toBe(
    'a({description:""}, {description:"ours"})',
  );
});

test('the decoder of zstd is left out of the Action only', () => {
  const stream = readFileSync('node_modules/zstddec/dist/zstddec-stream.mjs', 'utf8');
  const wasm = /"(AGFz[^"]+)"/.exec(stream)?.[1];
  expect(leaveOut(`a("${wasm}")`)).toBe(`a("${wasm}")`);
  expect(leaveOutOfAction(`a("${wasm}")`)).toBe('a("")');
});

test('the checksum of blobs is left out of the Action, and its loader stays', () => {
  const program = `["AGFz${'A'.repeat(1000)}",\n"AAAA"]`;
  const code = `var binaryInString = ${program}.join(""); read(binaryInString)`;
  expect(leaveOut(code)).toBe(code);
  expect(leaveOutOfAction(code)).toBe('var binaryInString = [].join(""); read(binaryInString)');
});

test('the storage library has its checksum in the form that is left out', () => {
  const file = 'node_modules/@azure/storage-common/dist/esm/crc64.js';
  const code = readFileSync(file, 'utf8');
  expect(code.length - leaveOutOfAction(code).length).toBeGreaterThan(30_000);
});

test('clients of other blobs are left out, and that of block blobs stays', () => {
  const client = (name: string) => `class ${name} extends BlobClient {\n    upload() {\n    }\n}\n`;
  const code = `${client('PageBlobClient')}${client('BlockBlobClient')}`;
  expect(leaveOutOfAction(code)).toBe(
    `class PageBlobClient extends BlobClient {}\n${client('BlockBlobClient')}`,
  );
});
