/** How to see that a program serves: bytes that are sent to a port, and what the answer contains. */
export interface Probe {
  readonly port: number;
  /** The path of an HTTP request, instead of `send`. */
  readonly http?: string;
  /** Bytes as Latin-1. Without them, the program speaks first. */
  readonly send?: string;
  /** A regular expression on the answer, as Latin-1. */
  readonly expect: string;
}

/** A question for the address of a name, over TCP. Source: RFC 1035, 4.2.2. */
export function dnsQuestion(name: string): string {
  const labels = name.split('.').map((label) => String.fromCharCode(label.length) + label);
  const message = `\x12\x34\x01\0\0\x01\0\0\0\0\0\0${labels.join('')}\0\0\x01\0\x01`;
  return `\0${String.fromCharCode(message.length)}${message}`;
}

/** A request for /ping. Source: FastCGI specification 1.0, 3.3 and 5. */
export function fastCgiPing(): string {
  const record = (type: number, content: string) =>
    `\x01${String.fromCharCode(type)}\0\x01\0${String.fromCharCode(content.length)}\0\0${content}`;
  const pair = (name: string, value: string) =>
    `${String.fromCharCode(name.length)}${String.fromCharCode(value.length)}${name}${value}`;
  const parameters = [
    pair('SCRIPT_NAME', '/ping'),
    pair('SCRIPT_FILENAME', '/ping'),
    pair('REQUEST_METHOD', 'GET'),
  ].join('');
  return [
    record(1, '\0\x01\0\0\0\0\0\0'),
    record(4, parameters),
    record(4, ''),
    record(5, ''),
  ].join('');
}

/** A program of Node.js that asks once and ends with 0 if the answer is the expected one. */
export function probeProgram({ port, http, send = '', expect }: Probe): string {
  const bytes =
    http === undefined
      ? send
      : `GET ${http} HTTP/1.1\r\nHost: portside.test\r\nConnection: close\r\n\r\n`;
  return `
    const socket = require('node:net').connect(${port}, '127.0.0.1');
    let answer = '';
    const end = (code) => { console.log(JSON.stringify(answer.slice(0, 300))); process.exit(code); };
    socket.on('connect', () => socket.write(Buffer.from(${JSON.stringify(bytes)}, 'latin1')));
    socket.on('data', (bytes) => {
      answer += bytes.toString('latin1');
      if (new RegExp(${JSON.stringify(expect)}).test(answer)) end(0);
    });
    socket.on('close', () => end(1));
    socket.on('error', () => end(1));
    setTimeout(() => end(1), 3000);
  `;
}
