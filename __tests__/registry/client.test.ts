import { afterEach, beforeEach, describe, expect, it, test } from '@jest/globals';
import { readAll } from '../../src/image/artifacts.js';
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

const FAST = { firstDelay: 1, longestDelay: 50, timeout: 300, attempts: 3 };

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

describe('manifests', () => {
  it('are found by tag and by digest, and hashed here', async () => {
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

  it('that are not there are none', async () => {
    expect(await open().manifest('missing')).toBeUndefined();
    expect(await open().resolve('missing')).toBeUndefined();
  });

  it('with another digest than asked for are refused, whatever the header says', async () => {
    const wanted = tinyImage(registry, 'wanted');
    const other = JSON.stringify({ schemaVersion: 2, manifests: [] });
    registry.answer = (_, response) =>
      reply(response, 200, other, { 'docker-content-digest': wanted, 'content-type': OCI_INDEX });
    await expect(open().manifest(wanted)).rejects.toThrow(/is not what its digest says/);
  });

  it('by tag get the digest of their bytes, not that of the header', async () => {
    const body = JSON.stringify({ schemaVersion: 2, manifests: [] });
    registry.answer = (_, response) =>
      reply(response, 200, body, { 'docker-content-digest': `sha256:${'0'.repeat(64)}` });
    expect(await open().resolve('1')).toBe(sha256(body));
  });

  it('know platforms, annotations and subjects of an index', async () => {
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
    expect(index?.manifests?.[0]).toMatchObject({ digest: child, platform: 'linux/arm/v7' });
    expect([...(index?.manifests?.[0]?.annotations ?? [])]).toEqual([['a', 'b']]);
  });

  test.each([
    ['<html>sign in</html>', 'not JSON'],
    ['[]', 'not a JSON object'],
    ['{}', 'neither manifest nor index'],
    ['{"manifests":{}}', 'manifests is not a list'],
    ['{"layers":[],"manifests":[]}', 'both layers and manifests'],
    ['{"layers":[{"digest":"sha256:../../x","size":1}]}', 'no digest'],
    [`{"layers":[{"digest":"sha256:${'0'.repeat(64)}","size":-1}]}`, 'no size'],
    [`{"layers":[{"digest":"sha256:${'0'.repeat(64)}","size":1e99}]}`, 'no size'],
    ['{"layers":[null]}', 'not an object'],
  ])('%s are refused with a reason', async (body, why) => {
    registry.answer = (_, response) => reply(response, 200, body, { 'content-type': 'text/html' });
    await expect(open().manifest('1')).rejects.toThrow(why);
  });

  it('that do not end are cut off', async () => {
    registry.answer = (_, response) => {
      response.writeHead(200);
      const more = () => {
        if (response.writableEnded || response.destroyed) return;
        response.write(Buffer.alloc(1 << 20, ' '), more);
      };
      more();
      return true;
    };
    await expect(open().manifest('1')).rejects.toThrow(/over 4194304 bytes/);
  });
});

describe('a registry that cannot answer', () => {
  test.each([
    [401, /Log in/],
    [403, /Log in/],
    [400, /answered 400/],
    [418, /answered 418/],
    [429, /Too many requests/],
    [500, /in trouble/],
    [503, /in trouble/],
  ])('%i is an error and never "none"', async (status, message) => {
    registry.answer = (_, response) =>
      reply(response, status, '{"errors":[{"code":"X","message":"because\\u001b[31m"}]}');
    const failure = open().manifest('1');
    await expect(failure).rejects.toMatchObject({ kind: 'incomplete' });
    await expect(failure).rejects.toThrow(message);
    await expect(failure).rejects.not.toThrow('\u001b');
  });

  it('is asked again after 429 and 5xx, as long as it says', async () => {
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

  it('that asks for a longer wait than is patient is not waited for', async () => {
    registry.answer = (_, response) => reply(response, 429, '', { 'retry-after': '3600' });
    await expect(open().resolve('1')).rejects.toThrow('429');
    expect(registry.requests).toHaveLength(1);
  });

  it('and says nothing is given up after the time-out', async () => {
    registry.answer = () => true;
    await expect(open({ attempts: 2 }).resolve('1')).rejects.toThrow(/no answer in 300 ms/);
    expect(registry.requests).toHaveLength(2);
  });

  it('that answered while this process was busy is not taken for silent', async () => {
    const digest = tinyImage(registry, '', '1');
    registry.answer = (_, response) => {
      // The contents answer next, and then nothing runs for longer than the timeout is.
      response.once('finish', () => {
        for (const began = Date.now(); Date.now() - began < 400; );
      });
      return false;
    };
    expect(await open({ attempts: 1 }).resolve('1')).toBe(digest);
  });

  it('and stops in the middle of a body is given up after the time-out', async () => {
    registry.answer = (_, response) => {
      response.writeHead(200);
      response.write('{');
      return true;
    };
    await expect(open().manifest('1')).rejects.toThrow(/no byte in 300 ms/);
  });

  it('is named in the error when nobody listens', async () => {
    await registry.close();
    await expect(open().resolve('1')).rejects.toThrow(/127\.0\.0\.1.*ECONNREFUSED/);
  });
});

describe('logging in', () => {
  const realm = () => `http://${registry.host}/token`;

  /** Lets in whoever has `Bearer good`. */
  function demand(
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

  it('anonymously fetches a token for the scope that is asked for', async () => {
    const digest = tinyImage(registry, '', '1');
    let asked = '';
    demand(
      () => `Bearer realm="${realm()}",service="reg \\"x\\"",scope="repository:acme/app:pull"`,
      (url, { authorization }) => {
        asked = `${url.searchParams} ${authorization}`;
        return '{"token":"good"}';
      },
    );
    expect(await open().resolve('1')).toBe(digest);
    expect(decodeURIComponent(asked)).toBe(
      'service=reg+"x"&scope=repository:acme/app:pull undefined',
    );
  });

  it('keeps the token for the next request', async () => {
    tinyImage(registry, '', '1', '2');
    demand(
      () => `Bearer realm="${realm()}"`,
      () => '{"access_token":"good"}',
    );
    const source = open();
    await source.resolve('1');
    await source.resolve('2');
    expect(registry.requests.filter(({ url }) => url.startsWith('/token'))).toHaveLength(1);
  });

  it('sends user and password to the token server of the registry', async () => {
    tinyImage(registry, '', '1');
    demand(
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
    demand(
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

  it('uses Basic where the registry asks for that', async () => {
    tinyImage(registry, '', '1');
    registry.answer = (request, response) =>
      request.headers.authorization?.startsWith('Basic ')
        ? false
        : reply(response, 401, '', { 'www-authenticate': 'Basic realm="x"' });
    expect(await open(withCredential(BASIC)).resolve('1')).toBeDefined();
    await expect(open().resolve('1')).rejects.toThrow('401');
  });

  it('does not send credentials to a token server on another host', async () => {
    const stranger = await loopbackRegistry();
    stranger.answer = (_, response) => reply(response, 200, '{"token":"good"}');
    tinyImage(registry, '', '1');
    demand(
      () => `Bearer realm="http://${stranger.host}/token"`,
      () => '{}',
    );
    await open(withCredential(BASIC)).resolve('1');
    await open(withCredential({ kind: 'identity', token: 'idt' })).resolve('1');
    await stranger.close();
    expect(stranger.requests).toHaveLength(2);
    expect(stranger.requests.every(({ authorization, body }) => !authorization && !body)).toBe(
      true,
    );
  });

  it('does send them there when the settings say so', async () => {
    const stranger = await loopbackRegistry();
    stranger.answer = (_, response) => reply(response, 200, '{"token":"good"}');
    tinyImage(registry, '', '1');
    demand(
      () => `Bearer realm="http://${stranger.host}/token"`,
      () => '{}',
    );
    await open({ ...withCredential(BASIC), tokenServers: [stranger.host] }).resolve('1');
    await stranger.close();
    expect(stranger.requests[0]?.authorization).toMatch(/^Basic /);
  });

  test.each(['http://auth.example/token', 'ftp://127.0.0.1/', 'token', ''])(
    'refuses the token server %j',
    async (bad) => {
      demand(
        () => `Bearer realm="${bad}"`,
        () => '{}',
      );
      await expect(open().resolve('1')).rejects.toThrow(/which is not an https address/);
    },
  );

  test.each(['', 'null', '{"token":""}', '{"token":"a\\r\\nX: y"}', '{"token":7}', '<html>'])(
    'refuses the token answer %j',
    async (answer) => {
      demand(
        () => `Bearer realm="${realm()}"`,
        () => answer,
      );
      await expect(open().resolve('1')).rejects.toThrow(/gave none/);
    },
  );

  it('gives up when the fresh token is not good either', async () => {
    demand(
      () => `Bearer realm="${realm()}"`,
      () => '{"token":"bad"}',
    );
    await expect(open().resolve('1')).rejects.toThrow('401');
    expect(registry.requests).toHaveLength(3);
  });
});

describe('redirects', () => {
  it('are followed to another host without the authorization', async () => {
    const storage = await loopbackRegistry();
    const digest = storage.blob('hello');
    registry.answer = (request, response) =>
      request.headers.authorization
        ? reply(response, 307, '', { location: `http://${storage.host}/v2/x/blobs/${digest}` })
        : reply(response, 401, '', { 'www-authenticate': 'Basic realm="x"' });
    const bytes = await readAll(open(withCredential(BASIC)).blob({ digest, size: 5 }), 10, 'it');
    await storage.close();
    expect(Buffer.from(bytes).toString()).toBe('hello');
    expect(storage.requests.map(({ authorization }) => authorization)).toEqual([undefined]);
  });

  it('keep the authorization on the registry itself', async () => {
    const digest = registry.blob('hello');
    registry.answer = (request, response) => {
      if (!request.headers.authorization)
        return reply(response, 401, '', { 'www-authenticate': 'Basic realm="x"' });
      return request.url?.includes('/moved/')
        ? false
        : reply(response, 302, '', { location: `/v2/moved/blobs/${digest}` });
    };
    await readAll(open(withCredential(BASIC)).blob({ digest }), 10, 'it');
    expect(registry.requests.at(-1)?.authorization).toMatch(/^Basic/);
  });

  it('to a challenge of another host do not make it log in there', async () => {
    const stranger = await loopbackRegistry();
    stranger.answer = (_, response) =>
      reply(response, 401, '', { 'www-authenticate': 'Basic realm="x"' });
    registry.answer = (_, response) =>
      reply(response, 307, '', { location: `http://${stranger.host}/` });
    await expect(open(withCredential(BASIC)).resolve('1')).rejects.toThrow('401');
    await stranger.close();
    expect(stranger.requests).toHaveLength(1);
    expect(stranger.requests[0]?.authorization).toBeUndefined();
  });

  test.each([
    ['http://storage.example/x', /not https/],
    ['ftp://127.0.0.1/', /not https/],
    ['http://', /a redirect to/],
  ])('to %s are refused', async (location, why) => {
    registry.answer = (_, response) => reply(response, 307, '', { location });
    await expect(open().resolve('1')).rejects.toThrow(why);
  });

  it('in a circle end', async () => {
    registry.answer = (request, response) =>
      reply(response, 307, '', { location: request.url ?? '' });
    await expect(open().resolve('1')).rejects.toThrow(/more than 5 redirects/);
  });
});

describe('blobs', () => {
  const BYTES = Buffer.from(Array.from({ length: 100_000 }, (_, i) => i & 0xff));

  it('are streamed and checked', async () => {
    const digest = registry.blob(BYTES);
    expect(await readAll(open().blob({ digest, size: BYTES.length }), 1e6, 'it')).toEqual(BYTES);
  });

  test.each([
    ['resumed where the connection broke', true],
    ['read again from the start where ranges are ignored', false],
  ])('are %s', async (_, ranges) => {
    const digest = registry.blob(BYTES);
    let times = 0;
    registry.answer = (request, response) => {
      if (++times > 3) return false;
      const start = ranges ? Number(/\d+/.exec(request.headers.range ?? '0')?.[0]) : 0;
      response.writeHead(start > 0 ? 206 : 200, {
        'content-length': String(BYTES.length - start),
        ...(start > 0 ? { 'content-range': `bytes ${start}-99999/100000` } : {}),
      });
      response.write(BYTES.subarray(start, start + 20_000), () => {
        setTimeout(() => response.destroy(), 20);
      });
      return true;
    };
    expect(
      await readAll(open({ attempts: 5 }).blob({ digest, size: BYTES.length }), 1e6, 'it'),
    ).toEqual(BYTES);
    expect(times).toBe(4);
    if (ranges) expect(registry.requests[1]?.range).toBe('bytes=20000-');
  });

  it('that never come whole are given up', async () => {
    const digest = registry.blob(BYTES);
    registry.answer = (_, response) => {
      response.writeHead(200, { 'content-length': '100000' });
      response.destroy();
      return true;
    };
    await expect(readAll(open().blob({ digest }), 1e6, 'it')).rejects.toMatchObject({
      kind: 'incomplete',
    });
  });

  test.each([
    ['other bytes', 'xxxxx', 5, /is not what its digest says/],
    ['more bytes than said', 'hellohello', 5, /longer than the 5 bytes/],
    ['fewer bytes than said', 'hel', 5, /ended after 3 of 5/],
  ])('with %s are refused', async (_, body, size, why) => {
    registry.answer = (_request, response) => reply(response, 200, body);
    const blob = open({ attempts: 1 }).blob({ digest: sha256('hello'), size });
    await expect(readAll(blob, 100, 'it')).rejects.toThrow(why);
  });

  it('over the limit of the reader are cut off', async () => {
    const digest = registry.blob(BYTES);
    await expect(readAll(open().blob({ digest }), 1000, 'the layer')).rejects.toThrow(
      'the layer: it is over 1000',
    );
  });

  it('that are not there are an error', async () => {
    await expect(readAll(open().blob({ digest: sha256('x') }), 10, 'it')).rejects.toThrow(
      /does not have it/,
    );
  });
});

describe('referrers', () => {
  const one = descriptor(OCI_MANIFEST, sha256('1'), 1);
  const two = descriptor(OCI_MANIFEST, sha256('2'), 1);

  it('are listed page by page', async () => {
    const digest = tinyImage(registry);
    registry.referrers(digest, [[one], [two]]);
    expect((await open().referrers(digest)).map((r) => r.digest)).toEqual([one.digest, two.digest]);
  });

  it('come from the fallback tag where there is no such API', async () => {
    const digest = tinyImage(registry);
    registry.manifest(
      { schemaVersion: 2, mediaType: OCI_INDEX, manifests: [one] },
      digest.replace(':', '-'),
    );
    expect((await open().referrers(digest)).map((r) => r.digest)).toEqual([one.digest]);
  });

  it('are none where there is neither', async () => {
    expect(await open().referrers(tinyImage(registry))).toEqual([]);
  });

  it('are none where the fallback tag is answered with the image itself', async () => {
    const index = { schemaVersion: 2, mediaType: OCI_INDEX, manifests: [one] };
    const digest = registry.manifest(index);
    registry.manifest(index, digest.replace(':', '-'));
    expect(await open().referrers(digest)).toEqual([]);
    const image = tinyImage(registry, 'other');
    tinyImage(registry, 'unrelated', image.replace(':', '-'));
    expect(await open().referrers(image)).toEqual([]);
  });

  it('with a next page on another host are an error', async () => {
    registry.answer = (_, response) =>
      reply(response, 200, JSON.stringify({ schemaVersion: 2, manifests: [] }), {
        link: '<https://other.example/next>; rel="next"',
      });
    await expect(open().referrers(sha256('x'))).rejects.toThrow(/another host/);
  });

  it('with pages without end are an error', async () => {
    registry.answer = (request, response) =>
      reply(response, 200, JSON.stringify({ schemaVersion: 2, manifests: [] }), {
        link: `<${request.url}>; rel="next"`,
      });
    await expect(open().referrers(sha256('x'))).rejects.toThrow(/more than 1000 pages/);
  });

  test.each([
    [500, ''],
    [403, ''],
    [200, '<html>'],
    [200, '{"layers":[]}'],
  ])('are an error when the answer is %i %s', async (status, body) => {
    registry.answer = (_, response) => reply(response, status, body);
    await expect(open().referrers(sha256('x'))).rejects.toMatchObject({ kind: 'incomplete' });
  });
});

describe('tags', () => {
  it('are listed; a repository that is not there has none', async () => {
    expect(await open().tags()).toEqual([]);
    tinyImage(registry, '', 'a', 'b');
    expect(await open().tags()).toEqual(['a', 'b']);
  });

  it('may be very many on one page', async () => {
    const tags = Array.from({ length: 250_000 }, (_, i) => i.toString(36));
    registry.answer = (_, response) => reply(response, 200, JSON.stringify({ tags }));
    await expect(open().tags()).rejects.toThrow(/more than 200000 entries/);
  });

  it('that are no list are an error', async () => {
    registry.answer = (_, response) => reply(response, 200, '{"tags":"all"}');
    await expect(open().tags()).rejects.toThrow(/not a list of tags/);
  });
});
