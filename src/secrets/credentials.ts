import { pathTokenPlaces } from '../lib/path-tokens.js';
import type { Span } from '../lib/span.js';
import { commandPlaces } from './command-places.js';
import { isSecretName } from './secret-names.js';

/**
 * The places of credentials that only their syntax reveals: values of variables, keys and options that are called like a
 * secret, passwords in URLs and on the command lines of well-known programs. They are masked wherever text is shown; the
 * rules decide what is reported. `isProse` is set for sentences, in which `password: wrong` is no assignment.
 */
export function credentialPlaces(text: string, isProse = false): Span[] {
  if (!MARK.test(text)) return [];
  return [
    ...named(text, ASSIGNMENT),
    ...named(text, OPTION),
    ...named(text, HEADER),
    ...(isProse
      ? []
      : [
          ...named(text, YAML_KEY),
          ...named(text, YAML_BLOCK),
          ...named(text, YAML_QUOTED),
          ...named(text, JSON_KEY),
          ...named(text, ENV),
        ]),
    ...named(text, NAME_THEN_VALUE),
    ...named(text, VALUE_THEN_NAME),
    ...always(text, SQL_PASSWORD),
    ...always(text, AUTHORIZATION),
    ...always(text, REDIS),
    ...always(text, URL_PARAMETER),
    ...always(text, TELEGRAM_BOT),
    ...always(text, LOGIN_WITHOUT_SCHEME),
    ...userInfos(text),
    ...pathTokenPlaces(text),
    ...commandPlaces(text),
  ];
}

/** What each of the expressions below needs. Most paths of files have none of it. */
const MARK = /[\s=:"'|@]|(?<![\w-])-/;

/** A value in quotes or without: the quotes are part of the place. A reference to a variable is not a secret. */
const VALUE = String.raw`(?<value>(?!["']?\$[({A-Za-z_])(?:"(?:[^"\\\n]|\\.){1,2000}"|'[^'\n]{1,2000}'|[^\s"',;|&)\]}]{1,2000}))`;
/** What separates an option from its value, also in JSON arrays and YAML lists. */
const NEXT = String.raw`(?:=|[ \t]+|["'][ \t]*,[ \t]*(?=["'])|,[ \t]+(?=[^\s,\]]{1,500}[ \t]*[,\]])|["']?[ \t]*\r?\n[ \t]*-[ \t]+)`;
const NAME = String.raw`(?<name>[A-Za-z_][\w.-]{1,80})`;

/** `NAME=value`, `"NAME" => "value"`, `name := "value"`. */
const ASSIGNMENT = pattern(
  String.raw`(?<![\w.-])${NAME}["']?[ \t]{0,3}(?::=|=>|[+?]?=(?![=~]))[ \t]{0,3}${VALUE}`,
);
/** `--password value`, `--api-key=value`. */
const OPTION = pattern(String.raw`(?<![\w-])--?${NAME}${NEXT}(?!-)${VALUE}`);
/** `-H "X-Api-Key: value"`. */
const HEADER = pattern(
  String.raw`(?<![\w-])(?:-H|--header)${NEXT}?["']?${NAME}:[ \t]*(?<value>[^\s"'$]{1,2000})`,
);
/** `NAME: value` in a line of YAML. */
const YAML_KEY = pattern(
  String.raw`(?:^|\n|[{,])[ \t]*(?:-[ \t]+)?["']?${NAME}["']?:[ \t]+(?![|>&*!])${VALUE.replace(String.raw`[^\s"',;|&)\]}]`, String.raw`[^\s"'{[\]},]`)}`,
);
/** `NAME: |` with the lines of the block. */
const YAML_BLOCK = pattern(
  String.raw`(?:^|\n)(?<indent>[ \t]*)(?:-[ \t]+)?["']?${NAME}["']?:[ \t]+[|>][-+\d]{0,2}[ \t]*(?:#[^\n]*)?\r?\n(?<value>(?:[ \t]*\r?\n|\k<indent>[ \t]+[^\n]*(?:\n|$)){1,500})`,
);
/** The same in quotes, on several lines. */
const YAML_QUOTED = pattern(
  String.raw`["']?${NAME}["']?:[ \t]+(?<value>"(?:[^"\\]|\\[^]){1,4000}"|'[^']{1,4000}')`,
);
/** `"name": "value"`. */
const JSON_KEY = pattern(String.raw`["']${NAME}["'][ \t]{0,3}:[ \t]{0,3}${VALUE}`);
/** `ENV NAME value`. */
const ENV = pattern(
  String.raw`(?:^|\n)[ \t]*(?:ONBUILD[ \t]+)?ENV[ \t]+${NAME}[ \t]+(?<value>[^\s=$][^\n]*)`,
);
/** A variable of a container: `name: NAME` and `value: value`, in both orders. */
const NAME_THEN_VALUE = pattern(
  String.raw`["']?\bname["']?:[ \t]*["']?${NAME}["']?[ \t]*(?:\r?\n|,)[ \t]*["']?value["']?:[ \t]*${VALUE}`,
);
const VALUE_THEN_NAME = pattern(
  String.raw`["']?\bvalue["']?:[ \t]*${VALUE}[ \t]*(?:\r?\n|,)[ \t]*["']?name["']?:[ \t]*["']?${NAME}`,
);
const SQL_PASSWORD = pattern(
  String.raw`\b(?:identified[ \t]+by(?:[ \t]+password)?|password)[ \t]+(?<value>'[^'\n]{1,500}'|"[^"\n]{1,500}")`,
);
const AUTHORIZATION = pattern(
  String.raw`\b(?:authorization|token)["']?[ \t]*[:=][ \t]*["']?(?:bearer|basic|token|digest)[ \t]+(?<value>[^\s"'$]{1,2000})`,
);
/** `redis-server --requirepass value`, and the same in redis.conf. */
const REDIS = pattern(String.raw`\b(?:requirepass|masterauth)[ \t]+${VALUE}`);
/** Signatures and sessions in URLs. Other parameters are found by their names. */
const URL_PARAMETER = pattern(
  String.raw`[?&;](?:sig|signature|sid|sas|hmac|jwt|auth|code|jsessionid|phpsessid|session(?:id)?|x-(?:amz|goog)-(?:signature|credential|security-token))=(?<value>(?!\$)[^\s&;"'#<>]{1,4000})`,
);
/** The token of a bot is a part of the path. */
const TELEGRAM_BOT = pattern(String.raw`\/bot\d{5,12}:(?<value>[\w-]{30,60})`);
/** `user:password@host.example/path`, also without a scheme; not `npm:name@1.2.3`, and not an image with a digest. */
const LOGIN_WITHOUT_SCHEME = pattern(
  String.raw`(?<![\w.:/@-])(?!mailto:)[\w.+-]{1,100}:(?<value>(?!\$)[^\s/@:"'\x60<>]{1,512})@(?=(?:[a-z0-9-]{1,63}\.){1,10}[a-z]{2,63}(?![\w-])|localhost\b)`,
);

/** The group `value` is the place; the indices of groups are in the match. */
function pattern(source: string): RegExp {
  return new RegExp(source, 'gid');
}

/** The values of matches whose name is that of a secret. */
function named(text: string, expression: RegExp): Span[] {
  const places: Span[] = [];
  for (const match of text.matchAll(expression)) {
    const place = placeOf(match);
    if (place && isSecretName((match.groups?.name ?? '').replaceAll('-', '_')) && isSecret(match))
      places.push(place);
  }
  return places;
}

function always(text: string, expression: RegExp): Span[] {
  return [...text.matchAll(expression)].flatMap((match) => placeOf(match) ?? []);
}

/** What is hidden already keeps its quotes, so that a command stays readable. */
function placeOf({ indices, groups }: RegExpMatchArray): Span | undefined {
  const [start, end] = indices?.groups?.value ?? [];
  // Between two words of a JSON array is no value either.
  if (/^["']?(?:…|[ \t]*,[ \t]*)["']?$/.test(groups?.value ?? '')) return undefined;
  return start === undefined || end === undefined ? undefined : { start, end };
}

/** Switches, small numbers, line continuations, references of templates and the beginning of an object are no secrets. */
function isSecret({ groups }: RegExpMatchArray): boolean {
  const value = (groups?.value ?? '').replace(/^["']|["']$/g, '');
  return !/^(?:|\\|[{[(]+|true|false|yes|no|on|off|null|none|\d{1,4})$|^(?:\{\{|<%)/i.test(value);
}

/** A digest after the `@` belongs to an image: `docker://alpine:3@sha256:…`. */
const URL_LOGIN = /\b([a-z][a-z0-9+.-]{1,20}):\/\/([^\s/"'`<>]{1,512})@(?!sha\d{3}:)/gi;

/** The password of a URL, or a token in the place of the user. */
function userInfos(text: string): Span[] {
  const places: Span[] = [];
  for (const { index, 0: match, 1: scheme = '', 2: login = '' } of text.matchAll(URL_LOGIN)) {
    const end = index + match.length - 1;
    const colon = login.indexOf(':');
    const start = end - login.length + colon + 1;
    const isToken = colon < 0 && /^https?$/i.test(scheme) && login.length >= 8;
    if ((colon >= 0 || isToken) && start < end && text.charAt(start) !== '$')
      places.push({ start, end });
  }
  return places;
}
