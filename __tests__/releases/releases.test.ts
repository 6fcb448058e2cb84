import { afterEach, expect, it } from '@jest/globals';
import { endOfUpdates, releasesSince } from '../../src/releases/releases.js';
import { useBuiltInTables, useNewerTables } from '../../src/releases/tables.js';

afterEach(useBuiltInTables);

const useRow = (row: string) =>
  useNewerTables({
    lifetimes: { day: '9999-01-01', rows: new Map([['app', row]]) },
    officialTags: { day: '0000-01-01', rows: new Map() },
  });

it('a line ends with the last of its releases', () => {
  useRow('5.0:2024-01-31 5.1:2026-01-31 5.2:2025-01-31');
  expect(endOfUpdates('app', '5')).toEqual({ until: '2026-01-31', exact: true });
});

it('a line with one release ends with it', () => {
  useRow('5.1:2024-01-31 6.0:2026-01-31');
  expect(endOfUpdates('app', '5')).toEqual({ until: '2024-01-31', exact: true });
});

it('the end of a line is not known if that of one of its releases is not', () => {
  useRow('5.0:2024-01-31 5.1');
  expect(endOfUpdates('app', '5')).toBeUndefined();
  expect(endOfUpdates('app', '5.0')).toEqual({ until: '2024-01-31', exact: true });
});

it('a version between two releases ended before the next one did', () => {
  useRow('5.0:2024-01-31 5.2:2026-01-31 5.4:2028-01-31');
  expect(endOfUpdates('app', '5.1')).toEqual({ until: '2026-01-31', exact: false });
  expect(endOfUpdates('app', '5.5')).toBeUndefined();
});

it('releases get updates up to their last day, and without an end always', () => {
  useRow('5.0:2024-01-31 5.1:2024-02-01 5.2');
  expect(releasesSince('app', '2024-01-31')).toEqual(['5.0', '5.1', '5.2']);
  expect(releasesSince('app', '2024-02-01')).toEqual(['5.1', '5.2']);
  expect(releasesSince('app', '2024-02-02')).toEqual(['5.2']);
});
