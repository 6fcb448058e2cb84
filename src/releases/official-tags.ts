/**
 * By official image: the recommended version, then sets of variants, separated by `|`. A set is `versions suffix …`:
 * comma-separated versions, then for each image the suffixes of its tags, separated by `=`; `.` is the empty suffix.
 * Every shorter form of a version is a tag too. Written by scripts/refresh-base-images.mjs from
 * docker-library/official-images, as of 2026-08-17.
 */
export const OFFICIAL_TAGS_DAY = '2026-08-17';
export const OFFICIAL_TAGS: ReadonlyMap<string, string> = new Map([
  [
    'almalinux',
    '10.2|10 -kitten=-kitten-20260602 -kitten-minimal=-kitten-minimal-20260602|10.2,8.10,9.8 . -minimal=-minimal-20260602',
  ],
  ['alpine', '3.24.1|20260805,3.24.1,3.23.5,3.22.5,3.21.7 .'],
  [
    'amazoncorretto',
    '25.0.4|8 -al2=-al2-jdk=-al2-full=-al2-generic=-al2-generic-jdk .=-jdk=-al2023=-al2023-jdk -jre=-al2023-jre -al2-native-jre -al2-native-jdk -alpine3.21=-alpine3.21-jdk=-alpine3.21-full -alpine3.21-jre -alpine3.22=-alpine3.22-jdk=-alpine3.22-full -alpine3.22-jre -alpine3.23=-alpine3.23-jdk=-alpine3.23-full -alpine3.23-jre -alpine=-alpine3.24=-alpine-jdk=-alpine-full=-alpine3.24-jdk=-alpine3.24-full -alpine-jre=-alpine3.24-jre|11.0.32 -al2=-al2-generic .=-al2023 -al2023-headless -al2023-headful -al2-native-headless -al2-native-jdk -alpine3.21 -alpine3.22 -alpine3.23 -alpine=-alpine3.24|17.0.20 -al2=-al2-generic .=-al2023 -al2023-headless -al2023-headful -al2-native-headless -al2-native-headful -al2-native-jdk -alpine3.21 -alpine3.22 -alpine3.23 -alpine=-alpine3.24|21.0.12 -al2=-al2-generic .=-al2023 -al2023-headless -al2023-headful -alpine3.21 -alpine3.22 -alpine3.23 -alpine=-alpine3.24|25.0.4,26.0.2 .=-al2023 -al2023-headless -al2023-headful -alpine3.21 -alpine3.22 -alpine3.23 -alpine=-alpine3.24',
  ],
  ['amazonlinux', '2023.12.20260817.0|2023.12.20260817.0,2.0.20260817.0 .'],
  [
    'bash',
    '5.3.15|5.3.15 .=-alpine3.24|5.2.37,5.1.16,5.0.18,4.4.23,4.3.48,4.2.53,4.1.17,4.0.44,3.2.57,3.1.23,3.0.22 .=-alpine3.22',
  ],
  ['busybox', '1.38.0|1.38.0,1.37.0 -glibc -uclibc -musl .'],
  ['caddy', '2.11.4|2.11.4 .=-alpine -builder=-builder-alpine'],
  ['composer', '2.10.2|2.10.2,2.2.29 .'],
  ['debian', '13.6|12.15,11.11,13.6 . -slim'],
  [
    'docker',
    '29.7.2|29.7.2 -cli=-cli-alpine3.24 .=-dind=-alpine3.24=-dind-alpine3.24 -dind-rootless',
  ],
  [
    'eclipse-temurin',
    '25|8,11,17,21 -alpine=-jdk-alpine=-alpine-3.24=-jdk-alpine-3.24 -alpine-3.23=-jdk-alpine-3.23 -alpine-3.22=-jdk-alpine-3.22 -alpine-3.21=-jdk-alpine-3.21 .=-jdk=-resolute=-jdk-resolute -noble=-jdk-noble -jammy=-jdk-jammy -ubi10-minimal=-jdk-ubi10-minimal -ubi9-minimal=-jdk-ubi9-minimal -jre-alpine=-jre-alpine-3.24 -jre-alpine-3.23 -jre-alpine-3.22 -jre-alpine-3.21 -jre=-jre-resolute -jre-noble -jre-jammy -jre-ubi10-minimal -jre-ubi9-minimal|11.0.32_9,17.0.20_8,21.0.12_8 -jdk-alpine=-jdk-alpine-3.24 -jdk-alpine-3.23 -jdk-alpine-3.22 -jdk-alpine-3.21 -jdk=-jdk-resolute -jdk-noble -jdk-jammy -jdk-ubi10-minimal -jdk-ubi9-minimal -jre-alpine=-jre-alpine-3.24 -jre-alpine-3.23 -jre-alpine-3.22 -jre-alpine-3.21 -jre=-jre-resolute -jre-noble -jre-jammy -jre-ubi10-minimal -jre-ubi9-minimal|25 -alpine=-jdk-alpine=-alpine-3.24=-jdk-alpine-3.24 -alpine-3.23=-jdk-alpine-3.23 -alpine-3.22=-jdk-alpine-3.22 -alpine-3.21=-jdk-alpine-3.21 .=-jdk=-resolute=-jdk-resolute -noble=-jdk-noble -jammy=-jdk-jammy -ubi10-minimal=-jdk-ubi10-minimal -jre-alpine=-jre-alpine-3.24 -jre-alpine-3.23 -jre-alpine-3.22 -jre-alpine-3.21 -jre=-jre-resolute -jre-noble -jre-jammy -jre-ubi10-minimal|25.0.4_7 -jdk-alpine=-jdk-alpine-3.24 -jdk-alpine-3.23 -jdk-alpine-3.22 -jdk-alpine-3.21 -jdk=-jdk-resolute -jdk-noble -jdk-jammy -jdk-ubi10-minimal -jre-alpine=-jre-alpine-3.24 -jre-alpine-3.23 -jre-alpine-3.22 -jre-alpine-3.21 -jre=-jre-resolute -jre-noble -jre-jammy -jre-ubi10-minimal|26 -alpine=-jdk-alpine=-alpine-3.24=-jdk-alpine-3.24 -alpine-3.23=-jdk-alpine-3.23 .=-jdk=-resolute=-jdk-resolute -noble=-jdk-noble -jammy=-jdk-jammy -ubi10-minimal=-jdk-ubi10-minimal -jre-alpine=-jre-alpine-3.24 -jre-alpine-3.23 -jre=-jre-resolute -jre-noble -jre-jammy -jre-ubi10-minimal|26.0.2_10 -jdk-alpine=-jdk-alpine-3.24 -jdk-alpine-3.23 -jdk=-jdk-resolute -jdk-noble -jdk-jammy -jdk-ubi10-minimal -jre-alpine=-jre-alpine-3.24 -jre-alpine-3.23 -jre=-jre-resolute -jre-noble -jre-jammy -jre-ubi10-minimal',
  ],
  [
    'elixir',
    '1.20.3|1.20.3 .=-otp-29 -slim=-otp-29-slim -alpine=-otp-29-alpine -otp-27 -otp-27-alpine -otp-27-slim -otp-28 -otp-28-alpine -otp-28-slim|1.19.5 .=-otp-28 -slim=-otp-28-slim -alpine=-otp-28-alpine -otp-26 -otp-26-alpine -otp-26-slim -otp-27 -otp-27-alpine -otp-27-slim|1.18.4 .=-otp-28 -slim=-otp-28-slim -alpine=-otp-28-alpine -otp-25 -otp-25-alpine -otp-25-slim -otp-26 -otp-26-alpine -otp-26-slim -otp-27 -otp-27-alpine -otp-27-slim|1.17.3 .=-otp-27 -slim=-otp-27-slim -alpine=-otp-27-alpine -otp-25 -otp-25-alpine -otp-25-slim -otp-26 -otp-26-alpine -otp-26-slim|1.16.3 .=-otp-26 -slim=-otp-26-slim -alpine=-otp-26-alpine -otp-24 -otp-24-alpine -otp-24-slim -otp-25 -otp-25-alpine -otp-25-slim',
  ],
  ['erlang', '29.0.5.0|29.0.5.0,28.5.0.5,27.3.4.16,26.2.5.21,25.3.2.21,24.3.4.17 . -slim -alpine'],
  ['fedora', '44|43,44,45 .'],
  ['gcc', '16.2.0|16.2.0,15.3.0,14.4.0 .=-trixie|13.4.0,12.5.0 .=-bookworm'],
  ['golang', '1.27.0|1.27.0,1.26.7 .=-trixie -bookworm -alpine=-alpine3.24 -alpine3.23'],
  [
    'gradle',
    '9.7.1|9.7.1 .=-jdk=-jdk25=-resolute=-jdk-resolute=-jdk25-resolute -noble=-jdk-noble=-jdk25-noble -alpine=-jdk-alpine=-jdk25-alpine -jdk25-corretto=-jdk25-corretto-al2023 -jdk25-ubi=-jdk25-ubi10 -graal=-jdk-graal=-jdk25-graal=-graal-resolute=-jdk-graal-resolute=-jdk25-graal-resolute -graal-noble=-jdk-graal-noble=-jdk25-graal-noble -jdk21=-jdk21-resolute -jdk21-noble -jammy=-jdk-jammy=-jdk21-jammy -jdk21-alpine -jdk21-corretto=-jdk21-corretto-al2023 -jdk21-ubi=-jdk21-ubi10 -jdk21-ubi9 -jdk21-graal=-jdk21-graal-resolute -jdk21-graal-noble -graal-jammy=-jdk-graal-jammy=-jdk21-graal-jammy -jdk17=-jdk17-resolute -jdk17-noble -jdk17-jammy -jdk17-alpine -jdk17-corretto=-jdk17-corretto-al2023 -jdk17-ubi=-jdk17-ubi10 -jdk17-ubi9 -jdk17-graal=-jdk17-graal-resolute -jdk17-graal-noble -jdk17-graal-jammy -jdk26=-jdk26-resolute -jdk26-noble -jdk26-alpine -jdk26-corretto=-jdk26-corretto-al2023 -jdk26-ubi=-jdk26-ubi10 -jdk-25-and-26=-jdk-lts-and-current=-jdk-25-and-26-resolute=-jdk-lts-and-current-resolute -jdk-25-and-26-alpine=-jdk-lts-and-current-alpine -jdk-25-and-26-corretto=-jdk-lts-and-current-corretto=-jdk-25-and-26-corretto-al2023=-jdk-lts-and-current-corretto-al2023 -jdk-25-and-25-graal=-jdk-lts-and-current-graal=-jdk-25-and-25-graal-resolute=-jdk-lts-and-current-graal-resolute|8.14.5 .=-jdk=-jdk21=-noble=-jdk-noble=-jdk21-noble -jammy=-jdk-jammy=-jdk21-jammy -alpine=-jdk-alpine=-jdk21-alpine -jdk21-corretto=-jdk21-corretto-al2023 -jdk21-ubi=-jdk21-ubi9 -graal=-jdk-graal=-jdk21-graal=-graal-noble=-jdk-graal-noble=-jdk21-graal-noble -graal-jammy=-jdk-graal-jammy=-jdk21-graal-jammy -jdk17=-jdk17-noble -jdk17-jammy -jdk17-alpine -jdk17-corretto=-jdk17-corretto-al2023 -jdk17-ubi=-jdk17-ubi9 -jdk17-graal=-jdk17-graal-noble -jdk17-graal-jammy -jdk11=-jdk11-jammy -jdk11-alpine -jdk11-corretto=-jdk11-corretto-al2023 -jdk11-ubi=-jdk11-ubi9 -jdk8=-jdk8-jammy -jdk8-corretto=-jdk8-corretto-al2023 -jdk8-ubi=-jdk8-ubi9|7.6.6 .=-jdk=-jdk17=-noble=-jdk-noble=-jdk17-noble -jammy=-jdk-jammy=-jdk17-jammy -alpine=-jdk-alpine=-jdk17-alpine -jdk17-corretto=-jdk17-corretto-al2023 -jdk17-ubi=-jdk17-ubi9 -graal=-jdk-graal=-jdk17-graal=-graal-noble=-jdk-graal-noble=-jdk17-graal-noble -graal-jammy=-jdk-graal-jammy=-jdk17-graal-jammy -jdk11=-jdk11-jammy -jdk11-alpine -jdk11-corretto=-jdk11-corretto-al2023 -jdk11-ubi=-jdk11-ubi9 -jdk8=-jdk8-jammy -jdk8-corretto=-jdk8-corretto-al2023 -jdk8-ubi=-jdk8-ubi9|6.9.4 .=-jdk=-jdk11=-jammy=-jdk-jammy=-jdk11-jammy -alpine=-jdk-alpine=-jdk11-alpine -jdk11-corretto=-jdk11-corretto-al2023 -jdk11-ubi=-jdk11-ubi9 -jdk8=-jdk8-jammy -jdk8-corretto=-jdk8-corretto-al2023 -jdk8-ubi=-jdk8-ubi9',
  ],
  [
    'haproxy',
    '3.4.3|3.5 -dev=-dev5=-dev-trixie=-dev5-trixie -dev-alpine=-dev5-alpine=-dev-alpine3.24=-dev5-alpine3.24|3.4.3,3.3.13,3.2.22,3.0.26,2.8.27,2.6.32 .=-trixie -alpine=-alpine3.24',
  ],
  ['httpd', '2.4.68|2.4.68 .=-trixie -alpine=-alpine3.24'],
  ['julia', '1.12.7|1.12.7,1.10.12,1.11.9 .=-trixie -bookworm'],
  [
    'mariadb',
    '12.3.2|12.3.2 -ubi=-ubi10 .=-noble|11.8.8,11.4.12 -ubi=-ubi9 .=-noble|10.11.18,10.6.28 -ubi=-ubi9 .=-jammy',
  ],
  [
    'maven',
    '3.9.16|3.9.16 -eclipse-temurin-11-alpine -eclipse-temurin-11=-eclipse-temurin-11-noble -eclipse-temurin-17-alpine -eclipse-temurin-17=-eclipse-temurin-17-noble -eclipse-temurin-21-alpine -eclipse-temurin-21=-eclipse-temurin-21-noble -eclipse-temurin-25-alpine -eclipse-temurin-25=-eclipse-temurin-25-noble -eclipse-temurin-26-alpine .=-eclipse-temurin=-eclipse-temurin-26=-eclipse-temurin-26-noble -eclipse-temurin-8-alpine -eclipse-temurin-8=-eclipse-temurin-8-noble -ibmjava=-ibmjava-8 -ibm-semeru-11-noble -ibm-semeru-17-noble -ibm-semeru-21-noble -ibm-semeru-25-noble -amazoncorretto-11=-amazoncorretto-11-al2023 -amazoncorretto-11-alpine -amazoncorretto-11-debian=-amazoncorretto-11-debian-trixie -amazoncorretto-17=-amazoncorretto-17-al2023 -amazoncorretto-17-alpine -amazoncorretto-17-debian=-amazoncorretto-17-debian-trixie -amazoncorretto-21=-amazoncorretto-21-al2023 -amazoncorretto-21-alpine -amazoncorretto-21-debian=-amazoncorretto-21-debian-trixie -amazoncorretto=-amazoncorretto-25=-amazoncorretto-25-al2023 -amazoncorretto-25-alpine -amazoncorretto-25-debian=-amazoncorretto-25-debian-trixie -amazoncorretto-8=-amazoncorretto-8-al2023 -amazoncorretto-8-alpine -amazoncorretto-8-debian=-amazoncorretto-8-debian-trixie -sapmachine-17 -sapmachine-21 -sapmachine-25 -sapmachine=-sapmachine-26',
  ],
  ['memcached', '1.6.45|1.6.45 .=-trixie -alpine=-alpine3.24'],
  ['mongo', '8.3.8|8.3.8,8.0.29 .=-noble|7.0.40 .=-jammy'],
  ['mysql', '9.7.2|26.7.0,9.7.2,8.4.11 .=-oracle=-oraclelinux9'],
  [
    'nginx',
    '1.30.4|1.31.4,1.30.4 .=-trixie -perl=-trixie-perl -otel=-trixie-otel -alpine=-alpine3.24 -alpine-perl=-alpine3.24-perl -alpine-slim=-alpine3.24-slim -alpine-otel=-alpine3.24-otel',
  ],
  [
    'node',
    '24.19.0|26.7.0 -alpine3.23 -alpine=-alpine3.24 -bookworm -bookworm-slim -bullseye -bullseye-slim .=-trixie -slim=-trixie-slim|24.19.0,22.23.2 -alpine3.23 -alpine=-alpine3.24 .=-bookworm -slim=-bookworm-slim -bullseye -bullseye-slim -trixie -trixie-slim',
  ],
  ['oraclelinux', '10|10 . -slim|9 . -slim -slim-fips|8.10,7.9 .|8,7 -slim -slim-fips'],
  [
    'perl',
    '5.44.0|5.44.0,5.42.3,5.40.5,5.45.2 .=-trixie -bookworm -bullseye -slim=-slim-trixie -slim-bookworm -slim-bullseye -threaded=-threaded-trixie -threaded-bookworm -threaded-bullseye -slim-threaded=-slim-threaded-trixie -slim-threaded-bookworm -slim-threaded-bullseye',
  ],
  [
    'php',
    '8.5.9|8.5.9,8.4.24,8.3.33,8.2.33 .=-cli=-trixie=-cli-trixie -apache=-apache-trixie -fpm=-fpm-trixie -zts=-zts-trixie -bookworm=-cli-bookworm -apache-bookworm -fpm-bookworm -zts-bookworm -alpine=-alpine3.24=-cli-alpine=-cli-alpine3.24 -fpm-alpine=-fpm-alpine3.24 -zts-alpine=-zts-alpine3.24 -alpine3.23=-cli-alpine3.23 -fpm-alpine3.23 -zts-alpine3.23',
  ],
  [
    'postgres',
    '18.6|18.6,17.11,16.15,15.19,14.24 .=-trixie -bookworm -alpine=-alpine3.24 -alpine3.23',
  ],
  ['pypy', '3.11|3.11,2.7 .=-trixie -slim=-slim-trixie -bookworm -slim-bookworm'],
  [
    'python',
    '3.14.7|3.14.7,3.13.15,3.12.14,3.11.16,3.10.21 .=-trixie -slim=-slim-trixie -bookworm -slim-bookworm -alpine=-alpine3.24 -alpine3.23',
  ],
  ['rabbitmq', '4.3.5|4.3.5,4.2.9,4.1.8,4.0.9 . -management -alpine -management-alpine'],
  [
    'redis',
    '8.10.1|8.10.1,8.8.2,8.6.6 .=-trixie -alpine=-alpine3.23|8.4.6 .=-trixie -alpine=-alpine3.22|8.2.9 .=-bookworm -alpine=-alpine3.22|7.4.11,7.2.16,6.2.24 .=-bookworm -alpine=-alpine3.21',
  ],
  [
    'ruby',
    '4.0.6|4.0.6,3.4.10,3.3.12 .=-trixie -slim=-slim-trixie -bookworm -slim-bookworm -alpine=-alpine3.24 -alpine3.23',
  ],
  [
    'rust',
    '1.98.0|1.98.0 -bullseye -slim-bullseye -bookworm -slim-bookworm .=-trixie -slim=-slim-trixie -alpine3.21 -alpine3.22 -alpine3.23 -alpine=-alpine3.24',
  ],
  [
    'swift',
    '6.3.3|6.3.3 .=-noble -slim=-noble-slim -jammy -jammy-slim -bookworm -bookworm-slim -amazonlinux2 -amazonlinux2-slim -amazonlinux2023 -amazonlinux2023-slim -rhel-ubi9 -rhel-ubi9-slim|6.2.4 .=-noble -slim=-noble-slim -jammy -jammy-slim -bookworm -bookworm-slim -amazonlinux2 -amazonlinux2-slim -rhel-ubi9 -rhel-ubi9-slim|6.1.3,6.0.3 .=-noble -slim=-noble-slim -jammy -jammy-slim -bookworm -amazonlinux2 -amazonlinux2-slim -rhel-ubi9 -rhel-ubi9-slim',
  ],
  [
    'tomcat',
    '11.0.25|11.0.25 .=-jdk25=-jdk25-temurin=-jdk25-temurin-noble -jre25=-jre25-temurin=-jre25-temurin-noble -jdk25-temurin-jammy -jre25-temurin-jammy -jdk21=-jdk21-temurin=-jdk21-temurin-noble -jre21=-jre21-temurin=-jre21-temurin-noble -jdk21-temurin-jammy -jre21-temurin-jammy -jdk17=-jdk17-temurin=-jdk17-temurin-noble -jre17=-jre17-temurin=-jre17-temurin-noble -jdk17-temurin-jammy -jre17-temurin-jammy|10.1.59 .=-jdk25=-jdk25-temurin=-jdk25-temurin-noble -jre25=-jre25-temurin=-jre25-temurin-noble -jdk25-temurin-jammy -jre25-temurin-jammy -jdk21=-jdk21-temurin=-jdk21-temurin-noble -jre21=-jre21-temurin=-jre21-temurin-noble -jdk21-temurin-jammy -jre21-temurin-jammy -jdk17=-jdk17-temurin=-jdk17-temurin-noble -jre17=-jre17-temurin=-jre17-temurin-noble -jdk17-temurin-jammy -jre17-temurin-jammy -jdk11=-jdk11-temurin=-jdk11-temurin-noble -jre11=-jre11-temurin=-jre11-temurin-noble -jdk11-temurin-jammy -jre11-temurin-jammy|9.0.121 .=-jdk25=-jdk25-temurin=-jdk25-temurin-noble -jre25=-jre25-temurin=-jre25-temurin-noble -jdk25-temurin-jammy -jre25-temurin-jammy -jdk21=-jdk21-temurin=-jdk21-temurin-noble -jre21=-jre21-temurin=-jre21-temurin-noble -jdk21-temurin-jammy -jre21-temurin-jammy -jdk17=-jdk17-temurin=-jdk17-temurin-noble -jre17=-jre17-temurin=-jre17-temurin-noble -jdk17-temurin-jammy -jre17-temurin-jammy -jdk11=-jdk11-temurin=-jdk11-temurin-noble -jre11=-jre11-temurin=-jre11-temurin-noble -jdk11-temurin-jammy -jre11-temurin-jammy -jdk8=-jdk8-temurin=-jdk8-temurin-noble -jre8=-jre8-temurin=-jre8-temurin-noble -jdk8-temurin-jammy -jre8-temurin-jammy',
  ],
  ['traefik', '3.7.11|3.7.11,2.11.55 .'],
  ['ubuntu', '26.04|22.04,24.04,26.04,26.10 .'],
  [
    'wordpress',
    '7.1.0|7.1.0 -php8.2=-php8.2-apache -php8.2-fpm -php8.2-fpm-alpine .=-apache=-php8.3=-php8.3-apache -fpm=-php8.3-fpm -fpm-alpine=-php8.3-fpm-alpine -php8.4=-php8.4-apache -php8.4-fpm -php8.4-fpm-alpine -php8.5=-php8.5-apache -php8.5-fpm -php8.5-fpm-alpine',
  ],
]);
