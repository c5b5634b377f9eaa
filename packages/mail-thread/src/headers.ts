/** Fields of a mail by lower-case name, each with its values in order (a name may come more than once). */
export type Headers = ReadonlyMap<string, readonly string[]>;

/** The first value without comments, in lower case; '' where there is none. */
export function token(headers: Headers, name: string): string {
  const value = headers.get(name)?.[0] ?? '';
  // "auto-replied; owner-email=…": what follows the first word are parameters (RFC 3834, section 5).
  return value.slice(0, 200).split(/[;(]/, 1)[0]!.trim().toLowerCase();
}
