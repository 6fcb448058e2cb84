import { afterAll, describe, expect, it } from '@jest/globals';
import type { TarMember } from '../image/build-tar.js';
import { findingsOf, type ImageSpec, removeImages } from './inspect-image.js';

/** An image, and the findings that a rule reports for it, as `severity place: message`. */
export type RuleCase = readonly [image: ImageSpec, findings: readonly string[]];

/** Tests a rule with a table of images. */
export function testRule(rule: string, cases: readonly RuleCase[]): void {
  afterAll(removeImages);
  describe(rule, () => {
    const named = cases.map(([image, findings]) => {
      const outcome = findings.length === 0 ? 'nothing' : findings.join('; ');
      return [outcome, summaryOf(image), image, findings] as const;
    });
    it.each(named)('reports %s for an image with %s', async (_, _summary, image, findings) => {
      expect(await findingsOf(rule, image)).toEqual(findings);
    });
  });
}

function summaryOf({ layers = [], ...rest }: ImageSpec): string {
  const files = layers.map((members) => `[${members.map(({ name }) => name).join(' ')}]`);
  const fields = Object.keys(rest).length > 0 ? [JSON.stringify(rest)] : [];
  return [...fields, ...files].join(' ').slice(0, 150);
}

export const baseFiles: TarMember[] = [{ name: 'etc/os-release', body: 'ID=x\n' }];

/** An image with files in the layer above the base image. */
export function withFiles(...members: TarMember[]): ImageSpec {
  return { layers: [baseFiles, members] };
}

/** An image with files in its base image. */
export function withBaseFiles(...members: TarMember[]): ImageSpec {
  return { layers: [members, [{ name: 'app', body: '' }]] };
}

/** An image with Docker's `config` object. */
export function withConfig(values: Record<string, unknown>): ImageSpec {
  return { config: values };
}

/** An image that starts a command. */
export function withCommand(...words: string[]): ImageSpec {
  return withConfig({ Cmd: words });
}

/** An image that starts a script. */
export function withStartScript(text: string): ImageSpec {
  return {
    config: { Entrypoint: ['/start.sh'] },
    layers: [baseFiles, [{ name: 'start.sh', body: `#!/bin/sh\n${text}`, mode: 0o755 }]],
  };
}

export function program(path: string, mode = 0o755): TarMember {
  return { name: path, body: '\x7fELF', mode };
}

export function fileOfSize(name: string, size: number): TarMember {
  return { name, body: Buffer.alloc(size, 'a') };
}

export function shadow(text: string): TarMember {
  return { name: 'etc/shadow', body: text };
}

export function passwd(text: string): TarMember {
  return { name: 'etc/passwd', body: text };
}
