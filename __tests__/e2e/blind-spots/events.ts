import { DOCKERFILE, type Files, policy } from './blind-spot.js';
import { ADVISORIES, archive, DEBIAN } from './images.js';

/** A step of the Action on a pull request, with something that cannot be checked or that matches nothing. */
export interface EventBlindSpot {
  readonly name: string;
  readonly files?: Files;
  readonly inputs?: Readonly<Record<string, string>>;
  /** What the log or the summary must say. */
  readonly names: RegExp;
  readonly filled: {
    readonly files?: Files;
    readonly inputs?: Readonly<Record<string, string>>;
  };
  /** GitHub cannot read the base branch until the blind spot is filled. */
  readonly unreadableBase?: boolean;
}

/** The files of every story. */
export const REPOSITORY: Files = {
  ...ADVISORIES,
  '.github/portside.yml': policy(),
  Dockerfile: DOCKERFILE,
};
const inputs = (
  wrong: Readonly<Record<string, string>>,
  right: Readonly<Record<string, string>>,
) => ({
  inputs: wrong,
  filled: { inputs: right },
});

export const EVENTS: readonly EventBlindSpot[] = [
  {
    name: 'a misspelled name of the policy',
    names: /portsid\.yml/,
    ...inputs({ policy: '.github/portsid.yml' }, { policy: '.github/portside.yml' }),
  },
  {
    name: 'a misspelled name of a VEX document',
    names: /vexx\.json/,
    ...inputs({ vex: 'vexx.json' }, {}),
  },
  {
    name: 'a misspelled name of a Dockerfile',
    names: /Dockerfiel/,
    ...inputs({ dockerfile: 'Dockerfiel' }, { dockerfile: 'Dockerfile' }),
  },
  {
    name: 'a misspelled name of an image archive',
    names: /imag\.tar/,
    files: { 'image.tar': archive(DEBIAN) },
    ...inputs(
      { image: 'imag.tar', advisories: 'advisories' },
      { image: 'image.tar', advisories: 'advisories' },
    ),
  },
  {
    name: 'a misspelled name of a folder of advisories',
    names: /advisory/,
    files: { 'image.tar': archive(DEBIAN) },
    ...inputs(
      { image: 'image.tar', advisories: 'advisory' },
      { image: 'image.tar', advisories: 'advisories' },
    ),
  },
  {
    name: 'a misspelled severity',
    names: /fail-on.*hihg/,
    ...inputs({ 'fail-on': 'hihg' }, { 'fail-on': 'high' }),
  },
  {
    name: 'a baseline that does not exist',
    names: /before\.tar/,
    files: { 'image.tar': archive(DEBIAN) },
    ...inputs(
      { image: 'image.tar', advisories: 'advisories', baseline: 'before.tar' },
      { image: 'image.tar', advisories: 'advisories', baseline: 'image.tar' },
    ),
  },
  {
    name: 'a base branch that cannot be read',
    names: /policy.*main|main.*policy/s,
    unreadableBase: true,
    filled: {},
  },
];
