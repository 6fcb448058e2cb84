import { isPlainName, isPlainNumber, isPlainPath } from './plain-text.js';

/** Masks the secrets in a text. */
export type Mask = (text: string) => string;

/** Replaces what may be a secret. */
const HIDDEN = '…';
const MAX_TEXT = 4_096;

/**
 * The value of a variable that decides which code runs, as it may be shown: folders, files, names of options, numbers and
 * modules. All else may be a secret, and is hidden. The result for a shown value is the value.
 */
export function shownValue(value: string, mask: Mask): string {
  const parts = mask(value.slice(0, MAX_TEXT)).split(/(\s+)/);
  return parts
    .map((word, i) => (i % 2 === 1 ? word : shownOption(word, parts[i - 2] ?? '')))
    .join('');
}

/** `--require=/opt/a.js`, `-javaagent:/opt/a.jar`, or folders with colons between them. */
function shownOption(word: string, before: string): string {
  const [, name = ''] = /^(-{1,2}[A-Za-z][\w.-]*)/.exec(word) ?? [];
  const isModule = LOADERS.test(before) && isPlainName(word);
  if (isModule || word === '') return word;
  const shownName = name === '' || (isPlainName(name) && !/^-[pP]./.test(name)) ? name : HIDDEN;
  const rest = word.slice(name.length).split(/([=:;,?&#])/);
  const isSwitch = (part: string) => name === '-XX' && isPlainName(part);
  const shown = rest.map((part, i) =>
    i % 2 === 1 || isSwitch(part) ? part : shownPart(part, rest[i + 1]),
  );
  return shownName + shown.join('');
}

function shownPart(part: string, next = ''): string {
  if (part === '' || part === HIDDEN) return part;
  const isScheme = next === ':' && /^(?:https?|file|data|node)$/.test(part);
  return isScheme || isPlainPath(part) || isPlainNumber(part) ? part : HIDDEN;
}

/** Options whose next word is the name of a module. */
const LOADERS = /^(?:--?require|-r|--import|--(?:experimental-)?loader|-M|-m)$/;

/**
 * The words of a command without what may be a secret: the values of options and variables for passwords, also in scripts,
 * logins and queries of URLs, and long random texts. The words stay as they are otherwise.
 */
export function shownCommand(given: readonly string[], mask: Mask): readonly string[] {
  const words = given.map((word, i) => mask(withoutPhrase(word, given[i - 1] ?? '')));
  const text = words.join(' ').slice(0, MAX_TEXT);
  const shown = HIDING.reduce((all, [pattern, hide]) => all.replace(pattern, hide), mask(text));
  if (shown === given.join(' ')) return given;
  const [olds, parts] = [text.split(/\s+/), shown.split(/\s+/)];
  // A secret with spaces: which part is of which word is not known.
  if (olds.length !== parts.length) return shown.split(' ');
  let at = 0;
  const whole = words.map((word) =>
    word
      .split(/(\s+)/)
      .map((part, i) => (i % 2 === 1 ? part : (parts[at++] ?? HIDDEN)))
      .join(''),
  );
  const cut = whole.findIndex((_, i) => words.slice(0, i + 1).join(' ').length > MAX_TEXT);
  return cut < 0 ? whole : [...whole.slice(0, cut), HIDDEN];
}

/** A word with spaces that is one secret: `--password "one two"`, `--password="one two"`. */
function withoutPhrase(word: string, before: string): string {
  if (!/\s/.test(word)) return word;
  const isOf = (name: string) => SECRET.test(name) && !SWITCH.test(name);
  if (/^--?[A-Za-z][\w.-]*$/.test(before) && isOf(before)) return HIDDEN;
  const [, name] = /^((?:--?)?[A-Za-z_][\w.-]{0,80}=)\S*\s/.exec(word) ?? [];
  return name !== undefined && isOf(name.slice(0, -1)) && !/[;|&]/.test(word)
    ? `${name}${HIDDEN}`
    : word;
}

/** `-pSECRET`, as for mysql and others. */
const GLUED = /(?<![\w-])-([pP])([^\s=]{2,500})/g;
/** `--requirepass SECRET`, `-p SECRET`, `--auth=user:SECRET`. */
const OPTION = /(?<![\w-]|mkdir )(--?[A-Za-z][\w.-]{0,80})(=|[ \t]+)(?!-)([^\s;|&]{1,1000})/g;
/** `PASSWORD=SECRET`. */
const VARIABLE = /(?<![\w$-])([A-Za-z_][\w.]{1,80})(=)([^\s;|&]{1,1000})/g;
/** `user:SECRET@tcp(db:3306)/x`, and the login of a URL. A digest after the `@` belongs to an image. */
const LOGIN = /(?<=[\w.-]:)([^\s/:@"'$…][^\s/:@"']{0,500})@(?!sha\d{3}:)/g;
/** `?key=SECRET&sig=SECRET` of a URL. */
const QUERY = /([?&][\w.[\]-]{1,80}=)([^\s&#"'$…][^\s&#"']{0,1000})/g;
/** Who knows the path of a webhook may call it. */
const WEBHOOK = /(\bhttps?:\/\/(?=[^\s"']{0,200}hook)[^\s"'/]{1,200}\/)[^\s"']{1,1000}/gi;
/** `openssl enc -k SECRET`. */
const OPENSSL = /(\bopenssl[ \t][^;|&]{0,500}?[ \t]-k[ \t]+)([^\s;|&]{1,1000})/g;
/** `password:SECRET`, `{"a":"SECRET"}`; not the parts of a URL, or a digest. */
const PAIR =
  /(?<=[A-Za-z_][\w.-]{0,80}(?<!\bsha\d{3})["']?[ \t]?:[ \t]?["']?)[^\s/:;,&|"'{}[\]()@…-][^\s/;,&|"'{}[\]()@]{0,1000}/g;
/** Longer than most words. */
const TOKEN = /[A-Za-z0-9_.~%+-]{16,1000}(?:={1,2}(?=[\s"',;]|$))?/g;

type Hide = (all: string, ...groups: string[]) => string;

const HIDING: readonly (readonly [RegExp, Hide])[] = [
  [WEBHOOK, (_, before = '') => `${before}${HIDDEN}`],
  [LOGIN, () => `${HIDDEN}@`],
  [QUERY, (all, name = '', value = '') => (isPlainNumber(value) ? all : `${name}${HIDDEN}`)],
  [OPENSSL, (_, before = '') => `${before}${HIDDEN}`],
  [GLUED, (all, letter = '', value = '') => hideGlued(all, letter, value)],
  [VARIABLE, (all, name = '', between = '', value = '') => hideValue(all, name, between, value)],
  [OPTION, (all, name = '', between = '', value = '') => hideValue(all, name, between, value)],
  [PAIR, (value) => (isPlainValue(value) ? value : HIDDEN)],
  [TOKEN, (token) => (isPlainName(token) ? token : HIDDEN)],
];

/** Options of one dash that begin with p: of programs in Go, Java and others. */
const WORDS_WITH_P =
  /^p(?:ackages?|arallel|artitions?|ath|attern|eers?|ersist|id(?:file)?|ing|lugins?|ool|orts?|refix|reload|retty|rint|riority|rocess(?:es)?|rofiles?|rojects?|roperties|rotocol|rovider|roxy|ublic|ublish|ull|ush)\b/i;

function hideGlued(all: string, letter: string, value: string): string {
  const isKnown = value === HIDDEN || WORDS_WITH_P.test(`${letter}${value}`);
  return isKnown || isPlainNumber(value) || isPlainPath(value) ? all : `-${letter}${HIDDEN}`;
}

function hideValue(all: string, name: string, between: string, value: string): string {
  if (SWITCH.test(name)) return all;
  const bare = value.replace(/^["']|["']$/g, '');
  if (!SECRET.test(name)) return isPlainValue(bare) ? all : `${name}${between}${HIDDEN}`;
  const isNumber = isPlainNumber(bare) && (!ALWAYS.test(name) || !/\d/.test(bare));
  // `-p data/logs` of a script is no password; `--cred admin/SECRET` is one.
  const isPath = isPlainPath(bare) && (/^-[pP]$/.test(name) || FILE.test(bare));
  return isNumber || isPath || /^(?:…|\$)/.test(bare) ? all : `${name}${between}${HIDDEN}`;
}

/** Whether the value of any option may be shown: words of letters, numbers, files, and what hides a secret already. */
function isPlainValue(value: string): boolean {
  if (URL_START.test(value)) return true;
  const parts = value.replace(/^[A-Za-z_]\w{0,80}=/, '').split(/[,:]|(?<=\w)=/);
  return parts.every(
    (part) =>
      part === '' ||
      isPlainNumber(part) ||
      isPlainPath(part) ||
      /[…$(`]/.test(part) ||
      /^["'*]|^@?[A-Za-z]{1,20}(?:[._-][A-Za-z]{1,20}){0,6}["']?$/.test(part),
  );
}

/** What of a URL is secret is hidden before. */
const URL_START = /^["']?[a-z][a-z+.-]{1,20}:\/\//i;

/** The path of a file, and not two words with a slash. */
const FILE = /^(?:[/\\~$…]|\.{1,2}[/\\])|\.[a-z]{1,5}$/i;
const SECRET =
  /^-[pP]$|pass|pwd|pw$|phrase|secret|token|auth|cred|key|login|salt|jwt|bearer|dsn|connection|licen[cs]e|cookie|webhook|(?:^|[-_.])(?:pin|otp|sig)(?:$|[-_.])/i;
/** Their numbers are secrets too. */
const ALWAYS = /pass|pwd|secret|(?:^|[-_.])(?:pin|otp)(?:$|[-_.])/i;
/** Has no value. */
const SWITCH = /^--?(?:no|disable|enable|skip|allow|accept|require|use|with|without)-/i;
