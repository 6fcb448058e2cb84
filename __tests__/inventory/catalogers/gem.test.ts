import { describe, expect, it, test } from '@jest/globals';
import { CatalogError } from '../../../src/inventory/catalog-error.js';
import { gem } from '../../../src/inventory/catalogers/gem.js';
import { file, wants } from '../build/file.js';

const FOLDER = 'var/lib/gems/3.3.0/specifications';
const read = (lines: string, name = 'shiny-2.0.1.gemspec') =>
  gem.read(file(`${FOLDER}/${name}`, `Gem::Specification.new do |s|\n${lines}\nend\n`));

describe('the gem cataloger', () => {
  it('reads a specification as RubyGems writes it', () => {
    expect(
      read(
        '  s.name = "shiny".freeze\n  s.version = "2.0.1"\n\n  s.licenses = ["MIT".freeze, "Ruby".freeze]',
      ),
    ).toEqual([{ type: 'gem', name: 'shiny', version: '2.0.1', license: 'MIT OR Ruby' }]);
  });

  test.each([
    ['s.version = Gem::Version.new("1.2.3")', '1.2.3'],
    ["s.version = '1.2.3'.freeze # comment", '1.2.3'],
    ['s.version = Shiny::VERSION', '2.0.1'],
    ['s.version = "#{MAJOR}.#{MINOR}"', '2.0.1'],
  ])('reads %s as %s', (line, version) => {
    expect(read(`s.name = "shiny"\n${line}`)[0]?.version).toBe(version);
  });

  it('throws CatalogError for a specification without a name or version', () => {
    expect(() => read('s.name = "shiny"\ns.version = V', 'shiny.gemspec')).toThrow(CatalogError);
    expect(() => read('s.version = "1"')).toThrow(CatalogError);
    expect(() => gem.read(file(`${FOLDER}/a-1.gemspec`, 'puts 1'))).toThrow(CatalogError);
  });

  test.each([
    [`${FOLDER}/a-1.gemspec`, true],
    [`${FOLDER}/default/json-2.9.gemspec`, true],
    ['usr/local/bundle/ruby/3.3.0/bundler/gems/a-0123abcd/a.gemspec', true],
    ['usr/local/bundle/ruby/3.3.0/bundler/gems/a-0123abcd/lib/a.gemspec', false],
    ['var/lib/gems/3.3.0/gems/a-1/a.gemspec', false],
  ])('wants %s: %s', (path, wanted) => {
    expect(wants(gem, path)).toBe(wanted);
  });
});
