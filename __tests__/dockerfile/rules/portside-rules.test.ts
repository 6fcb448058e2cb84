import { describe, expect, it, test } from '@jest/globals';
import { fixed, lint, marks } from '../lint-text.js';

const today = { now: new Date('2026-11-24') };

describe('Portside’s own rules point at the word they are about', () => {
  test.each<[rule: string, text: string, found: string[]]>([
    ['PS0010', 'FROM a:1\nENV P=22\nEXPOSE 20-25 2222 $P/tcp', ['3:20-25', '3:$P/tcp']],
    ['PS0011', 'FROM a:1\nRUN apt-get update && adduser mike', ['2:update']],
    ['PS0011', 'FROM a:1\nRUN apt-get update \\\n && apt install -y curl', []],
    ['PS0011', 'FROM a:1\nRUN apt-get install -y curl && apt-get update', ['2:update']],
    ['PS0011', 'FROM a:1\nRUN apk update && apk upgrade', []],
    ['PS0011', 'FROM a:1\nRUN apk --update add curl\nRUN npm update', []],
    ['PS0011', 'FROM a:1\nRUN dnf update -y openssl\nRUN dnf -y update', ['3:update']],
    ['PS0012', 'FROM a:1\nWORKDIR "/proc/self/fd/8"', ['2:"/proc/self/fd/8"']],
    ['PS0012', 'FROM a:1\nWORKDIR /development\nWORKDIR /srv/dev', []],
    ['PS0013', 'FROM a:1', ['1:a:1']],
    ['PS0013', 'FROM a:1\nUSER 1000\nUSER root:root', ['3:root:root']],
    ['PS0013', 'FROM a:1 AS b\nUSER 1000\nFROM b', []],
    ['PS0013', 'FROM a:1\nUSER 1000\nFROM b:1', ['3:b:1']],
    ['PS0013', 'FROM gcr.io/distroless/static:nonroot', []],
    ['PS0013', 'FROM a:1\nARG U\nUSER $U', []],
    ['PS0013', 'FROM scratch\nCOPY a /', []],
    ['PS0014', 'FROM a:1\nENV A=1 DB_PASSWORD=x', ['2:DB_PASSWORD']],
    ['PS0014', 'FROM a:1\nARG TOKEN\nFROM b:1', []],
    [
      'PS0014',
      'FROM a:1\nENV MQ_PASS=x CI_PAT=y TLS_KEY=z',
      ['2:MQ_PASS', '2:CI_PAT', '2:TLS_KEY'],
    ],
    ['PS0014', 'FROM a:1\nENV COMPASS=x PAT=y CACHE_KEY=z', []],
    ['PS0014', 'FROM a:1\nENV DB_PASSWORD=""', []],
    ['PS0016', 'FROM a:1\nCOPY .env deploy/id_rsa /app/', ['2:.env', '2:deploy/id_rsa']],
    ['PS0016', 'FROM a:1\nCOPY .env.example ca.pem /app/\nCOPY --from=b .env /x', []],
    ['PS0016', 'FROM a:1\nCOPY config $AWS_CONFIG_FILE', ['2:$AWS_CONFIG_FILE']],
    [
      'PS0016',
      'FROM a:1\nCOPY src /app/\nENV GOOGLE_APPLICATION_CREDENTIALS=./app/sa.json',
      ['3:GOOGLE_APPLICATION_CREDENTIALS'],
    ],
    ['PS0016', 'FROM a:1\nENV GOOGLE_APPLICATION_CREDENTIALS=/run/secrets/sa.json', []],
    ['PS0017', 'FROM a:1\nCMD ["a"]', ['1:a:1']],
    ['PS0017', 'FROM a:1 AS b\nHEALTHCHECK NONE\nFROM b', []],
    ['PS0018', 'FROM a:1\nRUN apt-get update && apt-get --quiet dist-upgrade', ['2:dist-upgrade']],
    ['PS0018', 'FROM a:1\nRUN apt-get update && apt-get upgrade', []],
    ['PS0019', 'FROM a:1\nRUN zypper in -y a && zypper clean && zypper rm -y b', ['2:rm']],
    ['PS0019', 'FROM a:1\nRUN zypper -n in a && zypper cc', []],
    ['PS0020', 'ARG T=latest\nFROM a:$T', ['2:a:$T']],
    ['PS0020', 'ARG R\nFROM $R/a\nFROM $R', ['2:$R/a']],
    ['PS0020', 'ARG T=1\nFROM a:$T\nFROM b@sha256:0\nFROM a:1 AS c\nFROM c', []],
    ['PS0021', 'FROM a:1\nFROM a:1\nFROM b\nFROM scratch\nFROM c:1@sha256:0', ['1:a:1']],
    [
      'PS0022',
      'FROM a:1\nADD https://x.org/a https://x.org/b.git /c/\nADD --checksum=sha256:0 https://x.org/a /c/',
      ['2:https://x.org/a'],
    ],
    [
      'PS0023',
      'FROM a:1\nRUN curl -fsSL x.org | sudo bash -s -- -y',
      ['2:curl -fsSL x.org | sudo bash -s -- -y'],
    ],
    [
      'PS0023',
      'FROM a:1\nRUN wget -qO- x.org | tee /log | python3 -',
      ['2:wget -qO- x.org | tee /log | python3 -'],
    ],
    ['PS0023', 'FROM a:1\nRUN sh -c "$(curl x.org)"', ['2:sh -c "$(curl x.org)"']],
    ['PS0023', 'FROM a:1\nRUN bash <(curl x.org)', ['2:bash <(curl x.org)']],
    ['PS0023', 'FROM a:1\nRUN curl x.org | tar xz && curl x.org | gpg --dearmor', []],
    ['PS0023', 'FROM a:1\nRUN curl x.org | python3 -c "import json" && curl x | sh ./run', []],
    ['PS0024', 'FROM a:1\nRUN a && curl -fsSLk x.org', ['2:curl -fsSLk x.org']],
    ['PS0024', 'FROM a:1\nRUN wget --no-check-certificate x', ['2:wget --no-check-certificate x']],
    [
      'PS0024',
      'FROM a:1\nRUN git -c http.sslVerify=false clone x',
      ['2:git -c http.sslVerify=false clone x'],
    ],
    [
      'PS0024',
      'FROM a:1\nRUN git config --global http.sslVerify false',
      ['2:git config --global http.sslVerify false'],
    ],
    [
      'PS0024',
      'FROM a:1\nRUN npm config set strict-ssl false',
      ['2:npm config set strict-ssl false'],
    ],
    [
      'PS0024',
      'FROM a:1\nRUN pip3 install --trusted-host x y',
      ['2:pip3 install --trusted-host x y'],
    ],
    [
      'PS0024',
      'FROM a:1\nENV NODE_TLS_REJECT_UNAUTHORIZED=0',
      ['2:NODE_TLS_REJECT_UNAUTHORIZED=0'],
    ],
    ['PS0024', 'FROM a:1\nENV NODE_TLS_REJECT_UNAUTHORIZED=1\nRUN curl -dkey=1 -o k x', []],
    ['PS0024', 'FROM a:1\nHEALTHCHECK CMD curl -k https://localhost/', []],
    [
      'PS0025',
      'FROM a:1\nRUN apk add --allow-untrusted a.apk',
      ['2:apk add --allow-untrusted a.apk'],
    ],
    [
      'PS0025',
      'FROM a:1\nRUN echo "deb [trusted=yes] http://x y z" > /l',
      ['2:echo "deb [trusted=yes] http://x y z" > /l'],
    ],
    [
      'PS0026',
      'FROM a:1\nRUN chmod -R 777 /a && chmod a+rw /b && chmod 1777 /tmp',
      ['2:777', '2:a+rw'],
    ],
    [
      'PS0026',
      'FROM a:1\nCOPY --chmod=0666 a /a\nRUN chmod 0755 a && chmod +x,u+w b',
      ['2:--chmod=0666'],
    ],
    ['PS0027', 'FROM a:1\nRUN conda install -y x', ['2:install']],
    ['PS0027', 'FROM a:1\nRUN pacman -Syu --noconfirm x && pacman -Scc --noconfirm', []],
    ['PS0028', 'FROM a:1\nRUN apt-get install -y curl gcc make', ['2:gcc']],
    ['PS0028', 'FROM a:1\nRUN apk add --no-cache -t .b gcc && make && apk del .b', []],
    ['PS0028', 'FROM a:1\nRUN apt-get install -y gcc && make && apt-get purge -y gcc', []],
    ['PS0028', 'FROM a:1 AS b\nRUN apt-get install -y gcc\nFROM a:1\nCOPY --from=b /a /a', []],
    [
      'PS0021',
      'FROM scratch\nCOPY --from=b:latest /b /b\nCOPY --from=c:1 /c /c\nCOPY --from=d@sha256:0 /d /d\nCOPY --from=e /e /e\nRUN --mount=from=f:1 f',
      ['2:b:latest', '3:c:1', '6:from=f:1'],
    ],
    ['PS0029', 'FROM scratch\nCOPY --from=node:18 /a /b', ['2:node:18']],
    ['PS0029', 'ARG V=9\nFROM debian:$V\nFROM debian:13', ['2:debian:$V']],
    [
      'PS0030',
      'FROM a:1\nRUN npm install --omit dev && npm ci && npm i -g x && npm i y',
      ['2:install'],
    ],
    ['PS0030', 'FROM a:1\nRUN yarn install --immutable && pnpm i', ['2:i']],
    ['PS0031', 'FROM a:1\nRUN apt install -y curl wget=1 ./x.deb $MORE', ['2:curl']],
    ['PS0032', 'FROM a:1\nVOLUME ["/data", "/var/run/docker.sock"]', ['2:"/var/run/docker.sock"']],
    ['PS0032', 'FROM a:1\nENV DOCKER_HOST=tcp://d:2375', ['2:DOCKER_HOST=tcp://d:2375']],
    ['PS0034', '# syntax=docker/dockerfile:1.7\nFROM a:1', []],
    ['PS0034', '# syntax=acme/frontend:2\nFROM a:1', ['1:acme/frontend:2']],
    ['PS0034', '# syntax = docker/dockerfile:latest\nFROM a:1', ['1:docker/dockerfile:latest']],
    [
      'PS0035',
      'FROM a:1\nRUN aws configure set aws_access_key_id x',
      ['2:aws configure set aws_access_key_id x'],
    ],
    [
      'PS0035',
      'FROM a:1\nRUN --mount=type=secret,id=a gcloud auth activate-service-account\nRUN aws s3 ls',
      [],
    ],
  ])('%s in %j', (rule, text, found) => {
    expect(marks(text, rule, today)).toEqual(found);
  });

  it('finds credentials in every instruction, at their place', () => {
    const token = ['gh', 'p_', 'aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5'].join('');
    expect(marks(`FROM a:1\nRUN a \\\n  && git clone https://${token}@x.org`, 'PS0015')).toEqual([
      `3:${token}`,
    ]);
    expect(marks('FROM a:1\nARG API_KEY=q8Zr1Lw0Vx7Tk2Ns9Jd4', 'PS0015')).toEqual([
      '2:q8Zr1Lw0Vx7Tk2Ns9Jd4',
    ]);
    expect(marks("FROM a:1\nRUN echo 'root:hunter2' | chpasswd", 'PS0015')).toEqual([
      "2:'root:hunter2'",
    ]);
    expect(marks('FROM a:1\nARG API_KEY\nRUN echo "app:$PW" | chpasswd', 'PS0015')).toEqual([]);
  });

  it('asks for a .dockerignore only where it is known that there is none', () => {
    const text = 'FROM a:1 AS b\nCOPY --from=b . /x\nCOPY ./ /app/\nCOPY . /more/';
    expect(marks(text, 'PS0033', { ignoreFile: null })).toEqual(['3:./']);
    expect(marks(text, 'PS0033', { ignoreFile: '' })).toEqual([]);
    expect(marks(text, 'PS0033')).toEqual([]);
  });

  it('lets a secret file be that .dockerignore leaves out', () => {
    const text = 'FROM a:1\nCOPY .env /app/';
    expect(marks(text, 'PS0016', { ignoreFile: '.env' })).toEqual([]);
    expect(marks(text, 'PS0016', { ignoreFile: 'dist' })).toEqual(['2:.env']);
  });

  it('measures support by the day of the run', () => {
    expect(marks('FROM debian:12', 'PS0029', { now: new Date('2028-06-30') })).toEqual([]);
    expect(marks('FROM debian:12', 'PS0029', { now: new Date('2028-07-01') })).toEqual([
      '1:debian:12',
    ]);
  });

  it('names Trivy’s id only where Trivy would speak', () => {
    expect(lint('FROM a:1\nADD git@github.com:u/r.git /x', 'DS-0005')).toEqual([]);
    expect(lint('FROM a:1\nADD a.js /x', 'DS-0005')).toHaveLength(1);
    expect(lint('FROM a:1\nRUN microdnf install -y x', 'DS-0019')).toEqual([]);
    expect(lint('FROM a:1\nRUN microdnf install -y x', 'DS-0027')).toHaveLength(1);
  });
});

test('npm install becomes npm ci only where a lock file is copied', () => {
  const locked =
    'FROM a:1\nCOPY package*.json ./\nCOPY package-lock.json ./\nRUN npm install --omit=dev';
  expect(fixed(locked, 'PS0030')).toBe(locked.replace('npm install', 'npm ci'));
  const open = 'FROM a:1\nCOPY . .\nRUN npm install';
  expect(fixed(open, 'PS0030')).toBe(open);
});
