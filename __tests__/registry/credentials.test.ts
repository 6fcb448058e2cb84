import { describe, expect, it, test } from '@jest/globals';
import type { Host, RunResult } from '../../src/core/host.js';
import {
  type Credential,
  dockerCredentials,
  parseDockerConfig,
} from '../../src/registry/credentials.js';

const auth = (pair: string) => Buffer.from(pair).toString('base64');
const basic = (username: string, password: string): Credential => ({
  kind: 'basic',
  username,
  password,
});

/** A host whose programs give these answers. It records the programs that ran and the warnings. */
function fakeHost(answers: Record<string, (server: string) => RunResult> = {}) {
  const ran: string[] = [];
  const warnings: string[] = [];
  const silent = () => undefined;
  const host: Host = {
    debug: silent,
    info: silent,
    error: silent,
    progress: silent,
    step: silent,
    warning: (message) => void warnings.push(message),
    find: async () => undefined,
    run: async (program, args, options) => {
      ran.push(`${program} ${args.join(' ')} < ${options?.input}`);
      const answer = answers[program];
      if (!answer) throw new Error('no such program');
      return answer(options?.input ?? '');
    },
  };
  return { host, ran, warnings };
}

const found = (json: object): RunResult => ({
  status: 0,
  stdout: JSON.stringify(json),
  stderr: '',
});

describe('credentials in auths', () => {
  const config = JSON.stringify({
    auths: {
      'https://index.docker.io/v1/': { auth: auth('hub:pw') },
      'ghcr.io': { auth: auth('user:p:w') },
      'ghcr.io/acme': { auth: auth('acme:pw') },
      'https://quay.io/v2/': { username: 'u', password: 'p' },
      'identity.example': { auth: auth('x:'), identitytoken: 'idt' },
      'bearer.example': { registrytoken: 'rt' },
      'empty.example': {},
      'broken.example': { auth: 'bm9jb2xvbg==' },
      'list.example': [],
    },
  });
  test.each<[string, string, Credential | undefined]>([
    ['docker.io', 'library/debian', basic('hub', 'pw')],
    ['ghcr.io', 'other/app', basic('user', 'p:w')],
    ['ghcr.io', 'acme/app', basic('acme', 'pw')],
    ['ghcr.io', 'acmeother/app', basic('user', 'p:w')],
    ['quay.io', 'a/b', basic('u', 'p')],
    ['identity.example', 'a', { kind: 'identity', token: 'idt' }],
    ['bearer.example', 'a', { kind: 'bearer', token: 'rt' }],
    ['empty.example', 'a', undefined],
    ['broken.example', 'a', undefined],
    ['list.example', 'a', undefined],
    ['elsewhere.example', 'a', undefined],
    ['evil.ghcr.io', 'acme/app', undefined],
  ])('for %s/%s are found by the longest matching key', async (registry, repository, expected) => {
    const lookUp = dockerCredentials(parseDockerConfig(config), fakeHost().host);
    expect(await lookUp(registry, repository)).toEqual(expected);
  });
});

describe('credential helpers', () => {
  it('of the registry are asked before the store and before auths, and only once', async () => {
    const config = parseDockerConfig(
      JSON.stringify({
        auths: { 'a.example': { auth: auth('file:pw') }, 'c.example': { auth: auth('file:pw') } },
        credHelpers: { 'a.example': 'mine' },
        credsStore: 'desktop',
      }),
    );
    const { host, ran } = fakeHost({
      'docker-credential-mine': () => found({ Username: 'mine', Secret: 's' }),
      'docker-credential-desktop': (server) =>
        server === 'c.example'
          ? { status: 1, stdout: 'credentials not found in native keychain', stderr: '' }
          : found({ Username: '<token>', Secret: 'idt' }),
    });
    const lookUp = dockerCredentials(config, host);
    expect(await lookUp('a.example', 'x')).toEqual(basic('mine', 's'));
    expect(await lookUp('docker.io', 'x')).toEqual({ kind: 'identity', token: 'idt' });
    expect(await lookUp('c.example', 'x')).toEqual(basic('file', 'pw'));
    await lookUp('a.example', 'y');
    expect(ran).toEqual([
      'docker-credential-mine get < a.example',
      'docker-credential-desktop get < https://index.docker.io/v1/',
      'docker-credential-desktop get < c.example',
    ]);
  });

  test.each<[string, RunResult | undefined]>([
    ['is not installed', undefined],
    ['fails', { status: 1, stdout: '', stderr: 'boom' }],
    ['answers with invalid JSON', { status: 0, stdout: '{"Secret":"hush', stderr: '' }],
  ])('cause a warning without the secret when the helper %s', async (_, answer) => {
    const config = parseDockerConfig('{"credsStore":"x"}');
    const { host, warnings } = fakeHost(answer ? { 'docker-credential-x': () => answer } : {});
    expect(await dockerCredentials(config, host)('a.example', 'x')).toBeUndefined();
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).not.toContain('hush');
  });

  it('are not run when their name is a path', async () => {
    const { host, ran } = fakeHost();
    const config = parseDockerConfig(
      '{"credsStore":"../evil","credHelpers":{"a.example":"x/../y"}}',
    );
    await dockerCredentials(config, host)('a.example', 'x');
    expect(ran).toEqual([]);
  });
});

test.each(['', '[]', 'null', '{"auths":'])('parseDockerConfig rejects %j', (text) => {
  expect(() => parseDockerConfig(text)).toThrow(expect.objectContaining({ code: 'PSE4008' }));
});

it('parseDockerConfig does not quote an invalid configuration, which may contain a password', () => {
  expect(() => parseDockerConfig('{"auths":{"a":{"password":"hush"')).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining('hush') }),
  );
});
