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
 * The words of a command without what may be a secret: the values of options for passwords, also in scripts, and long random
 * texts. If there is one, words with spaces are split.
 */
export function shownCommand(words: readonly string[], mask: Mask): readonly string[] {
  const text = words.join(' ').slice(0, MAX_TEXT);
  const shown = mask(text)
    .replace(GLUED, hideGlued)
    .replace(OPTION, hideValue)
    .replace(TOKEN, (token) => (isPlainName(token) ? token : HIDDEN));
  return shown === words.join(' ') ? words : shown.split(' ');
}

/** `-pSECRET`, as for mysql and others. */
const GLUED = /(?<![\w-])-([pP])([^\s=]{2,500})/g;
/** `--requirepass SECRET`, `-p SECRET`, `--auth=user:SECRET`. */
const OPTION = /(?<![\w-]|mkdir )(--?[A-Za-z][\w.-]{0,80})(=|[ \t]+)(?!-)([^\s;|&]{1,1000})/g;
/** Longer than most words. */
const TOKEN = /[A-Za-z0-9_.~%+-]{16,1000}=*/g;

/** Options of one dash that begin with p: of programs in Go, Java and others. */
const WORDS_WITH_P =
  /^p(?:ackages?|arallel|artitions?|ath|attern|eers?|ersist|id(?:file)?|ing|lugins?|ool|orts?|refix|reload|retty|rint|riority|rocess(?:es)?|rofiles?|rojects?|roperties|rotocol|rovider|roxy|ublic|ublish|ull|ush)\b/i;

function hideGlued(all: string, letter: string, value: string): string {
  const isKnown = value === HIDDEN || WORDS_WITH_P.test(`${letter}${value}`);
  return isKnown || isPlainNumber(value) || isPlainPath(value) ? all : `-${letter}${HIDDEN}`;
}

function hideValue(all: string, name: string, between: string, value: string): string {
  if (!SECRET.test(name) || SWITCH.test(name)) return all;
  const bare = value.replace(/^["']|["']$/g, '');
  const isNumber = isPlainNumber(bare) && (!ALWAYS.test(name) || !/\d/.test(bare));
  const isShown = isNumber || isPlainPath(bare) || /^(?:…|\$)/.test(bare);
  return isShown ? all : `${name}${between}${HIDDEN}`;
}

const SECRET = /^-[pP]$|pass|pwd|secret|token|auth|cred|key|login|salt|jwt|bearer|dsn|connection/i;
/** Their numbers are secrets too. */
const ALWAYS = /pass|pwd|secret/i;
/** Has no value. */
const SWITCH = /^--?(?:no|disable|enable|skip|allow|require|use|with|without)-/i;
