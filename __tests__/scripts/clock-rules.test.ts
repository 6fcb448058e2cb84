import { describe, expect, it } from '@jest/globals';
import { clockReads, comparedClocks } from '../../scripts/clock-rules.mjs';

describe('clockReads', () => {
  it.each(['new Date()', 'new Date', 'Date()', 'Date.now()', 'map(Date.now)', 'readClock()'])(
    'refuses %s outside the entry points',
    (text) => {
      expect(clockReads('src/core/x.ts', `const a = 1;\nuse(${text});`)).toEqual([
        expect.stringMatching(/^src\/core\/x\.ts:2: (?:reads the clock|calls readClock)/),
      ]);
    },
  );

  it.each(['new Date(now)', 'performance.now()', 'Date.parse(text)', 'setTimeout(f, 5)'])(
    'accepts %s',
    (text) => {
      expect(clockReads('src/core/x.ts', text)).toEqual([]);
    },
  );

  it('lets only named files call readClock(), and these do not read the clock themselves', () => {
    expect(clockReads('src/cli/main.ts', 'readClock()')).toEqual([]);
    expect(clockReads('src/cli/main.ts', 'new Date()')).toHaveLength(1);
    expect(clockReads('src/lib/clock.ts', 'new Date()')).toEqual([]);
  });
});

describe('comparedClocks', () => {
  it.each([
    'expect(performance.now() - start).toBeLessThan(5000)',
    'expect(limit).toBeGreaterThan(Date.now())',
    'const took = process.hrtime.bigint() - start; const seconds = took / 1e9; expect(seconds).toBe(1)',
    'const { user } = process.cpuUsage(); let most = 0; most = Math.max(most, user); expect([most]).not.toEqual(1)',
    'const start = process.cpuUsage(); await expect(run(start)).resolves.toBe(1)',
  ])('refuses %s', (text) => {
    expect(comparedClocks('a.test.ts', `\n${text}`)).toEqual([
      'a.test.ts:2: compares a clock: count the work instead',
    ]);
  });

  it.each([
    'const end = Date.now() + 5; while (Date.now() < end) await tick(); expect(found).toBe(1)',
    'expect(steps).toBeLessThan(5000)',
    'const start = performance.now(); log(start); expect(options.start).toBe(1)',
  ])('accepts %s', (text) => {
    expect(comparedClocks('a.test.ts', text)).toEqual([]);
  });
});
