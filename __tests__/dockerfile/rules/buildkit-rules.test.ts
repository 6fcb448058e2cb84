import { describe, expect, it, test } from '@jest/globals';
import { fixed, lint, marks } from '../lint-text.js';

describe('BuildKit’s checks point at the word they are about', () => {
  test.each<[rule: string, text: string, found: string[]]>([
    ['StageNameCasing', 'FROM a:1 AS Build\nFROM a:1 AS run', ['1:Build']],
    ['ConsistentInstructionCasing', 'FROM a:1\nRUN x\ncopy a b', ['3:copy']],
    ['ConsistentInstructionCasing', 'from a:1\nrun x\nCOPY a b', ['3:COPY']],
    ['ConsistentInstructionCasing', 'FROM a:1\nRun x', ['2:Run']],
    ['ConsistentInstructionCasing', 'from a:1\nRUN x', ['1:from']],
    ['ConsistentInstructionCasing', 'arg X\nFROM a:1\nRUN x', []],
    ['DuplicateStageName', 'FROM a:1 AS x\nFROM a:1 AS X', ['2:X']],
    ['ReservedStageName', 'FROM a:1 AS context\nFROM a:1 AS scratch', ['1:context', '2:scratch']],
    ['UndefinedArgInFrom', 'ARG A\nFROM x:$A$B', ['2:x:$A$B']],
    [
      'UndefinedArgInFrom',
      'FROM --platform=$BUILDPLATFORM a:1 AS b\nFROM --platform=$BULDPLATFORM a:1',
      ['2:$BULDPLATFORM'],
    ],
    ['UndefinedArgInFrom', 'FROM a:1\nARG LATE=1\nFROM b:$LATE', ['3:b:$LATE']],
    ['InvalidDefaultArgInFrom', 'ARG V\nFROM debian:$V', ['2:debian:$V']],
    ['InvalidDefaultArgInFrom', 'ARG V=12\nFROM debian:$V\nFROM a:1 AS b\nFROM b', []],
    ['InvalidDefaultArgInFrom', 'FROM debian:12-$TARGETARCH', []],
    ['UndefinedVar', 'FROM scratch\nCOPY $a /b', ['2:$a']],
    ['UndefinedVar', 'FROM scratch\nARG a\nCOPY $a /b', []],
    ['UndefinedVar', 'ARG a=1\nFROM scratch\nCOPY $a /b', ['3:$a']],
    ['UndefinedVar', 'FROM scratch AS b\nENV a=1\nFROM b\nCOPY $a /b', []],
    ['UndefinedVar', 'FROM scratch AS b\nENV a=1\nFROM scratch\nCOPY $a /b', ['4:$a']],
    ['UndefinedVar', 'FROM scratch\nENV a=1 b=$a', ['2:$a']],
    ['UndefinedVar', 'FROM scratch\nARG a=1 b=$a', []],
    ['UndefinedVar', 'FROM scratch\nENV PATH=$PATH:/x', []],
    ['UndefinedVar', "FROM scratch\nENV A='$x' B=\\$x", []],
    ['UndefinedVar', 'FROM scratch\nRUN echo $a\nCMD $a\nEXPOSE $a', []],
    [
      'UndefinedVar',
      'FROM scratch\nRUN --mount=type=cache,target=$a x',
      ['2:type=cache,target=$a'],
    ],
    ['UndefinedVar', 'FROM scratch\nCOPY --chown=$a x /x', ['2:$a']],
    ['UndefinedVar', 'FROM scratch\nCOPY <<E /x\nit\'s "$a"\nE', ['2:<<E']],
    ['UndefinedVar', "FROM scratch\nCOPY <<'E' /x\n$a\nE", []],
    ['UndefinedVar', 'FROM scratch\nVOLUME ["/$a"]', ['2:"/$a"']],
    ['UndefinedVar', 'FROM scratch\nENV A=1 \\\n  B=$x', ['2:ENV A=1 \\\n  B=$x']],
    ['WorkdirRelativePath', 'FROM a:1\nWORKDIR app\nWORKDIR more', ['2:app']],
    ['WorkdirRelativePath', 'FROM a:1 AS b\nWORKDIR /x\nFROM b\nWORKDIR app', []],
    ['WorkdirRelativePath', 'FROM a:1\nENV D=app\nWORKDIR $D', ['3:$D']],
    ['WorkdirRelativePath', 'FROM a:1\nWORKDIR $UNKNOWN/app', []],
    ['WorkdirRelativePath', 'FROM mcr.microsoft.com/windows/nanoserver:1\nWORKDIR c:\\app', []],
    [
      'MultipleInstructionsDisallowed',
      'FROM a:1\nCMD ["a"]\nCMD ["b"]\nFROM a:1\nCMD ["a"]',
      ['2:CMD'],
    ],
    ['MaintainerDeprecated', 'FROM a:1\nMAINTAINER me', ['2:MAINTAINER']],
    ['NoEmptyContinuation', 'FROM a:1\nRUN a && \\\n\n  b', ['4:b']],
    ['NoEmptyContinuation', 'FROM a:1\nRUN a && \\\n# why\n  b', []],
    ['LegacyKeyValueFormat', 'FROM a:1\nENV A b c\nLABEL x y\nENV A=b', ['2:A b c', '3:x y']],
    [
      'RedundantTargetPlatform',
      'FROM --platform=$TARGETPLATFORM a:1\nFROM --platform=$BUILDPLATFORM a:1',
      ['1:--platform=$TARGETPLATFORM'],
    ],
    ['SecretsUsedInArgOrEnv', 'FROM a:1\nARG API_KEY\nENV A=1 TOKEN=x', ['2:API_KEY', '3:TOKEN']],
    ['SecretsUsedInArgOrEnv', 'ARG TOKEN\nFROM a:1\nARG TOKEN_FILE PUBLIC_KEY KEYBOARD', []],
    [
      'FromPlatformFlagConstDisallowed',
      'FROM --platform=linux/amd64 a:1\nFROM --platform=linux/amd64 a:1 AS build-amd64\nFROM --platform=x86_64 a:1',
      ['1:--platform=linux/amd64', '3:--platform=x86_64'],
    ],
    ['ExposeProtoCasing', 'FROM a:1\nEXPOSE 1/TCP 2/udp 3', ['2:1/TCP']],
    [
      'ExposeInvalidFormat',
      'FROM a:1\nENV P=1:2\nEXPOSE 127.0.0.1:80:80 $P 80',
      ['3:127.0.0.1:80:80', '3:$P'],
    ],
    [
      'InvalidDefinitionDescription',
      '# check=experimental=InvalidDefinitionDescription\n\n# the version\nARG V\n# V the version\nARG V\n\n# note\n#\nFROM a:1 AS b',
      ['4:ARG'],
    ],
    ['InvalidDefinitionDescription', '# the version\nARG V\nFROM a:1', []],
    [
      'InvalidDefinitionDescription',
      '# check=experimental=InvalidDefinitionDescription\n# a part\n\nFROM a:1 AS b\n# a part\n \t\nARG V\n# note\nARG W',
      ['9:ARG'],
    ],
    ['JSONArgsRecommended', 'FROM a:1\n# check=skip=JSONArgsRecommended\nCMD a', []],
    [
      'JSONArgsRecommended',
      'FROM a:1\n# check=skip=JSONArgsRecommended\nRUN x\nCMD a $b',
      ['4:a $b'],
    ],
  ])('%s in %j', (rule, text, found) => {
    expect(marks(text, rule)).toEqual(found);
  });

  test.each<[text: string, ignoreFile: string | null | undefined, found: string[]]>([
    ['COPY dist /a', 'dist', ['2:dist']],
    ['ADD ./dist/x /a', 'dist', ['2:./dist/x']],
    ['COPY --from=b dist /a', 'dist', []],
    ['COPY dist /a', 'dist\n!dist/keep', []],
    ['COPY . /a', '.*', []],
    ['COPY . /a', '*', ['2:.']],
    ['ADD https://example.org/dist /a', '**', []],
    ['COPY dist /a', null, []],
    ['COPY dist /a', undefined, []],
  ])('CopyIgnoredFile in %j with %j', (line, ignoreFile, found) => {
    const config = ignoreFile === undefined ? {} : { ignoreFile };
    expect(marks(`FROM a:1 AS b\n${line}`, 'CopyIgnoredFile', config)).toEqual(found);
  });

  it('compares platforms only where a registry has told them', () => {
    const text = 'FROM a:1\nFROM --platform=linux/arm64 a:1 AS arm64\nFROM b:1';
    const basePlatforms = new Map([['a:1', ['linux/amd64', 'windows/amd64']]]);
    const rule = 'InvalidBaseImagePlatform';
    expect(marks(text, rule)).toEqual([]);
    expect(marks(text, rule, { basePlatforms })).toEqual(['2:a:1']);
    expect(marks(text, rule, { basePlatforms, targetPlatform: 'linux/s390x' })).toEqual([
      '1:a:1',
      '2:a:1',
    ]);
  });

  it('suggests the name that was likely meant', () => {
    const [undefinedVar] = lint('FROM scratch\nENV A=$PAHT', 'UndefinedVar');
    expect(undefinedVar?.message).toContain('did you mean $PATH?');
    const [inFrom] = lint('ARG VERSION=1\nFROM a:$VERSOIN', 'UndefinedArgInFrom');
    expect(inFrom?.message).toContain('did you mean "VERSION"?');
  });

  it('is sure of an undefined variable only where no base image can set it', () => {
    expect(lint('FROM scratch\nUSER $u', 'UndefinedVar')[0]?.confidence).toBe('high');
    expect(lint('FROM a:1\nUSER $u', 'UndefinedVar')[0]?.confidence).toBe('medium');
  });

  it('skips all of BuildKit’s checks by check=skip=all, and no others', () => {
    const text = '# check=skip=all\nFROM a:1 as b\nWORKDIR /proc/self';
    expect(marks(text, 'FromAsCasing')).toEqual([]);
    expect(marks(text, 'PS0012')).toEqual(['3:/proc/self']);
  });

  it('gives one finding where hadolint says the same, in a further line too', () => {
    const text = 'FROM a:1\nENV A=1 \\\n  API_TOKEN=x';
    const findings = lint(text, 'SecretsUsedInArgOrEnv');
    expect(findings).toHaveLength(1);
    expect(findings[0]?.location).toMatchObject({ startLine: 2, endLine: 3 });
  });
});

describe('their fixes change only what they must, once', () => {
  test.each<[rule: string, before: string, after: string]>([
    [
      'StageNameCasing',
      'FROM a:1 AS Build\nFROM b:1\nCOPY --from=Build /a /b',
      'FROM a:1 AS build\nFROM b:1\nCOPY --from=build /a /b',
    ],
    ['ConsistentInstructionCasing', 'FROM a:1\nRUN x\ncopy a b', 'FROM a:1\nRUN x\nCOPY a b'],
    [
      'ConsistentInstructionCasing',
      'from a:1 as b\r\nRUN x\r\nRUN y\r\n',
      'FROM a:1 AS b\r\nRUN x\r\nRUN y\r\n',
    ],
    ['LegacyKeyValueFormat', 'FROM a:1\nENV A b', 'FROM a:1\nENV A=b'],
    ['LegacyKeyValueFormat', 'FROM a:1\nENV A  b c $d', 'FROM a:1\nENV A="b c $d"'],
    ['LegacyKeyValueFormat', 'FROM a:1\nENV\tA\t"b c"\r\n', 'FROM a:1\nENV\tA="b c"\r\n'],
    ['LegacyKeyValueFormat', 'FROM a:1\nENV A "b" c', 'FROM a:1\nENV A "b" c'],
    ['LegacyKeyValueFormat', 'FROM a:1\nENV A b \\\n C=d', 'FROM a:1\nENV A b \\\n C=d'],
    ['LegacyKeyValueFormat', 'FROM a:1\nENV A =b', 'FROM a:1\nENV A =b'],
    [
      'NoEmptyContinuation',
      'FROM a:1\r\nRUN a && \\\r\n\r\n \r\n  b\r\n',
      'FROM a:1\r\nRUN a && \\\r\n  b\r\n',
    ],
    ['RedundantTargetPlatform', 'FROM --platform=$TARGETPLATFORM  a:1', 'FROM a:1'],
    ['ExposeProtoCasing', 'FROM a:1\nEXPOSE 1/TCP 2', 'FROM a:1\nEXPOSE 1/tcp 2'],
    ['ExposeInvalidFormat', 'FROM a:1\nEXPOSE 8080:80/udp', 'FROM a:1\nEXPOSE 80/udp'],
    ['FromAsCasing', 'FROM a:1 as x', 'FROM a:1 AS x'],
  ])('%s on %j', (rule, before, after) => {
    expect(fixed(before, rule)).toBe(after);
    expect(fixed(after, rule)).toBe(after);
  });
});
