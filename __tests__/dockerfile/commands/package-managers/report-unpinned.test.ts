import { expect, test } from '@jest/globals';
import { lint } from '../../lint-text.js';

/** The line and the message of each finding of a rule. */
function found(text: string, rule: string): string[] {
  return lint(text, rule).map(({ location, message }) => `${location?.startLine}: ${message}`);
}

test.each([
  ['DL3008', 'apt-get install -y', ''],
  ['DL3013', 'pip install', ''],
  ['DL3016', 'npm install', ''],
  ['DL3018', 'apk add', ''],
  ['DL3028', 'gem install', 'gems'],
  ['DL3033', 'yum install -y', ''],
  ['DL3037', 'zypper -n install', ''],
  ['DL3041', 'dnf install -y', ''],
  ['DL3062', 'go install', 'Go packages'],
  ['PS0031', 'apt install -y', ''],
])('%s reports the packages of a RUN as one finding', (rule, command, noun) => {
  const install = `${command} a.io/a b.io/b c.io/c`.replaceAll(
    '.io/',
    noun === 'Go packages' ? '.io/' : '',
  );
  const names = noun === 'Go packages' ? 'a.io/a, b.io/b, c.io/c' : 'aa, bb, cc';
  expect(found(`FROM a:1\nRUN ${install}\nRUN ${install}`, rule)).toEqual(
    [2, 3].map((line) => `${line}: 3 ${noun || 'packages'} are not pinned to a version: ${names}`),
  );
});

test('the details have the names, for the step that pins them; a module has no version', () => {
  const [finding] = lint('FROM a:1\nRUN apk add curl git && apk add curl', 'DL3018');
  expect(finding?.details).toEqual({ unpinned: ['curl', 'git'] });
  const [module] = lint('FROM a:1\nRUN dnf module install nodejs', 'DL3041');
  expect(module).toBeDefined();
  expect(module?.details).toBeUndefined();
});

test('several commands of a RUN are one finding at the first package', () => {
  const text =
    'FROM a:1\nRUN apt-get update && apt-get install -y curl=7 wget \\\n && apt-get install -y git';
  expect(found(text, 'DL3008')).toEqual(['2: 2 packages are not pinned to a version: wget, git']);
});

test('the commands of a heredoc are one finding at the first package', () => {
  const text = 'FROM a:1\nRUN <<EOF\napk add a\nif true; then apk add b; fi\nEOF\nRUN apk add c';
  expect(found(text, 'DL3018')).toEqual([
    '3: 2 packages are not pinned to a version: a, b',
    '6: Package "c" is not pinned to a version',
  ]);
});

test('commands with different names are one finding at the first package', () => {
  const text = 'FROM a:1\nRUN microdnf install -y a && dnf module install b && dnf install -y c';
  expect(found(text, 'DL3041')).toEqual(['2: 3 packages are not pinned to a version: a, b, c']);
  expect(found('FROM a:1\nRUN dnf module install nodejs php', 'DL3041')).toEqual([
    '2: 2 modules are not pinned to a stream: nodejs, php',
  ]);
});

test('a package that is installed twice is named once', () => {
  const text = 'FROM a:1\nRUN pip install six || pip install six';
  expect(found(text, 'DL3013')).toEqual(['2: Package "six" is not pinned to a version']);
});

test('the message has the first names and the number of the others', () => {
  const names = Array.from({ length: 40 }, (_, i) => `package-${i}`);
  const [finding] = lint(`FROM a:1\nRUN apk add ${names.join(' ')}`, 'DL3018');
  expect(finding?.message).toBe(
    '40 packages are not pinned to a version: package-0, package-1, package-2, package-3 and 36 more',
  );
  expect(finding?.message.length).toBeLessThan(100);
});
