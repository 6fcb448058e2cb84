import { expect, test } from '@jest/globals';
import { materialsOfDockerfile } from '../../../src/dockerfile/materials/ledger.js';
import { splitScript } from '../../../src/dockerfile/materials/split-script.js';
import { instructionsOf } from '../../../src/dockerfile/parser/model.js';
import { fixed, lint, marks } from '../lint-text.js';
import { parse } from '../parse-text.js';

/** The words of each command of the last RUN instruction, separated by `|`. */
function commandsOf(text: string): string[] {
  const dockerfile = parse(`FROM a:1\n${text}`);
  const run = instructionsOf(dockerfile, 'RUN').at(-1);
  if (!run) throw new Error(`no RUN in ${JSON.stringify(text)}`);
  return splitScript(dockerfile, run).commands.map(({ name, args }) =>
    [...(name ? [name] : []), ...args].map(({ value }) => value).join('|'),
  );
}

test.each<[text: string, commands: readonly string[]]>([
  ['ENV C="curl -fsSL"\nRUN $C x', ['curl|-fsSL|x']],
  ['ARG O="-a  -b\t-c"\nRUN x $O y', ['x|-a|-b|-c|y']],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the shell
  ['ARG O="-a -b"\nRUN x ${O} y', ['x|-a|-b|y']],
  ['RUN O="-a -b"; x $O', ['', 'x|-a|-b']],
  ['RUN export O="-a -b" && x $O', ['export|O=-a -b', 'x|-a|-b']],
  ['ARG A=-a\nARG O="$A -b"\nRUN x $O', ['x|-a|-b']],
  ['ARG O=\nRUN x $O y', ['x|y']],
  ['ARG C=\nRUN $C x y', ['x|y']],
  ['ARG O="-a $U"\nRUN x $O', ['x|-a|$U']],
  ['ENV S="sudo -E"\nRUN $S x y', ['sudo|-E|x|y', 'x|y']],
  ['ENV O="-a -b"\nRUN sh -c "x $O"', ['sh|-c|x $O', 'x|-a|-b']],
  ['ENV O="-a -b"\nRUN <<EOF\nx $O\nEOF', ['x|-a|-b']],
])('an unquoted variable is the words of its value: %j', (text, commands) => {
  expect(commandsOf(text)).toEqual(commands);
});

test.each<[text: string, commands: readonly string[]]>([
  ['ARG O="-a -b"\nRUN x "$O"', ['x|-a -b']],
  ['ARG O=\nRUN x "$O" y', ['x||y']],
  ['ENV O="x y"\nRUN sh -c "$O"', ['sh|-c|x y', 'x|y']],
  ['RUN x "$O"', ['x|$O']],
  ["ARG O='-a -b'\nRUN x '$O'", ['x|$O']],
  ['ARG O="-a -b"\nRUN x \\$O', ['x|$O']],
  ['ARG O\nRUN x $O', ['x|$O']],
  ['RUN x $O', ['x|$O']],
  ['RUN O=-a; O=-b; x $O', ['', '', 'x|$O']],
  ['RUN O=$(y); x $O', ['', 'x|$O', 'y']],
  ['ARG O="-a -b"\nRUN IFS=,; x $O', ['', 'x|$O']],
  ['ARG O="-a -b"\nRUN Y=$O x', ['x']],
  ['ARG O="-a -b"\nRUN export Y=$O', ['export|Y=$O']],
  ['ARG O="-a -b"\nRUN ["x", "$O"]', ['x|$O']],
])('a quoted or unknown variable is one word: %j', (text, commands) => {
  expect(commandsOf(text).sort()).toEqual([...commands].sort());
});

test('the words have the range of the variable', () => {
  const dockerfile = parse('FROM a:1\nARG O="-a -b"\nRUN x $O y');
  const [run] = instructionsOf(dockerfile, 'RUN');
  const words = run ? splitScript(dockerfile, run).commands.flatMap(({ args }) => args) : [];
  expect(words.map(({ start, end }) => dockerfile.text.slice(start, end))).toEqual([
    '$O',
    '$O',
    'y',
  ]);
  expect(words.map(({ range }) => range.startColumn)).toEqual([7, 7, 10]);
});

test('a script gets at most 2,000 words from variables; later variables stay as they are', () => {
  const text = (count: number) => `ARG O="${'a '.repeat(count)}"\nRUN x $O; y $O`;
  const wordsOf = (count: number) => commandsOf(text(count)).map((one) => one.split('|').length);
  expect(wordsOf(1000)).toEqual([1001, 1001]);
  expect(wordsOf(1001)).toEqual([1002, 2]);
});

test('a script that variables make much longer stays as it is', () => {
  const text = (count: number) => `ENV O="${'x;'.repeat(count)}"\nRUN sh -c "$O"`;
  expect(commandsOf(text(53))).toHaveLength(54);
  expect(commandsOf(text(54))).toEqual(['sh|-c|$O', '$O']);
});

test('the commands with split words do not count for the limit of the file', () => {
  const dockerfile = parse(`FROM a:1\nARG O="-a -b"\nRUN x $O${'; y'.repeat(19_999)}`);
  const [run] = instructionsOf(dockerfile, 'RUN');
  expect(run && splitScript(dockerfile, run).commands).toHaveLength(20_000);
  expect(dockerfile.source.limits.describe()).toBeUndefined();
});

test.each([
  ['PS0018', 'ARG A="-y dist-upgrade"\nRUN apt-get $A', '$A'],
  ['PS0023', 'ENV C="curl -fsSL"\nRUN $C https://x.example/y.sh | sh', undefined],
  ['PS0023', 'RUN C="curl -fsSL"; $C https://x.example/y.sh | sh', undefined],
  ['PS0023', 'ENV S="sudo -E"\nRUN $S curl https://x.example/y | $S sh -s', undefined],
  ['PS0024', 'ARG O=-k\nRUN curl $O https://x.example/y -o y', undefined],
  ['PS0024', 'ENV P="--trusted-host pypi.org"\nRUN pip install $P x==1', undefined],
  ['PS0024', 'ARG O="-o Acquire::https::Verify-Peer=false"\nRUN apt-get $O update', undefined],
  ['PS0025', 'ARG O=--allow-untrusted\nRUN apk add $O /x.apk', undefined],
  ['PS0025', 'ARG O="-y --allow-unauthenticated"\nRUN apt-get install $O x=1', undefined],
  ['PS0026', 'ARG O="-R 777"\nRUN chmod $O /x', '$O'],
  ['PS0028', 'ARG O="gcc make"\nRUN apt-get install $O', '$O'],
  ['PS0035', 'ARG D="docker login"\nRUN $D x.example', undefined],
  ['PS0037', 'ARG U="-q http://a.example/x"\nRUN wget $U', '$U'],
])('%s reports what a variable gives: %s', (rule, text, mark) => {
  const found = marks(`FROM a:1\n${text}`, rule);
  expect(found).toHaveLength(1);
  if (mark !== undefined) expect(found[0]).toMatch(new RegExp(`:\\${mark}$`));
});

test('an option in a variable is not taken for an address', () => {
  const text = 'FROM a:1\nARG O=-k\nRUN curl $O https://x.example/y -o y';
  expect(lint(text, 'PS0037')).toEqual([]);
  expect(materialsOfDockerfile(parse(text)).map(({ what }) => what)).toEqual([
    'a:1',
    'https://x.example/y',
  ]);
});

test.each([
  ['PS0024', 'ARG O="-s -k"\nRUN curl "$O" https://x.example/y -o y'],
  ['PS0025', 'ARG O="-q --allow-untrusted"\nRUN apk add "$O" /x.apk'],
  ['PS0023', 'ENV C="curl -fsSL"\nRUN "$C" https://x.example/y.sh | sh'],
])('%s takes a quoted variable for one word: %s', (rule, text) => {
  expect(marks(`FROM a:1\n${text}`, rule)).toEqual([]);
});

test('the value of a build counts', () => {
  const text = 'FROM a:1\nARG O\nRUN curl $O https://x.example/y -o y';
  const urls = (buildArgs?: ReadonlyMap<string, string>) =>
    materialsOfDockerfile(parse(text), buildArgs && { buildArgs }).flatMap(({ kind, what }) =>
      kind === 'download' ? [what] : [],
    );
  expect(urls()).toEqual(['$O', 'https://x.example/y']);
  expect(urls(new Map([['O', '-s -S']]))).toEqual(['https://x.example/y']);
});

test.each([
  ['PS0036', 'ARG O="-o y"\nRUN curl $O https://x.example/y-1.0'],
  ['PS0041', 'ENV C="curl -o y https://x.example/y-1.0"\nRUN $C && sh y'],
])('%s offers no edit where a word comes from a variable', (rule, text) => {
  expect(fixed(`FROM a:1\n${text}`, rule)).toBe(`FROM a:1\n${text}`);
});
