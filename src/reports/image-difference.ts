import type { ImageDifference } from '../core/image-difference.js';
import { escapeLogLine, escapeMarkdown, sanitize, shorten, toJson } from './escape.js';
import {
  type ChangeLine,
  changeLines,
  formatPlace,
  formatTotal,
  notesOn,
} from './image-changes.js';

/** The formats of `portside diff`. */
export const DIFFERENCE_FORMATS: Readonly<
  Record<string, (differences: readonly ImageDifference[]) => string>
> = { text, markdown, json };

const MAX_LINE = 300;

/** For people: one line a change, the riskiest first; what matters least is counted. */
function text(differences: readonly ImageDifference[]): string {
  const parts = differences.map((difference) =>
    [
      title(difference),
      ...changeLines(difference).map((one) => `  ${one.risk.padEnd(7)} ${line(withPlace(one))}`),
      ...notesOn(difference).map((sentence) => `  ${line(sentence)}`),
      formatTotal(difference),
    ].join('\n'),
  );
  return `${parts.join('\n\n')}\n`;
}

function line(message: string): string {
  return escapeLogLine(shorten(sanitize(message), MAX_LINE));
}

/** `New setuid program opt/su (Dockerfile:12)`. */
function withPlace({ message, location }: ChangeLine): string {
  return location ? `${message} (${formatPlace(location)})` : message;
}

/** A section of a comment. */
function markdown(differences: readonly ImageDifference[]): string {
  const parts = differences.map((difference) =>
    [
      `### What changes in the image${platformOf(difference)}`,
      '',
      `${escapeMarkdown(names(difference))}. ${formatTotal(difference)}`,
      '',
      ...changeLines(difference).map((one) => `- **${one.risk}** ${cell(withPlace(one))}`),
      ...notesOn(difference).map((sentence) => `- ${cell(sentence)}`),
    ].join('\n'),
  );
  return `${parts.join('\n\n')}\n`;
}

function cell(message: string): string {
  return escapeMarkdown(shorten(message, MAX_LINE));
}

/** For programs: everything. */
function json(differences: readonly ImageDifference[]): string {
  return `${toJson({ schema: 'portside-difference/1', differences }, 2)}\n`;
}

function title(difference: ImageDifference): string {
  return `${sanitize(names(difference))}${platformOf(difference)}`;
}

function names({ before, after }: ImageDifference): string {
  return `${before.name} → ${after.name}`;
}

function platformOf({ platform }: ImageDifference): string {
  return platform === undefined ? '' : ` (${sanitize(platform)})`;
}
