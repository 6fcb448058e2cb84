import { afterEach, beforeEach, describe, expect, it, test } from '@jest/globals';
import { collectChunks } from '../../src/lib/chunks.js';
import { openRegistry } from '../../src/registry/client.js';
import type { RegistryOptions } from '../../src/registry/connection.js';
import type { Credential } from '../../src/registry/credentials.js';
import {
  descriptor,
  type LoopbackRegistry,
  loopbackRegistry,
  OCI_INDEX,
  OCI_MANIFEST,
  reply,
  sha256,
  tinyImage,
} from './loopback.js';

/** Short waits between attempts, but no timeout that a busy machine could exceed. */
const FAST = { firstDelay: 1, longestDelay: 50, timeout: 60_000, attempts: 3 };

let registry: LoopbackRegistry;
beforeEach(async () => {
  registry = await loopbackRegistry();
});
afterEach(() => registry.close());

function open(options: RegistryOptions = {}, host = registry.host) {
  return openRegistry({ registry: host, repository: 'acme/app' }, { ...FAST, ...options });
}

function withCredential(credential: Credential): RegistryOptions {
  return { credentials: async () => credential };
}

const BASIC: Credential = { kind: 'basic', username: 'ann', password: 'secret:with:colons' };

describe('manifest', () => {
  it('returns a manifest by tag and by digest, and asks the registry once', async () => {
    const digest = tinyImage(registry, '', '1');
    const source = open();
    expect(await source.resolve('1')).toBe(digest);
    expect(await source.manifest(digest)).toMatchObject({
      digest,
      mediaType: OCI_MANIFEST,
      layers: [],
    });
    expect(registry.requests).toHaveLength(1);
  });

  it('returns undefined for a tag that does not exist', async () => {
    expect(await open().manifest('missing')).toBeUndefined();
    expect(await open().resolve('missing')).toBeUndefined();
  });

  it('rejects a manifest with another digest than the requested one, whatever the header says', async () => {
    const wanted = tinyImage(registry, 'wanted');
    const other = JSON.stringify({ schemaVersion: 2, manifests: [] });
    registry.answer = (_, response) =>
      reply(response, 200, other, { 'docker-content-digest': wanted, 'content-type': OCI_INDEX });
    await expect(open().manifest(wanted)).rejects.toMatchObject({ code: 'PSE4502' });
  });

  it('computes the digest behind a tag from the bytes, not from the header', async () => {
    const body = JSON.stringify({ schemaVersion: 2, manifests: [] });
    registry.answer = (_, response) =>
      reply(response, 200, body, { 'docker-content-digest': `sha256:${'0'.repeat(64)}` });
    expect(await open().resolve('1')).toBe(sha256(body));
  });

  it('reads platforms, annotations and the subject of an index', async () => {
    const child = tinyImage(registry);
    const digest = registry.manifest(
      {
        schemaVersion: 2,
        mediaType: OCI_INDEX,
        manifests: [
          descriptor(OCI_MANIFEST, child, 9, {
            platform: { os: 'linux', architecture: 'arm', variant: 'v7' },
            annotations: { a: 'b', number: 1 },
          }),
        ],
        subject: descriptor(OCI_MANIFEST, child, 9),
      },
      'multi',
    );
    const index = await open().manifest('multi');
    expect(index?.digest).toBe(digest);
    expect(index?.subject?.digest).toBe(child);
    expect(index?.manifests?.[0]).toMatchObject({
      digest: child,
      platform: { os: 'linux', architecture: 'arm', variant: 'v7' },
    });
    expect([...(index?.manifests?.[0]?.annotations ?? [])]).toEqual([['a', 'b']]);
  });

  test.each([
    ['<html>sign in</html>', 'not JSON'],
    ['[]', 'not a JSON object'],
    ['{}', 'neither a manifest nor an index'],
    ['{"manifests":{}}', 'manifests is not a list'],
    ['{"layers":[],"manifests":[]}', 'both layers and manifests'],
    ['{"layers":[{"digest":"sha256:../../x","size":1}]}', 'no sha256, sha384 or sha512 digest'],
    [`{"layers":[{"digest":"sha256:${'0'.repeat(64)}","size":-1}]}`, 'no size'],
    [`{"layers":[{"digest":"sha256:${'0'.repeat(64)}","size":1e99}]}`, 'no size'],
    ['{"layers":[null]}', 'not an object'],
    ['['.repeat(1000), 'nested deeper'],
  ])('rejects the answer %.60s with a reason', async (body, why) => {
    registry.answer = (_, response) => reply(response, 200, body, { 'content-type': 'text/html' });
    const failure = open().manifest('1');
    await expect(failure).rejects.toMatchObject({ code: 'PSE4501' });
    await expect(failure).rejects.toThrow(why);
  });

  it('stops reading an answer without end', async () => {
    registry.answer = (_, response) => {
      response.writeHead(200);
      const more = () => {
        if (response.writableEnded || response.destroyed) return;
        response.write(Buffer.alloc(1 << 20, ' '), more);
      };
      more();
      return true;
    };
    await expect(open().manifest('1')).rejects.toMatchObject({ code: 'PSE9702' });
  });
});

describe('a registry with problems', () => {
  test.each([
    [401, /Log in/],
    [403, /Log in/],
    [400, /answered 400/],
    [418, /answered 418/],
    [429, /Too many requests/],
    [500, /has a problem/],
    [503, /has a problem/],
  ])('causes an error for status %i, and not the answer "none"', async (status, message) => {
    registry.answer = (_, response) =>
      reply(response, status, '{"errors":[{"code":"X","message":"because\\u001b[31m"}]}');
    const failure = open().manifest('1');
    const isDenied = [401, 403, 429].includes(status);
    await expect(failure).rejects.toMatchObject({ code: isDenied ? 'PSE4514' : 'PSE4508' });
    await expect(failure).rejects.toThrow(message);
    await expect(failure).rejects.not.toThrow('\u001b');
  });

  it('gets the request again after 429 and 5xx', async () => {
    const digest = tinyImage(registry, '', '1');
    let times = 0;
    registry.answer = (_, response) => {
      times++;
      if (times === 1) return reply(response, 429, '', { 'retry-after': '0' });
      return times === 2 ? reply(response, 503) : false;
    };
    expect(await open().resolve('1')).toBe(digest);
    expect(times).toBe(3);
  });

  it('gets no second request when it asks for a longer wait than allowed', async () => {
    registry.answer = (_, response) => reply(response, 429, '', { 'retry-after': '3600' });
    await expect(open().resolve('1')).rejects.toThrow('429');
    await expect(open().resolve('1')).rejects.toThrow(
      'Try again in 1 hour. Log in with docker login for a higher limit, or name the image in a mirror',
    );
    expect(registry.requests).toHaveLength(2);
  });

  it('is given up after the timeout when it does not answer', async () => {
    registry.answer = () => true;
    const failure = open({ attempts: 2, timeout: 50 }).resolve('1');
    await expect(failure).rejects.toThrow(/no answer in 50 ms/);
    expect(registry.requests).toHaveLength(2);
  });

  it('is not given up when it answered while this process was busy for longer than the timeout', async () => {
    const digest = tinyImage(registry, '', '1');
    registry.answer = (_, response) => {
      // The registry answers first, and then nothing else runs in this process for longer than the timeout.
      const sleeper = new Int32Array(new SharedArrayBuffer(4));
      response.once('finish', () => Atomics.wait(sleeper, 0, 0, 1100));
      return false;
    };
    expect(await open({ attempts: 1, timeout: 1000 }).resolve('1')).toBe(digest);
  });

  it('is given up after the timeout when it stops in the middle of a body', async () => {
    registry.answer = (_, response) => {
      response.writeHead(200);
      response.write('{');
      return true;
    };
    await expect(open({ timeout: 500 }).manifest('1')).rejects.toThrow(/no data for 500 ms/);
  });

  it('is named in the error when it does not listen', async () => {
    await registry.close();
    await expect(open().resolve('1')).rejects.toThrow(/127\.0\.0\.1.*ECONNREFUSED/);
  });
});

describe('a login', () => {
  const realm = () => `http://${registry.host}/token`;

  /** Makes the registry accept only `Bearer good`. */
  function requireToken(
    challenge: () => string,
    token: (url: URL, request: { authorization?: string }, body: string) => string,
  ) {
    registry.answer = (request, response, body) => {
      const url = new URL(request.url ?? '', 'http://x');
      if (url.pathname === '/token') return reply(response, 200, token(url, request.headers, body));
      if (request.headers.authorization === 'Bearer good') return false;
      return reply(response, 401, '', { 'www-authenticate': challenge() });
    };
  }

  it('gets an anonymous token for the scope of the challenge', async () => {
    const digest = tinyImage(registry, '', '1');
    let request = '';
    requireToken(
      () => `Bearer realm="${realm()}",service="reg \\"x\\"",scope="repository:acme/app:pull"`,
      (url, { authorization }) => {
        request = `${url.searchParams} ${authorization}`;
        return '{"token":"good"}';
      },
    );
    expect(await open().resolve('1')).toBe(digest);
    expect(decodeURIComponent(request)).toBe(
      'service=reg+"x"&scope=repository:acme/app:pull undefined',
    );
  });

  it('uses the token again for the next request', async () => {
    tinyImage(registry, '', '1', '2');
    requireToken(
      () => `Bearer realm="${realm()}"`,
      () => '{"access_token":"good"}',
    );
    const source = open();
    await source.resolve('1');
    await source.resolve('2');
    expect(registry.requests.filter(({ url }) => url.startsWith('/token'))).toHaveLength(1);
  });

  it('sends user name and password to the token server of the registry', async () => {
    tinyImage(registry, '', '1');
    requireToken(
      () => `Bearer realm="${realm()}",service="s"`,
      (_, { authorization }) => {
        const pair = Buffer.from((authorization ?? '').slice(6), 'base64').toString();
        return pair === 'ann:secret:with:colons' ? '{"token":"good"}' : '{}';
      },
    );
    expect(await open(withCredential(BASIC)).resolve('1')).toBeDefined();
  });

  it('exchanges an identity token by POST', async () => {
    tinyImage(registry, '', '1');
    requireToken(
      () => `Bearer realm="${realm()}",service="s",scope="a b"`,
      (_, __, body) => {
        const form = new URLSearchParams(body);
        const right =
          form.get('grant_type') === 'refresh_token' && form.get('refresh_token') === 'idt';
        return right ? '{"access_token":"good"}' : '{}';
      },
    );
    expect(
      await open(withCredential({ kind: 'identity', token: 'idt' })).resolve('1'),
    ).toBeDefined();
  });

  it('uses Basic when the registry asks for it', async () => {
    tinyImage(registry, '', '1');
    registry.answer = (request, response) =>
      request.headers.authorization?.startsWith('Basic ')
        ? false
        : reply(response, 401, '', { 'www-authenticate': 'Basic realm="x"' });
    expect(await open(withCredential(BASIC)).resolve('1')).toBeDefined();
    await expect(open().resolve('1')).rejects.toThrow('401');
  });

  it('does not send credentials to a token server on another host', async () => {
    const other = await loopbackRegistry();
    other.answer = (_, response) => reply(response, 200, '{"token":"good"}');
    tinyImage(registry, '', '1');
    requireToken(
      () => `Bearer realm="http://${other.host}/token"`,
      () => '{}',
    );
    await open(withCredential(BASIC)).resolve('1');
    await open(withCredential({ kind: 'identity', token: 'idt' })).resolve('1');
    await other.close();
    expect(other.requests).toHaveLength(2);
    expect(other.requests.every(({ authorization, body }) => !authorization && !body)).toBe(true);
  });

  it('sends credentials to a token server that the options allow', async () => {
    const other = await loopbackRegistry();
    other.answer = (_, response) => reply(response, 200, '{"token":"good"}');
    tinyImage(registry, '', '1');
    requireToken(
      () => `Bearer realm="http://${other.host}/token"`,
      () => '{}',
    );
    await open({ ...withCredential(BASIC), tokenServers: [other.host] }).resolve('1');
    await other.close();
    expect(other.requests[0]?.authorization).toMatch(/^Basic /);
  });

  test.each(['http://auth.example/token', 'ftp://127.0.0.1/', 'token', ''])(
    'rejects the token server %j',
    async (address) => {
      requireToken(
        () => `Bearer realm="${address}"`,
        () => '{}',
      );
      await expect(open().resolve('1')).rejects.toMatchObject({ code: 'PSE4510' });
    },
  );

  test.each(['', 'null', '{"token":""}', '{"token":"a\\r\\nX: y"}', '{"token":7}', '<html>'])(
    'rejects the token answer %j',
    async (answer) => {
      requireToken(
        () => `Bearer realm="${realm()}"`,
        () => answer,
      );
      await expect(open().resolve('1')).rejects.toMatchObject({ code: 'PSE4509' });
    },
  );

  it('is not repeated when the registry rejects the new token, too', async () => {
    requireToken(
      () => `Bearer realm="${realm()}"`,
      () => '{"token":"bad"}',
    );
    await expect(open().resolve('1')).rejects.toThrow('401');
    expect(registry.requests).toHaveLength(3);
  });
});

describe('a redirect', () => {
  it('to another host is followed without the authorization', async () => {
    const storage = await loopbackRegistry();
    const digest = storage.blob('hello');
    registry.answer = (request, response) =>
      request.headers.authorization
        ? reply(response, 307, '', { location: `http://${storage.host}/v2/x/blobs/${digest}` })
        : reply(response, 401, '', { 'www-authenticate': 'Basic realm="x"' });
    const bytes = await collectChunks(
      open(withCredential(BASIC)).blob({ digest, size: 5 }),
      10,
      'it',
    );
    await storage.close();
    expect(Buffer.from(bytes).toString()).toBe('hello');
    expect(storage.requests.map(({ authorization }) => authorization)).toEqual([undefined]);
  });

  it('on the registry itself is followed with the authorization', async () => {
    const digest = registry.blob('hello');
    registry.answer = (request, response) => {
      if (!request.headers.authorization)
        return reply(response, 401, '', { 'www-authenticate': 'Basic realm="x"' });
      return request.url?.includes('/moved/')
        ? false
        : reply(response, 302, '', { location: `/v2/moved/blobs/${digest}` });
    };
    await collectChunks(open(withCredential(BASIC)).blob({ digest }), 10, 'it');
    expect(registry.requests.at(-1)?.authorization).toMatch(/^Basic/);
  });

  it('to another host does not cause a login there', async () => {
    const other = await loopbackRegistry();
    other.answer = (_, response) =>
      reply(response, 401, '', { 'www-authenticate': 'Basic realm="x"' });
    registry.answer = (_, response) =>
      reply(response, 307, '', { location: `http://${other.host}/` });
    await expect(open(withCredential(BASIC)).resolve('1')).rejects.toThrow('401');
    await other.close();
    expect(other.requests).toHaveLength(1);
    expect(other.requests[0]?.authorization).toBeUndefined();
  });

  test.each([
    ['http://storage.example/x', /not https/],
    ['ftp://127.0.0.1/', /not https/],
    ['http://', /redirects to/],
  ])('to %s is not followed', async (location, why) => {
    registry.answer = (_, response) => reply(response, 307, '', { location });
    await expect(open().resolve('1')).rejects.toThrow(why);
  });

  it('to itself is not followed without end', async () => {
    registry.answer = (request, response) =>
      reply(response, 307, '', { location: request.url ?? '' });
    await expect(open().resolve('1')).rejects.toThrow(/redirects more than 5 times/);
  });
});

describe('blob', () => {
  const BYTES = Buffer.from(Array.from({ length: 100_000 }, (_, i) => i & 0xff));

  it('streams the bytes and checks their digest', async () => {
    const digest = registry.blob(BYTES);
    expect(await collectChunks(open().blob({ digest, size: BYTES.length }), 1e6, 'it')).toEqual(
      BYTES,
    );
  });

  test.each([
    ['resumes where the connection broke', true],
    ['reads again from the start when the registry ignores ranges', false],
  ])('%s', async (_, ranges) => {
    const digest = registry.blob(BYTES);
    let times = 0;
    registry.answer = (request, response) => {
      if (++times > 3) return false;
      const start = ranges ? Number(/\d+/.exec(request.headers.range ?? '0')?.[0]) : 0;
      response.writeHead(start > 0 ? 206 : 200, {
        'content-length': String(BYTES.length - start),
        ...(start > 0 ? { 'content-range': `bytes ${start}-99999/100000` } : {}),
      });
      response.write(BYTES.subarray(start, start + 20_000), () => void response.socket?.end());
      return true;
    };
    expect(
      await collectChunks(open({ attempts: 5 }).blob({ digest, size: BYTES.length }), 1e6, 'it'),
    ).toEqual(BYTES);
    expect(times).toBe(4);
    if (ranges) expect(registry.requests[1]?.range).toBe('bytes=20000-');
  });

  it('gives up when the connection always breaks', async () => {
    const digest = registry.blob(BYTES);
    registry.answer = (_, response) => {
      response.writeHead(200, { 'content-length': '100000' });
      response.flushHeaders();
      response.socket?.end();
      return true;
    };
    await expect(collectChunks(open().blob({ digest }), 1e6, 'it')).rejects.toMatchObject({
      code: 'PSE4508',
    });
  });

  test.each([
    ['other bytes', 'xxxxx', 5, 'PSE4502'],
    ['more bytes than its descriptor says', 'hellohello', 5, 'PSE4502'],
    ['fewer bytes than its descriptor says', 'hel', 5, 'PSE4508'],
  ])('rejects a blob with %s', async (_, body, size, code) => {
    registry.answer = (_request, response) => reply(response, 200, body);
    const blob = open({ attempts: 1 }).blob({ digest: sha256('hello'), size });
    await expect(collectChunks(blob, 100, 'it')).rejects.toMatchObject({ code });
  });

  it('is read up to the limit of the caller only', async () => {
    const digest = registry.blob(BYTES);
    const failure = collectChunks(open().blob({ digest }), 1000, 'the layer');
    await expect(failure).rejects.toMatchObject({
      code: 'PSE4503',
      message: expect.stringContaining('the layer: it is larger than 1000'),
    });
  });

  it('throws when the registry does not have the blob', async () => {
    await expect(
      collectChunks(open().blob({ digest: sha256('x') }), 10, 'it'),
    ).rejects.toMatchObject({
      code: 'PSE4505',
    });
  });
});

describe('referrers', () => {
  const one = descriptor(OCI_MANIFEST, sha256('1'), 1);
  const two = descriptor(OCI_MANIFEST, sha256('2'), 1);

  it('lists the artifacts page by page', async () => {
    const digest = tinyImage(registry);
    registry.referrers(digest, [[one], [two]]);
    expect((await open().referrers(digest)).map((r) => r.digest)).toEqual([one.digest, two.digest]);
  });

  it('reads the fallback tag when the registry has no referrers API', async () => {
    const digest = tinyImage(registry);
    registry.manifest(
      { schemaVersion: 2, mediaType: OCI_INDEX, manifests: [one] },
      digest.replace(':', '-'),
    );
    expect((await open().referrers(digest)).map((r) => r.digest)).toEqual([one.digest]);
  });

  it.each([
    [400, '', {}],
    [405, '', {}],
    [406, '', {}],
    [200, '<html>', { 'content-type': 'text/html' }],
    [200, '{"layers":[]}', { 'content-type': 'application/json' }],
  ])('reads the fallback tag when the API answers %i %s', async (status, body, headers) => {
    const digest = tinyImage(registry);
    const index = { schemaVersion: 2, mediaType: OCI_INDEX, manifests: [one] };
    registry.manifest(index, digest.replace(':', '-'));
    registry.answer = (request, response) =>
      request.url?.includes('/referrers/') ? reply(response, status, body, headers) : false;
    expect((await open().referrers(digest)).map((r) => r.digest)).toEqual([one.digest]);
  });

  it('is read from an index of another content type', async () => {
    registry.answer = (_, response) =>
      reply(response, 200, JSON.stringify({ schemaVersion: 2, manifests: [two] }), {
        'content-type': 'application/json',
      });
    expect((await open().referrers(sha256('x'))).map((r) => r.digest)).toEqual([two.digest]);
  });

  it('is empty when the registry has neither', async () => {
    expect(await open().referrers(tinyImage(registry))).toEqual([]);
  });

  it('is empty when the registry answers the fallback tag with the image itself', async () => {
    const index = { schemaVersion: 2, mediaType: OCI_INDEX, manifests: [one] };
    const digest = registry.manifest(index);
    registry.manifest(index, digest.replace(':', '-'));
    expect(await open().referrers(digest)).toEqual([]);
    const image = tinyImage(registry, 'other');
    tinyImage(registry, 'unrelated', image.replace(':', '-'));
    expect(await open().referrers(image)).toEqual([]);
  });

  it('throws when the next page is on another host', async () => {
    registry.answer = (_, response) =>
      reply(response, 200, JSON.stringify({ schemaVersion: 2, manifests: [] }), {
        link: '<https://other.example/next>; rel="next"',
      });
    await expect(open().referrers(sha256('x'))).rejects.toMatchObject({ code: 'PSE4510' });
  });

  it('throws when the pages do not end', async () => {
    registry.answer = (request, response) =>
      reply(response, 200, JSON.stringify({ schemaVersion: 2, manifests: [] }), {
        link: `<${request.url}>; rel="next"`,
      });
    await expect(open().referrers(sha256('x'))).rejects.toMatchObject({ code: 'PSE4503' });
  });

  test.each([
    [500, ''],
    [403, ''],
    [200, '<html>'],
    [200, '{"layers":[]}'],
  ])('throws when the answer is %i %s', async (status, body) => {
    registry.answer = (_, response) => reply(response, status, body, { 'content-type': OCI_INDEX });
    await expect(open().referrers(sha256('x'))).rejects.toMatchObject({ kind: 'incomplete' });
  });
});

describe('tags', () => {
  it('lists all tags, and none of a repository that does not exist', async () => {
    expect(await open().tags()).toEqual([]);
    tinyImage(registry, '', 'a', 'b');
    expect(await open().tags()).toEqual(['a', 'b']);
  });

  it('throws when one page has too many tags', async () => {
    const tags = Array.from({ length: 250_000 }, (_, i) => i.toString(36));
    registry.answer = (_, response) => reply(response, 200, JSON.stringify({ tags }));
    await expect(open().tags()).rejects.toMatchObject({ code: 'PSE4503' });
  });

  it('throws when the answer is not a list', async () => {
    registry.answer = (_, response) => reply(response, 200, '{"tags":"all"}');
    await expect(open().tags()).rejects.toMatchObject({ code: 'PSE4508' });
  });
});
