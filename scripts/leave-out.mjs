import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';

/** undici has its parser twice: this one is for processors without SIMD, which are older than 2008. */
const [, PARSER] = /'([^']{1000,})'/.exec(
  readFileSync('node_modules/undici/lib/llhttp/llhttp-wasm.js', 'utf8'),
);

/** A chunk of a bundle, before it is minified, without what no run needs. */
export function leaveOut(code) {
  return code.replace(PARSER, '').replace(SCHEMA, withoutDescriptions);
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
