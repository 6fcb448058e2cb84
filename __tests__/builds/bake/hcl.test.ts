// biome-ignore-all lint/suspicious/noTemplateCurlyInString: templates of HCL

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readBakeFile } from '../../../src/builds/bake/bake-file.js';
import { parseHcl, parseHclTemplate } from '../../../src/builds/bake/hcl.js';
import { HclError } from '../../../src/builds/bake/hcl-scanner.js';
import { evaluateHcl, type HclValue } from '../../../src/builds/bake/hcl-values.js';
import { countMatching } from '../../count-matching.js';

/** The value of an attribute `x`, with the variables `A = "a"` and `M = { k = ["v"] }`. */
function evaluated(expression: string): HclValue {
  const value = parseHcl(`x = ${expression}\n`, 'f').attributes.get('x')?.value;
  if (!value) throw new Error('no attribute');
  const variables = new Map<string, HclValue>([
    ['A', 'a'],
    ['M', new Map([['k', ['v']]])],
  ]);
  return evaluateHcl(value, { variable: (name) => variables.get(name), budget: { left: 1000 } });
}

const unknown = (text: string) => ({ isUnknown: true, text });

describe('an expression of HCL', () => {
  test.each([
    ['"a\\n\\u0041\\""', 'a\nA"'],
    ['12', 12],
    ['true', true],
    ['null', null],
    ['A', 'a'],
    ['"x-${A}-${~ A ~}"', 'x-a-a'],
    ['"$${A} %%{A}"', '${A} %{A}'],
    ['"${B}-x"', unknown('${B}-x')],
    ['"${f(A, [1, 2]...)}"', unknown('${f(A, [1, 2]...)}')],
    ['"%{ if A }x%{ endif }"', unknown('${%{ if A }x%{ endif }"}')],
    ['["a", A, // comment\n "b",]', ['a', 'a', 'b']],
    ['M.k[0]', 'v'],
    ['M["k"]', ['v']],
    ['M.other.x', unknown('${M.other.x}')],
    ['A == "a" ? "yes" : "no"', 'yes'],
    ['A != "a" || false ? "yes" : "no"', 'no'],
    ['!(A == "b") && true', true],
    ['B == "" ? "yes" : "no"', unknown('${B}')],
    ['1 + 2 * 3', unknown('${1 + 2 * 3}')],
    [
      '[for x in ["a"] : upper(x) if x != "b"]',
      unknown('${[for x in ["a"] : upper(x) if x != "b"]}'),
    ],
    ['<<-EOT\n    one ${A}\n      two\n  EOT', 'one a\n  two\n'],
    ['<<EOT\n  "x" \\n\nEOT', '  "x" \\n\n'],
  ])('%s', (expression, value) => {
    expect(evaluated(expression)).toEqual(value);
  });

  test.each([
    [10_000, 10_000],
    [10_001, 10_000],
  ])('that joins a text of %d characters has %d', (length, kept) => {
    const value = parseHcl('x = "${A}b"\n', 'f').attributes.get('x')?.value;
    const text =
      value &&
      evaluateHcl(value, {
        variable: () => 'a'.repeat(length - 1),
        budget: { left: 20_000 },
      });
    expect(text).toHaveLength(kept);
  });

  test('of a map has names, texts and colons as keys', () => {
    expect(evaluated('{ a = 1, "b-${A}" : 2\n c.d = 3 }')).toEqual(
      new Map([
        ['a', 1],
        ['b-a', 2],
        ['c.d', 3],
      ]),
    );
  });

  test.each([
    ['x = ', 1],
    ['\n\nx = "a', 3],
    ['target "a" {', 1],
    ['x = [1', 1],
    ['x = <<EOT\na', 2],
    ['x = {a 1}', 1],
    ['"a" = 1', 1],
    [`x = ${'['.repeat(1000)}`, 1],
    [`${'a {\n'.repeat(1000)}`, 65],
    [`x = ${'!'.repeat(100_000)}a`, 1],
    [`x = ${'a ? '.repeat(1000)}`, 1],
  ])('that is not valid names its line', (text, line) => {
    const parse = () => parseHcl(text, 'f');
    expect(parse).toThrow(HclError);
    expect(parse).toThrow(expect.objectContaining({ line }));
  });

  test('of any text is parsed or refused', () => {
    const part = fc.constantFrom(
      ...[
        '"',
        '${',
        '}',
        '{',
        '[',
        ']',
        '(',
        ')',
        '=',
        ',',
        '\n',
        'a',
        '?',
        ':',
        '!',
        '.',
        '<<E\n',
        'E\n',
      ],
      ...['for ', '%{', '\\', '1', '/*', '*/', '#', '-', '&&', '==', '$$', ' '],
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
        const text = parts.join('');
        for (const parse of [() => parseHcl(text, 'f'), () => parseHclTemplate(text)])
          try {
            parse();
          } catch (error) {
            expect(error).toBeInstanceOf(HclError);
          }
      }),
    );
  });

  test('of a quoted text gives the text back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const quoted = JSON.stringify(text).replaceAll('${', '$${').replaceAll('%{', '%%{');
        const written = quoted.replaceAll('\\b', '\\u0008').replaceAll('\\f', '\\u000c');
        expect(evaluated(written)).toBe(text);
      }),
    );
  });

  test.each<[string, (count: number) => string]>([
    ['expressions in a text', (count) => `x = "${'${A}'.repeat(count)}"`],
    ['items', (count) => `x = [${'"a",'.repeat(count)}]`],
    ['sums', (count) => `x = 1 ${'+ 1 '.repeat(count)}`],
    ['directives', (count) => `x = "${'%{'.repeat(count)}"`],
    ['names', (count) => `x = a${'.b'.repeat(count)}`],
    ['comments', (count) => `x = ${'/*'.repeat(count)}`],
  ])('of twice as many %s is twice the work', (_, text) => {
    const work = (count: number) =>
      countMatching(() => {
        try {
          parseHcl(text(count), 'f');
        } catch (error) {
          expect(error).toBeInstanceOf(HclError);
        }
      });
    expect(work(60_000)).toBeLessThan(2.1 * work(30_000));
  });
});

test('a Bake file that is not valid is an error with its line', () => {
  expect(() => readBakeFile('target "a" {\n  x = \n}', 'docker-bake.hcl')).toThrow(
    /docker-bake\.hcl:2: a value is missing/,
  );
  expect(() => readBakeFile('{"target": [', 'docker-bake.json')).toThrow(/docker-bake\.json/);
});
