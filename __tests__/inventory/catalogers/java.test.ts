import { createHash } from 'node:crypto';
import { describe, expect, it, test } from '@jest/globals';
import { CatalogError } from '../../../src/inventory/catalog-error.js';
import { java } from '../../../src/inventory/catalogers/java.js';
import { file, named, wants } from '../build/file.js';
import { type ZipMember, zip } from '../build/zip.js';

const pom = (group: string, artifact: string, version: string): ZipMember => ({
  name: `META-INF/maven/${group}/${artifact}/pom.properties`,
  body: `#Created by Apache Maven\r\nversion=${version}\r\ngroupId=${group}\r\nartifactId=${artifact}\r\n`,
});
const manifest = (text: string): ZipMember => ({
  name: 'META-INF/MANIFEST.MF',
  body: `Manifest-Version: 1.0\r\n${text.replaceAll('\n', '\r\n')}\r\n`,
});
const jar = (name: string, ...members: ZipMember[]) => named(java.read(file(name, zip(members))));

describe('the java cataloger', () => {
  it('reads all pom.properties, including those of shaded libraries', () => {
    expect(
      jar('opt/shop.jar', pom('com.acme', 'shop', '1.0'), pom('org.other', 'lib', '2.1')),
    ).toEqual(['com.acme:shop@1.0', 'org.other:lib@2.1']);
  });

  test.each([
    ['commons-io-2.11.0.jar', '', 'commons-io:commons-io@2.11.0'],
    [
      'spring-core-5.3.9.jar',
      'Implementation-Title: spring-core',
      'org.springframework:spring-core@5.3.9',
    ],
    [
      'app.jar',
      'Implementation-Vendor-Id: com.acme\nImplementation-Title: shop\nImplementation-Version: 3.1',
      'com.acme:shop@3.1',
    ],
    [
      'acme-util-1.2.jar',
      'Bundle-SymbolicName: com.acme.acme-util;singleton:=true\nBundle-Version: 1.2.7',
      'com.acme:acme-util@1.2.7',
    ],
    [
      'thing-31.1-jre.jar',
      'Bundle-SymbolicName: com.acme.thing\nBundle-Version: 31.1.0.jre',
      'com.acme:thing@31.1-jre',
    ],
    [
      'a.hpi',
      'Group-Id: org.jenkins-ci.plugins\nShort-Name: git\nPlugin-Version: 5.2 (private)',
      'org.jenkins-ci.plugins:git@5.2',
    ],
    [
      'x-1.0.jar',
      'Implementation-Vendor-Id: com.acme.very.long\n .name',
      'com.acme.very.long.name:x@1.0',
    ],
    [
      'usr/local/tomcat/lib/catalina.jar',
      'Bundle-SymbolicName: org.apache.tomcat-catalina\nImplementation-Title: Apache Tomcat\nImplementation-Version: 10.1.34',
      'org.apache.tomcat:tomcat-catalina@10.1.34',
    ],
    [
      'lib/tomcat-embed-websocket-10.1.34.jar',
      'Bundle-SymbolicName: org.apache.tomcat-embed-websocket',
      'org.apache.tomcat.embed:tomcat-embed-websocket@10.1.34',
    ],
    [
      'bcprov-jdk18on-1.80.jar',
      'Bundle-Version: 1.80.0\nBundle-SymbolicName: bcprov',
      'org.bouncycastle:bcprov-jdk18on@1.80',
    ],
    [
      'asm-9.8.jar',
      'Bundle-SymbolicName: org.objectweb.asm\nBundle-Version: 9.8.0',
      'org.ow2.asm:asm@9.8',
    ],
    [
      'spring3-core-3.x.jar',
      'Implementation-Title: spring-core\nImplementation-Version: 4.3.30.RELEASE',
      'org.springframework:spring-core@4.3.30.RELEASE',
    ],
    [
      'usr/share/maven-repo/org/apache/maven/maven-core/3.x/maven-core-3.x.jar',
      'Implementation-Vendor-Id: org.apache.maven\nImplementation-Version: 3.9.9',
      'org.apache.maven:maven-core@3.9.9',
    ],
    ['m2/repository/org/yaml/snakeyaml/1.33/snakeyaml-1.33.jar', '', 'org.yaml:snakeyaml@1.33'],
  ])('identifies %s with the manifest %j as %s', (name, text, expected) => {
    expect(jar(name, manifest(text))).toEqual([expected]);
  });

  it('gives the SHA-1 as evidence when the manifest has no coordinates', () => {
    const bytes = zip([{ name: 'a.class', body: 'x' }]);
    expect(java.read(file('lib/a-1.0.jar', bytes, 10))[0]?.evidence).toBe(
      `sha1:${createHash('sha1').update(bytes).digest('hex')}`,
    );
  });

  it('finds nothing in an archive without a version', () => {
    expect(jar('classes-3.x.jar', manifest('Created-By: x'))).toEqual([]);
    expect(jar('classes.jar', manifest('Created-By: x'), { name: 'a.class', body: '' })).toEqual(
      [],
    );
  });

  test.each([true, false])(
    'reads archives inside archives (stored: %s) and gives their path',
    (stored) => {
      const inner = zip([pom('com.acme', 'inner', '1')]);
      const war = zip([{ name: 'WEB-INF/lib/inner.jar', body: inner, stored }]);
      const ear = zip([{ name: 'shop.war', body: war, stored }]);
      const [found] = java.read(file('opt/shop.ear', ear, 64));
      expect(found).toMatchObject({
        name: 'com.acme:inner',
        within: 'shop.war!/WEB-INF/lib/inner.jar',
      });
    },
  );

  it('reads an archive after a launcher script', () => {
    const bytes = zip([pom('com.acme', 'boot', '1')], '#!/bin/bash\nexec java -jar "$0"\n');
    expect(named(java.read(file('app.jar', bytes)))).toEqual(['com.acme:boot@1']);
  });

  it('stops at archives that are nested too deep, and returns the packages found before', () => {
    let bytes = zip([pom('com.acme', 'deep', '1')]);
    for (let i = 0; i < 40; i++) {
      bytes = zip([{ name: 'a.jar', body: bytes }, pom('com.acme', `level${i}`, '1')]);
    }
    try {
      java.read(file('bomb.jar', bytes));
      throw new Error('nothing was thrown');
    } catch (error) {
      expect(error).toBeInstanceOf(CatalogError);
      const { failure, found } = error as CatalogError;
      expect(failure).toBe('limit');
      expect(found).toHaveLength(17);
    }
  });

  it('stops at archives that list the same archives many times', () => {
    let bytes = zip([pom('com.acme', 'deep', '1')]);
    for (let i = 0; i < 12; i++)
      bytes = zip([{ name: 'a.jar', body: bytes, stored: true, listed: 50 }]);
    expect(bytes.length).toBeLessThan(100_000);
    expect(() => java.read(file('bomb.jar', bytes))).toThrow(
      expect.objectContaining({ failure: 'limit' }),
    );
  });

  it('throws CatalogError for a member that decompresses to more than its size', () => {
    const bytes = zip([pom('com.acme', 'x', '1')]);
    // The uncompressed size in the directory: one byte.
    bytes.writeUInt32LE(1, bytes.indexOf('PK\x01\x02', 0, 'latin1') + 24);
    expect(() => java.read(file('x.jar', bytes))).toThrow(CatalogError);
  });

  test.each(['', 'no archive', 'PK\x05\x06'])('throws CatalogError for %j', (text) => {
    expect(() => java.read(file('x.jar', text))).toThrow(CatalogError);
  });

  test.each([
    ['opt/a.jar', true],
    ['opt/a.WAR', true],
    ['opt/a.ear', true],
    ['opt/a.zip', false],
    ['opt/java/openjdk/lib/jrt-fs.jar', false],
  ])('wants %s: %s', (path, wanted) => {
    expect(wants(java, path)).toBe(wanted);
  });
});
