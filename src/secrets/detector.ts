import type { Confidence } from '../core/finding.js';
import type { Severity } from '../core/severity.js';
import { addTo } from '../lib/group-by.js';
import type { SecretCommand } from './command-values.js';

/** Finds one kind of secret by the format that its provider documents. */
export interface Detector {
  /** kebab-case: github-token */
  readonly id: string;
  /** The kind of secret, for a sentence: "a GitHub token". */
  readonly description: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** Lower-case ASCII. Every such secret, or the name that it is assigned to, contains one of them. */
  readonly keywords: readonly string[];
  readonly format: SecretFormat;
  /** The minimum entropy in bits per character; 0 for any. */
  readonly minEntropy: number;
  /** Rejects values that match the format but are not secrets. */
  readonly accepts?: (secret: string) => boolean;
  /** The paths of files that can contain it; any path when absent. */
  readonly path?: RegExp;
  /** The secret continues on the lines after the match, up to the end of the key. */
  readonly isMultiline?: boolean;
  /** A private key in one line, which tests have as vectors, as those of several lines are. */
  readonly isKey?: boolean;
  /** A person may have chosen the value, so that it can be guessed, unlike a key or a token that a program generated. */
  readonly isChosen?: boolean;
  /** The provider's documentation. */
  readonly reference: string;
}

/** How to recognize a secret at a keyword. */
export type SecretFormat = TokenFormat | NamedFormat | CommandFormat;

/** A secret that contains the keyword. */
export interface TokenFormat {
  readonly kind: 'token';
  readonly pattern: RegExp;
  /** The most characters between the beginning of the secret and the keyword. */
  readonly maxKeywordOffset: number;
  /** The most characters after the beginning of the keyword that the pattern reads. */
  readonly maxLength: number;
  /** A fast check of the bytes after the keyword: most places fail it, so that their text is never decoded. */
  readonly prefilter?: (bytes: Uint8Array, end: number) => boolean;
}

/** A value that is assigned to a name with the keyword as a word. */
export interface NamedFormat {
  readonly kind: 'named';
  readonly value: RegExp;
}

/** A value that a program gets as an argument or as its input. The keywords are the names of the programs. */
export interface CommandFormat {
  readonly kind: 'command';
  readonly commands: ReadonlyMap<string, readonly SecretCommand[]>;
}

/** Members that all detectors have; the optional ones have defaults. */
interface DetectorFields {
  readonly id: string;
  readonly description: string;
  readonly keywords: readonly string[];
  readonly reference: string;
  readonly severity?: Severity;
  readonly confidence?: Confidence;
  readonly minEntropy?: number;
  readonly accepts?: (secret: string) => boolean;
  readonly path?: RegExp;
  readonly isMultiline?: boolean;
  readonly isKey?: boolean;
  readonly isChosen?: boolean;
}

interface TokenFields extends DetectorFields {
  /**
   * A regular expression that begins at the keyword. Its group `secret` is the secret; without one, the complete match.
   * Every quantifier in it must be bounded.
   */
  readonly pattern: string;
  readonly maxKeywordOffset?: number;
  readonly maxLength?: number;
  /** A regular expression that must match after the secret; by default, no letter, digit or underscore follows. */
  readonly boundary?: string;
  readonly prefilter?: (bytes: Uint8Array, end: number) => boolean;
}

interface NamedFields extends DetectorFields {
  /** A regular expression for the complete value. */
  readonly value: string;
}

interface CommandFields extends Omit<DetectorFields, 'keywords'> {
  readonly commands: readonly SecretCommand[];
}

const DEFAULT_MAX_LENGTH = 220;
const DEFAULT_BOUNDARY = '(?![A-Za-z0-9_])';

/** A pattern for a UUID. */
export const UUID = '[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}';

/** A detector for secrets that are recognized by their format, such as a prefix. */
export function token(fields: TokenFields): Detector {
  const {
    pattern: source,
    maxKeywordOffset = 0,
    maxLength = DEFAULT_MAX_LENGTH,
    boundary = DEFAULT_BOUNDARY,
    prefilter,
    ...rest
  } = fields;
  const body = source.includes('(?<secret>') ? source : `(?<secret>${source})`;
  const start = /^(?:\(\?<=|[^A-Za-z0-9([])/.test(source) ? '' : WORD_START;
  // A pattern with a lookbehind is tried at the keyword only, since each try may read far back.
  const isSearched = maxKeywordOffset > 0 && !source.startsWith('(?<=');
  const pattern = new RegExp(`${start}(?:${body})${boundary}`, isSearched ? 'dg' : 'dy');
  return {
    severity: 'high',
    confidence: 'high',
    minEntropy: 2.5,
    ...rest,
    format: { kind: 'token', pattern, maxKeywordOffset, maxLength, prefilter },
  };
}

/** No letter or digit comes before, except the letter of an escaped line break (`\n`). */
const WORD_START = '(?:(?<![A-Za-z0-9])|(?<=\\\\[nrt]))';

/**
 * A detector for values without a format of their own, recognized by the name that they are assigned to. That is less
 * certain. The keywords are words of the name.
 */
export function named({ value, ...rest }: NamedFields): Detector {
  return {
    severity: 'medium',
    confidence: 'medium',
    minEntropy: 3,
    ...rest,
    format: { kind: 'named', value: new RegExp(`^(?:${value})$`) },
  };
}

/** A detector for passwords in the words of commands, which a person may have chosen. */
export function commandWith({ commands, ...rest }: CommandFields): Detector {
  const byProgram = new Map<string, SecretCommand[]>();
  for (const one of commands)
    for (const name of one.programs.split(' ')) addTo(byProgram, name, one);
  return {
    severity: 'high',
    confidence: 'medium',
    minEntropy: 2.5,
    isChosen: true,
    ...rest,
    keywords: [...byProgram.keys()],
    format: { kind: 'command', commands: byProgram },
  };
}

/** The kind of secret as a title: "GitHub token". */
export function titleOf({ description }: Detector): string {
  const noun = description.replace(/^an? /, '');
  return LOWER_CASE_NAME.test(noun) ? noun : noun.charAt(0).toUpperCase() + noun.slice(1);
}

const LOWER_CASE_NAME = /^(?:age|crates\.io|htpasswd|npm|xAI)\b/;
