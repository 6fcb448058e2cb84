/** What a Go program shows about its own code. Known during a run only; no report contains it. */
export interface GoProgram {
  /** The system that it was built for: `linux`; undefined when the build information does not have it. */
  readonly goos?: string;
  /** `amd64` */
  readonly goarch?: string;
  /** The import path of its main package, whose functions are named `main.…`. */
  readonly mainPackage?: string;
  /** The import path of each module that another one replaces, by the path of the replacement. */
  readonly replaced: ReadonlyMap<string, string>;
  /** The functions in the program, or why they are not known; completes "the program …". */
  readonly functions: GoFunctions | { readonly problem: string };
}

/** The functions of a Go program, inlined ones included. */
export interface GoFunctions {
  /** Whether the program has the function or method (`T.M`) of a package, an instance of it, or a closure in it. */
  has(importPath: string, symbol: string): boolean;
  /** Whether it has any function of the package; the main package is `main`. */
  hasPackage(importPath: string): boolean;
  /** Whether it has any function of a package of the module. */
  hasModule(path: string): boolean;
}
