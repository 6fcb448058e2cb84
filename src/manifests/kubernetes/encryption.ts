import type { ManifestNode } from '../manifest-yaml.js';
import { textOf, valueAt } from '../yaml-values.js';
import type { Resource } from './resources.js';

/** A way to encrypt objects in etcd: `identity`, `aescbc`, `kms` and others. */
interface EncryptionProvider {
  readonly name: string;
  /** What the provider is set to. */
  readonly node: ManifestNode;
}

/** Whether an object is a configuration of the API server for encryption at rest. */
export function isEncryptionConfiguration({ kind, node }: Resource): boolean {
  const version = textOf(valueAt(node, 'apiVersion'));
  return kind === 'EncryptionConfiguration' && version.startsWith('apiserver.config.k8s.io/');
}

/**
 * The providers for Secrets, of the first entry that covers them; undefined if none does. The API server writes with the
 * first, and reads with all of them.
 * Source: Kubernetes, "Encrypting Confidential Data at Rest".
 */
export function providersOfSecrets(configuration: Resource): EncryptionProvider[] | undefined {
  const entries = valueAt(configuration.node, 'resources')?.items ?? [];
  const entry = entries.find((one) =>
    valueAt(one, 'resources')?.items.some((name) => SECRETS.has(textOf(name))),
  );
  return entry && providersOf(entry);
}

/** Secrets, all of the core group, or all. */
const SECRETS: ReadonlySet<string> = new Set(['secrets', '*.', '*.*']);

/** A key of a provider, with the text of the file in `secret`. */
interface EncryptionKey {
  readonly provider: string;
  readonly name: string;
  readonly secret: ManifestNode;
}

/** The keys of all providers. A text that is no key of AES or of secretbox is left out: the API server refuses it. */
export function encryptionKeys(configuration: Resource): EncryptionKey[] {
  const entries = valueAt(configuration.node, 'resources')?.items ?? [];
  return entries.flatMap(providersOf).flatMap(({ name: provider, node }) =>
    (valueAt(node, 'keys')?.items ?? []).flatMap((key) => {
      const secret = valueAt(key, 'secret');
      const name = textOf(valueAt(key, 'name'));
      return secret && isKey(textOf(secret)) ? [{ provider, name, secret }] : [];
    }),
  );
}

function providersOf(entry: ManifestNode): EncryptionProvider[] {
  return (valueAt(entry, 'providers')?.items ?? []).flatMap(({ entries }) =>
    [...entries].map(([name, node]) => ({ name, node })),
  );
}

/** 128, 192 or 256 bits in base64. */
function isKey(text: string): boolean {
  return (
    /^[A-Za-z\d+/]{22,43}={0,2}$/.test(text) &&
    [16, 24, 32].includes(Buffer.from(text, 'base64').length)
  );
}
