import { parseExpression, parseTemplate } from './hcl-expressions.js';
import type { HclAttribute, HclBlock, HclBody, HclExpression } from './hcl-model.js';
import { HclScanner } from './hcl-scanner.js';

/**
 * Parses the part of HCL that Bake files are written in: blocks, attributes and expressions. Throws HclError.
 * Source: github.com/hashicorp/hcl, HCL Native Syntax Specification.
 */
export function parseHcl(text: string, path: string): HclBody {
  const scanner = new HclScanner(text, path);
  return parseBody(scanner, undefined);
}

/** Parses a string of a Bake file in JSON, which is a template. Throws HclError. */
export function parseHclTemplate(text: string): HclExpression {
  return parseTemplate(new HclScanner(text, ''), undefined);
}

function parseBody(scanner: HclScanner, end: string | undefined): HclBody {
  const attributes = new Map<string, HclAttribute>();
  const blocks: HclBlock[] = [];
  for (;;) {
    scanner.skip(true);
    if (end === undefined ? scanner.isAtEnd : scanner.take(end)) return { attributes, blocks };
    const start = scanner.position;
    const name = scanner.match(NAME)?.[0];
    if (name === undefined) throw scanner.error('a name is missing');
    scanner.skip(false);
    if (scanner.startsWith('=') && !scanner.startsWith('==')) {
      scanner.expect('=');
      scanner.skip(false);
      const value = parseExpression(scanner, false);
      attributes.set(name, { value, at: scanner.location(start) });
    } else blocks.push(parseBlock(scanner, name, start));
  }
}

function parseBlock(scanner: HclScanner, type: string, start: number): HclBlock {
  const labels: string[] = [];
  for (;;) {
    scanner.skip(false);
    if (scanner.take('{')) break;
    const label = scanner.match(LABEL);
    if (!label) throw scanner.error('"{" is missing');
    labels.push(label[1] ?? label[0]);
  }
  const body = scanner.nested(() => parseBody(scanner, '}'));
  return { type, labels, ...body, at: scanner.location(start) };
}

const NAME = /[A-Za-z_][\w-]*/y;
const LABEL = /"([^"\n\\$]*)"|[A-Za-z_][\w-]*/y;
