/** The programs of go-reachability.mjs: each of them uses a part of one or a few libraries. */

/** Debian packages with the sources of MODULES. */
export const LIBRARIES = [
  ...['golang-golang-x-net-dev', 'golang-golang-x-crypto-dev', 'golang-golang-x-text-dev'],
  ...['golang-golang-x-image-dev', 'golang-golang-x-sys-dev', 'golang-golang-x-term-dev'],
  ...['golang-golang-x-oauth2-dev', 'golang-golang-x-mod-dev', 'golang-gopkg-yaml.v2-dev'],
  ...['golang-gopkg-yaml.v3-dev', 'golang-github-gorilla-websocket-dev'],
  ...['golang-github-golang-jwt-jwt-v5-dev', 'golang-google-protobuf-dev'],
  ...['golang-github-miekg-dns-dev', 'golang-github-ulikunitz-xz-dev'],
  ...['golang-github-buger-jsonparser-dev', 'golang-github-satori-go.uuid-dev'],
  ...['golang-github-microcosm-cc-bluemonday-dev', 'golang-github-aymerick-douceur-dev'],
  ...['golang-github-gorilla-css-dev', 'golang-gopkg-square-go-jose.v2-dev'],
  ...['golang-github-gorilla-handlers-dev', 'golang-github-gorilla-schema-dev'],
  ...['golang-github-masterminds-goutils-dev', 'golang-github-rs-cors-dev'],
  ...['golang-github-sirupsen-logrus-dev', 'golang-github-nats-io-nkeys-dev'],
  ...['golang-github-cloudflare-circl-dev', 'golang-github-gomarkdown-markdown-dev'],
  ...['golang-github-hashicorp-go-retryablehttp-dev', 'golang-github-hashicorp-go-cleanhttp-dev'],
  ...['golang-github-klauspost-compress-dev', 'golang-github-felixge-httpsnoop-dev'],
];

/**
 * The modules with two versions that advisories affect: an old one (set 0) and a newer one (set 1). The code is that of
 * Debian's package.
 */
export const MODULES = [
  { path: 'golang.org/x/net', versions: ['v0.0.0-20180801000000-aaaaaaaaaaaa', 'v0.30.0'] },
  { path: 'golang.org/x/crypto', versions: ['v0.0.0-20170101000000-aaaaaaaaaaaa', 'v0.30.0'] },
  { path: 'golang.org/x/text', versions: ['v0.3.2', 'v0.21.0'] },
  { path: 'golang.org/x/image', versions: ['v0.1.0', 'v0.20.0'] },
  { path: 'golang.org/x/sys', versions: ['v0.0.0-20210101000000-aaaaaaaaaaaa', 'v0.30.0'] },
  { path: 'golang.org/x/term', versions: ['v0.20.0'] },
  { path: 'golang.org/x/oauth2', versions: ['v0.20.0'] },
  { path: 'golang.org/x/mod', versions: ['v0.20.0'] },
  { path: 'gopkg.in/yaml.v2', versions: ['v2.2.2'] },
  { path: 'gopkg.in/yaml.v3', versions: ['v3.0.0-20200313102051-9f266ea9e77c'] },
  { path: 'github.com/gorilla/websocket', versions: ['v1.4.0'] },
  { path: 'github.com/golang-jwt/jwt/v5', versions: ['v5.2.0'] },
  { path: 'google.golang.org/protobuf', versions: ['v1.29.0'] },
  { path: 'github.com/miekg/dns', versions: ['v1.0.0'] },
  { path: 'github.com/ulikunitz/xz', versions: ['v0.5.7'] },
  { path: 'github.com/buger/jsonparser', versions: ['v0.9.0'] },
  {
    path: 'github.com/satori/go.uuid',
    versions: ['v1.2.1-0.20180303161547-0ef6afb2f6cd'],
  },
  { path: 'github.com/microcosm-cc/bluemonday', versions: ['v1.0.4'] },
  { path: 'github.com/aymerick/douceur', versions: ['v0.2.0'] },
  { path: 'github.com/gorilla/css', versions: ['v1.0.0'] },
  { path: 'gopkg.in/square/go-jose.v2', versions: ['v2.6.0'] },
  { path: 'github.com/felixge/httpsnoop', versions: ['v1.0.3'] },
  { path: 'github.com/gorilla/handlers', versions: ['v1.2.0'] },
  { path: 'github.com/gorilla/schema', versions: ['v1.4.0'] },
  { path: 'github.com/Masterminds/goutils', versions: ['v1.1.0'] },
  { path: 'github.com/rs/cors', versions: ['v1.4.0'] },
  { path: 'github.com/sirupsen/logrus', versions: ['v1.8.0'] },
  { path: 'github.com/nats-io/nkeys', versions: ['v0.4.5'] },
  { path: 'github.com/cloudflare/circl', versions: ['v1.3.0'] },
  { path: 'github.com/gomarkdown/markdown', versions: ['v0.0.0-20230101000000-aaaaaaaaaaaa'] },
  { path: 'github.com/hashicorp/go-retryablehttp', versions: ['v0.7.0'] },
  { path: 'github.com/hashicorp/go-cleanhttp', versions: ['v0.5.2'] },
  { path: 'github.com/klauspost/compress', versions: ['v1.17.0'] },
];

export const PROGRAMS = [
  {
    name: 'html-parse',
    imports: ['os', 'golang.org/x/net/html'],
    body: '\t_, err := html.Parse(os.Stdin)\n\tprintln(err)',
  },
  {
    name: 'html-parse-new',
    set: 1,
    imports: ['os', 'golang.org/x/net/html'],
    body: '\tn, _ := html.Parse(os.Stdin)\n\thtml.Render(os.Stdout, n)',
  },
  {
    name: 'html-escape',
    imports: ['golang.org/x/net/html'],
    body: '\tprintln(html.EscapeString("<a>"))',
  },
  {
    name: 'idna',
    imports: ['golang.org/x/net/idna'],
    body: '\tprintln(idna.ToASCII("bücher.example"))',
  },
  {
    name: 'http2-server',
    imports: ['net/http', 'golang.org/x/net/http2'],
    body: '\ts := &http.Server{Addr: ":0"}\n\thttp2.ConfigureServer(s, nil)\n\ts.ListenAndServe()',
  },
  {
    name: 'hpack-new',
    set: 1,
    imports: ['golang.org/x/net/http2/hpack'],
    body: '\td := hpack.NewDecoder(4096, nil)\n\tprintln(d.Close())',
  },
  {
    name: 'context-only',
    imports: ['golang.org/x/net/context'],
    body: '\tprintln(context.Background() == nil)',
  },
  {
    name: 'ssh-server',
    imports: ['net', 'golang.org/x/crypto/ssh'],
    body: '\tl, _ := net.Listen("tcp", ":0")\n\tc, _ := l.Accept()\n\t_, _, _, err := ssh.NewServerConn(c, &ssh.ServerConfig{})\n\tprintln(err)',
  },
  {
    name: 'ssh-client-new',
    set: 1,
    imports: ['golang.org/x/crypto/ssh'],
    body: '\t_, err := ssh.Dial("tcp", "localhost:22", &ssh.ClientConfig{User: "a"})\n\tprintln(err)',
  },
  {
    name: 'ssh-agent-new',
    set: 1,
    imports: ['golang.org/x/crypto/ssh/agent'],
    body: '\tk := agent.NewKeyring()\n\tl, _ := k.List()\n\tprintln(len(l))',
  },
  {
    name: 'bcrypt',
    imports: ['golang.org/x/crypto/bcrypt'],
    body: '\tprintln(bcrypt.CompareHashAndPassword(nil, nil))',
  },
  {
    name: 'salsa20',
    imports: ['golang.org/x/crypto/salsa20'],
    body: '\tvar k [32]byte\n\tout := make([]byte, 8)\n\tsalsa20.XORKeyStream(out, out, make([]byte, 8), &k)\n\tprintln(out[0])',
  },
  {
    name: 'openpgp',
    imports: ['os', 'golang.org/x/crypto/openpgp'],
    body: '\t_, err := openpgp.ReadArmoredKeyRing(os.Stdin)\n\tprintln(err)',
  },
  {
    name: 'text-language',
    imports: ['golang.org/x/text/language'],
    body: '\tt, _, err := language.ParseAcceptLanguage("de,en")\n\tprintln(len(t), err)',
  },
  {
    name: 'text-transform',
    imports: ['golang.org/x/text/encoding/unicode', 'golang.org/x/text/transform'],
    body: '\ts, _, err := transform.String(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder(), "a")\n\tprintln(s, err)',
  },
  {
    name: 'text-width',
    imports: ['golang.org/x/text/width'],
    body: '\tprintln(width.LookupRune(65).Kind())',
  },
  {
    name: 'image-tiff',
    imports: ['os', 'golang.org/x/image/tiff'],
    body: '\t_, err := tiff.Decode(os.Stdin)\n\tprintln(err)',
  },
  {
    name: 'image-webp-new',
    set: 1,
    imports: ['os', 'golang.org/x/image/webp'],
    body: '\t_, err := webp.DecodeConfig(os.Stdin)\n\tprintln(err)',
  },
  {
    name: 'image-draw',
    imports: ['image', 'golang.org/x/image/draw'],
    body: '\ta := image.NewRGBA(image.Rect(0, 0, 4, 4))\n\tdraw.NearestNeighbor.Scale(a, a.Bounds(), a, a.Bounds(), draw.Over, nil)\n\tprintln(a.Pix[0])',
  },
  {
    name: 'yaml2-read',
    imports: ['gopkg.in/yaml.v2'],
    body: '\tvar v any\n\tprintln(yaml.Unmarshal([]byte("a: 1"), &v))',
  },
  {
    name: 'yaml3-read',
    imports: ['gopkg.in/yaml.v3'],
    body: '\tvar v any\n\tprintln(yaml.Unmarshal([]byte("a: 1"), &v))',
  },
  {
    name: 'yaml-write',
    imports: ['gopkg.in/yaml.v2', 'yaml3 "gopkg.in/yaml.v3"'],
    body: '\ta, _ := yaml.Marshal(1)\n\tb, _ := yaml3.Marshal(2)\n\tprintln(len(a), len(b))',
  },
  {
    name: 'websocket-server',
    imports: ['net/http', 'github.com/gorilla/websocket'],
    body: '\tvar u websocket.Upgrader\n\thttp.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {\n\t\tc, _ := u.Upgrade(w, r, nil)\n\t\tc.ReadMessage()\n\t})\n\thttp.ListenAndServe(":0", nil)',
  },
  {
    name: 'jwt-parse',
    imports: ['github.com/golang-jwt/jwt/v5'],
    body: '\t_, err := jwt.Parse("a.b.c", func(*jwt.Token) (any, error) { return nil, nil })\n\tprintln(err)',
  },
  {
    name: 'jwt-sign',
    imports: ['github.com/golang-jwt/jwt/v5'],
    body: '\ts, err := jwt.New(jwt.SigningMethodHS256).SignedString([]byte("k"))\n\tprintln(s, err)',
  },
  {
    name: 'protobuf-json',
    imports: [
      'google.golang.org/protobuf/encoding/protojson',
      'google.golang.org/protobuf/types/known/structpb',
    ],
    body: '\tvar s structpb.Struct\n\tprintln(protojson.Unmarshal([]byte("{}"), &s))',
  },
  {
    name: 'protobuf-binary',
    imports: [
      'google.golang.org/protobuf/proto',
      'google.golang.org/protobuf/types/known/durationpb',
    ],
    body: '\tb, err := proto.Marshal(&durationpb.Duration{})\n\tprintln(len(b), err)',
  },
  {
    name: 'dns-parse',
    imports: ['github.com/miekg/dns'],
    body: '\tvar m dns.Msg\n\tprintln(m.Unpack([]byte{1}))',
  },
  {
    name: 'xz-read',
    imports: ['os', 'github.com/ulikunitz/xz'],
    body: '\tr, err := xz.NewReader(os.Stdin)\n\tprintln(r, err)',
  },
  {
    name: 'jsonparser',
    imports: ['github.com/buger/jsonparser'],
    body: '\ts, err := jsonparser.GetString([]byte(`{"a":"b"}`), "a")\n\tprintln(s, err)',
  },
  {
    name: 'sanitize',
    imports: ['github.com/microcosm-cc/bluemonday'],
    body: '\tprintln(bluemonday.UGCPolicy().Sanitize("<b>"))',
  },
  {
    name: 'jose',
    imports: ['gopkg.in/square/go-jose.v2'],
    body: '\to, err := jose.ParseEncrypted("a")\n\tprintln(o, err)',
  },
  {
    name: 'web',
    imports: [
      'net/http',
      'os',
      'github.com/gorilla/handlers',
      'github.com/gorilla/schema',
      'github.com/rs/cors',
    ],
    body: '\td := schema.NewDecoder()\n\tprintln(d.Decode(&struct{}{}, nil))\n\tm := http.NewServeMux()\n\thttp.ListenAndServe(":0", cors.Default().Handler(handlers.LoggingHandler(os.Stdout, m)))',
  },
  {
    name: 'log-and-retry',
    imports: ['github.com/hashicorp/go-retryablehttp', 'github.com/sirupsen/logrus'],
    body: '\tr, err := retryablehttp.Get("http://localhost/")\n\tlogrus.WithError(err).Info(r)\n\tw := logrus.StandardLogger().Writer()\n\tw.Close()',
  },
  {
    name: 'random-and-keys',
    imports: [
      'github.com/Masterminds/goutils',
      'github.com/nats-io/nkeys',
      'github.com/satori/go.uuid',
    ],
    body: '\ts, _ := goutils.RandomAlphaNumeric(8)\n\tk, _ := nkeys.CreateUser()\n\tprintln(s, k, uuid.NewV4().String())',
  },
  {
    name: 'markdown',
    imports: ['github.com/gomarkdown/markdown'],
    body: '\tprintln(string(markdown.ToHTML([]byte("# a"), nil, nil)))',
  },
  {
    name: 'circl',
    imports: [
      'crypto/rand',
      'github.com/cloudflare/circl/dh/x25519',
      'github.com/klauspost/compress/flate',
    ],
    body: '\tvar a, b x25519.Key\n\trand.Read(a[:])\n\tx25519.KeyGen(&b, &a)\n\td := flate.NewReader(nil)\n\tprintln(b[0], d)',
  },
  {
    name: 'std-server',
    imports: ['crypto/tls', 'html/template', 'net/http', 'net/http/httputil', 'net/url'],
    body: '\tt := template.Must(template.New("a").Parse("{{.}}"))\n\tu, _ := url.Parse("http://localhost/")\n\thttp.Handle("/p", httputil.NewSingleHostReverseProxy(u))\n\thttp.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {\n\t\tr.ParseMultipartForm(1)\n\t\tt.Execute(w, r.URL.Path)\n\t})\n\ts := http.Server{TLSConfig: &tls.Config{}}\n\ts.ListenAndServeTLS("a", "b")',
  },
  {
    name: 'std-formats',
    imports: [
      'archive/tar',
      'archive/zip',
      'database/sql',
      'debug/elf',
      'encoding/asn1',
      'encoding/gob',
      'encoding/pem',
      'encoding/xml',
      'go/parser',
      'go/token',
      'image/png',
      'net/mail',
      'os',
    ],
    body: '\tz, _ := zip.OpenReader("a")\n\tt := tar.NewReader(os.Stdin)\n\th, _ := t.Next()\n\tvar v struct{}\n\te1 := xml.NewDecoder(os.Stdin).Decode(&v)\n\te2 := gob.NewDecoder(os.Stdin).Decode(&v)\n\ti, _ := png.Decode(os.Stdin)\n\tm, _ := mail.ParseAddress("a@b")\n\tf, _ := parser.ParseFile(token.NewFileSet(), "a.go", nil, 0)\n\te, _ := elf.Open("a")\n\tp, _ := pem.Decode(nil)\n\tr, e3 := asn1.Unmarshal(nil, &v)\n\td, _ := sql.Open("a", "b")\n\tprintln(z, h, e1, e2, i, m, f, e, p, r, e3, d)',
  },
  {
    name: 'std-small',
    imports: ['fmt', 'strings'],
    body: '\tfmt.Println(strings.ToUpper("a"))',
  },
  {
    name: 'cgo-resolver',
    cgo: true,
    imports: ['net', 'os/user'],
    body: '\ta, err := net.LookupHost("localhost")\n\tu, _ := user.Current()\n\tC.free(nil)\n\tprintln(len(a), err, u)',
  },
  {
    name: 'cgo-ssh-new',
    cgo: true,
    set: 1,
    imports: ['crypto/x509', 'golang.org/x/crypto/ssh/knownhosts'],
    body: '\tk, err := knownhosts.New("a")\n\tc, _ := x509.ParseCertificate(nil)\n\tC.free(nil)\n\tprintln(k, err, c)',
  },
];
