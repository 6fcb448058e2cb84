/** The compilers of expressions, loaded by a single import(): with several, the bundler would include the language several times. */
export { compileCondition } from './conditions.js';
export { compileExpression } from './expressions.js';
