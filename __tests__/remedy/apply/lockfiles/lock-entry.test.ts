import { describe, expect, it } from '@jest/globals';
import {
  type LockEntry,
  updateProblem,
} from '../../../../src/remedy/apply/lockfiles/lock-entry.js';

function entry(key: string, version: string): LockEntry {
  return { key, name: 'minimist', version, content: version, needs: [] };
}

describe('a new lockfile', () => {
  const raised = { name: 'minimist', from: '0.0.8', to: '0.2.4' };
  const before = [entry('node_modules/minimist', '1.2.8'), entry('node_modules/a/x', '0.0.8')];

  it('is what was asked for if the old version only is replaced', () => {
    const after = [entry('node_modules/minimist', '1.2.8'), entry('node_modules/a/x', '0.2.4')];
    expect(updateProblem(before, after, raised)).toBeUndefined();
  });

  it('is not what was asked for if an override lowers a newer version', () => {
    expect(updateProblem(before, [entry('node_modules/minimist', '0.2.4')], raised)).toBe(
      'it replaces minimist 1.2.8, which is newer than 0.2.4',
    );
  });
});
