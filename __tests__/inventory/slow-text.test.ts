import { describe, expect, test } from '@jest/globals';
import { CatalogError } from '../../src/inventory/catalog-error.js';
import { CATALOGERS } from '../../src/inventory/catalogers/index.js';
import { distributionOf } from '../../src/inventory/distribution.js';
import { pomProperties, repositoryPath, splitFileName } from '../../src/inventory/java/coordinates.js';
import { readSbom } from '../../src/inventory/sbom/sbom.js';
import { processorTime } from '../processor-time.js';
import { file } from './build/file.js';

const MEBIBYTE = 1024 * 1024;

/** Texts on which an expression that tries every beginning or every end would take minutes. */
const TEXTS: readonly (readonly [string, string])[] = [
  ['blanks', ' '.repeat(MEBIBYTE)],
  ['line feeds', '\n'.repeat(MEBIBYTE)],
  ['tabs before a letter', `${'\t'.repeat(MEBIBYTE)}x`],
  ['colons', ':'.repeat(MEBIBYTE)],
  ['dashes and digits', '-1'.repeat(MEBIBYTE / 2)],
  ['continuations', `Package: a\n${' x\n'.repeat(MEBIBYTE / 3)}`],
  ['fields', 'Version: 1\n'.repeat(MEBIBYTE / 11)],
  ['brackets', `Source: ${'(a '.repeat(MEBIBYTE / 3)}`],
  ['beginnings of a gemspec', 'Gem::Specification.new do |'.repeat(40_000)],
  ['a gemspec of blanks', `Gem::Specification.new do |s|\n${' \n'.repeat(MEBIBYTE / 2)}`],
  ['quotes', '"'.repeat(MEBIBYTE)],
];

const PATHS = [
  'var/lib/dpkg/status',
  'lib/apk/db/installed',
  'a.dist-info/METADATA',
  'specifications/a.gemspec',
  'library/a/DESCRIPTION',
  'app/node_modules/a/package.json',
];

function soon(task: () => void): void {
  const started = processorTime();
  task();
  expect(processorTime() - started).toBeLessThan(5000);
}

describe.each(TEXTS)('a mebibyte of %s', (_, text) => {
  test.each(PATHS)('at %s is read in linear time', (path) => {
    const cataloger = CATALOGERS.find((c) => c.wants(path, text.length, 0o644) > 0);
    soon(() => {
      try {
        cataloger?.read(file(path, text));
      } catch (error) {
        expect(error).toBeInstanceOf(CatalogError);
      }
    });
  });

  test('in names, properties and files that tell a distribution is read in linear time', () => {
    soon(() => {
      splitFileName(`${text}.jar!`);
      repositoryPath(`repository/${text}.jar`);
      pomProperties(Buffer.from(text));
      distributionOf(new Map([['etc/os-release', `ID=${text}`]]));
      distributionOf(new Map([['etc/redhat-release', text]]));
      distributionOf(new Map([['etc/debian_version', text]]));
    });
  });

  test('in a package URL is read in linear time', () => {
    const purl = `pkg:rpm/a@1?upstream=${text}.src.rpm`;
    const components = [
      { name: 'a', purl },
      { name: 'b', purl: `pkg:${text}` },
    ];
    soon(() => {
      readSbom(Buffer.from(JSON.stringify({ bomFormat: 'CycloneDX', components })), 'x');
    });
  });
});
