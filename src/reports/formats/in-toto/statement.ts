import { splitReference } from '../../../core/reference.js';
import type { Report, Target } from '../../../core/report.js';
import { baseName } from '../../../lib/paths.js';
import { toJson } from '../../escape.js';
import { localName } from './local-name.js';

/** The id of the verifier, which consumers of a statement compare: the address of this project. */
export const VERIFIER_ID = 'https://github.com/OWNER/portside';

/** A statement is about an image with a digest. */
export type ImageWithDigest = Target & { readonly digest: string };

/**
 * Unsigned in-toto statements about the images of a report, for a signing step (`cosign attest`, actions/attest). One
 * JSON document for one image, one line for each of several, and an empty line when there is none. No statement is made
 * about an image without a digest or without a predicate.
 * Source: in-toto/attestation spec/v1/statement.md.
 */
export function renderStatements(
  report: Report,
  predicateType: string,
  predicate: (subject: ImageWithDigest) => Readonly<Record<string, unknown>> | undefined,
): string {
  const subjects = report.targets.filter(hasDigest).flatMap((subject) => {
    const content = predicate(subject);
    return content === undefined ? [] : [{ ...subject, content }];
  });
  const documents = subjects.map(({ name, digest, content }) => {
    const colon = digest.indexOf(':');
    const statement = {
      _type: 'https://in-toto.io/Statement/v1',
      subject: [
        {
          name: localName(name) ?? name,
          digest: { [digest.slice(0, colon)]: digest.slice(colon + 1) },
        },
      ],
      predicateType,
      predicate: content,
    };
    return toJson(statement, subjects.length === 1 ? 2 : undefined);
  });
  return `${documents.join('\n')}\n`;
}

function hasDigest(target: Target): target is ImageWithDigest {
  return target.kind === 'image' && target.digest !== undefined;
}

/**
 * The package URL of an image, as in SLSA's examples: `oci://` is not a registered URI scheme. A file is in no repository.
 */
export function imagePurl({ name, digest }: ImageWithDigest): string {
  const file = localName(name);
  if (file !== undefined)
    return `pkg:oci/${encode(file.toLowerCase().replace(/:[\w.-]+$/, ''))}@${encode(digest)}`;
  const { name: repository, path } = splitReference(name);
  const last = baseName(path);
  return `pkg:oci/${encode(last)}@${encode(digest)}?repository_url=${encode(repository)}`;
}

/** Replaces lone surrogates, which cannot be encoded. */
function encode(text: string): string {
  return encodeURIComponent(text.replace(/\p{Cs}/gu, '?'));
}
