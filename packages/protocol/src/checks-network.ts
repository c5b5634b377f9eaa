import * as z from 'zod/mini';
import { hostField, nameField, percentField, portField, timeoutField } from './check-parts.ts';
import { certificateDays } from './checks-web.ts';

/**
 * Bytes as text: `\r \n \t \0 \\` and `\xHH`, everything else as UTF-8. "PING\r\n", "\x00\x01".
 */
export const bytesField = z
  .string()
  .check(z.minLength(1), z.maxLength(1000), z.regex(/^(?:[^\\]|\\(?:[rnt0\\]|x[0-9A-Fa-f]{2}))*$/));

const target = (port: number) => ({
  host: hostField,
  port: z._default(portField, port),
  timeoutMs: timeoutField,
});
const days = certificateDays;

/** A port that accepts connections, and what it says. */
export const tcpCheckSchema = z.object({
  kind: z.literal('tcp'),
  host: hostField,
  port: portField,
  /** Sent once connected. */
  send: z.optional(bytesField),
  /** Must occur in the first 64 kB of the answer. */
  expect: z.optional(bytesField),
  timeoutMs: timeoutField,
});
/** A datagram and its answer. A port of UDP that says nothing cannot be told from one that is gone. */
export const udpCheckSchema = z.object({
  kind: z.literal('udp'),
  host: hostField,
  port: portField,
  send: bytesField,
  /** Must occur in the answer; any answer will do when missing. */
  expect: z.optional(bytesField),
  timeoutMs: z._default(z.int().check(z.minimum(100), z.maximum(60_000)), 3000),
});
/** Echo requests (ping). Without the right to send them, a TCP connection tells whether the host is there. */
export const icmpCheckSchema = z.object({
  kind: z.literal('icmp'),
  host: hostField,
  /** Echo requests, 200 ms apart. */
  count: z._default(z.int().check(z.minimum(1), z.maximum(20)), 3),
  /** Lost requests in %; all lost always fails. */
  warnLoss: z._default(percentField, 25),
  criticalLoss: z._default(percentField, 75),
  /** Average round trip. */
  warnMs: z.optional(z.number().check(z.minimum(0), z.maximum(60_000))),
  criticalMs: z.optional(z.number().check(z.minimum(0), z.maximum(60_000))),
  /** How long each answer is waited for. */
  timeoutMs: z._default(z.int().check(z.minimum(100), z.maximum(10_000)), 1000),
});
/** A name server's answer for one record. */
export const dnsCheckSchema = z.object({
  kind: z.literal('dns'),
  name: hostField,
  type: z._default(
    z.enum(['A', 'AAAA', 'CAA', 'CNAME', 'MX', 'NS', 'PTR', 'SOA', 'SRV', 'TXT', 'DS', 'DNSKEY', 'TLSA']),
    'A',
  ),
  /** Name server to ask; the checking host's own when missing. */
  resolver: z.optional(hostField),
  port: z._default(portField, 53),
  /** Values that must all be among the answers, written as in a zone file: `192.0.2.1`, `10 mail.example.org`. */
  expect: z.optional(
    z.array(z.string().check(z.minLength(1), z.maxLength(500))).check(z.minLength(1), z.maxLength(20)),
  ),
  /** The resolver must vouch for the answer (AD flag, RFC 4035). */
  dnssec: z._default(z.boolean(), false),
  timeoutMs: z._default(z.int().check(z.minimum(100), z.maximum(60_000)), 5000),
});
/** A time server: answers, is itself synchronised, and agrees with the checking host's clock (RFC 5905). */
export const ntpCheckSchema = z.object({
  kind: z.literal('ntp'),
  ...target(123),
  warnMs: z._default(z.number().check(z.minimum(1)), 500),
  criticalMs: z._default(z.number().check(z.minimum(1)), 5000),
  /** Farther from a reference clock than that is a warning. */
  maxStratum: z._default(z.int().check(z.minimum(1), z.maximum(15)), 10),
});

/** How a protocol that can do without is protected: from the first byte (`tls`), after a command, or not at all. */
const upgradable = z.enum(['none', 'starttls', 'tls']);
const greeting = <K extends string>(kind: K, port: number, security: z.infer<typeof upgradable>) =>
  z.object({
    kind: z.literal(kind),
    ...target(port),
    security: z._default(upgradable, security),
    /** Name expected in the certificate; the host when missing. */
    servername: z.optional(hostField),
    verifyCertificate: z._default(z.boolean(), true),
    ...days,
  });

/** Greeting and EHLO (RFC 5321), with the certificate. */
export const smtpCheckSchema = greeting('smtp', 25, 'starttls');
/** Greeting (RFC 9051), with the certificate. */
export const imapCheckSchema = greeting('imap', 993, 'tls');
/** Greeting (RFC 1939), with the certificate. */
export const pop3CheckSchema = greeting('pop3', 995, 'tls');
/** Greeting (RFC 959), with the certificate. */
export const ftpCheckSchema = greeting('ftp', 21, 'none');
/** Identification of an SSH server (RFC 4253). */
export const sshCheckSchema = z.object({
  kind: z.literal('ssh'),
  ...target(22),
  /** Must occur in the identification, e.g. "OpenSSH". */
  expect: z.optional(z.string().check(z.minLength(1), z.maxLength(255))),
});
/** A directory answers an anonymous bind (RFC 4511); a refusal is an answer. */
export const ldapCheckSchema = greeting('ldap', 389, 'none');

/** Databases answer the beginning of a sign-in; nobody signs in. */
const database = <K extends string>(kind: K, port: number) =>
  z.object({
    kind: z.literal(kind),
    ...target(port),
    security: z._default(z.enum(['none', 'tls']), 'none'),
    servername: z.optional(hostField),
    verifyCertificate: z._default(z.boolean(), true),
    ...days,
  });
export const postgresqlCheckSchema = z.extend(database('postgresql', 5432), {
  user: z._default(nameField.check(z.regex(/^[^\0]+$/)), 'postgres'),
  database: z._default(nameField.check(z.regex(/^[^\0]+$/)), 'postgres'),
});
export const mysqlCheckSchema = database('mysql', 3306);
export const redisCheckSchema = database('redis', 6379);

export type TcpCheck = z.infer<typeof tcpCheckSchema>;
export type UdpCheck = z.infer<typeof udpCheckSchema>;
export type IcmpCheck = z.infer<typeof icmpCheckSchema>;
export type DnsCheck = z.infer<typeof dnsCheckSchema>;
export type NtpCheck = z.infer<typeof ntpCheckSchema>;
export type SmtpCheck = z.infer<typeof smtpCheckSchema>;
export type ImapCheck = z.infer<typeof imapCheckSchema>;
export type Pop3Check = z.infer<typeof pop3CheckSchema>;
export type FtpCheck = z.infer<typeof ftpCheckSchema>;
export type SshCheck = z.infer<typeof sshCheckSchema>;
export type LdapCheck = z.infer<typeof ldapCheckSchema>;
export type PostgresqlCheck = z.infer<typeof postgresqlCheckSchema>;
export type MysqlCheck = z.infer<typeof mysqlCheckSchema>;
export type RedisCheck = z.infer<typeof redisCheckSchema>;

export const networkCheckSchemas = [
  tcpCheckSchema,
  udpCheckSchema,
  icmpCheckSchema,
  dnsCheckSchema,
  ntpCheckSchema,
  smtpCheckSchema,
  imapCheckSchema,
  pop3CheckSchema,
  ftpCheckSchema,
  sshCheckSchema,
  ldapCheckSchema,
  postgresqlCheckSchema,
  mysqlCheckSchema,
  redisCheckSchema,
] as const;
