import { describe, expect, it, test } from '@jest/globals';
import { describe as describeAmount, progressLine } from '../../src/cli/progress-line.js';

/** A terminal of one line: what it shows after what was written. */
function terminal() {
  let time = 0;
  let written = '';
  const write = (text: string) => {
    written += text;
    return true;
  };
  const line = progressLine({ write }, () => time);
  return {
    ...line,
    wait: (milliseconds: number) => {
      time += milliseconds;
    },
    get screen() {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sequences of a terminal
      return (written.split('\r\u001b[K').at(-1) ?? '').replace(/\u001b\[\?7[lh]/g, '');
    },
    get writes() {
      return written.split('\r\u001b[K').length - 1;
    },
  };
}

describe('the progress on a terminal', () => {
  it('replaces the line before, and leaves nothing when it is cleared', () => {
    const shown = terminal();
    shown.show('linting a/very/long/path/of/a/Dockerfile');
    shown.show('linting b');
    expect(shown.screen).toBe('linting b');
    shown.clear();
    expect(shown.screen).toBe('');
    shown.show('more');
    shown.show('');
    expect(shown.screen).toBe('');
  });

  it('shows bytes, and the time left once it can be estimated', () => {
    const shown = terminal();
    shown.show('reading', { done: 0, total: 480e6 });
    expect(shown.screen).toBe('reading  0.0 of 480 MB');
    shown.wait(10_000);
    shown.show('reading', { done: 120e6, total: 480e6 });
    expect(shown.screen).toBe('reading  120 of 480 MB, 30 seconds left');
  });

  it('estimates the time over all parts of one work', () => {
    const shown = terminal();
    shown.show('reading npm', { done: 1, total: 1000 });
    shown.wait(10_000);
    shown.show('reading PyPI', { done: 500, total: 1000 });
    expect(shown.screen).toBe('reading PyPI  0.5 of 1.0 kB, 10 seconds left');
  });

  it('is not written more often than ten times a second about the same work', () => {
    const shown = terminal();
    for (let done = 0; done < 1000; done++) {
      shown.show('reading', { done, total: 1000 });
      shown.wait(1);
    }
    expect(shown.writes).toBe(10);
  });

  it('shows untrusted text without its escape sequences', () => {
    const shown = terminal();
    shown.show('linting \u001b[2J\u202ex');
    expect(shown.screen).toBe('linting \\u{1b}[2J\\u{202e}x');
  });
});

test.each([
  [{ done: 0 }, 0, '0 bytes'],
  [{ done: 999 }, 0, '999 bytes'],
  [{ done: 12_345 }, 0, '12.3 kB'],
  [{ done: 1e9, total: 4e9 }, 60_000, '1.0 of 4.0 GB, 3 minutes left'],
  [{ done: 1e6, total: 1e10 }, 10_000, '0.0 of 10.0 GB, 28 hours left'],
  [{ done: 5, total: 5 }, 10_000, '5 of 5 bytes, 0 seconds left'],
])('%j after %d ms is %s', (amount, elapsed, text) => {
  expect(describeAmount(amount, elapsed)).toBe(text);
});
