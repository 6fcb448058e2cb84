/** An interpreter, and the files that it runs whenever it starts, whatever program it is to run. */
export interface StartFiles {
  readonly interpreter: 'Perl' | 'Python' | 'Ruby';
  readonly place: RegExp;
}

/**
 * By the path in an image. A `.pth` file runs if it has a line that imports. Python looks for its standard library in an
 * archive first. Sources: Python documentation, site and sys.path; rubygems.rb; perlrun.
 */
export const START_FILES: readonly StartFiles[] = [
  {
    interpreter: 'Python',
    place:
      /(?:^|\/)(?:(?:site|dist)-packages\/[^/]+\.pth|python(?:\d(?:\.\d+)?t?)?\/(?:(?:site|dist)-packages\/)?(?:(?:site|user)customize|apport_python_hook)(?:\.py|\.pyc|\.(?:[^/]+\.)?so|\/__init__\.pyc?)|lib(?:64)?\/python3\d+t?\.zip)$/,
  },
  { interpreter: 'Ruby', place: /(?:^|\/)rubygems\/defaults\/(?:operating_system|ruby)\.rb$/ },
  { interpreter: 'Perl', place: /(?:^|\/)sitecustomize\.pl$/ },
];

/** Modules that Python imports when it starts, from any folder of its path: the site module, and Debian's sitecustomize. */
export const START_MODULE =
  /^((?:.*\/)?)(?:(?:site|user)customize|apport_python_hook)(?:\.py|\.pyc|\.(?:[^/]+\.)?so|\/__init__\.pyc?)$/;
