import { describe, expect, it } from '@jest/globals';
import { readOptions } from '../../src/options/read-options.js';
import { refuseUnusedWithSbom, unusedWithoutImage } from '../../src/scan/unused-options.js';
import { NOW } from '../now.js';

const read = (command: string, text: string) =>
  readOptions(command, text.split(' ').filter(Boolean), { path: '', noColor: true }, NOW);

const REFUSED = expect.objectContaining({ code: 'PSE1004' });

describe('check without an image', () => {
  const without = (text: string, bases = 0, images = 0) =>
    unusedWithoutImage(read('check', text), { images, bases });

  const noted = (option: string) => [
    {
      message: `No image was checked, so these options had no effect: ${option.split(' ')[0]}.`,
    },
  ];

  it.each([
    '--import a',
    '--vex a',
    '--vex-out a',
    '--malware clamav',
    '--epss a',
    '--verify-digests',
    '--verify-files',
  ])('notes that %s has no effect, also with base images', (option) => {
    expect(without(option).notes).toEqual(noted(option));
    expect(without(option, 1).notes).toEqual(noted(option));
    expect(without(option, 0, 1).notes).toEqual([]);
  });

  it('compares actions with advisories', () => {
    const options = read('check', '--advisories a --kev b --epss c --vex d');
    expect(unusedWithoutImage(options, { images: 0, bases: 0, actions: 1 }).notes).toEqual(
      noted('--vex'),
    );
  });

  it.each(['--advisories a', '--kev a'])(
    'notes that %s has no effect without base images',
    (option) => {
      expect(without(option).notes).toEqual(noted(option));
      expect(without(option, 1).notes).toEqual([]);
    },
  );

  it.each(['--platform linux/arm64', '--allow-http-registry'])(
    'notes that %s has no effect without base images',
    (option) => {
      expect(without(option).notes).toEqual(noted(option));
      expect(without(option, 1).notes).toEqual([]);
    },
  );

  it('notes that --platform has no effect on base images with --offline', () => {
    const option = '--platform linux/arm64';
    expect(without(`${option} --offline`, 1).notes).toEqual(noted(option));
  });

  it('refuses --allow-http-registry with --offline', () => {
    expect(() => without('--allow-http-registry --offline', 1)).toThrow(REFUSED);
  });

  it('accepts options that files use', () => {
    expect(without('--offline --fail-on low').notes).toEqual([]);
  });

  it('calls them inputs in a workflow', () => {
    const options = { ...read('check', '--malware clamav --vex a'), requireTargets: false };
    expect(unusedWithoutImage(options, { images: 0, bases: 3 }).notes).toEqual([
      { message: 'No image was checked, so these inputs had no effect: vex, malware.' },
    ]);
  });
});

describe('scan of an SBOM', () => {
  it.each([
    '--malware clamav',
    '--platform linux/arm64',
    '--verify-digests',
    '--verify-files',
    '--vex-out a',
    '--attested-sbom --policy p',
    '--allow-http-registry',
    '--only secret',
    '--only secret,hardening',
  ])('refuses %s', (options) => {
    expect(() => refuseUnusedWithSbom('a.json', read('scan', options))).toThrow(REFUSED);
  });

  it.each(['', '--only vulnerability,secret', '--vex a --kev b --import c --offline'])(
    'accepts %j',
    (options) => {
      expect(() => refuseUnusedWithSbom('a.json', read('scan', options))).not.toThrow();
    },
  );
});
