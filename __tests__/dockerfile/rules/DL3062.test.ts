import { testRule } from './test-rule.js';

testRule('DL3062', {
  reported: [
    ['FROM a:1\nRUN go install -ldflags "-s -w" example.org/a ./cmd/b', '2:example.org/a'],
    ['FROM a:1\nRUN go get example.org/a@latest example.org/b@v1', '2:example.org/a@latest'],
  ],
  silent: [
    'FROM a:1\nRUN go run example.org/gen@v1 example.org/arg && go build example.org/c',
    'FROM a:1\nRUN go install std cmd/vet ./...',
  ],
});
