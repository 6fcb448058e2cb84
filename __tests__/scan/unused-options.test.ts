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

  it.each(['--malware clamav', '--verify-digests', '--verify-files'])(
    'refuses %s, also with base images',
    (option) => {
      expect(() => without(option)).toThrow(REFUSED);
      expect(() => without(option, 1)).toThrow(REFUSED);
      expect(() => without(option, 0, 1)).not.toThrow();
    },
  );

  it('refuses --platform without an image and a base image that is looked up', () => {
    expect(() => without('--platform linux/arm64')).toThrow(REFUSED);
    expect(() => without('--platform linux/arm64 --offline', 1)).toThrow(REFUSED);
    expect(without('--platform linux/arm64', 1)).toMatchObject({ notes: [], coverage: [] });
  });

  it('notes what waits for a change of the images that manifests name', () => {
    const options = read('check', '--malware clamav');
    const { notes, coverage } = unusedWithoutImage(options, {
      ...{ images: 0, bases: 0 },
      isWaiting: true,
    });
    expect(notes).toEqual(noted('--malware'));
    expect(coverage).toEqual([]);
  });

  it.each(['--vex a', '--vex-out a', '--epss a'])(
    'notes that %s has no effect, also with base images',
    (option) => {
      expect(without(option).notes).toEqual(noted(option));
      expect(without(option, 1).notes).toEqual(noted(option));
      expect(without(option, 0, 1).notes).toEqual([]);
    },
  );

  it.each(['--advisories a', '--kev a'])(
    'notes that %s looks up no base image offline',
    (option) => {
      expect(without(option, 1).notes).toEqual([]);
      expect(without(`${option} --offline`, 1).notes).toEqual(noted(option));
    },
  );

  it('merges reports by their files, with all that is about vulnerabilities', () => {
    expect(without('--import a --vex b --epss c --kev d').notes).toEqual([]);
  });

  it('compares actions with advisories', () => {
    const options = read('check', '--advisories a --kev b --epss c --vex d');
    expect(unusedWithoutImage(options, { images: 0, bases: 0, actions: 1 }).notes).toEqual(
      noted('--vex'),
    );
  });

  it.each(['--advisories a', '--kev a', '--allow-http-registry'])(
    'notes that %s has no effect without base images',
    (option) => {
      expect(without(option).notes).toEqual(noted(option));
      expect(without(option, 1).notes).toEqual([]);
    },
  );

  it('refuses --allow-http-registry with --offline', () => {
    expect(() => without('--allow-http-registry --offline', 1)).toThrow(REFUSED);
  });

  it('accepts options that files use', () => {
    expect(without('--offline --fail-on low').notes).toEqual([]);
  });

  it('has a gap for each input of a workflow that asks for a check, which has its name', () => {
    const given = '--malware clamav --vex a --platform linux/arm64';
    const options = { ...read('check', given), requireTargets: false };
    const { notes, coverage } = unusedWithoutImage(options, { images: 0, bases: 0 });
    expect(notes).toEqual([
      { message: 'No image was checked, so these inputs had no effect: vex.' },
    ]);
    expect(coverage).toEqual(
      ['malware', 'platform'].map((target) =>
        expect.objectContaining({
          ...{ target, state: 'not-covered' },
          reason: `No image was checked, so the input ${target} had no effect. Name an image, or remove it`,
        }),
      ),
    );
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
