import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { hostsInText } from '../../src/image-diff/hosts-in-text.js';

describe('hostsInText', () => {
  test.each([
    ['an address', 'etc/a.conf', 'url = https://a.example.com/x', ['a.example.com']],
    [
      'a source of apt',
      'etc/apt/sources.list',
      'deb http://mirror.example.net/debian trixie main',
      ['mirror.example.net'],
    ],
    [
      'a login with a password',
      'etc/a',
      'x=postgres://me:p@ss@db.example.com:5432/x',
      ['db.example.com'],
    ],
    [
      'several hosts',
      'app/.env',
      'M=mongodb://u:p@a.example.com:1,b.example.com:2/x',
      ['a.example.com', 'b.example.com'],
    ],
    ['JDBC', 'app/a.properties', 'u=jdbc:sqlserver://s.example.com;password=x', ['s.example.com']],
    ['a registry of npm', 'root/.npmrc', '//npm.example.com/:_authToken=abc', ['npm.example.com']],
    [
      'a trusted host of pip',
      'etc/pip.conf',
      'trusted-host = pypi.example.com',
      ['pypi.example.com'],
    ],
    ['a variable', 'app/.env', 'SMTP_HOST=mail.example.com', ['mail.example.com']],
    [
      'JSON',
      'app/a.json',
      '{"host": "db.example.com", "server":"10.0.0.7:80"}',
      ['db.example.com', '10.0.0.7'],
    ],
    ['a name server', 'etc/resolv.conf', 'nameserver 10.1.2.3', ['10.1.2.3']],
    [
      'a name of this machine',
      'etc/hosts',
      '203.0.113.9 pypi.org # x',
      ['203.0.113.9', 'pypi.org'],
    ],
    ['Git', 'root/.gitconfig', '[url "git@git.example.com:"]', ['git.example.com']],
    ['a name in another script', 'etc/a', 'u=https://bücher.example/', ['xn--bcher-kva.example']],
    ['an IPv6 address', 'etc/a', 'u=http://[2001:db8::1]:80/', ['2001:db8::1']],
    [
      'a lock file',
      'package-lock.json',
      '"resolved": "https://npm.example.com/a.tgz"\n"url": "https://opencollective.com/a"',
      ['npm.example.com'],
    ],
    ['capitals and dots at the end', 'etc/a', 'HTTPS://A.Example.COM./', ['a.example.com']],
  ])('finds %s', (_, path, text, hosts) => {
    expect(hostsInText(text, path)).toEqual({ hosts, isCut: false });
  });

  test.each([
    ['a comment', 'etc/a', '# see https://a.example.com'],
    ['a comment of XML', 'a.xml', '<!-- https://a.example.com\nhttps://b.example.com -->'],
    [
      'a name space',
      'a.xml',
      '<a xmlns="http://www.w3.org/1999/xhtml" xmlns:b="http://b.example.com/">',
    ],
    ['a schema', 'a.json', '{"$schema": "https://json.schemastore.org/a"}'],
    [
      'documentation of a unit',
      'etc/systemd/system/a.service',
      'Documentation=https://a.example.com',
    ],
    ['this machine', 'etc/hosts', '127.0.0.1 localhost\n::1 localhost ip6-localhost'],
    [
      'this machine in an address',
      'etc/a',
      'http://localhost:80/ http://127.0.0.1/ http://[::1]/ tcp://0.0.0.0:1',
    ],
    ['a variable', 'etc/a', 'http://$HOST/ http://%HOST%:80/'],
    [
      'the name of a file',
      'etc/a',
      'server = server.js\nhost: /run/a.sock\nregistry=com.example.Foo.class',
    ],
    ['a password that looks like a path', 'etc/a', 'https://me:pa/ss@'],
    ['a password with a comma', 'etc/a', 'https://me:pa,ss/@'],
  ])('finds nothing in %s', (_, path, text) => {
    expect(hostsInText(text, path)).toEqual({ hosts: [], isCut: false });
  });

  it('says that a text has more hosts', () => {
    const text = Array.from({ length: 300 }, (_, i) => `u=https://a${i}.example.com/`).join('\n');
    const { hosts, isCut } = hostsInText(text, 'etc/a');
    expect([hosts.length, isCut]).toEqual([200, true]);
  });

  it('never has a password', () => {
    const characters = fc.string({
      unit: fc.constantFrom(...'aZ0:@/?#,;()[]=&!$ '),
      maxLength: 30,
    });
    fc.assert(
      fc.property(characters, characters, (user, tail) => {
        const { hosts } = hostsInText(`u=https://${user}:SECRETx${tail}@a.example.com/`, 'etc/a');
        expect(hosts.join(' ')).not.toMatch(/secret/i);
      }),
    );
  });
});
