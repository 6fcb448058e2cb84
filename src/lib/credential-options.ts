import type { Span } from './span.js';

/**
 * Whether an option takes a credential as its next word, by its name: `--password`, `--src-creds`, `--oauth2-bearer`,
 * `--//registry/:_authToken`. Tools have more options than are known here, and such a word must not be taken for a package.
 */
export function takesCredential(option: string): boolean {
  return CREDENTIAL.test(option) && !WITHOUT_VALUE.test(option);
}

const CREDENTIAL =
  /^-.{0,200}(?:(?<=[-_.:/])(?:pass|auth|otp|pat|cookie|key-?id|jwt|sas)|pass(?:word|wd|phrase)|token|secret|creds?|credentials?|api-?key|bearer|username|(?:access|secret|account|private|signing)-?key)$/i;

/** Switches, and options that say how a credential is asked for. */
const WITHOUT_VALUE =
  /^--?(?:no|ask|use|prompt|ignore|require|skip|save|store|show|with|without|keep|allow|disable|enable|basic|digest|force)-/i;

/** Where command lines of a text give credentials to such options: `--password VALUE`, `--src-creds=VALUE`. Not for variables. */
export function credentialValues(text: string): Span[] {
  return [...text.matchAll(OPTION)].flatMap(({ 0: all, 1: option = '', 2: value = '', index }) => {
    const end = index + all.length;
    const isSecret = takesCredential(option) && !/(?:user|key-?id|_?id)(?:name)?$/i.test(option);
    return isSecret ? [{ start: end - value.length, end }] : [];
  });
}

const OPTION =
  /(?<=\s)(--?[\w./:-]{1,100}?)(?:=|[ \t]{1,9})("[^"\n$]{1,500}"|'[^'\n$]{1,500}'|[^\s"'$<>;|&-][^\s"';|&$]{0,500})(?![^\s;|&])/g;
