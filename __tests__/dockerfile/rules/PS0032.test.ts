import { testRule } from './test-rule.js';

testRule('PS0032', {
  reported: [
    ['FROM a:1\nVOLUME ["/data", "/var/run/docker.sock"]', '2:"/var/run/docker.sock"'],
    ['FROM a:1\nENV DOCKER_HOST=tcp://d:2375', '2:DOCKER_HOST=tcp://d:2375'],
  ],
  silent: ['FROM a:1\nVOLUME /data\nENV DOCKER_HOST=tcp://d:2376'],
});
