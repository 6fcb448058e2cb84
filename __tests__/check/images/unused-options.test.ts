import { describe, expect, it } from '@jest/globals';
import {
  refuseUnusedWithSbom,
  unusedWithoutImage,
} from '../../../src/check/images/unused-options.js';
import { readOptions } from '../../../src/options/read-options.js';

const read = (command: string, text: string) =>
  readOptions(command, text.split(' ').filter(Boolean), { path: '', noColor: true }, new Date());

const REFUSED = expect.objectContaining({ code: 'PSE1004' });

describe('check without an image', () => {
  const without = (text: string, bases = 0, images = 0) =>
    unusedWithoutImage(read('check', text), { images, bases });

  it.each(['--import a', '--vex a', '--malware clamav', '--epss a', '--verify-digests'])(
    'refuses %s, also with base images',
    (option) => {
      expect(() => without(option)).toThrow(REFUSED);
      expect(() => without(option, 1)).toThrow(`${option.split(' ')[0]} has no effect here`);
      expect(without(option, 0, 1).notes).toEqual([]);
    },
  );

  it.each(['--advisories a', '--kev a'])('refuses %s without base images', (option) => {
    expect(() => without(option)).toThrow(REFUSED);
    expect(without(option, 1).notes).toEqual([]);
  });

  it.each(['--platform linux/arm64', '--allow-http-registry'])(
    'refuses %s without base images, and with --offline',
    (option) => {
      expect(() => without(option)).toThrow(REFUSED);
      expect(() => without(`${option} --offline`, 1)).toThrow(REFUSED);
      expect(without(option, 1).notes).toEqual([]);
    },
  );

  it('accepts options that files use', () => {
    expect(without('--offline --fail-on low').notes).toEqual([]);
  });

  it('names the inputs of a workflow, which can serve many repositories, in a note', () => {
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
