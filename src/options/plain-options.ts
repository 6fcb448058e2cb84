import { type CamelCase, camelCase } from '../lib/camel-case.js';
import type { InputName } from './input-names.js';
import { OPTIONS, type Option } from './option-table.js';

/** The declarations of options that need no interpretation. */
type Plain = Exclude<(typeof OPTIONS)[number], { readonly becomes: string }>;
type Flag = Extract<Plain, { readonly type: 'boolean' }>;
type List = Extract<Plain, { readonly multiple: true }>;

type Flags = { readonly [One in Flag as CamelCase<One['name']>]: boolean };
type Lists = { readonly [One in List as CamelCase<One['name']>]: readonly string[] };
type Texts = {
  readonly [One in Exclude<Plain, Flag | List> as CamelCase<One['name']>]: string | undefined;
};

/** Their values, by their names in camel case. */
export type PlainOptions = Flags & Lists & Texts;

/** What reads a value of each type. */
interface Readers {
  readonly flag: (option: InputOption) => boolean;
  readonly list: (option: InputOption) => readonly string[];
  readonly text: (option: InputOption) => string | undefined;
}

type InputOption = Option & { readonly input?: InputName };

const PLAIN: readonly InputOption[] = OPTIONS.filter((option) => !('becomes' in option));

/** Reads each by its declaration. */
export function plainOptions({ flag, list, text }: Readers): PlainOptions {
  const read = (option: InputOption) => {
    if (option.type === 'boolean') return flag(option);
    return option.multiple ? list(option) : text(option);
  };
  const entries = PLAIN.map((option) => [camelCase(option.name), read(option)]);
  return Object.fromEntries(entries) as PlainOptions;
}
