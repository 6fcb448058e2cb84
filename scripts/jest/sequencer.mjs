import { createHash } from 'node:crypto';
import TestSequencer from '@jest/test-sequencer';

/** The order of test files: that of jest, slow files first. With TEST_ORDER=TEXT it is random, and the same for each text. */
export default class extends TestSequencer {
  sort(tests) {
    const seed = process.env.TEST_ORDER;
    if (seed === undefined) return super.sort(tests);
    const key = ({ path }) => createHash('sha256').update(seed).update(path).digest('hex');
    return [...tests].sort((one, other) => (key(one) < key(other) ? -1 : 1));
  }
}
