import { describe, expect, it, test } from '@jest/globals';
import { PortsideError } from '../../src/lib/errors.js';
import { readInputs } from '../../src/options/inputs.js';
import { readOptions } from '../../src/options/read-options.js';

const now = new Date('2026-11-24');
const read = (command: string, ...words: string[]) =>
  readOptions(command, words, { path: '', noColor: false }, now);

describe('readOptions', () => {
  it('reads operands, repeated options and formats with files', () => {
    const settings = read(
      'check',
      'repo',
      '--image',
      'a',
      '--image',
      'b',
      '--format',
      'json',
      '--format',
      'sarif=x.sarif',
    );
    expect(settings.positionals).toEqual(['repo']);
    expect(settings.images).toEqual(['a', 'b']);
    expect(settings.outputs).toEqual([{ format: 'json' }, { format: 'sarif', file: 'x.sarif' }]);
  });

  test.each([
    ['check', ['--nope'], /--nope.*See portside check --help/],
    ['lint', ['--image', 'a'], /--image/],
    ['check', ['--fail-on', 'error'], /--fail-on takes critical, high/],
    ['scan', ['x', '--only', 'vulnerability,virus'], /not "virus"/],
    ['scan', ['x', '--malware', 'clamav='], /--malware takes clamav or clamav=DATABASE/],
    [
      'check',
      ['--format', 'json', '--format', 'text'],
      /Only one report can go to standard output/,
    ],
    ['check', ['--format', 'sarif='], /has no file name/],
  ])('portside %s %j is a usage error', (command, words, message) => {
    expect(() => read(command, ...words)).toThrow(PortsideError);
    expect(() => read(command, ...words)).toThrow(message);
  });
});

describe('readInputs', () => {
  it('reads lists by line and leaves empty inputs out', () => {
    const { options, token } = readInputs(
      { INPUT_IMAGE: 'a\n\n b ', 'INPUT_FAIL-ON': 'low', INPUT_POLICY: '', INPUT_TOKEN: 't' },
      now,
    );
    expect(options.images).toEqual(['a', 'b']);
    expect(options.failOn).toBe('low');
    expect(readInputs({ INPUT_MALWARE: 'clamav=db' }, now).options.malware).toEqual({
      program: 'clamav',
      database: 'db',
    });
    expect(options).not.toHaveProperty('policy');
    expect(token).toBe('t');
  });

  it('refuses a severity or a flag that is none', () => {
    expect(() => readInputs({ 'INPUT_FAIL-ON': 'error' }, now)).toThrow(/fail-on takes/);
    expect(() => readInputs({ INPUT_MALWARE: 'norton' }, now)).toThrow(/malware takes clamav/);
    expect(() => readInputs({ INPUT_OFFLINE: 'maybe' }, now)).toThrow(
      /offline takes true or false/,
    );
  });
});
