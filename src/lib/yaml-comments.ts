import { LineCounter } from 'yaml';
import { createLexer } from './yaml-parser.js';

/** A comment of a YAML text, `#` included. */
export interface YamlComment {
  readonly line: number;
  readonly column: number;
  readonly text: string;
  /** The line contains nothing but the comment. */
  readonly isWholeLine: boolean;
}

/** Control tokens that the lexer puts between the tokens of the text; SCALAR precedes the text of a scalar. */
const SCALAR = '\u001f';
const CONTROL_TOKENS = new Set(['\u0002', '\u0018', SCALAR]);

/** The comments of a YAML text, valid or not; a `#` in a scalar does not start one. */
export function yamlComments(text: string): YamlComment[] {
  const comments: { readonly offset: number; readonly comment: string }[] = [];
  let offset = 0;
  let isScalar = false;
  for (const token of createLexer().lex(text)) {
    if (CONTROL_TOKENS.has(token)) isScalar = token === SCALAR;
    else {
      if (token.startsWith('#') && !isScalar) comments.push({ offset, comment: token });
      offset += token.length;
      isScalar = false;
    }
  }
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1))
    lines.addNewLine(at + 1);
  return comments
    .filter(({ offset: at, comment }) => text.startsWith(comment, at))
    .map(({ offset: at, comment }) => {
      const { line, col: column } = lines.linePos(at);
      const isWholeLine = /^\s*$/.test(text.slice(at - column + 1, at));
      return { line, column, text: comment, isWholeLine };
    });
}
