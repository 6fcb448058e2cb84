import { describe, expect, test } from '@jest/globals';
import { parse } from '../parse-text.js';

describe('parser directives', () => {
  test.each<[text: string, found: string[], escapeToken: string]>([
    ['# escape=`\nFROM a', ['escape=`'], '`'],
    ['#syntax = x/y:1\n# Check=skip=all\nFROM a', ['syntax=x/y:1', 'check=skip=all'], '\\'],
    ['# a comment\n# escape=`\nFROM a', [], '\\'],
    ['\n# escape=`\nFROM a', [], '\\'],
    ['\ufeff# escape=`\r\nFROM a', ['escape=`'], '`'],
    ['# unknown=1\n# escape=`\nFROM a', [], '\\'],
    ['FROM a\n# escape=`', [], '\\'],
    ['#!/usr/bin/env x\n# escape=`\n# syntax=x/y:1\nFROM a', ['syntax=x/y:1'], '\\'],
    ['#!/usr/bin/env x', [], '\\'],
    [`# syntax=${'x'.repeat(70_000)}\nFROM a`, [], '\\'],
  ])('of %j are read', (text, found, escapeToken) => {
    const dockerfile = parse(text);
    expect(dockerfile.directives.map(({ name, value }) => `${name}=${value}`)).toEqual(found);
    expect(dockerfile.escapeToken).toBe(escapeToken);
  });

  test('have the range of the comment and that of the value', () => {
    const [, check] = parse('# syntax=a\n#  check = skip=A \nFROM a').directives;
    expect(check).toMatchObject({
      line: 2,
      range: { startLine: 2, startColumn: 1, endLine: 2, endColumn: 18 },
      valueRange: { startLine: 2, startColumn: 12, endLine: 2, endColumn: 18 },
    });
  });

  test.each<[text: string, message: RegExp]>([
    ['# escape=`\n# escape=\\\nFROM a', /the escape directive is given twice/],
    ['# escape=x\nFROM a', /invalid escape token "x"/],
  ])('of %j are a problem', (text, message) => {
    const [problem] = parse(text).problems;
    expect(problem).toMatchObject({ kind: 'directive', phase: 'syntax' });
    expect(problem?.message).toMatch(message);
  });
});
