import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { run } from '../../../src/cli/commands/policy.js';
import { terminalHost } from '../../../src/cli/terminal.js';
import { readOptions } from '../../../src/options/read-options.js';
import { NOW } from '../../now.js';

const token = `ghp${'_'}Zq3mB7xKc9Lw2Vn5Rt8Yp1Hd4Gf6Js0aUeIo`;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portside-policy-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What `policy check` prints about a policy. */
async function check(text: string) {
  const file = join(folder, 'portside.yml');
  writeFileSync(file, text);
  const stderr = new PassThrough();
  const stdout: string[] = [];
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((part) => {
    stdout.push(String(part));
    return true;
  });
  try {
    const options = readOptions('policy', ['check', file], { path: '', noColor: true }, NOW);
    const host = terminalHost({ quiet: false, path: '', stderr: stderr as never });
    const status = await run(options, host);
    return { status, output: `${stdout.join('')}${stderr.read() ?? ''}` };
  } finally {
    write.mockRestore();
  }
}

it('shows no secret of a policy with a problem', async () => {
  const { status, output } = await check(`${token}: 1\n`);
  expect(status).toBe(2);
  expect(output).toContain('unknown key "…"');
  expect(output).not.toContain(token.slice(0, 12));
});

it('shows no secret of a policy that it explains', async () => {
  const { status, output } = await check(
    `exceptions:\n  - { rule: DL3006, reason: "until ${token} is gone", until: 2099-01-01 }\n`,
  );
  expect(status).toBe(0);
  expect(output).toContain('until … is gone');
  expect(output).not.toContain(token.slice(0, 12));
});

it('prints each entry once, and warns of an entry that accepts anyone', async () => {
  const { status, output } = await check(
    'trust:\n  - images: "ghcr.io/a/**"\n    signed-by: [{ issuer: "**", subject: "**" }]\nallow-incomplete: [signature, trust]\n',
  );
  expect(status).toBe(0);
  expect(output).toContain('may be incomplete: trust\n');
  expect(output).toMatch(
    /warning: .*:2: The entry "ghcr.io\/a\/\*\*" of trust accepts .* \(PSP003\)/,
  );
});
