/** A repository, an image or a request with something that cannot be checked or that matches nothing. */
export interface BlindSpot {
  readonly name: string;
  /** By path. A function creates what is no regular file. */
  readonly files: Files;
  /** Of the command line; the last one is the target. */
  readonly args: readonly string[];
  /** What the report or the error must say: the place and what was not checked. */
  readonly names: RegExp;
  /** The same with the blind spot filled, or allowed by name in the policy: what changes. */
  readonly filled: { readonly files?: Files; readonly args?: readonly string[] };
}

/** Text, bytes, what creates the file at a path, or null for no file. */
export type Files = Readonly<Record<string, Content>>;
export type Content = string | Uint8Array | ((path: string) => void) | null;

/** A Dockerfile without findings of severity high. */
export const DOCKERFILE = 'FROM debian:13-slim\nUSER 1000\n';

/** A policy with the gate of these tests, and more keys. */
export const policy = (more = '') => `fail-on: { severity: high }\n${more}`;

/** A policy that allows a gap by name. */
export const allowed = (check: string, target: string): Files => ({
  '.github/portside.yml': policy(
    `allow-uncovered:\n  - { check: ${check}, target: "${target}" }\n`,
  ),
});
