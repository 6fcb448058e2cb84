import { describe, expect, it } from '@jest/globals';
import { modulePath } from '../../../src/builds/descriptors/go-mod.js';
import { descriptorFormatOf, isProjectFile } from '../../../src/builds/project-files.js';

/** `name:line:text` of the packages that a descriptor names. */
function packagesOf(path: string, text: string): string[] {
  return (descriptorFormatOf(path)?.read(text) ?? []).map(({ name, from, to }) => {
    const line = text.slice(0, from).split('\n').length;
    return `${name}:${line}:${text.slice(from, to)}`;
  });
}

const GO_MOD = `module example.com/shop

go 1.24
toolchain go1.24.3

require example.com/one v1.0.0 // indirect
require (
	golang.org/x/net v0.1.0
	// golang.org/x/no v0.1.0
)
exclude (
	example.com/excluded v1.0.0
)
`;
const POM = `<?xml version="1.0"?>
<!-- <dependency><groupId>no</groupId><artifactId>no</artifactId></dependency> -->
<project>
  <groupId>com.example</groupId><artifactId>shop</artifactId>
  <parent>
    <groupId>org.springframework.boot</groupId>
    <artifactId>spring-boot-starter-parent</artifactId>
  </parent>
  <dependencies>
    <dependency>
      <groupId>org.apache.logging.log4j</groupId>
      <artifactId> log4j-core </artifactId>
      <exclusions><exclusion><groupId>x</groupId><artifactId>y</artifactId></exclusion></exclusions>
      <optional/>
    </dependency>
  </dependencies>
</project>
`;
const GRADLE = `plugins { id("com.google.cloud.tools.jib") version "3.4.4" }
dependencies {
  // implementation("no:no:1")
  implementation("com.google.guava:guava:31.0-jre")
  implementation group: 'commons-io', name: 'commons-io', version: '2.6'
  runtimeOnly 'org.slf4j:slf4j-api'
}
`;
const CATALOG = `[libraries]
jackson = { module = "com.fasterxml.jackson.core:jackson-databind", version.ref = "jackson" }
netty = { group = "io.netty", name = "netty-handler", version = "4.1.0" }
`;
const PACKAGE = `{
  "name": "shop",
  "scripts": { "lodash": "no" },
  "dependencies": { "lodash": "^4.0.0", "@scope/pkg": "1.0.0" },
  "devDependencies": { "jest": "29" },
  "overrides": { "qs": { "inner": "1" } }
}
`;
const REQUIREMENTS = `# requests
Django==4.2
  urllib3[socks]>=1.26 ; python_version > "3"
-r other.txt
git+https://example.com/x.git
pyyaml
`;

describe('the packages of a descriptor, with the lines that name them', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'go.mod',
      GO_MOD,
      [
        'stdlib:4:go1.24.3',
        'stdlib:3:1.24',
        'example.com/one:6:example.com/one',
        'golang.org/x/net:8:golang.org/x/net',
      ],
    ],
    [
      'app/pom.xml',
      POM,
      [
        'org.springframework.boot:spring-boot-starter-parent:7:spring-boot-starter-parent',
        'org.apache.logging.log4j:log4j-core:12:log4j-core',
      ],
    ],
    [
      'build.gradle.kts',
      GRADLE,
      [
        'com.google.guava:guava:4:com.google.guava:guava:31.0-jre',
        "commons-io:commons-io:5:group: 'commons-io', name: 'commons-io'",
        'org.slf4j:slf4j-api:6:org.slf4j:slf4j-api',
      ],
    ],
    [
      'gradle/libs.versions.toml',
      CATALOG,
      [
        'com.fasterxml.jackson.core:jackson-databind:2:com.fasterxml.jackson.core:jackson-databind',
        'io.netty:netty-handler:3:group = "io.netty", name = "netty-handler"',
      ],
    ],
    ['package.json', PACKAGE, ['lodash:4:lodash', '@scope/pkg:4:@scope/pkg', 'qs:6:qs']],
    [
      'requirements-prod.txt',
      REQUIREMENTS,
      ['Django:2:Django', 'urllib3:3:urllib3', 'pyyaml:6:pyyaml'],
    ],
  ])('%s', (path, text, expected) => {
    expect(packagesOf(path, text)).toEqual(expected);
    expect(isProjectFile(path)).toBe(true);
  });

  it('has the path of a Go module', () => {
    expect(modulePath(GO_MOD)).toBe('example.com/shop');
    expect(modulePath('go 1.24\n')).toBeUndefined();
  });

  it.each<[string, string]>([
    ['pom.xml', '<'.repeat(200_000)],
    ['pom.xml', '<!--'.repeat(200_000)],
    ['pom.xml', '<a>'.repeat(200_000)],
    ['pom.xml', '<dependency><groupId>'.repeat(100_000)],
    ['package.json', '"'.repeat(500_001)],
    ['package.json', '{'.repeat(500_000)],
    ['package.json', '"\\\n'.repeat(200_000)],
    ['build.gradle', `"${'a:'.repeat(300_000)}`],
    ['build.gradle', `group : "a" ,${' '.repeat(500_000)}`],
    ['requirements.txt', `a${' '.repeat(500_000)}x`],
    ['go.mod', `require ${' '.repeat(500_000)}`],
  ])('names nothing in a hostile %s', (path, text) => {
    expect(packagesOf(path, text)).toEqual([]);
  });

  it.each(['README.md', 'src/main.go', 'tsconfig.json', 'values.yaml'])('is not %s', (path) => {
    expect(descriptorFormatOf(path)).toBeUndefined();
    expect(isProjectFile(path)).toBe(false);
  });
});
