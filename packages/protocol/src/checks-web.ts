import * as z from 'zod/mini';
import { hostField, patternField, portField, timeoutField } from './check-parts.ts';

const url = z.string().check(z.minLength(1), z.maxLength(2000), z.regex(/^https?:\/\//));
const text = z.string().check(z.minLength(1), z.maxLength(255));
const scalar = z.union([z.string().check(z.maxLength(1000)), z.number(), z.boolean(), z.null()]);

/** One value of a JSON body. Without `equals`, `minimum` and `maximum` it only has to exist. */
export const jsonConditionSchema = z.object({
  /** `$.queue[0].length`, `$['a b'].*`: member names, indexes and wildcards of RFC 9535. */
  path: z.string().check(z.minLength(1), z.maxLength(300), z.startsWith('$')),
  equals: z.optional(scalar),
  minimum: z.optional(z.number()),
  maximum: z.optional(z.number()),
});

/** One field of the answer's head. Without `equals` and `contains` it only has to be there. */
export const headerConditionSchema = z.object({
  name: z.string().check(z.regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/)),
  equals: z.optional(text),
  contains: z.optional(text),
});

/** PEM; the key belongs to the certificate. */
export const clientCertificateSchema = z.object({
  certificate: z.string().check(z.maxLength(20_000), z.includes('-----BEGIN CERTIFICATE-----')),
  privateKey: z.string().check(z.maxLength(20_000), z.includes('PRIVATE KEY-----')),
});

/** A web address answers as it should. All conditions that are given must hold. */
export const httpCheckSchema = z.object({
  kind: z.literal('http'),
  url,
  method: z._default(z.enum(['GET', 'HEAD']), 'GET'),
  /** Accepted status: single codes and ranges, e.g. "200-299,401". */
  status: z._default(
    z.string().check(z.regex(/^\d{3}(-\d{3})?(,\d{3}(-\d{3})?)*$/), z.maxLength(100)),
    '200-299',
  ),
  headers: z.optional(z.array(headerConditionSchema).check(z.maxLength(10))),
  contains: z.optional(text),
  notContains: z.optional(text),
  /** Must occur in the first 128 kB of the body. */
  matches: z.optional(patternField),
  json: z.optional(z.array(jsonConditionSchema).check(z.minLength(1), z.maxLength(10))),
  /** Slower than that (all hops together) is a warning. */
  maxMs: z.optional(z.int().check(z.minimum(1), z.maximum(60_000))),
  followRedirects: z._default(z.int().check(z.minimum(0), z.maximum(10)), 5),
  /** With `false` a certificate that is untrusted, expired or for another name is no failure. */
  verifyCertificate: z._default(z.boolean(), true),
  clientCertificate: z.optional(clientCertificateSchema),
  /** `http://proxy:3128`. Through a proxy only public addresses are asked for. */
  proxy: z.optional(z.string().check(z.maxLength(300), z.regex(/^http:\/\/[^/@\s]+\/?$/))),
  timeoutMs: timeoutField,
});

const daysField = z.int().check(z.minimum(0), z.maximum(365));
/** Days before the end of a certificate from which a check warns and fails. */
export const certificateDays = {
  warnDays: z._default(daysField, 21),
  criticalDays: z._default(daysField, 7),
};

/** The certificate of a port that speaks TLS from the first byte, and what it would still accept. */
export const tlsCheckSchema = z.object({
  kind: z.literal('tls'),
  host: hostField,
  port: z._default(portField, 443),
  /** Name expected in the certificate; the host when missing. */
  servername: z.optional(hostField),
  ...certificateDays,
  /** Tries in two more connections whether TLS before 1.2 or ciphers without encryption or authentication are accepted. */
  weak: z._default(z.boolean(), true),
  timeoutMs: timeoutField,
});

/** Registration of a domain name by RDAP (RFC 9083). Some registries, DENIC among them, do not publish an end. */
export const domainCheckSchema = z.object({
  kind: z.literal('domain'),
  domain: z.string().check(z.maxLength(253), z.regex(/^[^\s./]+(\.[^\s./]+)+$/)),
  /** RDAP service to ask, e.g. `https://rdap.example/`; found through IANA's list when missing. */
  server: z.optional(url),
  warnDays: z._default(daysField, 30),
  criticalDays: z._default(daysField, 10),
  timeoutMs: z._default(z.int().check(z.minimum(100), z.maximum(60_000)), 30_000),
});

export type HttpCheck = z.infer<typeof httpCheckSchema>;
export type HeaderCondition = z.infer<typeof headerConditionSchema>;
export type JsonCondition = z.infer<typeof jsonConditionSchema>;
export type ClientCertificate = z.infer<typeof clientCertificateSchema>;
export type TlsCheck = z.infer<typeof tlsCheckSchema>;
export type DomainCheck = z.infer<typeof domainCheckSchema>;

export const webCheckSchemas = [httpCheckSchema, tlsCheckSchema, domainCheckSchema] as const;
