import { afterEach, describe, expect, it } from '@jest/globals';
import { type Deadline, hasUnfinishedWork, startDeadline } from '../../src/lib/deadline.js';

const never = () => new Promise<string>(() => {});
let deadline: Deadline | undefined;
const start = (milliseconds?: number) => {
  deadline = startDeadline(milliseconds);
  return deadline;
};
afterEach(() => deadline?.stop());

describe('a deadline', () => {
  it('returns what ends in time, and throws what fails in time', async () => {
    // Tests that ran before in this process may have left some.
    const before = hasUnfinishedWork();
    for (const { within, orElse } of [start(), start(60_000)]) {
      expect(await within(async () => 'a')).toBe('a');
      expect(
        await orElse(
          async () => 'a',
          () => 'b',
        ),
      ).toBe('a');
      const fail = () => Promise.reject(new Error('no'));
      await expect(within(fail)).rejects.toThrow('no');
      await expect(orElse(fail, () => 'b')).rejects.toThrow('no');
      deadline?.stop();
    }
    expect(hasUnfinishedWork()).toBe(before);
  });

  it('ends the wait for other work, and starts none later', async () => {
    const { within, orElse } = start(1);
    await expect(within(never)).rejects.toMatchObject({ code: 'PSE1012', kind: 'incomplete' });
    let started = false;
    const work = async () => {
      started = true;
      return 'a';
    };
    expect(await orElse(work, (reason) => reason)).toBe(
      'Not checked within 0.001 s (timeout). Give the run more time, or check less at once',
    );
    expect([started, hasUnfinishedWork()]).toEqual([false, true]);
  });
});
