import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readEnvironment, repositoryOfRun, withSafeCache } from '../../src/options/environment.js';

test('a cache folder that others can write to is left out, with a warning', () => {
  const home = mkdtempSync(join(tmpdir(), 'portside-test-'));
  try {
    const read = readEnvironment({ XDG_CACHE_HOME: home, PATH: '/bin' });
    expect(withSafeCache(read)).toEqual({ environment: read });
    mkdirSync(join(home, 'portside'), { recursive: true });
    chmodSync(join(home, 'portside'), 0o777);
    const { environment, warning } = withSafeCache(read);
    expect(environment).toMatchObject({ path: '/bin' });
    expect(environment.cacheFolder).toBeUndefined();
    expect(warning).toBe(
      `The cache folder ${home}/portside is not used: other users can write to it. Set XDG_CACHE_HOME to a folder of your own`,
    );
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});

test('no cache folder is needed', () => {
  const read = readEnvironment({});
  expect(withSafeCache(read)).toEqual({ environment: read });
});

test.each([
  [{}, undefined],
  [{ HTTPS_PROXY: 'http://proxy:3128' }, { https: 'http://proxy:3128/', exceptions: [] }],
  [
    { https_proxy: 'proxy:1', HTTPS_PROXY: 'http://other:2', NO_PROXY: 'a.example, b.example' },
    { https: 'http://proxy:1/', exceptions: ['a.example', 'b.example'] },
  ],
  [
    { HTTP_PROXY: ' http://p:1 ', no_proxy: '' },
    { http: 'http://p:1/', exceptions: [] },
  ],
  [{ HTTP_PROXY: 'http://p:1', GATEWAY_INTERFACE: 'CGI/1.1' }, undefined],
  [{ NO_PROXY: '*', HTTPS_PROXY: '' }, undefined],
])('the proxies of %j', (env, expected) => {
  const { proxies } = readEnvironment(env);
  expect(proxies && JSON.parse(JSON.stringify(proxies))).toEqual(expected);
});

test.each(['socks5://p:1', 'http://'])(
  'the proxy %s is refused, and not printed',
  (HTTPS_PROXY) => {
    expect(() => readEnvironment({ HTTPS_PROXY })).toThrow(
      'The proxy in HTTPS_PROXY is not an http or https address',
    );
  },
);

test.each(['http://user:S3c%ZZ@p:1', 'http://S3c%:x@p:1', 'user:S3c%ff@p:1'])(
  'a proxy with a % that encodes no character in its credentials is refused, and not printed: %#',
  (HTTPS_PROXY) => {
    const read = () => readEnvironment({ HTTPS_PROXY });
    expect(read).toThrow(
      'The user name or password of the proxy in HTTPS_PROXY has a % that encodes no character',
    );
    expect(read).not.toThrow(/S3c/);
  },
);

test('a proxy with a password that is encoded is used', () => {
  const { proxies } = readEnvironment({ HTTPS_PROXY: 'http://user:S3c%25@p:1' });
  expect(proxies?.https?.password).toBe('S3c%25');
});

test.each([
  [{}, false, undefined],
  [{ TERM: 'xterm' }, false, undefined],
  [{ TERM: 'dumb' }, true, true],
  [{ NO_COLOR: '1' }, true, undefined],
  [{ NO_COLOR: '' }, false, undefined],
  [{ CI: 'true' }, false, true],
  [{ CI: 'false' }, false, undefined],
])('with %j, no color is %p and CI is %p', (variables, noColor, isCi) => {
  const read = readEnvironment(variables);
  expect([read.noColor, read.isCi]).toEqual([noColor, isCi]);
});

test.each([
  [{ GITHUB_ACTIONS: 'true', GITHUB_REPOSITORY: 'acme/app' }, { repositories: ['acme/app'] }],
  [{ GITHUB_ACTIONS: 'true', GITHUB_REPOSITORY: 'acme/app/x' }, {}],
  [{ GITHUB_ACTIONS: 'true' }, {}],
  [{ GITHUB_REPOSITORY: 'acme/app' }, {}],
])('the repository of a run is that of its workflow: %j', (env, repository) => {
  expect(repositoryOfRun(readEnvironment(env))).toEqual(repository);
});

test('a job of GitLab has the variables that are named, and its own token, but not that of the job', () => {
  const env = {
    GITLAB_CI: 'true',
    CI_PROJECT_ID: '5',
    CI_MERGE_REQUEST_IID: '',
    CI_JOB_TOKEN: 'secret',
    PORTSIDE_GITLAB_TOKEN: 't0ken',
  };
  expect(readEnvironment(env).gitlab).toEqual({
    variables: { CI_PROJECT_ID: '5' },
    token: 't0ken',
  });
  expect(readEnvironment({ ...env, GITLAB_CI: undefined }).gitlab).toBeUndefined();
});
