import { Composer, type Document, Lexer, type LineCounter, Parser } from 'yaml';

/** The documents of a text, with their errors, read one by one. */
export function parseDocuments(text: string, lines: LineCounter): Iterable<Document> {
  // NodeBuilder finds duplicate keys in linear time; the package needs quadratic time.
  const composer = new Composer({ uniqueKeys: false });
  return composer.compose(tokensOf(text, lines));
}

function* tokensOf(text: string, lines: LineCounter) {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  for (const lexeme of createLexer().lex(text)) yield* parser.next(lexeme);
  yield* parser.end();
}

/** Parts of the lexer that the package does not export. */
interface LexerState {
  flowLevel: number;
  /** The indentation that the next line needs to continue a value. */
  indentNext: number;
  parseQuotedScalar(): Generator<string, string | null>;
}

/**
 * The lexer of the package, but indentation has no meaning inside of quotes and brackets, as in libyaml, PyYAML and Go:
 * Go writes long quoted texts with lines that are indented less than their key. YAML 1.2 forbids that.
 */
export function createLexer(): Lexer {
  const lexer = new Lexer();
  const state = lexer as unknown as LexerState;
  let indentNext = 0;
  let isQuoted = false;
  Object.defineProperty(state, 'indentNext', {
    get: () => (isQuoted || state.flowLevel > 0 ? 0 : indentNext),
    set: (value: number) => {
      indentNext = value;
    },
  });
  const parseQuotedScalar = state.parseQuotedScalar.bind(lexer);
  state.parseQuotedScalar = function* () {
    isQuoted = true;
    try {
      return yield* parseQuotedScalar();
    } finally {
      isQuoted = false;
    }
  };
  return lexer;
}
