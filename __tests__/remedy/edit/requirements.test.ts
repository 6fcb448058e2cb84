import { describe, expect, it } from '@jest/globals';
import { edited } from './edit-text.js';

const [A, B, C] = ['a', 'b', 'c'].map((digit) => `sha256:${digit.repeat(64)}`);

interface Wanted {
  readonly path?: string;
  readonly name: string;
  readonly from?: string;
  readonly to: string;
  readonly hashes?: readonly string[];
}

function raise(text: string, wanted: Wanted): string {
  return edited(text, { kind: 'dependency', path: 'requirements.txt', manager: 'pip', ...wanted });
}

const six = { name: 'six', from: '1.0', to: '1.1' };

const TABLE: Readonly<Record<string, readonly [Wanted, string, string]>> = {
  'a version': [
    six,
    '-r other.txt\nsix==1.0\nsix-more==1.0  # six==1.0\n',
    '-r other.txt\nsix==1.1\nsix-more==1.0  # six==1.0\n',
  ],
  'a name in another style, with extras, a marker and a comment': [
    { ...six, name: 'Six.Extra_s' },
    `six_extra-S [a,b] == 1.0 ; python_version < "3.9"  # why`,
    `six_extra-S [a,b] == 1.1 ; python_version < "3.9"  # why`,
  ],
  'a lowest version': [{ ...six, from: '>=1.0' }, 'six >= 1.0\n', 'six >= 1.1\n'],
  'a compatible version': [six, 'six~=1.0\n', 'six~=1.1\n'],
  'an entry without a version': [
    { name: 'six', to: '1.1' },
    'six # why\nother\n',
    'six==1.1 # why\nother\n',
  ],
  'one of two markers': [
    six,
    'six==1.0; python_version<"3"\nsix==2.0; python_version>="3"\n',
    'six==1.1; python_version<"3"\nsix==2.0; python_version>="3"\n',
  ],
  'hashes, of which there are more': [
    { ...six, hashes: [`${C}`, `${B}`] },
    `six==1.0 \\\n    --hash=${A}\n    # via x\nother==1 --hash=${A}\n`,
    `six==1.1 \\\n    --hash=${B} \\\n    --hash=${C}\n    # via x\nother==1 --hash=${A}\n`,
  ],
  'hashes, of which there are fewer': [
    { ...six, hashes: [`${C}`] },
    `six==1.0 ; os_name == "nt" \\\n    --hash=${A} \\\n    --hash=${B}`,
    `six==1.1 ; os_name == "nt" \\\n    --hash=${C}`,
  ],
  'a list of constraints without the package': [
    { path: 'requirements/constraints.txt', name: 'six', to: '1.1' },
    '# no six\nother==1\n',
    '# no six\nother==1\nsix==1.1\n',
  ],
};

describe('a list of requirements', () => {
  it.each(Object.keys(TABLE))('is changed for %s, and a second run changes nothing', (name) => {
    const row = TABLE[name];
    if (!row) throw new Error(name);
    const [wanted, before, after] = row;
    expect(raise(before, wanted)).toBe(after);
    expect(raise(after, wanted)).toMatch(/^unchanged: /);
    const windows = (text: string) => `\ufeff${text.replaceAll('\n', '\r\n')}`;
    expect(raise(windows(before), wanted)).toBe(windows(after));
  });

  it('keeps its missing line break at the end when a constraint is added', () => {
    const wanted = { path: 'constraints.txt', name: 'six', to: '1.1' };
    expect(raise('a==1\r\nb==2', wanted)).toBe('a==1\r\nb==2\r\nsix==1.1');
    expect(raise('', wanted)).toBe('six==1.1\n');
  });

  it.each<readonly [why: string, text: string, wanted: Partial<Wanted>, reason: RegExp]>([
    ['it says another version', 'six==2.0\n', {}, /says "six==2.0" and not "1.0"/],
    ['it names no version', 'six\n', {}, /^refused/],
    ['it does not name the package', 'sixx==1.0\n', {}, /no entry for six/],
    ['a comment names it', '# six==1.0\n', {}, /no entry/],
    ['the range has two ends', 'six>=1.0,<2\n', {}, /^refused/],
    ['it is a URL', 'six @ https://x/six-1.0.zip\n', {}, /^refused/],
    ['the range would mean another', 'six~=1.0\n', { to: '1.0.1' }, /another range/],
    ['hashes are needed', `six==1.0 --hash=${A}\n`, {}, /hashes/],
    ['hashes are needed elsewhere', `six==1.0\nb==1 --hash=${A}\n`, {}, /hashes/],
    ['an option requires hashes', '--require-hashes\nsix==1.0\n', {}, /hashes/],
    ['a hash is none', `six==1.0 --hash=${A}`, { hashes: ['sha256:x\n-r y'] }, /not a SHA-256/],
    ['the entry is repeated', 'six==1.0\n'.repeat(60), {}, /names six 60 times/],
    ['the version is an option', 'six==1.0\n', { to: '--pre' }, /not a version/],
    ['the version has a line break', 'six==1.0\n', { to: '1.1\n-r x' }, /not a version/],
    ['the name is an option', 'six==1.0\n', { name: '-r' }, /not a name/],
  ])('is not changed if %s', (_why, text, wanted, reason) => {
    expect(raise(text, { ...six, ...wanted })).toMatch(reason);
  });
});
