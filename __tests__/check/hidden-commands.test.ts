import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { check } from '../../src/check/check.js';
import type { Host } from '../../src/core/host.js';
import { readOptions } from '../../src/options/read-options.js';
import { REPORT_FORMATS } from '../../src/reports/all-formats.js';
import { commandLines } from '../../src/secrets/kinds/command-lines.js';
import { COMMANDS, WORD } from '../secrets/command-samples.js';

/** Letters for the number of a command, so that each has a value of its own. */
const letters = (count: number) =>
  [...String(count)].map((digit) => 'bdfhjlnprt'.charAt(Number(digit))).join('');
/** A password, and a word that only its place reveals. */
const VALUES: readonly ((count: number) => string)[] = [
  (count) => `${WORD}${letters(count)}Q`,
  (count) => `tigerlily${letters(count)}`,
];
const indented = (text: string, indent: string) => text.replace(/^/gm, indent);

/** Files that show commands, each near a line that is reported. */
const FILES: readonly ((commands: readonly string[]) => readonly [path: string, text: string])[] = [
  (commands) => [
    'Dockerfile',
    `FROM debian\n${commands.map((one) => `RUN <<EOS\ncd /x\n${one}\nEOS\n`).join('')}`,
  ],
  (commands) => [
    'b/Dockerfile',
    `FROM debian\n${commands.map((one) => (one.includes('\n') ? '' : `RUN ${one}\n`)).join('')}`,
  ],
  (commands) => [
    'pod.yaml',
    `apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec:\n  containers:\n${commands.map((one, at) => `    - name: web${at}\n      image: debian\n      args:\n        - |\n${indented(one, '          ')}\n      securityContext: { privileged: true }\n`).join('')}`,
  ],
  (commands) => [
    '.github/workflows/a.yml',
    `on: push\njobs:\n${commands.map((one, at) => `  a${at}:\n    runs-on: x\n    steps:\n      - uses: a/b@v1\n      - run: |\n${indented(one, '          ')}\n          docker build .\n`).join('')}`,
  ],
];

const host: Host = {
  debug: () => {},
  info: () => {},
  warning: () => {},
  error: () => {},
  progress: () => {},
  step: () => {},
  find: async () => undefined,
  run: async () => ({ status: 1, stdout: '', stderr: '' }),
};

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portside-commands-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it.each(commandLines.map(({ id }) => id))(
  'no report shows a part of what is a %s',
  async (kind) => {
    const planted: { readonly command: string; readonly value: string }[] = [];
    const commands = () =>
      COMMANDS.filter(([id]) => id === kind).flatMap(([, command]) =>
        VALUES.map((create) => {
          const value = create(planted.length);
          planted.push({ command, value });
          return command.replaceAll(WORD, value);
        }),
      );
    for (const create of FILES) {
      const [path, text] = create(commands());
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const options = readOptions('check', ['--offline'], { path: '', noColor: true }, new Date(0));
    const { report, context } = await check(root, options, host);
    const shown = [...REPORT_FORMATS.values()].flatMap(({ id, render }) => {
      const output = render(report, context);
      if (id === 'html') expect(output).toContain('•••');
      return planted.flatMap(({ command, value }) =>
        output.includes(value) || output.includes(value.slice(-8)) ? [`${id}: ${command}`] : [],
      );
    });
    expect(shown).toEqual([]);
  },
);
