import { describe, expect, it } from '@jest/globals';
import { mounted, optionAccess, scriptAccess } from '../../src/manifests/host-access.js';

const whats = (script: string) => scriptAccess(script).map(({ what }) => what);

describe('commands of a script', () => {
  it.each<[script: string, expected: readonly string[]]>([
    ['docker run --privileged a', ['full privileges']],
    ['docker run --privileged=false a', []],
    ['docker run -it --rm --name b --privileged a', ['full privileges']],
    ['docker run a --privileged', []],
    ['docker run -p 1:1 a sh -c "x --privileged"', []],
    ['sudo -E docker --context c container run --privileged a', ['full privileges']],
    ['docker run \\\n  --rm \\\n  --privileged \\\n  a', ['full privileges']],
    ['FLAGS="--rm --privileged"\ndocker run $FLAGS a', ['full privileges']],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a list of Bash
    ['FLAGS=(--rm --privileged)\ndocker run "${FLAGS[@]}" a', ['full privileges']],
    ['FLAGS = --privileged\nrun:\n\tdocker run $(FLAGS) a', ['full privileges']],
    ['# docker run --privileged a', []],
    ['echo "docker run --privileged a"', []],
    ['echo "first; docker run --privileged a"', []],
    ["  @printf 'docker run --privileged a\\n'", []],
    ['make a # docker run --privileged a', []],
    ['Usage: docker run --privileged a', []],
    ['echo start && docker run --privileged a', ['full privileges']],
    ['echo "start"; docker run --privileged a', ['full privileges']],
    ['if a; then echo b; fi; docker run --privileged a', ['full privileges']],
    ['ssh host "docker run --privileged a"', ['full privileges']],
    ["docker run -e 'A=b;c|d' --privileged a", ['full privileges']],
    ['curl "https://a.example/#b" && docker run --privileged a', ['full privileges']],
    ['docker exec --privileged a sh', ['full privileges']],
    ['kubectl run a --image=b --privileged', ['full privileges']],
    ['kubectl run a --image=b -- --privileged=false', []],
    ['docker run -v /var/run/docker.sock:/s a', ['the socket of the container engine']],
    ['docker run -v/:/host a', ['/ of the host']],
    ['docker run --mount type=bind,src=/etc,dst=/e a', ['/etc of the host']],
    ['docker run --mount type=volume,src=/etc,dst=/e a', []],
    ['docker run -v "$PWD:/src" a', []],
    ['docker run -v /srv/shop:/data a', []],
    [
      'docker run --net host --pid=host a',
      ['the network of the host', 'the pid namespace of the host'],
    ],
    ['docker run --network shop a', []],
    ['docker run --cap-add=cap_sys_admin a', ['capability SYS_ADMIN']],
    ['docker run --cap-add NET_BIND_SERVICE a', []],
    ['docker run --security-opt seccomp=unconfined a', ['an unconfined seccomp profile']],
    ['docker run --device /dev/mem a', ['the device /dev/mem of the host']],
    ['docker run --device /dev/snd a', []],
    ['docker buildx build --allow security.insecure .', ['full privileges']],
    ['docker buildx bake --allow=network.host', ['the network of the host']],
    ['docker build --network host .', ['the network of the host']],
    ['docker build --network none .', []],
    ['docker ps --filter network=host', []],
  ])('%s', (script, expected) => {
    expect(whats(script)).toEqual(expected);
  });

  it('have their place and name', () => {
    expect(scriptAccess('set -e\n  docker run --privileged a\n')).toEqual([
      { what: 'full privileges', isFull: true, command: 'docker run', isBuild: false, offset: 9 },
    ]);
  });

  it('are read behind any number of others, and behind any number of spaces', () => {
    const harm = ['full privileges'];
    expect(whats(`${'docker run a\n'.repeat(2000)}docker run --privileged a`)).toEqual(harm);
    expect(whats(`docker run ${' '.repeat(3000)} --privileged a`)).toEqual(harm);
  });

  it('are read in a file that has nothing else, with quotes that do not end', () => {
    const line = `docker run -v /:/a "a ' b `;
    expect(whats(line.repeat(20_000)).length).toBeGreaterThan(0);
    expect(whats(`docker run --privileged ${'"'.repeat(40_001)} a`)).toEqual(['full privileges']);
  });
});

it('each access is named once', () => {
  expect(optionAccess(['--privileged', '--privileged'])).toHaveLength(1);
});

it.each([
  ['/run/containerd/containerd.sock', 'the socket of the container engine'],
  ['//./pipe/docker_engine', 'the socket of the container engine'],
  ['/var/lib/docker/', '/var/lib/docker/ of the host'],
  ['data', undefined],
  ['/etc/localtime', undefined],
])('a mount of %s gives %s', (source, what) => {
  expect(mounted(source)?.what).toBe(what);
});
