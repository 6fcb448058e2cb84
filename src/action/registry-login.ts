import { existsSync } from 'node:fs';
import { isImagePath, parseReference, splitReference, withoutSource } from '../core/reference.js';
import { type GitHubContext, readOnlyReason } from '../github/event.js';
import { PortsideError } from '../lib/errors.js';
import type { ActionInputs } from '../options/inputs.js';
import type { RegistryLogin } from '../options/options.js';

/**
 * The login for the registry of the images that the input image names; no other registry gets it. Undefined if the inputs
 * are not set. A run without secrets, as for a pull request from a fork, has no password and asks anonymously. Throws
 * PortsideError (usage) if one input is missing, or if it is not clear which registry is meant.
 */
export function registryLogin(
  { registryUsername: username, registryPassword: password, options }: ActionInputs,
  github: GitHubContext | undefined,
): RegistryLogin | undefined {
  const isWithoutSecrets = github !== undefined && readOnlyReason(github) !== undefined;
  if (username === undefined && password === undefined) return undefined;
  if (password === undefined && isWithoutSecrets) return undefined;
  if (username === undefined || password === undefined)
    throw invalid(
      username === undefined
        ? 'The input registry-password needs registry-username'
        : 'The input registry-username needs registry-password',
      'Set both, or none',
    );
  const [registry, ...others] = new Set(options.images.flatMap((name) => registryOf(name) ?? []));
  if (registry === undefined)
    throw invalid(
      'The input registry-password has no effect: no image of the input image names its registry',
      'Write the image as registry:HOST/NAME, or log in with docker/login-action',
    );
  if (others.length > 0)
    throw invalid(
      `The input registry-password is for one registry, and the images are in ${[registry, ...others].join(', ')}`,
      'Check the images in a job each, or log in with docker/login-action',
    );
  return { registry, username, password };
}

/** The registry that the name of an image has; undefined without one: the image may be a local one. */
function registryOf(name: string): string | undefined {
  const bare = withoutSource(name);
  const isNamed =
    splitReference(name).registry !== undefined && !isImagePath(name) && !existsSync(name);
  const isRemote = bare === name ? isNamed : name.startsWith('registry:');
  return isRemote ? parseReference(bare).registry : undefined;
}

function invalid(message: string, advice: string): PortsideError {
  return new PortsideError('PSE1004', message, advice);
}

/** Texts that must not be shown: the password, and both as a registry gets them. */
export function secretsOf({ username, password }: RegistryLogin): string[] {
  return [password, Buffer.from(`${username}:${password}`).toString('base64')];
}

/** A shorter text would also be found in words that are no secret. */
const MIN_LENGTH = 8;

/** The value with `***` for the secrets in its strings: a registry may repeat in an error what it was sent. */
export function withoutSecrets<T>(value: T, secrets: readonly string[]): T {
  const long = secrets.filter(({ length }) => length >= MIN_LENGTH);
  const mask = (text: string) =>
    long.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
  return JSON.parse(JSON.stringify(value), (_, member: unknown) =>
    typeof member === 'string' ? mask(member) : member,
  );
}
