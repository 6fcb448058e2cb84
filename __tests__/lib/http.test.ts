import { createServer as createWebServer } from 'node:http';
import { createServer } from 'node:net';
import { expect, test } from '@jest/globals';
import { HTTP_DEFAULTS, isLoopback, retryAfter, send } from '../../src/lib/http.js';

test.each([
  [undefined, undefined],
  ['5', 5000],
  [' 0 ', 0],
  ['soon', undefined],
  ['-1', undefined],
  ['Thu, 01 Jan 1970 00:01:00 GMT', 50_000],
  ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
  ['99999999999', undefined],
])('retryAfter(%j) is %s ms', (header, expected) => {
  expect(retryAfter(header, 10_000)).toBe(expected);
});

test.each([
  ['http://localhost/', true],
  ['http://127.0.0.1:5000/', true],
  ['http://127.1.2.3/', true],
  ['http://[::1]/', true],
  ['http://128.0.0.1/', false],
  ['http://localhost.example/', false],
])('isLoopback(%s) is %s', (url, expected) => {
  expect(isLoopback(new URL(url))).toBe(expected);
});

test('a server that does not speak TLS is asked once', async () => {
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    socket.on('error', () => undefined);
    socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const request = { url: new URL(`https://127.0.0.1:${port}/`), purpose: 'read the page' };
  await expect(send(request, { ...HTTP_DEFAULTS, firstDelay: 1 })).rejects.toThrow(
    'Cannot read the page: 127.0.0.1',
  );
  server.close();
  expect(connections).toBe(1);
});

test('a redirect is an error where the headers are for one server', async () => {
  const paths: (string | undefined)[] = [];
  const server = createWebServer((request, response) => {
    paths.push(request.url);
    response.writeHead(302, { location: '/other' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const request = { url: new URL(`http://127.0.0.1:${port}/`), purpose: 'read the page' };
  const sent = send({ ...request, refuseRedirects: true }, HTTP_DEFAULTS);
  await expect(sent).rejects.toThrow('it redirects to "/other"');
  server.close();
  expect(paths).toEqual(['/']);
});
